//! What the machine can do without Parlor: a server that answers a constant, reads one row by its key, or commits one new
//! row, and does nothing else.
//!
//! It is a process of its own, as Parlor is, with as many connections to the database, as durable: this program, started
//! again with [`DATABASE`] set.

use std::{
    env,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use axum::{
    Router,
    routing::{get, post},
};
use reqwest::StatusCode;
use sqlx::{
    postgres::{PgPool, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::net::TcpListener;

use crate::{client::Load, support::Engine};

/// The address of its database, where this program is to be the yardstick.
pub(crate) const DATABASE: &str = "PARLOR_BENCH_YARDSTICK";
/// Rows to read from.
const ROWS: i64 = 10_000;
/// Connections that read SQLite, as many as Parlor has.
const READERS: u32 = 4;
/// Connections to PostgreSQL, as many as Parlor has.
const POSTGRES_CONNECTIONS: u32 = 16;
/// What one row holds.
const WORDS: &str = "as much as a session, its account and a name";

/// A yardstick that runs.
pub(crate) struct Yardsticks {
    process: Child,
    load: Load,
    folder: std::path::PathBuf,
}

impl Yardsticks {
    pub(crate) async fn start(engine: Engine) -> Self {
        let folder = env::temp_dir().join(format!("parlor-yardstick-{}-{engine:?}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let database = match engine {
            Engine::Sqlite => format!("sqlite:{}/rows.db", folder.display()),
            Engine::Postgres => tokio::task::spawn_blocking(|| cluster::cluster().database()).await.unwrap(),
        };
        let mut process =
            Command::new(env::current_exe().unwrap()).env(DATABASE, database).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut said).unwrap();
        let load = Load::at(said.trim().to_owned(), process.id());
        Self { process, load, folder }
    }

    /// Where to ask.
    pub(crate) fn load(&self) -> &Load {
        &self.load
    }

    /// Asks for a constant.
    pub(crate) async fn constant(load: Load) -> StatusCode {
        load.get("/constant", "").await
    }

    /// Asks for one row.
    pub(crate) async fn row(load: Load) -> StatusCode {
        load.get("/row", "").await
    }

    /// Asks for a new row.
    pub(crate) async fn insert(load: Load) -> StatusCode {
        load.call("insert", "", &[]).await
    }
}

impl Drop for Yardsticks {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Is the yardstick, until it is ended.
pub(crate) async fn serve(database: &str) {
    let router = match database.strip_prefix("sqlite:") {
        Some(file) => on_sqlite(file).await,
        None => on_postgres(database).await,
    };
    let router = router.route("/constant", get(async || WORDS));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("http://{}", listener.local_addr().unwrap());
    axum::serve(listener, router).await.unwrap();
}

/// A key, another one each time.
fn keys() -> impl Fn() -> i64 + Clone {
    let last = Arc::new(AtomicI64::new(0));
    // Steps of a prime, so that neighbours are not read one after another.
    move || last.fetch_add(7_919, Ordering::Relaxed) % ROWS + 1
}

async fn on_sqlite(file: &str) -> Router {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let pool = |size| SqlitePoolOptions::new().max_connections(size).test_before_acquire(false);
    let writer: SqlitePool = pool(1).connect_with(options.clone()).await.unwrap();
    let readers: SqlitePool = pool(READERS).connect_with(options).await.unwrap();
    sqlx::query("CREATE TABLE rows (id INTEGER PRIMARY KEY, words TEXT NOT NULL) STRICT")
        .execute(&writer)
        .await
        .unwrap();
    sqlx::query("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) INSERT INTO rows SELECT i, ? FROM n")
        .bind(ROWS)
        .bind(WORDS)
        .execute(&writer)
        .await
        .unwrap();
    let key = keys();
    let read = async move || {
        sqlx::query_scalar::<_, String>("SELECT words FROM rows WHERE id = ?")
            .bind(key())
            .fetch_one(&readers)
            .await
            .unwrap()
    };
    let write = async move || {
        sqlx::query("INSERT INTO rows (words) VALUES (?)").bind(WORDS).execute(&writer).await.unwrap();
    };
    Router::new().route("/row", get(read)).route("/api/insert", post(write))
}

async fn on_postgres(url: &str) -> Router {
    let options = sqlx::postgres::PgConnectOptions::from_str(url).unwrap();
    let pool: PgPool = PgPoolOptions::new().max_connections(POSTGRES_CONNECTIONS).connect_with(options).await.unwrap();
    sqlx::query("CREATE TABLE rows (id BIGINT GENERATED BY DEFAULT AS IDENTITY (START WITH 100000) PRIMARY KEY, words TEXT NOT NULL)")
        .execute(&pool)
        .await
        .unwrap();
    sqlx::query("INSERT INTO rows SELECT i, $2 FROM generate_series(1, $1) AS n (i)")
        .bind(ROWS)
        .bind(WORDS)
        .execute(&pool)
        .await
        .unwrap();
    let (key, reader) = (keys(), pool.clone());
    let read = async move || {
        sqlx::query_scalar::<_, String>("SELECT words FROM rows WHERE id = $1")
            .bind(key())
            .fetch_one(&reader)
            .await
            .unwrap()
    };
    let write = async move || {
        sqlx::query("INSERT INTO rows (words) VALUES ($1)").bind(WORDS).execute(&pool).await.unwrap();
    };
    Router::new().route("/row", get(read)).route("/api/insert", post(write))
}
