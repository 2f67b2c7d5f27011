//! What somebody else holds in the database, so that requests wait.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use super::{App, Engine};

/// Somebody else's transaction that holds what requests write to; it ends when this is dropped.
#[must_use]
pub struct Lock(Child);

impl Lock {
    /// Takes what a sign-in writes to.
    pub fn take(app: &App) -> Self {
        Self::hold(app, "LOCK TABLE accounts, sessions IN EXCLUSIVE MODE;")
    }

    /// Takes one row, of an account by its address or of an organization by its slug: whoever waits for it gets it in the
    /// order in which they came. With SQLite, its one writer.
    pub fn row(app: &App, table: &str, column: &str, value: &str) -> Self {
        Self::hold(app, &format!("SELECT 1 FROM {table} WHERE {column} = '{value}' FOR UPDATE;"))
    }

    fn hold(app: &App, statement: &str) -> Self {
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
                    "(echo \"SET lock_timeout = '20s'; BEGIN; {statement}\"; echo '\\! echo held'; cat) | \
                     psql -X -q -t -o /dev/null -d {database}"
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
