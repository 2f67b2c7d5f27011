//! The *Members* page, its panel and its review; and what came into the shell and the home page with them.

pub mod details;
pub mod invited;
pub mod list;
pub mod many;
pub mod new_member;
pub mod review;
pub mod row_actions;
pub mod who_can;

use domain::{Grant, Grants, MemberProblem, Permission, RefusedMember, RenamedMeanwhile, Role, TermsSavedMeanwhile};

use super::{plural, told_apart};
use crate::ui::isolated;

/// Document title, heading and entry of the navigation.
pub const TITLE: &str = "Members";
/// When no role was chosen.
pub const CHOOSE_ROLE: &str = "Choose a role.";
/// When no address was typed.
pub const NO_ADDRESS: &str = "Enter an address, or several.";
/// A text in which no address stands.
pub const NO_ADDRESS_IN_TEXT: &str = "There’s no email address in that. Addresses look like mina@example.com.";
/// An address for a corrected invitation, of somebody who is in.
pub const ALREADY_MEMBER: &str = "Whoever has this address is a member already. Cancel this invitation instead.";
/// An address for a corrected invitation, to which another one is open.
pub const ALREADY_INVITED: &str = "This address is invited already. Cancel this invitation instead, or edit that one.";

/// Link and title of the panel.
pub const NEW_MEMBER: &str = "New member";

/// A permission's name, as it is shown beside roles and in refusals.
pub const fn permission(permission: Permission) -> &'static str {
    match permission {
        Permission::DeleteOrganization => "Delete organization",
        Permission::ManageOwners => "Manage owners",
        Permission::ManageAdmins => "Manage admins",
        Permission::ManageMembers => "Manage members",
        Permission::ReadMembers => "Read members",
        Permission::ManageBilling => "Manage billing",
        Permission::ManageSettings => "Manage settings",
        Permission::ReadSettings => "Read settings",
        Permission::ReachEveryProject => "Reach every project",
        Permission::ManageProjects => "Manage projects",
        Permission::ManageProjectMembers => "Manage project members",
        Permission::ReadProjects => "Read projects",
        Permission::ReadAuditLog => "Read audit log",
    }
}

/// The name of what can be granted to a member, as it is shown beside its box.
pub const fn grant(grant: Grant) -> &'static str {
    match grant {
        Grant::ManageMembers => "Manage members",
        Grant::ManageBilling => "Manage billing",
        Grant::CreateProjects => "Create projects",
        Grant::ManageSettings => "Manage settings",
        Grant::ReadAuditLog => "Read audit log",
    }
}

/// What a role is, in a few words beside its name.
pub const fn about(role: Role) -> &'static str {
    match role {
        Role::Owner => "Everything, with you",
        Role::Admin => "All settings, all projects",
        Role::BillingAdmin => "Plan, seats and billing contact",
        Role::UserAdmin => "Members and projects",
        Role::Member => "Projects they’re added to, no settings",
    }
}

/// What a grant lets a member do, below its name.
pub const fn about_grant(grant: Grant) -> &'static str {
    match grant {
        Grant::ManageMembers => "Invite, change and revoke; never owners or admins",
        Grant::ManageBilling => "Plan, seats, billing contact",
        Grant::CreateProjects => "Also rename, archive and restore them",
        Grant::ManageSettings => "Name, address, policies",
        Grant::ReadAuditLog => "Who did what to whom, and from where",
    }
}

/// What is granted, in words: "Manage members and Read audit log".
pub fn grants(grants: Grants) -> String {
    let names: Vec<String> = grants.iter().map(|grant| self::grant(grant).to_owned()).collect();
    if names.is_empty() { "nothing".to_owned() } else { super::and(&names) }
}

