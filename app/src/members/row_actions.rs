//! What a row's menu does. One form an act for the whole list: the button in a row sends the row's id along.

use domain::{AccountId, Grants, Role, Slug};
use leptos::{form::ActionForm, prelude::*, server_fn::ServerFn, task::spawn_local};

use super::{
    api::{self, MemberRow},
    list_view::ListView,
};
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

/// What the last act did with a member's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub member: AccountId,
    pub was: Role,
    pub now: Role,
    /// What was granted beside the role that they had.
    pub grants: Grants,
}

/// The acts, and what came of the last one.
#[derive(Clone, Copy)]
pub struct RowActions {
    /// Sends a draft, or sends again.
    pub send: ServerAction<api::inviting::SendInvitation>,
    /// Takes an invitation back.
    pub cancel: ServerAction<api::inviting::CancelInvitation>,
    /// Changes a member's role; its forms stand in the rows.
    pub role: ServerAction<api::ChangeRole>,
    /// What was done last with a member's row; stands in it until the next act.
    pub answer: RwSignal<Option<Answer>>,
    /// Asks for the list anew.
    again: Callback<()>,
    /// What was done last, in a sentence.
    pub status_message: RwSignal<String>,
    /// The same, for those who do not see the row in which it stands.
    pub announced: RwSignal<String>,
    /// Why it was not undone.
    failed: RwSignal<Option<String>>,
    /// Why the last one was not done.
    pub error: Signal<Option<String>>,
    /// Whether a row is on its way out, and with it what has the focus.
    pub leaving: StoredValue<bool>,
}

impl RowActions {
    /// For one list. `again` asks for it anew.
    pub fn new(view: Memo<ListView>, again: Callback<()>) -> Self {
        let (send, cancel, role) = (
            Form::<api::inviting::SendInvitation>::new(),
            Form::<api::inviting::CancelInvitation>::new(),
            Form::<api::ChangeRole>::new(),
        );
        let status_message = RwSignal::new(String::new());
        let (answer, failed) = (RwSignal::new(None::<Answer>), RwSignal::new(None::<String>));
        let announced = RwSignal::new(String::new());
        let leaving = StoredValue::new(false);
        let done = move |sentence: Option<String>| {
            answer.set(None);
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
        // What they were is known before: the list may show the new role sooner than the answer is there.
        let (before, input) = (StoredValue::new(None::<MemberRow>), role.action.input());
        Effect::new(move || {
            if let Some(sent) = input.get() {
                let members = view.read_untracked();
                before.set_value(members.members.iter().find(|row| row.id.to_string() == sent.member).cloned());
            }
        });
        on_done(role.action, move |sent| {
            let row = before.get_value();
            browser::close_popover(&menu_id(&sent.member));
            let role = sent.role.parse::<Role>().ok();
            let Some((row, now)) = row.zip(role).filter(|(row, now)| row.role != *now) else { return };
            // It is said in the row; whoever cannot see that hears it.
            done(None);
            let name = row.name;
            announced.set(row_actions::role_changed(&name, text::role(now)));
            answer.set(Some(Answer { member: row.id, was: row.role, now, grants: row.grants }));
        });
        let errors = [send.error(), cancel.error(), role.error()];
        let error = Signal::derive(move || {
            let error = errors.iter().find_map(|error| error.get()).map(|error| text::error(&error));
            error.or_else(|| failed.get())
        });
        let (send, cancel, role) = (send.action, cancel.action, role.action);
        Self { send, cancel, role, answer, again, status_message, announced, failed, error, leaving }
    }

    /// Gives a member the role back that they had, and what was granted beside it.
    pub fn undo(self, organization: String, answer: Answer) {
        let Answer { member, was, grants, .. } = answer;
        let Self { again, announced, .. } = self;
        spawn_local(async move {
            let member = member.to_string();
            let mut undone = api::change_role(organization.clone(), member.clone(), was.as_str().to_owned()).await;
            if undone.is_ok() && !grants.is_empty() {
                undone = api::change_grants(organization, member, grants.to_string()).await;
            }
            match undone {
                Ok(_) => {
                    self.answer.try_set(None);
                    announced.try_set(row_actions::UNDONE.to_owned());
                    self.failed.try_set(None);
                }
                Err(error) => drop(self.failed.try_set(Some(text::error(&error)))),
            }
            again.try_run(());
        });
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
