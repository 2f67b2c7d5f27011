//! The one table path → page. Paths by name stand in `domain::paths`.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::{
    PossibleRouteMatch,
    components::{ParentRoute, Route, Routes},
    path,
};

use crate::{
    areas::{
        self, account, audit_log, billing, joining, links, member, members, organization, project_members, projects,
        security, settings,
    },
    auth::{Landing, SignIn, SignUp},
    layouts::NotFound,
    notices::provide_notices,
    scroll,
};

/// A path of any form, so that a route is of one type, whatever its path.
type Path = Arc<dyn PossibleRouteMatch + Send + Sync>;

macro_rules! at {
    ($path:tt) => {
        Arc::new(path!($path)) as Path
    };
}

/// What stands at which path.
#[component]
pub fn Pages() -> impl IntoView {
    provide_notices();
    areas::load_ahead();
    scroll::keep_places();
    view! {
        <Routes fallback=NotFound>
            <Route path=at!("/") view=Landing/>
            <Route path=at!("/sign-up") view=SignUp/>
            <Route path=at!("/verify") view=links::Page::Waiting/>
            <Route path=at!("/verify/:token") view=links::Page::Confirm/>
            <Route path=at!("/sign-in") view=SignIn/>
            <Route path=at!("/forgot-password") view=links::Page::ForgotPassword/>
            <Route path=at!("/reset-password/:token") view=links::Page::ResetPassword/>
            <Route path=at!("/email/:token") view=links::Page::AddressLink/>
            <ParentRoute path=at!("/account") view=account::Page::Shell>
                <Route path=at!("") view=account::Page::Profile/>
                <Route path=at!("sign-in") view=account::Page::EmailAndPassword/>
                <Route path=at!("sessions") view=account::Page::Sessions/>
                <Route path=at!("appearance") view=account::Page::Appearance/>
                <Route path=at!("organizations") view=account::Page::Organizations/>
                <Route path=at!("organizations/:slug/:action") view=account::Page::ConfirmOwnershipAction/>
                <Route path=at!("delete") view=account::Page::Delete/>
            </ParentRoute>
            <Route path=at!("/setup") view=joining::Page::Setup/>
            <Route path=at!("/choose") view=joining::Page::Choose/>
            <Route path=at!("/invitations/:token") view=joining::Page::Invitation/>
            <ParentRoute path=at!("/o/:slug") view=organization::Page::Shell>
                <Route path=at!("") view=organization::Page::Home/>
                <Route path=at!("settings") view=settings::Page::FirstTab/>
                <Route path=at!("settings/general") view=settings::Page::General/>
                <Route path=at!("settings/billing") view=billing::Page::Billing/>
                <Route path=at!("settings/security") view=security::Page::Security/>
                <Route path=at!("settings/audit-log") view=audit_log::Page::AuditLog/>
                <Route path=at!("projects") view=projects::Page::Projects/>
                <Route path=at!("projects/:project") view=projects::Page::Project/>
                <Route path=at!("projects/:project/members") view=project_members::Page::ProjectMembers/>
                <Route path=at!("members/revoke") view=member::Page::RevokeAccess/>
                <Route path=at!("members/roles") view=member::Page::ChangeRoles/>
                <Route path=at!("members/add-to-project") view=member::Page::AddToProject/>
                <Route path=at!("members/who-can-do-what") view=member::Page::WhoCanDoWhat/>
                // One page, so that the list stays while the panel opens and closes over it.
                <ParentRoute path=at!("members") view=members::Page::Members>
                    <Route path=at!("") view=|| ()/>
                    <Route path=at!("new") view=|| ()/>
                    <Route path=at!("invitations/:invitation") view=|| ()/>
                </ParentRoute>
                // Likewise.
                <ParentRoute path=at!("members/:member") view=member::Page::MemberDetails>
                    <Route path=at!("") view=|| ()/>
                    <Route path=at!("edit") view=|| ()/>
                </ParentRoute>
            </ParentRoute>
        </Routes>
    }
}