/// Why something cannot be done with one of many members; stands after their name, or in their line.
pub fn member_problem(problem: MemberProblem) -> String {
    match problem {
        MemberProblem::NotAMember => "Not in the organization, or not any more.".into(),
        MemberProblem::Invited => "Hasn’t joined yet. Edit the invitation instead.".into(),
        MemberProblem::Twice => "Named twice.".into(),
        MemberProblem::Me => "That’s you: your own role is changed under Edit member.".into(),
        MemberProblem::LastOwner => "The only owner. Hand over ownership first.".into(),
        MemberProblem::NotMine(needed) => format!("That takes {}.", permission(needed)),
        MemberProblem::ReachesEveryProject => "Reaches every project already, without being added.".into(),
        MemberProblem::ChangedMeanwhile => "Changed again meanwhile.".into(),
        MemberProblem::UndoOver => "Too long ago to be undone.".into(),
    }
}

/// That nothing was done with many members, because of some of them: the first ones by name, each with the reason.
pub fn refused_members(refused: &[RefusedMember]) -> String {
    let line = |refused: &RefusedMember| {
        let name = refused.name.as_deref().map_or_else(|| many::SOMEBODY.to_owned(), isolated);
        format!("{name}: {}", member_problem(refused.problem))
    };
    let lines: Vec<String> = refused.iter().take(many::NAMED).map(line).collect();
    let others = refused.len().saturating_sub(many::NAMED);
    let others =
        if others == 0 { String::new() } else { format!(" And {}.", plural::counted(others, "other", "others")) };
    format!("Nothing was changed. {}{others}", lines.join(" "))
}

/// What whoever saves again does, after what was changed meanwhile.
const SAVE_AGAIN: &str = "Save again if what stands here is to count instead.";

/// "Jonas Lindqvist changed"; without a name where that was oneself elsewhere, or is not known.
fn changed_by(by: Option<&str>, what: &str, unnamed: &str) -> String {
    by.map_or_else(|| unnamed.to_owned(), |by| format!("{} changed {what}", isolated(by)))
}

fn renamed(RenamedMeanwhile { now, by, by_email }: &RenamedMeanwhile) -> String {
    let by = by.as_deref().map(|by| told_apart(by, by_email.as_deref()));
    format!(
        "{} meanwhile, to {}.",
        changed_by(by.as_deref(), "the name", "The name was changed"),
        isolated(now.as_str())
    )
}

/// That a member got another name since the form was opened, and which.
pub fn name_saved_meanwhile(meanwhile: &RenamedMeanwhile) -> String {
    format!("{} {SAVE_AGAIN}", renamed(meanwhile))
}

/// Which of role, permissions and projects were changed since the form was opened, and what they are by now; with the name, where
/// that was changed too.
pub fn terms_saved_meanwhile(meanwhile: &TermsSavedMeanwhile) -> String {
    let TermsSavedMeanwhile { now, seen, by, by_email, name } = meanwhile;
    let role = (now.role() != seen.role()).then(|| ("role", super::role(now.role()).to_owned()));
    // They go with a role that takes none.
    let granted = now.role().takes_grants() && now.grants() != seen.grants();
    let granted = granted.then(|| ("permissions", grants(now.grants())));
    let projects = (now.projects() != seen.projects())
        .then(|| ("projects", plural::counted(now.projects().iter().count(), "project", "projects")));
    let changed = [role, granted, projects].into_iter().flatten();
    let (fields, terms): (Vec<String>, Vec<String>) = changed.map(|(field, term)| (field.to_owned(), term)).unzip();
    let verb = if fields == ["role"] { "was" } else { "were" };
    let what = super::and(&fields);
    let by = by.as_deref().map(|by| told_apart(by, by_email.as_deref()));
    let changed = changed_by(by.as_deref(), &format!("the {what}"), &format!("The {what} {verb} changed"));
    let name = name.as_ref().map_or_else(String::new, |name| format!("{} ", renamed(name)));
    format!("{changed} meanwhile, to {}. {name}{SAVE_AGAIN}", terms.join(", "))
}

/// "1 of 25"
pub fn found_of(found: i64, people: i64) -> String {
    format!("{found} of {people}")
}

/// Said once a search is answered; of members and invitations.
pub fn found(people: i64) -> String {
    if people == 0 { "Nobody found".into() } else { format!("{} found", plural::counted(people, "person", "people")) }
}
