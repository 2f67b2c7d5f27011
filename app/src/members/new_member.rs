//! The panel for new members: one address or many, what they are called, and what they are given (IN-1, IN-8, TR-4).

use domain::{EmailAddress, EmailProblem, EntryProblem, Grants, InviteOutcome, Permission, Refusal, Role, Slug, paths};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_location};

use super::{
    api::{self, invitation_form::InvitationFormView, inviting::InvitedView},
    context::MembersContext,
    edit_invitation::EditInvitation,
    terms_fields::{Chosen, GRANTS, IdentityManaged, Names, ProjectFields, TermsFields, first_places, projects_typed},
};
use crate::{
    browser,
    error::AppError,
    form::{Form, PageField, PostForm},
    last_list::use_last_list,
    layouts::{Forbidden, InlineError},
    notices::use_redirect_with,
    organizations::ReachedNotice,
    query::use_query,
    text::{
        self,
        members::{self, list, new_member as words},
        settings::billing,
    },
    ui::{
        Badge, BadgeTone, Button, ButtonKind, Checks, Field, FieldCheck, FormError, LinkButton, Name, Notice,
        NoticeTone, Panel, TextArea, on_one_line,
    },
};

/// Id of the form; its buttons stand in the panel's footer.
const FORM_ID: &str = "invite";
/// Id of the heading of the results.
const RESULTS_ID: &str = "invited";
/// Name and id of the field for one address or many.
const EMAILS: &str = "emails";

/// In the panel's place, for those who may see members and invite nobody.
#[component]
pub fn MayNot() -> impl IntoView {
    let error = AppError::Refused(Refusal::Forbidden { permission: Permission::ManageMembers, granted_by: Vec::new() });
    view! { <Forbidden error/> }
}

/// What the panel offers, or why it cannot be opened.
type Offered = Result<InvitationFormView, AppError>;

/// What the panel offers where it stands there from the start: asked for with the list, so that the page comes whole.
#[derive(Clone, Copy)]
pub struct FirstOffer(StoredValue<Option<Offered>>);

impl FirstOffer {
    /// For everything below; what came of [`first_offer`] goes into it.
    pub fn provide() -> Self {
        let first = Self(StoredValue::new(None));
        provide_context(first);
        first
    }

    /// Keeps it for the panel.
    pub fn set(self, offered: Option<Offered>) {
        self.0.set_value(offered);
    }

    fn take(self) -> Option<Offered> {
        self.0.try_update_value(Option::take).flatten()
    }
}

/// Asks for what the panel offers, where this path is the panel's.
pub async fn first_offer(slug: Slug, path: String) -> Option<Offered> {
    let invitation = invitation_in(&slug, &path)?;
    Some(api::invitation_form::invitation_form(slug.to_string(), invitation).await)
}

/// The id of the invitation that the panel of this path is over; nothing for a new member, and none where the path is not
/// the panel's.
fn invitation_in(slug: &Slug, path: &str) -> Option<String> {
    if path == paths::new_member(slug) {
        return Some(String::new());
    }
    Some(path.strip_prefix(&*paths::invitations_of(slug))?.trim_matches('/').to_owned())
}

/// The panel: for a new member, or over the invitation that the address names. It is open as long as the address says so.
#[component]
pub fn NewMember(
    /// Of the list below it.
    shared: MembersContext,
    /// Asks for that list anew.
    again: Callback<()>,
) -> impl IntoView {
    let path = use_location().pathname.get_untracked();
    let invitation = shared.slug.with_value(|slug| invitation_in(slug, &path)).unwrap_or_default();
    let offered = RwSignal::new(use_context::<FirstOffer>().and_then(FirstOffer::take));
    let slug = shared.slug.with_value(ToString::to_string);
    let ask = Callback::new(move |()| {
        let (slug, invitation) = (slug.clone(), invitation.clone());
        spawn_local(async move {
            let answer = api::invitation_form::invitation_form(slug, invitation).await;
            offered.try_set(Some(answer));
        });
    });
    Effect::new(move || {
        if offered.with_untracked(Option::is_none) {
            ask.run(());
        }
    });
    move || match offered.get() {
        None => ().into_any(),
        Some(Ok(offered)) => match offered.invitation.clone() {
            Some(invitation) => view! { <EditInvitation offered invitation shared again/> }.into_any(),
            None => view! { <NewMemberPanel offered shared again/> }.into_any(),
        },
        Some(Err(error @ AppError::Refused(Refusal::NotFound | Refusal::DeadInvitation { .. }))) => {
            view! { <NoInvitation error shared/> }.into_any()
        }
        Some(Err(error)) => view! { <InlineError error again=ask/> }.into_any(),
    }
}

