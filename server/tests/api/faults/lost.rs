//! The database is deleted, moved or replaced while the server runs, or is gone at its next start (FIELD-31, DB-5).

use std::{fs, path::Path, process::Command};

use crate::support::{App, Engine, JONAS, MINA, stories};

/// Nothing is answered from a database that is gone.
async fn is_noticed(app: &App, what: &str) {
    assert!(!app.is_ready().await, "{what}");
    let refused = app.browser().sign_in(MINA.email, MINA.password).await;
    assert_eq!((refused.status.as_u16(), refused.error().as_str()), (503, "unavailable"), "{what}: {refused:?}");
}

async fn is_healed(app: &App, what: &str) {
    app.says_ready(true).await;
    assert_eq!(app.browser().sign_in(MINA.email, MINA.password).await.status, 200, "{what}");
}

/// FIELD-31: the file, its companions or its folder are moved away or replaced: noticed at once, and healed when they are
/// back.
#[tokio::test]
async fn field_31_a_file_that_is_gone_is_noticed() {
    let folder = std::env::temp_dir().join(format!("parlor-lost-{}", std::process::id()));
    let home = folder.join("home");
    fs::create_dir_all(&home).unwrap();
    let url = format!("sqlite:{}/parlor.db", home.display());
    let app = App::start_with(Engine::Sqlite, &[("PARLOR_DATABASE_URL", &url)]).await;
    let story = async {
        app.browser().join(&app, &MINA).await;
        let away = folder.join("away");
        for name in ["parlor.db", "parlor.db-wal", "parlor.db-shm", ""] {
            let file = if name.is_empty() { home.clone() } else { home.join(name) };
            fs::rename(&file, &away).unwrap();
            is_noticed(&app, name).await;
            assert!(!file.exists(), "nothing is made in its place");
            if !name.is_empty() {
                fs::copy(&away, &file).unwrap();
                is_noticed(&app, &format!("another {name}")).await;
            }
            fs::rename(&away, &file).unwrap();
            is_healed(&app, name).await;
        }
    };
    app.tells(story).await;
    drop(app);
    fs::remove_dir_all(&folder).unwrap();
}

/// Everything is gone but what lies beside it.
fn lose(app: &App) {
    let database = app.database();
    match app.engine {
        Engine::Sqlite => {
            for suffix in ["", "-wal", "-shm"] {
                let _ = fs::remove_file(format!("{database}{suffix}"));
            }
        }
        Engine::Postgres => {
            let sql = "DROP SCHEMA public CASCADE; CREATE SCHEMA public";
            assert!(Command::new("psql").args(["-X", "-q", "-d", &database, "-c", sql]).status().unwrap().success());
        }
    }
}

stories! {
    /// FIELD-31: a start that finds its secret but no data asks first; nobody is asked at the first start.
    async fn field_31_an_empty_database_is_not_begun_in_silence(app: &App) {
        app.browser().join(app, &MINA).await;
        app.kill();
        lose(app);
        for _ in 0..2 {
            let said = app.start_refused();
            assert!(said.contains("PARLOR_DATABASE_URL") && said.contains("--new-database"), "{said}");
            assert_eq!(said.trim().lines().count(), 1, "{said}");
        }
        if app.engine == Engine::Sqlite {
            assert!(!Path::new(&app.database()).exists(), "nothing is made by asking");
            // Emptied instead of deleted.
            fs::write(app.database(), "").unwrap();
            assert!(app.start_refused().contains("--new-database"));
        }
        app.start_again_with(&[("PARLOR_NEW_DATABASE", "true")]).await;
        assert_eq!(app.browser().sign_in(MINA.email, MINA.password).await.status, 401, "it is a new one");
        app.browser().join(app, &JONAS).await;
        app.kill_and_start_with(&[("PARLOR_NEW_DATABASE", "false")]).await;
        assert_eq!(app.browser().sign_in(JONAS.email, JONAS.password).await.status, 200);
    }
}
