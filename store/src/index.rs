//! The index beside the log: stream to places, idempotency keys, checkpoint pointers. It can always be made again.
//!
//! New entries stand in memory and are moved to sled behind the appends, tens of thousands at a time. A read looks into
//! memory first and into sled for what is older. Whatever goes wrong in sled, error or panic, sets its directory aside; the
//! index is then made again from the segments, and if a fresh sled fails too it stays in memory. Never is it a reason not to
//! start, and never the only place that knows something.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use heyi_core::digest::Digest;
use heyi_core::ids::{Position, Version};
use uuid::Uuid;

use crate::append::{ChainPoint, ReadError, StreamId};
use crate::checkpoints::CheckpointPointer;
use crate::segment::Place;
use crate::segment::frame::Frame;
use crate::segment::read::damaged;
use crate::segment::set::{Segment, Segments};

mod kept;
mod part;

use kept::Kept;
pub(crate) use kept::{Fault, Home};
use part::Part;
use part::key_id;
pub(crate) use part::{Entries, KeyDraft, KeyId};

/// So many events are moved to sled at once.
const FEED: usize = 50_000;
/// Events wait at most so long in memory before they are moved.
const FEED_EVERY: Duration = Duration::from_secs(10);

/// The index of one log.
pub(crate) struct Index {
    segments: Arc<Segments>,
    log: Uuid,
    home: Option<Home>,
    /// Locked before `kept` where both are.
    tail: RwLock<Tail>,
    kept: RwLock<Option<Kept>>,
    /// Held while the index is made again, so that one fault does it once.
    healing: Mutex<()>,
    /// How often it was made again: a look that began before may have missed what was moved meanwhile.
    generation: AtomicU64,
    stop: Mutex<bool>,
    wake: Condvar,
}

/// What is not in sled yet.
#[derive(Default)]
struct Tail {
    live: Part,
    /// Being moved.
    moving: Option<Arc<Part>>,
    /// The end of what the index has taken up.
    through: ChainPoint,
}

impl Tail {
    /// Newest first.
    fn parts(&self) -> impl DoubleEndedIterator<Item = &Part> {
        [Some(&self.live), self.moving.as_deref()].into_iter().flatten()
    }

    /// The places of the events of a stream after a version, at most `limit` of each part.
    fn newer(&self, stream: &StreamId, after: Version, limit: usize) -> Newer {
        let mut newer = Newer { places: Vec::new(), first: Version(u64::MAX) };
        for run in self.parts().rev().filter_map(|part| part.run(stream)) {
            newer.first = newer.first.min(run.first);
            let skip = usize::try_from(after.next().0.saturating_sub(run.first.0)).unwrap_or(usize::MAX);
            newer.places.extend(run.places.iter().skip(skip).take(limit));
        }
        newer
    }
}

/// What is in memory of a stream.
struct Newer {
    places: Vec<Place>,
    /// The first version in memory, whether wanted or not: what stands before it is in sled.
    first: Version,
}

/// How the index was when the log was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum IndexState {
    /// As it was left, but for this many events that were taken up now.
    Kept {
        /// How many.
        taken_up: u64,
    },
    /// Not there, or set aside: made again from the segments.
    Rebuilt,
    /// In memory only.
    Memory,
}

/// The index as found on disk, before the segments are opened.
pub(crate) struct Found {
    home: Option<Home>,
    kept: Option<Kept>,
    seen: Option<(Uuid, ChainPoint)>,
}

impl Found {
    /// Opens what is there; a fault sets it aside. Without a directory everything is kept in memory.
    pub(crate) fn open(home: Option<Home>) -> Self {
        let opened = home.as_ref().map(|home| {
            let was_there = home.dir.exists();
            let kept = Kept::open(home)?;
            let seen = kept.fed()?;
            // sled may take a damaged file for an empty one, with or without some of its entries.
            if was_there && seen.is_none() {
                kept::close(Some(kept));
                return Err(Fault::new("it lacks its mark"));
            }
            Ok((kept, seen))
        });
        match (opened, home) {
            (Some(Ok((kept, seen))), home) => Self { home, kept: Some(kept), seen },
            (Some(Err(fault)), Some(home)) => {
                kept::set_aside(&home.dir, &fault);
                Self { kept: Kept::open_fresh(&home), home: Some(home), seen: None }
            }
            (_, home) => Self { home, kept: None, seen: None },
        }
    }

