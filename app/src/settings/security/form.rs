//! The form: a switch a policy, whom it touches, and the bar.

use domain::{Policy, Slug};
use leptos::prelude::*;

use super::{
    api::{SaveSecurity, SecurityView},
    editing::{Editing, switched},
    touched::{Touched, touched_id},
};
use crate::{
    form::{Form, PageField, PostForm, Redirect},
    leaving::Leaving,
    notices::use_redirect,
    settings::unsaved::{JustSaved, discard_on_escape, reset},
    text::{
        saving,
        settings::{general, security as words},
    },
    ui::{ActionBar, Button, ButtonKind, FormError, Switch},
};

/// The policies, to be switched.
#[component]
pub(super) fn PolicyForm(slug: StoredValue<Slug>, view: Memo<SecurityView>, again: Callback<()>) -> impl IntoView {
    let form = Form::<SaveSecurity>::new();
    let refused = form.error().get_untracked().map(|_| switched(|policy| form.typed(policy.field())));
    let editing = Editing::new(view.with_untracked(|view| view.policies), refused);
    Effect::new(move || editing.follow(view.with(|view| view.policies)));
    follow_answers(form, editing, again);
    let count = Signal::derive(move || editing.count());
    let unsaved = Signal::derive(move || saving::unsaved(count.get()));
    let node = NodeRef::new();
    let discard = move || reset(node);
    discard_on_escape(count, discard);
    let policies = Policy::ALL
        .map(|policy| view! { <PolicyField policy editing view slug error=form.field_error(policy.field())/> })
        .collect_view();
    view! {
        <PostForm
            form attr:class="section-form" node_ref=node
            on:reset=move |event: leptos::ev::Event| {
                event.prevent_default();
                editing.discard();
            }
        >
            <PageField/>
            <input type="hidden" name="organization" value=slug.with_value(ToString::to_string)/>
            <BeforeField editing/>
            <FormError error=form.form_error()/>
            <FormError error=form.field_error("before")/>
            <section class="section">
                <header><h2>{words::PROJECTS}</h2><p>{words::PROJECTS_TEXT}</p></header>
                <div class="fields">{policies}</div>
            </section>
            <JustSaved count/>
            <ActionBar
                label=general::UNSAVED count words=unsaved hint=general::CHANGE_AND_SAVE clear=general::DISCARD
            >
                <Button kind=ButtonKind::Primary submit=true busy=form.busy()>{general::SAVE}</Button>
            </ActionBar>
        </PostForm>
        <Leaving count discard=move |()| discard()>
            {move || saving::would_be_lost(count.get())}
        </Leaving>
    }
}

/// What follows from the answers.
fn follow_answers(form: Form<SaveSecurity>, editing: Editing, again: Callback<()>) {
    let redirect = use_redirect();
    form.on_outcome(move |sent, outcome| {
        let Ok(answer) = outcome else { return };
        editing.note_sent(sent);
        if let Some(Redirect { next }) = answer.read() {
            redirect(&next);
        }
        again.run(());
    });
}

/// What is sent along of what was on before.
#[component]
fn BeforeField(editing: Editing) -> impl IntoView {
    view! { <input type="hidden" name="before" prop:value=move || editing.before_as_json() value=editing.before_as_json()/> }
}

#[component]
fn PolicyField(
    policy: Policy,
    editing: Editing,
    view: Memo<SecurityView>,
    slug: StoredValue<Slug>,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let (field, about) = (policy.field(), format!("{}-about", policy.field()));
    // Nothing is switched on that could not be kept; what is on already can be switched off.
    let impossible = Memo::new(move |_| {
        let view = view.read();
        policy == Policy::InvitationsNeedProject && view.invitations.identity_managed && !view.policies.is_on(policy)
    });
    view! {
        <div class="policy">
            <label for=field>{words::title(policy)}</label>
            <p id=about.clone()>{words::about(policy)}</p>
            <Switch
                name=field id=field label=words::title(policy) on=editing.wants(policy) disabled=impossible
                described_by=format!("{about} {}", touched_id(policy))
                on_change=move |(on,): (bool,)| editing.set(policy, on)
            />
            <Touched policy editing view slug/>
            <FormError error/>
        </div>
    }
}
