//! What is said where a request did not come through to its page.

/// The page of a refused form that no other page can show.
pub const HEADING: &str = "That didn’t go through";
/// Back to the page that the form stood on.
pub const BACK: &str = "Back to the page";
/// Heading over what was typed into a form that no page can show.
pub const TYPED: &str = "What you typed: copy it before you go on";
/// Above a page that was opened under another address; the address follows.
pub const OTHER_ADDRESS: &str =
    "You opened Parlor under another address than its own. Forms and mailed links work there:";

/// The name of a form's field, for people: "First name" of `first_name`.
pub fn field(name: &str) -> String {
    let mut letters = name.chars().map(|c| if c == '_' { ' ' } else { c });
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Leads to the server's own address.
pub fn open(address: &str) -> String {
    format!("Open {address}")
}

/// A form that was sent from another address than the server's own.
pub fn other_address(address: &str) -> String {
    format!("That came from another address than Parlor’s own, so nothing was done. Open {address} and send it there.")
}
