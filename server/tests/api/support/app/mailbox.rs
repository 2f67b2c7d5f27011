//! The mail that a server sent.

use std::{
    fs,
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

use super::App;
use crate::support::{Answer, Mail};

impl App {
    /// Mails to this address so far, newest first. A server that others may open shows no mailbox; its files are read.
    pub async fn mails(&self, to: &str) -> Vec<Mail> {
        if !self.public_url.starts_with("http://127.0.0.1") {
            let folder = ["parlor.mailbox", "data/parlor.mailbox"].map(|name| self.folder.join(name));
            let files = folder.iter().flat_map(fs::read_dir).flatten().flatten().map(|file| file.path());
            let mut files: Vec<PathBuf> =
                files.filter(|path| path.extension().is_some_and(|end| end == "json")).collect();
            files.sort();
            let mails =
                files.iter().rev().filter_map(|file| serde_json::from_slice::<Mail>(&fs::read(file).ok()?).ok());
            return mails.filter(|mail| mail.to == to).collect();
        }
        let answer = self.client.get(format!("{}/dev/mailbox.json", self.url)).send().await.unwrap();
        let mails: Vec<Mail> = answer.json().await.unwrap();
        for mail in &mails {
            self.canaries.text(&mail.to);
            self.canaries.text(&mail.text);
        }
        mails.into_iter().filter(|mail| mail.to == to).collect()
    }

    /// The newest mail to this address, once there are `count`.
    pub async fn mail(&self, to: &str, count: usize) -> Mail {
        self.mail_with(to, "", count).await
    }

    /// The newest mail to this address that holds this word, once there are `count` of them.
    pub async fn mail_with(&self, to: &str, word: &str, count: usize) -> Mail {
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            let mut mails = self.mails(to).await;
            mails.retain(|mail| mail.subject.contains(word) || mail.text.contains(word));
            if mails.len() >= count {
                assert_eq!(mails.len(), count, "more mail than expected");
                return mails.into_iter().next().unwrap();
            }
            assert!(Instant::now() < deadline, "no mail came:\n{}", self.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The token of the mail to this address, leading to that page, that a call causes.
    pub async fn mailed(&self, to: &str, page: &str, call: impl Future<Output = Answer>) -> String {
        let newest = async || self.mails(to).await.iter().find(|mail| mail.text.contains(page)).map(Mail::token);
        let before = newest().await;
        let answer = call.await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            match newest().await {
                Some(token) if Some(&token) != before.as_ref() => return token,
                _ => assert!(Instant::now() < deadline, "no mail came:\n{}", self.log()),
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Asks for a reset, and answers the token that was mailed.
    pub async fn reset_link(&self, email: &str) -> String {
        let form = [("email", email)];
        self.mailed(email, "/reset-password/", self.browser().call("accounts/forgot-password", &form)).await
    }

    /// Waits until what was written so far has gone out: mails leave in turn, so later ones to somebody else say so.
    pub async fn mail_is_out(&self) {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        for _ in 0..8 {
            let email = format!("marker{}@parlor.example", COUNT.fetch_add(1, Ordering::Relaxed));
            let form = [("name", "Marker"), ("email", &email), ("password", "nobody signs in here")];
            assert_eq!(self.browser().call("accounts/sign-up", &form).await.status, 200);
            self.mail(&email, 1).await;
        }
    }
}
