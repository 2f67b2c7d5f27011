//! What a server keeps, as somebody finds it who has its files.

use std::{
    fs,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use cluster::cluster;
use memchr::memmem;

use super::{App, Engine};

impl App {
    /// Where the database is: its file, or its address.
    pub fn database(&self) -> String {
        let settings = self.settings.lock().unwrap();
        let (_, url) = settings.iter().find(|(name, _)| *name == "PARLOR_DATABASE_URL").expect("a database");
        url.trim_start_matches("sqlite:").to_owned()
    }

    /// All rows of the database as text, once no mail is on its way. With SQLite none: its file keeps what was deleted
    /// until it needs the room.
    pub fn rows(&self) -> Option<String> {
        (self.engine == Engine::Postgres).then(|| self.settled_rows().join("\n"))
    }

    /// Every row, once no mail is on its way, and none is to be made of an announcement.
    pub fn settled_rows(&self) -> Vec<String> {
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            let rows = self.every_row();
            let waits = |row: &String| {
                row.starts_with("announcements ") || (row.starts_with("outbox ") && row.contains(r#""state":"queued""#))
            };
            if !rows.iter().any(waits) {
                return rows;
            }
            assert!(Instant::now() < deadline, "mail stays queued");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Whether the database's files hold these bytes, its log of changes included.
    pub fn database_holds(&self, needle: &[u8]) -> bool {
        match self.engine {
            Engine::Sqlite => holds(&self.folder, needle, &|file| {
                file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("parlor.db"))
            }),
            // What other stories wrote before this one began holds nothing of it.
            Engine::Postgres => holds(&cluster().data, needle, &|file| {
                file.metadata().and_then(|facts| facts.modified()).is_ok_and(|at| at >= self.began)
            }),
        }
    }
}

fn holds(folder: &Path, needle: &[u8], wanted: &dyn Fn(&Path) -> bool) -> bool {
    fs::read_dir(folder).into_iter().flatten().flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            return holds(&path, needle, wanted);
        }
        let found = |bytes: Vec<u8>| memmem::find(&bytes, needle).is_some();
        wanted(&path) && fs::read(&path).is_ok_and(found)
    })
}