/// In the panel's place, where there is no invitation of this address that can be changed.
#[component]
fn NoInvitation(error: AppError, shared: MembersContext) -> impl IntoView {
    crate::server::set_status(error.status());
    let open = RwSignal::new(true);
    let (below, list) = (shared.slug.with_value(paths::members), shared.slug.with_value(use_last_list));
    let redirect = use_redirect_with(NavigateOptions { scroll: false, ..NavigateOptions::default() });
    let on_close = Callback::new(move |()| redirect(&list.get_untracked()));
    view! {
        <Panel
            id="no-invitation" title=words::EDIT_INVITATION open on_close close_href=below
            footer=move || view! { <LinkButton href=list>{words::DONE}</LinkButton> }
        >
            <Notice tone=NoticeTone::Danger still=true>{text::error(&error)}</Notice>
        </Panel>
    }
}

#[component]
fn NewMemberPanel(offered: InvitationFormView, shared: MembersContext, again: Callback<()>) -> impl IntoView {
    let form = Form::<api::inviting::Invite>::new();
    let checks = Checks::provide();
    let open = RwSignal::new(true);
    let (all, list) = (shared.slug.with_value(paths::members), shared.slug.with_value(use_last_list));
    let close_href = all.clone();
    // Where else than to the list as it was.
    let leave_to = StoredValue::new(None::<String>);
    let invited = StoredValue::new(shared.slug.with_value(paths::invited));
    let redirect = use_redirect_with(NavigateOptions { scroll: false, ..NavigateOptions::default() });
    let on_close = Callback::new(move |()| redirect(&leave_to.get_value().unwrap_or_else(|| list.get_untracked())));
    // From the list with everybody one is led to what is new; whoever looks at something of it goes on with that.
    let lead_to = move |next: String| {
        let list = list.get_untracked();
        leave_to.set_value(Some(if list == all { next } else { paths::telling(&list, &next) }));
    };
    let results = RwSignal::new(None::<InvitedView>);
    form.on_answer(move |view| {
        shared.row_actions.begin();
        again.run(());
        match view.lines.as_slice() {
            // One that went well is told by the list itself.
            [line] if line.outcome.went_well() => {
                lead_to(view.next);
                open.set(false);
            }
            _ => {
                lead_to(invited.get_value());
                results.set(Some(view));
                request_animation_frame(|| browser::focus_on(RESULTS_ID));
            }
        }
    });
    // Without JavaScript both stand there: what became of each, and the form with what did not work.
    let unfinished = form.unfinished();
    let typed = RwSignal::new(unfinished.as_ref().map_or_else(|| form.typed(EMAILS), left_over));
    let first_summary = unfinished.as_ref().map(summary_of);
    let unfinished = StoredValue::new(unfinished);
    // The least there is to give.
    let least = offered.assignable.last().copied().unwrap_or(Role::Member);
    let grants: Grants = form.typed_all(&format!("{GRANTS}[]")).iter().filter_map(|word| word.parse().ok()).collect();
    let chosen = Chosen::new(form.typed("role").parse().unwrap_or(least), grants);
    let offered = StoredValue::new(offered);
    let more = Callback::new(move |()| {
        // What did not work is there to be mended.
        let left = results.with_untracked(|view| view.as_ref().map(left_over).unwrap_or_default());
        typed.set(left);
        results.set(None);
        request_animation_frame(|| browser::focus_on(EMAILS));
    });
    let summary =
        move || results.get().map(|view| summary_of(&view)).or_else(|| first_summary.clone()).unwrap_or_default();
    view! {
        <Panel
            id="new-member" title=members::NEW_MEMBER open on_close close_href
            footer=move || {
                move || if results.read().is_some() {
                    view! { <ResultsFooter open more/> }.into_any()
                } else {
                    let sendable = offered.with_value(|offered| offered.taken_seats.is_none());
                    view! { <Footer form sendable/> }.into_any()
                }
            }
        >
            <p class="visually-hidden" role="status">{summary}</p>
            {move || unfinished.get_value().map(|view| view! { <Results view/> })}
            {move || match results.get() {
                Some(view) => view! { <Results view/> }.into_any(),
                None => view! { <InviteForm form checks typed chosen offered shared/> }.into_any(),
            }}
        </Panel>
    }
}

