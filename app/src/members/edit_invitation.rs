//! The panel over an invitation that is not accepted yet: names, role, permissions and projects (TR-4, IN-7).

use domain::{Authority, EmailAddress, Grants, InvitationState, paths};
use leptos::prelude::*;
use leptos_router::NavigateOptions;

use super::{
    api::{self, invitation_form::InvitationFormView, invited::InvitationRow},
    context::MembersContext,
    terms_fields::{BeforeTerms, Chosen, GRANTS, IdentityManaged, Names, ProjectFields, TermsFields, projects_typed},
};
use crate::{
    form::{Form, PageField, PostForm},
    last_list::use_last_list,
    notices::use_redirect_with,
    text::{
        email_problem,
        members::{new_member as words, row_actions},
    },
    ui::{Button, ButtonKind, Checks, Field, FormError, Panel},
};

/// Id of the form; its buttons stand in the panel's footer.
const FORM_ID: &str = "edit-invitation";

/// The panel; it is open as long as the address says so.
#[component]
pub fn EditInvitation(
    /// What the form offers.
    offered: InvitationFormView,
    /// The invitation.
    invitation: InvitationRow,
    /// Of the list below it.
    shared: MembersContext,
    /// Asks for that list anew.
    again: Callback<()>,
) -> impl IntoView {
    let form = Form::<api::invitation_form::EditInvitation>::new();
    let checks = Checks::provide();
    let open = RwSignal::new(true);
    let invited = shared.slug.with_value(paths::invited);
    let (leave_to, back) = (invited.clone(), shared.slug.with_value(use_last_list));
    let redirect = use_redirect_with(NavigateOptions { scroll: false, ..NavigateOptions::default() });
    let on_close = Callback::new(move |()| {
        let list = back.get_untracked();
        let to = if list.starts_with(&*leave_to) { &list } else { &leave_to };
        redirect(to);
    });
    form.on_done(move |sent| {
        shared.row_actions.begin();
        if sent.get("send") == "true" {
            // The address may be another one by now.
            shared.row_actions.status_message.set(row_actions::sent(&sent.get("email")));
        }
        again.run(());
        open.set(false);
    });
    let InvitationRow { id, email, role, grants, projects, first_name, last_name, state, can_fix_address, .. } =
        invitation;
    let before = Authority::new(role, grants, projects.clone());
    let (before_first, before_last) = (first_name.clone(), last_name.clone());
    // What was typed before counts, where it came back refused.
    let typed = form.error().get_untracked().is_some();
    let given = if typed {
        let grants: Grants =
            form.typed_all(&format!("{GRANTS}[]")).iter().filter_map(|word| word.parse().ok()).collect();
        Authority::new(form.typed("role").parse().unwrap_or(role), grants, projects_typed(*form))
    } else {
        Authority::new(role, grants, projects)
    };
    let chosen = Chosen::new(given.role(), given.grants());
    let email = if typed && can_fix_address { form.typed("email") } else { email };
    let first = if typed { form.typed("first_name") } else { first_name.unwrap_or_default() };
    let last = if typed { form.typed("last_name") } else { last_name.unwrap_or_default() };
    let check_address = |typed: String| typed.parse::<EmailAddress>().err().map(email_problem);
    let draft = state == InvitationState::Draft;
    let (sending, saving) = (form.sends("send", "true"), form.sends("send", "false"));
    let slug = shared.slug.with_value(ToString::to_string);
    let InvitationFormView { assignable, grantable, projects: offered, identity_managed, project_needed, .. } = offered;
    view! {
        <Panel
            id="edit-invitation-panel" title=words::EDIT_INVITATION open on_close close_href=invited
            footer=move || view! {
                <Button
                    kind=ButtonKind::Primary submit=true name="send" value="true" busy=sending attr:form=FORM_ID
                >
                    {if draft { words::SEND } else { words::SEND_AGAIN }}
                </Button>
                <Button submit=true name="send" value="false" busy=saving attr:form=FORM_ID>
                    {if draft { words::DRAFT } else { words::SAVE }}
                </Button>
            }
        >
            <PostForm
                form attr:id=FORM_ID attr:class="panel-form" on:submit:capture=checks.on_submit()
            >
                <PageField/>
                <input type="hidden" name="organization" value=slug/>
                <input type="hidden" name="invitation" value=id.to_string()/>
                <input type="hidden" name="before_first_name" value=before_first/>
                <input type="hidden" name="before_last_name" value=before_last/>
                <BeforeTerms form=*form before=RwSignal::new(before)/>
                <FormError error=form.form_error()/>
                {if can_fix_address {
                    view! {
                        <Field
                            name="email" label=words::EMAIL kind="email" verbatim=true autofocus=true value=email
                            error=form.field_error("email")
                            check=check_address
                            hint=|| words::EMAIL_WAS_REFUSED
                        />
                    }
                    .into_any()
                } else {
                    view! {
                        <Field
                            name="email" label=words::EMAIL readonly=true verbatim=true value=email
                            hint=|| words::EMAIL_STAYS
                        />
                    }
                    .into_any()
                }}
                <Names
                    first last first_error=form.field_error("first_name") last_error=form.field_error("last_name")
                />
                {identity_managed.then(|| view! { <IdentityManaged/> })}
                <TermsFields
                    chosen assignable grantable role_error=form.field_error("role")
                    grants_error=form.field_error("grants")
                >
                    <ProjectFields
                        chosen offered roles=given.projects().clone() project_needed error=form.field_error("projects")
                    />
                </TermsFields>
                <p class="hint">{if draft { words::DRAFT_HINT } else { words::SENT_HINT }}</p>
            </PostForm>
        </Panel>
    }
}
