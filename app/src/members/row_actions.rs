//! What is done about a member's row, and what came of it.

use domain::{AccountId, Role};
use leptos::{prelude::*, task::spawn_local};

use super::{
    api::{self, MemberRow},
    list_view::ListView,
};
use crate::{
    browser,
    error::AppError,
    focus,
    form::{Form, Sent},
    text::{
        self,
        members::{many as words, row_actions},
    },
};

/// Id of the menu of a row.
pub fn menu_id(row: &str) -> String {
    format!("menu-{row}")
}

/// Id of the button before that menu.
pub fn actions_id(row: &str) -> String {
    format!("actions-{row}")
}

/// Id of the button that takes back what was done with several.
pub const UNDO_ID: &str = "undo-of-selected";

/// Puts the focus there, once what was pressed is gone and what was done is shown.
pub(super) fn focus_soon(id: String) {
    request_animation_frame(move || request_animation_frame(move || focus::put_after_act(&id)));
}

/// What was done with several members at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bulk {
    /// Their ids, with commas between them.
    pub people: String,
    pub sentence: String,
}

/// What the last act did with a member's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub member: AccountId,
    pub done: Done,
}

/// What an act of a row's menu has done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// The member has another role. With the old one went what was granted beside it.
    Role { was: Role, now: Role },
    /// The mail with which to set a new password is on its way.
    ResetSent,
}

/// The acts, and what came of the last one.
#[derive(Clone, Copy)]
pub struct RowActions {
    /// Changes a member's role; its forms stand in the rows.
    pub role: Form<api::ChangeRole>,
    /// Sends a member the mail with which to set a new password; its forms stand in the rows.
    pub reset: Form<api::details::SendPasswordReset>,
    /// What was done last with a member's row; stands in it until the next act.
    pub answer: RwSignal<Option<Answer>>,
    /// Asks for the list anew.
    again: Callback<()>,
    /// What was done last, in a sentence.
    pub status_message: RwSignal<String>,
    /// That sentence, for those who do not see the row in which it stands.
    pub announced: RwSignal<String>,
    /// Why the last one was not done, or not undone.
    failed: RwSignal<Option<String>>,
    /// `failed`, as the notice over the list reads it.
    pub error: Signal<Option<String>>,
    /// Whether a row is on its way out, and with it what has the focus.
    pub leaving: StoredValue<bool>,
    /// What was just done with several members at once; stands where the bar was until the next act.
    pub bulk: RwSignal<Option<Bulk>>,
}

impl RowActions {
    /// For one list. `again` asks for it anew.
    pub fn new(view: Memo<ListView>, again: Callback<()>) -> Self {
        let (role, reset) = (Form::<api::ChangeRole>::new(), Form::<api::details::SendPasswordReset>::new());
        let status_message = RwSignal::new(String::new());
        let refused = [role.error(), reset.error()].into_iter().find_map(|error| error.get_untracked());
        let (answer, failed) = (RwSignal::new(None::<Answer>), RwSignal::new(refused.map(|error| text::error(&error))));
        let announced = RwSignal::new(String::new());
        let (leaving, bulk) = (StoredValue::new(false), RwSignal::new(None));
        let done = move || {
            answer.set(None);
            bulk.set(None);
            status_message.set(String::new());
            again.run(());
        };
        // What they were is known before: the list may show the new role sooner than the answer is there.
        let before = StoredValue::new(None::<MemberRow>);
        let row_of = move |sent: &Sent| {
            let member = sent.get("member");
            view.read_untracked().members.iter().find(|row| row.id.to_string() == member).cloned()
        };
        role.on_send(move |sent| before.set_value(row_of(sent)));
        role.on_done(move |sent| {
            let row = before.get_value();
            browser::close_popover(&menu_id(&sent.get("member")));
            let role = sent.get("role").parse::<Role>().ok();
            let Some((row, now)) = row.zip(role).filter(|(row, now)| row.role != *now) else { return };
            // It is said in the row; whoever cannot see that hears it.
            done();
            let name = row.name;
            announced.set(row_actions::role_changed(&name, now));
            let done = Done::Role { was: row.role, now };
            answer.set(Some(Answer { member: row.id, done }));
        });
        reset.on_done(move |sent| {
            browser::close_popover(&menu_id(&sent.get("member")));
            let Some(MemberRow { id: member, name, .. }) = row_of(sent) else { return };
            done();
            announced.set(row_actions::reset_sent(&name));
            answer.set(Some(Answer { member, done: Done::ResetSent }));
        });
        // Whichever was sent last: what came of it stands alone.
        let note = move |error: Option<AppError>| {
            if error.is_some() {
                answer.set(None);
                bulk.set(None);
                status_message.set(String::new());
            }
            failed.set(error.map(|error| text::error(&error)));
        };
        role.on_outcome(move |_, outcome| note(outcome.err()));
        reset.on_outcome(move |_, outcome| note(outcome.err()));
        Self { role, reset, answer, again, status_message, announced, failed, error: failed.into(), leaving, bulk }
    }

    /// Something else is done: what came of the last act is over.
    pub fn begin(self) {
        self.answer.set(None);
        self.bulk.set(None);
        self.status_message.set(String::new());
        self.failed.set(None);
    }

    /// Gives members the role back that they had, and what was granted beside it. `people` are ids with commas between them.
    pub fn undo(self, organization: String, people: String) {
        let Self { again, announced, .. } = self;
        spawn_local(async move {
            let count = people.split(',').count();
            let first = people.split(',').next().map(actions_id).unwrap_or_default();
            match api::many::undo_roles(organization, people, String::new()).await {
                Ok(_) => {
                    self.answer.try_set(None);
                    self.bulk.try_set(None);
                    announced.try_set(if count == 1 { row_actions::UNDONE } else { words::UNDONE }.to_owned());
                    self.failed.try_set(None);
                    // What was pressed is gone with what it took back: whose role it was is where one goes on.
                    focus_soon(first);
                }
                Err(error) => drop(self.failed.try_set(Some(text::error(&error)))),
            }
            again.try_run(());
        });
    }

    /// Gives this role to all of `people`, whose ids have commas between them. False: nothing was changed, since somebody is in
    /// the way, or comes to own the organization or ceases to; that is to be looked at first.
    pub async fn give_role(self, organization: String, people: String, role: Role) -> bool {
        let word = role.as_str().to_owned();
        let Ok(review) = api::many::review_roles(organization.clone(), people.clone(), word.clone()).await else {
            return false;
        };
        if review.is_grave || review.people.is_empty() || review.people.iter().any(|row| row.problem.is_some()) {
            return false;
        }
        let changed: Vec<_> = review.people.iter().filter(|row| row.before != Some(role)).collect();
        if api::many::change_roles(organization, people, word, String::new()).await.is_err() {
            return false;
        }
        // What became of one stands in their row; of several where the bar was, and as long as it can be undone above the list.
        let answer = match changed[..] {
            [one] => one.before.map(|was| Answer { member: one.id, done: Done::Role { was, now: role } }),
            _ => None,
        };
        self.status_message.try_set(String::new());
        self.failed.try_set(None);
        self.announced.try_set(words::changed(changed.len(), role));
        focus_soon(match &answer {
            Some(answer) => actions_id(&answer.member.to_string()),
            None => UNDO_ID.to_owned(),
        });
        self.answer.try_set(answer);
        self.bulk.try_set((changed.len() > 1).then(|| Bulk {
            people: changed.iter().map(|row| row.id.to_string()).collect::<Vec<_>>().join(","),
            sentence: words::changed(changed.len(), role),
        }));
        self.again.try_run(());
        true
    }
}
