//! What a mail server answers, as far as it is understood.

/// What a mail server answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Three digits.
    pub code: u16,
    /// What follows them, line by line.
    pub lines: Vec<String>,
}

impl Reply {
    /// Whether it is a yes, or asks to go on.
    pub fn is_positive(&self) -> bool {
        (200..400).contains(&self.code)
    }

    /// Code and words in one line.
    pub fn line(&self) -> String {
        format!("{} {}", self.code, self.lines.join(" "))
    }
}
