//! The durable log: segments, their writer, and the index beside them.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use async_trait::async_trait;
use heyi_core::ids::{Position, Version};
use heyi_core::text::Say;
use jiff::Timestamp;
use smallvec::{SmallVec, smallvec};
use tokio::sync::{mpsc, oneshot, watch};
use uuid::Uuid;

use crate::append::{
    AppendError, Appended, ChainPoint, Commit, IdempotencyKey, LogCommit, LogEvent, PastCommit, ReadError, StreamId,
};
use crate::checkpoints::{CheckpointPointer, Checkpoints};
use crate::clock::Clock;
use crate::disk::Disk;
use crate::disk::real::RealDisk;
use crate::index::{Found, Home, Index, KeyDraft};
use crate::lock::DataLock;
use crate::log::{EventLog, Health, Import};
use crate::segment::active::{self, Spare};
use crate::segment::draft::FrameDraft;
use crate::segment::marker::CleanStop;
use crate::segment::recover::{Recovered, recover};
use crate::segment::set::Segments;
use crate::writer::{Done, Job, Request, Writer, first_answer};

mod options;
mod reads;

use reads::Shared;

pub use options::{OpenError, OpenReport, Options};
pub use reads::EventView;

pub use crate::index::IndexState;
pub use crate::segment::active::Preallocate;
pub use crate::segment::{Damage, TailCut};

/// So many requests wait for the writer; more wait for room in the queue.
const QUEUE: usize = 1_024;

/// A log in segment files.
pub struct SegmentLog {
    shared: Arc<Shared>,
    queue: Mutex<Option<mpsc::Sender<Request>>>,
    threads: Mutex<Option<Threads>>,
    /// Gone once it is closed: watchers then end.
    open: Mutex<Option<watch::Sender<Position>>>,
    read_only: Option<Say>,
    poisoned: Arc<AtomicBool>,
    /// Held as long as the log is open.
    _lock: Option<Arc<DataLock>>,
}

struct Threads {
    writer: JoinHandle<Option<ChainPoint>>,
    index: JoinHandle<()>,
    disk: Arc<dyn Disk>,
    log: Uuid,
}

impl SegmentLog {
    /// Opens the log of a locked data directory, creating it if there is none.
    ///
    /// # Errors
    /// [`OpenError`]. Damage is no error: the log is then read-only, and the report says why.
    pub fn open_dir(lock: Arc<DataLock>, clock: Arc<dyn Clock>) -> Result<(Self, OpenReport), OpenError> {
        Self::open_dir_with(lock, clock, Options::default())
    }

    /// As [`SegmentLog::open_dir`], kept as `options` say; the index lies in the directory.
    ///
    /// # Errors
    /// [`OpenError`]. Damage is no error: the log is then read-only, and the report says why.
    pub fn open_dir_with(
        lock: Arc<DataLock>,
        clock: Arc<dyn Clock>,
        options: Options,
    ) -> Result<(Self, OpenReport), OpenError> {
        let disk = Arc::new(RealDisk::at(lock.root()));
        let options = Options { index: Some(lock.root().join("index")), ..options };
        let (mut log, report) = Self::open(disk, clock, options)?;
        log._lock = Some(lock);
        Ok((log, report))
    }

