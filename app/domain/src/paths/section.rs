//! The parts of an organization: which one an address is in, and what it takes to see it.

use super::{members, organization, projects, settings};
use crate::{Authority, Permission, Slug};

/// The parts of an organization that a switch to another one keeps (OR-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The dashboard.
    Home,
    /// One of the settings, and what stands below it.
    Settings(SettingsTab),
}

impl Section {
    /// The part in which this path is.
    pub fn of(path: &str) -> Self {
        let mut parts = path.split('/').skip(3);
        match (parts.next(), parts.next()) {
            (Some("members"), _) => Self::Settings(SettingsTab::Members),
            (Some("projects"), _) => Self::Settings(SettingsTab::Projects),
            (Some("settings"), word) => {
                let named = SettingsTab::ALL.iter().find(|tab| word == Some(tab.word()));
                Self::Settings(named.copied().unwrap_or(SettingsTab::General))
            }
            _ => Self::Home,
        }
    }

    /// The same part of another organization, or what is nearest to it of what somebody with this authority may see.
    pub fn within(self, slug: &Slug, authority: &Authority) -> String {
        match self {
            Self::Settings(tab) if tab.is_seen_by(authority) => tab.path(slug),
            Self::Settings(_) => SettingsTab::first(authority).map_or_else(|| organization(slug), |tab| tab.path(slug)),
            Self::Home => organization(slug),
        }
    }
}

/// The settings of an organization, page by page (ST-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SettingsTab {
    /// Name, address, company; leaving and deleting.
    General,
    /// Who is in, and who is invited.
    Members,
    /// The projects, and one of them.
    Projects,
    /// Plan, seats and who is told of them.
    Billing,
    /// Policies.
    Security,
    /// Who did what.
    AuditLog,
}

impl SettingsTab {
    /// All of them, in the order in which they are shown.
    pub const ALL: &'static [Self] =
        &[Self::General, Self::Members, Self::Projects, Self::Billing, Self::Security, Self::AuditLog];

    /// What it takes to see the page: **the one place that says so**.
    pub const fn permission(self) -> Permission {
        match self {
            Self::General => Permission::ReadSettings,
            Self::Members => Permission::ReadMembers,
            Self::Projects => Permission::ReadProjects,
            Self::Billing => Permission::ManageBilling,
            Self::Security => Permission::ManageSettings,
            Self::AuditLog => Permission::ReadAuditLog,
        }
    }

    /// Whether somebody with this authority may see the page.
    pub fn is_seen_by(self, authority: &Authority) -> bool {
        authority.may(self.permission())
    }

    /// Those that somebody with this authority may see.
    pub fn seen_by(authority: &Authority) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|tab| tab.is_seen_by(authority))
    }

    /// Where *Settings* leads somebody with this authority.
    pub fn first(authority: &Authority) -> Option<Self> {
        Self::seen_by(authority).next()
    }

    /// Its page (CT-1).
    pub fn path(self, slug: &Slug) -> String {
        match self {
            Self::Members => members(slug),
            Self::Projects => projects(slug),
            Self::General | Self::Billing | Self::Security | Self::AuditLog => {
                format!("{}/{}", settings(slug), self.word())
            }
        }
    }

    /// The word in its address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Members => "members",
            Self::Projects => "projects",
            Self::Billing => "billing",
            Self::Security => "security",
            Self::AuditLog => "audit-log",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Grant, Grants, ProjectRoles, Role};

    // OR-2
    #[test]
    fn a_switch_keeps_the_section_that_the_role_may_see() {
        let slug: Slug = "acme".parse().unwrap();
        for path in ["/o/quill/members", "/o/quill/members/new", "/o/quill/members/revoke"] {
            assert_eq!(Section::of(path), Section::Settings(SettingsTab::Members), "{path}");
        }
        for path in ["/o/quill/projects", "/o/quill/projects/website", "/o/quill/projects/website/members"] {
            assert_eq!(Section::of(path), Section::Settings(SettingsTab::Projects), "{path}");
        }
        for path in ["/o/members", "/o/quill", "/o/quill/elsewhere"] {
            assert_eq!(Section::of(path), Section::Home, "{path}");
        }
        for tab in SettingsTab::ALL {
            assert_eq!(Section::of(&tab.path(&slug)), Section::Settings(*tab));
        }
        // Another organization has other projects.
        let within = |tab, authority: &Authority| Section::Settings(tab).within(&slug, authority);
        let billing_admin = Authority::of_role(Role::BillingAdmin);
        let member = Authority::of_role(Role::Member);
        assert_eq!(within(SettingsTab::Projects, &billing_admin), "/o/acme/projects");
        assert_eq!(within(SettingsTab::Members, &billing_admin), "/o/acme/members");
        assert_eq!(within(SettingsTab::Projects, &member), "/o/acme");
        assert_eq!(within(SettingsTab::Members, &member), "/o/acme");
        assert_eq!(Section::Home.within(&slug, &Authority::of_role(Role::Owner)), "/o/acme");
        // Who sees other settings there than here stays in the settings.
        let creates = Grants::from_iter([Grant::CreateProjects]);
        let creator = Authority::new(Role::Member, creates, ProjectRoles::default());
        assert_eq!(within(SettingsTab::Members, &creator), "/o/acme/projects");
    }

    // ST-1
    #[test]
    fn settings_lead_to_the_first_page_that_is_seen() {
        let seen = |authority: &Authority| SettingsTab::seen_by(authority).collect::<Vec<_>>();
        assert_eq!(seen(&Authority::of_role(Role::Owner)), SettingsTab::ALL);
        assert_eq!(seen(&Authority::of_role(Role::Member)), []);
        for grant in Grant::ALL {
            let authority = Authority::new(Role::Member, Grants::from_iter([grant]), ProjectRoles::default());
            let first = SettingsTab::first(&authority);
            assert!(first.is_none_or(|tab| grant.gives(tab.permission())), "{grant:?}");
        }
    }
}
