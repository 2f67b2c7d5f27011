//! What of a form can be kept: fields, boxes and choices that hold no secret.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlFormElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

use crate::{browser, ui::on_one_line};

/// One control that can be kept.
#[derive(Clone)]
pub enum Control {
    /// A line.
    Line(HtmlInputElement),
    /// Several lines.
    Lines(HtmlTextAreaElement),
    /// One of several in a list.
    Select(HtmlSelectElement),
    /// A box or a circle.
    Tick(HtmlInputElement),
}

/// What a ticked box is kept as.
const TICKED: &str = "on";
/// Names of fields that hold a secret, also while it is shown.
const SECRETS: [&str; 4] = ["password", "token", "secret", "code"];
/// What the browser fills in there.
const SECRET_FILLS: [&str; 4] = ["current-password", "new-password", "one-time-code", "cc-"];

impl Control {
    fn of(element: &JsValue) -> Option<Self> {
        if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
            let savable =
                !is_secret(&input.name(), &input.autocomplete()) && !input.read_only() && !input.name().is_empty();
            return match input.type_().as_str() {
                "checkbox" | "radio" if savable => Some(Self::Tick(input.clone())),
                "text" | "email" | "search" | "url" | "tel" | "number" | "date" | "time" | "color" | "range"
                    if savable =>
                {
                    Some(Self::Line(input.clone()))
                }
                _ => None,
            };
        }
        if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
            return (!is_secret(&area.name(), "") && !area.read_only()).then(|| Self::Lines(area.clone()));
        }
        element.dyn_ref::<HtmlSelectElement>().map(|select| Self::Select(select.clone()))
    }

    /// Its name in the draft; boxes of one name are told apart by what they send.
    fn name(&self) -> String {
        match self {
            Self::Line(input) => input.name(),
            Self::Lines(area) => area.name(),
            Self::Select(select) => select.name(),
            Self::Tick(input) => format!("{}={}", input.name(), input.value()),
        }
    }

    /// What is in it.
    pub fn value(&self) -> String {
        match self {
            Self::Line(input) => input.value(),
            Self::Lines(area) => area.value(),
            Self::Select(select) => select.value(),
            Self::Tick(input) => if input.checked() { TICKED } else { "" }.to_owned(),
        }
    }

    /// Whether that is not what came with the page.
    pub fn differs(&self) -> bool {
        match self {
            Self::Line(input) => input.value() != input.default_value(),
            Self::Lines(area) => area.value() != area.default_value().unwrap_or_default(),
            Self::Select(select) => select.value() != browser::default_choice(select),
            Self::Tick(input) => input.checked() != input.default_checked(),
        }
    }

    /// Whether words are typed into it.
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Line(_) | Self::Lines(_))
    }

    /// Whether it is this one.
    pub fn is(&self, element: &Element) -> bool {
        self.element() == element
    }

    /// Fills it in, and tells whoever listens to it as if somebody had typed.
    pub fn fill(&self, value: &str) {
        match self {
            Self::Line(input) => input.set_value(&on_one_line(value)),
            Self::Lines(area) => area.set_value(value),
            Self::Select(select) => select.set_value(value),
            Self::Tick(input) => input.set_checked(value == TICKED),
        }
        browser::tell_of_input(self.element());
    }

    /// Puts back what came with the page.
    pub fn reset(&self) {
        match self {
            Self::Line(input) => self.fill(&input.default_value()),
            Self::Lines(area) => self.fill(&area.default_value().unwrap_or_default()),
            Self::Tick(input) => self.fill(if input.default_checked() { TICKED } else { "" }),
            Self::Select(select) => self.fill(&browser::default_choice(select)),
        }
    }

    /// From now on this is what came with the page; what is in it stays.
    pub fn set_default(&self, value: &str) {
        match self {
            Self::Line(input) => input.set_default_value(value),
            // Only what is no text area refuses.
            Self::Lines(area) => _ = area.set_default_value(value),
            Self::Select(select) => browser::set_default_choice(select, value),
            // Said again, it would tick what nobody has touched, and take the tick off another circle.
            Self::Tick(input) if input.default_checked() != (value == TICKED) => {
                input.set_default_checked(value == TICKED);
            }
            Self::Tick(_) => {}
        }
    }

    /// Puts the focus there.
    pub fn focus(&self) {
        // An element that is gone again needs no focus.
        browser::call(self.element(), "focus", &[]);
    }

    fn element(&self) -> &Element {
        match self {
            Self::Line(input) | Self::Tick(input) => input,
            Self::Lines(area) => area,
            Self::Select(select) => select,
        }
    }
}

/// The controls of a form, wherever they stand, each under a name of its own.
pub fn of(form: &HtmlFormElement) -> Vec<(String, Control)> {
    let mut named: Vec<(String, Control)> = Vec::new();
    for control in all(form).iter().filter_map(Control::of) {
        let name = control.name();
        let same = named.iter().filter(|(other, _)| other.split('#').next() == Some(&name)).count();
        let name = if same == 0 { name } else { format!("{name}#{same}") };
        named.push((name, control));
    }
    named
}

/// What tells a form from others of its kind on a page: its hidden fields.
pub fn identity(form: &HtmlFormElement) -> String {
    // What stood there before is no part of it: a form is the same whatever it begins with.
    let told = hidden(form).into_iter().filter(|input| input.name() != "page" && !tells_before(input));
    told.map(|input| format!("{}={}", input.name(), input.value())).collect::<Vec<_>>().join("&")
}

/// The hidden fields that say what the form changes was before.
pub fn before(form: &HtmlFormElement) -> Vec<HtmlInputElement> {
    hidden(form).into_iter().filter(tells_before).collect()
}

fn tells_before(input: &HtmlInputElement) -> bool {
    input.name() == "before" || input.name().starts_with("before_")
}

fn hidden(form: &HtmlFormElement) -> Vec<HtmlInputElement> {
    let inputs = all(form).into_iter().filter_map(|element| element.dyn_into::<HtmlInputElement>().ok());
    inputs.filter(|input| input.type_() == "hidden").collect()
}

/// The form that an element belongs to.
pub fn form_of(element: &Element) -> Option<HtmlFormElement> {
    js_sys::Reflect::get(element, &"form".into()).ok()?.dyn_into().ok()
}

fn all(form: &HtmlFormElement) -> Vec<JsValue> {
    let elements = form.elements();
    (0..elements.length()).filter_map(|at| elements.item(at)).map(JsValue::from).collect()
}

fn is_secret(name: &str, fill: &str) -> bool {
    SECRETS.iter().any(|secret| name.contains(secret)) || SECRET_FILLS.iter().any(|secret| fill.contains(secret))
}

#[cfg(test)]
mod tests {
    use super::is_secret;

    // FIELD-21: never a password, also while it is shown.
    #[test]
    fn secrets_are_told_by_their_name_and_by_what_browsers_fill_in() {
        for (name, fill) in
            [("password", ""), ("new_password", ""), ("token", ""), ("x", "new-password"), ("x", "one-time-code")]
        {
            assert!(is_secret(name, fill), "{name} {fill}");
        }
        for (name, fill) in [("name", "name"), ("email", "username"), ("emails", "off"), ("slug", "")] {
            assert!(!is_secret(name, fill), "{name} {fill}");
        }
    }
}
