//! The checks of one form: run again on sending, and focus goes to the first field that is wrong.

use leptos::{ev::SubmitEvent, prelude::*};

/// One field of the form.
#[derive(Clone, Copy)]
struct Checked {
    /// Checks it now; true when nothing is wrong.
    run: Callback<(), bool>,
    /// Shows a mistake at this moment.
    wrong: Callback<(), bool>,
    /// Takes away a mistake of its check that is none any more.
    take_back: Callback<()>,
    /// Puts the focus into it.
    focus: Callback<()>,
}

/// All fields of one form, in the order they were rendered.
///
/// Call [`Checks::provide`] in the page that holds the form and put [`Checks::on_submit`] on the
/// form as `on:submit:capture`; fields inside find it by themselves. The browser's own bubbles are
/// switched off then, and stay for those without JavaScript.
#[derive(Clone, Copy)]
pub struct Checks {
    fields: StoredValue<Vec<(usize, Checked)>>,
    next: StoredValue<usize>,
}

impl Checks {
    /// Puts the checks of a form into the context of everything rendered below.
    pub fn provide() -> Self {
        let checks = Self { fields: StoredValue::new(Vec::new()), next: StoredValue::new(0) };
        provide_context(checks);
        checks
    }

    /// Checks every field; when one is wrong, says so and puts the focus there.
    pub fn pass(&self) -> bool {
        // Every field is checked, so all mistakes show at once.
        let wrong = self.all().iter().filter(|field| !field.run.run(())).count();
        if wrong > 0 {
            self.focus_first_wrong();
        }
        wrong == 0
    }

    /// Holds back a form that would be refused anyway.
    pub fn on_submit(self) -> impl Fn(SubmitEvent) + Clone + 'static {
        move |event| {
            if !self.pass() {
                event.prevent_default();
                event.stop_propagation();
            }
        }
    }

    /// Puts the focus into the first field that shows a mistake.
    pub(super) fn focus_first_wrong(&self) {
        if let Some(first) = self.all().iter().find(|field| field.wrong.run(())) {
            first.focus.run(());
        }
    }

    /// Takes away all mistakes of checks that are none any more.
    pub(super) fn take_back(&self) {
        for field in self.all() {
            field.take_back.run(());
        }
    }

    /// Takes a field in, until it leaves the page. A form that took the place of another one may have no checks of its own,
    /// and finds those of the other: a context stays where it was provided, and outlives what it holds.
    pub(super) fn register(
        &self,
        run: Callback<(), bool>,
        wrong: Callback<(), bool>,
        take_back: Callback<()>,
        focus: Callback<()>,
    ) {
        let Self { fields, next } = *self;
        let Some(key) = next.try_get_value() else { return };
        next.set_value(key + 1);
        fields.update_value(|fields| fields.push((key, Checked { run, wrong, take_back, focus })));
        on_cleanup(move || {
            fields.try_update_value(|fields| fields.retain(|(at, _)| *at != key));
        });
    }

    fn all(&self) -> Vec<Checked> {
        let all = self.fields.try_with_value(|fields| fields.iter().map(|(_, field)| *field).collect());
        all.unwrap_or_default()
    }
}
