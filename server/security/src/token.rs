//! Tokens: 256 bits, bound to a purpose; only their digests are stored.

use std::fmt;

use base64ct::{Base64UrlUnpadded, Encoding};
use domain::LinkPurpose;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// Bytes of a token.
const BYTES: usize = 32;

/// What a token opens. Part of its digest: a token shown at another door is unknown there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The attempt cookie: one browser's sign-up.
    Attempt,
    /// The session cookie.
    Session,
    /// The device cookie: a browser that signed in before.
    Device,
    /// A link.
    Link(LinkPurpose),
    /// The key under which a browser keeps what an account typed; it opens nothing.
    Drafts,
}

impl Purpose {
    /// The word that digests are bound to, and derived tokens too.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Attempt => "attempt",
            Self::Session => "session",
            Self::Device => "device",
            Self::Link(purpose) => purpose.as_str(),
            Self::Drafts => "drafts",
        }
    }
}

impl From<LinkPurpose> for Purpose {
    fn from(purpose: LinkPurpose) -> Self {
        Self::Link(purpose)
    }
}

/// A secret that one browser or one mail holds. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; BYTES]);

/// What is stored of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest([u8; BYTES]);

impl Token {
    /// A token of 256 random bits.
    pub const fn new(random: [u8; BYTES]) -> Self {
        Self(random)
    }

    /// Reads the form that stands in a cookie or a link; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; BYTES];
        let decoded = Base64UrlUnpadded::decode(text, &mut bytes).ok()?;
        (decoded.len() == BYTES).then_some(Self(bytes))
    }

    /// The form for a cookie or a link: 43 characters of base64url.
    pub fn expose(&self) -> String {
        Base64UrlUnpadded::encode_string(&self.0)
    }

    /// What to store of it, or to look it up by.
    pub fn digest(&self, purpose: impl Into<Purpose>) -> Digest {
        let mut hash = Sha256::new();
        hash.update(purpose.into().as_str());
        hash.update([0]);
        hash.update(self.0);
        Digest(hash.finalize().into())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Digest {
    /// The bytes to store.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// The key from which mailed tokens are derived, so that the outbox need not hold them.
#[derive(Clone)]
pub struct ServerSecret(Zeroizing<Vec<u8>>);

/// The server's secret is too short to be one.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("needs at least 32 characters")]
pub struct ServerSecretError;

impl ServerSecret {
    /// Takes the operator's secret, 32 characters or more.
    pub fn new(secret: &str) -> Result<Self, ServerSecretError> {
        if secret.trim().len() < BYTES {
            return Err(ServerSecretError);
        }
        Ok(Self(Zeroizing::new(secret.trim().as_bytes().to_vec())))
    }

    /// The token of the mailed link with this `id`: the same one at every retry (MAIL-4).
    pub fn link_token(&self, purpose: impl Into<Purpose>, id: &[u8; 16]) -> Token {
        // HMAC takes keys of any length; the other arm is for the type alone.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else {
            return Token([0; BYTES]);
        };
        mac.update(purpose.into().as_str().as_bytes());
        mac.update(&[0]);
        mac.update(id);
        Token(mac.finalize().into_bytes().into())
    }
}

impl fmt::Debug for ServerSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ServerSecret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        let token = Token::new([9; BYTES]);
        assert_eq!(token.expose().len(), 43);
        assert_eq!(Token::parse(&token.expose()), Some(token));
    }

    // TOK-11
    #[test]
    fn anything_else_is_none() {
        let long = "A".repeat(1 << 20);
        for text in ["", "A", "\0", "AAAA", &"=".repeat(43), &"A".repeat(44), &long, "<script>"] {
            assert!(Token::parse(text).is_none());
        }
    }

    // TOK-8
    #[test]
    fn a_digest_is_bound_to_its_purpose() {
        let token = Token::new([9; BYTES]);
        assert_ne!(token.digest(LinkPurpose::Verification), token.digest(Purpose::Session));
    }

    #[test]
    fn a_link_token_is_stable_and_secret() {
        let one = ServerSecret::new(&"a".repeat(32)).unwrap();
        let two = ServerSecret::new(&"b".repeat(32)).unwrap();
        assert_eq!(
            one.link_token(LinkPurpose::Verification, &[1; 16]),
            one.link_token(LinkPurpose::Verification, &[1; 16])
        );
        assert_ne!(
            one.link_token(LinkPurpose::Verification, &[1; 16]),
            one.link_token(LinkPurpose::Verification, &[2; 16])
        );
        assert_ne!(
            one.link_token(LinkPurpose::Verification, &[1; 16]),
            two.link_token(LinkPurpose::Verification, &[1; 16])
        );
        assert_eq!(ServerSecret::new("short").unwrap_err(), ServerSecretError);
        assert_eq!(format!("{one:?}"), "ServerSecret(…)");
    }
}
