//! The rows of the database as JSON, on both engines: read and written as somebody would who has its address.

use std::{fmt::Write, str::FromStr, thread};

use serde_json::{Map, Value};
use sqlx::{
    AssertSqlSafe, Column, ConnectOptions, Row, TypeInfo, ValueRef,
    postgres::PgConnectOptions,
    sqlite::{SqliteConnectOptions, SqliteRow},
};

use super::{App, Engine};

impl App {
    /// All rows of these tables, by table.
    pub fn tables<T: AsRef<str>>(&self, tables: &[T]) -> Vec<(String, Vec<Value>)> {
        let selects = tables.iter().map(|table| format!("SELECT * FROM {}", table.as_ref())).collect();
        let names = tables.iter().map(|table| table.as_ref().to_owned());
        names.zip(self.query_all(selects)).collect()
    }

    /// The tables that have a column of this name.
    pub fn tables_with(&self, column: &str) -> Vec<String> {
        self.names(&match self.engine {
            Engine::Sqlite => format!(
                "SELECT tables.name FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
                 WHERE tables.type = 'table' AND columns.name = '{column}'"
            ),
            Engine::Postgres => format!(
                "SELECT table_name AS name FROM information_schema.columns
                 WHERE table_schema = 'public' AND column_name = '{column}'"
            ),
        })
    }

    /// Every row of every table, each as its table and its JSON, in one order.
    pub fn every_row(&self) -> Vec<String> {
        let tables = self.names(match self.engine {
            Engine::Sqlite => "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
            Engine::Postgres => {
                "SELECT table_name AS name FROM information_schema.tables
                 WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            }
        });
        let tables = self.tables(&tables);
        let rows = tables.iter().flat_map(|(table, rows)| rows.iter().map(move |row| format!("{table} {row}")));
        let mut rows: Vec<String> = rows.collect();
        rows.sort_unstable();
        rows
    }

    fn names(&self, select: &str) -> Vec<String> {
        self.query(select).iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
    }

    /// What a statement answers.
    pub fn query(&self, select: &str) -> Vec<Value> {
        self.query_all(vec![select.to_owned()]).remove(0)
    }

    /// What each of these answers, asked one after the other.
    fn query_all(&self, selects: Vec<String>) -> Vec<Vec<Value>> {
        let database = self.database();
        let mut answers = Vec::with_capacity(selects.len());
        match self.engine {
            Engine::Sqlite => wait(async {
                let options = SqliteConnectOptions::new().filename(database).read_only(true);
                let mut connection = options.disable_statement_logging().connect().await?;
                for select in selects {
                    let rows = sqlx::query(AssertSqlSafe(select)).fetch_all(&mut connection).await?;
                    answers.push(rows.iter().map(json).collect());
                }
                Ok(answers)
            }),
            Engine::Postgres => wait(async {
                let options = PgConnectOptions::from_str(&database)?;
                let mut connection = options.disable_statement_logging().connect().await?;
                for select in selects {
                    let select = format!("SELECT row_to_json(rows) FROM ({select}) AS rows");
                    answers.push(sqlx::query_scalar(AssertSqlSafe(select)).fetch_all(&mut connection).await?);
                }
                Ok(answers)
            }),
        }
    }

    /// Writes to the database as somebody else would, who minds no foreign key of SQLite's.
    pub fn execute(&self, statement: &str) {
        let (database, statement) = (self.database(), sqlx::raw_sql(AssertSqlSafe(statement)));
        match self.engine {
            Engine::Sqlite => wait(async {
                let options = SqliteConnectOptions::new().filename(database).foreign_keys(false);
                statement.execute(&mut options.disable_statement_logging().connect().await?).await.map(drop)
            }),
            Engine::Postgres => wait(async {
                let options = PgConnectOptions::from_str(&database)?;
                statement.execute(&mut options.disable_statement_logging().connect().await?).await.map(drop)
            }),
        }
    }

    /// Lines of the stream of security events so far: each its fields.
    pub fn security_events(&self) -> Vec<Value> {
        let lines = self.log();
        let lines = lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        lines.filter(|line| line["target"] == "parlor::security").map(|line| line["fields"].clone()).collect()
    }
}

/// Waits for it on a thread of its own: who asks is within a runtime, which may not wait.
fn wait<T: Send>(work: impl Future<Output = sqlx::Result<T>> + Send) -> T {
    let waits = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work).unwrap();
    thread::scope(|scope| scope.spawn(waits).join().unwrap())
}

/// A row of SQLite: a column holds what was put into it, whatever it was made for. Bytes are told as in `hex()`.
fn json(row: &SqliteRow) -> Value {
    let fields = row.columns().iter().map(|column| {
        let at = column.ordinal();
        let value = row.try_get_raw(at).unwrap();
        let value = match value.type_info().name() {
            _ if value.is_null() => Value::Null,
            "INTEGER" => row.get_unchecked::<i64, _>(at).into(),
            "REAL" => row.get_unchecked::<f64, _>(at).into(),
            "BLOB" => hex(row.get_unchecked(at)).into(),
            _ => row.get_unchecked::<String, _>(at).into(),
        };
        (column.name().to_owned(), value)
    });
    Value::Object(fields.collect::<Map<_, _>>())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}