    /// Up to where the index has seen a log, and which.
    pub(crate) fn seen(&self) -> Option<(Uuid, ChainPoint)> {
        self.seen
    }
}

impl Index {
    /// Takes up what the index found on disk does not know of the log up to `through`; everything, if it is of another log.
    pub(crate) fn start(
        found: Found,
        segments: Arc<Segments>,
        log: Uuid,
        through: ChainPoint,
    ) -> Result<(Self, IndexState), ReadError> {
        let Found { home, mut kept, seen } = found;
        let fits = match seen {
            Some((of, point)) if of == log && point.position <= through.position => {
                segments.chain_at(point.position)? == point
            }
            _ => false,
        };
        if let (Some(home), Some(_), false) = (&home, seen, fits) {
            kept::close(kept.take());
            kept::set_aside(&home.dir, &Fault::new("it belongs to another log"));
            kept = Kept::open_fresh(home);
        }
        let from = seen.filter(|_| fits).map_or(ChainPoint::START, |(_, point)| point);
        let index = Self::new(segments, log, home, kept);
        if !fits {
            index.mark_new();
        }
        index.fill(&mut index.tail_mut(), from, through)?;
        let state = match (index.kept().is_some(), fits) {
            (false, _) => IndexState::Memory,
            (true, true) => IndexState::Kept { taken_up: through.position.0 - from.position.0 },
            (true, false) => IndexState::Rebuilt,
        };
        Ok((index, state))
    }

    /// An index in memory of what can be read of a damaged log: up to the first damage. Says where that is.
    pub(crate) fn of_readable(segments: Arc<Segments>, log: Uuid, through: ChainPoint) -> (Self, ChainPoint) {
        let index = Self::new(segments, log, None, None);
        if let Err(error) = index.fill(&mut index.tail_mut(), ChainPoint::START, through) {
            tracing::error!(%error, "the log can be read up to its first damage only");
        }
        let readable = index.tail().through;
        (index, readable)
    }

    fn new(segments: Arc<Segments>, log: Uuid, home: Option<Home>, kept: Option<Kept>) -> Self {
        Self {
            segments,
            log,
            home,
            tail: RwLock::default(),
            kept: RwLock::new(kept),
            healing: Mutex::new(()),
            generation: AtomicU64::new(0),
            stop: Mutex::new(false),
            wake: Condvar::new(),
        }
    }

    /// Says in a new sled whose it is, so that later one without a mark is known to be damaged.
    fn mark_new(&self) {
        let fault =
            self.kept().as_ref().and_then(|kept| kept.feed(&Part::default(), self.log, ChainPoint::START).err());
        if let Some(fault) = fault {
            self.replace_kept(&fault, false);
        }
    }

    fn tail(&self) -> RwLockReadGuard<'_, Tail> {
        self.tail.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn tail_mut(&self) -> RwLockWriteGuard<'_, Tail> {
        self.tail.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn kept(&self) -> RwLockReadGuard<'_, Option<Kept>> {
        self.kept.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes up commits that are durable now. The writer calls it before it publishes the head.
    pub(crate) fn add(&self, entries: &mut Entries, through: ChainPoint) {
        let mut tail = self.tail_mut();
        tail.live.add(entries);
        tail.through = through;
        if tail.live.events() >= FEED {
            self.wake.notify_one();
        }
    }

    /// The version of a stream.
    pub(crate) fn version(&self, stream: &StreamId) -> Result<Version, ReadError> {
        self.ask(|| {
            let in_memory = self.tail().parts().find_map(|part| part.run(stream)).map(part::Run::last);
            match in_memory {
                Some(version) => Ok(version),
                None => self.kept().as_ref().map_or(Ok(Version::ZERO), |kept| kept.version(stream)),
            }
        })
    }

