//! API tokens: `Authorization: Bearer <id>.<secret>`. The vault keeps SHA-256 of the secret, which has 256 random bits.

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use super::session::random;

/// A token as a client sends it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// Its id, also the vault's id of its hash.
    pub id: Uuid,
    secret: String,
}

impl Token {
    /// A new token under this id.
    ///
    /// # Errors
    /// When the machine gives no random bytes.
    pub fn fresh(id: Uuid) -> Result<Self, getrandom::Error> {
        Ok(Self { id, secret: random()? })
    }

    /// Reads the value of an `Authorization` header; `None` when it is not of this form.
    #[must_use]
    pub fn read(header: &str) -> Option<Self> {
        let (id, secret) = header.strip_prefix("Bearer ")?.trim().split_once('.')?;
        Some(Self { id: id.parse().ok()?, secret: secret.to_owned() })
    }

    /// The text the client keeps: shown once.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}.{}", self.id, self.secret)
    }

    /// What the vault keeps.
    #[must_use]
    pub fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.secret.as_bytes()))
    }

    /// Whether `kept` is the hash of this token. Takes the same time for every wrong one.
    #[must_use]
    pub fn fits(&self, kept: &[u8]) -> bool {
        self.hash().as_bytes().ct_eq(kept).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_fits_its_own_hash() {
        let token = Token::fresh(Uuid::from_u128(5)).unwrap();
        let read = Token::read(&format!("Bearer {}", token.text())).unwrap();
        assert!(read.fits(token.hash().as_bytes()));
        assert!(!read.fits(b""));
        assert!(!Token::fresh(Uuid::from_u128(5)).unwrap().fits(token.hash().as_bytes()));
        for bad in ["", "Bearer", "Bearer x.y", "Basic 1", &format!("Bearer {}", token.id)] {
            assert!(Token::read(bad).is_none(), "{bad}");
        }
    }
}
