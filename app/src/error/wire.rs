//! Errors on the wire: the word of each stands among its other fields.
//!
//! serde writes and reads such objects too (`tag`), but keeps what it reads in values of its own until the word has come, and
//! compiles the code that reads each type a second time for those: 13 KB of what a browser downloads to sign up
//! (docs/PERFORMANCE.md). Here the text is read twice, the first time for its word.
//!
//! What serde derives for [`AppError`] stands as functions of the type itself (`remote = "Self"`) and knows no refusals: that is
//! what `AppError::serialize` and `AppError::deserialize` are here, and not the traits.

use domain::Refusal;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::Error as _,
    ser::{Error as _, SerializeMap},
};
use serde_json::{
    Value,
    de::{Deserializer as Reader, SliceRead},
    value::{RawValue, Serializer as ToValue},
};

use super::AppError;

/// Under which the word stands.
const WORD: &str = "error";

impl Serialize for AppError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let written = match self {
            Self::Refused(refusal) => refusal.serialize(ToValue),
            own => Self::serialize(own, ToValue),
        };
        let mut object = serializer.serialize_map(None)?;
        match written.map_err(S::Error::custom)? {
            Value::String(word) => object.serialize_entry(WORD, &word)?,
            Value::Object(one) => {
                for (word, fields) in one {
                    object.serialize_entry(WORD, &word)?;
                    for (field, value) in fields.as_object().into_iter().flatten() {
                        object.serialize_entry(field, value)?;
                    }
                }
            }
            _ => return Err(S::Error::custom("no error is written so")),
        }
        object.end()
    }
}

impl<'de> Deserialize<'de> for AppError {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Box::<RawValue>::deserialize(deserializer)?;
        read(json.get()).map_err(D::Error::custom)
    }
}

fn read(json: &str) -> serde_json::Result<AppError> {
    #[derive(Deserialize)]
    struct Head {
        error: String,
    }
    let Head { error: word } = serde_json::from_slice(json.as_bytes())?;
    with_word(&word, json, |reader| AppError::deserialize(reader))
        .or_else(|_| with_word(&word, json, |reader| Refusal::deserialize(reader).map(AppError::Refused)))
}

/// Reads what has this word: one without further fields is the word alone, another one holds its fields.
fn with_word<T>(
    word: &str,
    json: &str,
    read: impl Fn(&mut Reader<SliceRead<'_>>) -> serde_json::Result<T>,
) -> serde_json::Result<T> {
    let read = |text: String| read(&mut Reader::from_slice(text.as_bytes()));
    read(format!("\"{word}\"")).or_else(|_| read(format!("{{\"{word}\":{json}}}")))
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use domain::{EmailProblem, FieldProblem, ProjectName, ReachedLimit, SavedMeanwhile, Tries};

    use super::*;

    // CT-2: scripts read these, and so do pages.
    #[test]
    fn an_error_is_an_object_with_its_word() {
        for (error, json) in [
            (AppError::Malformed, r#"{"error":"malformed"}"#),
            (AppError::Internal { reference: "7".into() }, r#"{"error":"internal","reference":"7"}"#),
            (Refusal::SignedOut.into(), r#"{"error":"signed-out"}"#),
            (Refusal::Unverified.into(), r#"{"error":"unconfirmed"}"#),
            (Refusal::UndoOver.into(), r#"{"error":"undo-over"}"#),
            (Refusal::too_soon(TimeDelta::milliseconds(1_001)).into(), r#"{"error":"too-soon","seconds":2}"#),
            (
                Refusal::throttled(TimeDelta::zero(), Tries::Links).into(),
                r#"{"error":"throttled","seconds":1,"of":"links"}"#,
            ),
            (
                AppError::field("email", EmailProblem::Shape),
                r#"{"error":"fields","fields":[{"field":"email","problem":{"email":"shape"}}]}"#,
            ),
            (
                AppError::field("slug", FieldProblem::SlugTaken),
                r#"{"error":"fields","fields":[{"field":"slug","problem":"slug-taken"}]}"#,
            ),
            (
                Refusal::LastProject { project: ProjectName::first() }.into(),
                r#"{"error":"last-project","project":"Website"}"#,
            ),
            (
                Refusal::SavedMeanwhile(SavedMeanwhile { by: None, by_email: None, at: None, lines: Vec::new() })
                    .into(),
                r#"{"error":"saved-meanwhile","by":null,"at":null,"lines":[]}"#,
            ),
            (Refusal::ContactSavedMeanwhile { now: None }.into(), r#"{"error":"contact-saved-meanwhile","now":null}"#),
            (
                Refusal::SeatsTaken(ReachedLimit {
                    limit: "5".parse().unwrap(),
                    managers: vec!["Mina".into()],
                    can_ask: false,
                })
                .into(),
                r#"{"error":"seats-taken","limit":5,"managers":["Mina"],"can_ask":false}"#,
            ),
        ] {
            assert_eq!(serde_json::to_value(&error).unwrap(), serde_json::from_str::<Value>(json).unwrap());
            assert_eq!(serde_json::from_str::<AppError>(json).unwrap(), error);
            // What came along with a page stands within an answer.
            let answer: Result<u8, AppError> = Err(error);
            let kept = serde_json::to_string(&answer).unwrap();
            assert_eq!(serde_json::from_str::<Result<u8, AppError>>(&kept).unwrap(), answer);
        }
    }

    // With the sentences that the server puts beside them, and in whatever order.
    #[test]
    fn what_else_stands_there_is_passed_over() {
        let told = r#"{"message":"Wait.","seconds":42,"error":"too-soon"}"#;
        assert_eq!(serde_json::from_str::<AppError>(told).unwrap(), Refusal::TooSoon { seconds: 42 }.into());
        let told = r#"{"error":"signed-out","message":"Sign in."}"#;
        assert_eq!(serde_json::from_str::<AppError>(told).unwrap(), Refusal::SignedOut.into());
        for other in [r#"{"error":"from-tomorrow"}"#, r#"{"error":"a\":b"}"#, r#"{"error":7}"#, "[]", "{}"] {
            assert!(serde_json::from_str::<AppError>(other).is_err(), "{other}");
        }
    }
}
