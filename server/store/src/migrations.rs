//! The migrations: what both engines take is one file in `migrations/both/`; else each has a file of the same name.

use sqlx::migrate::Migrator;

static BOTH: Migrator = sqlx::migrate!("migrations/both");
static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// What SQLite's tables are made by, in the order of their numbers.
pub(crate) fn sqlite() -> Migrator {
    with_both(&SQLITE)
}

/// What PostgreSQL's tables are made by, in the order of their numbers.
pub(crate) fn postgres() -> Migrator {
    with_both(&POSTGRES)
}

fn with_both(own: &Migrator) -> Migrator {
    Migrator::with_migrations(own.iter().chain(BOTH.iter()).cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(migrator: &Migrator) -> Vec<(i64, String)> {
        migrator.iter().map(|migration| (migration.version, migration.description.to_string())).collect()
    }

    // UPG-4: a number that stands twice, or is missing for one engine, would part the two.
    #[test]
    fn both_engines_have_the_same_numbers() {
        let sqlite = names(&sqlite());
        assert_eq!(sqlite, names(&postgres()));
        let numbers: Vec<i64> = sqlite.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, (1..=i64::try_from(numbers.len()).unwrap()).collect::<Vec<_>>());
        for number in BOTH.iter().map(|migration| migration.version) {
            assert!(!SQLITE.version_exists(number) && !POSTGRES.version_exists(number), "{number} stands twice");
        }
    }
}
