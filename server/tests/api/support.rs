//! What stories are told with: a server of their own, browsers, people, and the mail they get.

mod app;
mod browser;

pub use app::{App, Engine};
pub use browser::{Answer, Browser};

/// A person who can sign up.
pub struct Person {
    /// Name.
    pub name: &'static str,
    /// Email.
    pub email: &'static str,
    /// Password.
    pub password: &'static str,
}

/// Signs up.
pub const MINA: Person = Person { name: "Mina Okafor", email: "mina@harbour.example", password: "four plain words" };
/// Signs up too.
pub const JONAS: Person =
    Person { name: "Jonas Berg", email: "jonas@northlight.example", password: "other plain words" };

impl Person {
    /// The fields of the sign-up form.
    pub fn form(&self) -> [(&'static str, &'static str); 3] {
        [("name", self.name), ("email", self.email), ("password", self.password)]
    }
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
                story(&app).await;
            }

            #[tokio::test]
            async fn postgres() {
                let app = App::start(Engine::Postgres).await;
                story(&app).await;
            }
        }
    )*};
}
pub(crate) use stories;
