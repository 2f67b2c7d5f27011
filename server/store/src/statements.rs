//! Every statement on both engines: what one of them does not take is seen here, not by somebody who clicks.

use std::{env, fs, process};

use sqlx::{Executor, Row, SqlSafeStr, Statement as _};

use crate::{
    DatabaseUrl, Store, accounts, announcements, attempts, audit, db, db::Db, devices, invitations, links, member_list,
    memberships,
};
use crate::{
    organizations, outbox, project_members, projects, providers, purge, removals, sessions, spelling,
    statement::Statement,
};

const ALL: [&[Statement]; 19] = [
    accounts::STATEMENTS,
    announcements::STATEMENTS,
    attempts::STATEMENTS,
    audit::STATEMENTS,
    db::STATEMENTS,
    devices::STATEMENTS,
    purge::STATEMENTS,
    invitations::STATEMENTS,
    links::STATEMENTS,
    member_list::STATEMENTS,
    memberships::STATEMENTS,
    organizations::STATEMENTS,
    outbox::STATEMENTS,
    project_members::STATEMENTS,
    projects::STATEMENTS,
    providers::STATEMENTS,
    removals::STATEMENTS,
    sessions::STATEMENTS,
    spelling::STATEMENTS,
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

#[tokio::test]
async fn both_engines_take_every_statement() {
    for store in stores().await {
        for Statement { name, sql } in ALL.into_iter().flatten() {
            let text = sql.into_sql_str();
            let prepared = match &store.db {
                Db::Sqlite { writer, .. } => writer.prepare(text).await.map(|statement| statement.columns().len()),
                Db::Postgres(pool) => pool.prepare(text).await.map(|statement| statement.columns().len()),
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
    let rows = writer.fetch_all(of_sqlite).await.unwrap();
    let mut here: Vec<String> = rows.iter().map(|row| name(row.get(0), row.get(1))).collect();
    let rows = pool.fetch_all(of_postgres).await.unwrap();
    let mut there: Vec<String> = rows.iter().map(|row| name(row.get(0), row.get(1))).collect();
    here.sort();
    there.sort();
    assert!(here.len() > 50);
    assert_eq!(here, there);
}