fn summary_of(view: &InvitedView) -> String {
    list::outcomes(&counts(view), view.lines.iter().find_map(|line| line.new_role))
}

fn counts(view: &InvitedView) -> [(InviteOutcome, usize); InviteOutcome::ALL.len()] {
    InviteOutcome::ALL.map(|outcome| (outcome, view.lines.iter().filter(|line| line.outcome == outcome).count()))
}

/// The lines that may work another time.
fn left_over(view: &InvitedView) -> String {
    let again = |outcome| matches!(outcome, InviteOutcome::NotValid | InviteOutcome::LimitReached);
    let lines: Vec<&str> =
        view.lines.iter().filter(|line| again(line.outcome)).map(|line| line.typed.as_str()).collect();
    lines.join("\n")
}

/// A single address is checked here; of several each gets its own answer.
fn check(typed: &str) -> Option<String> {
    match domain::addresses(typed).as_slice() {
        [] => Some(text::field_problem(api::inviting::no_address(typed))),
        [only] => only.address.as_ref().err().map(|problem| match problem {
            // As on the form for signing up.
            EntryProblem::Shape => {
                text::email_problem(only.typed.parse::<EmailAddress>().err().unwrap_or(EmailProblem::Shape))
            }
            EntryProblem::Invisible => text::email_problem(EmailProblem::Invisible),
            EntryProblem::Unclear | EntryProblem::NoAddress => words::problem(*problem).into(),
        }),
        _ => None,
    }
}

#[component]
fn InviteForm(
    form: Form<api::inviting::Invite>,
    checks: Checks,
    typed: RwSignal<String>,
    chosen: Chosen,
    offered: StoredValue<InvitationFormView>,
    shared: MembersContext,
) -> impl IntoView {
    provide_context(checks);
    let InvitationFormView { assignable, grantable, projects, identity_managed, taken_seats, project_needed, .. } =
        offered.get_value();
    let many = Memo::new(move |_| typed.read().trim().contains(['\n', ',', ';']));
    let refused = form.error().read_untracked().is_some() || form.unfinished().is_some();
    let places = first_places(&projects, refused.then(|| projects_typed(*form)));
    view! {
        <PostForm form attr:id=FORM_ID attr:class="panel-form" on:submit:capture=checks.on_submit()>
            <PageField/>
            <input type="hidden" name="organization" value=shared.slug.with_value(ToString::to_string)/>
            <FormError error=form.form_error()/>
            {taken_seats.map(|reached| {
                let text = billing::no_seat(&reached);
                view! { <ReachedNotice slug=shared.slug.get_value() text reached/> }
            })}
            <Emails form typed shared/>
            // A name is one person's.
            <fieldset disabled=move || many.get() hidden=move || many.get()>
                <Names
                    first=form.typed("first_name") last=form.typed("last_name")
                    first_error=form.field_error("first_name") last_error=form.field_error("last_name")
                />
            </fieldset>
            {identity_managed.then(|| view! { <IdentityManaged/> })}
            <TermsFields
                chosen assignable grantable role_error=form.field_error("role")
                grants_error=form.field_error("grants")
            >
                <ProjectFields
                    chosen offered=projects roles=places project_needed error=form.field_error("projects")
                />
            </TermsFields>
        </PostForm>
    }
}

