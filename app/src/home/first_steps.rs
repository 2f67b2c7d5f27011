//! What is worth doing first in a new organization: each step is done where it stands.

use domain::{FirstStep, FirstStepState, Grants, InviteOutcome, ProjectName, Role, paths};
use leptos::{prelude::*, server_fn::ServerFn};

use super::Shown;
use crate::{
    browser,
    form::{Form, PageField, PostForm, RejectedSubmission},
    home::api::HideFirstSteps,
    layouts::HEADING_ID,
    members::{
        Chosen, ProjectFields,
        api::inviting::{Invite, InvitedView, LineView},
        first_places, projects_typed,
    },
    projects::api::RenameProject,
    text::{
        self, home as words,
        members::{list, new_member},
    },
    ui::{Button, ButtonKind, ButtonSize, Field, FormError, Icon, IconName, Name, Select, Sentence},
};

/// The steps, how many of them are done, and the way to put them out of sight.
#[component]
pub(super) fn FirstStepsList(shown: Shown) -> impl IntoView {
    let view = shown.view;
    let steps =
        Memo::new(move |_| view.read().first_steps.steps.iter().map(|state| state.step).collect::<Vec<FirstStep>>());
    let progress = move || {
        let steps = &view.read().first_steps;
        words::progress(steps.done(), steps.steps.len())
    };
    view! {
        <div class="todo-head">
            <span>{progress}</span>
            <Visibility shown hidden=true>{words::HIDE}</Visibility>
        </div>
        <ol class="todo"><For each=move || steps.get() key=|step| *step let:step><Step step shown/></For></ol>
    }
}

/// In the steps' place, where they were hidden before all were done.
#[component]
pub(super) fn HiddenSteps(shown: Shown) -> impl IntoView {
    let hidden = Memo::new(move |_| shown.view.read().first_steps.can_be_shown());
    view! {
        <Show when=move || hidden.get()>
            <div class="steps-hidden">
                <span>{move || words::hidden(shown.view.read().first_steps.left())}</span>
                <Visibility shown hidden=false>{words::SHOW}</Visibility>
            </div>
        </Show>
    }
}

/// The button that hides the steps, or shows them again.
#[component]
fn Visibility(shown: Shown, hidden: bool, children: Children) -> impl IntoView {
    let form = Form::<HideFirstSteps>::new();
    form.on_done(move |_| {
        shown.reload.run(());
        request_animation_frame(|| browser::focus_if_lost(HEADING_ID));
    });
    view! {
        <PostForm form>
            <PageField/>
            <Organization shown/>
            <input type="hidden" name="hidden" value=hidden.to_string()/>
            <Button kind=ButtonKind::Quiet size=ButtonSize::Small submit=true busy=form.busy()>{children()}</Button>
        </PostForm>
    }
}

#[component]
fn Organization(shown: Shown) -> impl IntoView {
    view! { <input type="hidden" name="organization" value=shown.slug.with_value(ToString::to_string)/> }
}

#[component]
fn Step(step: FirstStep, shown: Shown) -> impl IntoView {
    let view = shown.view;
    let done = Memo::new(move |_| view.read().first_steps.steps.contains(&FirstStepState { step, done: true }));
    // It counts as done, and what could not be done with some lines stays to be mended.
    let unfinished = RwSignal::new(step == FirstStep::InvitePeople && came_back_unfinished());
    let is_done = Memo::new(move |_| done.get() && !unfinished.get());
    view! {
        <li data-state=move || is_done.get().then_some("done")>
            <span class="tick" data-state=move || done.get().then_some("done") aria-hidden="true">
                {move || done.get().then(|| view! { <Icon name=IconName::Check/> })}
            </span>
            <Show when=move || !is_done.get() fallback=move || view! { <Done step shown/> }>
                <div>
                    <h2>{words::step(step)}</h2>
                    <p>{words::about(step)}</p>
                    {match step {
                        FirstStep::InvitePeople => view! { <InvitePeople shown unfinished/> }.into_any(),
                        FirstStep::NameProject => view! { <NameProject shown/> }.into_any(),
                        FirstStep::SecondOwner => view! { <SecondOwner shown/> }.into_any(),
                    }}
                </div>
            </Show>
        </li>
    }
}

#[component]
fn Done(step: FirstStep, shown: Shown) -> impl IntoView {
    let slug = shown.slug;
    let only = Signal::derive(move || match shown.view.read().projects.as_slice() {
        [only] => vec![only.name.clone()],
        _ => Vec::new(),
    });
    let heading = move || words::done(step, only.read().first().map(String::as_str));
    let more = match step {
        FirstStep::InvitePeople => Some((slug.with_value(paths::new_member), words::INVITE_MORE)),
        FirstStep::NameProject => Some((slug.with_value(paths::projects), words::RENAME)),
        FirstStep::SecondOwner => None,
    };
    view! {
        <div>
            <h2>
                <span class="visually-hidden">{words::DONE}</span>
                <Sentence text=heading names=only/>
            </h2>
            {more.map(|(href, words)| view! { <a class="link" href=href>{words}</a> })}
        </div>
    }
}