    /// The places of the events of a stream after a version, in order, at most `limit`.
    pub(crate) fn places(&self, stream: &StreamId, after: Version, limit: usize) -> Result<Vec<Place>, ReadError> {
        self.ask(|| {
            let newer = self.tail().newer(stream, after, limit);
            older_and(newer, self.kept().as_ref(), stream, after, limit)
        })
    }

    /// The same where it can be said at once: `None` while somebody else is at work on the index, or something is wrong with it.
    pub(crate) fn places_at_hand(&self, stream: &StreamId, after: Version, limit: usize) -> Option<Vec<Place>> {
        let generation = self.generation.load(Ordering::Acquire);
        let newer = self.tail.try_read().ok()?.newer(stream, after, limit);
        let places = older_and(newer, self.kept.try_read().ok()?.as_ref(), stream, after, limit).ok()?;
        (generation == self.generation.load(Ordering::Acquire)).then_some(places)
    }

    /// The commit that a key names: its first position and the fingerprint it had.
    pub(crate) fn key(&self, id: &KeyId) -> Result<Option<(Position, Digest)>, ReadError> {
        self.ask(|| {
            let in_memory = self.tail().parts().find_map(|part| part.key(id));
            match in_memory {
                Some(found) => Ok(Some(found)),
                None => self.kept().as_ref().map_or(Ok(None), |kept| kept.key(id)),
            }
        })
    }

    /// The pointer under this name; a lost one is `None`.
    pub(crate) fn checkpoint(&self, name: &str) -> Option<CheckpointPointer> {
        self.ask(|| self.kept().as_ref().map_or(Ok(None), |kept| kept.checkpoint(name))).ok().flatten()
    }

    /// Sets the pointer under this name.
    pub(crate) fn set_checkpoint(&self, name: &str, pointer: CheckpointPointer) {
        let set = self.ask(|| self.kept().as_ref().map_or(Ok(()), |kept| kept.set_checkpoint(name, pointer)));
        if let Err(error) = set {
            tracing::warn!(%error, name, "a checkpoint pointer was not kept; the projection will start again");
        }
    }

    /// Looks into memory, then sled. After a fault the index is made again, and asked again.
    ///
    /// Memory is not locked while sled answers: what is not in memory was in sled before, and stays there, unless the index
    /// was made again meanwhile.
    fn ask<T>(&self, look: impl Fn() -> Result<T, Fault>) -> Result<T, ReadError> {
        loop {
            let generation = self.generation.load(Ordering::Acquire);
            match look() {
                Ok(answer) if generation == self.generation.load(Ordering::Acquire) => return Ok(answer),
                Ok(_) => {}
                Err(fault) => self.heal(&fault)?,
            }
        }
    }

    /// Makes the index again because what it said is not what the log says.
    pub(crate) fn distrust(&self, what: &str) -> Result<(), ReadError> {
        let fault = self.kept().as_ref().map(|kept| kept.wrong(what));
        fault.map_or(Ok(()), |fault| self.heal(&fault))
    }

    /// Sets sled aside and makes the index again from the segments. Appends and reads of streams wait for it.
    fn heal(&self, fault: &Fault) -> Result<(), ReadError> {
        let _once = self.healing.lock().unwrap_or_else(PoisonError::into_inner);
        if self.kept().as_ref().is_none_or(|kept| !kept.is_faulty()) {
            return Ok(());
        }
        let mut tail = self.tail_mut();
        self.generation.fetch_add(1, Ordering::AcqRel);
        self.replace_kept(fault, true);
        self.mark_new();
        let through = tail.through;
        self.fill(&mut tail, ChainPoint::START, through)
    }

    fn replace_kept(&self, fault: &Fault, afresh: bool) {
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        kept::close(kept.take());
        if let Some(home) = &self.home {
            kept::set_aside(&home.dir, fault);
            *kept = if afresh { Kept::open_fresh(home) } else { None };
        }
    }

