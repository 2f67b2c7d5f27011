//! *Copy link*: into the clipboard, and shown for browsers that keep theirs to themselves (IN-7).

use domain::{InvitationId, Slug};
use leptos::{prelude::*, task::spawn_local};

use super::api;
use crate::{
    browser,
    text::{self, members::acts},
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
    pub trouble: RwSignal<Option<String>>,
}

impl LinkToHandOver {
    /// None yet.
    pub fn new(slug: Slug) -> Self {
        Self {
            slug: StoredValue::new(slug),
            open: RwSignal::new(false),
            link: RwSignal::new(None),
            copied: RwSignal::new(false),
            trouble: RwSignal::new(None),
        }
    }

    /// Gets the link of this invitation, copies it and shows it.
    pub fn get(self, id: InvitationId, email: String) {
        let slug = self.slug.with_value(ToString::to_string);
        spawn_local(async move {
            match api::invitation_link(slug, id.to_string()).await {
                Ok(view) => {
                    self.copied.try_set(browser::copy(&view.link).await);
                    self.trouble.try_set(None);
                    self.link.try_set(Some((view.link, email)));
                    self.open.try_set(true);
                }
                Err(error) => drop(self.trouble.try_set(Some(text::error(&error)))),
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
    let news = move || if copied.get() { acts::COPIED } else { acts::COPY_YOURSELF };
    view! {
        <Dialog
            id="hand-over" title=acts::LINK open
            foot=move || view! {
                <Button kind=ButtonKind::Primary on_click=move || open.set(false)>{acts::DONE}</Button>
            }
        >
            {move || link.get().map(|(link, email)| view! {
                <p><Sentence text=acts::link_about(&email) names=vec![email]/></p>
                <Field name="link" label=acts::LINK_FIELD value=link readonly=true exact=true/>
                <Notice tone=if copied.get() { NoticeTone::Ok } else { NoticeTone::Plain }>{news}</Notice>
            })}
        </Dialog>
    }
}
