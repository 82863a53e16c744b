//! Slows down guessing of passwords, per log-in name.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// Attempts before a name has to wait.
const FREE: u32 = 5;
/// The first wait, in seconds; each further attempt doubles it.
const FIRST: i64 = 30;
/// The longest wait, in seconds.
const LONGEST: i64 = 15 * 60;
/// Most names kept.
const MOST: usize = 10_000;

/// Attempts by log-in name, known or not, so that waiting does not tell which names exist. An attempt is held against the name
/// from before its password is checked until it turns out right, so that attempts at the same time count as well.
#[derive(Debug, Default)]
pub struct Throttle(Mutex<HashMap<String, Held>>);

#[derive(Clone, Copy, Debug)]
struct Held {
    times: u32,
    last: Timestamp,
    until: Timestamp,
}

impl Throttle {
    /// Counts an attempt that is about to be made, as a wrong one until [`Throttle::right`] is told.
    ///
    /// # Errors
    /// How long this name has to wait before it may try; such an attempt is not counted.
    pub fn attempt(&self, login: &str, now: Timestamp) -> Result<(), SignedDuration> {
        let mut kept = self.kept();
        if let Some(held) = kept.get(login).filter(|held| held.until > now) {
            return Err(held.until.duration_since(now));
        }
        if !kept.contains_key(login) {
            make_room(&mut kept, now);
        }
        let held = kept.entry(login.to_owned()).or_insert(Held { times: 0, last: now, until: now });
        held.times = held.times.saturating_add(1);
        held.last = now;
        if held.times >= FREE {
            let doublings = (held.times - FREE).min(10);
            let seconds = FIRST.saturating_mul(1 << doublings).min(LONGEST);
            held.until = now.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(now);
        }
        Ok(())
    }

    /// The attempt was right: nothing is held against the name any more.
    pub fn right(&self, login: &str) {
        self.kept().remove(login);
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<String, Held>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Room for one more name: names nobody tried lately are forgotten, else the one with the fewest attempts, so that trying many
/// names does not clear the one that is being guessed.
fn make_room(kept: &mut HashMap<String, Held>, now: Timestamp) {
    if kept.len() >= MOST {
        kept.retain(|_, held| held.until > now || now.duration_since(held.last).as_secs() < LONGEST);
    }
    if kept.len() >= MOST
        && let Some(least) = kept.iter().min_by_key(|(_, held)| (held.times, held.last)).map(|(login, _)| login.clone())
    {
        kept.remove(&least);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn after(seconds: i64) -> Timestamp {
        NOW.checked_add(SignedDuration::from_secs(seconds)).unwrap()
    }

    #[test]
    fn after_five_attempts_each_further_one_waits_longer() {
        let throttle = Throttle::default();
        for _ in 0..5 {
            assert_eq!(throttle.attempt("a", NOW), Ok(()), "counted before it is known to be wrong");
        }
        assert_eq!(throttle.attempt("a", NOW), Err(SignedDuration::from_secs(30)));
        assert_eq!(throttle.attempt("a", after(30)), Ok(()));
        assert_eq!(throttle.attempt("a", after(30)), Err(SignedDuration::from_secs(60)));
        assert_eq!(throttle.attempt("b", NOW), Ok(()));
        throttle.right("a");
        assert_eq!(throttle.attempt("a", after(30)), Ok(()));
    }

    #[test]
    fn trying_many_names_does_not_clear_the_one_that_waits() {
        let throttle = Throttle::default();
        for _ in 0..4 {
            throttle.attempt("guessed", NOW).unwrap();
        }
        for other in 0..MOST + 10 {
            throttle.attempt(&format!("n{other}"), after(1)).unwrap();
        }
        assert_eq!(throttle.kept().len(), MOST);
        throttle.attempt("guessed", after(2)).unwrap();
        assert!(throttle.attempt("guessed", after(2)).is_err());
        throttle.attempt("new", after(10_000)).unwrap();
        assert_eq!(throttle.kept().len(), 1, "after a while names are forgotten");
    }
}
