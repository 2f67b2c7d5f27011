//! The form for whom the operator writes to. Its bar comes with the first change.

use std::str::FromStr;

use domain::{BillingContact, EmailAddress, PersonName, Slug};
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

/// The form, anew for each contact that is saved.
#[component]
pub(super) fn Contact(slug: StoredValue<Slug>, view: Memo<BillingView>, again: Callback<()>) -> impl IntoView {
    let contact = Memo::new(move |_| view.read().contact.clone());
    // What is done with it outlives the form that did it.
    let form = Form::<ChangeBillingContact>::new();
    form.follow();
    let mine = StoredValue::new(false);
    form.on_done(move |_| {
        mine.set_value(true);
        again.run(());
    });
    Effect::new(move |seen: Option<()>| {
        contact.track();
        // The form is built anew, and the button that had the focus is gone with the bar.
        if seen.is_some() && mine.try_update_value(std::mem::take).unwrap_or_default() {
            request_animation_frame(|| browser::focus_on(EMAIL));
        }
    });
    move || {
        let saved = contact.get();
        view! { <ContactForm slug saved form/> }
    }
}

#[component]
fn ContactForm(
    slug: StoredValue<Slug>,
    saved: Option<BillingContact>,
    form: Form<ChangeBillingContact>,
) -> impl IntoView {
    let checks = Checks::provide();
    let saved_email = saved.as_ref().map(|contact| contact.email.to_string()).unwrap_or_default();
    let saved_name = saved.and_then(|contact| contact.name).map(|name| name.to_string()).unwrap_or_default();
    let refused = form.error().with_untracked(Option::is_some);
    let first = |field: &str, saved: &String| if refused { form.typed(field) } else { saved.clone() };
    let (first_name, first_email) = (first(NAME, &saved_name), first(EMAIL, &saved_email));
    let (name, email) = (RwSignal::new(first_name.clone()), RwSignal::new(first_email.clone()));
    let reset_to = (first_name.clone(), first_email.clone());
    let reset = move |_| {
        name.set(reset_to.0.clone());
        email.set(reset_to.1.clone());
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
    let unsaved = Signal::derive(move || saving::unsaved(count.get()));
    let (busy, form_error) = (form.busy(), form.form_error());
    let (name_error, email_error) = (form.field_error(NAME), form.field_error(EMAIL));
    let check_name = FieldCheck::new(|(typed,): (String,)| check(NAME, &typed, "x@example.com"));
    let check_email = FieldCheck::new(move |(typed,): (String,)| check(EMAIL, &name.read_untracked(), &typed));
    view! {
        <PostForm
            form attr:class="section-form" node_ref=node on:submit:capture=checks.on_submit() on:reset=reset
        >
            <PageField/>
            <input type="hidden" name="organization" value=slug.with_value(ToString::to_string)/>
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
