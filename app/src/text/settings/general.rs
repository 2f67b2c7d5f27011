//! `/o/{slug}/settings/general`: what an organization says of itself, and the ways out of it.

use domain::{GeneralField, SettingsSavedMeanwhile};

use super::countries;
use crate::{
    text::{and, plural, told_apart},
    ui::isolated,
};

/// Document title, heading and tab.
pub const TITLE: &str = "General";
/// Heading of a part.
pub const ORGANIZATION: &str = "Organization";
pub const ORGANIZATION_TEXT: &str = "What your team sees in the sidebar and on invitations.";
/// Heading of a part.
pub const COMPANY: &str = "Company details";
pub const COMPANY_TEXT: &str = "For internal reference only. Visitors never see them.";
/// Below the address.
pub const SLUG_HINT: &str = "Links to the old address keep working until another organization takes it.";
/// The first choice of country.
pub const NO_COUNTRY_CHOSEN: &str = "Not given";
/// What is not given, where nothing can be changed.
pub const NOT_GIVEN: &str = "Not given";
/// Refusals.
pub const NO_COUNTRY: &str = "Choose a country from the list.";
pub const NO_SETTINGS: &str = "The server couldn’t read that. Load the page again and send it once more.";

/// Name of the bar.
pub const UNSAVED: &str = "Unsaved changes";
/// In the bar, where nothing can count.
pub const CHANGE_AND_SAVE: &str = "Change what you like.";
pub const DISCARD: &str = "Discard";
pub const SAVE: &str = "Save changes";
/// Beside what both changed.
pub const MINE: &str = "Keep mine";
pub const THEIRS: &str = "Take theirs";
/// Why it cannot be saved yet.
pub const DECIDE: &str = "Decide first whose change counts";

/// Heading of a part.
pub const DANGER: &str = "Danger zone";
pub const DANGER_TEXT: &str = "Each step asks once more.";
pub const LEAVE: &str = "Leave organization";
/// For who would leave nobody behind that owns it.
pub const LEAVE_LAST: &str = "You’re its only owner: somebody else has to own it first.";
pub const TRANSFER: &str = "Transfer ownership";
pub const TRANSFER_TEXT: &str = "Make somebody else owner and become admin yourself.";
pub const DELETE: &str = "Delete organization";

/// The label of a field.
pub const fn label(field: GeneralField) -> &'static str {
    match field {
        GeneralField::Name => "Organization name",
        GeneralField::Slug => "Address",
        GeneralField::RegisteredName => "Registered name",
        GeneralField::VatNumber => "VAT number",
        GeneralField::Country => "Country",
    }
}

/// What a value is shown as; none where nothing is given.
pub fn shown(field: GeneralField, value: &str) -> Option<String> {
    match (field, value) {
        (_, "") => None,
        (GeneralField::Country, code) => {
            Some(code.parse().map_or_else(|_| code.to_owned(), |country| countries::name(country).to_owned()))
        }
        (_, value) => Some(value.to_owned()),
    }
}

/// Beside a field that both changed.
pub fn theirs(by: Option<&str>, field: GeneralField, value: &str) -> String {
    let by = by.map_or_else(|| "Somebody".to_owned(), isolated);
    match shown(field, value) {
        Some(value) => format!("{by} changed this to “{}” meanwhile.", isolated(&value)),
        None => format!("{by} emptied this meanwhile."),
    }
}

/// Whoever saved meanwhile, as they are named (FIELD-23).
pub fn saver(meanwhile: &SettingsSavedMeanwhile) -> Option<String> {
    meanwhile.by.as_deref().map(|by| told_apart(by, meanwhile.by_email.as_deref()))
}

/// What was changed meanwhile, of all fields at once, where there is nothing to choose by.
pub fn saved_meanwhile(meanwhile: &SettingsSavedMeanwhile) -> String {
    let by = saver(meanwhile).map_or_else(|| "Somebody".to_owned(), |by| isolated(&by));
    let now = |field: &GeneralField| {
        let value =
            shown(*field, &meanwhile.now.text(*field)).map_or_else(|| "nothing".to_owned(), |now| isolated(&now));
        format!("{} ({value})", label(*field))
    };
    let fields: Vec<String> = meanwhile.fields.iter().map(now).collect();
    format!("{by} changed {} meanwhile. Nothing was saved: save again to have it your way.", and(&fields))
}

/// What leaving comes to; the names of the owners who stay.
pub fn leave(owners: &[String]) -> String {
    match owners {
        [] => "You lose access at once.".into(),
        [one] => format!("{} stays as owner. You lose access at once.", isolated(one)),
        more => format!("{} owners stay. You lose access at once.", more.len()),
    }
}

/// What deleting comes to.
pub fn delete(people: i64) -> String {
    let lose = plural::of(&people, "You lose access".to_owned(), format!("{people} people lose access"));
    format!("{lose} at once. You have 7 days to undo it; then it is gone for good.")
}

#[cfg(test)]
mod tests {
    use domain::GeneralSettings;

    use super::*;

    // ST-2
    #[test]
    fn what_both_changed_is_named_with_what_it_is_by_now() {
        let now = r#"{"name":"Acme Tools","slug":"acme","registered_name":null,"vat_number":null,"country":"IE"}"#;
        let now: GeneralSettings = serde_json::from_str(now).unwrap();
        let fields = vec![GeneralField::Name, GeneralField::VatNumber, GeneralField::Country];
        // FIELD-23: of two who are called alike with the address.
        for (by_email, who) in [(None, "Jonas"), (Some("jonas@x.example".to_owned()), "Jonas (jonas@x.example)")] {
            let (fields, now) = (fields.clone(), now.clone());
            let meanwhile = SettingsSavedMeanwhile { by: Some("Jonas".into()), by_email, at: None, fields, now };
            assert_eq!(
                saved_meanwhile(&meanwhile).replace(['\u{2068}', '\u{2069}'], ""),
                format!(
                    "{who} changed Organization name (Acme Tools), VAT number (nothing) and Country (Ireland) meanwhile. \
                     Nothing was saved: save again to have it your way."
                )
            );
        }
    }
}
