//! `docs/FEATURES.md` holds every number of the areas listed here once, and the tests that it names exist. Which numbers there
//! are stands here too: one that is gone from the document together with its tests would not be missed else.
//!
//! A number is built and stands in a table, as `| SU-1 | what a person gets | its tests |`, or it is not, and stands below
//! the heading "Not yet", as `- TR-9: …`. A test is named between backticks. A story over HTTP is named as the test runner
//! prints it, without the engine (`auth::sign_up::su_1_…`); browser tests by their file and by what their titles begin with
//! (`auth/waiting.spec.ts: SU-5`) or by words of a title.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Problems;
use crate::error::Result;
use crate::files;

const DOCUMENT: &str = "docs/FEATURES.md";
const STORIES: &str = "server/tests/api";
const BROWSER_TESTS: &str = "end2end/tests";
/// How a test of the browser begins, or a group of them; the last is one whose server stands behind a front.
const TESTS: [&str; 3] = ["test(", "test.describe(", "behindFront("];
const NOT_YET: &str = "## Not yet";

/// The areas, each with its first and its last number. A new promise raises the last.
const AREAS: [(&str, u32, u32); 9] = [
    ("SU", 1, 15),
    ("SI", 1, 11),
    ("PW", 1, 5),
    ("OR", 1, 7),
    ("IN", 1, 10),
    ("TR", 1, 12),
    ("PR", 1, 6),
    ("ST", 1, 6),
    ("CH", 4, 4),
];

pub(super) fn check(root: &Path) -> Result<Problems> {
    let text = files::read_text(&root.join(DOCUMENT))?;
    Ok(judge(&text, &tested(root)?, root).into_iter().map(|problem| format!("{DOCUMENT}: {problem}")).collect())
}

/// The numbers that tests are named after.
fn tested(root: &Path) -> Result<BTreeSet<String>> {
    let mut numbers = BTreeSet::new();
    for file in files::walk(&root.join(STORIES))?.into_iter().filter(|path| ends(path, "rs")) {
        let text = files::read_text(&file)?;
        numbers.extend(text.lines().filter_map(|line| number_of_story(line.trim().strip_prefix("async fn ")?)));
    }
    for file in files::walk(&root.join(BROWSER_TESTS))?.into_iter().filter(|path| ends(path, "ts")) {
        let text = files::read_text(&file)?;
        let named = titles(&text).filter_map(|title| title.split_once(": "));
        numbers
            .extend(named.flat_map(|(numbers, _)| numbers.split(", ")).filter(|word| of_area(word)).map(str::to_owned));
    }
    Ok(numbers)
}

fn ends(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|end| end == ending)
}

/// "SU-5" of `su_5_a_reload_moves_on`.
fn number_of_story(name: &str) -> Option<String> {
    let mut words = name.split('_');
    let number = format!("{}-{}", words.next()?.to_uppercase(), words.next()?);
    of_area(&number).then_some(number)
}

/// Whether it is a number of one of the areas.
fn of_area(word: &str) -> bool {
    is_number(word) && word.split_once('-').is_some_and(|(area, _)| AREAS.iter().any(|(known, ..)| *known == area))
}

fn judge(text: &str, tested: &BTreeSet<String>, root: &Path) -> Problems {
    let entries = entries(text);
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in &entries {
        *times.entry(entry.number).or_default() += 1;
    }
    let mut problems = Problems::new();
    let mut untold: BTreeSet<&str> = tested.iter().map(String::as_str).collect();
    for (area, first, last) in AREAS {
        for number in first..=last {
            let number = format!("{area}-{number}");
            untold.remove(number.as_str());
            match times.remove(number.as_str()) {
                None => problems.push(format!("{number} stands in no table, and not below \"Not yet\" either")),
                Some(1) => {}
                Some(times) => problems.push(format!("{number} stands there {times} times")),
            }
        }
    }
    untold.extend(times.into_keys());
    problems.extend(untold.into_iter().map(|number| format!("{number} is a number of no area")));
    for Entry { number, tests } in &entries {
        match tests.as_deref() {
            Some([]) => problems.push(format!("{number} names no test")),
            Some(tests) => problems.extend(tests.iter().filter_map(|test| missing(test, root))),
            None => {}
        }
    }
    problems
}

