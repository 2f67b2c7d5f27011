//! What a proof ends: the one table of it (SI-10, SU-11, SU-12).
//!
//! Whoever proves a mailbox or a password afresh shuts out everybody who was let in before. Each such moment is a
//! [`Proof`], and [`Proof::ends`] says for all of them what does not outlive it. Only the undo link in the old mailbox
//! does, for its 7 days: it protects the owner from a thief who changed password and address.

use domain::{AccountId, LinkId, LinkPurpose, SessionId};
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
}

/// What does not outlive a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "the columns of a table")]
struct Ends {
    /// Sessions, except the one that gave the proof.
    sessions: bool,
    /// Sign-ups that would still get a session.
    attempts: bool,
    /// Browsers that are known again.
    devices: bool,
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
            sessions: true,
            attempts: true,
            devices: true,
            links: true,
            later_undo_links: None,
            password: false,
        };
        match self {
            Self::Reset | Self::PasswordChange | Self::TakenIn | Self::SignUpAgain | Self::AddressChange => all,
            // Of a chain of changes this undoes all that came after it, so their addresses undo nothing any more; those
            // before it may: whoever had the account first has the last word. Whoever changed it knew the password.
            Self::AddressUndo(link) => Ends { later_undo_links: Some(link), password: true, ..all },
            Self::OtherSessions => Ends { devices: false, links: false, ..all },
        }
    }
}

impl Services {
    /// Ends what the proof ends, in its transaction, with the account locked. `keep` is the session that gave it.
    pub(crate) async fn end_by(
        &self,
        tx: &mut Tx,
        account: AccountId,
        proof: Proof,
        keep: Option<SessionId>,
    ) -> Result<()> {
        let now = self.now();
        let Ends { sessions, attempts, devices, links, later_undo_links, password } = proof.ends();
        match keep {
            Some(session) if sessions => tx.end_other_sessions(account, session).await?,
            None if sessions => tx.end_sessions(account).await?,
            _ => {}
        }
        if attempts {
            tx.detach_attempts(account).await?;
        }
        if devices {
            tx.delete_devices(account).await?;
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
