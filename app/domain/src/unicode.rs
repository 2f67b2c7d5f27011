//! What a character is. With the feature `tables` by Unicode's properties; without, in a browser, by a coarse list.

use crate::normal_form::is_mark;

/// The joiners: wanted between letters of some scripts, and inside some emoji.
pub(crate) const JOINERS: [char; 2] = ['\u{200c}', '\u{200d}'];

/// Takes blanks and invisible characters off both ends: they come along with what is copied.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// A letter, a digit or a mark on one.
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c)
}

/// Whether the tag at `place` is of a whole emoji: a black flag, the country's and region's letters, and the end of tags
/// (UTS 51). Longer or open runs of tags only hide text.
fn is_flag_tag(text: &[char], place: usize) -> bool {
    let Some(flag) = text.iter().take(place).rposition(|c| !is_tag(*c)) else { return false };
    let tags = text.iter().skip(flag + 1).take_while(|c| is_tag(**c));
    let region =
        tags.clone().take_while(|c| matches!(c, '\u{e0030}'..='\u{e0039}' | '\u{e0061}'..='\u{e007a}')).count();
    text.get(flag) == Some(&'\u{1f3f4}')
        && (3..=6).contains(&region)
        && text.get(flag + 1 + region) == Some(&'\u{e007f}')
        && tags.count() == region + 1
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0020}'..='\u{e007f}')
}

pub use properties::is_invisible;
pub(crate) use properties::{is_text, is_visible, is_wanted};

#[cfg(feature = "tables")]
mod properties {
    use icu_properties::{
        CodePointMapData, CodePointSetData,
        props::{
            BidiControl, DefaultIgnorableCodePoint, ExtendedPictographic, GeneralCategory, GeneralCategoryGroup,
            Ideographic, Script,
        },
    };

    use super::JOINERS;

    fn is_of(c: char, group: GeneralCategoryGroup) -> bool {
        group.contains(CodePointMapData::<GeneralCategory>::new().get(c))
    }

    fn script(c: char) -> Script {
        CodePointMapData::<Script>::new().get(c)
    }

    /// Whether nothing is seen of it, and it is no blank.
    pub fn is_invisible(c: char) -> bool {
        !c.is_ascii()
            && (CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
                || CodePointSetData::new::<BidiControl>().contains(c)
                || is_of(c, GeneralCategoryGroup::Format)
                // Symbols without a shape: the blank of Braille, the place of an object, the head of no note.
                || matches!(c, '\u{2800}' | '\u{fffc}' | '\u{1d159}'))
    }

    /// Whether it may stand in an address beyond ASCII: assigned, and no control, blank or private character.
    pub(crate) fn is_text(c: char) -> bool {
        let none = GeneralCategoryGroup::Other.union(GeneralCategoryGroup::Separator);
        !is_of(c, none) && c != '\u{fffd}'
    }

    /// Whether something is seen of it alone: marks need a letter to stand on.
    pub(crate) fn is_visible(c: char) -> bool {
        let none = GeneralCategoryGroup::Other.union(GeneralCategoryGroup::Separator).union(GeneralCategoryGroup::Mark);
        !is_of(c, none) && !is_invisible(c)
    }

    /// Whether the invisible character at `place` belongs there: a joiner between letters of a script that joins, or
    /// inside an emoji; a variation of what stands before it; a tag of the flag of England, Scotland or Wales.
    pub(crate) fn is_wanted(text: &[char], place: usize) -> bool {
        let Some((&c, before)) = text.get(place).zip(text.get(..place)) else { return false };
        let after = text.get(place + 1).copied();
        let pictographic = |c: char| CodePointSetData::new::<ExtendedPictographic>().contains(c);
        let Some(&previous) = before.last() else { return false };
        match c {
            _ if JOINERS.contains(&c) => {
                let letter = |c: char| {
                    let letters = GeneralCategoryGroup::Letter.union(GeneralCategoryGroup::Mark);
                    is_of(c, letters) && joins(script(c))
                };
                // A mark that every script shares stands on a letter that tells.
                let base = before.iter().rev().find(|c| script(**c) != Script::Inherited);
                let drawn = before.iter().rev().find(|c| !matches!(c, '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}'));
                (base.is_some_and(|c| letter(*c)) && after.is_some_and(letter))
                    || (c == '\u{200d}' && drawn.is_some_and(|c| pictographic(*c)) && after.is_some_and(pictographic))
            }
            '\u{fe0e}' | '\u{fe0f}' => pictographic(previous) || after == Some('\u{20e3}'),
            '\u{fe00}'..='\u{fe0d}' | '\u{e0100}'..='\u{e01ef}' => {
                CodePointSetData::new::<Ideographic>().contains(previous)
            }
            '\u{180b}'..='\u{180d}' | '\u{180f}' => script(previous) == Script::Mongolian,
            '\u{e0020}'..='\u{e007f}' => super::is_flag_tag(text, place),
            _ => false,
        }
    }

