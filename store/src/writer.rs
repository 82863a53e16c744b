//! The one writer of a log. It drains the queue of commits, checks and numbers them, writes them with one write, makes them
//! durable with one sync, and only then answers. The next batch gathers in the queue meanwhile; a lone commit waits for
//! nothing.

use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use heyi_core::ids::Position;
use jiff::Timestamp;
use smallvec::SmallVec;
use tokio::sync::{mpsc, oneshot, watch};
use uuid::Uuid;

use crate::append::{AppendError, Appended, ChainPoint, IdempotencyKey, ReadError};
use crate::clock::Clock;
use crate::disk::Disk;
use crate::index::{Index, KeyDraft, KeyId};
use crate::segment::active::{self, Active, Preallocate, Spare, Standing};
use crate::segment::draft::{FrameDraft, StreamDraft};
use crate::segment::set::Segments;

mod run;

use run::{Recorded, Run, RunsAt};

/// A batch is closed when it holds so many commits, or so many bytes.
const BATCH_COMMITS: usize = 4_096;
const BATCH_BYTES: usize = 8 << 20;

/// One or more commits to be recorded in this order, each by itself.
pub(crate) struct Request {
    pub(crate) jobs: SmallVec<[Job; 1]>,
    pub(crate) answer: oneshot::Sender<SmallVec<[Done; 1]>>,
}

/// A commit, and the instant it was recorded at when it is imported.
pub(crate) struct Job {
    pub(crate) draft: Box<FrameDraft>,
    pub(crate) past: Option<(Timestamp, bool)>,
}

/// A commit with what became of it. It goes back to who asked, who has the time to free its memory and to word the answer.
pub(crate) struct Done {
    draft: Box<FrameDraft>,
    outcome: Result<Outcome, AppendError>,
}

/// What became of a commit.
enum Outcome {
    Recorded(Recorded),
    /// It had been recorded before, under the same key.
    Repeated(Box<Appended>),
}

impl Done {
    pub(crate) fn answer(self) -> Result<Appended, AppendError> {
        Ok(match self.outcome? {
            Outcome::Recorded(Recorded { first, recorded_at }) => self.draft.answer(first, recorded_at),
            Outcome::Repeated(answer) => *answer,
        })
    }
}

impl Request {
    fn bytes(&self) -> usize {
        self.jobs.iter().map(|job| job.draft.len()).sum()
    }
}

/// Everything the writer works with.
pub(crate) struct Writer {
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) log: Uuid,
    pub(crate) segments: Arc<Segments>,
    pub(crate) index: Arc<Index>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) active: Active,
    pub(crate) standing: Standing,
    pub(crate) head: watch::Sender<Position>,
    pub(crate) segment_bytes: u64,
    pub(crate) preallocate: Preallocate,
    pub(crate) spare: Spare,
    /// The clock stands before the last event; said once until it has caught up.
    pub(crate) held: bool,
    /// Set by a sync that failed: what it left on disk is not known, so nothing more is written.
    pub(crate) poisoned: Arc<AtomicBool>,
}

impl Writer {
    /// Serves the queue until it is closed and empty; then says where the log stands, `None` when it is poisoned.
    pub(crate) fn serve(mut self, mut queue: mpsc::Receiver<Request>) -> Option<ChainPoint> {
        let mut batch = Batch::new(self.standing);
        while let Some(request) = queue.blocking_recv() {
            let mut size = (request.jobs.len(), request.bytes());
            batch.requests.push(request);
            while size.0 < BATCH_COMMITS && size.1 < BATCH_BYTES {
                let Ok(request) = queue.try_recv() else { break };
                size = (size.0 + request.jobs.len(), size.1 + request.bytes());
                batch.requests.push(request);
            }
            self.record(&mut batch);
        }
        let end = ChainPoint { position: self.standing.head, chain: self.standing.chain };
        (!self.is_poisoned()).then_some(end)
    }

    /// Records a batch and answers it.
    fn record(&mut self, batch: &mut Batch) {
        // All that is written together is recorded at one instant.
        let now = self.clock.now();
        let Batch { requests, outcomes, run } = batch;
        for job in requests.iter_mut().flat_map(|request| &mut request.jobs) {
            let outcome = self.take(job, now, run, outcomes);
            outcomes.push(outcome);
        }
        // An error is in the outcomes already.
        let _ = self.finish(run, outcomes);
        let mut outcomes = outcomes.drain(..);
        for Request { jobs, answer } in requests.drain(..) {
            let done = jobs.into_iter().zip(outcomes.by_ref());
            // Who does not wait any more needs no answer: the commit is durable all the same.
            let _ = answer.send(done.map(|(job, outcome)| Done { draft: job.draft, outcome }).collect());
        }
    }

