//! What holds of every list, whatever was pasted (IN-8, FIELD-12, INP-10).

use proptest::prelude::*;

use super::*;

/// Any local part that sign-up takes: all signs that there are, and letters beyond ASCII.
fn any_local() -> impl Strategy<Value = String> {
    "[a-zéжñ0-9!#$%&'*+/=?^_`{|}~-]{1,9}(?:\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,4})?"
}

fn address() -> impl Strategy<Value = String> {
    (
        "[a-z0-9_](?:[a-z0-9_+'&-]{0,8}[a-z0-9_+-])?(?:\\.[a-z0-9]{1,4})?",
        "[a-z0-9äöü]{1,9}(?:-[a-z0-9]{1,4})?\\.(?:example|рф|org)",
    )
        .prop_map(|(local, domain)| format!("{local}@{domain}"))
}

proptest! {
    // INP-10
    #[test]
    fn never_panics(pasted in any::<String>()) {
        for entry in addresses_and_lines(&pasted) {
            prop_assert!(!entry.typed.is_empty());
        }
    }

    #[test]
    fn never_panics_with_many_ats(pasted in "[a@.<>\", ;\\\\_'\u{200b}%?=&-]{0,60}") {
        for entry in addresses(&pasted) {
            prop_assert!(entry.typed.contains('@'));
        }
    }

    /// FIELD-12: whatever stands between, the list comes back whole.
    #[test]
    fn a_joined_list_comes_back(
        list in prop::collection::vec(address(), 1..8),
        between in prop::sample::select(vec![
            ",", ", ", ";", "; ", "\n", "\r\n", "\t", " ", "\u{a0}", " | ", "> <", "><", ">; Berg, Anna <", "> Anna Berg <",
            ">, \"Berg, Anna @ Work\" <", ">Anna<", "\nAnna;", "\",\"", ") (", ")\n[x](mailto:", "\n- ", "\n* ", "\n• ", "，",
            ".\n", ",\n\n", " and ", "\u{2028}", ":", " / ", "</td><td>",
        ]),
    ) {
        let pasted = format!("Anna <{}>", list.join(between));
        let mut wanted: Vec<EmailAddress> = Vec::new();
        for typed in &list {
            let address = typed.parse().unwrap();
            if !wanted.contains(&address) {
                wanted.push(address);
            }
        }
        let found: Vec<Option<EmailAddress>> = addresses(&pasted).into_iter().map(|entry| entry.address.ok()).collect();
        prop_assert_eq!(found, wanted.into_iter().map(Some).collect::<Vec<_>>(), "{}", pasted);
    }

    /// Between `<` and `>`, and alone without what links and tables write between words, it is what sign-up takes.
    #[test]
    fn between_brackets_everything_that_sign_up_takes_is_found(
        locals in prop::collection::vec(any_local(), 1..6),
        between in prop::sample::select(vec!["> <", "><", ">, <", ">; Berg, Anna <", ">\n<", ">\nAnna;<"]),
    ) {
        let list: Vec<String> = locals.iter().map(|local| format!("{local}@x.example")).collect();
        let mut wanted: Vec<EmailAddress> = Vec::new();
        for address in list.iter().filter_map(|typed| typed.parse().ok()) {
            if !wanted.contains(&address) {
                wanted.push(address);
            }
        }
        let pasted = format!("<{}>", list.join(between));
        let found: Vec<EmailAddress> = addresses(&pasted).into_iter().filter_map(|entry| entry.address.ok()).collect();
        prop_assert_eq!(found, wanted, "{}", pasted);
    }

    /// Bare, it is found or told: never another address.
    #[test]
    fn what_sign_up_takes_is_never_another(
        one in any_local(), other in any_local(),
        between in prop::sample::select(vec!["", " ", ", ", ";", "\n", "\t", "、", " und "]),
    ) {
        let one = format!("{one}@x.example");
        let pasted = if between.is_empty() { one.clone() } else { format!("{one}{between}{other}@y.example") };
        // What leads both is their bullet, what stands in both the border of their columns.
        let sign = |typed: &str| typed.contains('|') || typed.starts_with(|c: char| !c.is_alphanumeric());
        prop_assume!(between.is_empty() || !(sign(&one) && sign(&other)));
        // Behind `cc=` stands the address that a link holds.
        let holds = |typed: &str| {
            let fields = || reading::FIELDS.iter().map(|field| format!("{field}="));
            typed.split(['?', '&']).any(|part| fields().any(|field| part.trim_start_matches('-').starts_with(&field)))
        };
        prop_assume!(!holds(&one) && !holds(&other));
        let meant = [one.parse::<EmailAddress>().ok(), format!("{other}@y.example").parse().ok()];
        for entry in addresses(&pasted) {
            if let Ok(address) = entry.address {
                prop_assert!(meant.contains(&Some(address.clone())), "{} {}", pasted, address.as_str());
            }
        }
    }

    /// No address is cut out of a word, and none was not written.
    #[test]
    fn every_address_stands_in_the_text(pasted in "[abex@@.。_{}|/=#'*~+ ,;<>()é중и①%4&-]{0,40}|(?:[ab/={}.-]{0,5}@[ax]\\.example[ ,/|}중.-]?){1,3}") {
        let text = normal::normal(&pasted);
        for address in addresses(&pasted).into_iter().filter_map(|entry| entry.address.ok()) {
            let length = text.len();
            let ats = (0..length).filter(|place| text[*place] == '@');
            let spots = ats.flat_map(|at| (0..at).flat_map(move |from| (at + 2..=length).map(move |to| from..to)));
            let mut stands = spots.filter(|spot| !text[spot.start].is_whitespace());
            let whole = |spot: &Range<usize>| {
                let letter = |place: Option<usize>| place.and_then(|place| text.get(place)).is_some_and(char::is_ascii_alphanumeric);
                !letter(spot.start.checked_sub(1)) && !letter(Some(spot.end))
            };
            let found = stands.any(|spot| whole(&spot) && collect(&text, spot).parse() == Ok(address.clone()));
            prop_assert!(found, "{} {}", pasted, address.as_str());
        }
    }
}
