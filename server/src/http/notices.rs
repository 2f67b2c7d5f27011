//! What the operator hears once: a set-up at the edge by which something is lost without anybody noticing.

use std::{
    collections::{HashMap, HashSet},
    mem::{Discriminant, discriminant},
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use services::Clock;

/// Different ones of a kind within [`PERIOD`] at most: what a stranger can cause must not fill the log. Each kind has its
/// own number, so that none is silenced by another one.
const MOST: usize = 16;
/// After this a kind is told anew.
const PERIOD: TimeDelta = TimeDelta::days(1);
/// Characters of a header that are logged at most.
const LONGEST: usize = 255;

/// Something of the set-up that does not fit together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Notice {
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
#[derive(Clone, Debug)]
pub(crate) struct Notices {
    clock: Clock,
    told: Arc<Mutex<HashMap<Discriminant<Notice>, Told>>>,
}

/// What was told of one kind.
#[derive(Debug)]
struct Told {
    since: DateTime<Utc>,
    these: HashSet<Notice>,
}

/// What is to be logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Telling {
    /// It is known, or there were too many.
    Nothing,
    This,
    /// It, and that more of the kind will not be told for now.
    Last,
}

impl Notices {
    /// Nothing was told yet.
    pub(crate) fn new(clock: Clock) -> Self {
        Self { clock, told: Arc::default() }
    }

    /// Logs it, the first time in a [`PERIOD`].
    pub(crate) fn tell(&self, notice: Notice) {
        let telling = self.note(&notice);
        if telling != Telling::Nothing {
            log(&notice);
        }
        if telling == Telling::Last {
            tracing::warn!("there were {MOST} of these; more are not told for a day");
        }
    }

    fn note(&self, notice: &Notice) -> Telling {
        let now = self.clock.now();
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let kind = told.entry(discriminant(notice)).or_insert_with(|| Told { since: now, these: HashSet::new() });
        // A clock that was set back begins anew, too.
        if (now - kind.since).abs() >= PERIOD {
            *kind = Told { since: now, these: HashSet::new() };
        }
        if kind.these.len() >= MOST || !kind.these.insert(notice.clone()) {
            Telling::Nothing
        } else if kind.these.len() == MOST {
            Telling::Last
        } else {
            Telling::This
        }
    }

    /// How many were told.
    #[cfg(test)]
    pub(crate) fn count(&self) -> usize {
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.values().map(|kind| kind.these.len()).sum()
    }
}

/// A header as it may stand in the log: short, and nothing that a terminal would act on.
pub(super) fn printable(value: &[u8]) -> String {
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
            "pages are opened under another address than PARLOR_PUBLIC_URL, to which mailed links lead; a proxy in front \
             should pass on Host"
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

    // FIELD-17
    #[test]
    fn each_is_told_once_a_day_and_no_kind_silences_another() {
        let file = std::env::temp_dir().join(format!("parlor-notices-{}", std::process::id()));
        let notices = Notices::new(Clock::Moved(Arc::new(file.clone())));
        let host = |name: &str| Notice::OtherHost(name.to_owned());
        let told = || (0..100).map(|n| notices.note(&host(&n.to_string()))).collect::<Vec<_>>();
        let first = told();
        assert_eq!(first[..MOST - 1], [Telling::This; MOST - 1]);
        assert_eq!((first[MOST - 1], first[MOST]), (Telling::Last, Telling::Nothing));
        assert_eq!(notices.note(&Notice::OtherOrigin("a".into())), Telling::This);
        assert_eq!(notices.note(&Notice::OtherOrigin("a".into())), Telling::Nothing);
        assert_eq!(notices.count(), MOST + 1);
        std::fs::write(&file, (24 * 60 * 60).to_string()).unwrap();
        assert_eq!(told(), first, "a day later");
        std::fs::remove_file(file).unwrap();
    }

    #[test]
    fn a_header_prints_as_plain_text() {
        assert_eq!(printable(b"evil.example\x1b[31m\r\nlevel=ERROR"), "evil.example?[31m??level=ERROR");
        assert_eq!(printable(&[b'x'; 1000]).len(), LONGEST);
    }
}
