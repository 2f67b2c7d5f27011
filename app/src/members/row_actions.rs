//! What is done about a member's row, and what came of it.

use domain::{AccountId, InvitationId, Role, paths};
use leptos::prelude::*;

use super::{
    api::{self, MemberRow},
    list_view::{ListView, Wanted},
};
use crate::{
    browser,
    error::AppError,
    focus,
    form::{Form, Sent},
    layouts::HEADING_ID,
    notices::{Notices, use_notices},
    text::{
        self,
        members::{many as words, row_actions},
    },
};

/// Id of the menu of the members' rows.
pub const MENU_ID: &str = "row-menu";

/// Id of the button at the end of a row that opens its menu.
pub fn actions_id(row: &str) -> String {
    format!("actions-{row}")
}

/// Id of the button that takes back what was done with several.
pub const UNDO_ID: &str = "undo-of-selected";

/// Puts the focus there, once what was pressed is gone and what was done is shown.
pub(super) fn focus_soon(id: String) {
    request_animation_frame(move || request_animation_frame(move || focus::put_after_act(&id)));
}

/// The row beside one that is on its way out: where one goes on; none where that was the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beside(pub Option<InvitationId>);

impl Beside {
    /// Puts the focus there: on the button of its menu, or on what else it has to press.
    pub fn focus(self) {
        let Some(id) = self.0 else { return focus::put_after_act(HEADING_ID) };
        let menu = actions_id(&id.to_string());
        if document().get_element_by_id(&menu).is_some() {
            focus::put_after_act(&menu);
        } else {
            focus::put_on_first_after_act(&format!("tbody [value=\"{id}\"]"));
        }
    }
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
    /// Gives members the role back that they had, and what was granted beside it; its forms stand in the rows.
    pub undone: Form<api::many::UndoRoles>,
    /// What was done last with a member's row; stands in it until the next act.
    answer: RwSignal<Option<Answer>>,
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
    /// For whose row the menu stands: it was opened last there.
    pub menu_of: RwSignal<Option<AccountId>>,
    /// What stands beside a row that is on its way out, and with it what has the focus.
    pub leaving: StoredValue<Option<Beside>>,
    /// What was just done with several members at once; stands where the bar was until the next act.
    pub bulk: RwSignal<Option<Bulk>>,
    notices: Notices,
}

impl RowActions {
    /// For one list. `again` asks for it anew.
    pub fn new(view: Memo<ListView>, again: Callback<()>) -> Self {
        let (role, reset) = (Form::<api::ChangeRole>::new(), Form::<api::details::SendPasswordReset>::new());
        let status_message = RwSignal::new(String::new());
        let refused = [role.error(), reset.error()].into_iter().find_map(|error| error.get_untracked());
        let (answer, failed) = (RwSignal::new(None::<Answer>), RwSignal::new(refused.map(|error| text::error(&error))));
        let announced = RwSignal::new(String::new());
        let (leaving, bulk) = (StoredValue::new(None), RwSignal::new(None));
        let menu_of = RwSignal::new(None::<AccountId>);
        // By the time of the answer it may stand for another row.
        let close_menu = move |sent: &Sent| {
            if menu_of.get_untracked().is_some_and(|of| of.to_string() == sent.get("member")) {
                browser::close_popover(MENU_ID);
            }
        };
        let undone = Form::<api::many::UndoRoles>::new();
        let notices = use_notices();
        // What came of the act before is said no more, so that the same is heard again.
        let begin = move || {
            notices.end_all();
            announced.set(String::new());
        };
        let done = move || {
            answer.set(None);
            bulk.set(None);
            status_message.set(String::new());
            again.run(());
        };
        // What they were is known before: the list may show the new role sooner than the answer is there.
        let before = StoredValue::new(None::<MemberRow>);
        // In which list a role was given, and to whom.
        let told_in = StoredValue::new(None::<(Wanted, String)>);
        let row_of = move |sent: &Sent| {
            let member = sent.get("member");
            view.read_untracked().members.iter().find(|row| row.id.to_string() == member).cloned()
        };
        role.on_send(move |sent| {
            begin();
            before.set_value(row_of(sent));
        });
        reset.on_send(move |_| begin());
        role.on_done(move |sent| {
            let row = before.get_value();
            close_menu(sent);
            let role = sent.get("role").parse::<Role>().ok();
            let Some((row, now)) = row.zip(role).filter(|(row, now)| row.role != *now) else { return };
            // It is said in the row; whoever cannot see that hears it.
            done();
            let name = row.name;
            announced.set(row_actions::role_changed(&name, now));
            let done = Done::Role { was: row.role, now };
            told_in.set_value(Some((view.with_untracked(|view| view.wanted.clone()), name)));
            answer.set(Some(Answer { member: row.id, done }));
        });
        // By their other role the row may leave the list, and the answer with it: then it stands where that of several does.
        Effect::new(move || {
            let Some(Answer { member, done: Done::Role { was, now } }) = answer.get() else { return };
            let Some((wanted, name)) = told_in.get_value() else { return };
            let (is_same, role) = view.with(|view| {
                let row = view.members.iter().find(|row| row.id == member);
                (view.wanted == wanted, row.map(|row| row.role))
            });
            match role {
                None if is_same => {
                    answer.set(None);
                    let sentence = row_actions::role_changed(&name, now);
                    bulk.set(Some(Bulk { people: member.to_string(), sentence }));
                    focus_soon(UNDO_ID.to_owned());
                }
                // Somebody made another thing of it.
                Some(role) if role != was && role != now => {
                    answer.set(None);
                    announced.set(String::new());
                }
                _ => {}
            }
        });
        reset.on_done(move |sent| {
            close_menu(sent);
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
        undone.on_outcome(move |sent, outcome| {
            match outcome {
                Ok(_) => {
                    let people = sent.get("people");
                    let several = people.contains(',');
                    answer.set(None);
                    bulk.set(None);
                    begin();
                    announced.set(if several { words::UNDONE } else { row_actions::UNDONE }.to_owned());
                    failed.set(None);
                    // What was pressed is gone with what it took back: whose role it was is where one goes on.
                    focus_soon(people.split(',').next().map(actions_id).unwrap_or_default());
                }
                Err(error) => failed.set(Some(text::error(&error))),
            }
            again.run(());
        });
        let error = failed.into();
        Self {
            role,
            reset,
            undone,
            answer,
            again,
            status_message,
            announced,
            failed,
            error,
            menu_of,
            leaving,
            bulk,
            notices,
        }
    }

    /// What was done last with a member's row: here, or by a form without JavaScript, as the address says.
    pub fn answered(self) -> Option<Answer> {
        self.answer.try_get().flatten().or_else(|| {
            let (member, was, now) = paths::role_told(&self.notices.get(paths::CHANGED)?)?;
            Some(Answer { member, done: Done::Role { was, now } })
        })
    }

    /// Something else is done: what came of the last act is over.
    pub fn begin(self) {
        self.clear();
        self.notices.end_all();
    }

    /// Something else is looked at: what came of the last act is not said any more, but what the address tells.
    pub fn clear(self) {
        self.answer.set(None);
        self.bulk.set(None);
        self.status_message.set(String::new());
        self.announced.set(String::new());
        self.failed.set(None);
    }

    /// Gives members the role back that they had, and what was granted beside it. `people` are ids with commas between them.
    pub fn undo(self, organization: &str, people: &str) {
        self.undone.send(&[("organization", organization), ("people", people)]);
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
        self.notices.end_all();
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
