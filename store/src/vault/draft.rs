//! Texts on their way into the vault: referred to while a request is parsed, kept just before it is recorded.

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use heyi_core::erasable::Erasable;
use uuid::Uuid;

use super::{KEY, NONCE, SALT, Vault, VaultError, random};
use crate::ids;

/// Texts of one case or account, being collected.
#[derive(Debug)]
pub struct Draft<'a> {
    vault: &'a Vault,
    scope: Uuid,
    known: Option<Vec<(Erasable, String)>>,
    staged: Staged,
    failed: Option<VaultError>,
}

/// Texts collected and not yet kept.
#[derive(Debug, Default)]
pub struct Staged {
    pub(super) texts: Vec<Text>,
    /// The case or account of texts that were there already and are referred to again.
    pub(super) found_in: Option<Uuid>,
}

/// One text with the key it will lie under.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) key: Uuid,
    pub(super) scope: Uuid,
    pub(super) secret: [u8; KEY],
    salt: [u8; SALT],
    text: String,
}

impl<'a> Draft<'a> {
    pub(super) fn new(vault: &'a Vault, scope: Uuid) -> Self {
        Self { vault, scope, known: None, staged: Staged::default(), failed: None }
    }

    /// A reference to this text. The same text of the same case or account has the same reference: one person, one key.
    pub fn refer_to(&mut self, text: &str) -> Erasable {
        let known = self.known.get_or_insert_with(|| self.vault.of_scope(self.scope));
        if let Some((reference, _)) = known.iter().find(|(_, known)| known == text) {
            if !self.staged.texts.iter().any(|staged| staged.key == reference.key) {
                self.staged.found_in = Some(self.scope);
            }
            return reference.clone();
        }
        let (secret, salt) = match (random(), random()) {
            (Ok(secret), Ok(salt)) => (secret, salt),
            (Err(error), _) | (_, Err(error)) => {
                // Told by `finish`: nothing is kept or recorded without randomness.
                self.failed = Some(error);
                ([0; KEY], [0; SALT])
            }
        };
        let reference = Erasable { key: ids::fresh(), commitment: Erasable::commit(&salt, text) };
        known.push((reference.clone(), text.to_owned()));
        let text = Text { key: reference.key, scope: self.scope, secret, salt, text: text.to_owned() };
        self.staged.texts.push(text);
        reference
    }

    /// What was collected, to be kept.
    ///
    /// # Errors
    /// [`VaultError::Random`] when there were no random bytes for a key.
    pub fn finish(self) -> Result<Staged, VaultError> {
        self.failed.map_or(Ok(self.staged), Err)
    }
}

impl Text {
    pub(super) fn seal(&self) -> Result<Vec<u8>, VaultError> {
        let nonce: [u8; NONCE] = random()?;
        let plain = [self.salt.as_slice(), self.text.as_bytes()].concat();
        let payload = Payload { msg: &plain, aad: self.key.as_bytes() };
        let cipher = XChaCha20Poly1305::new_from_slice(&self.secret).map_err(|_| VaultError::Random)?;
        let sealed = cipher.encrypt(XNonce::from_slice(&nonce), payload).map_err(|_| VaultError::Random)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }
}
