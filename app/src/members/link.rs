//! *Copy link*: into the clipboard, and shown for browsers that keep theirs to themselves (IN-7).

use domain::{InvitationId, Slug};
use leptos::{prelude::*, task::spawn_local};

use super::api;
use crate::{
    browser,
    text::{self, members::row_actions},
    ui::{Button, ButtonKind, Dialog, Field, Notice, NoticeTone, Sentence},
};

/// A link to hand over.
#[derive(Clone, Copy)]
pub struct LinkToHandOver {
    slug: StoredValue<Slug>,
    open: RwSignal<bool>,
    /// The link, and whom it is for.
    link: RwSignal<Option<(String, String)>>,
    copied: RwSignal<bool>,
    /// Why there is none.
    pub error: RwSignal<Option<String>>,
}

impl LinkToHandOver {
    /// None yet.
    pub fn new(slug: Slug) -> Self {
        Self {
            slug: StoredValue::new(slug),
            open: RwSignal::new(false),
            link: RwSignal::new(None),
            copied: RwSignal::new(false),
            error: RwSignal::new(None),
        }
    }

    /// Gets the link of this invitation, copies it and shows it.
    pub fn get(self, id: InvitationId, email: String) {
        let slug = self.slug.with_value(ToString::to_string);
        spawn_local(async move {
            match api::inviting::invitation_link(slug, id.to_string()).await {
                Ok(view) => {
                    self.copied.try_set(browser::copy(&view.link).await);
                    self.error.try_set(None);
                    self.link.try_set(Some((view.link, email)));
                    self.open.try_set(true);
                }
                Err(error) => drop(self.error.try_set(Some(text::error(&error)))),
            }
        });
    }
}

/// The dialog that shows it.
#[component]
pub fn LinkDialog(
    /// The link.
    link: LinkToHandOver,
) -> impl IntoView {
    let LinkToHandOver { open, link, copied, .. } = link;
    let message = move || if copied.get() { row_actions::COPIED } else { row_actions::COPY_YOURSELF };
    view! {
        <Dialog
            id="hand-over" title=row_actions::LINK open
            footer=move || view! {
                <Button kind=ButtonKind::Primary on_click=move || open.set(false)>{row_actions::DONE}</Button>
            }
        >
            {move || link.get().map(|(link, email)| view! {
                <p><Sentence text=row_actions::link_about(&email) names=vec![email]/></p>
                <Field name="link" label=row_actions::LINK_FIELD value=link readonly=true verbatim=true/>
                <Notice tone=if copied.get() { NoticeTone::Ok } else { NoticeTone::Plain }>{message}</Notice>
            })}
        </Dialog>
    }
}
