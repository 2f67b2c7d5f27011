//! The form: fields, what both changed, and the bar.

use domain::{GeneralField, OrganizationName, Refusal, RegisteredName, Slug, VatNumber, limits};
use leptos::{prelude::*, task::spawn_local};

use super::{bar::Bar, editing::Editing};
use crate::{
    error::AppError,
    form::{Form, PageField, PostForm, Redirect},
    leaving::Leaving,
    notices::use_redirect,
    organizations::MyOrganizations,
    settings::{
        api::{GeneralView, SaveGeneral},
        unsaved::reset,
    },
    text::{
        self, saving,
        settings::{countries, general as words},
    },
    ui::{Button, ButtonSize, Checks, Field, FieldCheck, FormError, Icon, IconName, Select, Sentence, use_hydrated},
};

/// The settings, to be changed.
#[component]
pub(super) fn SettingsForm(view: Memo<GeneralView>, again: Callback<()>) -> impl IntoView {
    let form = Form::<SaveGeneral>::new();
    let error = form.error();
    let refused = error
        .get_untracked()
        .map(|_| GeneralField::ALL.into_iter().map(|field| (field, form.typed(field.as_str()))).collect());
    let begin = view.get_untracked();
    let saver = begin.saver();
    let editing = Editing::new(begin.settings, saver, refused);
    Effect::new(move || view.with(|view| editing.follow(&view.settings, view.saver().as_deref())));
    answer(form, editing, again);
    // Without JavaScript the sentence says what both changed; with it, each field does.
    let hydrated = use_hydrated();
    let form_error = Signal::derive(move || match error.get()? {
        AppError::Refused(Refusal::SettingsSavedMeanwhile(_)) if hydrated.get() => None,
        error => text::form_error(&error),
    });
    let checks = Checks::provide();
    let count = Signal::derive(move || editing.count());
    let slug = begin.ownership.slug;
    let address = begin.address;
    let one =
        |field: GeneralField, check: FieldCheck| SettingField { field, check, error: form.field_error(field.as_str()) };
    let name = one(
        GeneralField::Name,
        check(|typed| typed.parse::<OrganizationName>().err().map(text::organization_name_problem)),
    );
    let place = one(GeneralField::Slug, check(|typed| typed.trim().parse::<Slug>().err().map(text::slug_problem)));
    let company = one(
        GeneralField::RegisteredName,
        check(|typed| {
            let problem = given(typed)?.parse::<RegisteredName>().err();
            problem.map(|problem| text::line_problem(problem, limits::REGISTERED_NAME_MAX))
        }),
    );
    let vat = one(
        GeneralField::VatNumber,
        check(|typed| {
            let problem = given(typed)?.parse::<VatNumber>().err();
            problem.map(|problem| text::line_problem(problem, limits::VAT_NUMBER_MAX))
        }),
    );
    let countries: Vec<(String, String)> = std::iter::once((String::new(), words::NO_COUNTRY_CHOSEN.to_owned()))
        .chain(countries::by_name().into_iter().map(|(country, name)| (country.code().to_owned(), name.to_owned())))
        .collect();
    let country = editing.value(GeneralField::Country);
    let country_error = form.field_error(GeneralField::Country.as_str());
    let before_submit = checks.on_submit();
    let node = NodeRef::new();
    let discard = Callback::new(move |()| reset(node));
    view! {
        <PostForm
            form attr:class="section-form" node_ref=node on:submit:capture=move |event: leptos::ev::SubmitEvent| {
                if untrack(|| editing.conflicts().is_empty()) {
                    before_submit(event);
                } else {
                    event.prevent_default();
                    event.stop_propagation();
                }
            }
            on:reset=move |event: leptos::ev::Event| {
                event.prevent_default();
                editing.discard();
            }
        >
            <PageField/>
            <input type="hidden" name="organization" value=slug.to_string()/>
            <BeforeField editing/>
            <FormError error=form_error/>
            <section class="section">
                <header><h2>{words::ORGANIZATION}</h2><p>{words::ORGANIZATION_TEXT}</p></header>
                <div class="fields">
                    <Setting editing setting=name/>
                    <Setting editing setting=place prefix=address hint=words::SLUG_HINT verbatim=true/>
                </div>
            </section>
            <section class="section">
                <header><h2>{words::COMPANY}</h2><p>{words::COMPANY_TEXT}</p></header>
                <div class="fields">
                    <Setting editing setting=company optional=true/>
                    <div class="duo">
                        <Setting editing setting=vat optional=true verbatim=true/>
                        <div>
                            <Select
                                name=GeneralField::Country.as_str() label=words::label(GeneralField::Country)
                                options=countries value=country.get_untracked() follows=country error=country_error
                                optional=true on_change=move |(value,): (String,)| editing.set(GeneralField::Country, value)
                            />
                            <BothChanged editing field=GeneralField::Country/>
                        </div>
                    </div>
                </div>
            </section>
            <Bar editing pending=form.busy() discard/>
        </PostForm>
        <Leaving count discard>
            {move || saving::would_be_lost(count.get())}
        </Leaving>
    }
}

