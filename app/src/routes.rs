//! The one table path → page. Paths by name stand in `domain::paths`.

use leptos::prelude::*;
use leptos_router::{
    components::{ParentRoute, Route, Routes},
    path,
};

use crate::{
    areas::{self, account, links, members, organization, projects, settings},
    auth::{Landing, SignIn, SignUp},
    layouts::NotFound,
    notices::provide_notices,
};

/// What stands at which path.
#[component]
pub fn Pages() -> impl IntoView {
    provide_notices();
    areas::load_ahead();
    view! {
        <Routes fallback=NotFound>
            <Route path=path!("/") view=Landing/>
            <Route path=path!("/sign-up") view=SignUp/>
            <Route path=path!("/verify") view=links::Waiting::lazy()/>
            <Route path=path!("/verify/:token") view=links::Confirm::lazy()/>
            <Route path=path!("/sign-in") view=SignIn/>
            <Route path=path!("/forgot-password") view=links::ForgotPassword::lazy()/>
            <Route path=path!("/reset-password/:token") view=links::ResetPassword::lazy()/>
            <Route path=path!("/email/:token") view=links::AddressLink::lazy()/>
            <ParentRoute path=path!("/account") view=account::Shell::lazy()>
                <Route path=path!("") view=account::Profile::lazy()/>
                <Route path=path!("sign-in") view=account::EmailAndPassword::lazy()/>
                <Route path=path!("sessions") view=account::Sessions::lazy()/>
                <Route path=path!("appearance") view=account::Appearance::lazy()/>
                <Route path=path!("organizations") view=account::Organizations::lazy()/>
                <Route path=path!("organizations/:slug/:action") view=account::ConfirmOwnershipAction::lazy()/>
                <Route path=path!("delete") view=account::Delete::lazy()/>
            </ParentRoute>
            <Route path=path!("/setup") view=organization::Setup::lazy()/>
            <Route path=path!("/choose") view=organization::Choose::lazy()/>
            <Route path=path!("/invitations/:token") view=organization::Invitation::lazy()/>
            <ParentRoute path=path!("/o/:slug") view=organization::Shell::lazy()>
                <Route path=path!("") view=organization::Home::lazy()/>
                <Route path=path!("settings") view=settings::FirstTab::lazy()/>
                <Route path=path!("settings/general") view=settings::General::lazy()/>
                <Route path=path!("settings/billing") view=settings::Billing::lazy()/>
                <Route path=path!("settings/security") view=settings::Security::lazy()/>
                <Route path=path!("settings/audit-log") view=settings::AuditLog::lazy()/>
                <Route path=path!("projects") view=projects::Projects::lazy()/>
                <Route path=path!("projects/:project") view=projects::Project::lazy()/>
                <Route path=path!("projects/:project/members") view=projects::ProjectMembers::lazy()/>
                <Route path=path!("members/revoke") view=members::RevokeAccess::lazy()/>
                <Route path=path!("members/roles") view=members::ChangeRoles::lazy()/>
                <Route path=path!("members/add-to-project") view=members::AddToProject::lazy()/>
                <Route path=path!("members/who-can-do-what") view=members::WhoCanDoWhat::lazy()/>
                // One page, so that the list stays while the panel opens and closes over it.
                <ParentRoute path=path!("members") view=members::Members::lazy()>
                    <Route path=path!("") view=|| ()/>
                    <Route path=path!("new") view=|| ()/>
                    <Route path=path!("invitations/:invitation") view=|| ()/>
                </ParentRoute>
                // Likewise.
                <ParentRoute path=path!("members/:member") view=members::MemberDetails::lazy()>
                    <Route path=path!("") view=|| ()/>
                    <Route path=path!("edit") view=|| ()/>
                </ParentRoute>
            </ParentRoute>
        </Routes>
    }
}
