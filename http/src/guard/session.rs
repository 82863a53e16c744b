//! Sessions: kept in memory only, so a restart logs everybody out and nothing more is lost.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use heyi_core::ids::AccountId;
use jiff::{SignedDuration, Timestamp};
use subtle::ConstantTimeEq as _;

/// The cookie that names a session.
pub const COOKIE: &str = "heyi_session";

/// How long a session lives without a request: a working day.
pub const IDLE: SignedDuration = SignedDuration::from_hours(8);

/// Most sessions kept; beyond it the one unused for longest ends.
const MOST: usize = 20_000;

/// The sessions of this process.
#[derive(Debug, Default)]
pub struct Sessions(Mutex<HashMap<String, Kept>>);

#[derive(Clone, Debug)]
struct Kept {
    account: AccountId,
    csrf: String,
    used: Timestamp,
}

/// A session, as a request finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its name in the cookie.
    pub id: String,
    /// Whose it is.
    pub account: AccountId,
    /// What every form of a page carries, so that another site cannot send one.
    pub csrf: String,
}

impl Sessions {
    /// Begins a session.
    ///
    /// # Errors
    /// When the machine gives no random bytes.
    pub fn begin(&self, account: AccountId, now: Timestamp) -> Result<Session, getrandom::Error> {
        let session = Session { id: random()?, account, csrf: random()? };
        let mut kept = self.kept();
        if kept.len() >= MOST {
            kept.retain(|_, one| alive(one, now));
        }
        if kept.len() >= MOST
            && let Some(oldest) = kept.iter().min_by_key(|(_, one)| one.used).map(|(id, _)| id.clone())
        {
            kept.remove(&oldest);
        }
        kept.insert(session.id.clone(), Kept { account, csrf: session.csrf.clone(), used: now });
        Ok(session)
    }

    /// The session of that name, which is then used; `None` when it ended or never was.
    #[must_use]
    pub fn find(&self, id: &str, now: Timestamp) -> Option<Session> {
        let mut kept = self.kept();
        let one = kept.get_mut(id).filter(|one| alive(one, now))?;
        one.used = now;
        Some(Session { id: id.to_owned(), account: one.account, csrf: one.csrf.clone() })
    }

    /// Whether the session of that name goes on; asking is no use of it.
    #[must_use]
    pub fn lives(&self, id: &str, now: Timestamp) -> bool {
        self.kept().get(id).is_some_and(|one| alive(one, now))
    }

    /// Ends a session.
    pub fn end(&self, id: &str) {
        self.kept().remove(id);
    }

    /// Ends every session of an account: its password was changed, or it was disabled.
    pub fn end_all(&self, account: AccountId) {
        self.kept().retain(|_, one| one.account != account);
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<String, Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Session {
    /// Whether a form carries this session's token. Takes the same time for every wrong one.
    #[must_use]
    pub fn sent(&self, token: &str) -> bool {
        self.csrf.as_bytes().ct_eq(token.as_bytes()).into()
    }
}

fn alive(one: &Kept, now: Timestamp) -> bool {
    now.duration_since(one.used) <= IDLE
}

/// 32 random bytes as text that fits a cookie or an address.
///
/// # Errors
/// When the machine gives no random bytes.
pub fn random() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_session_ends_after_eight_idle_hours() {
        let (sessions, start) = (Sessions::default(), Timestamp::UNIX_EPOCH);
        let session = sessions.begin(AccountId(Uuid::from_u128(1)), start).unwrap();
        let later = start + SignedDuration::from_hours(7);
        assert_eq!(sessions.find(&session.id, later), Some(session.clone()));
        assert!(sessions.find(&session.id, later + SignedDuration::from_hours(8)).is_some(), "use keeps it");
        assert!(sessions.lives(&session.id, later + SignedDuration::from_hours(16)), "eight hours after its last use");
        assert!(!sessions.lives(&session.id, later + SignedDuration::from_hours(17)), "asking is no use");
        assert!(sessions.find(&session.id, later + SignedDuration::from_hours(17)).is_none());
    }

    #[test]
    fn ending_one_leaves_the_others() {
        let sessions = Sessions::default();
        let of = |n| sessions.begin(AccountId(Uuid::from_u128(n)), Timestamp::UNIX_EPOCH).unwrap();
        let (a, b, c) = (of(1), of(1), of(2));
        sessions.end(&a.id);
        assert!(sessions.find(&a.id, Timestamp::UNIX_EPOCH).is_none());
        assert!(sessions.find(&b.id, Timestamp::UNIX_EPOCH).is_some());
        sessions.end_all(b.account);
        assert!(sessions.find(&b.id, Timestamp::UNIX_EPOCH).is_none());
        assert!(sessions.find(&c.id, Timestamp::UNIX_EPOCH).is_some());
        assert!(c.sent(&c.csrf) && !c.sent(&b.csrf) && !c.sent(""));
    }
}
