//! What a server keeps, as somebody finds it who has its files.

use std::{
    fs,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use cluster::cluster;

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
        let settings = self.settings.lock().unwrap();
        let (_, url) =
            settings.iter().find(|(name, url)| *name == "PARLOR_DATABASE_URL" && url.starts_with("postgres"))?;
        let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
        let program = versions.map(|version| version.path().join("bin/pg_dump")).find(|program| program.exists());
        let program = program.unwrap_or_else(|| "pg_dump".into());
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            let dump = Command::new(&program).args(["--data-only", "--lock-wait-timeout=10s", url]).output().unwrap();
            assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
            let rows = String::from_utf8(dump.stdout).unwrap();
            if !rows.contains("\tqueued\t") {
                // pg_dump guards its scripts by a random word.
                return Some(rows.lines().filter(|line| !line.contains("restrict ")).collect::<Vec<_>>().join("\n"));
            }
            assert!(Instant::now() < deadline, "mail stays queued");
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
        let found = |bytes: Vec<u8>| bytes.windows(needle.len()).any(|part| part[0] == needle[0] && part == needle);
        wanted(&path) && fs::read(&path).is_ok_and(found)
    })
}
