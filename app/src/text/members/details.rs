//! One member in full, and the panel to edit them.

use domain::{AuthorityChange, Permission, ProjectRole, Role};

use crate::{
    text::{members, plural, projects},
    ui::isolated,
};

/// Heading where nobody of this address is in.
pub const GONE: &str = "Nobody here";
pub const GONE_INTRO: &str = "They’re not in this organization, or not any more. The list shows who is.";
pub const SEND_RESET: &str = "Send password reset";
/// After [`SEND_RESET`] was pressed.
pub const RESET_SENT: &str = "The mail to set a new password is on its way. The link in it is good for an hour.";
/// Said once something else than the role is saved.
pub fn saved(name: &str) -> String {
    format!("What you changed about {} is saved.", isolated(name))
}
pub const EDIT: &str = "Edit member";
pub const REVOKE: &str = "Revoke access…";
/// Before since when they have their role.
pub const SINCE: &str = "Since";
/// Before whether they are there.
pub const NOW: &str = "Now";
/// When they never opened the organization.
pub const NEVER: &str = "Has not been here yet";
/// The name of their account, where the organization calls them otherwise.
pub const ACCOUNT_NAME: &str = "Name of the account";
pub const EMAIL: &str = "Email";
/// Why my own address is fixed here, before a link.
pub const MY_EMAIL: &str = "You change your address under";
/// The link after [`MY_EMAIL`].
pub const YOUR_ACCOUNT: &str = "Your account";
pub const PROJECTS: &str = "Projects";
/// In place of the list, of owners and admins.
pub const REACHES_EVERY_PROJECT: &str = "Reaches every project by role, without being added.";
/// In place of the list, where I know of no project.
pub const NO_PROJECTS: &str = "No projects that you can see.";
/// Below a project’s name.
pub const NOT_IN_IT: &str = "Not in it";
/// Link in the line of a project.
pub const ADD_TO_PROJECT: &str = "Add to project";
/// Button in the line of a project, beside the role to be.
pub const ADD: &str = "Add";
/// Button in the line of a project, once another role is chosen.
pub const SAVE: &str = "Save";
pub const CANCEL: &str = "Cancel";
pub const PERMISSIONS: &str = "Permissions";
/// Link to the table of all permissions.
pub const WHO_CAN: &str = "Who can do what";
/// Beside a permission.
pub const NOT_GRANTED: &str = "Not granted";
/// Beside a permission of which nobody knows any more who granted it.
pub const GRANTED: &str = "Granted";
pub const HISTORY: &str = "History";
/// Where nothing was done to them.
pub const NO_HISTORY: &str = "Nothing has changed for them so far.";
/// Button of the panel.
pub const SAVE_CHANGES: &str = "Save changes";
/// Button of the panel, without JavaScript: tells what would change.
pub const PREVIEW: &str = "Preview";
/// Where nothing of what they may do would be otherwise.
pub const NOTHING_CHANGES: &str = "Nothing changes in what they may do.";

/// What becomes of something that somebody holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It is held afterwards alone.
    Gains,
    /// It was held before alone.
    Loses,
    /// It stays.
    Keeps,
}

impl Effect {
    /// As it is marked for the style sheet.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gains => "gains",
            Self::Loses => "loses",
            Self::Keeps => "keeps",
        }
    }
}

/// Before what is gained, lost or kept.
pub const fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Gains => "Gains",
        Effect::Loses => "Loses",
        Effect::Keeps => "Keeps",
    }
}

/// A permission that is gained, lost or kept; how far it goes where it does not go all the way.
pub fn holding(permission: Permission, effect: Effect, with_admins: bool) -> String {
    let name = members::permission(permission);
    match (permission, effect) {
        (Permission::ManageMembers, Effect::Gains | Effect::Keeps) if !with_admins => {
            format!("{name}, except owners and admins")
        }
        _ => name.to_owned(),
    }
}

/// A role in a project that is gained, lost or kept.
pub fn place(project: &str, role: ProjectRole) -> String {
    format!("{} as {}", isolated(project), projects::a_project_role(role))
}

/// Said when the preview changes.
pub fn counted(change: &AuthorityChange) -> String {
    if change.is_nothing() {
        return NOTHING_CHANGES.to_owned();
    }
    format!("Gains {}, loses {}", change.gains.len(), change.loses.len())
}

/// "2 of 4"
pub fn of(some: usize, all: usize) -> String {
    format!("{some} of {all}")
}

/// Name of what stands beside: role, times, address.
pub fn about(name: &str) -> String {
    format!("About {}", isolated(name))
}

/// Below when they joined.
pub fn invited_by(name: &str) -> String {
    format!("Invited by {}", isolated(name))
}

/// Why the address cannot be edited, and what to do instead (TR-5).
pub fn email_is_fixed(first_name: &str) -> String {
    format!(
        "Only {} can change this address, under Your account. Is the mailbox lost? Invite the new address, then revoke \
         this one.",
        isolated(first_name)
    )
}

/// In place of permissions, of whoever holds theirs by role.
pub fn by_role(role: Role) -> String {
    format!("By role: {}. Permissions of their own are for members.", members::about(role))
}

/// Who granted something, before when.
pub fn granted_by(name: Option<&str>, by_me: bool) -> String {
    match name {
        _ if by_me => "You,".into(),
        Some(name) => format!("{},", isolated(name)),
        None => "Granted".into(),
    }
}

/// In the line of a project, what just became of the person there.
pub fn placed(before: Option<ProjectRole>, after: Option<ProjectRole>) -> String {
    match (before, after) {
        (None, Some(role)) => format!("Added as {}.", projects::a_project_role(role)),
        (Some(before), Some(role)) => {
            format!("{} now, was {}.", projects::project_role(role), projects::project_role(before))
        }
        (Some(before), None) => format!("Removed, was {}.", projects::a_project_role(before)),
        (None, None) => String::new(),
    }
}

/// Button that takes back what was done in the line of a project.
pub const UNDO: &str = "Undo";

/// Fuller name of [`UNDO`].
pub fn undo_in(project: &str) -> String {
    format!("{UNDO} in {}", isolated(project))
}

/// Fuller name of *Add to project*.
pub fn add_to(project: &str) -> String {
    format!("Add to project {}", isolated(project))
}

/// Button that takes somebody out of a project.
pub fn remove_from(person: &str, project: &str) -> String {
    format!("Remove {} from {}", isolated(person), isolated(project))
}

/// That roles, permissions and projects cannot be changed here (ST-5).
pub fn identity_managed(organization: &str) -> String {
    format!(
        "Roles, permissions and projects of people in {} come from its identity provider. Change them there.",
        isolated(organization)
    )
}

/// Title of the panel.
pub fn edit_title(name: &str) -> String {
    format!("Edit {}", isolated(name))
}

/// Field for what the organization calls a member.
pub fn name_in(organization: &str) -> String {
    format!("Name in {}", isolated(organization))
}

pub fn only_here(account_name: &str) -> String {
    format!("Only here. The account keeps its name, {}; leave this empty to use it.", isolated(account_name))
}

/// Above what is gained, lost and kept.
pub fn what_changes(first_name: &str) -> String {
    format!("What changes for {}", isolated(first_name))
}

pub fn takes_effect(first_name: &str) -> String {
    let name = isolated(first_name);
    format!("Takes effect with {name}’s next click. {name} reads that it was you.")
}

/// "3 people"
pub fn people(count: i64) -> String {
    plural::counted(count, "person", "people")
}
