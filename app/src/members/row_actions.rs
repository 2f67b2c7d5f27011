//! What a row's menu does. One form an act for the whole list: the button in a row sends the row's id along.

use domain::{Role, Slug};
use leptos::{form::ActionForm, prelude::*, server_fn::ServerFn};

use super::api::{self, MembersView};
use crate::{
    browser,
    error::AppError,
    form::{Form, PageField},
    text::{self, members::row_actions},
};

/// Id of the form that sends an invitation.
pub const SEND_FORM: &str = "send-invitation";
/// Id of the form that takes an invitation back.
pub const CANCEL_FORM: &str = "cancel-invitation";

/// Id of the menu of a row.
pub fn menu_id(row: &str) -> String {
    format!("menu-{row}")
}

/// The acts, and what came of the last one.
#[derive(Clone, Copy)]
pub struct RowActions {
    /// Sends a draft, or sends again.
    pub send: ServerAction<api::inviting::SendInvitation>,
    /// Takes an invitation back.
    pub cancel: ServerAction<api::inviting::CancelInvitation>,
    /// Changes a member's role; its forms stand in the rows, since they hold a select.
    pub role: ServerAction<api::ChangeRole>,
    /// What was done last, in a sentence.
    pub status_message: RwSignal<String>,
    /// Why the last one was not done.
    pub error: Signal<Option<String>>,
    /// Whether a row is on its way out, and with it what has the focus.
    pub leaving: StoredValue<bool>,
}

impl RowActions {
    /// For one list. `again` asks for it anew.
    pub fn new(view: Memo<MembersView>, again: Callback<()>) -> Self {
        let (send, cancel, role) = (
            Form::<api::inviting::SendInvitation>::new(),
            Form::<api::inviting::CancelInvitation>::new(),
            Form::<api::ChangeRole>::new(),
        );
        let status_message = RwSignal::new(String::new());
        let leaving = StoredValue::new(false);
        let done = move |sentence: Option<String>| {
            status_message.set(sentence.unwrap_or_default());
            again.run(());
        };
        let email = move |id: &str| {
            view.with_untracked(|view| {
                let row = view.invitations.iter().find(|row| row.id.to_string() == id);
                row.map(|row| row.email.clone())
            })
        };
        on_done(send.action, move |sent| done(email(&sent.invitation).map(|email| row_actions::sent(&email))));
        on_done(cancel.action, move |sent| {
            leaving.set_value(true);
            done(email(&sent.invitation).map(|email| row_actions::cancelled(&email)));
        });
        on_done(role.action, move |sent| {
            let name = view.with_untracked(|view| {
                let row = view.members.iter().find(|row| row.id.to_string() == sent.member);
                row.map(|row| row.name.clone())
            });
            let role = sent.role.parse::<Role>().ok();
            browser::close_popover(&menu_id(&sent.member));
            done(name.zip(role).map(|(name, role)| row_actions::role_changed(&name, text::role(role))));
        });
        let errors = [send.error(), cancel.error(), role.error()];
        let error =
            Signal::derive(move || errors.iter().find_map(|error| error.get()).map(|error| text::error(&error)));
        Self { send: send.action, cancel: cancel.action, role: role.action, status_message, error, leaving }
    }
}

/// Runs `done` with what was sent, once the answer is that it was done.
fn on_done<S>(action: ServerAction<S>, done: impl Fn(S) + 'static)
where
    S: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    // By the time of the answer, what was sent is no longer known.
    let sent = StoredValue::new(None::<S>);
    let (input, value) = (action.input(), action.value());
    Effect::new(move || {
        if let Some(input) = input.get() {
            sent.set_value(Some(input));
        }
    });
    Effect::new(move || {
        if let (Some(Ok(_)), Some(sent)) = (value.get(), sent.get_value()) {
            done(sent);
        }
    });
}

/// The forms that the buttons of all rows send.
#[component]
pub fn RowForms(
    /// Of the organization.
    slug: StoredValue<Slug>,
    /// What the forms do.
    row_actions: RowActions,
) -> impl IntoView {
    let slug = slug.with_value(ToString::to_string);
    let same_slug = slug.clone();
    view! {
        <ActionForm action=row_actions.send attr:id=SEND_FORM>
            <PageField/>
            <input type="hidden" name="organization" value=slug/>
        </ActionForm>
        <ActionForm action=row_actions.cancel attr:id=CANCEL_FORM>
            <PageField/>
            <input type="hidden" name="organization" value=same_slug/>
        </ActionForm>
    }
}
