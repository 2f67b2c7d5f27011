//! Whether every use case is in a span, which holds none of its arguments (OP-7, OP-10; docs/adr/0016-spans.md).

use std::{fs, path::Path};

/// What waits, or only looks whether there is something to do, and what is one step of every use case.
const OTHER: [&str; 11] = [
    "caller",
    "deliver_next",
    "deliver_next_event",
    "keep_presence",
    "listen",
    "next",
    "organization",
    "organization_from_outside",
    "outbox_woken",
    "session",
    "webhook_woken",
];

fn sources(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let others = entries.filter(|path| !path.ends_with("src/spans.rs"));
    others
        .flat_map(|path| if path.is_dir() { sources(&path) } else { vec![fs::read_to_string(path).unwrap()] })
        .collect()
}

#[test]
fn every_use_case_is_in_a_span() {
    let mut cases = 0;
    for code in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let mut before = "";
        for line in code.lines().map(str::trim) {
            if let Some(name) = line.strip_prefix("pub async fn ").and_then(|rest| rest.split('(').next()) {
                let spanned = before.starts_with("#[instrument(level = \"debug\", ") || before == ")]";
                assert_ne!(spanned, OTHER.contains(&name), "{name}");
                cases += usize::from(spanned);
            }
            before = line;
        }
        for span in code.split("#[instrument(level").skip(1).chain(code.split("#[instrument(\n").skip(1)) {
            assert!(span.split(")]").next().is_some_and(|span| span.contains("skip_all")), "{span}");
        }
    }
    assert!(cases > 40, "{cases}");
}
