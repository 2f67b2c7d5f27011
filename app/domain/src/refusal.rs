//! Refusals: why something that a person asked for did not happen. Each is declared here alone, and carries what its
//! sentence needs; the sentence itself stands with the words of the pages, and how it crosses the wire with the calls.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::{
    AuditFilterProblem, Authority, BillingContact, DeadInvitation, DeadLink, EmailAddress, EmailProblem, LinkPurpose,
    NameProblem, OrganizationName, PasswordProblem, Permission, PersonName, ProjectName, ProjectPermission,
    ReachedLimit, RefusedAuditQuery, RefusedLine, RefusedMember, SavedMeanwhile, SettingsSavedMeanwhile, Slug,
    SlugProblem,
};

/// What somebody else called a member meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenamedMeanwhile {
    /// What the member is called by now.
    pub now: PersonName,
    /// Who changed it; none for whoever is told, and where it is not known any more.
    pub by: Option<String>,
    /// The address of whoever changed it, where somebody else in the organization is called alike (FIELD-23).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_email: Option<String>,
}

/// What somebody else made of somebody meanwhile: role, grants or projects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermsSavedMeanwhile {
    /// What they are by now.
    pub now: Authority,
    /// What they were when the form was opened.
    pub seen: Authority,
    /// Who changed it; none for whoever is told, and where it is not known any more.
    pub by: Option<String>,
    /// The address of whoever changed it, where somebody else in the organization is called alike (FIELD-23).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_email: Option<String>,
    /// The same of the name, where that was changed too: both are told at once.
    pub name: Option<RenamedMeanwhile>,
}

impl TermsSavedMeanwhile {
    /// By somebody of whom nothing is said.
    #[must_use]
    pub const fn new(seen: Authority, now: Authority, name: Option<RenamedMeanwhile>) -> Self {
        Self { now, seen, by: None, by_email: None, name }
    }
}

