//! Whom an invitation is for and what it gives, as it was typed in a form.

use domain::{Authority, FieldProblem, Grants, NameProblem, PersonName, ProjectRoles, Role};
use services::members::Invitee;

use crate::{error::AppError, form::FormErrors, list_field::ListField};

/// Reads whom an invitation is for; all mistakes at once.
pub(crate) fn invitee(
    role: &str,
    grants: &ListField,
    projects: &ListField,
    first_name: &str,
    last_name: &str,
) -> Result<Invitee, AppError> {
    let mut errors = FormErrors::default();
    let role: Option<Role> = errors.check("role", role.parse(), |_| FieldProblem::NoRole);
    let grants: Option<Grants> = errors.check("grants", grants.as_str().parse(), |_| FieldProblem::NoGrant);
    let projects = projects.as_str().parse();
    let projects: Option<ProjectRoles> = errors.check("projects", projects, |_| FieldProblem::NoProjectRole);
    let first_name = errors.check("first_name", optional_name(first_name), FieldProblem::PersonName);
    let last_name = errors.check("last_name", optional_name(last_name), FieldProblem::PersonName);
    let (Some(role), Some(grants), Some(projects), Some(first_name), Some(last_name)) =
        (role, grants, projects, first_name, last_name)
    else {
        return Err(errors.into_error());
    };
    Ok(Invitee { given: Authority::new(role, grants, projects), first_name, last_name })
}

/// What a form about somebody's role, grants and projects began with, where it tells.
pub(crate) fn terms_before(typed: &str) -> Result<Option<Authority>, AppError> {
    let told = Some(typed).filter(|typed| !typed.is_empty());
    told.map(|typed| serde_json::from_str(typed).map_err(|_| AppError::Malformed)).transpose()
}

/// The same of a form about an invitation.
pub(crate) fn invitee_before(terms: &str, first_name: &str, last_name: &str) -> Result<Option<Invitee>, AppError> {
    let Some(given) = terms_before(terms)? else { return Ok(None) };
    let name = |typed| optional_name(typed).map_err(|_| AppError::Malformed);
    Ok(Some(Invitee { given, first_name: name(first_name)?, last_name: name(last_name)? }))
}

/// A name that may be left out.
fn optional_name(typed: &str) -> Result<Option<PersonName>, NameProblem> {
    if typed.trim().is_empty() { Ok(None) } else { typed.parse().map(Some) }
}