    /// Checks one commit and puts its frame into the run; what is there already is answered.
    fn take(
        &mut self,
        Job { draft, past }: &mut Job,
        now: Timestamp,
        run: &mut Run,
        outcomes: &mut [Result<Outcome, AppendError>],
    ) -> Result<Outcome, AppendError> {
        self.check_poison()?;
        if let Some(key) = &draft.key
            && let Some(first_answer) = self.answered(key, run)?
        {
            return Ok(Outcome::Repeated(Box::new(first_answer)));
        }
        self.check_versions(draft, run)?;
        if self.active.sealed || self.is_full_with(run.bytes.len() + draft.len(), run) {
            self.finish(run, outcomes)?;
            self.roll()?;
        }
        let last = run.standing.last_instant;
        let instant = instant(*past, now, last)?;
        if past.is_none() {
            self.tell_held(now, last);
        }
        let Active { segment, end, .. } = &self.active;
        let at = RunsAt { tie: &segment.on_disk.tie, end: *end, durable: self.standing.head, instant };
        run.add(draft, &at, outcomes.len()).map(Outcome::Recorded)
    }

    /// Says that the clock went back, once until it has caught up.
    fn tell_held(&mut self, now: Timestamp, last: Timestamp) {
        let held = now < last;
        if held && !self.held {
            tracing::warn!(%now, %last, "the clock went back: events are recorded at the last instant and flagged until it has caught up");
        }
        self.held = held;
    }

    fn is_poisoned(&self) -> bool {
        self.poisoned.load(Ordering::Acquire)
    }

    fn check_poison(&self) -> Result<(), AppendError> {
        if self.is_poisoned() { Err(AppendError::Poisoned) } else { Ok(()) }
    }

    fn answered(&self, KeyDraft { id, key }: &KeyDraft, run: &Run) -> Result<Option<Appended>, AppendError> {
        if let Some((fingerprint, answer)) = run.answered(id) {
            if *fingerprint != key.fingerprint {
                return Err(AppendError::KeyReused);
            }
            return Ok(Some(Appended { repeated: true, ..answer.clone() }));
        }
        first_answer(&self.index, &self.segments, id, key, self.standing.head)
    }

    /// Finds out the versions the streams are at, and whether they are as expected.
    fn check_versions(&self, draft: &mut FrameDraft, run: &Run) -> Result<(), AppendError> {
        for StreamDraft { stream, expect, before, .. } in &mut draft.streams {
            *before = match run.version(stream) {
                Some(version) => version,
                None => self.index.version(stream).map_err(not_checked)?,
            };
            if !expect.admits(*before) {
                return Err(AppendError::Conflict { stream: stream.clone(), expected: *expect, actual: *before });
            }
        }
        Ok(())
    }

    fn is_full_with(&self, len: usize, run: &Run) -> bool {
        let has_frames = self.active.frames > 0 || !run.is_empty();
        has_frames && self.active.size_with(len) > self.segment_bytes
    }

    /// Writes the run, makes it durable and publishes it; if that fails, everything that depends on it has failed.
    fn finish(&mut self, run: &mut Run, outcomes: &mut [Result<Outcome, AppendError>]) -> Result<(), AppendError> {
        if run.is_empty() {
            return Ok(());
        }
        let done = self.make_durable(run);
        match &done {
            Ok(()) => self.publish(run),
            // Whatever was found out on top of commits that are not durable stands and falls with them.
            Err(error) => outcomes.iter_mut().skip(run.first_answer).for_each(|outcome| *outcome = Err(error.clone())),
        }
        run.clear(self.standing);
        done
    }

    fn make_durable(&mut self, run: &Run) -> Result<(), AppendError> {
        let file = &self.active.segment.on_disk.file;
        if let Err(error) = file.write_at(&run.bytes, self.active.end) {
            self.cut_back();
            self.check_poison()?;
            return Err(refused(&error));
        }
        if let Err(error) = file.sync_data() {
            self.poison(&error);
            return Err(AppendError::Poisoned);
        }
        Ok(())
    }

