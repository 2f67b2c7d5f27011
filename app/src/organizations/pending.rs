//! Invitations for whoever is signed in: rows with *Accept* and *Decline* (SU-15, IN-10, OR-2).

use domain::{InvitationId, Namesakes};
use leptos::{prelude::*, task::spawn_local};

use super::{
    AddressOf, MyOrganizations,
    api::pending::{self as api, PendingView},
};
use crate::{
    browser,
    form::{Form, PageField, PostForm},
    notices::use_redirect,
    text::{
        self,
        invitations::{self as words, pending},
    },
    ui::{
        Badge, BadgeTone, Button, ButtonKind, ButtonSize, FormError, Name, Row, RowActions, Rows, Sentence, Tile,
        TileSize, use_now,
    },
};

/// Id of the heading above a list; it takes the focus when the row that had it is gone.
const HEADING_ID: &str = "expecting";

/// The two answers, and what follows from them. One for all rows of a list.
#[derive(Clone, Copy)]
struct Answers {
    accept: Form<api::AcceptMyInvitation>,
    decline: Form<api::DeclineMyInvitation>,
}

impl Answers {
    fn new(mine: MyOrganizations) -> Self {
        let (accept, decline) = (Form::<api::AcceptMyInvitation>::new(), Form::<api::DeclineMyInvitation>::new());
        decline.on_done(move |sent| {
            mine.forget_invitation(&sent.get("invitation"));
            request_animation_frame(|| browser::focus_if_lost(HEADING_ID));
        });
        Self { accept, decline }
    }

    /// Whether the last answer was not taken.
    fn has_error(self) -> Signal<bool> {
        let (accept, decline) = (self.accept.error(), self.decline.error());
        Signal::derive(move || accept.read().is_some() || decline.read().is_some())
    }
}

/// The section of a page: a heading, and a row an invitation. Nothing while there is none.
#[component]
pub fn PendingList(
    /// Me, with my invitations.
    mine: MyOrganizations,
    /// What the page is for: it says that new ones need no reload, and who invites in full.
    #[prop(optional)]
    first: bool,
) -> impl IntoView {
    let answers = Answers::new(mine);
    answers.accept.follow();
    let invitations = mine.invitations();
    let some = Memo::new(move |_| !invitations.read().is_empty());
    // What was answered too late is gone, and the reason stays.
    let has_error = answers.has_error();
    let too_late = move || {
        view! { <Show when=move || has_error.get()><div class="stack expecting"><AnswerErrors answers/></div></Show> }
    };
    view! {
        <Arrivals mine/>
        <Show when=move || some.get() fallback=too_late>
            <section class="stack expecting" aria-labelledby=HEADING_ID>
                <div>
                    <h2 class="with-note" id=HEADING_ID tabindex="-1">
                        {pending::EXPECTING}
                        {first.then(|| view! { <span class="fine needs-script">{pending::BY_THEMSELVES}</span> })}
                    </h2>
                    <AnswerErrors answers/>
                    <Rows>
                        <For each=move || invitations.get() key=|invitation| invitation.id let:invitation>
                            <PendingRow shown=kept_true(invitation, invitations) mine first answers/>
                        </For>
                    </Rows>
                </div>
            </section>
        </Show>
    }
}

/// Says to screen readers who expects them now. There from the start, so that it is heard.
#[component]
fn Arrivals(mine: MyOrganizations) -> impl IntoView {
    let invitations = mine.invitations();
    let status_message = RwSignal::new(String::new());
    Effect::new(move |known: Option<Vec<InvitationId>>| {
        let invitations = invitations.get();
        if let Some(known) = known {
            let new = invitations.iter().filter(|invitation| !known.contains(&invitation.id));
            let new: Vec<String> = new.map(|invitation| invitation.organization.clone()).collect();
            status_message.set(if new.is_empty() { String::new() } else { pending::arrived(&new) });
        }
        invitations.into_iter().map(|invitation| invitation.id).collect()
    });
    view! { <p class="visually-hidden" role="status">{status_message}</p> }
}

/// Why an answer did not come through.
#[component]
fn AnswerErrors(answers: Answers) -> impl IntoView {
    let Answers { accept, decline } = answers;
    view! {
        <FormError error=accept.form_error()/>
        <FormError error=decline.form_error()/>
    }
}

/// What a row shows: what its invitation is by now; once that is over, what it was.
fn kept_true(invitation: PendingView, invitations: Memo<Vec<PendingView>>) -> Memo<PendingView> {
    Memo::new(move |before: Option<&PendingView>| {
        let now = invitations.with(|all| all.iter().find(|one| one.id == invitation.id).cloned());
        now.unwrap_or_else(|| before.unwrap_or(&invitation).clone())
    })
}

