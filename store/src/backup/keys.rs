//! With what the parts of a backup are encrypted and opened: age, a format that other tools open too.
//!
//! A passphrase costs a second each time it is tried, on purpose; so it opens one identity, kept in `identity.age`, and the parts
//! are encrypted to that. Whom they are encrypted to is never read from the backup: who can write there could put himself in.

use std::collections::BTreeSet;
use std::fmt;
use std::io::Write;

use age::secrecy::{ExposeSecret as _, SecretString};
use age::x25519::{Identity, Recipient};
use age::{DecryptError, Decryptor, Encryptor};

use super::error::{BackupError, doing};
use super::manifest::Protected;
use crate::disk::{self, Disk};

/// The identity of a backup that is encrypted to a passphrase.
pub(crate) const IDENTITY: &str = "identity.age";

/// How a backup is to be encrypted.
pub enum Protection {
    /// Not at all.
    Plain,
    /// To these age recipients (`age1…`).
    Recipients(Vec<String>),
    /// To a passphrase.
    Passphrase(String),
}

/// What opens a backup.
pub enum Key {
    /// Nothing: it is plain.
    None,
    /// The text of a file with age identities.
    Identity(String),
    /// A passphrase.
    Passphrase(String),
}

impl fmt::Debug for Protection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Protection")
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

/// Whom parts are encrypted to; nobody: they are plain.
pub(crate) struct Sealing(Vec<Recipient>);

/// What parts are opened with; nothing: they are plain.
pub(crate) struct Opening(Vec<Identity>);

impl Protection {
    /// As the manifest says it.
    pub(crate) fn said(&self) -> Result<Protected, BackupError> {
        Ok(match self {
            Self::Plain => Protected::Plain,
            Self::Passphrase(_) => Protected::Passphrase,
            Self::Recipients(texts) => {
                let said = texts.iter().map(|text| recipient(text).map(|recipient| recipient.to_string()));
                Protected::Recipients(said.collect::<Result<BTreeSet<_>, _>>()?)
            }
        })
    }

    /// Whom to encrypt to. `fresh`: nothing is encrypted yet, and an identity may be made.
    pub(crate) fn sealing(&self, disk: &dyn Disk, fresh: bool) -> Result<Sealing, BackupError> {
        match self {
            Self::Plain => Ok(Sealing(Vec::new())),
            Self::Recipients(texts) => texts.iter().map(|text| recipient(text)).collect::<Result<_, _>>().map(Sealing),
            Self::Passphrase(passphrase) => {
                let identity = match kept(disk, passphrase)? {
                    Some(identity) => identity,
                    None if fresh => make(disk, passphrase)?,
                    None => return Err(BackupError::IdentityMissing),
                };
                Ok(Sealing(vec![identity.to_public()]))
            }
        }
    }
}

impl Key {
    pub(crate) fn opening(&self, disk: &dyn Disk, protected: &Protected) -> Result<Opening, BackupError> {
        match (self, protected) {
            (_, Protected::Plain) => Ok(Opening(Vec::new())),
            (Self::None, _) => Err(BackupError::NoKey),
            (Self::Passphrase(passphrase), Protected::Passphrase) => {
                let identity = kept(disk, passphrase)?.ok_or(BackupError::IdentityMissing)?;
                Ok(Opening(vec![identity]))
            }
            (Self::Passphrase(_), Protected::Recipients(_)) => Err(BackupError::WrongKey),
            (Self::Identity(text), _) => {
                let lines = text.lines().map(str::trim).filter(|line| line.starts_with("AGE-SECRET-KEY-1"));
                let identities: Vec<Identity> = lines.filter_map(|line| line.parse().ok()).collect();
                if identities.is_empty() { Err(BackupError::NotAnIdentity) } else { Ok(Opening(identities)) }
            }
        }
    }
}

impl Sealing {
    /// How names of parts end.
    pub(crate) fn suffix(&self) -> &'static str {
        if self.0.is_empty() { "" } else { ".age" }
    }

    /// What encrypts one part; `None` where parts are plain.
    pub(crate) fn encryptor(&self) -> Result<Option<Encryptor>, BackupError> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let recipients = self.0.iter().map(|recipient| recipient as &dyn age::Recipient);
        let encryptor = Encryptor::with_recipients(recipients);
        encryptor.map(Some).map_err(|error| doing("encrypting")(std::io::Error::other(error.to_string())))
    }
}

impl Opening {
    pub(crate) fn is_plain(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn identities(&self) -> impl Iterator<Item = &dyn age::Identity> {
        self.0.iter().map(|identity| identity as &dyn age::Identity)
    }
}

fn recipient(text: &str) -> Result<Recipient, BackupError> {
    text.trim().parse().map_err(|_| BackupError::NotARecipient(text.trim().to_owned()))
}

/// The identity that lies in the backup.
fn kept(disk: &dyn Disk, passphrase: &str) -> Result<Option<Identity>, BackupError> {
    let Some(sealed) = disk::read_if_there(disk, IDENTITY).map_err(doing("reading the identity"))? else {
        return Ok(None);
    };
    let passphrase = age::scrypt::Identity::new(SecretString::from(passphrase.to_owned()));
    let read = |plain: Vec<u8>| String::from_utf8(plain).ok()?.trim().parse().ok();
    match age::decrypt(&passphrase, &sealed) {
        Ok(plain) => read(plain).map(Some).ok_or_else(|| BackupError::part(IDENTITY, "it holds no identity")),
        Err(DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed | DecryptError::NoMatchingKeys) => {
            Err(BackupError::WrongKey)
        }
        Err(error) => Err(BackupError::part(IDENTITY, error.to_string())),
    }
}

fn make(disk: &dyn Disk, passphrase: &str) -> Result<Identity, BackupError> {
    let identity = Identity::generate();
    let encryptor = Encryptor::with_user_passphrase(SecretString::from(passphrase.to_owned()));
    let sealed = || {
        let mut sealed = Vec::new();
        let mut writer = encryptor.wrap_output(&mut sealed)?;
        writer.write_all(identity.to_string().expose_secret().as_bytes())?;
        writer.finish()?;
        disk::replace(disk, IDENTITY, &sealed)
    };
    sealed().map_err(doing("keeping the identity"))?;
    Ok(identity)
}

/// A decryptor of an encrypted part.
pub(crate) fn decryptor<R: std::io::Read>(
    part: &str,
    opening: &Opening,
    input: R,
) -> Result<age::stream::StreamReader<R>, BackupError> {
    let wrong = |error: DecryptError| match error {
        DecryptError::NoMatchingKeys | DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => {
            BackupError::WrongKey
        }
        error => BackupError::part(part, error.to_string()),
    };
    Decryptor::new(input).map_err(wrong)?.decrypt(opening.identities()).map_err(wrong)
}
