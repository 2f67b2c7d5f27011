//! The panel to edit a member: what they are called here, role and permissions, with what changes for them (TR-6).

use domain::{
    Authority, AuthorityChange, Grant, Grants, Holding, Permission, ProjectId, ProjectRole, ProjectRoles, Refusal,
    Role, paths,
};
use leptos::prelude::*;
use leptos_router::NavigateOptions;

use super::{
    api::details::{self as api, MemberDetailsView},
    context::{DetailsContext, EDIT_ID},
    terms_fields::{BeforeTerms, Chosen, GRANTS, TermsFields},
};
use crate::{
    browser,
    error::AppError,
    form::{Form, PageField, PostForm},
    notices::use_redirect_with,
    organizations::use_current,
    query::{Query, use_query},
    text::{
        self,
        members::details::{self as words, Effect as Told},
    },
    ui::{Button, ButtonKind, Checks, Field, FormError, Icon, IconName, LinkButton, Panel, Sentence},
};

/// Id of the form; its buttons stand in the panel's footer.
const FORM_ID: &str = "edit-member-form";
/// Id of the heading of what changes.
const CHANGES_ID: &str = "what-changes";

/// What was typed in the form before its page came back.
struct Typed {
    name: String,
    role: Option<Role>,
    grants: Grants,
}

impl Typed {
    /// Where it was refused.
    fn of(form: Form<api::EditMember>) -> Option<Self> {
        form.error().get_untracked()?;
        let grants = form.typed_all(&format!("{GRANTS}[]"));
        Some(Self { name: form.typed("display_name"), role: form.typed("role").parse().ok(), grants: parsed(&grants) })
    }

    /// Where the page that tells what changes was asked for.
    fn in_address(query: Query) -> Self {
        untrack(|| Self {
            name: query.get("display_name").unwrap_or_default(),
            role: query.get("role").and_then(|role| role.parse().ok()),
            grants: parsed(&query.get_all(&format!("{GRANTS}[]"))),
        })
    }
}

fn parsed(grants: &[String]) -> Grants {
    grants.iter().filter_map(|word| word.parse::<Grant>().ok()).collect()
}

/// The panel; it is open as long as the address says so.
#[component]
pub fn EditMember(
    /// Of the page below it.
    context: DetailsContext,
) -> impl IntoView {
    let form = Form::<api::EditMember>::new();
    let checks = Checks::provide();
    let open = RwSignal::new(true);
    let MemberDetailsView { member, account_name, assignable, grantable, projects, identity_managed, .. } =
        context.view.get_untracked();
    let page = context.and_back(context.slug.with_value(|slug| paths::member(slug, member.id)));
    let (leave_to, cancel) = (StoredValue::new(page.clone()), page.clone());
    let preview = context.slug.with_value(|slug| paths::edit_member(slug, member.id));
    let redirect = use_redirect_with(NavigateOptions { scroll: false, ..NavigateOptions::default() });
    let on_close = Callback::new(move |()| {
        redirect(&leave_to.get_value());
        request_animation_frame(|| browser::focus_if_lost(EDIT_ID));
    });
    // The page tells what was saved.
    form.on_redirect(move |next| {
        leave_to.set_value(next);
        context.again.run(());
        open.set(false);
    });
    let before = RwSignal::new(Authority::new(member.role, member.grants, ProjectRoles::default()));
    // What the member was called when that was seen last.
    let before_name = RwSignal::new(member.name.clone());
    form.on_outcome(move |_, outcome| {
        let Err(AppError::Refused(refusal)) = outcome else { return };
        let renamed = match refusal {
            Refusal::NameSavedMeanwhile(renamed) => Some(renamed),
            Refusal::TermsSavedMeanwhile(meanwhile) => meanwhile.name,
            _ => None,
        };
        if let Some(renamed) = renamed {
            before_name.set(renamed.now.into());
        }
    });
    let query = use_query();
    let is_preview = query.get_untracked(paths::PREVIEW).is_some();
    let typed = Typed::of(form).or_else(|| is_preview.then(|| Typed::in_address(query)));
    let name = typed.as_ref().map_or_else(|| member.name.clone(), |typed| typed.name.clone());
    let chosen = match typed {
        Some(Typed { role, grants, .. }) => Chosen::new(role.unwrap_or(member.role), grants),
        None => Chosen::new(member.role, member.grants),
    };
    let first_name = text::first_name(&member.name).to_owned();
    let names: Vec<(ProjectId, String)> = projects.into_iter().map(|project| (project.id, project.label())).collect();
    // From what they are by now, once that is told.
    let held = member.projects.clone();
    let change = Memo::new(move |_| {
        let (role, grants) = before.with(|before| (before.role(), before.grants()));
        let after = Authority::new(chosen.role.get(), chosen.grants.get(), held.clone());
        Authority::new(role, grants, held.clone()).change_to(&after)
    });
    let current = use_current();
    let organization = current.with_untracked(|current| current.as_ref().map(|current| current.name.clone()));
    let organization = organization.unwrap_or_default();
    let busy = form.busy();
    let slug = context.slug.with_value(ToString::to_string);
    let fixed = identity_managed;
    let (hint, effect) = (words::only_here(&account_name), words::takes_effect(&first_name));
    view! {
        <Panel
            id="edit-member-panel" title=words::edit_title(&member.name) open on_close close_href=page
            footer=move || view! {
                <Button kind=ButtonKind::Primary submit=true busy attr:form=FORM_ID>{words::SAVE_CHANGES}</Button>
                // What changes is told as it is chosen; without JavaScript by the page that this leads to.
                <span class="no-script" hidden=fixed>
                    <Button
                        submit=true attr:form=FORM_ID attr:name=paths::PREVIEW attr:value="1" attr:formmethod="get"
                        attr:formaction=preview.clone()
                    >
                        {words::PREVIEW}
                    </Button>
                </span>
                <LinkButton href=cancel.clone() attr:data-noscroll="true">{words::CANCEL}</LinkButton>
            }
        >
            <PostForm
                form attr:id=FORM_ID attr:class="panel-form" on:submit:capture=checks.on_submit()
            >
                <PageField/>
                <input type="hidden" name="organization" value=slug/>
                <input type="hidden" name="member" value=member.id.to_string()/>
                {context.return_field()}
                <input type="hidden" name="before_name" value=move || before_name.get()/>
                <BeforeTerms form=*form before/>
                <FormError error=form.form_error()/>
                <Field
                    name="display_name" label=words::name_in(&organization) autocomplete="off" value=name autofocus=true
                    error=form.field_error("display_name") hint=move || hint.clone()
                />
                {if fixed {
                    view! {
                        <input type="hidden" name="role" value=member.role.as_str()/>
                        <input type="hidden" name="grants" value=member.grants.to_string()/>
                        <p class="hint">{words::identity_managed(&organization)}</p>
                    }
                    .into_any()
                } else {
                    view! {
                        <TermsFields
                            chosen assignable grantable role_error=form.field_error("role")
                            grants_error=form.field_error("grants")
                        />
                        <Changes change chosen names first_name is_preview/>
                    }
                    .into_any()
                }}
                <p class="hint">{effect}</p>
            </PostForm>
        </Panel>
    }
}

