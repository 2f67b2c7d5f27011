//! Which keys were pressed, for every shortcut alike. A shortcut follows the letter that the keyboard's layout gives, as
//! people read it on their keys; where the layout gives no Latin letter, the place of the key decides.

use leptos::{ev, leptos_dom::helpers::window_event_listener, prelude::*};

use crate::browser;

/// What a key event says, apart from the browser's type, so that the rule can be tested.
#[derive(Clone, Copy, Debug, Default)]
// Modifiers of a key are independent of each other.
#[allow(clippy::struct_excessive_bools)]
struct Pressed<'a> {
    key: &'a str,
    code: &'a str,
    ctrl: bool,
    meta: bool,
    shift: bool,
    alt: bool,
    alt_graph: bool,
    composing: bool,
}

impl Pressed<'_> {
    /// Ctrl or ⌘ with this letter, and nothing else: with further keys it is the browser's, or somebody's typing.
    fn is_shortcut(self, letter: char) -> bool {
        let alone = self.ctrl != self.meta && !self.shift && !self.alt && !self.alt_graph && !self.composing;
        alone && self.letter() == Some(letter)
    }

    /// The letter, lowercase.
    fn letter(self) -> Option<char> {
        let mut letters = self.key.chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) if is_latin(letter) => letter.to_lowercase().next(),
            // Words such as "Enter" and "F1" are keys of their own. A dead or unknown key has only its place.
            (Some(_), Some(_)) if !matches!(self.key, "Dead" | "Unidentified") => None,
            _ => self.code.strip_prefix("Key")?.chars().next().map(|letter| letter.to_ascii_lowercase()),
        }
    }
}

/// A letter of the Latin script, with or without marks.
fn is_latin(letter: char) -> bool {
    letter.is_alphabetic() && matches!(letter, '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

/// Runs `callback` at Ctrl or ⌘ with `letter`, once for each time it is pressed, until the component is gone. While a dialog
/// is open, shortcuts rest: what they would show lies out of reach behind it.
pub fn on_shortcut(letter: char, callback: impl Fn() + Clone + 'static) {
    Effect::new(move || {
        let callback = callback.clone();
        let listener = window_event_listener(ev::keydown, move |event| {
            let (key, code) = (event.key(), event.code());
            let pressed = Pressed {
                key: &key,
                code: &code,
                ctrl: event.ctrl_key(),
                meta: event.meta_key(),
                shift: event.shift_key(),
                alt: event.alt_key(),
                alt_graph: event.get_modifier_state("AltGraph"),
                composing: event.is_composing(),
            };
            if pressed.is_shortcut(letter) {
                // Held down it is still ours, not the browser's.
                event.prevent_default();
                if !event.repeat() && !browser::is_dialog_open() {
                    callback();
                }
            }
        });
        on_cleanup(move || listener.remove());
    });
}

/// The name of a key that was pressed by itself. With Ctrl, Alt or ⌘ it is the browser's; while letters are being
/// composed (Enter takes a suggestion then) it is the keyboard's.
pub fn alone(event: &ev::KeyboardEvent) -> Option<String> {
    let held = event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing();
    (!held).then(|| event.key())
}

/// Whether this keyboard has ⌘. Runs in the browser.
pub fn is_mac() -> bool {
    window().navigator().platform().is_ok_and(|platform| platform.starts_with("Mac") || platform.starts_with("iP"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_ctrl(key: &'static str, code: &'static str) -> Pressed<'static> {
        Pressed { key, code, ctrl: true, ..Pressed::default() }
    }

    // FIELD-10
    #[test]
    fn where_the_layout_gives_no_latin_letter_the_place_of_the_key_decides() {
        for key in ["л", "κ", "ל", "ك", "ㅏ", "Dead", "Unidentified", ""] {
            assert!(with_ctrl(key, "KeyK").is_shortcut('k'), "{key}");
        }
        assert!(!with_ctrl("к", "KeyR").is_shortcut('k'), "the Cyrillic к is elsewhere");
    }

    // FIELD-10
    #[test]
    fn a_latin_layout_goes_by_its_letter_wherever_that_is() {
        assert!(with_ctrl("k", "KeyV").is_shortcut('k'), "Dvorak's k");
        assert!(with_ctrl("K", "KeyK").is_shortcut('k'), "caps lock");
        for key in ["t", "ş", "ĸ", "Enter", "F1", "Process"] {
            assert!(!with_ctrl(key, "KeyK").is_shortcut('k'), "{key}");
        }
    }

    // FIELD-10
    #[test]
    fn with_further_keys_it_is_the_browsers_and_while_composing_the_keyboards() {
        let plain = with_ctrl("k", "KeyK");
        assert!(Pressed { ctrl: false, meta: true, ..plain }.is_shortcut('k'));
        for other in [
            Pressed { ctrl: false, ..plain },
            Pressed { shift: true, ..plain },
            Pressed { alt: true, ..plain },
            Pressed { alt_graph: true, ..plain },
            Pressed { meta: true, ..plain },
            Pressed { composing: true, ..plain },
        ] {
            assert!(!other.is_shortcut('k'), "{other:?}");
        }
    }
}