#[component]
fn PendingRow(shown: Memo<PendingView>, mine: MyOrganizations, first: bool, answers: Answers) -> impl IntoView {
    let id = shown.with_untracked(|shown| shown.id);
    let title_id = format!("invitation-{id}");
    let (now, namesakes) = (use_now(mine.now().get_untracked()), mine.namesakes());
    let soon = Memo::new(move |_| words::soon_over(shown.read().expires_at, now.get()));
    let line = if first { pending::line } else { pending::short_line };
    let lead = move || {
        move || {
            shown.with(|shown| {
                view! {
                    <Tile name=shown.organization.clone() color=shown.color size=TileSize::Large pending=!first/>
                }
            })
        }
    };
    view! {
        <Row
            lead title=move || shown.read().organization.clone() title_id=title_id.clone()
            badge=move || move || soon.get().map(|soon| view! { <Badge tone=BadgeTone::Warn>{soon}</Badge> })
            line=move || move || {
                let PendingView { organization, slug, inviter, role, .. } = shown.get();
                let names = inviter.iter().flat_map(|name| [name.clone(), text::first_name(name).to_owned()]);
                let names: Vec<String> = names.collect();
                view! {
                    <AddressOf name=organization slug namesakes/>
                    <Sentence text=line(inviter.as_deref(), role) names/>
                }
            }
        >
            <RowActions><Buttons id described_by=title_id answers/></RowActions>
        </Row>
    }
}

#[component]
fn Buttons(
    id: InvitationId,
    described_by: String,
    answers: Answers,
    #[prop(optional)] size: ButtonSize,
) -> impl IntoView {
    let Answers { accept, decline } = answers;
    let (accepts, declines) = (accept.sends("invitation", id), decline.sends("invitation", id));
    let described_by_too = described_by.clone();
    view! {
        <PostForm form=decline>
            <PageField/>
            <input type="hidden" name="invitation" value=id.to_string()/>
            <Button kind=ButtonKind::Quiet size submit=true busy=declines attr:aria-describedby=described_by>
                {words::DECLINE}
            </Button>
        </PostForm>
        <PostForm form=accept>
            <PageField/>
            <input type="hidden" name="invitation" value=id.to_string()/>
            <Button size submit=true busy=accepts attr:aria-describedby=described_by_too>{words::ACCEPT}</Button>
        </PostForm>
    }
}

/// The same within the switcher, where there is less room; nothing while there is none.
#[component]
pub fn PendingInSwitcher(
    /// Me, with my invitations.
    mine: MyOrganizations,
    /// Called when one was accepted, on the way to its organization.
    on_accepted: Callback<()>,
) -> impl IntoView {
    let answers = Answers::new(mine);
    let redirect = use_redirect();
    answers.accept.on_redirect(move |next| {
        on_accepted.run(());
        let redirect = redirect.clone();
        spawn_local(async move {
            // First it is on my list, so that going there is a switch like any other (OR-3).
            drop(mine.refresh().await);
            redirect(&next);
        });
    });
    let invitations = mine.invitations();
    let some = Memo::new(move |_| !invitations.read().is_empty());
    view! {
        <Show when=move || some.get()>
            <hr/>
            <AnswerErrors answers/>
            <ul class="list invites" aria-label=pending::EXPECTING>
                <For each=move || invitations.get() key=|invitation| invitation.id let:invitation>
                    <InviteInSwitcher shown=kept_true(invitation, invitations) answers namesakes=mine.namesakes()/>
                </For>
            </ul>
        </Show>
    }
}

#[component]
fn InviteInSwitcher(shown: Memo<PendingView>, answers: Answers, namesakes: Memo<Namesakes>) -> impl IntoView {
    let id = shown.with_untracked(|shown| shown.id);
    let name_id = format!("invited-{id}");
    let tile =
        move || shown.with(|shown| view! { <Tile name=shown.organization.clone() color=shown.color pending=true/> });
    let line = move || {
        let PendingView { organization, slug, inviter, role, .. } = shown.get();
        let names: Vec<String> = inviter.iter().map(|name| text::first_name(name).to_owned()).collect();
        view! {
            <AddressOf name=organization slug namesakes/>
            <Sentence text=pending::short_line(inviter.as_deref(), role) names/>
        }
    };
    view! {
        <li class="invite">
            {tile}
            <div>
                <b id=name_id.clone()><Name text=move || shown.read().organization.clone()/></b>
                <small>{line}</small>
            </div>
            <span><Buttons id described_by=name_id answers size=ButtonSize::Small/></span>
        </li>
    }
}
