//! Faults of the database: told as such, and gone when they are.

mod clock;
mod counted;
mod disk;
mod lost;
mod statements;

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use crate::support::{App, Engine, MINA, stories};

/// Somebody else who holds something in a database until this is dropped.
struct Held(Child);

impl Held {
    /// By a program that says `held` once it does, and lets go at the end of its input.
    fn by(program: &str, script: &str) -> Self {
        let mut holder =
            Command::new(program).args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(holder.stdout.take().unwrap()).read_line(&mut said).unwrap();
        assert_eq!(said.trim(), "held");
        Self(holder)
    }

    /// A transaction in SQLite's file.
    fn in_sqlite(app: &App, begin: &str, statement: &str) -> Self {
        let script = format!(
            "import sqlite3, sys\ndb = sqlite3.connect('{}', isolation_level=None, timeout=20)\n\
             db.execute('{begin}')\ndb.execute('{statement}').fetchall()\nprint('held', flush=True)\nsys.stdin.read()",
            app.database(),
        );
        Self::by("python3", &script)
    }

    /// What a sign-in writes to.
    fn sign_ins(app: &App) -> Self {
        match app.engine {
            Engine::Sqlite => Self::in_sqlite(app, "BEGIN IMMEDIATE", "SELECT 1"),
            Engine::Postgres => {
                let lock = "SET lock_timeout = '20s'; BEGIN; LOCK TABLE accounts, sessions IN EXCLUSIVE MODE;";
                let script = format!("(echo \"{lock}\"; echo '\\! echo held'; cat) | psql -X -q -d {}", app.database());
                Self::by("sh", &script)
            }
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

stories! {
    /// DB-2, FIELD-27: while somebody else holds what is to be written, that is a 503 with the time to come back, and pages go on;
    /// afterwards all is as before.
    async fn db_2_a_foreign_lock_passes(app: &App) {
        let browser = app.browser();
        browser.join(app, &MINA).await;
        let lock = Held::sign_ins(app);
        let stranger = app.browser();
        let answer = stranger.sign_in(MINA.email, MINA.password).await;
        assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, "2"), "{answer:?}");
        assert_eq!(answer.error(), "unavailable");
        let message = answer.json()["message"].as_str().unwrap_or_default().to_owned();
        assert!(message.contains("database") && !message.contains("too much"), "{message}");
        assert!(answer.set_cookies().is_empty());
        assert_eq!(browser.call("organizations/mine", &[("quiet", "true")]).await.status, 200, "reads go on");
        drop(lock);
        assert_eq!(stranger.sign_in(MINA.email, MINA.password).await.status, 200);
    }
}
