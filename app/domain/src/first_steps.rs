//! What is worth doing first in a new organization.

use serde::{Deserialize, Serialize};

/// Something to do once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FirstStep {
    /// Invite somebody. Done once anybody was invited, or is here.
    InvitePeople,
    /// Give the first project a name. Done once it has another than the one that it began with.
    NameProject,
    /// Have a second owner. Done once one has joined.
    SecondOwner,
}

/// How far one of them is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstStepState {
    /// Which one.
    pub step: FirstStep,
    /// Whether it is done.
    pub done: bool,
}

/// Those that somebody can do, in their order. They stand on the home page until all are done, or until they are hidden.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstSteps {
    /// The steps; none where nothing is somebody's to do.
    pub steps: Vec<FirstStepState>,
    /// Whether they hid them.
    pub hidden: bool,
}

impl FirstSteps {
    /// How many are done.
    pub fn done(&self) -> usize {
        self.steps.iter().filter(|step| step.done).count()
    }

    /// How many are left to do.
    pub fn left(&self) -> usize {
        self.steps.len() - self.done()
    }

    /// Whether the home page shows them.
    pub fn are_shown(&self) -> bool {
        self.left() > 0 && !self.hidden
    }

    /// Whether there is something left that was hidden, and can be shown again.
    pub fn can_be_shown(&self) -> bool {
        self.left() > 0 && self.hidden
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_go_when_done_or_hidden() {
        let step = |done| FirstStepState { step: FirstStep::InvitePeople, done };
        let of = |steps: &[bool], hidden| FirstSteps { steps: steps.iter().copied().map(step).collect(), hidden };
        assert!(of(&[true, false], false).are_shown());
        assert_eq!((of(&[true, false], false).done(), of(&[true, false], false).left()), (1, 1));
        assert!(!of(&[true, true], false).are_shown());
        assert!(!of(&[], false).are_shown());
        assert!(!of(&[false], true).are_shown() && of(&[false], true).can_be_shown());
        assert!(!of(&[true], true).can_be_shown() && !of(&[false], false).can_be_shown());
    }
}
