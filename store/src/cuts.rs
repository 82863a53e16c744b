//! Torn ends of the log that were cut off when it was opened: recorded once each, never silently, and acknowledged by a person.
//!
//! Before the file is shortened its bytes are kept in `cut/` under a name made of segment, offset and hash, with a note beside
//! them that ends in `.owed`. The note goes by the name `.json` once the event `tail-cut` is durable: a program that dies in
//! between records the cut when it starts again, and one that dies after the event finds it in the log and records nothing.

use std::sync::{Arc, PoisonError, RwLock};

use heyi_core::digest::Digest;
use heyi_core::event::system::{TailCut, TailCutAcknowledged};
use heyi_core::event::{Entry, Event, Recorded, SystemEvent};
use heyi_core::ids::{AccountId, Position, Version};
use heyi_core::occurred::Occurred;
use jiff::Timestamp;
use serde::Serialize;

use crate::append::{AppendError, Commit, Expect};
use crate::disk::{self, Disk};
use crate::laws::nobody;
use crate::log::EventLog;
use crate::reading::{self, StoreError};
use crate::segment::{self, CUT_DIR, OWED};
use crate::{codec, streams};

/// A cut as the log records it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cut {
    /// Where it is recorded.
    pub position: Position,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// The first position that was not whole.
    pub from: Position,
    /// How many bytes were cut off.
    pub bytes: u64,
    /// Their SHA-256.
    pub hash: Digest,
    /// Where they are kept, within the data directory; `None`: not there any more.
    pub kept: Option<String>,
    /// Who has taken note of it.
    pub acknowledged: Option<Acknowledged>,
}

/// That somebody has taken note of a cut.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Acknowledged {
    /// Where it is recorded.
    pub position: Position,
    /// When.
    pub recorded_at: Timestamp,
    /// By whom.
    pub by: AccountId,
    /// What they found, naming nobody.
    pub reason: String,
}

/// A cut could not be acknowledged.
#[derive(Debug, thiserror::Error)]
pub enum CutError {
    /// No cut is recorded there.
    #[error("no cut is recorded at position {0}")]
    Unknown(Position),
    /// It was acknowledged before.
    #[error("the cut was acknowledged before")]
    Already(Box<Acknowledged>),
    /// The store could not answer.
    #[error("the store could not answer")]
    Store(#[from] StoreError),
}

/// The cuts of a log.
pub struct Cuts {
    log: Arc<dyn EventLog>,
    disk: Arc<dyn Disk>,
    state: RwLock<State>,
}

#[derive(Debug, Default)]
struct State {
    recorded: Vec<Cut>,
    /// How many are not recorded yet, because the log took no append.
    owed: usize,
}

impl Cuts {
    /// Records what was cut off the log and not recorded yet, and reads what is. A log that takes no append now, such as one
    /// on a full disk, still owes the record: see [`Cuts::settle`].
    ///
    /// # Errors
    /// When log or disk cannot be read.
    pub async fn open(log: Arc<dyn EventLog>, disk: Arc<dyn Disk>) -> Result<Self, StoreError> {
        let cuts = Self { log, disk, state: RwLock::default() };
        match cuts.settle().await {
            Ok(()) => {}
            Err(StoreError::Append(error)) => {
                tracing::error!(%error, "a torn end of the log was cut, and that could not be recorded yet");
                cuts.refresh().await?;
            }
            Err(error) => return Err(error),
        }
        Ok(cuts)
    }

    /// Records the cuts that are owed to the log, each once.
    ///
    /// # Errors
    /// When the log takes no append, or log or disk cannot be read.
    pub async fn settle(&self) -> Result<(), StoreError> {
        let owed = owed(&*self.disk)?;
        self.state.write().unwrap_or_else(PoisonError::into_inner).owed = owed.len();
        for (note, cut) in owed {
            self.record(TailCut { from: cut.position, bytes: cut.bytes, hash: cut.hash }).await?;
            let done = format!("{}.json", note.strip_suffix(OWED).unwrap_or(&note));
            self.disk.rename(&note, &done).and_then(|()| self.disk.sync_dir(CUT_DIR)).map_err(unreadable)?;
            self.state.write().unwrap_or_else(PoisonError::into_inner).owed -= 1;
        }
        self.refresh().await
    }

    /// Every cut, in order.
    #[must_use]
    pub fn list(&self) -> Vec<Cut> {
        self.state.read().unwrap_or_else(PoisonError::into_inner).recorded.clone()
    }

    /// The positions of the cuts nobody has taken note of.
    #[must_use]
    pub fn unacknowledged(&self) -> Vec<Position> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.recorded.iter().filter(|cut| cut.acknowledged.is_none()).map(|cut| cut.position).collect()
    }

    /// How many cuts are not recorded yet.
    #[must_use]
    pub fn owed(&self) -> usize {
        self.state.read().unwrap_or_else(PoisonError::into_inner).owed
    }

