//! What a member asks for in one organization, a line of a table each.

use crate::{
    client::{self, Figures, Load},
    support::{App, Engine, Team},
};

/// What 99 of 100 answers have to be there within, in milliseconds (LOAD-6).
const LIMIT: f64 = 300.0;

pub(crate) struct Member {
    pub(crate) load: Load,
    pub(crate) session: String,
    pub(crate) slug: String,
    /// How many ask at once.
    clients: usize,
}

impl Member {
    /// The head of the table.
    pub(crate) fn head() {
        println!("| | a second | median | 99 of 100 within | |");
        println!("| --- | --- | --- | --- | --- |");
    }

    /// The owner, in so many browsers at once.
    pub(crate) fn of(app: &App, team: &Team, clients: usize) -> Self {
        Self {
            load: Load::new(app),
            session: client::cookie(app, &team.owner, "parlor-session"),
            slug: team.slug.clone(),
            clients,
        }
    }

    /// A call of the organization.
    pub(crate) async fn call(&self, what: &str, call: &str, fields: &[(&str, &str)]) {
        let fields: Vec<(&str, &str)> =
            [("organization", self.slug.as_str())].into_iter().chain(fields.iter().copied()).collect();
        let (session, fields) = (self.session.as_str(), fields.as_slice());
        let figures = self.load.run(self.clients, |load| async move { load.call(call, session, fields).await }).await;
        Self::print(what, &figures);
    }

    /// A page at this address.
    pub(crate) async fn page(&self, what: &str, path: &str) {
        let figures = self.load.run(self.clients, |load| load.get(path, &self.session)).await;
        Self::print(what, &figures);
    }

    pub(crate) fn print(what: &str, figures: &Figures) {
        let p99 = figures.within(99);
        let kept = if p99 < LIMIT { "" } else { "over 300 ms" };
        println!("| {what} | {:.0} | {:.1} ms | {p99:.1} ms | {kept} |", figures.rate, figures.within(50));
    }
}

/// The beginning of a statement that has the numbers from one to another as `n.i`.
pub(crate) fn numbers(from: u32, to: u32) -> String {
    format!("WITH RECURSIVE n (i) AS (SELECT {from} UNION ALL SELECT n.i + 1 FROM n WHERE n.i < {to})")
}

/// PostgreSQL has tidied up and knows what its tables hold, as it does by itself of a database that has grown; SQLite plans without
/// that (`docs/adr/0023-plans-without-statistics.md`).
pub(crate) async fn has_grown(app: &App) {
    if matches!(app.engine, Engine::Postgres) {
        app.execute("VACUUM ANALYZE");
    }
    app.kill_and_start().await;
}
