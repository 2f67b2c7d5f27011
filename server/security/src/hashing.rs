//! Password hashing: argon2id, bounded in memory and time.

use std::{
    fmt,
    str::FromStr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64ct::{Base64Unpadded, Encoding};
use domain::Password;
use subtle::ConstantTimeEq;
use tracing::Span;

use crate::line::{Line, Place, Priority};

/// Bytes of a hash.
const OUTPUT: usize = 32;
/// Bytes of a salt.
const SALT: usize = 16;
/// Bytes of the salt of a stored hash, which others may have made.
const SALTS: std::ops::RangeInclusive<usize> = 8..=64;
/// How long a person waits for a free core before being asked to come back.
const WAIT: Duration = Duration::from_secs(2);

/// What one hash costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory, in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Cost {
    /// OWASP Password Storage Cheat Sheet: m = 19456 KiB, t = 2, p = 1.
    pub const OWASP: Self = Self { memory: 19_456, passes: 2, lanes: 1 };

    /// The most that a stored hash may cost, whoever wrote it: RFC 9106's second choice, with passes to spare. Beyond
    /// that, a row of the database would be a way to take the machine's memory (FIELD-46).
    const LARGEST: Self = Self { memory: 65_536, passes: 10, lanes: 4 };

    /// Whether it costs no more than is ever spent, and argon2 takes it.
    fn is_bearable(self) -> bool {
        let Self { memory, passes, lanes } = Self::LARGEST;
        self.memory <= memory && self.passes <= passes && self.lanes <= lanes && self.params().is_ok()
    }

    fn params(self) -> Result<Params, HashError> {
        Params::new(self.memory, self.passes, self.lanes, Some(OUTPUT)).map_err(HashError::Parameters)
    }
}

/// A stored password hash in PHC form: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash {
    cost: Cost,
    salt: Vec<u8>,
    output: Vec<u8>,
}

/// Why a password could not be hashed or checked.
#[derive(Debug, thiserror::Error)]
pub enum HashError {
    /// All cores are hashing, and have been for two seconds.
    #[error("no core was free for hashing")]
    Busy,
    /// The cost is none that argon2 takes.
    #[error("argon2: {0}")]
    Parameters(argon2::Error),
    /// What is stored is no hash of ours, or costs more than is ever spent.
    #[error("not a password hash")]
    Format,
    /// The runtime is shutting down.
    #[error("hashing was cut off")]
    Stopped,
}

/// Hashes passwords, only so many at once; who waits in front of whom is told by [`Priority`].
#[derive(Clone)]
pub struct Hasher {
    cost: Cost,
    line: Arc<Line>,
    /// Work memory, one piece a permit, used again and again.
    memory: Arc<Mutex<Vec<Vec<Block>>>>,
}

impl Hasher {
    /// A hasher that runs at most `at_once` hashes.
    pub fn new(cost: Cost, at_once: usize) -> Self {
        Self { cost, line: Line::new(at_once.max(1)), memory: Arc::default() }
    }

    /// Hashes `password` with `salt`.
    pub async fn hash(&self, password: Password, salt: [u8; SALT]) -> Result<PasswordHash, HashError> {
        let cost = self.cost;
        let output = self.run(password, salt.to_vec(), cost, Priority::Unsuspected).await?;
        Ok(PasswordHash { cost, salt: salt.to_vec(), output })
    }

    /// Hashes `password` with the salt and at the cost of `other`, so that one hash tells to which of the two a password
    /// belongs.
    pub async fn hash_beside(&self, password: Password, other: &PasswordHash) -> Result<PasswordHash, HashError> {
        let PasswordHash { cost, salt, .. } = other.clone();
        let output = self.run(password, salt.clone(), cost, Priority::Unsuspected).await?;
        Ok(PasswordHash { cost, salt, output })
    }

    /// Whether `password` belongs to `stored`.
    ///
    /// With nothing stored it hashes just as long and answers no, so that time tells nobody which accounts exist.
    pub async fn verify(
        &self,
        password: Password,
        stored: Option<PasswordHash>,
        priority: Priority,
    ) -> Result<bool, HashError> {
        Ok(self.verify_any(password, stored.as_slice(), priority).await?.is_some())
    }

    /// To which of `stored` the password belongs, after one hash, with the salt of the first of them. One that was not made
    /// beside that one ([`Self::hash_beside`]) is never it.
    pub async fn verify_any(
        &self,
        password: Password,
        stored: &[PasswordHash],
        priority: Priority,
    ) -> Result<Option<usize>, HashError> {
        let typed = password.as_typed();
        let found = self.verify_spelling(password, stored, priority).await?;
        match typed {
            // Hashes from before passwords had one spelling are of what was typed.
            Some(typed) if found.is_none() => self.verify_spelling(typed, stored, priority).await,
            _ => Ok(found),
        }
    }