    /// Opens the log on a disk, creating it if there is none. No other log may be open there.
    ///
    /// # Errors
    /// [`OpenError`]. Damage is no error: the log is then read-only, and the report says why.
    pub fn open(disk: Arc<dyn Disk>, clock: Arc<dyn Clock>, options: Options) -> Result<(Self, OpenReport), OpenError> {
        let Options { segment_bytes, preallocate, index, keys_kept_days, mut seen } = options;
        let segment_bytes = segment_bytes.min(1 << 30);
        let found = Found::open(index.map(|dir| Home { dir, key_days: keys_kept_days }));
        seen.extend(found.seen().map(|(_, point)| point));
        let recovered = recover(&*disk, &seen)?;
        let Recovered { log, mut segments, mut active, standing, tail_cut, mut damage, clean, mark_damaged } =
            recovered;
        let log = log.unwrap_or_else(new_log);
        let mut spare = Spare::None;
        if active.is_none() && damage.is_none() {
            let room = spare.take(&*disk, segment_bytes, preallocate.now());
            let first = active::begin(&*disk, room, log, 1, standing)?;
            segments.push(first.segment.clone());
            active = Some(first);
        }
        let segments = Arc::new(Segments::new(segments));
        let mut end = ChainPoint { position: standing.head, chain: standing.chain };
        let started = match &damage {
            // A damaged log leaves its index as it is, for whoever mends it.
            Some(_) => None,
            None => match Index::start(found, segments.clone(), log, end) {
                Ok(started) => Some(started),
                Err(ReadError::Damaged { file, offset, what }) => {
                    damage = Some(Damage { file, offset, what });
                    None
                }
                Err(error) => return Err(error.into()),
            },
        };
        let (index, index_state) = started.unwrap_or_else(|| {
            let (index, readable) = Index::of_readable(segments.clone(), log, end);
            end = readable;
            (index, IndexState::Memory)
        });
        if damage.is_none() {
            CleanStop::clear(&*disk)?;
            if let Some(active) = &active
                && let Err(error) = active::note_begun(&*disk, active.segment.number())
            {
                tracing::warn!(%error, "the last segment could not be noted as begun");
            }
        } else {
            active = None;
        }
        let index = Arc::new(index);
        let head = watch::Sender::new(end.position);
        let poisoned = Arc::new(AtomicBool::new(false));
        let report = OpenReport { end, clean, mark_damaged, tail_cut, damage, index: index_state };
        let shared = Arc::new(Shared { segments: segments.clone(), index: index.clone(), head: head.subscribe() });

        let (queue, requests) = mpsc::channel(QUEUE);
        let open = Mutex::new(Some(head.clone()));
        let threads = match active {
            None => None,
            Some(active) => {
                let writer = Writer {
                    disk: disk.clone(),
                    log,
                    segments,
                    index: index.clone(),
                    clock,
                    active,
                    standing,
                    head,
                    segment_bytes,
                    preallocate,
                    spare,
                    held: false,
                    poisoned: poisoned.clone(),
                };
                let name = |name: &str| thread::Builder::new().name(name.to_owned());
                let writer = name("heyi-writer").spawn(move || writer.serve(requests))?;
                let index = name("heyi-index").spawn(move || index.feed_until_stopped())?;
                Some(Threads { writer, index, disk, log })
            }
        };
        let read_only = report.damage.as_ref().map(Damage::say);
        let log = Self {
            shared,
            queue: Mutex::new(read_only.is_none().then_some(queue)),
            threads: Mutex::new(threads),
            open,
            read_only,
            poisoned,
            _lock: None,
        };
        Ok((log, report))
    }

    /// Whether it takes appends now.
    #[must_use]
    pub fn health(&self) -> Health {
        match &self.read_only {
            Some(say) => Health::ReadOnly(say.clone()),
            None if self.poisoned.load(Ordering::Acquire) => Health::Poisoned,
            None => Health::Writable,
        }
    }

    /// Lets what is queued become durable, and marks the stop as clean. Later appends are refused; reads go on, watchers end.
    /// Blocks.
    pub fn close(&self) {
        drop(self.queue.lock().unwrap_or_else(PoisonError::into_inner).take());
        self.stop_threads();
        drop(self.open.lock().unwrap_or_else(PoisonError::into_inner).take());
    }

    fn stop_threads(&self) {
        let threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(Threads { writer, index, disk, log }) = threads else { return };
        let end = writer.join().ok().flatten();
        self.shared.index.stop();
        if index.join().is_err() {
            tracing::error!("the thread that feeds the index panicked");
        }
        let Some(end) = end else { return };
        let marked = CleanStop { log, head: end.position, chain: end.chain }.write(&*disk);
        if let Err(error) = marked {
            tracing::warn!(%error, "the stop could not be marked as clean; the log will be checked as after a crash");
        }
    }

    /// Records several commits in this order, each by itself, as [`EventLog::append`] would, in as few syncs as possible.
    pub async fn append_many(&self, commits: Vec<Commit>) -> Vec<Result<Appended, AppendError>> {
        self.record(commits.into_iter().map(|commit| (commit, None))).await
    }

    /// Has the writer record commits; one that has not the form of one is answered here.
    async fn record(
        &self,
        commits: impl IntoIterator<Item = (Commit, Option<(Timestamp, bool)>)>,
    ) -> Vec<Result<Appended, AppendError>> {
        let mut answers = Vec::new();
        let mut jobs = SmallVec::new();
        for (commit, past) in commits {
            answers.push(FrameDraft::of(commit).map(|draft| jobs.push(Job { draft: Box::new(draft), past })));
        }
        let mut done = self.request(jobs).await.map(SmallVec::into_iter);
        let mut next = || match &mut done {
            Ok(done) => done.next().map_or(Err(AppendError::Closed), Done::answer),
            Err(error) => Err(error.clone()),
        };
        answers.into_iter().map(|formed| formed.and_then(|()| next())).collect()
    }