/// Whether what was sent from the form for many without JavaScript left something over: then the form comes back with it, though
/// some are invited by now.
fn came_back_unfinished() -> bool {
    let before = use_context::<RejectedSubmission>().filter(|before| before.call == Invite::url());
    let mine = before.filter(|before| before.typed("role") != Some(Role::Owner.as_str()));
    let answer = mine.and_then(|before| before.left_over());
    answer.and_then(|answer| answer.read()).is_some_and(|view: InvitedView| !left_over(&view).is_empty())
}

/// The lines of an answer that did not become an invitation.
fn left_over(view: &InvitedView) -> Vec<LineView> {
    view.lines.iter().filter(|line| !line.outcome.went_well()).cloned().collect()
}

/// What an answer says as a whole.
fn summary(view: &InvitedView) -> String {
    let counts =
        InviteOutcome::ALL.map(|outcome| (outcome, view.lines.iter().filter(|line| line.outcome == outcome).count()));
    list::outcomes(&counts, view.lines.iter().find_map(|line| line.new_role))
}

/// One form for many addresses. What could not be invited stays in the field, each with its reason.
#[component]
fn InvitePeople(shown: Shown, unfinished: RwSignal<bool>) -> impl IntoView {
    let inviting = Inviting::new(shown, |role| role != Role::Owner.as_str());
    let (answer, typed, busy) = (inviting.answer, inviting.typed, inviting.form.busy());
    // What is typed while the answer is awaited stays too.
    Effect::new(move || unfinished.set(busy.get() || (answer.read().is_some() && !typed.read().trim().is_empty())));
    let roles: Vec<(String, String)> = shown.view.with_untracked(|view| {
        let roles = view.assignable.iter().rev().filter(|role| **role != Role::Owner);
        roles.map(|role| (role.as_str().to_owned(), text::role(*role).to_owned())).collect()
    });
    let least = shown.view.with_untracked(|view| view.assignable.last().copied().unwrap_or(Role::Member));
    let before = inviting.form.typed("role").parse().ok().filter(|_| inviting.mine);
    let chosen = Chosen::new(before.unwrap_or(least), Grants::default());
    let choose = move |(role,): (String,)| chosen.role.set(role.parse().unwrap_or(least));
    let (form, mine) = (inviting.form, inviting.mine);
    let mistake = inviting.own(form.field_error("projects"));
    let offered = Memo::new(move |_| shown.view.with(|view| view.offered_projects.clone()));
    let project_needed = Memo::new(move |_| shown.view.with(|view| view.project_needed));
    let refused = mine && (form.error().read_untracked().is_some() || form.unfinished().is_some());
    let places = offered.with_untracked(|offered| first_places(offered, refused.then(|| projects_typed(*form))));
    view! {
        <PostForm form=inviting.form>
            <PageField/>
            <Organization shown/>
            {inviting.emails("invite-emails", words::EMAILS, words::EMAILS_LIKE)}
            <Select
                name="role" id="invite-role" label=words::ROLE hide_label=true quiet=true options=roles on_change=choose
                value=chosen.role.get_untracked().as_str()
            />
            <Button kind=ButtonKind::Primary submit=true busy=inviting.form.busy()>{words::SEND}</Button>
            <ProjectFields chosen offered roles=places project_needed error=mistake/>
            <FormError error=inviting.own(inviting.form.form_error())/>
        </PostForm>
        <Outcome answer/>
    }
}

/// Invites somebody as an owner. It is done once they have joined, so the form stays.
#[component]
fn SecondOwner(shown: Shown) -> impl IntoView {
    let inviting = Inviting::new(shown, |role| role == Role::Owner.as_str());
    let answer = inviting.answer;
    view! {
        <PostForm form=inviting.form>
            <PageField/>
            <Organization shown/>
            <input type="hidden" name="role" value=Role::Owner.as_str()/>
            {inviting.emails("owner-email", words::OWNER_EMAIL, words::OWNER_LIKE)}
            <Button submit=true busy=inviting.form.busy()>{words::INVITE_OWNER}</Button>
            <FormError error=inviting.own(inviting.form.form_error())/>
        </PostForm>
        <Outcome answer/>
    }
}

/// A form of the page that invites. There are two of them, told apart by the role that they give.
struct Inviting {
    form: Form<Invite>,
    /// Whether what came back without JavaScript is this form's.
    mine: bool,
    /// What the field begins with, and what is left in it by each answer.
    typed: RwSignal<String>,
    /// What stands in it.
    standing: StoredValue<String>,
    answer: RwSignal<Option<InvitedView>>,
}

