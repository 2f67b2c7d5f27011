//! Signatures, as the Standard Webhooks specification has them: HMAC with SHA-256 over id, time and body.

use std::str::FromStr;

use base64ct::{Base64, Base64Unpadded, Encoding};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// How a secret begins when it is written down.
const PREFIX: &str = "whsec_";
/// How many bytes a secret has.
const LENGTH: std::ops::RangeInclusive<usize> = 24..=64;

/// What the receiver knows too: one secret, or an old and a new one while it is changed. Never printed.
#[derive(Clone)]
pub struct Secrets(Vec<Vec<u8>>);

/// Not a secret as the specification writes it. Tells nothing of what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretProblem {
    /// There is none.
    #[error("must be whsec_ and 24 to 64 bytes in base64; several are separated by blanks")]
    Empty,
    /// It does not begin as it should.
    #[error("must begin with whsec_")]
    Prefix,
    /// What follows is no base64.
    #[error("must be base64 after whsec_")]
    Base64,
    /// It is too short to be one, or too long.
    #[error("must hold 24 to 64 bytes, as base64, after whsec_")]
    Length,
}

impl FromStr for Secrets {
    type Err = SecretProblem;

    fn from_str(text: &str) -> Result<Self, SecretProblem> {
        let secrets = text.split_ascii_whitespace().map(secret).collect::<Result<Vec<_>, _>>()?;
        if secrets.is_empty() { Err(SecretProblem::Empty) } else { Ok(Self(secrets)) }
    }
}

fn secret(text: &str) -> Result<Vec<u8>, SecretProblem> {
    let encoded = text.strip_prefix(PREFIX).ok_or(SecretProblem::Prefix)?;
    let decoded = Base64::decode_vec(encoded).or_else(|_| Base64Unpadded::decode_vec(encoded));
    let bytes = decoded.map_err(|_| SecretProblem::Base64)?;
    if LENGTH.contains(&bytes.len()) { Ok(bytes) } else { Err(SecretProblem::Length) }
}

impl Secrets {
    /// The signatures of a message by each secret, as they stand in its header: a receiver goes by one that it can check.
    pub(crate) fn sign(&self, id: &str, timestamp: i64, body: &str) -> String {
        let signed = self.0.iter().filter_map(|secret| {
            let mut mac = Hmac::<Sha256>::new_from_slice(secret).ok()?;
            mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
            Some(format!("v1,{}", Base64::encode_string(&mac.finalize().into_bytes())))
        });
        signed.collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    fn sign(secrets: &str) -> String {
        let secrets: Secrets = secrets.parse().ok().unwrap();
        secrets.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#)
    }

    // ST-3: the example by which the specification's libraries are tested.
    #[test]
    fn st_3_signs_as_the_specification_says() {
        assert_eq!(sign(SECRET), SIGNATURE);
    }

    // ST-3: while a secret is changed, both sign.
    #[test]
    fn st_3_two_secrets_sign() {
        let other = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        let both = sign(&format!("{other} {SECRET}"));
        let signatures: Vec<&str> = both.split(' ').collect();
        assert_eq!((signatures.len(), signatures[0], signatures[1]), (2, sign(other).as_str(), SIGNATURE));
        assert_ne!(signatures[0], SIGNATURE);
    }

    // ST-3
    #[test]
    fn st_3_what_is_no_secret_is_named() {
        for (typed, problem) in [
            ("", SecretProblem::Empty),
            ("  ", SecretProblem::Empty),
            ("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", SecretProblem::Prefix),
            ("whsec_n*t", SecretProblem::Base64),
            ("whsec_%%%%", SecretProblem::Base64),
            ("whsec_", SecretProblem::Length),
            ("whsec_c2hvcnQ=", SecretProblem::Length),
            ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw whsec_", SecretProblem::Length),
        ] {
            assert_eq!(typed.parse::<Secrets>().err(), Some(problem), "{typed:?}");
        }
        // With padding and without.
        assert!("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8".parse::<Secrets>().is_ok());
    }
}