    /// Records that somebody has taken note of the cut that is recorded at a position, and what they found.
    ///
    /// # Errors
    /// [`CutError`].
    pub async fn acknowledge(&self, cut: Position, reason: &str, by: AccountId) -> Result<Position, CutError> {
        loop {
            let (known, version) = read(&*self.log).await?;
            let found = known.into_iter().find(|known| known.position == cut).ok_or(CutError::Unknown(cut))?;
            if let Some(before) = found.acknowledged {
                return Err(CutError::Already(Box::new(before)));
            }
            let event = SystemEvent::TailCutAcknowledged(TailCutAcknowledged { cut, reason: reason.to_owned() });
            match append(&*self.log, event, version, by).await {
                // Somebody recorded something in between: it may be this very thing.
                Err(StoreError::Append(AppendError::Conflict { .. })) => {}
                Err(error) => return Err(error.into()),
                Ok(position) => {
                    self.refresh().await?;
                    return Ok(position);
                }
            }
        }
    }

    /// Records a cut, unless it is.
    async fn record(&self, cut: TailCut) -> Result<(), StoreError> {
        loop {
            let (known, version) = read(&*self.log).await?;
            if known.iter().any(|known| (known.from, known.bytes, known.hash) == (cut.from, cut.bytes, cut.hash)) {
                return Ok(());
            }
            match append(&*self.log, SystemEvent::TailCut(cut.clone()), version, nobody()).await {
                Err(StoreError::Append(AppendError::Conflict { .. })) => {}
                other => return other.map(|_| ()),
            }
        }
    }

    async fn refresh(&self) -> Result<(), StoreError> {
        let (mut recorded, _) = read(&*self.log).await?;
        let kept = kept(&*self.disk)?;
        for cut in &mut recorded {
            let hash = segment::tail::short(cut.hash);
            cut.kept = kept.iter().find(|name| name.ends_with(&format!("-{hash}.bin"))).cloned();
        }
        self.state.write().unwrap_or_else(PoisonError::into_inner).recorded = recorded;
        Ok(())
    }
}

/// The cuts the log records, and the version of its stream.
async fn read(log: &dyn EventLog) -> Result<(Vec<Cut>, Version), StoreError> {
    let events = reading::stream(log, &streams::system()?).await?;
    let version = events.last().map_or(Version::ZERO, |last| last.version);
    Ok((fold(events), version))
}

fn fold(events: Vec<Recorded<Event>>) -> Vec<Cut> {
    let mut cuts: Vec<Cut> = Vec::new();
    for Recorded { position, recorded_at, by, event, .. } in events {
        match event {
            Event::System(SystemEvent::TailCut(TailCut { from, bytes, hash })) => {
                let (kept, acknowledged) = (None, None);
                cuts.push(Cut { position, recorded_at, from, bytes, hash, kept, acknowledged });
            }
            Event::System(SystemEvent::TailCutAcknowledged(TailCutAcknowledged { cut, reason })) => {
                let cut = cuts.iter_mut().find(|known| known.position == cut && known.acknowledged.is_none());
                if let Some(cut) = cut {
                    cut.acknowledged = Some(Acknowledged { position, recorded_at, by, reason });
                }
            }
            _ => {}
        }
    }
    cuts
}

async fn append(log: &dyn EventLog, event: SystemEvent, after: Version, by: AccountId) -> Result<Position, StoreError> {
    let event = Event::System(event);
    let entry = Entry { occurred: Occurred::unknown(""), event, note: None, evidence: Vec::new() };
    let expect = Expect::Exact(after);
    let commit = Commit::to_one(streams::system()?, expect, vec![codec::encode(&entry)?], by);
    Ok(log.append(commit).await?.last)
}

/// The notes of cuts that are not recorded, with their paths.
fn owed(disk: &dyn Disk) -> Result<Vec<(String, segment::TailCut)>, StoreError> {
    let mut owed = Vec::new();
    for path in names(disk)?.into_iter().filter(|path| path.ends_with(OWED)) {
        let note = disk::read(disk, &path).map_err(unreadable)?;
        match serde_json::from_slice::<segment::TailCut>(&note) {
            Ok(cut) => owed.push((path, cut)),
            Err(error) => tracing::error!(%error, path, "a note of what was cut off the log cannot be read"),
        }
    }
    owed.sort_by_key(|(_, cut)| (cut.position, cut.from));
    Ok(owed)
}

fn kept(disk: &dyn Disk) -> Result<Vec<String>, StoreError> {
    Ok(names(disk)?.into_iter().filter(|path| path.ends_with(".bin")).collect())
}

fn names(disk: &dyn Disk) -> Result<Vec<String>, StoreError> {
    let listed = disk::list_if_there(disk, CUT_DIR).map_err(unreadable)?;
    Ok(listed.into_iter().map(|listed| format!("{CUT_DIR}/{}", listed.name)).collect())
}

#[expect(clippy::needless_pass_by_value, reason = "passed to map_err")]
fn unreadable(error: std::io::Error) -> StoreError {
    StoreError::Read(crate::append::ReadError::Io(error.to_string()))
}

#[cfg(test)]
mod tests;
