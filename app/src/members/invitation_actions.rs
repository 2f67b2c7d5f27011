//! What is done about an invitation, and what is said of it at its row. One form an act for the whole list: the button in a row
//! sends the row's id along.

use domain::{InvitationId, InvitationState, Slug, paths};
use leptos::prelude::*;

use super::{
    api::{
        invited::InvitationRow,
        inviting::{CancelInvitation, DismissInvitation, Invite, InvitedView, SendInvitation, TryInvitationNow},
    },
    list_view::ListView,
    row_actions::{Beside, RowActions},
};
use crate::{
    browser,
    error::AppError,
    form::{self, Answer, Form, PageField, PostForm, Submission},
    text::{
        self,
        members::{new_member, row_actions as words},
    },
};

/// Id of the form that sends an invitation.
pub const SEND_FORM: &str = "send-invitation";
/// Id of the form that has the mail of an invitation tried at once.
pub const TRY_NOW_FORM: &str = "try-invitation-now";
/// Id of the form that takes an invitation back.
pub const CANCEL_FORM: &str = "cancel-invitation";
/// Id of the form that takes one that was declined off the list.
pub const DISMISS_FORM: &str = "dismiss-invitation";

/// Id of the button that opens the menu of a row.
pub fn menu_button_id(id: InvitationId) -> String {
    format!("actions-{id}")
}

/// The invitation that was sent last; its row says so until the next act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    pub id: InvitationId,
    /// Whether it was sent before.
    pub again: bool,
}

/// The acts, and what came of the last one.
#[derive(Clone, Copy)]
pub struct InvitationActions {
    send: Form<SendInvitation>,
    try_now: Form<TryInvitationNow>,
    cancel: Form<CancelInvitation>,
    dismiss: Form<DismissInvitation>,
    /// Invites somebody anew who declined; its forms stand in the rows.
    pub invite_again: Form<Invite>,
    pub sent: RwSignal<Option<Sent>>,
    /// The row whose act was not done, by its id, and why.
    failed: RwSignal<Option<(String, String)>>,
    view: Memo<ListView>,
}

impl InvitationActions {
    /// For one list. `reload` asks for it anew.
    pub fn new(view: Memo<ListView>, row_actions: RowActions, reload: Callback<()>) -> Self {
        let (send, try_now, cancel, dismiss, invite) = (
            Form::<SendInvitation>::new(),
            Form::<TryInvitationNow>::new(),
            Form::<CancelInvitation>::new(),
            Form::<DismissInvitation>::new(),
            Form::<Invite>::new(),
        );
        // A form that was sent without JavaScript and refused: its row says so as well.
        let told = |error: Signal<Option<AppError>>, row: String| {
            error.get_untracked().map(|error| (row, text::error(&error)))
        };
        let failed = told(send.error(), send.typed("invitation"))
            .or_else(|| told(try_now.error(), try_now.typed("invitation")))
            .or_else(|| told(cancel.error(), cancel.typed("invitation")))
            .or_else(|| told(dismiss.error(), dismiss.typed("invitation")))
            .or_else(|| {
                let row = declined(view, &invite.typed("emails"));
                let unfinished = invite.unfinished().and_then(|told| not_invited(&told));
                let why = invite.error().get_untracked().map(|error| text::error(&error)).or(unfinished)?;
                // The panel for a new member is another form of the same call, and says it itself.
                (!row.is_empty()).then_some((row, why))
            });
        let (answer, failed) = (RwSignal::new(None::<Sent>), RwSignal::new(failed));
        let begin = move || {
            answer.set(None);
            failed.set(None);
            row_actions.begin();
        };
        let refused = move |row: String, error: &AppError| {
            failed.set(Some((row, text::error(error))));
            // What was shown may be why.
            reload.run(());
        };
        on_settled(
            *send,
            begin,
            view,
            |sent| sent.get("invitation"),
            move |row, _, outcome| match outcome {
                Ok(_) => {
                    row_actions.announced.set(words::sent(&row.email));
                    answer.set(Some(Sent { id: row.id, again: row.state != InvitationState::Draft }));
                    reload.run(());
                }
                Err(error) => refused(row.id.to_string(), &error),
            },
        );
        on_settled(
            *try_now,
            begin,
            view,
            |sent| sent.get("invitation"),
            move |row, _, outcome| match outcome {
                Ok(_) => {
                    row_actions.announced.set(words::tried(&row.email));
                    reload.run(());
                    request_animation_frame(move || browser::focus_if_lost(&menu_button_id(row.id)));
                }
                Err(error) => refused(row.id.to_string(), &error),
            },
        );
        let leaves = move |id: InvitationId, beside: Beside, sentence: String| {
            row_actions.status_message.set(sentence);
            // The row may have left before the answer came.
            let is_here = view.with_untracked(|view| view.invitations.iter().any(|row| row.id == id));
            if is_here {
                row_actions.leaving.set_value(Some(beside));
            } else {
                request_animation_frame(move || beside.focus());
            }
            reload.run(());
        };
        on_settled(
            *cancel,
            begin,
            view,
            |sent| sent.get("invitation"),
            move |row, beside, outcome| match outcome {
                Ok(_) => leaves(row.id, beside, words::cancelled(&row.email)),
                Err(error) => refused(row.id.to_string(), &error),
            },
        );
        on_settled(
            *dismiss,
            begin,
            view,
            |sent| sent.get("invitation"),
            move |row, beside, outcome| match outcome {
                Ok(_) => leaves(row.id, beside, words::dismissed(&row.email)),
                Err(error) => refused(row.id.to_string(), &error),
            },
        );
        let row_of = move |sent: &form::Sent| declined(view, &sent.get("emails"));
        on_settled(*invite, begin, view, row_of, move |row, beside, outcome| match outcome {
            Ok(answer) => match answer.read().and_then(|told| not_invited(&told)) {
                Some(why) => failed.set(Some((row.id.to_string(), why))),
                None => leaves(row.id, beside, words::sent(&row.email)),
            },
            Err(error) => refused(row.id.to_string(), &error),
        });
        Self { send, try_now, cancel, dismiss, invite_again: invite, sent: answer, failed, view }
    }

