//! A thousand people of one organization, each signed in: written into the database, since to sign up that many takes minutes.

use std::fmt::Write as _;

use security::{Purpose, Token};

use crate::support::{App, Engine};

/// Sessions that one statement writes.
const AT_ONCE: usize = 200;

/// The token of somebody's session.
pub(crate) fn token(person: usize) -> Token {
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&person.to_be_bytes());
    Token::new(bytes)
}

/// The id of somebody, as it is sent.
pub(crate) fn id_of(person: usize) -> String {
    let hex = format!("{:032x}", person + 1);
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

/// As many people as there are tokens, in the organization `harbour-finch` as user admins, each signed in.
pub(crate) fn sign_in(app: &App, tokens: &[Token]) {
    let blob = |hex: &str| match app.engine {
        Engine::Sqlite => format!("X'{hex}'"),
        Engine::Postgres => format!("decode('{hex}', 'hex')"),
    };
    let id = |number: usize| match app.engine {
        Engine::Sqlite => format!("X'{number:032x}'"),
        Engine::Postgres => format!("'{number:032x}'::uuid"),
    };
    let at = "'2026-01-01T00:00:00+00:00'";
    let now = chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now()).to_rfc3339();
    let everybody: Vec<usize> = (0..tokens.len()).collect();
    for some in everybody.chunks(AT_ONCE) {
        let rows =
            |row: &dyn Fn(usize) -> String| some.iter().map(|person| row(*person)).collect::<Vec<_>>().join(", ");
        let accounts = rows(&|person| {
            let name = format!("person {person:04}");
            format!(
                "({}, 'p{person}@crowd.example', '{name}', {at}, {at}, '{name}', 'p{person}@crowd.example')",
                id(person + 1)
            )
        });
        let memberships = rows(&|person| {
            let here = "(SELECT id FROM organizations WHERE slug = 'harbour-finch')";
            format!("({here}, {}, 'user-admin', {at})", id(person + 1))
        });
        let sessions = rows(&|person| {
            let digest = tokens[person].digest(Purpose::Session);
            let digest = digest.as_bytes().iter().fold(String::new(), |mut hex, byte| {
                write!(hex, "{byte:02x}").expect("text has room");
                hex
            });
            format!(
                "({}, {}, {}, '{now}', '{now}', 'a browser', '127.0.0.1')",
                id(person + 1),
                blob(&digest),
                id(person + 1)
            )
        });
        for sql in [
            format!(
                "INSERT INTO accounts (id, email, name, verified_at, created_at, name_folded, email_folded) VALUES {accounts}"
            ),
            format!("INSERT INTO memberships (organization_id, account_id, role, joined_at) VALUES {memberships}"),
            format!(
                "INSERT INTO sessions (id, digest, account_id, created_at, seen_at, user_agent, client) VALUES {sessions}"
            ),
        ] {
            app.execute(&sql);
        }
    }
}
