//! Erasing a text about a person, and the record that it was done.
//!
//! The order is fixed: the vault destroys the key first, then `text-erased` is recorded. The other way round a failure in
//! between would leave a record, never to be changed, that says a text is gone which can still be read. This way it leaves a
//! text that is gone without a record; that can be seen ([`recorded`] does not know it) and mended, by erasing once more.

use std::collections::BTreeSet;
use std::sync::Arc;

use heyi_core::event::system::TextErased;
use heyi_core::event::{Entry, Event, SystemEvent};
use heyi_core::ids::{AccountId, Version};
use heyi_core::occurred::Occurred;
use uuid::Uuid;

use crate::append::{AppendError, Commit, Expect};
use crate::log::EventLog;
use crate::reading::{self, StoreError};
use crate::vault::Vault;
use crate::{codec, streams};

/// The texts whose erasure is recorded.
///
/// # Errors
/// When the log cannot be read.
pub async fn recorded(log: &dyn EventLog) -> Result<BTreeSet<Uuid>, StoreError> {
    Ok(read(log).await?.0)
}

/// Erases a text for ever and records it in the stream `system`. A text that was erased before is recorded once only.
///
/// # Errors
/// When the vault or the log refuses; asking again goes on where it stopped.
pub async fn erase(vault: Arc<Vault>, log: &dyn EventLog, erased: TextErased, by: AccountId) -> Result<(), StoreError> {
    let key = erased.key;
    tokio::task::spawn_blocking(move || vault.erase(key)).await??;
    let event = Event::System(SystemEvent::TextErased(erased));
    let entry = Entry { occurred: Occurred::unknown(""), event, note: None, evidence: Vec::new() };
    let event = codec::encode(&entry)?;
    loop {
        let (known, version) = read(log).await?;
        if known.contains(&key) {
            return Ok(());
        }
        let commit = Commit::to_one(streams::system()?, Expect::Exact(version), vec![event.clone()], by);
        match log.append(commit).await {
            // Somebody recorded something in between: it may be this very erasure.
            Err(AppendError::Conflict { .. }) => {}
            Err(error) => return Err(error.into()),
            Ok(_) => return Ok(()),
        }
    }
}

async fn read(log: &dyn EventLog) -> Result<(BTreeSet<Uuid>, Version), StoreError> {
    let events = reading::stream(log, &streams::system()?).await?;
    let version = events.last().map_or(Version::ZERO, |last| last.version);
    let keys = events.into_iter().filter_map(|recorded| match recorded.event {
        Event::System(SystemEvent::TextErased(erased)) => Some(erased.key),
        _ => None,
    });
    Ok((keys.collect(), version))
}

#[cfg(test)]
mod tests {
    use heyi_core::ids::CaseId;

    use super::*;
    use crate::clock::SystemClock;
    use crate::disk::Disk;
    use crate::disk::simulated::SimulatedDisk;
    use crate::laws::nobody;
    use crate::memory::MemoryLog;
    use crate::vault::Revealed;

    #[tokio::test]
    async fn an_erasure_is_recorded_once_also_when_the_key_was_gone_already() {
        let disk: Arc<dyn Disk> = Arc::new(SimulatedDisk::new(1));
        let vault = Arc::new(Vault::open(disk).unwrap());
        let log = MemoryLog::new(Arc::new(SystemClock));
        let mut draft = vault.draft(Uuid::from_u128(1));
        let text = draft.refer_to("王某");
        vault.keep(&draft.finish().unwrap()).unwrap();
        // The program stopped between the two halves.
        assert!(vault.erase(text.key).unwrap());
        assert!(recorded(&log).await.unwrap().is_empty());
        for _ in 0..2 {
            let erased = TextErased { key: text.key, case: CaseId(Uuid::from_u128(1)), reason: "本人要求".into() };
            erase(Arc::clone(&vault), &log, erased, nobody()).await.unwrap();
        }
        assert_eq!(recorded(&log).await.unwrap(), [text.key].into());
        assert_eq!(log.head().0, 1);
        assert_eq!(vault.reveal(&text), Revealed::Erased);
    }
}
