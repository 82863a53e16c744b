//! Slows down guessing of passwords, per log-in name.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// Wrong attempts before a name has to wait.
const FREE: u32 = 5;
/// The first wait, in seconds; each further wrong attempt doubles it.
const FIRST: i64 = 30;
/// The longest wait, in seconds.
const LONGEST: i64 = 15 * 60;
/// Most names kept.
const MOST: usize = 10_000;

/// Wrong attempts by log-in name, known or not, so that waiting does not tell which names exist.
#[derive(Debug, Default)]
pub struct Throttle(Mutex<HashMap<String, Wrong>>);

#[derive(Clone, Copy, Debug)]
struct Wrong {
    times: u32,
    until: Timestamp,
}

impl Throttle {
    /// How long this name has to wait; `None`: it may try.
    #[must_use]
    pub fn wait(&self, login: &str, now: Timestamp) -> Option<SignedDuration> {
        let until = self.kept().get(login)?.until;
        (until > now).then(|| until.duration_since(now))
    }

    /// A wrong attempt.
    pub fn wrong(&self, login: &str, now: Timestamp) {
        let mut kept = self.kept();
        if kept.len() >= MOST {
            kept.retain(|_, wrong| wrong.until > now);
        }
        if kept.len() >= MOST {
            kept.clear();
        }
        let wrong = kept.entry(login.to_owned()).or_insert(Wrong { times: 0, until: now });
        wrong.times = wrong.times.saturating_add(1);
        if wrong.times >= FREE {
            let doublings = (wrong.times - FREE).min(10);
            let seconds = FIRST.saturating_mul(1 << doublings).min(LONGEST);
            wrong.until = now.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(now);
        }
    }

    /// A right one: nothing is held against the name any more.
    pub fn right(&self, login: &str) {
        self.kept().remove(login);
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<String, Wrong>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_five_wrong_attempts_each_further_one_waits_longer() {
        let (throttle, now) = (Throttle::default(), Timestamp::UNIX_EPOCH);
        for _ in 0..4 {
            throttle.wrong("a", now);
            assert_eq!(throttle.wait("a", now), None);
        }
        throttle.wrong("a", now);
        assert_eq!(throttle.wait("a", now), Some(SignedDuration::from_secs(30)));
        throttle.wrong("a", now);
        assert_eq!(throttle.wait("a", now), Some(SignedDuration::from_secs(60)));
        assert_eq!(throttle.wait("b", now), None);
        throttle.right("a");
        assert_eq!(throttle.wait("a", now), None);
    }
}
