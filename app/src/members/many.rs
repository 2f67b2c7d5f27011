//! What the pages have in common on which something is to be done with many members: how a page loads, what stands there until
//! it has, why nobody is left, and its frame: the heading, a line for each, and the buttons below them.

mod line;

use domain::{
    Authority, Refusal, Role, Slug, member_list,
    paths::{self, SettingsTab},
};
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Serialize, de::DeserializeOwned};

pub(super) use line::{Consequence, Person, left_out};

use super::selection;
use crate::{
    answers::blocking_resource,
    browser,
    error::AppError,
    form::{Form, Submission},
    last_list::use_last_list,
    layouts::{HEADING_ID, InlineError, focus_heading_after_navigation},
    organizations::{use_current, use_organization_at},
    query::use_query,
    settings::SettingsTabs,
    text::members::many as words,
    ui::{DocumentTitle, FormError, LinkButton, Sentence, Skeleton, SkeletonWidth, isolated, suspended},
};

/// What the address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// Ids, with commas between them.
    pub people: String,
    /// The role that they are to have, where the address names one.
    pub role: Option<Role>,
}

/// A page that is loaded, as what it shows sees it.
pub(super) struct Reviewing<S, K> {
    /// Of the organization.
    pub slug: Slug,
    pub asked: Asked,
    /// Its form; it outlives a list that is asked for anew, so that what was refused stays said.
    pub form: Form<S>,
    /// What was chosen in it; that outlives the list, too.
    pub kept: K,
}

/// The page. Each organization has its own data and its own place for them (OR-3).
#[component]
pub(super) fn ReviewPage<S, K, T, F>(
    /// Of the document; the heading where nobody is left.
    title: &'static str,
    /// Said where nobody was chosen.
    nobody: &'static str,
    /// Where it stands.
    path: fn(&Slug) -> String,
    /// Asks what it would mean.
    ask: fn(Slug, Asked) -> F,
    /// What of the form outlives a list that is asked for anew.
    keep: fn(Form<S>) -> K,
    /// Shows what it would mean.
    review: fn(Reviewing<S, K>, T) -> AnyView,
) -> impl IntoView
where
    S: ServerFn + 'static,
    K: Clone + Send + Sync + 'static,
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, AppError>> + Send + 'static,
{
    let current = use_current();
    let here = use_organization_at(path);
    let name = move || current.get().map_or_else(String::new, |current| current.name);
    let load = move |slug: Slug| {
        let (query, at) = (use_query(), slug.clone());
        let asked = Memo::new(move |before: Option<&Asked>| match (here.get(), before) {
            // A page on its way out asks for nobody.
            (None, Some(before)) => before.clone(),
            _ => Asked {
                people: query.get_all(paths::PEOPLE).join(","),
                role: query.get(member_list::ROLE).and_then(|role| role.parse().ok()),
            },
        });
        let data = blocking_resource(move || asked.get(), move |asked| ask(at.clone(), asked));
        let again = Callback::new(move |()| data.refetch());
        let form = Form::<S>::new();
        settle(*form, again);
        let kept = StoredValue::new(keep(form));
        // Somebody was kept: the list is another one, and begins at its heading.
        Effect::new(move |before: Option<String>| {
            let now = asked.get().people;
            if before.is_some_and(|before| before != now) {
                request_animation_frame(|| browser::focus_on(HEADING_ID));
            }
            now
        });
        // Whoever may do less by now, or more, sees that (OR-4).
        let authority = Memo::new(move |_| current.get().map(|current| current.authority));
        Effect::new(move |before: Option<Option<Authority>>| {
            let now = authority.get();
            if before.flatten().is_some_and(|before| now.as_ref().is_some_and(|now| *now != before)) {
                again.run(());
            }
            now
        });
        let shown = move || {
            let (slug, kept) = (slug.clone(), kept.get_value());
            async move {
                match data.await {
                    Ok(view) => {
                        let asked = asked.try_get_untracked().unwrap_or_default();
                        review(Reviewing { slug, asked, form, kept }, view)
                    }
                    Err(error) => view! { <Nothing slug title nobody error again/> }.into_any(),
                }
            }
        };
        view! { <Transition fallback=move || view! { <Loading title/> }>{suspended(shown)}</Transition> }
    };
    view! {
        <DocumentTitle text=move || format!("{title} · {}", isolated(&name()))/>
        <SettingsTabs here=SettingsTab::Members/>
        <div class="page page-narrow">{move || here.get().map(load)}</div>
    }
}

/// Goes back to the list once it is done, where nobody is ticked any more; asks anew where somebody stood in the way.
fn settle(form: Submission, again: Callback<()>) {
    form.follow();
    let selected = selection::Kept::here();
    form.on_outcome(move |_, outcome| match outcome {
        Ok(_) => selected.forget(),
        Err(AppError::Refused(Refusal::RefusedMembers { .. } | Refusal::NotFound)) => again.run(()),
        Err(_) => {}
    });
}