/// One line, or several; what is typed goes along from one to the other.
#[component]
fn Emails(form: Form<api::inviting::Invite>, typed: RwSignal<String>, shared: MembersContext) -> impl IntoView {
    let query = use_query();
    let (location, here) = (use_location(), shared.slug.with_value(paths::new_member));
    let many = Memo::new(move |before: Option<&bool>| {
        // On its way out the page stays as it is.
        if let Some(before) = before.filter(|_| *location.pathname.read() != here) {
            return *before;
        }
        // What came back of many lines needs many lines.
        before.is_none() && typed.read_untracked().trim().contains('\n') || query.get(paths::MANY).is_some()
    });
    let (one, several) = shared.slug.with_value(|slug| (paths::new_member(slug), paths::new_members(slug)));
    let check = FieldCheck::new(|(typed,): (String,)| check(&typed));
    let error = form.field_error(EMAILS);
    Effect::new(move |before: Option<bool>| {
        let many = many.get();
        if before.is_some_and(|before| before != many) {
            request_animation_frame(|| browser::focus_on(EMAILS));
        }
        many
    });
    move || {
        if many.get() {
            let one = one.clone();
            view! {
                <TextArea
                    name=EMAILS label=words::EMAIL rows=8 required=true verbatim=true autofocus=true
                    value=typed.get_untracked() error check hint=|| words::many_hint()
                    on_input=move |text| typed.set(text)
                    aside=move || view! {
                        <a class="link" href=one.clone() data-noscroll="true">{words::JUST_ONE}</a>
                    }
                />
            }
            .into_any()
        } else {
            let several = several.clone();
            view! {
                <Field
                    name=EMAILS label=words::EMAIL inputmode="email" autocomplete="off" required=true verbatim=true
                    list=true autofocus=true value=on_one_line(&typed.get_untracked()) error check hint=|| words::EMAIL_HINT
                    on_input=move |text| typed.set(text)
                    aside=move || view! {
                        <a class="link" href=several.clone() data-noscroll="true">{words::PASTE}</a>
                    }
                />
            }
            .into_any()
        }
    }
}

/// *Send invitation* or *Save as draft*; while no seat is free, the latter alone.
#[component]
fn Footer(form: Form<api::inviting::Invite>, sendable: bool) -> impl IntoView {
    let (busy, keeping) = (form.busy(), form.sends("draft", "true"));
    let sending = Signal::derive(move || busy.get() && !keeping.get());
    view! {
        {sendable.then(|| view! {
            <Button kind=ButtonKind::Primary submit=true busy=sending attr:form=FORM_ID>{words::SEND}</Button>
        })}
        <Button
            kind=if sendable { ButtonKind::Plain } else { ButtonKind::Primary }
            submit=true name="draft" value="true" busy=keeping attr:form=FORM_ID
        >
            {words::DRAFT}
        </Button>
    }
}

/// What became of each address.
#[component]
fn Results(view: InvitedView) -> impl IntoView {
    let lines = view.lines.into_iter().map(|line| {
        let tone = match line.outcome {
            InviteOutcome::Invited | InviteOutcome::Resent => BadgeTone::Ok,
            InviteOutcome::Drafted | InviteOutcome::Member | InviteOutcome::Kept => BadgeTone::Outline,
            InviteOutcome::NotValid | InviteOutcome::LimitReached | InviteOutcome::NoSeat => BadgeTone::Warn,
        };
        view! {
            <li>
                <b><Name text=line.typed verbatim=true/></b>
                <Badge tone>
                    {words::outcome(line.outcome, line.problem, line.new_role)}
                </Badge>
            </li>
        }
    });
    view! {
        <section class="outcomes" aria-labelledby=RESULTS_ID>
            <h3 class="label" id=RESULTS_ID tabindex="-1">{words::RESULTS}</h3>
            <ul>{lines.collect_view()}</ul>
        </section>
    }
}

#[component]
fn ResultsFooter(open: RwSignal<bool>, more: Callback<()>) -> impl IntoView {
    view! {
        <Button kind=ButtonKind::Primary on_click=move || open.set(false)>{words::DONE}</Button>
        <Button on_click=more>{words::MORE}</Button>
    }
}
