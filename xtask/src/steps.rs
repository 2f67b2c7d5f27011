//! Says what is being done, why, and how long it took.
//!
//! Two lanes work at once (server and site), so a step may be told from either thread.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::error::Result;

pub(crate) struct Steps {
    started: Instant,
    rows: Mutex<Vec<(String, Duration)>>,
}

impl Steps {
    pub(crate) fn new() -> Self {
        Self { started: Instant::now(), rows: Mutex::new(Vec::new()) }
    }

    pub(crate) fn run<T>(&self, name: &str, why: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        println!("==> {name}: {why}");
        let started = Instant::now();
        let done = work()?;
        let took = started.elapsed();
        println!("    {name}: {}", spell(took));
        if let Ok(mut rows) = self.rows.lock() {
            rows.push((name.to_owned(), took));
        }
        Ok(done)
    }

    /// The table at the end. Nothing when there was next to nothing to do.
    pub(crate) fn table(&self) {
        let Ok(rows) = self.rows.lock() else { return };
        let all = self.started.elapsed();
        if all < Duration::from_secs(5) {
            return;
        }
        println!("\nTime taken (server and site are built side by side):");
        for (name, took) in rows.iter() {
            println!("  {name:<24}{:>12}", spell(*took));
        }
        println!("  {:<24}{:>12}\n", "in all", spell(all));
    }
}

pub(crate) fn spell(took: Duration) -> String {
    let seconds = took.as_secs();
    if seconds < 60 {
        format!("{:.1} s", took.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}
