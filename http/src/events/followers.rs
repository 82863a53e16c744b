//! Who follows the log now: how many may, and how all of them are told to end.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use heyi_core::ids::AccountId;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::app::Settings;

/// A follower that has not taken what it was given for the time of so many signs of life makes room for another.
const STALLED: u32 = 6;

/// The followers of this process.
#[derive(Debug, Default)]
pub struct Followers(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    ended: bool,
    next: u64,
    open: BTreeMap<u64, Open>,
}

#[derive(Debug)]
struct Open {
    account: AccountId,
    /// Since when something lies there for it to take.
    given: Option<Instant>,
    end: watch::Sender<bool>,
}

/// The place of one follower; free again when it is dropped.
#[derive(Debug)]
pub(super) struct Slot {
    followers: Arc<Followers>,
    number: u64,
    ended: watch::Receiver<bool>,
}

impl Followers {
    /// A place. An account with all of its places taken loses the oldest: a client whose connection broke comes again before
    /// its old one is known to be gone. `None`: everything is taken by others, or the server stops.
    pub(super) fn join(self: &Arc<Self>, account: AccountId, settings: &Settings) -> Option<Slot> {
        let mut state = self.state();
        if state.ended {
            return None;
        }
        if state.open.len() >= settings.followers {
            let stalled = settings.heartbeat.saturating_mul(STALLED);
            state.end(|open| open.given.is_some_and(|given| given.elapsed() > stalled));
        }
        while state.open.values().filter(|open| open.account == account).count() >= settings.followers_each.max(1) {
            let oldest = state.open.iter().find(|(_, open)| open.account == account).map(|(number, _)| *number)?;
            if let Some(oldest) = state.open.remove(&oldest) {
                oldest.end.send_replace(true);
            }
        }
        if state.open.len() >= settings.followers {
            return None;
        }
        let (number, (end, ended)) = (state.next, watch::channel(false));
        state.next += 1;
        state.open.insert(number, Open { account, given: None, end });
        Some(Slot { followers: Arc::clone(self), number, ended })
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.state().open.len()
    }

    /// Ends all of them, and takes no more: the server stops.
    pub fn end_all(&self) {
        let mut state = self.state();
        state.ended = true;
        state.end(|_| true);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn end(&mut self, which: impl Fn(&Open) -> bool) {
        self.open.retain(|_, open| {
            let ends = which(open);
            if ends {
                open.end.send_replace(true);
            }
            !ends
        });
    }
}

impl Slot {
    /// Waits until it is told to end.
    pub(super) async fn ended(&mut self) {
        // Without its sender it was removed, which is the same.
        let _ = self.ended.wait_for(|ended| *ended).await;
    }

    /// Something lies there to be taken; or what lay there was taken.
    pub(super) fn gave(&self, something: bool) {
        if let Some(open) = self.followers.state().open.get_mut(&self.number) {
            open.given = something.then(Instant::now);
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.followers.state().open.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use uuid::Uuid;

    use super::*;

    fn account(n: u128) -> AccountId {
        AccountId(Uuid::from_u128(n))
    }

    #[tokio::test]
    async fn the_oldest_of_the_same_account_makes_room_and_others_wait() {
        let (followers, settings) = (Arc::new(Followers::default()), Settings::default());
        let settings = Settings { followers: 3, followers_each: 2, heartbeat: Duration::from_millis(200), ..settings };
        let mut first = followers.join(account(1), &settings).unwrap();
        let _second = followers.join(account(1), &settings).unwrap();
        let _third = followers.join(account(1), &settings).unwrap();
        first.ended().await;
        assert_eq!(followers.count(), 2);
        let slow = followers.join(account(2), &settings).unwrap();
        assert!(followers.join(account(3), &settings).is_none(), "all are taken");
        slow.gave(true);
        assert!(followers.join(account(3), &settings).is_none(), "one that is slow is let be");
        tokio::time::sleep(settings.heartbeat * (STALLED + 1)).await;
        let other = followers.join(account(3), &settings).unwrap();
        drop(slow);
        assert_eq!(followers.count(), 3, "what was ended is not counted twice");
        drop(other);
        followers.end_all();
        assert!(followers.count() == 0 && followers.join(account(4), &settings).is_none());
    }
}
