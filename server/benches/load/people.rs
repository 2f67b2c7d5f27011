//! Many people at once, signed in or still signing up: written into the database, since to sign up that many takes minutes.

use std::fmt::Write as _;

use security::{Purpose, Token};

use crate::support::{App, Engine};

/// Rows that one statement writes.
const AT_ONCE: usize = 200;
/// What the ids of organizations are counted from, so that no two things have one id.
const ORGANIZATIONS: usize = 1_000_000;
/// The same for those who still sign up, and for their mails.
const WAITING: usize = 2_000_000;
const MAILS: usize = 3_000_000;
/// When all of it was made.
const AT: &str = "'2026-01-01T00:00:00+00:00'";

/// The token of somebody's session, or of their sign-up.
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
    let here = |_| "(SELECT id FROM organizations WHERE slug = 'harbour-finch')".to_owned();
    write_people(app, tokens);
    write_memberships(app, tokens.len(), here);
}

/// As many people as there are tokens, each signed in, and so many in each organization: the first ones in `crowd-0`.
pub(crate) fn sign_in_by_teams(app: &App, tokens: &[Token], team: usize) {
    write_people(app, tokens);
    write_rows(
        app,
        tokens.len() / team,
        "organizations (id, slug, name, created_by, created_at, name_folded)",
        |number| {
            let (id, by) = (id(app, ORGANIZATIONS + number), id(app, number * team + 1));
            format!("({id}, 'crowd-{number}', 'Crowd {number}', {by}, {AT}, 'crowd {number}')")
        },
    );
    write_memberships(app, tokens.len(), |person| id(app, ORGANIZATIONS + person / team));
}

/// As many people as there are tokens who signed up and wait for their mail, which is on its way.
pub(crate) fn wait_for_mail(app: &App, tokens: &[Token]) {
    let now = now();
    write_rows(app, tokens.len(), "accounts (id, email, name, created_at, name_folded, email_folded)", |person| {
        let (id, email) = (id(app, WAITING + person), format!("w{person}@crowd.example"));
        format!("({id}, '{email}', 'waiting {person}', '{now}', 'waiting {person}', '{email}')")
    });
    let mails = "outbox (id, recipient, message, state, tries, created_at, next_try_at, expires_at, settled_at)";
    write_rows(app, tokens.len(), mails, |person| {
        let id = id(app, MAILS + person);
        format!(
            "({id}, 'w{person}@crowd.example', '', 'handed-over', 1, '{now}', '{now}', '2099-01-01T00:00:00+00:00', '{now}')"
        )
    });
    let attempts = "attempts (id, digest, account_id, email, name, mail_id, mailed_at, created_at, sign_up_id)";
    write_rows(app, tokens.len(), attempts, |person| {
        let (account, mail) = (id(app, WAITING + person), id(app, MAILS + person));
        let digest = digest(app, &tokens[person], Purpose::Attempt);
        format!(
            "({account}, {digest}, {account}, 'w{person}@crowd.example', 'waiting {person}', {mail}, '{now}', '{now}', {account})"
        )
    });
}

fn write_people(app: &App, tokens: &[Token]) {
    let now = now();
    write_rows(
        app,
        tokens.len(),
        "accounts (id, email, name, verified_at, created_at, name_folded, email_folded)",
        |person| {
            let (id, name) = (id(app, person + 1), format!("person {person:04}"));
            format!("({id}, 'p{person}@crowd.example', '{name}', {AT}, {AT}, '{name}', 'p{person}@crowd.example')")
        },
    );
    write_rows(
        app,
        tokens.len(),
        "sessions (id, digest, account_id, created_at, seen_at, user_agent, client)",
        |person| {
            let (id, digest) = (id(app, person + 1), digest(app, &tokens[person], Purpose::Session));
            format!("({id}, {digest}, {id}, '{now}', '{now}', 'a browser', '127.0.0.1')")
        },
    );
}

/// Each of so many people in an organization, of which it is told by a term that has its id.
fn write_memberships(app: &App, people: usize, organization: impl Fn(usize) -> String) {
    write_rows(app, people, "memberships (organization_id, account_id, role, joined_at)", |person| {
        format!("({}, {}, 'user-admin', {AT})", organization(person), id(app, person + 1))
    });
}

/// So many rows, of each of which it is told what it holds.
fn write_rows(app: &App, count: usize, columns: &str, row: impl Fn(usize) -> String) {
    let numbers: Vec<usize> = (0..count).collect();
    for some in numbers.chunks(AT_ONCE) {
        let rows = some.iter().map(|number| row(*number)).collect::<Vec<_>>().join(", ");
        app.execute(&format!("INSERT INTO {columns} VALUES {rows}"));
    }
}

fn id(app: &App, number: usize) -> String {
    match app.engine {
        Engine::Sqlite => format!("X'{number:032x}'"),
        Engine::Postgres => format!("'{number:032x}'::uuid"),
    }
}

fn digest(app: &App, token: &Token, purpose: Purpose) -> String {
    let hex = token.digest(purpose).as_bytes().iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("text has room");
        hex
    });
    match app.engine {
        Engine::Sqlite => format!("X'{hex}'"),
        Engine::Postgres => format!("decode('{hex}', 'hex')"),
    }
}

fn now() -> String {
    chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now()).to_rfc3339()
}
