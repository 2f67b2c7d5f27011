//! A fault between every two statements of every call that writes: all of it happens, or nothing (FIELD-72, DB-10).

use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use crate::{
    calls::{self, Part},
    prepared::{Prepared, Stage},
    support::{App, Engine, stories},
};

/// Statements of one call at most.
const MOST: u32 = 60;

/// What is in one and not in the other.
fn difference<'a>(one: &'a [String], other: &'a [String]) -> Vec<&'a String> {
    let missing = one.iter().filter(|row| !other.contains(row));
    missing.chain(other.iter().filter(|row| !one.contains(row))).collect()
}

/// Makes the call again and again, each time with a fault one statement later, until it goes through.
async fn fails_everywhere(app: &App, call: &str, moved: &AtomicI64) {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let mut ready: Option<Prepared> = None;
    let mut before = Vec::new();
    for passed in 0..MOST {
        if ready.as_ref().is_none_or(|ready| ready.counted) {
            let stage = Stage { app, number: NUMBER.fetch_add(1, Ordering::Relaxed), moved };
            ready = Some(stage.prepare(call).await);
            before = app.settled_rows();
        }
        let prepared = ready.as_ref().unwrap();
        let header = passed.to_string();
        let answer = prepared.browser.call_with(call, &prepared.fields(), &[("x-parlor-test-fault", &header)]).await;
        let happened = answer.header("x-parlor-test-fault") == "happened";
        let after = app.settled_rows();
        if !happened {
            assert_eq!(answer.status, 200, "{call}: {answer:?}");
            assert!(passed > 0 || !prepared.writes, "{call} wrote nothing");
            assert_eq!(before != after, prepared.writes, "{call}");
            return;
        }
        assert_eq!(answer.status, 503, "{call} after {passed} statements: {answer:?}");
        assert_eq!(difference(&before, &after), Vec::<&String>::new(), "{call} after {passed} statements");
    }
    panic!("{call} has more than {MOST} statements");
}

/// Goes through the calls of a part that write.
async fn all_or_nothing(engine: Engine, part: Part) {
    let app = App::start_with(engine, &[("PARLOR_TEST_FAULTS", "true"), ("PARLOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
    let moved = AtomicI64::new(0);
    let story = async {
        for call in calls::writes_of(part) {
            fails_everywhere(&app, call, &moved).await;
        }
    };
    app.tells(story).await;
}

// FIELD-72, DB-10: whichever statement fails, of whichever call, every row is as before, and so no mail goes out.
stories! {
    async fn field_72_all_or_nothing_of_accounts(app: &App) {
        all_or_nothing(app.engine, Part::Accounts).await;
    }

    async fn field_72_all_or_nothing_of_members(app: &App) {
        all_or_nothing(app.engine, Part::Members).await;
    }

    async fn field_72_all_or_nothing_of_all_else(app: &App) {
        all_or_nothing(app.engine, Part::AllElse).await;
    }
}
