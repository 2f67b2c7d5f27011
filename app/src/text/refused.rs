//! What is said where a request did not come through to its page.

use domain::Policy;

use super::{
    account::appearance,
    members, projects,
    settings::{countries, security},
};

/// What the name of a field of several boxes ends with.
const BOXES: &str = "[]";

/// The page of a refused form that no other page can show.
pub const HEADING: &str = "That didn’t go through";
/// Back to the page that the form stood on.
pub const BACK: &str = "Back to the page";
/// Heading over what was typed into a form that no page can show.
pub const TYPED: &str = "What you typed: copy it before you go on";
/// Above a page that was opened under another address; the address follows.
pub const OTHER_ADDRESS: &str =
    "You opened Parlor under another address than its own. Forms and mailed links work there:";

/// What a switch says that is on.
const YES: &str = "Yes";
/// What it says where it is off.
const NO: &str = "No";

/// The name of a form's field, for people: "First name" of `first_name`.
pub fn field(name: &str) -> String {
    let name = name.trim_end_matches(BOXES);
    if let Some(policy) = policy(name) {
        return security::title(policy).to_owned();
    }
    if name == "grants" {
        return members::list::PERMISSIONS.to_owned();
    }
    let mut letters = name.chars().map(|c| if c == '_' { ' ' } else { c });
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What stands in that field, as its page calls it: "User admin" of `user-admin`. What is typed and no choice stays as it is.
pub fn value(name: &str, value: &str) -> String {
    let name = name.trim_end_matches(BOXES);
    let words = match name {
        "role" => value.parse().map(super::role).or_else(|_| value.parse().map(projects::project_role)).ok(),
        "grants" => value.parse().map(members::grant).ok(),
        "availability" => value.parse().map(super::availability).ok(),
        "appearance" => value.parse().map(appearance::name).ok(),
        "country" => value.parse().map(countries::name).ok(),
        "draft" | "send" => yes_or_no(value),
        _ if policy(name).is_some() => yes_or_no(value),
        _ => None,
    };
    words.unwrap_or(value).to_owned()
}

fn policy(field: &str) -> Option<Policy> {
    Policy::ALL.into_iter().find(|policy| policy.field() == field)
}

fn yes_or_no(value: &str) -> Option<&'static str> {
    match value {
        "true" | "on" => Some(YES),
        "false" => Some(NO),
        _ => None,
    }
}

/// Leads to the server's own address.
pub fn open(address: &str) -> String {
    format!("Open {address}")
}

/// A form that was sent from another address than the server's own.
pub fn other_address(address: &str) -> String {
    format!("That came from another address than Parlor’s own, so nothing was done. Open {address} and send it there.")
}

#[cfg(test)]
mod tests {
    use super::*;

    // FIELD-21
    #[test]
    fn field_21_choices_are_called_as_on_their_page() {
        for (name, typed, called, words) in [
            ("role", "user-admin", "Role", "User admin"),
            ("role", "viewer", "Role", "Viewer"),
            ("role", "boss", "Role", "boss"),
            ("grants[]", "read-audit-log", "Permissions", "Read audit log"),
            ("draft", "true", "Draft", "Yes"),
            ("send", "false", "Send", "No"),
            ("country", "AX", "Country", "Åland Islands"),
            ("first_name", "true", "First name", "true"),
            ("emails", "member", "Emails", "member"),
        ] {
            assert_eq!((field(name).as_str(), value(name, typed).as_str()), (called, words));
        }
        let policy = Policy::MembersNeedProject;
        assert_eq!((field(policy.field()).as_str(), &*value(policy.field(), "true")), (security::title(policy), "Yes"));
    }
}
