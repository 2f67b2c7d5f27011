//! Rows of the database as JSON, on both engines.

use std::process::Command;

use serde_json::Value;

use super::{App, Engine};

impl App {
    /// All rows of these tables, by table.
    pub fn tables<T: AsRef<str>>(&self, tables: &[T]) -> Vec<(String, Vec<Value>)> {
        let rows = |table: &str| (table.to_owned(), self.query(&format!("SELECT * FROM {table}")));
        tables.iter().map(|table| rows(table.as_ref())).collect()
    }

    /// The tables that have a column of this name.
    pub fn tables_with(&self, column: &str) -> Vec<String> {
        let rows = self.query(&match self.engine {
            Engine::Sqlite => format!(
                "SELECT tables.name FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
                 WHERE tables.type = 'table' AND columns.name = '{column}'"
            ),
            Engine::Postgres => format!(
                "SELECT table_name AS name FROM information_schema.columns
                 WHERE table_schema = 'public' AND column_name = '{column}'"
            ),
        });
        rows.iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
    }

    fn query(&self, select: &str) -> Vec<Value> {
        let database = self.database();
        let output = match self.engine {
            Engine::Sqlite => {
                let script = "import sqlite3, json, sys\n\
                     db = sqlite3.connect(f'file:{sys.argv[1]}?mode=ro', uri=True)\n\
                     db.row_factory = sqlite3.Row\n\
                     text = lambda value: value.hex() if isinstance(value, bytes) else value\n\
                     for row in db.execute(sys.argv[2]): print(json.dumps({name: text(row[name]) for name in row.keys()}))";
                Command::new("python3").args(["-c", script, &database, select]).output()
            }
            Engine::Postgres => {
                let json = format!("SELECT row_to_json(rows) FROM ({select}) AS rows");
                Command::new("psql").args(["-X", "-A", "-t", "-d", &database, "-c", &json]).output()
            }
        };
        let output = output.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let lines = String::from_utf8(output.stdout).unwrap();
        lines.lines().filter(|line| !line.is_empty()).map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Writes to the database as somebody else would.
    pub fn execute(&self, statement: &str) {
        let database = self.database();
        let output = match self.engine {
            Engine::Sqlite => {
                let script =
                    "import sqlite3, sys\ndb = sqlite3.connect(sys.argv[1])\ndb.execute(sys.argv[2])\ndb.commit()";
                Command::new("python3").args(["-c", script, &database, statement]).output()
            }
            Engine::Postgres => Command::new("psql")
                .args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", &database, "-c", statement])
                .output(),
        };
        let output = output.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Lines of the stream of security events so far: each its fields.
    pub fn security_events(&self) -> Vec<Value> {
        let lines = self.log();
        let lines = lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        lines.filter(|line| line["target"] == "parlor::security").map(|line| line["fields"].clone()).collect()
    }
}
