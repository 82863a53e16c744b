//! Keeps the projections at the head of the log: one task that reads, folds and publishes how far it has come.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use heyi_core::ground::Law;
use heyi_core::ids::{CaseId, Position};
use heyi_store::append::LogCommit;
use heyi_store::checkpoints::Checkpoints;
use heyi_store::disk::Disk;
use heyi_store::laws::KnownLaw;
use heyi_store::log::{EventLog, Health};
use heyi_store::reading::StoreError;
use heyi_store::streams;
use tokio::sync::watch;
use tokio::task::{JoinError, JoinHandle};

use crate::checkpoint::Shelf;
use crate::projection::Moment;
use crate::read_side::{Inner, ReadSide};
use crate::state::State;

mod ahead;
mod folded;
mod folds;
mod history;
mod share;

use ahead::{Page, Pages};
use folds::InOrder;

/// How the runner goes about it.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How many events one step takes in, at least; of a long lag it takes in more.
    pub batch: usize,
    /// After how many events contents are kept: more in a long log, where it is more to write, and fewer times while much of it is
    /// not folded yet.
    pub checkpoint_every: u64,
    /// From how many events on much of the log is not folded yet: it is read in pages of so many then, and the cases written of last
    /// are kept as the bytes of their histories.
    pub far: usize,
    /// How long it waits after a failure.
    pub retry: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self { batch: 500, checkpoint_every: 20_000, far: 5_000, retry: Duration::from_secs(2) }
    }
}

/// How many commits are taken in at once; meanwhile nobody can ask.
const AT_ONCE: usize = 128;
/// The task that folds. Dropped, it goes on until the log is closed; see [`Runner::stop`].
#[derive(Debug)]
pub struct Runner {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

/// The projections could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The law could not be read from the log.
    #[error("the law could not be read from the log")]
    Law(#[source] StoreError),
    /// A thread of the program died.
    #[error("a background task did not finish")]
    Task(#[source] JoinError),
}

/// Starts the projections of a log from what was kept in `projections/` on that disk, and goes on from there by itself.
/// Answers may lag at first: [`ReadSide::caught_up_to`] waits for a position.
///
/// # Errors
/// When the log cannot be read.
pub async fn start(
    log: Arc<dyn EventLog>,
    disk: Arc<dyn Disk>,
    pointers: Arc<dyn Checkpoints>,
    options: Options,
) -> Result<(ReadSide, Runner), StartError> {
    let shelf = Shelf::new(disk, pointers, Arc::clone(&log));
    let mut law = KnownLaw::before(Law::shipped());
    law.read(&*log).await.map_err(StartError::Law)?;
    let state = kept(&shelf).await?;
    let kept_at = state.position();
    let inner = Arc::new(Inner::new(Arc::clone(&log), state, law.clone()));
    let (stop, stopped) = watch::channel(false);
    let work = Work { log, inner: Arc::clone(&inner), law: Arc::new(law), shelf, options, kept_at, stopped };
    let task = tokio::spawn(watched(work, Arc::clone(&inner)));
    Ok((ReadSide::of(inner), Runner { stop, task }))
}

/// The work, whose death is told: what it had taken in half must not be added to, so that only a restart helps.
async fn watched(work: Work, inner: Arc<Inner>) {
    if let Err(error) = tokio::spawn(work.run()).await {
        tracing::error!(%error, position = %inner.position(), "projections ended; they go on after a restart");
        inner.failed(Some(StoreError::from(error).to_string()));
    }
}

/// The projections as they were kept.
async fn kept(shelf: &Shelf) -> Result<State, StartError> {
    let mut kept = BTreeMap::new();
    for (_, projection) in State::default().all() {
        let name = projection.name();
        kept.extend(shelf.kept(name).await.map(|of_name| (name, of_name)));
    }
    let shelf = shelf.clone();
    tokio::task::spawn_blocking(move || State::kept(&shelf, &kept)).await.map_err(StartError::Task)
}

impl Runner {
    /// Ends the task once the batch at hand is folded, and keeps the contents.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        if let Err(error) = self.task.await {
            tracing::error!(%error, "the projections' task did not end well");
        }
    }
}

struct Work {
    log: Arc<dyn EventLog>,
    inner: Arc<Inner>,
    law: Arc<KnownLaw>,
    shelf: Shelf,
    options: Options,
    /// The position of what was last kept.
    kept_at: Position,
    stopped: watch::Receiver<bool>,
}

