//! Mail: how much of it, and which is not sent at all.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use futures_util::future::join_all;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

use crate::support::{App, Engine, HOUR, JONAS, MINA, PASSWORD, Team, stories};

/// Whom a mail server took mail for.
#[derive(Clone, Default)]
struct Taken(Arc<Mutex<Vec<String>>>);

impl Taken {
    /// A mail server at this address that takes everything.
    async fn listen(address: &str) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let taken = Self::default();
        let server = taken.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(server.clone().talk(client));
            }
        });
        taken
    }

    async fn talk(self, client: TcpStream) -> std::io::Result<()> {
        let (read, mut write) = client.into_split();
        let mut lines = BufReader::new(read).lines();
        write.write_all(b"220 mail.test\r\n").await?;
        let mut data = false;
        while let Some(line) = lines.next_line().await? {
            let reply: &[u8] = match line.split([' ', ':']).next().unwrap_or_default() {
                _ if data && line != "." => continue,
                "DATA" => b"354 go on\r\n",
                "QUIT" => b"221 bye\r\n",
                _ => b"250 yes\r\n",
            };
            data = line == "DATA";
            if let Some((_, to)) = line.split_once("RCPT TO:<") {
                self.0.lock().unwrap().push(to.trim_end_matches('>').to_owned());
            }
            write.write_all(reply).await?;
        }
        Ok(())
    }

    /// All of them, once mail for this address has come.
    async fn up_to(&self, last: &str) -> Vec<String> {
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            let taken = self.0.lock().unwrap().clone();
            if taken.iter().any(|to| to == last) {
                return taken;
            }
            assert!(Instant::now() < deadline, "no mail for {last}: {taken:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

stories! {
    /// MAIL-8: 10,000 resets of one person are three mails, and one more an hour later; the newest works.
    async fn mail_8_resets_do_not_flood(app: &App) {
        app.browser().join(app, &MINA).await;
        let browser = app.browser();
        let ask = async |_| browser.call("accounts/forgot-password", &[("email", MINA.email)]).await.uniform();
        let first = ask(0).await;
        for _ in 0..100 {
            let answers = join_all((0..100).map(ask)).await;
            assert!(answers.iter().all(|answer| *answer == first), "all are answered alike");
        }
        app.mail_is_out().await;
        app.mail_with(MINA.email, "/reset-password/", 3).await;
        app.move_clock(HOUR);
        join_all((0..100).map(ask)).await;
        app.mail_is_out().await;
        let token = app.mail_with(MINA.email, "/reset-password/", 4).await.token();
        let set = browser.call("accounts/reset-password", &[("token", &token), ("password", PASSWORD)]).await;
        assert_eq!(set.status, 200);
    }

    /// MAIL-9: a mail whose link dies while it waits for the mail server is dropped: expired, superseded, cancelled.
    async fn mail_9_dead_links_are_dropped(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let away = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().to_string();
        let smtp = format!("smtp://{away}?tls=none");
        app.kill_and_start_with(&[("PARLOR_SMTP_URL", &smtp), ("PARLOR_PUBLIC_URL", &app.url)]).await;
        let late = app.browser();
        late.call("accounts/sign-up", &JONAS.form()).await;
        app.browser().call("accounts/forgot-password", &[("email", MINA.email)]).await;
        app.move_clock(48 * HOUR);
        let state = async || late.call("accounts/attempt-status", &[]).await.json()["mail"]["state"].clone();
        let deadline = Instant::now() + Duration::from_secs(20);
        while state().await == "queued" {
            assert!(Instant::now() < deadline, "the mail stays queued:\n{}", app.log());
        }
        assert_eq!(state().await, "dropped");

        let invite = async |email: &str| {
            assert_eq!(team.call(&team.owner, "members/invite", &[("emails", email), ("role", "member")]).await.status, 200);
        };
        for email in ["cancelled@guests.example", "resent@guests.example", "resent@guests.example"] {
            invite(email).await;
        }
        let id = team.id_of("cancelled@guests.example").await;
        assert_eq!(team.call(&team.owner, "members/cancel-invitation", &[("invitation", &id)]).await.status, 200);
        // Tries that were under way have ended once a later one has.
        invite("marker@marker.example").await;
        app.logged("marker.example").await;
        let taken = Taken::listen(&away).await;
        app.move_clock(49 * HOUR);
        taken.up_to("resent@guests.example").await;
        taken.up_to("marker@marker.example").await;
        invite("last@guests.example").await;
        let mut taken = taken.up_to("last@guests.example").await;
        taken.sort_unstable();
        assert_eq!(taken, ["last@guests.example", "marker@marker.example", "resent@guests.example"]);
    }
}
