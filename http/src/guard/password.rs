//! Passwords: argon2id, computed off the async threads and only a few at a time, because each takes 19 MiB and a tenth of a second.

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use tokio::sync::Semaphore;

/// Attempts computed at the same time.
const AT_ONCE: usize = 2;
/// The longest password read, in bytes.
pub const LONGEST: usize = 200;
/// The shortest accepted for a new one, in characters.
pub const SHORTEST: usize = 10;

/// Computes and checks hashes.
#[derive(Debug)]
pub struct Passwords(Semaphore);

/// The hash could not be computed; the cause has no part of the password in it.
#[derive(Debug, thiserror::Error)]
#[error("the hash of a password could not be computed: {0}")]
pub struct NotHashed(String);

impl Default for Passwords {
    fn default() -> Self {
        Self(Semaphore::new(AT_ONCE))
    }
}

impl Passwords {
    /// Whether `password` is that of `hash`. Without a hash it takes as long and says no, so that time does not tell which
    /// log-in names exist.
    pub async fn right(&self, password: String, hash: Option<String>) -> bool {
        let Ok(_turn) = self.0.acquire().await else { return false };
        let checked = tokio::task::spawn_blocking(move || match hash {
            Some(hash) => matches(&password, &hash),
            None => hash_of(&password).is_ok_and(|_| false),
        });
        checked.await.unwrap_or(false)
    }

    /// The hash of a new password, off the async threads.
    ///
    /// # Errors
    /// [`NotHashed`].
    pub async fn hash(&self, password: String) -> Result<String, NotHashed> {
        let _turn = self.0.acquire().await.map_err(|error| NotHashed(error.to_string()))?;
        let hashed = tokio::task::spawn_blocking(move || hash_of(&password));
        hashed.await.map_err(|error| NotHashed(error.to_string()))?
    }
}

/// The hash of a password with a fresh salt, in the PHC form that names its parameters. Blocks for about a tenth of a second.
///
/// # Errors
/// [`NotHashed`].
pub fn hash_of(password: &str) -> Result<String, NotHashed> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|error| NotHashed(error.to_string()))?;
    let salt = SaltString::encode_b64(&salt).map_err(|error| NotHashed(error.to_string()))?;
    let hash = Argon2::default().hash_password(password.as_bytes(), &salt);
    Ok(hash.map_err(|error| NotHashed(error.to_string()))?.to_string())
}

fn matches(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_hash_only() {
        let passwords = Passwords::default();
        let hash = passwords.hash("正确 horse battery".to_owned()).await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(passwords.right("正确 horse battery".to_owned(), Some(hash.clone())).await);
        assert!(!passwords.right("wrong".to_owned(), Some(hash)).await);
        assert!(!passwords.right("wrong".to_owned(), None).await);
        assert!(!passwords.right("wrong".to_owned(), Some("not a hash".to_owned())).await);
    }
}