/// What the person gains, loses and keeps.
#[component]
fn Changes(
    change: Memo<AuthorityChange>,
    chosen: Chosen,
    /// The projects by name.
    names: Vec<(ProjectId, String)>,
    first_name: String,
    /// Whether it was asked for without JavaScript.
    is_preview: bool,
) -> impl IntoView {
    let names = StoredValue::new(names);
    let called = move |id: ProjectId| {
        names.with_value(|names| names.iter().find(|(known, _)| *known == id).map(|(_, name)| name.clone()))
    };
    let line = move |told: Told, holding: Holding| {
        let (text, names) = match holding {
            Holding::Permission(permission) => {
                let all = chosen.role.get_untracked().gives(Permission::ManageAdmins);
                (words::holding(permission, told, all), Vec::new())
            }
            Holding::Project(id, role) => place(role, called(id)?),
        };
        let icon = match told {
            Told::Gains => IconName::Plus,
            Told::Loses => IconName::Minus,
            Told::Keeps => IconName::Check,
        };
        Some(view! {
            <li data-change=told.as_str()>
                <Icon name=icon/>
                <div><span>{words::effect(told)}</span> " " <b><Sentence text names/></b></div>
            </li>
        })
    };
    let lines = move || {
        let AuthorityChange { gains, loses, keeps } = change.get();
        let all = [(Told::Gains, gains), (Told::Loses, loses), (Told::Keeps, keeps)];
        all.into_iter()
            .flat_map(|(told, held)| held.into_iter().map(move |held| (told, held)))
            .map(|(told, held)| line(told, held))
            .collect_view()
    };
    let nothing = Memo::new(move |_| change.read().is_nothing());
    view! {
        <section class=(!is_preview).then_some("needs-script") aria-labelledby=CHANGES_ID>
            <h3 class="label" id=CHANGES_ID>{words::what_changes(&first_name)}</h3>
            <p class="visually-hidden" role="status">{move || words::counted(&change.read())}</p>
            <Show when=move || nothing.get()><p class="hint">{words::NOTHING_CHANGES}</p></Show>
            <ul class="effects" hidden=move || nothing.get()>{lines}</ul>
        </section>
    }
}

fn place(role: ProjectRole, project: String) -> (String, Vec<String>) {
    (words::place(&project, role), vec![project])
}
