//! What a proof ends: the one table of it (SI-10, SU-11, SU-12).
//!
//! Whoever proves a mailbox or a password afresh shuts out everybody who was let in before. Each such moment is a
//! [`Proof`], and [`Proof::ends`] says for all of them what does not outlive it. Only the undo link in the old mailbox
//! does, for its 7 days: it protects the owner from a thief who changed password and address.

use domain::{AccountId, LinkId, LinkPurpose, Refusal, SessionId};
use store::Tx;

use crate::{Result, Services};

/// A moment at which somebody proved anew whose account it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// A password was set by a mailed reset link.
    Reset,
    /// A password was changed by who knew the one before.
    PasswordChange,
    /// A mailed invitation was accepted for an address that was a claim: whoever made that claim is out.
    TakenIn,
    /// Somebody signed up with the address of a claim.
    SignUpAgain,
    /// The account moved to a new address.
    AddressChange,
    /// This link kept the account at, or brought it back to, the address before.
    AddressUndo(LinkId),
    /// *Sign out everywhere else*: no proof, but the same kind of end.
    OtherSessions,
    /// This browser was signed out from another one: the same.
    OneSession(SessionId),
}

/// Which of an account's browsers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Browsers {
    /// Every browser of the account.
    All,
    /// All but the one that gave the proof.
    Others,
    /// The one with this session.
    One(SessionId),
}

/// What does not outlive a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ends {
    /// The browsers whose sessions end.
    sessions: Browsers,
    /// The browsers that are unknown from then on. A browser whose session goes on after a proof is known by a new token.
    devices: Browsers,
    /// Sign-ups that would still get a session.
    attempts: bool,
    /// Open links of every purpose, asked-for changes of address among them; the undo link stays.
    links: bool,
    /// Undo links made at the same time as this one or later.
    later_undo_links: Option<LinkId>,
    /// The password; a reset sets the next one.
    password: bool,
}

impl Proof {
    const fn ends(self) -> Ends {
        let all = Ends {
            sessions: Browsers::Others,
            devices: Browsers::All,
            attempts: true,
            links: true,
            later_undo_links: None,
            password: false,
        };
        match self {
            Self::Reset | Self::PasswordChange | Self::TakenIn | Self::SignUpAgain | Self::AddressChange => all,
            // Of a chain of changes this undoes all that came after it, so their addresses undo nothing any more; those
            // before it may: whoever had the account first has the last word. Whoever changed it knew the password.
            Self::AddressUndo(link) => Ends { later_undo_links: Some(link), password: true, ..all },
            Self::OtherSessions => Ends { devices: Browsers::Others, links: false, ..all },
            // A lost laptop is neither signed in nor known any more.
            Self::OneSession(id) => {
                Ends { sessions: Browsers::One(id), devices: Browsers::One(id), attempts: false, links: false, ..all }
            }
        }
    }
}

impl Services {
    /// Ends what the proof ends, in its transaction, with the account locked. `keep` is the session that gave it.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when the one session that is to end is none of the account's.
    pub(crate) async fn end_by(
        &self,
        tx: &mut Tx,
        account: AccountId,
        proof: Proof,
        keep: Option<SessionId>,
    ) -> Result<()> {
        let now = self.now();
        let Ends { sessions, devices, attempts, links, later_undo_links, password } = proof.ends();
        // A session knows its device, so devices come first.
        match (devices, keep) {
            (Browsers::One(session), _) => tx.delete_device_of(account, session).await?,
            (Browsers::Others, Some(session)) => tx.delete_other_devices(account, session).await?,
            (Browsers::All, _) | (Browsers::Others, None) => tx.delete_devices(account).await?,
        }
        match (sessions, keep) {
            (Browsers::One(session), _) => {
                if !tx.end_session(account, session).await? {
                    return Err(Refusal::NotFound.into());
                }
            }
            (Browsers::Others, Some(session)) => tx.end_other_sessions(account, session).await?,
            (Browsers::All, _) | (Browsers::Others, None) => tx.end_sessions(account).await?,
        }
        if attempts {
            tx.detach_attempts(account).await?;
        }
        if links {
            tx.supersede_all_links_but(account, LinkPurpose::UndoAddress, now).await?;
            // A reset that was asked for, whose link is only made when its mail is sent.
            tx.drop_unsent_resets(account, now).await?;
        }
        if let Some(link) = later_undo_links {
            tx.supersede_later_links(account, LinkPurpose::UndoAddress, link, now).await?;
        }
        if password {
            tx.clear_password(account).await?;
        }
        tx.changed(store::Change::Account(account));
        Ok(())
    }
}
