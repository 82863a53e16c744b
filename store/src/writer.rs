//! The one writer of a log. It drains the queue of commits, checks and numbers them, writes them with one write, makes them
//! durable with one sync, and only then answers. The next batch gathers in the queue meanwhile; a lone commit waits for
//! nothing.

use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use heyi_core::ids::{Position, Version};
use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot, watch};
use uuid::Uuid;

use crate::append::{AppendError, Appended, ChainPoint, Commit, IdempotencyKey, ReadError};
use crate::clock::Clock;
use crate::disk::Disk;
use crate::index::Index;
use crate::segment::MAX_FRAME;
use crate::segment::active::{self, Active, Preallocate, Spare, Standing};
use crate::segment::frame;
use crate::segment::set::Segments;

mod run;

use run::Run;

/// A batch is closed when it holds so many commits, or so many bytes.
const BATCH_COMMITS: usize = 4_096;
const BATCH_BYTES: usize = 8 << 20;

/// One or more commits to be recorded in this order, each by itself.
pub(crate) struct Request {
    pub(crate) jobs: Vec<Job>,
    pub(crate) answer: oneshot::Sender<Vec<Result<Appended, AppendError>>>,
}

/// A commit, and the instant it was recorded at when it is imported.
pub(crate) struct Job {
    pub(crate) commit: Commit,
    pub(crate) past: Option<(Timestamp, bool)>,
}

impl Request {
    fn bytes(&self) -> usize {
        let events = self.jobs.iter().flat_map(|job| &job.commit.appends).flat_map(|append| &append.events);
        events.map(|event| event.body.len()).sum()
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
    /// Set by a sync that failed: what it left on disk is not known, so nothing more is written.
    pub(crate) poisoned: Arc<AtomicBool>,
}

impl Writer {
    /// Serves the queue until it is closed and empty; then says where the log stands, `None` when it is poisoned.
    pub(crate) fn serve(mut self, mut queue: mpsc::Receiver<Request>) -> Option<ChainPoint> {
        let mut batch = Vec::new();
        while let Some(request) = queue.blocking_recv() {
            let mut size = (request.jobs.len(), request.bytes());
            batch.push(request);
            while size.0 < BATCH_COMMITS && size.1 < BATCH_BYTES {
                let Ok(request) = queue.try_recv() else { break };
                size = (size.0 + request.jobs.len(), size.1 + request.bytes());
                batch.push(request);
            }
            self.record(&mut batch);
        }
        let end = ChainPoint { position: self.standing.head, chain: self.standing.chain };
        (!self.is_poisoned()).then_some(end)
    }

    /// Records a batch and answers it.
    fn record(&mut self, batch: &mut Vec<Request>) {
        let mut run = Run::new(self.standing);
        let mut answers: Vec<Vec<Result<Appended, AppendError>>> = Vec::with_capacity(batch.len());
        for request in batch.iter_mut() {
            answers.push(Vec::with_capacity(request.jobs.len()));
            for job in request.jobs.drain(..) {
                let answer = self.take(job, &mut run, &mut answers);
                if !run.is_empty() {
                    // Whatever was found out on top of commits that are not durable yet stands and falls with them.
                    run.depends(answers.len() - 1, answers.last().map_or(0, Vec::len));
                }
                if let Some(answers) = answers.last_mut() {
                    answers.push(answer);
                }
            }
        }
        // An error is in the answers already.
        let _ = self.finish(&mut run, &mut answers);
        for (request, answers) in batch.drain(..).zip(answers) {
            // Who does not wait any more needs no answer: the commit is durable all the same.
            let _ = request.answer.send(answers);
        }
    }