/// A number, and the tests that prove it where it is built.
struct Entry<'a> {
    number: &'a str,
    tests: Option<Vec<&'a str>>,
}

/// All numbers of the document in its order, those that stand twice too.
fn entries(text: &str) -> Vec<Entry<'_>> {
    let mut found = Vec::new();
    let mut not_yet = false;
    for line in text.lines() {
        if line.starts_with("## ") {
            not_yet = line == NOT_YET;
        }
        if let Some(row) = line.strip_prefix("| ") {
            let mut cells = row.split('|').map(str::trim);
            let (number, tests) = (cells.next().unwrap_or_default(), cells.nth(1).unwrap_or_default());
            if is_number(number) {
                found.push(Entry { number, tests: Some(tests.split('`').skip(1).step_by(2).collect()) });
            }
        } else if not_yet && let Some((number, _)) = line.strip_prefix("- ").and_then(|item| item.split_once(": ")) {
            found.push(Entry { number, tests: None });
        }
    }
    found
}

/// Whether it is capitals, a hyphen and digits.
fn is_number(word: &str) -> bool {
    word.split_once('-').is_some_and(|(area, number)| {
        !area.is_empty() && area.chars().all(|c| c.is_ascii_uppercase()) && number.parse::<u32>().is_ok()
    })
}

/// The problem with a test, if it does not exist.
fn missing(test: &str, root: &Path) -> Option<String> {
    let exists = if let Some((module, name)) = test.rsplit_once("::") {
        let path = root.join(STORIES).join(module.replace("::", "/")).with_extension("rs");
        files::read_text(&path).is_ok_and(|text| has_story(&text, name))
    } else if let Some((file, wanted)) = test.split_once(": ") {
        let path = root.join(BROWSER_TESTS).join(file);
        files::read_text(&path).is_ok_and(|text| titles(&text).any(|title| names(title, wanted)))
    } else {
        return Some(format!("`{test}` is neither a story nor a browser test"));
    };
    (!exists).then(|| format!("`{test}` does not exist"))
}

/// Whether a story has this name: a function of `stories!`, which takes the app, or a test of its own.
fn has_story(text: &str, name: &str) -> bool {
    let function = format!("async fn {name}(");
    let mut before = "";
    text.lines().map(str::trim).any(|line| {
        let story = line
            .strip_prefix(&function)
            .is_some_and(|rest| rest == "app: &App) {" || before.starts_with("#[tokio::test"));
        before = line;
        story
    })
}

/// The titles of a file's tests and groups of tests, as they stand in the code.
fn titles(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let call = line.trim_start();
        let title = TESTS.into_iter().find_map(|test| call.strip_prefix(test))?;
        let quote = title.chars().next().filter(|c| "'\"`".contains(*c))?;
        title.get(1..)?.split(quote).next()
    })
}

