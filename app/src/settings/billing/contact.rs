//! The form for whom the operator writes to. Its bar comes with the first change.

use std::str::FromStr;

use domain::{BillingContact, EmailAddress, PersonName, Refusal, Slug};
use leptos::{html, prelude::*};

use super::{
    BillingView, Part,
    api::{self, ChangeBillingContact},
};
use crate::{
    browser,
    error::AppError,
    form::{Form, PageField, PostForm},
    leaving::Leaving,
    text::{self, saving, settings::billing as words},
    ui::{ActionBar, Button, ButtonKind, Checks, Field, FieldCheck, FormError},
};

/// Names and ids of the fields.
const NAME: &str = "name";
const EMAIL: &str = "email";

/// The form, anew for each contact that is saved. What was typed and is not saved stays, whoever saves meanwhile.
#[component]
pub(super) fn Contact(slug: StoredValue<Slug>, view: Memo<BillingView>, again: Callback<()>) -> impl IntoView {
    let contact = Memo::new(move |_| view.read().contact.clone());
    // What is done with it outlives the form that did it.
    let form = Form::<ChangeBillingContact>::new();
    form.follow();
    let editing = Editing::new(contact.get_untracked());
    let mine = StoredValue::new(false);
    form.on_outcome(move |_, outcome| match outcome {
        Ok(_) => {
            mine.set_value(editing.count.get_untracked() > 0);
            again.run(());
        }
        Err(AppError::Refused(Refusal::ContactSavedMeanwhile { now })) => {
            editing.before.set(now);
            again.run(());
        }
        Err(_) => {}
    });
    Effect::new(move || {
        let contact = contact.get();
        if (editing.count.get() > 0 && !mine.get_value()) || editing.shown.with_untracked(|shown| *shown == contact) {
            return;
        }
        editing.before.set(contact.clone());
        editing.shown.set(contact);
        // The form is built anew, and the button that had the focus is gone with the bar.
        if mine.try_update_value(std::mem::take).unwrap_or_default() {
            request_animation_frame(|| browser::focus_on(EMAIL));
        }
    });
    let refused = form.error().with_untracked(Option::is_some);
    let refused = StoredValue::new(refused.then(|| [NAME, EMAIL].map(|field| form.typed(field))));
    // Another element, not the same one with other values: the browser knows by the element what was typed in it.
    view! {
        <For each=move || [editing.shown.get()] key=|saved| format!("{saved:?}") let:saved>
            <ContactForm slug saved typed=refused.try_update_value(Option::take).flatten() form editing/>
        </For>
    }
}

/// What the form is about.
#[derive(Clone, Copy)]
struct Editing {
    /// The contact that its fields begin with.
    shown: RwSignal<Option<BillingContact>>,
    /// The contact that is known to whoever saves: what is saved takes its place, and no other's.
    before: RwSignal<Option<BillingContact>>,
    /// How many fields hold what is not saved.
    count: RwSignal<usize>,
}

impl Editing {
    fn new(contact: Option<BillingContact>) -> Self {
        Self { shown: RwSignal::new(contact.clone()), before: RwSignal::new(contact), count: RwSignal::new(0) }
    }
}

#[component]
fn ContactForm(
    slug: StoredValue<Slug>,
    saved: Option<BillingContact>,
    /// What was typed, name and address, in a form that was refused without JavaScript.
    typed: Option<[String; 2]>,
    form: Form<ChangeBillingContact>,
    editing: Editing,
) -> impl IntoView {
    let checks = Checks::provide();
    let saved_email = saved.as_ref().map(|contact| contact.email.to_string()).unwrap_or_default();
    let saved_name = saved.and_then(|contact| contact.name).map(|name| name.to_string()).unwrap_or_default();
    let [first_name, first_email] = typed.unwrap_or_else(|| [saved_name.clone(), saved_email.clone()]);
    let (name, email) = (RwSignal::new(first_name.clone()), RwSignal::new(first_email.clone()));
    let reset_to = (first_name.clone(), first_email.clone());
    // Once the event is over: until then whoever else hears of it, as what keeps drafts does, finds the form on the page.
    let reset = move |_| {
        let (to_name, to_email) = reset_to.clone();
        request_animation_frame(move || {
            name.try_set(to_name);
            email.try_set(to_email);
        });
    };
    let node = NodeRef::<html::Form>::new();
    // As the bar's button does it.
    let discard = move |()| {
        if let Some(form) = node.get_untracked() {
            form.reset();
        }
    };
    let count = Signal::derive(move || {
        let name = differs::<PersonName>(&name.read(), &saved_name);
        usize::from(name) + usize::from(differs::<EmailAddress>(&email.read(), &saved_email))
    });
    Effect::new(move || editing.count.set(count.get()));
    let unsaved = Signal::derive(move || saving::unsaved(count.get()));
    let (busy, error) = (form.busy(), form.error());
    let form_error = Signal::derive(move || match error.get()? {
        AppError::Refused(Refusal::ContactSavedMeanwhile { .. }) if count.get() == 0 => None,
        error => text::form_error(&error),
    });
    let before = move || editing.before.with(|before| serde_json::to_string(before).unwrap_or_default());
    let (name_error, email_error) = (form.field_error(NAME), form.field_error(EMAIL));
    let check_name = FieldCheck::new(|(typed,): (String,)| check(NAME, &typed, "x@example.com"));
    let check_email = FieldCheck::new(move |(typed,): (String,)| check(EMAIL, &name.read_untracked(), &typed));
    view! {
        <PostForm
            form attr:class="section-form" node_ref=node on:submit:capture=checks.on_submit() on:reset=reset
        >
            <PageField/>
            <input type="hidden" name="organization" value=slug.with_value(ToString::to_string)/>
            <input type="hidden" name="before" value=before/>
            <Part heading=words::CONTACT hint=words::CONTACT_HINT>
                <FormError error=form_error/>
                <Field
                    name=NAME label=words::NAME autocomplete="off" value=first_name error=name_error check=check_name
                    optional=true on_input=move |typed| name.set(typed)
                />
                <Field
                    name=EMAIL label=words::EMAIL inputmode="email" autocomplete="off" verbatim=true value=first_email
                    error=email_error check=check_email hint=|| words::EMAIL_HINT on_input=move |typed| email.set(typed)
                />
            </Part>
            <ActionBar label=words::UNSAVED count words=unsaved hint=words::CHANGE_AND_SAVE clear=words::DISCARD>
                <Button kind=ButtonKind::Primary submit=true busy>{words::SAVE}</Button>
            </ActionBar>
        </PostForm>
        <Leaving count discard>{move || saving::would_be_lost(count.get())}</Leaving>
    }
}

/// Whether saving what was typed would change what is saved: blanks around it and capitals of an address are none of it.
fn differs<T: FromStr + ToString>(typed: &str, saved: &str) -> bool {
    typed.parse().map_or_else(|_| typed.trim() != saved, |read: T| read.to_string() != saved)
}

/// As the server reads them.
fn check(field: &str, name: &str, email: &str) -> Option<String> {
    let error: AppError = api::contact(name, email).err()?;
    text::field_error(&error, field)
}