    async fn verify_spelling(
        &self,
        password: Password,
        stored: &[PasswordHash],
        priority: Priority,
    ) -> Result<Option<usize>, HashError> {
        let Some(first) = stored.first() else {
            self.run(password, vec![0; SALT], self.cost, priority).await?;
            return Ok(None);
        };
        let output = self.run(password, first.salt.clone(), first.cost, priority).await?;
        Ok(stored.iter().position(|hash| hash.is_beside(first) && bool::from(output.ct_eq(&hash.output))))
    }

    /// Whether `stored` was made at another cost than today's.
    pub fn is_outdated(&self, stored: &PasswordHash) -> bool {
        stored.cost != self.cost
    }

    #[tracing::instrument(level = "debug", name = "hash", skip_all, fields(?priority))]
    async fn run(
        &self,
        password: Password,
        salt: Vec<u8>,
        cost: Cost,
        priority: Priority,
    ) -> Result<Vec<u8>, HashError> {
        let place = self.line.enter(priority, WAIT).await.ok_or(HashError::Busy)?;
        let memory = Arc::clone(&self.memory);
        let usual = self.cost;
        let span = Span::current();
        // The place moves along: a caller who hangs up frees no core that is still hashing.
        tokio::task::spawn_blocking(move || {
            span.in_scope(|| hash_blocking(&password, &salt, cost, usual, &memory, place))
        })
        .await
        .map_err(|_| HashError::Stopped)?
    }
}

fn hash_blocking(
    password: &Password,
    salt: &[u8],
    cost: Cost,
    usual: Cost,
    memory: &Mutex<Vec<Vec<Block>>>,
    _place: Place,
) -> Result<Vec<u8>, HashError> {
    let params = cost.params()?;
    tracing::debug!(target: "parlor::hashing", ?cost, "a password was hashed");
    let blocks = params.block_count();
    let mut work = memory.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
    if work.len() != blocks {
        work = vec![Block::new(); blocks];
    }
    let mut output = vec![0; OUTPUT];
    let result = Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into_with_memory(
        password.expose().as_bytes(),
        salt,
        &mut output,
        work.as_mut_slice(),
    );
    // What a hash of somebody else's needed is not kept.
    if cost.memory <= usual.memory {
        memory.lock().unwrap_or_else(PoisonError::into_inner).push(work);
    }
    result.map_err(HashError::Parameters)?;
    Ok(output)
}

impl PasswordHash {
    /// Whether one hash tells to which of the two a password belongs.
    pub fn is_beside(&self, other: &Self) -> bool {
        self.salt == other.salt && self.cost == other.cost
    }
}

impl fmt::Display for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Cost { memory, passes, lanes } = self.cost;
        let salt = Base64Unpadded::encode_string(&self.salt);
        let output = Base64Unpadded::encode_string(&self.output);
        write!(f, "$argon2id$v=19$m={memory},t={passes},p={lanes}${salt}${output}")
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

impl FromStr for PasswordHash {
    type Err = HashError;