/// Whether a title begins with this number, among others, or holds these words.
fn names(title: &str, wanted: &str) -> bool {
    if is_number(wanted) {
        title.split_once(": ").is_some_and(|(numbers, _)| numbers.split(", ").any(|number| number == wanted))
    } else {
        title.contains(wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_whole() -> Result<()> {
        assert_eq!(check(&crate::project::root()?)?, Problems::new());
        Ok(())
    }

    /// A document that names every number once, with one test for all.
    fn whole(tested: &BTreeSet<String>, test: &str) -> String {
        let numbers = tested.iter().filter(|number| *number != "CH-4");
        let rows = numbers.map(|number| format!("| {number} | Text. | {test} |\n"));
        format!(
            "## All\n\n| number | what you get | proved by |\n{}\n{NOT_YET}\n\n- CH-4: support.\n",
            rows.collect::<String>()
        )
    }

    #[test]
    fn numbers_are_there_once_and_name_tests() -> Result<()> {
        let root = crate::project::root()?;
        let story = "`auth::sign_up::su_1_signing_up_gives_an_attempt`";
        let tested = tested(&root)?;
        let good = whole(&tested, story);
        assert_eq!(judge(&good, &tested, &root), Problems::new());
        for (was, is, problem) in [
            ("| TR-9 |", "| nine |", "TR-9 stands in no table, and not below \"Not yet\" either"),
            // The highest of its area, which tests are named after.
            ("| ST-6 |", "| six |", "ST-6 stands in no table, and not below \"Not yet\" either"),
            ("| SU-2 |", "| SU-1 |\n| SU-2 |", "SU-1 stands there 2 times"),
            ("- CH-4:", "- TR-9: nobody.\n- CH-4:", "TR-9 stands there 2 times"),
            ("- CH-4:", "- CX-5: more.\n- CH-4:", "CX-5 is a number of no area"),
            ("- CH-4:", "- CH-6: more.\n- CH-4:", "CH-6 is a number of no area"),
            (NOT_YET, "## Ever", "CH-4 stands in no table, and not below \"Not yet\" either"),
        ] {
            let found = judge(&good.replacen(was, is, 1), &tested, &root);
            assert!(found.iter().any(|one| one == problem), "{problem} is not among {found:?}");
        }
        let found = judge(&good.replacen(story, "none", 1), &tested, &root);
        assert_eq!(found, ["IN-1 names no test"]);
        // The first and the last of an area, gone with all their tests.
        for number in ["SU-1", "ST-6"] {
            let (mut fewer, row) = (tested.clone(), format!("| {number} |"));
            fewer.remove(number);
            let found = judge(&good.replacen(&row, "| none |", 1), &fewer, &root);
            assert_eq!(found, [format!("{number} stands in no table, and not below \"Not yet\" either")]);
        }
        let more: BTreeSet<String> = tested.iter().cloned().chain(["TR-99".to_owned()]).collect();
        assert_eq!(judge(&good, &more, &root), ["TR-99 is a number of no area"]);
        Ok(())
    }

    #[test]
    fn tests_are_looked_for_where_they_stand() -> Result<()> {
        let root = crate::project::root()?;
        for (test, exists) in [
            ("auth::waiting::su_5_a_reload_moves_on", true),
            ("model::ten_9_random_walks_agree_with_a_model", true),
            ("auth::waiting::su_5_a_reload", false),
            ("auth::sign_up::su_5_a_reload_moves_on", false),
            ("nowhere::su_5_a_reload_moves_on", false),
            // A helper of stories.
            ("projects::project_of", false),
            ("auth/waiting.spec.ts: SU-5", true),
            ("auth/waiting.spec.ts: SU-15", false),
            ("nowhere.spec.ts: SU-5", false),
            ("pages/states.spec.ts: nothing is lost at 320 px", true),
            ("pages/states.spec.ts: everything is lost", false),
            ("su_5_a_reload_moves_on", false),
        ] {
            assert_eq!(missing(test, &root).is_none(), exists, "{test}");
        }
        Ok(())
    }

    #[test]
    fn titles_are_read_as_they_stand() {
        let text = "test('SU-1, SU-2: signing up', async () => {\n  test.describe(`FIELD-3: ${name}: all`, () => {\n\
                    // test('SU-3: not run', async () => {\n  test.skip(true);\n  test(title, run);\n";
        assert_eq!(titles(text).collect::<Vec<_>>(), ["SU-1, SU-2: signing up", "FIELD-3: ${name}: all"]);
        assert!(names("SU-1, SU-2: signing up", "SU-2") && !names("SU-1, SU-12: signing up", "SU-2"));
        assert!(!names("signing up, as SU-2 says", "SU-2"));
    }
}