/// Why a use case did not happen, where the person who asked can do something about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// Some fields hold what cannot be taken.
    Fields {
        /// The fields with their problems.
        fields: Vec<FieldError>,
    },
    /// Nobody is signed in.
    SignedOut,
    /// The address of the account is not verified yet (SU-13).
    #[serde(rename = "unconfirmed")]
    Unverified,
    /// The email and the password do not go together.
    BadCredentials,
    /// The link belongs to a sign-up that another browser began, and this browser has its own for the address.
    OtherSignUp,
    /// The browser is not signing up.
    NoAttempt,
    /// The link opens nothing.
    DeadLink {
        /// What the link was for.
        link: LinkPurpose,
        /// Why it opens nothing.
        reason: DeadLink,
    },
    /// The invitation cannot be accepted any more.
    DeadInvitation {
        /// Why it cannot be accepted.
        reason: DeadInvitation,
        /// The organization's name, where there is one.
        organization: Option<OrganizationName>,
        /// The organization's slug, for those who are in it.
        slug: Option<Slug>,
    },
    /// The invitation, or the link about an address, is for another account than the one signed in.
    WrongAccount {
        /// The address that it is for.
        invited: EmailAddress,
        /// The address of whoever is signed in.
        signed_in: EmailAddress,
    },
    /// A permission is missing (TR-8).
    Forbidden {
        /// The missing permission.
        permission: Permission,
        /// Names of some who can grant it.
        granted_by: Vec<String>,
    },
    /// A permission in a project is missing (TR-8).
    ForbiddenInProject {
        /// The project's name.
        project: ProjectName,
        /// The missing permission.
        permission: ProjectPermission,
        /// Names of some who can grant it.
        granted_by: Vec<String>,
    },
    /// Only members of a project open this organization, and this one belongs to none that is in use (ST-6).
    KeptOutside {
        /// The organization's name.
        organization: OrganizationName,
        /// Names of some who can add them to a project.
        added_by: Vec<String>,
    },
    /// Roles, grants and projects of this organization's people come from an identity provider (ST-5).
    IdentityManaged {
        /// The organization's name.
        organization: OrganizationName,
    },
    /// The project is archived: it can be restored, and not be changed before.
    ArchivedProject {
        /// The project's name.
        project: ProjectName,
    },
    /// The organization would be left without an active project (PR-5).
    LastProject {
        /// The project's name.
        project: ProjectName,
    },
    /// Whoever archives the project belongs to no other, and would be kept outside by it (ST-6).
    KeepsMeOutside {
        /// The project's name.
        project: ProjectName,
    },
    /// The organization has as many projects as it can have.
    ProjectLimit {
        /// As many as that.
        limit: u32,
    },
    /// All seats of the organization's plan are taken, or fewer are free than it takes (ST-3).
    SeatsTaken(ReachedLimit),
    /// The organization has as many projects as its plan includes (ST-3).
    ProjectsTaken(ReachedLimit),
    /// The organization that invites has no seat free. The invitation stays as it is, and who sent it is told (ST-3).
    NoFreeSeat {
        /// The organization's name.
        organization: OrganizationName,
    },
    /// So many people are not dealt with at once; nothing was done.
    TooManyPeople {
        /// As many as that are.
        limit: usize,
    },
    /// Lines of a list that is saved as a whole cannot be taken; nothing was saved (PR-3).
    RefusedLines {
        /// The lines with their problems.
        lines: Vec<RefusedLine>,
    },
    /// It cannot be done with some of many members; it was done with none (TR-6).
    RefusedMembers {
        /// Those with whom it cannot be done, and why.
        members: Vec<RefusedMember>,
    },
    /// Somebody else saved the list meanwhile; nothing was saved (PR-3).
    SavedMeanwhile(SavedMeanwhile),
    /// Somebody else saved the general settings meanwhile, and something that is changed here too; nothing was saved (ST-2).
    SettingsSavedMeanwhile(Box<SettingsSavedMeanwhile>),
    /// Somebody else changed what is changed here, role, grants or projects, after the form was opened; nothing was saved (TR-6).
    TermsSavedMeanwhile(Box<TermsSavedMeanwhile>),
    /// Somebody else changed what a member is called, which is changed here too, after the form was opened; nothing was saved (TR-6).
    NameSavedMeanwhile(RenamedMeanwhile),
    /// Somebody else saved another billing contact after the form was opened; nothing was saved (ST-3).
    ContactSavedMeanwhile {
        /// Who it is by now; none for nobody.
        now: Option<BillingContact>,
    },
    /// What was done can be undone no more: it was too long ago (TR-7).
    UndoOver,
    /// Of somebody who is to be brought back nothing is known here any more, and somebody who was removed a while ago has deleted
    /// their account since; nobody was brought back (TR-7).
    AccountGone,
    /// Organizations would be left without an owner.
    LastOwner {
        /// The names of those organizations.
        organizations: Vec<OrganizationName>,
    },
    /// There is no such thing, or not for this person: the same answer (OR-6).
    NotFound,
    /// Too early; worth another try after these seconds.
    TooSoon {
        /// Seconds to wait.
        seconds: u32,
    },
    /// Too many tries; worth another one after these seconds.
    Throttled {
        /// Seconds to wait.
        seconds: u32,
        /// What was tried too often.
        #[serde(default)]
        of: Tries,
    },
    /// The account has created as many organizations as the operator allows, with those that can be brought back.
    OrganizationLimit {
        /// As many as that.
        limit: u32,
    },
    /// Every core is busy: come back later.
    Busy,
}

/// What can be tried too often.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tries {
    /// Passwords that are not right.
    #[default]
    Passwords,
    /// Links that nobody was mailed.
    Links,
    /// Streams of `/events`.
    Streams,
}

/// A field of a form that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name in the form.
    pub field: String,
    /// Why it cannot be taken.
    pub problem: FieldProblem,
}