fn check(find: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> FieldCheck {
    FieldCheck::new(move |(typed,): (String,)| find(&typed))
}

/// What was typed in a field that may stay empty.
fn given(typed: &str) -> Option<&str> {
    Some(typed.trim()).filter(|typed| !typed.is_empty())
}

/// What follows from the answers.
fn answer(form: Form<SaveGeneral>, editing: Editing, again: Callback<()>) {
    let (mine, redirect) = (use_context::<MyOrganizations>(), use_redirect());
    form.on_outcome(move |sent, outcome| match outcome {
        Ok(answer) => {
            editing.note_sent(sent);
            let (redirect, next) = (redirect.clone(), answer.read::<Redirect>());
            // The sidebar knows the new name and address before the page goes there.
            spawn_local(async move {
                if let Some(mine) = mine {
                    _ = mine.refresh().await;
                }
                if let Some(Redirect { next }) = next {
                    redirect(&next);
                }
                again.try_run(());
            });
        }
        Err(AppError::Refused(Refusal::SettingsSavedMeanwhile(meanwhile))) => {
            editing.note(&meanwhile);
            again.run(());
        }
        Err(_) => {}
    });
}

/// What the settings were before they were changed here. No part of what tells this form from others.
#[component]
fn BeforeField(editing: Editing) -> impl IntoView {
    view! {
        <input
            type="hidden" name="before" value=move || editing.before_as_json()
            on:input:target=move |event| editing.resume(&event.target().value())
        />
    }
}

/// A setting that is typed.
#[derive(Clone)]
struct SettingField {
    field: GeneralField,
    check: FieldCheck,
    /// The mistake that the server found.
    error: Signal<Option<String>>,
}

#[component]
fn Setting(
    editing: Editing,
    setting: SettingField,
    #[prop(optional, into)] prefix: Option<String>,
    #[prop(optional)] hint: Option<&'static str>,
    #[prop(optional)] optional: bool,
    #[prop(optional)] verbatim: bool,
) -> impl IntoView {
    let SettingField { field, check, error } = setting;
    let value = editing.value(field);
    let hint: Option<ViewFn> = hint.map(|hint| (move || hint).into());
    let typed = Callback::new(move |(value,): (String,)| editing.set(field, value));
    view! {
        <div>
            <Field
                name=field.as_str() label=words::label(field) autocomplete="off" verbatim optional
                value=value.get_untracked() follows=value nostrip:prefix=prefix nostrip:hint=hint
                error check on_input=typed
            />
            <BothChanged editing field/>
        </div>
    }
}

/// Where somebody else changed the same: to what, and whose change counts.
#[component]
fn BothChanged(editing: Editing, field: GeneralField) -> impl IntoView {
    let conflict = Memo::new(move |_| editing.conflict(field));
    view! {
        <div aria-live="polite">
            {move || conflict.get().map(|(by, theirs)| {
                let sentence = words::theirs(by.as_deref(), field, &theirs);
                let names: Vec<String> = by.into_iter().chain(words::shown(field, &theirs)).collect();
                view! {
                    <div class="both-changed">
                        <p><Icon name=IconName::Warning/> <span><Sentence text=sentence names/></span></p>
                        <div class="actions">
                            <Button size=ButtonSize::Small on_click=move || editing.keep_mine(field)>{words::MINE}</Button>
                            <Button size=ButtonSize::Small on_click=move || editing.take_theirs(field)>{words::THEIRS}</Button>
                        </div>
                    </div>
                }
            })}
        </div>
    }
}
