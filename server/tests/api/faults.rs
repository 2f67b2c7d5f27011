//! Faults of the database: told as such, and gone when they are.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use crate::support::{App, Engine, MINA, stories};

/// Somebody else's transaction that holds what a sign-in writes to; it ends when this is dropped.
struct Lock(Child);

impl Lock {
    fn take(app: &App) -> Self {
        let database = app.database();
        let (program, script) = match app.engine {
            Engine::Sqlite => (
                "python3",
                format!(
                    "import sqlite3, sys\nlock = sqlite3.connect('{database}', isolation_level=None)\n\
                     lock.execute('BEGIN IMMEDIATE')\nprint('held', flush=True)\nsys.stdin.read()"
                ),
            ),
            Engine::Postgres => (
                "sh",
                format!(
                    "(echo \"SET lock_timeout = '20s'; BEGIN; LOCK TABLE accounts, sessions IN EXCLUSIVE MODE;\"; echo '\\! echo held'; cat) | \
                     psql -X -q -d {database}"
                ),
            ),
        };
        let mut holder =
            Command::new(program).args(["-c", &script]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(holder.stdout.take().unwrap()).read_line(&mut said).unwrap();
        assert_eq!(said.trim(), "held");
        Self(holder)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

stories! {
    /// DB-2: while somebody else holds what is to be written, that is a 503 with the time to come back, and pages go on;
    /// afterwards all is as before.
    async fn db_2_a_foreign_lock_passes(app: &App) {
        let browser = app.browser();
        browser.join(app, &MINA).await;
        let lock = Lock::take(app);
        let stranger = app.browser();
        let answer = stranger.sign_in(MINA.email, MINA.password).await;
        assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, "2"), "{answer:?}");
        assert_eq!(answer.error(), "unavailable");
        assert!(answer.set_cookies().is_empty());
        assert_eq!(browser.call("organizations/mine", &[("quiet", "true")]).await.status, 200, "reads go on");
        drop(lock);
        assert_eq!(stranger.sign_in(MINA.email, MINA.password).await.status, 200);
    }
}
