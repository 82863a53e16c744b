//! Texts about people: referred to by events, kept in the vault, erasable for ever.
//!
//! Names and contacts never enter an event in clear (ARCHITECTURE.md, invariant 10). The event holds the vault's key id and a
//! salted commitment. Salt and text lie in the vault; once the key is destroyed, pages say "erased", and the log, which
//! never held the text, verifies as before.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::digest::Digest;

/// A text in the vault: which one, and what it must hash to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Erasable {
    /// The vault's id of the text and of the key it lies under.
    pub key: Uuid,
    /// SHA-256 of a 32-byte random salt and the text in UTF-8. The salt keeps short names from being guessed.
    pub commitment: Digest,
}

impl Erasable {
    /// The commitment to `text` under `salt`.
    #[must_use]
    pub fn commit(salt: &[u8; 32], text: &str) -> Digest {
        Digest::of(&[salt, text.as_bytes()])
    }
}

/// An attached file: encrypted in `files/` under its own key, named by the hash of its plain bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FileRef {
    /// SHA-256 of the plain bytes.
    pub sha256: Digest,
    /// Size of the plain bytes.
    pub bytes: u64,
    /// The file's own name, which may hold a person's name.
    pub name: Erasable,
    /// Media type as told by the sender, such as `application/pdf`.
    pub media_type: String,
}