    fn from_str(text: &str) -> Result<Self, HashError> {
        fn number(part: Option<&str>, name: &str) -> Option<u32> {
            part?.strip_prefix(name)?.parse().ok()
        }
        let parse = || {
            let mut parts = text.strip_prefix("$argon2id$v=19$")?.split('$');
            let mut cost = parts.next()?.split(',');
            let cost = Cost {
                memory: number(cost.next(), "m=")?,
                passes: number(cost.next(), "t=")?,
                lanes: number(cost.next(), "p=")?,
            };
            let salt = Base64Unpadded::decode_vec(parts.next()?).ok()?;
            let output = Base64Unpadded::decode_vec(parts.next()?).ok()?;
            let whole = output.len() == OUTPUT && SALTS.contains(&salt.len()) && parts.next().is_none();
            (whole && cost.is_bearable()).then_some(Self { cost, salt, output })
        };
        parse().ok_or(HashError::Format)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: Cost = Cost { memory: 64, passes: 1, lanes: 1 };

    fn password(text: &str) -> Password {
        Password::attempt(text.into()).unwrap()
    }

    #[tokio::test]
    async fn knows_its_own() {
        let hasher = Hasher::new(CHEAP, 1);
        let hash = hasher.hash(password("four plain words"), [7; SALT]).await.unwrap();
        let stored: PasswordHash = hash.to_string().parse().unwrap();
        assert!(hasher.verify(password("four plain words"), Some(stored.clone()), Priority::Known).await.unwrap());
        assert!(!hasher.verify(password("four plain word"), Some(stored.clone()), Priority::Known).await.unwrap());
        assert!(!hasher.verify(password("four plain words"), None, Priority::Other).await.unwrap());
        assert!(!hasher.is_outdated(&stored));
        assert!(Hasher::new(Cost::OWASP, 1).is_outdated(&stored));
    }

    // SU-10
    #[tokio::test]
    async fn one_hash_tells_two_apart() {
        let hasher = Hasher::new(CHEAP, 1);
        let first = hasher.hash(password("four plain words"), [7; SALT]).await.unwrap();
        let beside = hasher.hash_beside(password("some plain words"), &first).await.unwrap();
        let apart = hasher.hash(password("more plain words"), [8; SALT]).await.unwrap();
        let stored = [first, beside, apart];
        for (typed, found) in [
            ("four plain words", Some(0)),
            ("some plain words", Some(1)),
            ("more plain words", None),
            ("no words", None),
        ] {
            assert_eq!(hasher.verify_any(password(typed), &stored, Priority::Other).await.unwrap(), found, "{typed}");
        }
    }

    // SU-2: composed and decomposed are one password; a hash of the decomposed spelling, as older versions made, goes on.
    #[tokio::test]
    async fn spellings_of_one_text_are_one_password() {
        let hasher = Hasher::new(CHEAP, 1);
        let hash = hasher.hash(password("quatre-vingts e\u{301}te\u{301}s"), [7; SALT]).await.unwrap();
        for typed in ["quatre-vingts étés", "quatre-vingts e\u{301}te\u{301}s", "quatre-vingts\u{a0}étés"] {
            assert!(hasher.verify(password(typed), Some(hash.clone()), Priority::Other).await.unwrap(), "{typed}");
        }
        let typed = "e\u{301}te\u{301}";
        let mut work = vec![Block::new(); CHEAP.params().unwrap().block_count()];
        let mut output = vec![0; OUTPUT];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, CHEAP.params().unwrap())
            .hash_password_into_with_memory(typed.as_bytes(), &[7; SALT], &mut output, work.as_mut_slice())
            .unwrap();
        let old = PasswordHash { cost: CHEAP, salt: vec![7; SALT], output };
        assert!(hasher.verify(password(typed), Some(old.clone()), Priority::Other).await.unwrap());
        assert!(!hasher.verify(password("e\u{301}te"), Some(old), Priority::Other).await.unwrap());
    }

    // The reference implementation's own answer for these inputs.
    #[tokio::test]
    async fn agrees_with_the_reference() {
        let stored: PasswordHash =
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc".parse().unwrap();
        let hasher = Hasher::new(Cost::OWASP, 1);
        assert!(hasher.verify(password("password"), Some(stored), Priority::Other).await.unwrap());
    }

    #[test]
    fn refuses_what_is_no_hash() {
        for text in [
            "",
            "$argon2id$v=19$",
            "$argon2i$v=19$m=64,t=1,p=1$AAAA$AAAA",
            "plain",
            "$argon2id$v=19$m=64,t=1,p=1$AAAA$AAAA",
        ] {
            assert!(text.parse::<PasswordHash>().is_err(), "{text}");
        }
    }

    // FIELD-46: at the edge of each bound.
    #[test]
    fn refuses_what_costs_too_much() {
        let output = "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        let hash = |cost: &str, salt: &str, output: &str| {
            format!("$argon2id$v=19${cost}${salt}${output}").parse::<PasswordHash>().is_ok()
        };
        for cost in ["m=65536,t=10,p=4", "m=8,t=1,p=1"] {
            assert!(hash(cost, "c29tZXNhbHQ", output), "{cost}");
        }
        for cost in [
            "m=65537,t=10,p=4",
            "m=65536,t=11,p=4",
            "m=65536,t=10,p=5",
            "m=4194304,t=2,p=1",
            "m=4294967295,t=4294967295,p=4294967295",
            "m=7,t=1,p=1",
            "m=64,t=0,p=1",
            "m=64,t=1,p=0",
        ] {
            assert!(!hash(cost, "c29tZXNhbHQ", output), "{cost}");
        }
        let bytes = |count: usize| Base64Unpadded::encode_string(&vec![7; count]);
        assert!(hash("m=64,t=1,p=1", &bytes(8), output) && hash("m=64,t=1,p=1", &bytes(64), output));
        assert!(!hash("m=64,t=1,p=1", &bytes(7), output) && !hash("m=64,t=1,p=1", &bytes(65), output));
        for length in [31, 33, 1_000_000] {
            assert!(!hash("m=64,t=1,p=1", "c29tZXNhbHQ", &bytes(length)), "{length}");
        }
    }
}
