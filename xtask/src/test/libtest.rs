//! What cargo's tests print, read along: counts, and which tests failed and why.

use super::{Count, Report};

#[derive(Debug, Default)]
pub(super) struct Libtest {
    count: Count,
    /// The names of tests that passed.
    passed: Vec<String>,
    /// The names of tests that failed.
    pub(super) failed: Vec<String>,
    /// What they said, from `failures:` up to the result of their program.
    failures: Vec<String>,
    telling: bool,
    /// Programs of tests that began and have not come to a result.
    unended: usize,
    /// Whether cargo says that all went well.
    pub(super) ok: bool,
}

impl Libtest {
    pub(super) fn read(&mut self, line: &str) {
        if let Some((_, counts)) = line.strip_prefix("test result: ").and_then(|rest| rest.split_once(". ")) {
            self.count.add(counts);
            self.telling = false;
            self.unended = self.unended.saturating_sub(1);
        } else if self.telling || line == "failures:" {
            self.telling = true;
            self.failures.push(line.to_owned());
        } else if line.starts_with("running ") && (line.ends_with(" tests") || line.ends_with(" test")) {
            self.unended += 1;
        } else if let Some(test) = line.strip_prefix("test ") {
            if let Some(name) = test.strip_suffix(" ... ok") {
                self.passed.push(name.to_owned());
            } else if let Some(name) = test.strip_suffix(" ... FAILED") {
                self.failed.push(name.to_owned());
            }
        }
    }

    /// What a run comes to with a second one of what failed in it. A program that ended without a result has failed
    /// whatever the second says.
    pub(super) fn report(self, second: Option<&Self>) -> Report {
        let Self { mut count, failed, failures, unended, mut ok, .. } = self;
        if let Some(second) = second {
            let recovered = failed.iter().filter(|name| second.passed.contains(name) && !second.failed.contains(name));
            let recovered = recovered.count() as u64;
            count.failed = count.failed.saturating_sub(recovered);
            count.passed += recovered;
            count.flaky = recovered;
            ok = second.ok && unended == 0 && count.failed == 0;
        }
        Report { count, ok, failures }
    }
}

impl Count {
    /// `3 passed; 0 failed; 1 ignored; …`
    fn add(&mut self, counts: &str) {
        for part in counts.split(';') {
            match part.trim().split_once(' ') {
                Some((n, "passed")) => self.passed += n.parse().unwrap_or(0),
                Some((n, "failed")) => self.failed += n.parse().unwrap_or(0),
                Some((n, "ignored")) => self.skipped += n.parse().unwrap_or(0),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str], ok: bool) -> Libtest {
        let mut told = Libtest { ok, ..Libtest::default() };
        for line in lines {
            told.read(line);
        }
        told
    }

    const OK: &str = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s";
    const TWO_FAILED: [&str; 9] = [
        "running 3 tests",
        "test one ... ok",
        "test two ... FAILED",
        "test three ... FAILED",
        "failures:",
        "---- two stdout ----",
        "test two was slow ... ok",
        "failures:",
        "test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
    ];

    #[test]
    fn results_add_up() {
        let told = read(&[&["running 4 tests", OK, "running 3 tests"], &TWO_FAILED[1..]].concat(), false);
        assert_eq!(told.count, Count { passed: 4, failed: 2, skipped: 1, flaky: 0 });
        assert_eq!((told.passed, told.failed), (vec!["one".to_owned()], vec!["two".to_owned(), "three".to_owned()]));
        assert_eq!(told.failures, TWO_FAILED[4..8]);
    }

    // FIELD-76
    #[test]
    fn a_second_try_is_told_apart() {
        let second = read(&["running 2 tests", "test two ... ok", "test three ... ok", OK], true);
        let report = read(&TWO_FAILED, false).report(Some(&second));
        assert_eq!(report.count, Count { passed: 3, failed: 0, skipped: 0, flaky: 2 });
        assert!(report.ok && report.failures == TWO_FAILED[4..8], "what it said is told all the same");
        let second = read(&["running 2 tests", "test two ... ok", "test three ... FAILED", OK], false);
        let report = read(&TWO_FAILED, false).report(Some(&second));
        assert_eq!(report.count, Count { passed: 2, failed: 1, skipped: 0, flaky: 1 });
        assert!(!report.ok);
    }

    #[test]
    fn a_program_that_dies_has_failed() {
        let second = read(&["running 2 tests", "test two ... ok", "test three ... ok", OK], true);
        let died = read(&[&["running 9 tests", "test four ... ok"], &TWO_FAILED[..]].concat(), false);
        assert!(!died.report(Some(&second)).ok);
        assert!(!read(&["running 9 tests", "test four ... ok"], false).report(None).ok);
        assert!(!read(&[], false).report(None).ok, "nor does one that was not built pass");
    }
}
