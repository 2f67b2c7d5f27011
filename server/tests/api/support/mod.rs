//! What stories are told with: a server of their own, browsers, people, and the mail they get.

mod app;
mod browser;
mod cable;
mod canaries;
mod lock;
mod mail;
mod receiver;
mod rows;
mod team;

use std::time::{Duration, Instant};

pub use app::{App, Engine, UNDER};
pub use browser::{Answer, Browser};
pub use cable::Cable;
pub use lock::Lock;
pub use mail::Mail;
pub use receiver::{Delivered, Receiver};
pub use team::{PASSWORD, Team};

/// Seconds of an hour.
pub const HOUR: i64 = 60 * 60;
/// Seconds of a day.
pub const DAY: i64 = 24 * HOUR;

/// A person who can sign up.
pub struct Person<'a> {
    /// Name.
    pub name: &'a str,
    /// Email.
    pub email: &'a str,
    /// Password.
    pub password: &'a str,
}

/// Signs up.
pub const MINA: Person = Person { name: "Mina Okafor", email: "mina@harbour.example", password: "four plain words" };
/// Signs up too.
pub const JONAS: Person =
    Person { name: "Jonas Berg", email: "jonas@northlight.example", password: "other plain words" };

impl<'a> Person<'a> {
    /// The fields of the sign-up form.
    pub fn form(&self) -> [(&'static str, &'a str); 3] {
        [("name", self.name), ("email", self.email), ("password", self.password)]
    }
}

/// Within which time something was made.
pub struct Made {
    began: Instant,
    ended: Instant,
}

impl Made {
    /// How long it took.
    pub fn took(&self) -> Duration {
        self.ended - self.began
    }
}

/// Does it, and tells within which time.
pub async fn timed<T>(deed: impl Future<Output = T>) -> (T, Made) {
    let began = Instant::now();
    let made = deed.await;
    (made, Made { began, ended: Instant::now() })
}

/// Tells each story on both engines.
macro_rules! stories {
    ($($(#[$doc:meta])* async fn $name:ident($app:ident: &App) $story:block)*) => {$(
        $(#[$doc])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn story($app: &App) $story

            #[tokio::test]
            async fn sqlite() {
                let app = App::start(Engine::Sqlite).await;
                app.tells(story(&app)).await;
            }

            #[tokio::test]
            async fn postgres() {
                let app = App::start(Engine::Postgres).await;
                app.tells(story(&app)).await;
            }
        }
    )*};
}
pub(crate) use stories;