/// Why a field cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldProblem {
    /// An email address.
    Email(EmailProblem),
    /// A new password, or one to sign in with.
    Password(PasswordProblem),
    /// A person's name.
    PersonName(NameProblem),
    /// An organization's name.
    OrganizationName(NameProblem),
    /// A project's name.
    ProjectName(NameProblem),
    /// An organization's place in addresses.
    Slug(SlugProblem),
    /// Another organization has this slug.
    SlugTaken,
    /// Another organization has a slug that this one is taken for.
    SlugLooksTaken,
    /// A line of text for internal reference, like the number under which a company pays taxes.
    Line {
        /// Why it cannot be taken.
        problem: NameProblem,
        /// How many characters it may have.
        max: usize,
    },
    /// There is no such country.
    NoCountry,
    /// What the settings were is told in a way that cannot be read.
    NoSettings,
    /// The password of the account is another one.
    WrongPassword,
    /// The account has this address already.
    SameAddress,
    /// Nothing was typed where email addresses belong.
    NoAddress,
    /// What was typed where email addresses belong holds none.
    NoAddressInText,
    /// Whoever has this address is in the organization.
    AlreadyMember,
    /// An invitation to this address is open.
    AlreadyInvited,
    /// No role was chosen.
    NoRole,
    /// Something was to be granted that nobody can be granted.
    NoGrant,
    /// Projects or roles in them that there are not.
    NoProjectRole,
    /// An invitation is sent with a project alone (ST-6).
    ProjectNeeded,
    /// Whoever switches it on would be kept outside by it.
    KeepsMeOutside,
    /// One of the entries that say who belongs to a project cannot be read.
    NoProjectMember {
        /// Which of them: the first is 1.
        entry: usize,
    },
    /// No member was chosen.
    NoMember,
    /// No appearance was chosen.
    NoAppearance,
    /// The organization is called otherwise.
    OtherName,
    /// A filter of the audit log.
    AuditFilter(AuditFilterProblem),
}

impl From<EmailProblem> for FieldProblem {
    fn from(problem: EmailProblem) -> Self {
        Self::Email(problem)
    }
}

impl From<AuditFilterProblem> for FieldProblem {
    fn from(problem: AuditFilterProblem) -> Self {
        Self::AuditFilter(problem)
    }
}

impl From<RefusedAuditQuery> for Refusal {
    fn from(RefusedAuditQuery(filters): RefusedAuditQuery) -> Self {
        let field = |(name, problem): (&str, AuditFilterProblem)| FieldError {
            field: name.to_owned(),
            problem: problem.into(),
        };
        Self::Fields { fields: filters.into_iter().map(field).collect() }
    }
}

impl From<PasswordProblem> for FieldProblem {
    fn from(problem: PasswordProblem) -> Self {
        Self::Password(problem)
    }
}

impl From<SlugProblem> for FieldProblem {
    fn from(problem: SlugProblem) -> Self {
        Self::Slug(problem)
    }
}

impl Refusal {
    /// One field cannot be taken.
    pub fn field(field: &str, problem: impl Into<FieldProblem>) -> Self {
        Self::Fields { fields: vec![FieldError { field: field.to_owned(), problem: problem.into() }] }
    }

    /// Worth another try after this time.
    pub fn too_soon(wait: TimeDelta) -> Self {
        Self::TooSoon { seconds: whole_seconds(wait) }
    }

    /// Too many tries; worth another one after this time.
    pub fn throttled(wait: TimeDelta, of: Tries) -> Self {
        Self::Throttled { seconds: whole_seconds(wait), of }
    }

    /// The problem of this field, if that is what is wrong.
    pub fn of_field(&self, field: &str) -> Option<FieldProblem> {
        let Self::Fields { fields } = self else { return None };
        fields.iter().find(|error| error.field == field).map(|error| error.problem)
    }
}

/// Seconds to wait, rounded up, and never none.
fn whole_seconds(wait: TimeDelta) -> u32 {
    u32::try_from((wait.num_milliseconds() + 999) / 1000).unwrap_or(1).max(1)
}
