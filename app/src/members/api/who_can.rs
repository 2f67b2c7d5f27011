//! The call of *Who can do what* (TR-12).
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

use domain::{Permission, Role};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{error::AppError, server::HttpContext};

/// Who holds each permission. The table itself is known to both sides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhoCanView {
    /// A line for each permission; none for those who do not see the list of members.
    pub holders: Option<Vec<HoldersView>>,
    /// Whether roles, permissions and projects come from an identity provider.
    pub identity_managed: bool,
}

/// Who holds a permission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldersView {
    pub permission: Permission,
    /// How many hold it.
    pub count: i64,
    /// The first of them, the longest in first.
    pub first: Vec<HolderView>,
}

/// One of those who hold a permission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolderView {
    pub name: String,
    /// Their address, where another member is called alike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    pub role: Role,
    /// The projects in which they hold it, as their managers; none where they hold it everywhere. Those that are called alike
    /// are told apart.
    pub projects: Vec<String>,
}

/// Who holds each permission in the organization (TR-12).
#[server(prefix = "/api", endpoint = "members/who-can")]
pub async fn who_can(#[server(default)] organization: String) -> Result<WhoCanView, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let holders = request.permission_holders(&context).await?;
    Ok(WhoCanView {
        holders: holders.map(|all| all.into_iter().map(HoldersView::from).collect()),
        identity_managed: context.organization.identity_managed,
    })
}
