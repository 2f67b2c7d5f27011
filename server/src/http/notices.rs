//! What the operator hears once: a set-up at the edge by which something is lost without anybody noticing.

use std::{
    collections::HashSet,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

/// Different ones at most: what a stranger can cause must not fill the log.
const MOST: usize = 32;
/// Characters of a header that are logged at most.
const LONGEST: usize = 255;

/// Something of the set-up that does not fit together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Notice {
    /// A peer that is no trusted proxy forwards requests: all clients behind it count as one.
    UntrustedProxy(IpAddr),
    /// A trusted proxy does not say for whom it asks.
    SilentProxy(IpAddr),
    /// A trusted proxy says so in a way that is no address.
    UnreadableProxy(IpAddr),
    /// Pages are opened under another host than the public URL's.
    OtherHost(String),
    /// A form was refused, since it came from this origin.
    OtherOrigin(String),
    /// A form came from this origin and was taken, since the browser vouches that it came from the same site.
    OtherSite(String),
    /// The local mailbox was asked for with this header, which only a proxy adds.
    MailboxBehindProxy(String),
}

/// What was told so far.
#[derive(Clone, Debug, Default)]
pub struct Notices(Arc<Mutex<HashSet<Notice>>>);

impl Notices {
    /// Logs it, the first time.
    pub fn tell(&self, notice: Notice) {
        if self.is_new(&notice) {
            log(&notice);
        }
    }

    fn is_new(&self, notice: &Notice) -> bool {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.len() < MOST && told.insert(notice.clone())
    }

    /// How many were told.
    #[cfg(test)]
    pub fn count(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

/// A header as it may stand in the log: short, and nothing that a terminal would act on.
pub fn printable(value: &[u8]) -> String {
    let text = String::from_utf8_lossy(value);
    text.chars().map(|c| if c.is_ascii_graphic() { c } else { '?' }).take(LONGEST).collect()
}

fn log(notice: &Notice) {
    match notice {
        Notice::UntrustedProxy(proxy) => tracing::warn!(
            %proxy,
            "this address forwards requests of others, but PARLOR_TRUSTED_PROXIES does not name it: they count as one client"
        ),
        Notice::SilentProxy(proxy) => tracing::warn!(
            %proxy,
            "a trusted proxy sends no X-Forwarded-For: whoever comes through it counts as one client"
        ),
        Notice::UnreadableProxy(proxy) => tracing::warn!(
            %proxy,
            "a trusted proxy sends an X-Forwarded-For or Forwarded that holds no address: these clients count as one"
        ),
        Notice::OtherHost(host) => tracing::warn!(
            host,
            "pages are opened under another host than that of PARLOR_PUBLIC_URL, to which mailed links lead; a proxy in \
             front should pass on Host"
        ),
        Notice::OtherOrigin(origin) => tracing::warn!(
            origin,
            "a form was refused, since it did not come from PARLOR_PUBLIC_URL; if people open Parlor there, set that"
        ),
        Notice::OtherSite(origin) => tracing::warn!(
            origin,
            "forms come from another address than PARLOR_PUBLIC_URL, to which mailed links lead; if people open Parlor \
             there, set that"
        ),
        Notice::MailboxBehindProxy(header) => tracing::warn!(
            header,
            "the local mailbox stays shut for a request with this header, which a proxy may have added"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_told_once_and_not_without_end() {
        let notices = Notices::default();
        assert!(notices.is_new(&Notice::OtherHost("a".into())) && !notices.is_new(&Notice::OtherHost("a".into())));
        assert!(notices.is_new(&Notice::OtherOrigin("a".into())));
        for number in 0..100 {
            notices.is_new(&Notice::OtherHost(number.to_string()));
        }
        assert_eq!(notices.count(), MOST);
    }

    #[test]
    fn a_header_prints_as_plain_text() {
        assert_eq!(printable(b"evil.example\x1b[31m\r\nlevel=ERROR"), "evil.example?[31m??level=ERROR");
        assert_eq!(printable(&[b'x'; 1000]).len(), LONGEST);
    }
}
