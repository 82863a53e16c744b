//! The index in sled. sled 0.34 panics where it should answer errors, so every call goes through [`guarded`].

use std::fmt;
use std::fs;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use heyi_core::digest::Digest;
use heyi_core::ids::{Position, Version};
use uuid::Uuid;

use super::part::{KeyId, Part};
use crate::append::{ChainPoint, StreamId};
use crate::checkpoints::CheckpointPointer;
use crate::segment::Place;

/// Most places in one entry: larger values sled keeps in files of their own.
const BLOCK: usize = 256;
const CACHE: u64 = 64 << 20;
const FED: &str = "fed";
const LOCK_TRIES: u32 = 100;
const LOCK_WAIT: Duration = Duration::from_millis(20);

/// Where the index lies, and how long keys stay in it.
#[derive(Clone, Debug)]
pub(crate) struct Home {
    pub(crate) dir: PathBuf,
    /// For so many days after the day they were used on.
    pub(crate) key_days: u32,
}

/// What went wrong in sled.
#[derive(Debug)]
pub(crate) struct Fault(String);

impl Fault {
    pub(super) fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An open sled database.
pub(super) struct Kept {
    db: sled::Db,
    /// Stream, 0, last version (big-endian) to packed places of the events up to it.
    streams: sled::Tree,
    /// Day (big-endian), key id to position and fingerprint.
    keys: sled::Tree,
    /// `fed` to log, position and chain up to which the index is complete and durable.
    meta: sled::Tree,
    checkpoints: sled::Tree,
    file: PathBuf,
    key_days: u32,
    faulty: AtomicBool,
}

/// Runs something of sled, whose errors and panics are both faults.
fn guarded<T>(work: impl FnOnce() -> Result<T, sled::Error>) -> Result<T, Fault> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(Fault(error.to_string())),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            Err(Fault(format!("panic: {}", text.unwrap_or_default())))
        }
    }
}

/// Renames the directory of an index out of the way, so that it can be looked at, or removes it if that fails.
pub(super) fn set_aside(dir: &Path, fault: &Fault) {
    let aside = (1..).map(|n| dir.with_extension(format!("set-aside-{n}"))).find(|aside| !aside.exists());
    let moved = aside.as_ref().map_or(Ok(()), |aside| fs::rename(dir, aside));
    let moved = moved.or_else(|_| fs::remove_dir_all(dir));
    tracing::warn!(%fault, aside = ?aside, moved = moved.is_ok(), "the index was set aside and is made again from the log");
}

/// Closes a database, which in sled may panic too.
pub(super) fn close(kept: Option<Kept>) {
    if let Err(fault) = guarded(|| {
        drop(kept);
        Ok(())
    }) {
        tracing::warn!(%fault, "closing the index failed");
    }
}

impl Kept {
    pub(super) fn open(Home { dir, key_days }: &Home) -> Result<Self, Fault> {
        let open = || sled::Config::new().path(dir).cache_capacity(CACHE).flush_every_ms(None).open();
        guarded(|| {
            // A database closed in this process just now is let go by sled's own threads a moment later. Another process
            // cannot hold it: the data directory is locked.
            let mut db = open();
            for _ in 0..LOCK_TRIES {
                if !matches!(&db, Err(sled::Error::Io(error)) if error.to_string().contains("acquire lock")) {
                    break;
                }
                std::thread::sleep(LOCK_WAIT);
                db = open();
            }
            let db = db?;
            Ok(Self {
                streams: db.open_tree("streams")?,
                keys: db.open_tree("keys")?,
                meta: db.open_tree("meta")?,
                checkpoints: db.open_tree("checkpoints")?,
                file: dir.join("db"),
                key_days: *key_days,
                faulty: AtomicBool::new(false),
                db,
            })
        })
    }

    /// A new one; `None`, with a warning, when even that fails.
    pub(super) fn open_fresh(home: &Home) -> Option<Self> {
        let opened = Self::open(home);
        opened.inspect_err(|fault| tracing::warn!(%fault, "no index on disk: it is kept in memory")).ok()
    }

