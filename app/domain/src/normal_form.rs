//! Unicode's normal forms (UAX 15), and which characters are marks. The tables behind them are a tenth of what a browser
//! would download to sign up, and it has them: there its own are asked. Where the two are of different versions of Unicode,
//! the server decides. ASCII has one form.

pub(crate) use forms::{is_mark, nfc, nfkc, nfkd};

/// What [`nfkc`] makes of one character.
pub(crate) fn usual_form(c: char) -> String {
    nfkc(c.encode_utf8(&mut [0; 4]))
}

#[cfg(not(target_arch = "wasm32"))]
mod forms {
    use unicode_normalization::UnicodeNormalization;
    pub(crate) use unicode_normalization::char::is_combining_mark as is_mark;

    /// Composed: what is drawn alike by nature is one text.
    pub(crate) fn nfc(text: &str) -> String {
        if text.is_ascii() { text.to_owned() } else { text.nfc().collect() }
    }

    /// Composed, and variants of a character are the character: `ﬁ` is `fi`, `Ａ` is `A`.
    pub(crate) fn nfkc(text: &str) -> String {
        if text.is_ascii() { text.to_owned() } else { text.nfkc().collect() }
    }

    /// As [`nfkc`], with every mark apart from its letter.
    pub(crate) fn nfkd(text: &str) -> String {
        if text.is_ascii() { text.to_owned() } else { text.nfkd().collect() }
    }
}

#[cfg(target_arch = "wasm32")]
mod forms {
    use js_sys::{JsString, RegExp};

    pub(crate) fn nfc(text: &str) -> String {
        normalized(text, "NFC")
    }

    pub(crate) fn nfkc(text: &str) -> String {
        normalized(text, "NFKC")
    }

    pub(crate) fn nfkd(text: &str) -> String {
        normalized(text, "NFKD")
    }

    pub(crate) fn is_mark(c: char) -> bool {
        thread_local! {
            static MARK: RegExp = RegExp::new(r"\p{M}", "u");
        }
        !c.is_ascii() && MARK.with(|mark| mark.test(c.encode_utf8(&mut [0; 4])))
    }

    /// ASCII would cross over for nothing.
    fn normalized(text: &str, form: &str) -> String {
        if text.is_ascii() { text.to_owned() } else { JsString::from(text).normalize(form).into() }
    }
}
