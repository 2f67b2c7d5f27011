//! Canaries: every secret and every address that a story sends or gets. None may stand in the server's log (PRV-1).

use std::{
    collections::{BTreeSet, HashSet},
    sync::{Arc, Mutex},
};

use serde_json::Value;

/// Characters of a token at least: those of 256 bits are 43.
const TOKEN: usize = 40;
/// Bytes of a body that a call takes at most; beyond that it is ballast, with no secret in it.
const LARGEST: usize = 64 * 1024;

/// What is watched for; all browsers of a story share it.
#[derive(Clone, Default)]
pub struct Canaries(Arc<Mutex<Watched>>);

#[derive(Default)]
struct Watched {
    tokens: HashSet<String>,
    addresses: HashSet<String>,
    passwords: BTreeSet<String>,
}

impl Canaries {
    /// A request goes out.
    pub fn sent(&self, path: &str, body: &[u8]) {
        self.text(path);
        let Some(text) = std::str::from_utf8(body).ok().filter(|text| text.len() <= LARGEST) else { return };
        let fields: Vec<(String, String)> = match serde_json::from_str(text) {
            Ok(Value::Object(fields)) => {
                fields.into_iter().filter_map(|(name, value)| Some((name, value.as_str()?.to_owned()))).collect()
            }
            _ => serde_urlencoded::from_str(text).unwrap_or_default(),
        };
        for (name, value) in fields {
            if name.contains("password") {
                self.password(&value);
            } else {
                self.text(&value);
            }
        }
    }

    /// A cookie is set.
    pub fn cookie(&self, value: &str) {
        self.text(value);
    }

    /// Everything in a text that looks like a token or an address.
    pub fn text(&self, text: &str) {
        let mut watched = self.0.lock().unwrap();
        watched.tokens.extend(tokens(text).map(str::to_owned));
        watched.addresses.extend(addresses(text));
    }

    fn password(&self, text: &str) {
        // A word of every day, or a number, stands in a log for other reasons.
        let told_apart = text.contains(|c: char| !c.is_ascii_alphabetic()) && !text.chars().all(|c| c.is_ascii_digit());
        if text.len() >= 8 && told_apart {
            self.0.lock().unwrap().passwords.insert(text.to_owned());
        }
    }

    /// Those that stand in the log, each with its line.
    pub fn found_in(&self, log: &str) -> Vec<String> {
        let watched = self.0.lock().unwrap();
        let mut found = Vec::new();
        for line in log.lines() {
            let told = tokens(line).any(|token| watched.tokens.contains(token))
                || addresses(line).any(|address| watched.addresses.contains(&address))
                || watched.passwords.iter().any(|password| line.contains(password.as_str()));
            if told {
                found.push(line.to_owned());
            }
        }
        found
    }
}

fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c)));
    words.filter(|word| word.len() >= TOKEN)
}

fn addresses(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| c.is_whitespace() || "\"'<>()[]{},;:=/\\&?".contains(c));
    let address = |word: &str| {
        let (local, domain) = word.split_once('@')?;
        (!local.is_empty() && domain.contains('.')).then(|| word.trim_end_matches('.').to_lowercase())
    };
    words.filter_map(address)
}

#[test]
fn a_canary_is_found() {
    let canaries = Canaries::default();
    let token = "T0ken_".repeat(7);
    canaries.sent(&format!("/verify/{token}"), b"email=Mina%40harbour.example&password=four+plain+words&name=Mina");
    canaries.sent("/", br#"{"email":"jonas@harbour.example","current_password":"other plain words"}"#);
    for line in [
        format!("GET /verify/{token}?x"),
        r#"{"to":"mina@harbour.example"}"#.to_owned(),
        "to=<JONAS@harbour.example>".to_owned(),
        "tried four plain words".to_owned(),
        "other plain words".to_owned(),
    ] {
        assert_eq!(canaries.found_in(&line).len(), 1, "{line}");
    }
    for line in ["to=m…@harbour.example", "a password was hashed", "GET /verify/"] {
        assert!(canaries.found_in(line).is_empty(), "{line}");
    }
}