    /// Whether it had a fault, so that nothing it says is believed any more.
    pub(super) fn is_faulty(&self) -> bool {
        self.faulty.load(Ordering::Acquire)
    }

    fn guarded<T>(&self, work: impl FnOnce() -> Result<T, sled::Error>) -> Result<T, Fault> {
        guarded(work).inspect_err(|_| self.faulty.store(true, Ordering::Release))
    }

    /// A fault in what it says: nothing it says is believed any more.
    pub(super) fn wrong(&self, what: &str) -> Fault {
        self.faulty.store(true, Ordering::Release);
        Fault::new(what)
    }

    /// The log it belongs to and how far it is complete; `None` when it is new.
    pub(super) fn fed(&self) -> Result<Option<(Uuid, ChainPoint)>, Fault> {
        let Some(value) = self.guarded(|| self.meta.get(FED))? else { return Ok(None) };
        let parse = || {
            let (log, rest) = value.split_first_chunk()?;
            let (position, rest) = rest.split_first_chunk()?;
            let (chain, _) = rest.split_first_chunk()?;
            let point = ChainPoint { position: Position(u64::from_le_bytes(*position)), chain: Digest(*chain) };
            Some((Uuid::from_bytes(*log), point))
        };
        parse().map(Some).ok_or_else(|| self.wrong("its mark cannot be read"))
    }

    /// Takes up a part, makes it durable, and only then says so.
    pub(super) fn feed(&self, part: &Part, log: Uuid, through: ChainPoint) -> Result<(), Fault> {
        self.guarded(|| {
            for (stream, run) in part.sorted() {
                // A part that was fed before a crash, but not marked, may have left blocks with other bounds.
                for stale in self.streams.range(stream_key(stream, run.first)..=stream_key(stream, Version(u64::MAX))) {
                    self.streams.remove(stale?.0)?;
                }
                let mut last = run.first.0 - 1;
                for block in run.places.chunks(BLOCK) {
                    last += block.len() as u64;
                    self.streams.insert(stream_key(stream, Version(last)), pack(block))?;
                }
            }
            let keys = part.sorted_keys();
            for (id, entry) in &keys {
                let value = [&entry.position.0.to_le_bytes()[..], &entry.fingerprint.0].concat();
                self.keys.insert(key_key(entry.day, id), value)?;
            }
            if let Some((_, newest)) = keys.last() {
                self.drop_keys_before(newest.day.saturating_sub(self.key_days))?;
            }
            self.sync()?;
            let mark = [&log.as_bytes()[..], &through.position.0.to_le_bytes(), &through.chain.0].concat();
            self.meta.insert(FED, mark)?;
            Ok(())
        })
    }

    fn drop_keys_before(&self, day: u32) -> Result<(), sled::Error> {
        for old in self.keys.range(..day.to_be_bytes()) {
            self.keys.remove(old?.0)?;
        }
        Ok(())
    }

    /// sled's `flush` leaves what it wrote in the cache of the system: its file is synced besides.
    fn sync(&self) -> Result<(), sled::Error> {
        self.db.flush()?;
        fs::File::open(&self.file)?.sync_data()?;
        Ok(())
    }

    pub(super) fn version(&self, stream: &StreamId) -> Result<Version, Fault> {
        let all = stream_key(stream, Version::ZERO)..=stream_key(stream, Version(u64::MAX));
        let last = self.guarded(|| self.streams.range(all).next_back().transpose())?;
        last.map_or(Ok(Version::ZERO), |(key, _)| version_of(&key).ok_or_else(|| self.wrong("a key is malformed")))
    }

