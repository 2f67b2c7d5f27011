//! Every statement on both engines: what one of them does not take is seen here, not by somebody who clicks.

use std::{env, fs, process};

use sqlx::{AssertSqlSafe, Executor, Row, SqlSafeStr, Statement as _};

use crate::{
    DatabaseUrl, Store, accounts, announcements, attempts, audit, audit_log, audit_words, availability, billing_states,
    db, db::Db, deletion, devices, general_settings, home, invitation_list, invitations, links, lost, member_details,
    member_list, members, memberships,
};
use crate::{
    organizations, outbox, policies, project_members, projects, providers, purge, removals, sessions, spelling,
    statement::Statement, subscriptions, webhook_events,
};

const ALL: &[&[Statement]] = &[
    accounts::STATEMENTS,
    announcements::STATEMENTS,
    attempts::STATEMENTS,
    audit::STATEMENTS,
    audit_log::STATEMENTS,
    audit_words::STATEMENTS,
    availability::STATEMENTS,
    billing_states::STATEMENTS,
    db::STATEMENTS,
    deletion::STATEMENTS,
    devices::STATEMENTS,
    general_settings::STATEMENTS,
    home::STATEMENTS,
    purge::STATEMENTS,
    invitation_list::STATEMENTS,
    invitations::STATEMENTS,
    links::STATEMENTS,
    lost::STATEMENTS,
    member_details::STATEMENTS,
    member_list::STATEMENTS,
    members::STATEMENTS,
    memberships::STATEMENTS,
    organizations::STATEMENTS,
    outbox::STATEMENTS,
    policies::STATEMENTS,
    project_members::STATEMENTS,
    projects::STATEMENTS,
    providers::STATEMENTS,
    removals::STATEMENTS,
    sessions::STATEMENTS,
    spelling::STATEMENTS,
    subscriptions::STATEMENTS,
    webhook_events::STATEMENTS,
];

pub(crate) async fn stores() -> [Store; 2] {
    let folder = env::temp_dir().join(format!("parlor-store-{}-{:?}", process::id(), std::thread::current().id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let sqlite: DatabaseUrl = format!("sqlite:{}/parlor.db", folder.display()).parse().unwrap();
    let postgres = tokio::task::spawn_blocking(|| cluster::cluster().database()).await.unwrap().parse().unwrap();
    let stores = [Store::open(sqlite), Store::open(postgres)];
    for store in &stores {
        store.migrate().await.unwrap();
    }
    stores
}

/// Runs what is no statement of ours.
pub(crate) async fn run(store: &Store, sql: String) {
    match &store.db {
        Db::Sqlite { writer, .. } => {
            let mut connection = writer.acquire().await.unwrap();
            connection.get().unwrap().execute(AssertSqlSafe(sql).into_sql_str()).await.map(drop).unwrap();
        }
        Db::Postgres(pool) => {
            let mut connection = pool.acquire().await.unwrap();
            connection.get().unwrap().execute(AssertSqlSafe(sql).into_sql_str()).await.map(drop).unwrap();
        }
    }
}

/// Has PostgreSQL look at what is in the tables. SQLite plans without that (docs/adr/0023-plans-without-statistics.md).
pub(crate) async fn analyze(store: &Store) {
    if let Db::Postgres(_) = &store.db {
        run(store, "ANALYZE".to_owned()).await;
    }
}

/// What the engine says it will do, a line a step.
pub(crate) async fn plan(store: &Store, sql: &str) -> Vec<String> {
    match &store.db {
        Db::Sqlite { writer, .. } => {
            let mut connection = writer.acquire().await.unwrap();
            let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}")).into_sql_str();
            let rows = connection.get().unwrap().fetch_all(explain).await.unwrap();
            rows.iter().map(|row| row.get::<String, _>("detail")).collect()
        }
        Db::Postgres(pool) => {
            // Where there is a way by an index, it is taken: a scan that is left is one that nothing could replace.
            let mut lent = pool.acquire().await.unwrap();
            let connection = lent.get().unwrap();
            connection.execute("SET enable_seqscan = off").await.unwrap();
            connection.execute("SET plan_cache_mode = force_generic_plan").await.unwrap();
            let prepare = format!("PREPARE planned AS {sql}");
            connection.execute(AssertSqlSafe(prepare).into_sql_str()).await.unwrap();
            let values = (1..).take_while(|number| sql.contains(&format!("${number}"))).map(|_| "NULL");
            let values = values.collect::<Vec<_>>().join(", ");
            let explain = AssertSqlSafe(format!("EXPLAIN EXECUTE planned({values})")).into_sql_str();
            let rows = connection.fetch_all(explain).await.unwrap();
            connection.execute("DEALLOCATE planned").await.unwrap();
            connection.execute("RESET enable_seqscan; RESET plan_cache_mode").await.unwrap();
            rows.iter().map(|row| row.get::<String, _>(0)).collect()
        }
    }
}

#[test]
fn no_module_is_left_out() {
    let source = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src")).unwrap();
    let modules = source.filter(|entry| {
        let path = entry.as_ref().unwrap().path();
        path.is_file() && fs::read_to_string(path).unwrap().lines().any(|line| line == "statements! {")
    });
    assert_eq!(modules.count(), ALL.len());
}

#[tokio::test]
async fn both_engines_take_every_statement() {
    for store in stores().await {
        for Statement { name, sql } in ALL.iter().copied().flatten() {
            let text = sql.into_sql_str();
            let prepared = match &store.db {
                Db::Sqlite { writer, .. } => {
                    let mut connection = writer.acquire().await.unwrap();
                    connection.get().unwrap().prepare(text).await.map(|statement| statement.columns().len())
                }
                Db::Postgres(pool) => {
                    let mut connection = pool.acquire().await.unwrap();
                    connection.get().unwrap().prepare(text).await.map(|statement| statement.columns().len())
                }
            };
            if let Err(problem) = prepared {
                panic!("{name}: {problem}");
            }
        }
    }
}

#[tokio::test]
async fn both_engines_have_the_same_columns() {
    let [sqlite, postgres] = stores().await;
    let (Db::Sqlite { writer, .. }, Db::Postgres(pool)) = (&sqlite.db, &postgres.db) else { unreachable!() };
    let of_sqlite = "
        SELECT tables.name, columns.name FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
        WHERE tables.type = 'table' AND tables.name NOT LIKE '%sqlx%'";
    let of_postgres = "
        SELECT table_name::text, column_name::text FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name NOT LIKE '%sqlx%'";
    let name = |table: String, column: String| format!("{table}.{column}");
    let rows = writer.acquire().await.unwrap().get().unwrap().fetch_all(of_sqlite).await.unwrap();
    let mut here: Vec<String> = rows.iter().map(|row| name(row.get(0), row.get(1))).collect();
    let rows = pool.acquire().await.unwrap().get().unwrap().fetch_all(of_postgres).await.unwrap();
    let mut there: Vec<String> = rows.iter().map(|row| name(row.get(0), row.get(1))).collect();
    here.sort();
    there.sort();
    assert!(here.len() > 50);
    assert_eq!(here, there);
}