    async fn request(&self, jobs: SmallVec<[Job; 1]>) -> Result<SmallVec<[Done; 1]>, AppendError> {
        if let Some(say) = &self.read_only {
            return Err(AppendError::ReadOnly { say: say.clone() });
        }
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner).clone().ok_or(AppendError::Closed)?;
        let (answer, answered) = oneshot::channel();
        queue.send(Request { jobs, answer }).await.map_err(|_| AppendError::Closed)?;
        // The writer ends only with an empty queue; without an answer it panicked, and the log must be opened again.
        answered.await.map_err(|_| AppendError::Poisoned)
    }

    /// Walks through all commits after a position in order, without copying them into events first. Blocks; for projections
    /// that read the log from the start. `take` is given each event's header and body and says whether to go on.
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn scan(&self, after: Position, take: impl FnMut(EventView<'_>) -> ControlFlow<()>) -> Result<(), ReadError> {
        self.shared.scan(after, take)
    }

    /// Runs a blocking read on a thread for such work.
    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Shared) -> Result<T, ReadError> + Send + 'static,
    ) -> Result<T, ReadError> {
        let shared = self.shared.clone();
        tokio::task::spawn_blocking(move || work(&shared)).await.unwrap_or(Err(ReadError::Closed))
    }
}

impl Drop for SegmentLog {
    fn drop(&mut self) {
        self.close();
    }
}

impl Preallocate {
    /// The first segment is needed at once.
    fn now(self) -> Self {
        if self == Self::Background { Self::Inline } else { self }
    }
}

/// A number for a new log, by chance, so that no two are alike.
fn new_log() -> Uuid {
    let mut bytes = [0; 16];
    // Without chance the number is 0: it tells logs apart, it protects nothing.
    let _ = getrandom::fill(&mut bytes);
    Uuid::from_bytes(bytes)
}

#[async_trait]
impl EventLog for SegmentLog {
    async fn append(&self, commit: Commit) -> Result<Appended, AppendError> {
        let draft = Box::new(FrameDraft::of(commit)?);
        let done = self.request(smallvec![Job { draft, past: None }]).await?;
        done.into_iter().next().map_or(Err(AppendError::Closed), Done::answer)
    }

    async fn answered(&self, key: &IdempotencyKey) -> Result<Option<Appended>, AppendError> {
        let KeyDraft { id, key } = KeyDraft::of(key.clone());
        let answer = self.read(move |shared| {
            let head = *shared.head.borrow();
            Ok(first_answer(&shared.index, &shared.segments, &id, &key, head))
        });
        answer.await.unwrap_or(Err(AppendError::Closed))
    }

    async fn read_stream(&self, stream: &StreamId, after: Version, limit: usize) -> Result<Vec<LogEvent>, ReadError> {
        // Most streams are short and were read lately: handing them to another thread would take longer than reading them.
        if let Some(events) = self.shared.read_stream_at_hand(stream, after, limit) {
            return Ok(events);
        }
        let stream = stream.clone();
        self.read(move |shared| shared.read_stream(&stream, after, limit)).await
    }

    async fn version(&self, stream: &StreamId) -> Result<Version, ReadError> {
        let stream = stream.clone();
        self.read(move |shared| shared.index.version(&stream)).await
    }

    async fn read_all(&self, after: Position, limit: usize) -> Result<Vec<LogEvent>, ReadError> {
        self.read(move |shared| shared.read_all(after, limit)).await
    }

    async fn read_commits(&self, after: Position, limit: usize) -> Result<Vec<LogCommit>, ReadError> {
        // Who follows the log asks for what was written just now.
        if let Some(commits) = self.shared.read_commits_at_hand(after, limit) {
            return Ok(commits);
        }
        self.read(move |shared| shared.read_commits(after, limit)).await
    }

    fn head(&self) -> Position {
        *self.shared.head.borrow()
    }

    fn watch(&self) -> watch::Receiver<Position> {
        let mut head = self.shared.head.clone();
        head.mark_unchanged();
        head
    }

    async fn chain_at(&self, position: Position) -> Result<ChainPoint, ReadError> {
        self.read(move |shared| shared.chain_at(position)).await
    }

    fn health(&self) -> Health {
        Self::health(self)
    }

    fn close(&self) {
        Self::close(self);
    }
}

#[async_trait]
impl Import for SegmentLog {
    async fn import(&self, past: Vec<PastCommit>) -> Vec<Result<Appended, AppendError>> {
        let parts = |past: PastCommit| (past.commit, Some((past.recorded_at, past.clock_held)));
        self.record(past.into_iter().map(parts)).await
    }
}

#[async_trait]
impl Checkpoints for SegmentLog {
    async fn checkpoint(&self, name: &str) -> Option<CheckpointPointer> {
        let name = name.to_owned();
        self.read(move |shared| Ok(shared.index.checkpoint(&name))).await.ok().flatten()
    }

    async fn set_checkpoint(&self, name: &str, pointer: CheckpointPointer) {
        let name = name.to_owned();
        let set = self.read(move |shared| {
            shared.index.set_checkpoint(&name, pointer);
            Ok(())
        });
        if set.await.is_err() {
            tracing::warn!("a checkpoint pointer was not kept");
        }
    }
}

#[cfg(test)]
mod tests;