    /// Why the act about this row was not done.
    pub fn failure(self, id: InvitationId) -> Memo<Option<String>> {
        Memo::new(move |_| self.failed.get().filter(|(row, _)| *row == id.to_string()).map(|(_, why)| why))
    }

    /// The same, where its row is gone.
    pub fn failure_elsewhere(self) -> Signal<Option<String>> {
        Signal::derive(move || {
            let (row, why) = self.failed.get()?;
            let shown = self.view.read().invitations.iter().any(|one| one.id.to_string() == row);
            (!shown).then_some(why)
        })
    }

    /// Something else is looked at: what came of the last act is not said any more.
    pub fn clear(self) {
        self.sent.set(None);
        self.failed.set(None);
    }

    /// Whether it is being sent.
    pub fn is_sending(self, id: InvitationId) -> Signal<bool> {
        self.send.sends("invitation", id)
    }
}

/// The id of the invitation of this address that was declined; empty where none is shown.
fn declined(view: Memo<ListView>, email: &str) -> String {
    view.with_untracked(|view| {
        let row = view.invitations.iter().find(|row| row.email == email && row.can_invite_again);
        row.map(|row| row.id.to_string()).unwrap_or_default()
    })
}

/// Why one address was not invited; none where it was.
fn not_invited(told: &InvitedView) -> Option<String> {
    let line = told.lines.first().filter(|line| !line.outcome.went_well())?;
    Some(new_member::outcome(line.outcome, line.problem, None))
}

/// Runs `begin` when something is sent, and `settled` with its row, with the one beside it and with what came of it. The rows are those
/// that were there when it was sent: the list may show what became of it sooner than the answer is there.
fn on_settled(
    form: Submission,
    begin: impl Fn() + 'static,
    view: Memo<ListView>,
    row_of: impl Fn(&form::Sent) -> String + 'static,
    settled: impl Fn(InvitationRow, Beside, Result<Answer, AppError>) + 'static,
) {
    let row = StoredValue::new(None::<(InvitationRow, Beside)>);
    form.on_send(move |sent| {
        let id = row_of(sent);
        let found = view.with_untracked(|view| {
            let rows = &view.invitations;
            let at = rows.iter().position(|row| row.id.to_string() == id)?;
            let beside = rows.get(at + 1).or_else(|| rows.get(at.checked_sub(1)?));
            Some((rows.get(at)?.clone(), Beside(beside.map(|row| row.id))))
        });
        row.set_value(found);
        begin();
    });
    form.on_outcome(move |_, outcome| {
        if let Some((row, beside)) = row.get_value() {
            settled(row, beside, outcome);
        }
    });
}

/// The forms that the buttons of all rows send.
#[component]
pub(super) fn InvitationForms(
    /// Of the organization.
    slug: StoredValue<Slug>,
    actions: InvitationActions,
    /// The address of what is shown.
    #[prop(into)]
    shown_at: Signal<String>,
) -> impl IntoView {
    let InvitationActions { send, try_now, cancel, dismiss, .. } = actions;
    let fields = move || {
        view! {
            <PageField/>
            <input type="hidden" name="organization" value=slug.with_value(ToString::to_string)/>
            <input type="hidden" name=paths::RETURN_TO value=shown_at/>
        }
    };
    view! {
        <PostForm form=send attr:id=SEND_FORM>{fields()}</PostForm>
        <PostForm form=try_now attr:id=TRY_NOW_FORM>{fields()}</PostForm>
        <PostForm form=cancel attr:id=CANCEL_FORM>{fields()}</PostForm>
        <PostForm form=dismiss attr:id=DISMISS_FORM>{fields()}</PostForm>
    }
}
