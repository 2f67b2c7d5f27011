//! The query of the page's address.
//!
//! Not the router's own map, which decodes values twice: in that a search for `100%25` looks for `100%`, and the address of
//! a page within the address of another one is cut at its first `&`.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The query of the page that is shown.
#[derive(Clone, Copy)]
pub struct Query(Memo<String>);

/// The query of the page that is shown; within the router.
pub fn use_query() -> Query {
    Query(use_location().search)
}

impl Query {
    /// The last value of this name. Followed by what it is asked in.
    pub fn get(self, name: &str) -> Option<String> {
        self.0.with(|query| values(query, name).next_back())
    }

    /// The same, asked for in passing.
    pub fn get_untracked(self, name: &str) -> Option<String> {
        untrack(|| self.get(name))
    }

    /// All values of this name, in order.
    pub fn get_all(self, name: &str) -> Vec<String> {
        self.0.with(|query| values(query, name).collect())
    }
}

fn values(query: &str, name: &str) -> std::vec::IntoIter<String> {
    let pairs = form_urlencoded::parse(query.trim_start_matches('?').as_bytes());
    let values = pairs.filter(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    values.collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_decoded_once() {
        let query = "?return_to=/o/acme/members%3Ffind%3D%25C3%2596zlem%2526a%26page%3D2&find=a+b%2Bc&find=100%2525&x";
        let get = |name| values(query, name).collect::<Vec<_>>();
        assert_eq!(get("return_to"), ["/o/acme/members?find=%C3%96zlem%26a&page=2"]);
        assert_eq!(get("find"), ["a b+c", "100%25"]);
        assert_eq!(get("x"), [""]);
        assert!(get("y").is_empty());
    }
}
