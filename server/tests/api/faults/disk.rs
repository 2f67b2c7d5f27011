//! The disk is full, or fails once: writes are refused for as long as that lasts, and no longer (FIELD-30, FIELD-33, DB-4).

use std::{
    fs,
    process::Command,
    time::{Duration, Instant},
};

use super::Held;
use crate::support::{App, Engine, JONAS, MINA, UNDER, stories};

/// Sets the size that files of the server may have at most: a disk that takes no more, for root and anybody else.
fn limit_files(app: &App, bytes: &str) {
    let id = app.process_id().to_string();
    let set = Command::new("prlimit").args(["--pid", &id, &format!("--fsize={bytes}:")]).status().unwrap();
    assert!(set.success());
}

fn log_size(app: &App) -> u64 {
    fs::metadata(format!("{}-wal", app.database())).map_or(0, |facts| facts.len())
}

/// Nothing can be written, or it can again. With PostgreSQL nobody is let in.
fn set_fault(app: &App, on: bool) {
    match app.engine {
        // What the log of changes has by now it may have, and no byte more.
        Engine::Sqlite => limit_files(app, &if on { log_size(app).to_string() } else { "unlimited".to_owned() }),
        Engine::Postgres => {
            let url = app.database();
            let (server, name) = url.rsplit_once('/').unwrap();
            let run = |sql: &str| {
                let ran =
                    Command::new("psql").args(["-X", "-q", "-d", &format!("{server}/postgres"), "-c", sql]).output();
                let ran = ran.unwrap();
                assert!(ran.status.success(), "{sql}: {ran:?}");
            };
            run(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS {}", !on));
            if on {
                run(&format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"));
            }
        }
    }
}

stories! {
    /// FIELD-30, DB-4, DB-6: while nothing can be written, that is a 503, and reads go on; the next write after that works,
    /// and what was acknowledged is there after a power cut.
    async fn field_30_a_disk_that_takes_nothing_passes(app: &App) {
        let browser = app.browser();
        browser.join(app, &MINA).await;
        app.browser().sign_up(app, &JONAS).await;
        for round in 0..3 {
            set_fault(app, true);
            for _ in 0..3 {
                let refused = app.browser().sign_in(MINA.email, MINA.password).await;
                assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (503, "2"), "{refused:?}");
                assert_eq!(refused.error(), "unavailable");
                assert!(refused.set_cookies().is_empty());
            }
            app.says_ready(false).await;
            let read = browser.call("organizations/mine", &[("quiet", "true")]).await;
            let goes_on = app.engine == Engine::Sqlite;
            assert_eq!(read.status, if goes_on { 200 } else { 503 }, "{read:?}");
            set_fault(app, false);
            let next = app.browser().sign_in(MINA.email, MINA.password).await;
            assert_eq!(next.status, 200, "round {round}: {next:?}");
            app.says_ready(true).await;
            browser.create(&format!("Harbour {round}")).await;
        }
        app.kill_and_start().await;
        let mine = browser.call("organizations/mine", &[]).await;
        assert_eq!(mine.json()["organizations"].as_array().unwrap().len(), 3, "{mine:?}");
        if app.engine == Engine::Sqlite {
            let sound = format!(
                "import sqlite3\nprint(sqlite3.connect('{}').execute('PRAGMA integrity_check').fetchone()[0])",
                app.database(),
            );
            let output = Command::new("python3").args(["-c", &sound]).output().unwrap();
            assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "ok");
        }
    }
}

/// A call of the system fails now and then in each thread of SQLite's: `when` is its first time and the step to the next,
/// as `strace` counts them. The first is far behind all that the story needs before it creates organizations; there are
/// more than one because some fail where nobody sees it, in a write of the outbox or while the log of changes is copied
/// back. `strace -D` starts the server as its own child would be, so that it may be traced wherever anything may.
async fn fails_at_times(call: &str, when: &str) {
    let inject = format!("inject={call}:error=EIO:when={when}");
    let under = format!("strace -D -f -qq -o /dev/null -e trace={call} -e {inject}");
    let settings = [(UNDER, under.as_str()), ("PARLOR_ORGANIZATIONS_PER_ACCOUNT", "1000")];
    let app = App::start_with(Engine::Sqlite, &settings).await;
    let story = async {
        app.browser().join(&app, &MINA).await;
        let (mut refused, mut made) = (0, Vec::new());
        let browser = app.browser();
        assert!(browser.sign_in(MINA.email, MINA.password).await.status == 200);
        for number in 0..900 {
            let name = format!("Harbour {number}");
            let answer = browser.call("organizations/create", &[("name", &name)]).await;
            if answer.status == 200 {
                made.push(name);
                continue;
            }
            assert_eq!((answer.status.as_u16(), answer.error().as_str()), (503, "unavailable"), "{answer:?}");
            refused += 1;
            let next = browser.call("organizations/create", &[("name", &format!("Harbour again {number}"))]).await;
            assert_eq!(next.status, 200, "healed with the next write: {next:?}");
            made.push(format!("Harbour again {number}"));
            if refused == 2 {
                break;
            }
        }
        assert_eq!(refused, 2, "{call} never failed:\n{}", app.log());
        app.kill_and_start_with(&[(UNDER, "env")]).await;
        let mine = browser.call("organizations/mine", &[]).await.json();
        let names: Vec<&str> =
            mine["organizations"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        for name in &made {
            assert!(names.contains(&name.as_str()), "{name} was acknowledged and is gone: {names:?}");
        }
    };
    app.tells(story).await;
}

/// FIELD-30, DB-1: an `fsync` that fails. The log of changes may or may not hold what was refused; what was acknowledged is
/// there.
#[tokio::test]
async fn field_30_a_failed_fsync_passes() {
    fails_at_times("fsync", "150+40").await;
}

/// FIELD-30: a `pwrite64` that fails.
#[tokio::test]
async fn field_30_a_failed_write_passes() {
    fails_at_times("pwrite64", "2000+300").await;
}

/// FIELD-33, DB-9: somebody who reads for long lets SQLite's log of changes grow; when they are gone it is cut.
#[tokio::test]
async fn field_33_the_log_of_changes_is_cut() {
    let app = App::start(Engine::Sqlite).await;
    let story = async {
        app.browser().join(&app, &MINA).await;
        let reader = Held::in_sqlite(&app, "BEGIN", "SELECT COUNT(*) FROM accounts");
        let ballast = format!(
            "import sqlite3\ndb = sqlite3.connect('{}', isolation_level=None)\ndb.execute('CREATE TABLE ballast (bytes)')\n\
             for _ in range(40):\n    db.execute('INSERT INTO ballast VALUES (zeroblob(1000000))')\n\
             db.execute('DROP TABLE ballast')",
            app.database(),
        );
        assert!(Command::new("python3").args(["-c", &ballast]).status().unwrap().success());
        assert!(log_size(&app) > 32_000_000, "{}", log_size(&app));
        assert_eq!(app.browser().sign_in(MINA.email, MINA.password).await.status, 200);
        drop(reader);
        let deadline = Instant::now() + Duration::from_mins(1);
        while log_size(&app) > 5_000_000 {
            assert!(Instant::now() < deadline, "the log stays at {}:\n{}", log_size(&app), app.log());
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        assert_eq!(app.browser().sign_in(MINA.email, MINA.password).await.status, 200);
    };
    app.tells(story).await;
}