    /// Checks one commit and puts its frame into the run; what is there already is answered.
    fn take(
        &mut self,
        job: Job,
        run: &mut Run,
        answers: &mut [Vec<Result<Appended, AppendError>>],
    ) -> Result<Appended, AppendError> {
        let Job { commit, past } = job;
        commit.check()?;
        self.check_poison()?;
        if let Some(key) = &commit.key
            && let Some(first_answer) = self.answered(key, run)?
        {
            return Ok(first_answer);
        }
        let versions = self.check_versions(&commit, run)?;
        let len = frame::len(&commit);
        if len > MAX_FRAME {
            return Err(AppendError::TooLarge { what: "bytes of a frame", limit: MAX_FRAME });
        }
        if self.active.sealed || self.is_full_with(run.bytes.len() + len, run) {
            self.finish(run, answers)?;
            self.roll()?;
        }
        let (recorded_at, held) = self.instant(past, run)?;
        let active = &self.active;
        run.add(&active.segment.on_disk.tie, active.end, self.standing.head, commit, &versions, (recorded_at, held))
    }

    fn is_poisoned(&self) -> bool {
        self.poisoned.load(Ordering::Acquire)
    }

    fn check_poison(&self) -> Result<(), AppendError> {
        if self.is_poisoned() { Err(AppendError::Poisoned) } else { Ok(()) }
    }

    fn answered(&self, key: &IdempotencyKey, run: &Run) -> Result<Option<Appended>, AppendError> {
        if let Some((fingerprint, answer)) = run.answered(key) {
            if *fingerprint != key.fingerprint {
                return Err(AppendError::KeyReused);
            }
            return Ok(Some(Appended { repeated: true, ..answer.clone() }));
        }
        first_answer(&self.index, &self.segments, key, self.standing.head)
    }

    fn check_versions(&self, commit: &Commit, run: &Run) -> Result<Vec<Version>, AppendError> {
        let mut versions = Vec::with_capacity(commit.appends.len());
        for append in &commit.appends {
            let actual = match run.version(&append.stream) {
                Some(version) => version,
                None => self.index.version(&append.stream).map_err(not_checked)?,
            };
            if !append.expect.admits(actual) {
                return Err(AppendError::Conflict { stream: append.stream.clone(), expected: append.expect, actual });
            }
            versions.push(actual);
        }
        Ok(versions)
    }

    /// The instant to record with. A clock that went back is held.
    fn instant(&self, past: Option<(Timestamp, bool)>, run: &Run) -> Result<(Timestamp, bool), AppendError> {
        let last = run.standing.last_instant;
        match past {
            Some((at, _)) if at < last => {
                Err(AppendError::Invalid("a past commit may not be earlier than the one before it"))
            }
            Some(past) => Ok(past),
            None => {
                let now = self.clock.now();
                Ok((now.max(last), now < last))
            }
        }
    }

    fn is_full_with(&self, len: usize, run: &Run) -> bool {
        let has_frames = self.active.frames > 0 || !run.is_empty();
        has_frames && self.active.size_with(len) > self.segment_bytes
    }

    /// Writes the run, makes it durable and publishes it; if that fails, everything that depends on it has failed.
    fn finish(&mut self, run: &mut Run, answers: &mut [Vec<Result<Appended, AppendError>>]) -> Result<(), AppendError> {
        if run.is_empty() {
            return Ok(());
        }
        let done = self.make_durable(run);
        match &done {
            Ok(()) => self.publish(run),
            Err(error) => run.fail(error, answers),
        }
        *run = Run::new(self.standing);
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
        for header in run.header_bytes() {
            sha2::Digest::update(&mut self.active.hasher, header);
        }
        self.active.end += run.bytes.len() as u64;
        self.active.segment.publish(run.frames.drain(..));
        let through = ChainPoint { position: self.standing.head, chain: self.standing.chain };
        self.index.add(std::mem::take(&mut run.entries), through);
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
    key: &IdempotencyKey,
    head: Position,
) -> Result<Option<Appended>, AppendError> {
    let Some((first, fingerprint)) = index.key(key).map_err(not_checked)? else { return Ok(None) };
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
