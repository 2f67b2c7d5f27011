//! Fields of a form that hold several words: boxes with one name, or a choice for each of several things.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{MapAccess, SeqAccess, Visitor},
};

/// Words of one field, with commas between them. They come as that text; as boxes named `grants[]`, which send a word each;
/// or as choices named `projects[ID]`, each of which becomes `ID:word` where it says anything. So a form needs no script, and
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
                all.push(format!("{of}:{word}"));
            }
        }
        // A map has no order of its own.
        all.sort();
        Ok(ListField(all.join(",")))
    }
}