#[component]
fn Loading(title: &'static str) -> impl IntoView {
    view! {
        <div class="page-head" aria-busy="true"><h1 id=HEADING_ID tabindex="-1">{title}</h1></div>
        <div class="members-wait" aria-busy="true">
            <Skeleton width=SkeletonWidth::Long/>
            <Skeleton width=SkeletonWidth::Full/>
        </div>
    }
}

/// Why nothing can be done with anybody.
#[component]
fn Nothing(
    slug: Slug,
    title: &'static str,
    nobody: &'static str,
    error: AppError,
    again: Callback<()>,
) -> impl IntoView {
    // These take the whole page.
    if matches!(error, AppError::Refused(Refusal::SignedOut | Refusal::Unverified)) {
        return view! { <InlineError error again/> }.into_any();
    }
    let head = view! { <h1 id=HEADING_ID tabindex="-1">{title}</h1> };
    if matches!(error, AppError::Refused(Refusal::NotFound)) {
        let list = use_last_list(&slug);
        return view! {
            <div class="page-head">{head}<p>{nobody}</p></div>
            <LinkButton href=list>{words::BACK}</LinkButton>
        }
        .into_any();
    }
    view! { <div class="page-head">{head}</div><InlineError error again/> }.into_any()
}

/// The frame: what is to be done with whom, each of them with what becomes of them, and the form that does it.
#[component]
pub(super) fn Review<A, W>(
    slug: Slug,
    /// Those with whom it is done stand before those who are left out.
    people: Vec<Person>,
    heading: String,
    /// Below it, and who or what is named in it.
    #[prop(into)]
    intro: Signal<String>,
    #[prop(optional, into)] intro_names: Signal<Vec<String>>,
    error: Signal<Option<String>>,
    /// The address of this page with other people.
    address: A,
    /// What is chosen for all of them.
    #[prop(optional)]
    fields: Option<AnyView>,
    /// What the button says that takes somebody off the list.
    #[prop(default = words::LEAVE_OUT)]
    off: &'static str,
    /// How far it can be taken back.
    undo: Option<&'static str>,
    /// Whether it is taken back in the list of members, so that one comes back to no other.
    #[prop(optional)]
    undone_at_members: bool,
    /// Does it.
    button: AnyView,
    /// Puts what is in the form into it.
    form: W,
) -> impl IntoView
where
    A: Fn(&str) -> String + 'static,
    W: FnOnce(AnyView) -> AnyView + 'static,
{
    focus_heading_after_navigation();
    let (list, return_to) = (use_last_list(&slug), use_query().get_untracked(paths::RETURN_TO));
    let return_to = return_to.map(|list| paths::list_to_come_back_to(&slug, &list));
    let names = Person::included(&people);
    let ids = people.iter().filter(|person| person.included).map(|person| person.id.clone());
    let ids = ids.collect::<Vec<_>>().join(",");
    let nobody = names.is_empty();
    let all: Vec<String> = people.iter().map(|person| person.id.clone()).collect();
    let namesakes = Person::namesakes(&people);
    let (included, left_out): (Vec<Person>, Vec<Person>) = people.into_iter().partition(|person| person.included);
    let lines = included.into_iter().chain(left_out).map(|person| {
        let others: Vec<&str> = all.iter().map(String::as_str).filter(|other| *other != person.id).collect();
        let without = person.included.then(|| address(&others.join(",")));
        // The list to come back to goes along from address to address.
        let without = without.map(|without| match &return_to {
            Some(list) => paths::and_return(&without, list),
            None => without,
        });
        person.line(off, without, &namesakes)
    });
    let lines = view! { <ul class="review">{lines.collect_view()}</ul> };
    let (members, invited) = (paths::members(&slug), paths::invited(&slug));
    let back = move || {
        let list = list.get();
        if undone_at_members && list.starts_with(&*invited) { members.clone() } else { list }
    };
    let body = if nobody {
        view! { {lines} <LinkButton href=list>{words::BACK}</LinkButton> }.into_any()
    } else {
        let inside = view! {
            <input type="hidden" name="organization" value=slug.to_string()/>
            <input type="hidden" name="people" value=ids/>
            <input type="hidden" name=paths::RETURN_TO value=back/>
            {fields}
            {lines}
            <div class="decide">
                <p>{undo}</p>
                <LinkButton href=list>{words::CANCEL}</LinkButton>
                {button}
            </div>
        };
        form(inside.into_any())
    };
    view! {
        <div class="page-head">
            <h1 id=HEADING_ID tabindex="-1"><Sentence text=heading names/></h1>
            <p><Sentence text=move || intro.get() names=intro_names/></p>
        </div>
        <FormError error/>
        {body}
    }
}