    /// Whether letters of the script take another shape beside a joiner.
    fn joins(script: Script) -> bool {
        ![
            Script::Latin,
            Script::Greek,
            Script::Cyrillic,
            Script::Armenian,
            Script::Georgian,
            Script::Hebrew,
            Script::Han,
            Script::Hiragana,
            Script::Katakana,
            Script::Bopomofo,
            Script::Hangul,
            Script::Common,
            Script::Inherited,
        ]
        .contains(&script)
    }

    /// Whether words of two scripts stand there with nothing between: `邮箱anna`, `com으로`.
    pub(crate) fn is_glued(text: &[char]) -> bool {
        let mut scripts = text.iter().filter(|c| !is_invisible(**c)).filter_map(|c| match script(*c) {
            Script::Common | Script::Inherited => None,
            // East Asian scripts are one here: they take turns within a word.
            Script::Han | Script::Hiragana | Script::Katakana | Script::Bopomofo | Script::Hangul => Some(Script::Han),
            script => Some(script),
        });
        let first = scripts.next();
        scripts.any(|script| Some(script) != first)
    }

    /// Whether a label mixes scripts that nobody writes together: `pаypal` with a Cyrillic `а`.
    pub(crate) fn is_mixed(label: &[char]) -> bool {
        let mut scripts: Vec<Script> = label.iter().map(|c| script(*c)).collect();
        scripts.retain(|script| ![Script::Common, Script::Inherited].contains(script));
        let written_together = [
            &[Script::Latin, Script::Han, Script::Hiragana, Script::Katakana][..],
            &[Script::Latin, Script::Han, Script::Bopomofo],
            &[Script::Latin, Script::Han, Script::Hangul],
        ];
        let one = scripts.iter().all(|script| Some(script) == scripts.first());
        !one && !written_together.iter().any(|together| scripts.iter().all(|script| together.contains(script)))
    }
}

#[cfg(feature = "tables")]
pub(crate) use properties::{is_glued, is_mixed};

/// Without tables nobody can tell; the server does.
#[cfg(not(feature = "tables"))]
pub(crate) fn is_glued(_: &[char]) -> bool {
    false
}

#[cfg(not(feature = "tables"))]
mod properties {
    /// Whether nothing is seen of it, as far as a browser needs to know.
    pub fn is_invisible(c: char) -> bool {
        matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffc}'
            | '\u{e0000}'..='\u{e0fff}')
    }

    /// Whether it may stand in an address beyond ASCII.
    pub(crate) fn is_text(c: char) -> bool {
        !c.is_control() && !c.is_whitespace() && c != '\u{fffd}'
    }

    /// Whether something is seen of it alone.
    pub(crate) fn is_visible(c: char) -> bool {
        !c.is_control() && !c.is_whitespace() && !is_invisible(c)
    }

    /// Whether the invisible character at `place` belongs there: what may belong somewhere is the server's to judge.
    pub(crate) fn is_wanted(text: &[char], place: usize) -> bool {
        let c = text.get(place).copied().unwrap_or_default();
        super::is_flag_tag(text, place)
            || place > 0
                && matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{180b}'..='\u{180f}' | '\u{e0100}'..='\u{e01ef}')
    }
}