    /// Fills the index with the commits after `from`, moving them to sled on the way; if that fails, with all of them in memory.
    fn fill(&self, tail: &mut Tail, from: ChainPoint, through: ChainPoint) -> Result<(), ReadError> {
        if let Some(fault) = self.take_up(tail, from, through)? {
            self.replace_kept(&fault, false);
            self.take_up(tail, ChainPoint::START, through)?;
        }
        Ok(())
    }

    fn take_up(&self, tail: &mut Tail, from: ChainPoint, through: ChainPoint) -> Result<Option<Fault>, ReadError> {
        *tail = Tail { through: from, ..Tail::default() };
        let mut fault = None;
        let mut entries = Entries::default();
        self.segments.walk(from.position, through.position, |segment, frame| {
            take_in(segment, frame, &mut entries).map_err(|what| damaged(segment, frame.offset, what))?;
            tail.live.add(&mut entries);
            tail.through = ChainPoint { position: frame.header.last(), chain: frame.header.chain };
            if tail.live.events() >= FEED
                && let Some(kept) = self.kept().as_ref()
            {
                fault = kept.feed(&tail.live, self.log, tail.through).err();
                tail.live = Part::default();
            }
            Ok(if fault.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        })?;
        Ok(fault)
    }

    /// Moves events to sled until it is told to stop: the work of a thread of its own.
    pub(crate) fn feed_until_stopped(&self) {
        loop {
            let stop = self.wait();
            if let Err(error) = self.feed() {
                tracing::error!(%error, "the index could not be made again");
            }
            if stop {
                return;
            }
        }
    }

    fn wait(&self) -> bool {
        let stop = self.stop.lock().unwrap_or_else(PoisonError::into_inner);
        let due = self.tail().live.events() >= FEED && self.kept().is_some();
        if *stop || due {
            return *stop;
        }
        *self.wake.wait_timeout(stop, FEED_EVERY).unwrap_or_else(PoisonError::into_inner).0
    }

    /// Lets the feeding thread end, after it has moved what there is.
    pub(crate) fn stop(&self) {
        *self.stop.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.wake.notify_one();
    }

    fn feed(&self) -> Result<(), ReadError> {
        if self.kept().is_none() {
            return Ok(());
        }
        let (part, through) = {
            let mut tail = self.tail_mut();
            if tail.live.events() == 0 {
                return Ok(());
            }
            let part = Arc::new(std::mem::take(&mut tail.live));
            tail.moving = Some(part.clone());
            (part, tail.through)
        };
        let fault = self.kept().as_ref().and_then(|kept| kept.feed(&part, self.log, through).err());
        match fault {
            Some(fault) => self.heal(&fault),
            None => {
                self.tail_mut().moving = None;
                Ok(())
            }
        }
    }
}

/// The places that stand in memory, after those before them that are in sled; at most `limit`.
fn older_and(
    Newer { places: newer, first }: Newer,
    kept: Option<&Kept>,
    stream: &StreamId,
    after: Version,
    limit: usize,
) -> Result<Vec<Place>, Fault> {
    let mut places = match kept {
        Some(kept) if after.next() < first => kept.places(stream, after, first, limit)?,
        _ => Vec::new(),
    };
    places.extend(newer);
    places.truncate(limit);
    Ok(places)
}

/// What the index takes up of a commit.
fn take_in(segment: &Segment, frame: Frame<'_>, entries: &mut Entries) -> Result<(), &'static str> {
    let mut records = frame.records().peekable();
    let Some(Ok((_, first))) = records.peek() else { return Err("a frame without a record") };
    if let Some(key) = frame.key()? {
        entries.key(key_id(&key), key.fingerprint, frame.header.first, first.recorded_at);
    }
    for record in records {
        let (at, record) = record?;
        let place = Place::new(segment.number(), frame.offset + at as u64);
        let place = place.ok_or("a segment is too large, or there are too many")?;
        entries.push(record.stream, record.version, place).map_err(|_| "a record names no stream")?;
    }
    Ok(())
}
