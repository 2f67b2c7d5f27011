//! Fields of a form that hold several words: boxes with one name, or a choice for each of several things.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{MapAccess, SeqAccess, Visitor},
};

/// Words of one field, with commas between them. They come as that text; as boxes named `grants[]`, which send a word each;
/// or as choices named `projects[id-ID]`, each of which becomes `ID:word` where it says anything. So a form needs no script, and
/// a script no form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct ListField(String);

impl ListField {
    /// The words, with commas between them.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for ListField {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Words)
    }
}

/// Before the key of a choice: one that began with a digit would be taken for a place in a list.
const MARK: &str = "id-";

/// The name of a choice of this field for the thing with this key.
pub fn choice_name(field: &str, key: &str) -> String {
    format!("{field}[{MARK}{key}]")
}

/// The key in the name of such a choice; none where it is of another field.
pub fn key_of_choice<'a>(field: &str, name: &'a str) -> Option<&'a str> {
    Some(without_mark(name.strip_prefix(field)?.strip_prefix('[')?.strip_suffix(']')?))
}

/// The key of a choice as it was meant.
pub fn without_mark(key: &str) -> &str {
    key.strip_prefix(MARK).unwrap_or(key)
}

struct Words;

impl<'de> Visitor<'de> for Words {
    type Value = ListField;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("words of a form")
    }

    fn visit_str<E>(self, text: &str) -> Result<ListField, E> {
        Ok(ListField(text.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<ListField, E> {
        Ok(ListField::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut words: A) -> Result<ListField, A::Error> {
        let mut all: Vec<String> = Vec::new();
        while let Some(word) = words.next_element()? {
            all.push(word);
        }
        Ok(ListField(all.join(",")))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut choices: A) -> Result<ListField, A::Error> {
        let mut all: Vec<String> = Vec::new();
        while let Some((of, word)) = choices.next_entry::<String, String>()? {
            if !word.is_empty() {
                all.push(format!("{}:{word}", without_mark(&of)));
            }
        }
        // A map has no order of its own.
        all.sort();
        Ok(ListField(all.join(",")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_named_by_its_key() {
        let name = choice_name("projects", "019ac1a5");
        assert_eq!(name, "projects[id-019ac1a5]");
        assert_eq!(key_of_choice("projects", &name), Some("019ac1a5"));
        assert_eq!(key_of_choice("grants", &name), None);
    }

    #[test]
    fn words_come_in_three_ways() {
        let read = |json: &str| serde_json::from_str::<ListField>(json).unwrap().as_str().to_owned();
        assert_eq!(read(r#""a,b""#), "a,b");
        assert_eq!(read(r#"["a", "b"]"#), "a,b");
        assert_eq!(read(r#"{"id-2": "agent", "id-1": "viewer", "id-3": ""}"#), "1:viewer,2:agent");
        assert_eq!(read("null"), "");
    }
}