    /// Appends the places of the events after `after` and before `until`, at most `limit`.
    pub(super) fn places(
        &self,
        stream: &StreamId,
        after: Version,
        until: Version,
        limit: usize,
    ) -> Result<Vec<Place>, Fault> {
        let mut places = Vec::new();
        let mut next = after.next();
        let mut take = |(key, value): &(sled::IVec, sled::IVec)| {
            let last = version_of(key).ok_or("a key is malformed")?;
            let first = Version((last.0 + 1).saturating_sub((value.len() / PLACE) as u64));
            if first > next {
                return Err("a stream has a gap");
            }
            let skip = usize::try_from(next.0 - first.0).unwrap_or(usize::MAX);
            for place in unpack(value).skip(skip) {
                if next >= until || places.len() >= limit {
                    return Ok(ControlFlow::Break(()));
                }
                places.push(place);
                next = next.next();
            }
            Ok(ControlFlow::Continue(()))
        };
        let from_here = stream_key(stream, after.next())..=stream_key(stream, Version(u64::MAX));
        // Going from block to block is a call of sled too.
        let taken = self.guarded(|| {
            for block in self.streams.range(from_here) {
                match take(&block?) {
                    Ok(ControlFlow::Continue(())) => {}
                    enough => return Ok(enough),
                }
            }
            Ok(Ok(ControlFlow::Continue(())))
        })?;
        match taken {
            Ok(ControlFlow::Continue(())) if until.0 < u64::MAX && next < until => {
                Err(self.wrong("the end of a stream is missing"))
            }
            Ok(_) => Ok(places),
            Err(what) => Err(self.wrong(what)),
        }
    }

    /// The commit of a key: one look for each day there are keys of, the newest first.
    pub(super) fn key(&self, id: &KeyId) -> Result<Option<(Position, Digest)>, Fault> {
        self.guarded(|| {
            let mut newest = self.keys.last()?;
            while let Some(day) = newest.as_ref().and_then(|(key, _)| Some(u32::from_be_bytes(*key.first_chunk()?))) {
                if let Some(value) = self.keys.get(key_key(day, id))? {
                    return Ok(Some(value));
                }
                newest = self.keys.get_lt(day.to_be_bytes())?;
            }
            Ok(None)
        })?
        .map_or(Ok(None), |value| {
            let parse = || {
                let (position, rest) = value.split_first_chunk()?;
                Some((Position(u64::from_le_bytes(*position)), Digest(*rest.first_chunk()?)))
            };
            parse().map(Some).ok_or_else(|| self.wrong("a key's entry is malformed"))
        })
    }

    pub(super) fn checkpoint(&self, name: &str) -> Result<Option<CheckpointPointer>, Fault> {
        let Some(value) = self.guarded(|| self.checkpoints.get(name))? else { return Ok(None) };
        let parse = || {
            let (position, rest) = value.split_first_chunk()?;
            let hash = Digest(*rest.first_chunk()?);
            Some(CheckpointPointer { position: Position(u64::from_le_bytes(*position)), hash })
        };
        parse().map(Some).ok_or_else(|| self.wrong("a checkpoint pointer is malformed"))
    }

    pub(super) fn set_checkpoint(&self, name: &str, pointer: CheckpointPointer) -> Result<(), Fault> {
        let value = [&pointer.position.0.to_le_bytes()[..], &pointer.hash.0].concat();
        self.guarded(|| self.checkpoints.insert(name, value)).map(|_| ())
    }
}

fn stream_key(stream: &StreamId, last: Version) -> Vec<u8> {
    [stream.as_str().as_bytes(), &[0], &last.0.to_be_bytes()].concat()
}

fn version_of(key: &[u8]) -> Option<Version> {
    key.last_chunk().map(|bytes| Version(u64::from_be_bytes(*bytes)))
}

fn key_key(day: u32, id: &KeyId) -> [u8; 20] {
    let mut key = [0; 20];
    for (to, from) in key.iter_mut().zip(day.to_be_bytes().iter().chain(id)) {
        *to = *from;
    }
    key
}

const PLACE: usize = 8;

fn pack(places: &[Place]) -> Vec<u8> {
    places.iter().flat_map(|place| [place.segment.to_le_bytes(), place.offset.to_le_bytes()]).flatten().collect()
}

fn unpack(bytes: &[u8]) -> impl Iterator<Item = Place> {
    let number = |bytes: &[u8]| bytes.first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes));
    bytes.chunks_exact(PLACE).map(move |place| {
        let (segment, offset) = place.split_at(PLACE / 2);
        Place { segment: number(segment), offset: number(offset) }
    })
}
