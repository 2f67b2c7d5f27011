//! `/setup`: a new organization, for the first time and for every further one (SU-15, OR-5).

use domain::{OrganizationName, Slug};
use leptos::prelude::*;

use super::{
    MyOrganizations,
    api::{self, MyOrganizationsView},
    pending::PendingList,
};
use crate::{
    answers::blocking_resource,
    form::{Form, PageField, PostForm},
    layouts::{Entry, ErrorPage},
    server,
    sign_out::SignOutButton,
    text::{self, invitations::pending, setup},
    ui::{Button, ButtonKind, ButtonSize, Checks, Field, FormError, Icon, IconName, Name, Sentence, Steps, suspended},
};

/// Workspace setup.
#[component]
pub fn Setup() -> impl IntoView {
    let mine = blocking_resource(|| (), |()| api::my_organizations(false, false, String::new()));
    view! {
        <Suspense>
            {suspended(move || async move {
                match mine.await {
                    Ok(mine) => view! { <Create mine/> }.into_any(),
                    Err(error) => view! { <ErrorPage error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

fn check_name(typed: String) -> Option<String> {
    typed.parse::<OrganizationName>().err().map(text::organization_name_problem)
}

/// An empty one follows the name.
fn check_slug(typed: String) -> Option<String> {
    let typed = typed.trim();
    if typed.is_empty() { None } else { typed.parse::<Slug>().err().map(text::slug_problem) }
}

#[component]
fn Create(mine: MyOrganizationsView) -> impl IntoView {
    let first = mine.organizations.is_empty();
    let email = mine.email.clone();
    let mine = MyOrganizations::new(mine);
    let invitations = mine.invitations();
    let expected = Memo::new(move |_| !invitations.read().is_empty());
    let heading = if first { setup::HEADING } else { setup::ANOTHER };
    let intro = move || match (first, expected.get()) {
        (true, true) => pending::JOIN_OR_START,
        (true, false) => setup::INTRO,
        (false, _) => setup::ANOTHER_INTRO,
    };
    let signed_in = email.clone();
    view! {
        // As wide with invitations as without, so that nothing jumps when the first one arrives.
        <Entry title=setup::TITLE wide=true aside=move || {
            view! { <span class="who"><span class="wide-only"><Name text=signed_in/> " · "</span><SignOutButton/></span> }
        }>
            {first.then(|| view! {
                <Steps label=text::entry::STEPS_LABEL labels=text::entry::STEPS current=2/>
            })}
            <h1>{heading}</h1>
            <p class="intro">{intro}</p>
            <PendingList mine first=true/>
            <Start expected/>
            <Show when=move || first && !expected.get()>
                <p class="fine needs-script"><Sentence text=pending::none_yet(&email) names=vec![email.clone()]/></p>
            </Show>
        </Entry>
    }
}

/// The form for a new organization.
#[component]
fn Start(
    /// Whether a team expects this person; then nobody need start one.
    expected: Memo<bool>,
) -> impl IntoView {
    let form = Form::<api::CreateOrganization>::new();
    form.follow();
    let checks = Checks::provide();
    let (name, set_name) = signal(form.typed("name"));
    let suggestion =
        move || name.read().parse::<OrganizationName>().ok().map(|name| Slug::derive(&name, 0).to_string());
    let slug_error = form.field_error("slug");
    let slug_is_wrong = move || slug_error.get().is_some();
    let more = RwSignal::new(slug_is_wrong() || !form.typed("slug").is_empty());
    // What is open is not opened again: whoever closes it leaves its field with the same click, and that checks the field.
    let show_more = move || {
        if !more.get_untracked() {
            more.set(true);
        }
    };
    Effect::new(move || {
        if slug_is_wrong() {
            show_more();
        }
    });
    let host = server::host();
    let name_first = !slug_error.with_untracked(Option::is_some) && !expected.get_untracked();
    view! {
        <PostForm form on:submit:capture=checks.on_submit()>
            <PageField/>
            <Show when=move || expected.get()><h2>{pending::OR_START}</h2></Show>
            <FormError error=form.form_error()/>
            <Field
                name="name" label=setup::NAME required=true large=true autofocus=name_first
                autocomplete="organization" value=form.typed("name") error=form.field_error("name")
                on_input=move |typed| set_name.set(typed)
                check=check_name
                hint=move || {
                    let host = host.clone();
                    move || suggestion().map(|slug| view! {
                        {setup::ADDRESS} <span class="verbatim">{host.clone()} "/o/" <b>{slug}</b></span> {setup::ADDRESS_REST}
                    })
                }
            />
            <details
                class="more" prop:open=more open=more.get_untracked()
                on:toggle=move |event| more.set(event_target::<web_sys::Element>(&event).has_attribute("open"))
            >
                <summary><Icon name=IconName::Right/>{setup::OTHER_SLUG}</summary>
                <Field
                    name="slug" label=setup::SLUG large=true verbatim=true value=form.typed("slug")
                    error=slug_error hint=|| setup::SLUG_HINT
                    // What comes back from before is seen.
                    on_input=move |typed: String| if !typed.is_empty() { show_more() }
                    check=move |typed: String| check_slug(typed).inspect(|_| show_more())
                />
            </details>
            <Button kind=ButtonKind::Primary size=ButtonSize::Large wide=true submit=true busy=form.busy()>
                {setup::SUBMIT}
            </Button>
        </PostForm>
    }
}