impl Work {
    async fn run(mut self) {
        let mut pages = self.pages();
        loop {
            // Only waiting is broken off by a stop: what is half taken in must be taken in whole before it is kept.
            let next = tokio::select! {
                biased;
                () = stop_asked(&mut self.stopped) => break,
                next = pages.next() => next,
            };
            let taken = match next {
                None => break,
                Some(Ok(page)) => self.take(page).await,
                Some(Err(error)) => Err(error),
            };
            match taken {
                Ok(()) => self.inner.failed(None),
                Err(error) => {
                    let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
                    tracing::error!(%error, cause, position = %self.inner.position(), "projections stand still");
                    self.inner.failed(Some(error.to_string()));
                    tokio::select! {
                        () = tokio::time::sleep(self.options.retry) => {}
                        () = stop_asked(&mut self.stopped) => break,
                    }
                    std::mem::replace(&mut pages, self.pages()).end().await;
                }
            }
        }
        pages.end().await;
        if self.inner.position() != self.kept_at {
            self.keep().await;
        }
    }

    /// What follows on where the projections stand.
    fn pages(&self) -> Pages {
        ahead::after(&self.log, Arc::clone(&self.law), self.inner.position(), self.options)
    }

    /// Takes in commits that follow on what is taken in.
    async fn take(&mut self, page: Page) -> Result<(), StoreError> {
        let Page { commits, told, adopts } = page;
        if let Some(law) = &adopts {
            self.law = Arc::clone(law);
            self.inner.learn(Arc::clone(law));
        }
        self.take_in(&commits, told);
        if let Some(at) = commits.last().and_then(folds::moment) {
            if adopts.is_some() {
                self.tell_again(&commits, at).await?;
            }
            self.inner.reached(at.position);
        }
        if self.inner.position().0.saturating_sub(self.kept_at.0) >= self.keep_after() {
            self.keep().await;
        }
        tokio::task::yield_now().await;
        Ok(())
    }

    /// Takes in what commits told, some commits at a time so that questions come between.
    fn take_in(&self, commits: &[LogCommit], told: InOrder) {
        let mut told = told.into_iter().peekable();
        for (number, page) in commits.chunks(AT_ONCE).enumerate() {
            let end = number * AT_ONCE + page.len();
            let mut state = self.inner.write();
            while let Some(((commit, _), told)) = told.next_if(|((commit, _), _)| *commit < end) {
                if let Some(at) = commits.get(commit).and_then(folds::moment) {
                    state.take(at, told);
                }
            }
        }
    }

    /// Under a new law every case is folded again, a few at a time.
    async fn tell_again(&self, commits: &[LogCommit], at: Moment) -> Result<(), StoreError> {
        let touched = |id: &CaseId| {
            commits.iter().flat_map(|commit| &commit.events).any(|event| streams::as_case(&event.stream) == Some(*id))
        };
        let ids: Vec<CaseId> = self.inner.read().worklist.projection.ids().filter(|id| !touched(id)).collect();
        for ids in ids.chunks(self.options.batch.max(1)) {
            let told = folds::again(&*self.log, ids, at, self.law.at(at.position)).await?;
            let mut state = self.inner.write();
            told.into_iter().for_each(|told| state.take(at, told));
        }
        Ok(())
    }

    /// After how many events contents are kept again.
    fn keep_after(&self) -> u64 {
        let position = self.inner.position().0;
        let behind = self.log.head().0.saturating_sub(position);
        let share = if behind > self.options.far as u64 { position / 2 } else { position / 64 };
        self.options.checkpoint_every.max(share)
    }

    async fn keep(&mut self) {
        // What was kept before is a witness of how far the log reached: of a damaged or shortened one nothing takes its place.
        if matches!(self.log.health(), Health::ReadOnly(_)) {
            return;
        }
        let kept_at = self.inner.position();
        if let Err(error) = self.write_and_point().await {
            tracing::warn!(%error, "what the projections contain could not be kept; a restart will take longer");
        }
        self.kept_at = kept_at;
    }

    /// Nobody but this task changes the contents, so that questions are answered while they are written.
    async fn write_and_point(&self) -> io::Result<()> {
        let positions: Vec<Position> = self.inner.read().all().into_iter().map(|(position, _)| position).collect();
        let mut chains = Vec::with_capacity(positions.len());
        for position in positions {
            chains.push(self.shelf.chain(position).await?);
        }
        let (inner, shelf) = (Arc::clone(&self.inner), self.shelf.clone());
        let writing = tokio::task::spawn_blocking(move || {
            let state = inner.read();
            let all = state.all().into_iter().zip(chains);
            all.map(|((position, each), chain)| shelf.write(each, position, chain)).collect::<Vec<_>>()
        });
        // One that could not be written does not keep the others from being found.
        let mut kept = Ok(());
        for written in writing.await? {
            let pointed = match written {
                Ok(written) => self.shelf.point_at(written).await,
                Err(error) => Err(error),
            };
            kept = kept.and(pointed);
        }
        kept
    }
}

/// Waits until a stop is asked for: for ever, when the runner was dropped and nobody can.
async fn stop_asked(stopped: &mut watch::Receiver<bool>) {
    if stopped.wait_for(|stopped| *stopped).await.is_err() {
        std::future::pending::<()>().await;
    }
}