    /// Readers see the frames first, then the index, then the head; who is answered sees all three.
    fn publish(&mut self, run: &mut Run) {
        self.standing = run.standing;
        self.active.frames += run.frames.len() as u64;
        sha2::Digest::update(&mut self.active.hasher, &run.checksums);
        self.active.end += run.bytes.len() as u64;
        self.active.segment.publish(run.frames.drain(..));
        let through = ChainPoint { position: self.standing.head, chain: self.standing.chain };
        self.index.add(&mut run.entries, through);
        self.head.send_replace(self.standing.head);
        let half_full = self.active.end > self.segment_bytes / 2;
        if half_full && matches!(self.spare, Spare::None) {
            self.spare = Spare::prepare(&self.disk, self.segment_bytes, self.preallocate);
        }
    }

    /// Seals the segment, if that was not done before, and begins the next. What fails is tried again by the next commit.
    fn roll(&mut self) -> Result<(), AppendError> {
        if !self.active.sealed
            && let Err(error) = self.active.seal(self.standing)
        {
            self.cut_back();
            self.check_poison()?;
            return Err(refused(&error));
        }
        let spare = self.spare.take(&*self.disk, self.segment_bytes, self.preallocate);
        let number = self.active.segment.number() + 1;
        let next =
            active::begin(&*self.disk, spare, self.log, number, self.standing).map_err(|error| refused(&error))?;
        self.segments.push(next.segment.clone());
        self.active = next;
        Ok(())
    }

    fn cut_back(&mut self) {
        if let Err(error) = self.active.cut_back() {
            self.poison(&error);
        }
    }

    fn poison(&mut self, error: &io::Error) {
        tracing::error!(%error, "the disk did not confirm a write; the log takes no appends until it is opened again");
        self.poisoned.store(true, Ordering::Release);
    }
}

/// Requests that are recorded together.
struct Batch {
    requests: Vec<Request>,
    /// One for each job so far.
    outcomes: Vec<Result<Outcome, AppendError>>,
    run: Run,
}

impl Batch {
    fn new(standing: Standing) -> Self {
        Self { requests: Vec::new(), outcomes: Vec::new(), run: Run::new(standing) }
    }
}

/// The instant to record with, and whether it was held because the clock went back.
fn instant(past: Option<(Timestamp, bool)>, now: Timestamp, last: Timestamp) -> Result<(Timestamp, bool), AppendError> {
    match past {
        Some((at, _)) if at < last => {
            Err(AppendError::Invalid("a past commit may not be earlier than the one before it"))
        }
        Some(past) => Ok(past),
        None => Ok((now.max(last), now < last)),
    }
}

fn refused(error: &io::Error) -> AppendError {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => AppendError::Full,
        _ => AppendError::Io(error.to_string()),
    }
}

/// The index or the segments could not tell what the commit must be checked against.
#[expect(clippy::needless_pass_by_value, reason = "passed to map_err")]
pub(crate) fn not_checked(error: ReadError) -> AppendError {
    AppendError::Io(error.to_string())
}

/// The answer that was given to a key, computed from what was recorded then.
pub(crate) fn first_answer(
    index: &Index,
    segments: &Segments,
    id: &KeyId,
    key: &IdempotencyKey,
    head: Position,
) -> Result<Option<Appended>, AppendError> {
    let Some((first, fingerprint)) = index.key(id).map_err(not_checked)? else { return Ok(None) };
    let mut commit = None;
    let before = Position(first.0.saturating_sub(1));
    let read = segments.walk(before, head, |segment, frame| {
        let read = frame.to_commit().map_err(|what| crate::segment::read::damaged(segment, frame.offset, what))?;
        commit = Some(read);
        Ok(ControlFlow::Break(()))
    });
    read.map_err(not_checked)?;
    // The index knows a key by half a hash: only the record says which key it was.
    let same =
        |known: &IdempotencyKey| (known.account, &known.route, &known.key) == (key.account, &key.route, &key.key);
    match commit.filter(|commit| commit.key.as_ref().is_some_and(same)) {
        None => Ok(None),
        Some(_) if fingerprint != key.fingerprint => Err(AppendError::KeyReused),
        Some(commit) => Ok(commit.answer(true)),
    }
}
