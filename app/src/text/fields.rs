//! Why a field cannot be taken, and what to do about it.

use domain::{EmailProblem, FieldProblem, NameProblem, PasswordProblem, SlugProblem, limits};

use super::{PARLOR, account, members, projects, settings, setup};

/// Why a field cannot be taken.
pub fn field_problem(problem: FieldProblem) -> String {
    match problem {
        FieldProblem::Email(problem) => email_problem(problem),
        FieldProblem::Password(problem) => password_problem(problem),
        FieldProblem::PersonName(problem) => person_name_problem(problem),
        FieldProblem::OrganizationName(problem) => organization_name_problem(problem),
        FieldProblem::ProjectName(problem) => projects::name_problem(problem),
        FieldProblem::Slug(problem) => slug_problem(problem),
        FieldProblem::SlugTaken => setup::SLUG_TAKEN.into(),
        FieldProblem::SlugLooksTaken => setup::SLUG_LOOKS_TAKEN.into(),
        FieldProblem::Line { problem, max } => line_problem(problem, max),
        FieldProblem::NoCountry => settings::general::NO_COUNTRY.into(),
        FieldProblem::NoSettings => settings::general::NO_SETTINGS.into(),
        FieldProblem::WrongPassword => account::WRONG_PASSWORD.into(),
        FieldProblem::SameAddress => account::SAME_ADDRESS.into(),
        FieldProblem::NoAddress => members::NO_ADDRESS.into(),
        FieldProblem::NoAddressInText => members::NO_ADDRESS_IN_TEXT.into(),
        FieldProblem::AlreadyMember => members::ALREADY_MEMBER.into(),
        FieldProblem::AlreadyInvited => members::ALREADY_INVITED.into(),
        FieldProblem::NoRole => members::CHOOSE_ROLE.into(),
        FieldProblem::NoGrant => projects::NO_GRANT.into(),
        FieldProblem::NoProjectRole => projects::NO_PROJECT_ROLE.into(),
        FieldProblem::ProjectNeeded => settings::security::PROJECT_NEEDED.into(),
        FieldProblem::KeepsMeOutside => settings::security::KEEPS_ME_OUTSIDE.into(),
        FieldProblem::NoProjectMember { entry } => projects::no_project_member(entry),
        FieldProblem::NoMember => account::CHOOSE_OWNER.into(),
        FieldProblem::NoAppearance => account::CHOOSE_APPEARANCE.into(),
        FieldProblem::OtherName => account::TYPE_THE_NAME.into(),
        FieldProblem::AuditFilter(problem) => settings::audit_log::problem(problem).into(),
    }
}

/// Why an address is refused.
pub fn email_problem(problem: EmailProblem) -> String {
    match problem {
        EmailProblem::Empty => "Enter your email address.".into(),
        EmailProblem::TooLong => "That’s longer than an email address can be.".into(),
        EmailProblem::Invisible => {
            "Something invisible stands in that address. Type it anew instead of pasting it.".into()
        }
        EmailProblem::Shape => "Enter an address like mina@example.com.".into(),
    }
}

/// Why a password is refused.
pub fn password_problem(problem: PasswordProblem) -> String {
    match problem {
        PasswordProblem::Empty => "Enter a password.".into(),
        PasswordProblem::TooShort => format!("Use {} characters or more.", limits::PASSWORD_MIN),
        PasswordProblem::TooLong => format!("Use {} characters or fewer.", limits::PASSWORD_MAX),
        PasswordProblem::Common => "One of the most used passwords. Try a few plain words.".into(),
        PasswordProblem::IsEmail => "That’s your email address. Try a few plain words.".into(),
        PasswordProblem::IsPartOfEmail => "That’s a part of your email address. Try a few plain words.".into(),
        PasswordProblem::IsName => "That’s your name. Try a few plain words.".into(),
        PasswordProblem::IsOrganization => "That’s your organization’s name. Try a few plain words.".into(),
        PasswordProblem::IsProduct => format!("That’s the name of {PARLOR} or of its site. Try a few plain words."),
    }
}

/// A web address among other words of a name.
const NAME_HOLDS_URL: &str = "Leave out web addresses: a name is enough.";
/// A name that is a web address, and how to write it instead.
const NAME_IS_URL: &str = "Mail programs would make a link of that. Leave the ending out, or write a space instead of the dot: “Harbour com”.";
/// A name that is a link by its beginning, and how to write it instead.
const NAME_IS_SCHEME: &str = "Mail programs would make a link of that. Write a space behind the colon, or leave it out with what stands before it.";

/// Why a person's name is refused.
pub fn person_name_problem(problem: NameProblem) -> String {
    match problem {
        NameProblem::Empty | NameProblem::TooShort => "Enter your name.".into(),
        NameProblem::TooLong => format!("Use {} characters or fewer.", limits::PERSON_NAME_MAX),
        NameProblem::Control => "Leave out line breaks and invisible characters.".into(),
        NameProblem::Url => NAME_HOLDS_URL.into(),
        NameProblem::IsUrl => NAME_IS_URL.into(),
        NameProblem::IsScheme => NAME_IS_SCHEME.into(),
    }
}

/// Why an organization's name is refused.
pub fn organization_name_problem(problem: NameProblem) -> String {
    match problem {
        NameProblem::Empty => "Enter a name for the organization.".into(),
        NameProblem::TooShort => format!("Use {} characters or more.", limits::ORGANIZATION_NAME_MIN),
        NameProblem::TooLong => format!("Use {} characters or fewer.", limits::ORGANIZATION_NAME_MAX),
        NameProblem::Control => "Leave out line breaks and invisible characters.".into(),
        NameProblem::Url => NAME_HOLDS_URL.into(),
        NameProblem::IsUrl => NAME_IS_URL.into(),
        NameProblem::IsScheme => NAME_IS_SCHEME.into(),
    }
}

/// Why a line for internal reference is refused.
pub fn line_problem(problem: NameProblem, max: usize) -> String {
    match problem {
        NameProblem::TooLong => format!("Use {max} characters or fewer."),
        _ => "Leave out line breaks and invisible characters.".into(),
    }
}

/// Why an organization's address is refused.
pub fn slug_problem(problem: SlugProblem) -> String {
    match problem {
        SlugProblem::Length => format!("Use 2 to {} characters.", limits::SLUG_MAX),
        SlugProblem::Characters => "Use lowercase letters, digits and single hyphens.".into(),
        SlugProblem::Reserved => "Parlor keeps that word for itself. Choose another.".into(),
    }
}