impl Inviting {
    fn new(shown: Shown, is_mine: impl Fn(&str) -> bool) -> Self {
        let form = Form::<Invite>::new();
        let mine = is_mine(&form.typed("role"));
        let before = form.unfinished().filter(|_| mine);
        let first = match &before {
            Some(view) => typed_again(&left_over(view)),
            None if mine => form.typed("emails"),
            None => String::new(),
        };
        let (typed, standing) = (RwSignal::new(first.clone()), StoredValue::new(first));
        let answer = RwSignal::new(before);
        form.on_outcome(move |sent, outcome| {
            let Some(view) = outcome.ok().and_then(|answer| answer.read::<InvitedView>()) else { return };
            let now = standing.get_value();
            let left =
                if now == sent.get("emails") { typed_again(&left_over(&view)) } else { still_to_send(&now, &view) };
            typed.set(left.clone());
            standing.set_value(left);
            answer.set(Some(view));
            shown.reload.run(());
        });
        Self { form, mine, typed, standing, answer }
    }

    /// A mistake of this form.
    fn own(&self, error: Signal<Option<String>>) -> Signal<Option<String>> {
        let (outcome, mine) = (self.form.outcome(), self.mine);
        Signal::derive(move || error.get().filter(|_| mine || outcome.read().is_some()))
    }

    fn emails(&self, id: &'static str, label: &'static str, like: &'static str) -> impl IntoView + use<> {
        let (typed, standing) = (self.typed, self.standing);
        let error = self.own(self.form.field_error("emails"));
        view! {
            <Field
                name="emails" id=id label=label hide_label=true verbatim=true list=true inputmode="email"
                placeholder=like value=typed.get_untracked() follows=typed error=error
                on_input=move |text: String| standing.set_value(text)
            />
        }
    }
}

/// Their lines, for the field.
fn typed_again(lines: &[LineView]) -> String {
    lines.iter().map(|line| line.typed.as_str()).collect::<Vec<_>>().join(", ")
}

/// What was typed in the field while the answer was awaited, without those whom the answer says to be invited.
fn still_to_send(typed: &str, view: &InvitedView) -> String {
    let invited = |entry: &str| view.lines.iter().any(|line| line.outcome.went_well() && line.typed == entry);
    let entries: Vec<&str> = typed.split([',', ';']).map(str::trim).collect();
    if entries.iter().any(|entry| invited(entry)) {
        entries.into_iter().filter(|entry| !invited(entry)).collect::<Vec<_>>().join(", ")
    } else {
        typed.to_owned()
    }
}

/// What became of the addresses.
#[component]
fn Outcome(answer: RwSignal<Option<InvitedView>>) -> impl IntoView {
    let outcome = move || {
        let view = answer.get()?;
        let lines = left_over(&view).into_iter().map(|line| {
            view! {
                <li class="error">
                    <span>
                        <Name text=line.typed verbatim=true/> ": "
                        {new_member::outcome(line.outcome, line.problem, line.new_role)}
                    </span>
                </li>
            }
        });
        Some(view! { <p class="hint">{summary(&view)}</p> <ul class="hint">{lines.collect_view()}</ul> })
    };
    view! { <div role="status">{outcome}</div> }
}

/// Gives the first project a name.
#[component]
fn NameProject(shown: Shown) -> impl IntoView {
    let form = Form::<RenameProject>::new();
    let kept = RwSignal::new(false);
    form.on_send(move |_| kept.set(false));
    let called = move || shown.view.with_untracked(|view| view.projects.first().map(|project| project.name.clone()));
    form.on_done(move |sent| {
        // What it is called already makes no difference, which would look as if nothing had been pressed.
        kept.set(called().is_some_and(|name| name == sent.get("name").trim()));
        shown.reload.run(());
        request_animation_frame(|| browser::focus_if_lost(HEADING_ID));
    });
    let first = shown.view.with_untracked(|view| view.projects.first().cloned());
    let typed = form.typed("name");
    let name = Some(typed).filter(|typed| !typed.is_empty()).unwrap_or_else(|| ProjectName::first().to_string());
    first.map(|project| {
        view! {
            <PostForm form>
                <PageField/>
                <Organization shown/>
                <input type="hidden" name="project" value=project.id.to_string()/>
                <Field
                    name="name" id="project-name" label=words::PROJECT_NAME hide_label=true value=name
                    error=form.field_error("name")
                />
                <Button submit=true busy=form.busy()>{words::RENAME}</Button>
                <FormError error=form.form_error()/>
            </PostForm>
            <div role="status">
                <Show when=move || kept.get()><p class="hint">{words::SAME_NAME}</p></Show>
            </div>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    // OR-5
    #[test]
    fn who_is_invited_is_taken_out_of_what_was_typed_since() {
        let line = |typed: &str, outcome| LineView { typed: typed.to_owned(), outcome, new_role: None, problem: None };
        let lines = vec![line("a@x.example", InviteOutcome::Invited), line("nobody@", InviteOutcome::NotValid)];
        let view = InvitedView { lines, next: String::new(), unfinished: true };
        assert_eq!(still_to_send("a@x.example, nobody@; b@x.example", &view), "nobody@, b@x.example");
        assert_eq!(still_to_send("b@x.example,", &view), "b@x.example,");
    }
}
