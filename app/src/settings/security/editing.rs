//! Which policies are switched and not saved, while others may save.

use domain::{Policies, Policy};
use leptos::prelude::*;

use crate::form::Sent;

/// The switches, and what they are changed from.
#[derive(Clone, Copy)]
pub(super) struct Editing {
    wanted: RwSignal<Policies>,
    /// What is on by now.
    now: RwSignal<Policies>,
}

impl Editing {
    /// Begins with what is on, and with how the switches stood in a form that was refused without JavaScript.
    pub fn new(now: Policies, refused: Option<Policies>) -> Self {
        Self { wanted: RwSignal::new(refused.unwrap_or(now)), now: RwSignal::new(now) }
    }

    /// Whether its switch is on.
    pub fn wants(self, policy: Policy) -> Signal<bool> {
        Signal::derive(move || self.wanted.get().is_on(policy))
    }

    /// Whether its switch is not as it is saved.
    pub fn is_changed(self, policy: Policy) -> bool {
        self.wanted.get().is_on(policy) != self.now.get().is_on(policy)
    }

    /// Its switch is put on or off.
    pub fn set(self, policy: Policy, on: bool) {
        self.wanted.try_update(|wanted| *wanted = wanted.with(policy, on));
    }

    /// How many switches are not as they are saved.
    pub fn count(self) -> usize {
        self.wanted.get().differences(self.now.get()).count()
    }

    /// What was on before what was changed here, as it is sent along.
    pub fn before_as_json(self) -> String {
        self.now.with(|now| serde_json::to_string(now).unwrap_or_default())
    }

    /// Somebody saved: what they changed stands as they left it.
    pub fn follow(self, now: Policies) {
        let known = self.now.get_untracked();
        if known != now {
            self.wanted.update(|wanted| *wanted = wanted.merged(known, now));
            self.now.set(now);
        }
    }

    /// Nothing is changed any more.
    pub fn discard(self) {
        self.wanted.set(self.now.get_untracked());
    }

    /// What was sent is saved; what was switched since is a change of that.
    pub fn note_sent(self, sent: &Sent) {
        self.now.set(switched(|policy| sent.get(policy.field())));
    }
}

/// How the switches stood in a form, by what each of them sends.
pub(super) fn switched(sends: impl Fn(Policy) -> String) -> Policies {
    Policy::ALL.into_iter().fold(Policies::default(), |all, policy| all.with(policy, sends(policy) == "true"))
}
