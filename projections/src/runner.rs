//! Keeps the projections at the head of the log: one task that reads, folds and publishes how far it has come.

use std::sync::Arc;
use std::time::Duration;

use heyi_core::ground::Law;
use heyi_core::ids::Position;
use heyi_store::append::LogCommit;
use heyi_store::checkpoints::Checkpoints;
use heyi_store::disk::Disk;
use heyi_store::laws::KnownLaw;
use heyi_store::log::{EventLog, Health};
use heyi_store::reading::StoreError;
use heyi_store::subscription::Subscription;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::checkpoint::{Shelf, Written};
use crate::read_side::{Inner, ReadSide};
use crate::state::State;

mod batch;

use batch::{Batch, Prepared};

/// How the runner goes about it.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How many events one step takes in, at least.
    pub batch: usize,
    /// After how many events contents are kept.
    pub checkpoint_every: u64,
    /// How long it waits after a failure.
    pub retry: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self { batch: 500, checkpoint_every: 20_000, retry: Duration::from_secs(2) }
    }
}

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
    let mut state = State::default();
    for each in state.each() {
        *each.position = shelf.read(each.projection).await;
    }
    let mut law = KnownLaw::before(Law::shipped());
    law.read(&*log).await.map_err(StartError::Law)?;
    let kept_at = state.position();
    let inner = Arc::new(Inner::new(Arc::clone(&log), state, law.clone()));
    let (stop, stopped) = watch::channel(false);
    let work = Work { log, inner: Arc::clone(&inner), law, shelf, options, kept_at, stopped };
    let task = tokio::spawn(work.run());
    Ok((ReadSide::of(inner), Runner { stop, task }))
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
    law: KnownLaw,
    shelf: Shelf,
    options: Options,
    /// The position of what was last kept.
    kept_at: Position,
    stopped: watch::Receiver<bool>,
}

impl Work {
    async fn run(mut self) {
        let mut following = self.follow();
        loop {
            // Only waiting is broken off by a stop: what is half folded must be folded whole before it is kept.
            let next = tokio::select! {
                biased;
                () = stop_asked(&mut self.stopped) => break,
                next = following.next() => next,
            };
            let folded = match next {
                Ok(None) => break,
                Ok(Some(commits)) => self.take(commits).await,
                Err(error) => Err(error.into()),
            };
            match folded {
                Ok(()) => self.inner.failed(None),
                Err(error) => {
                    let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
                    tracing::error!(%error, cause, position = %self.inner.position(), "projections stand still");
                    self.inner.failed(Some(error.to_string()));
                    tokio::select! {
                        () = tokio::time::sleep(self.options.retry) => {}
                        () = stop_asked(&mut self.stopped) => break,
                    }
                    following = self.follow();
                }
            }
        }
        if self.inner.position() != self.kept_at {
            self.keep().await;
        }
    }

    /// The log from where the projections stand.
    fn follow(&self) -> Subscription {
        Subscription::after(Arc::clone(&self.log), self.inner.position(), self.options.batch)
    }

    /// Folds commits that follow on what is folded.
    async fn take(&mut self, commits: Vec<LogCommit>) -> Result<(), StoreError> {
        let mut batch = Batch::of(commits)?;
        if batch.changes_law() {
            self.law.read(&*self.log).await?;
            self.inner.learn(self.law.clone());
        }
        while let Some(prepared) = batch.next(&*self.log, &self.law).await? {
            self.fold(prepared).await?;
        }
        if self.inner.position().0.saturating_sub(self.kept_at.0) >= self.options.checkpoint_every {
            self.keep().await;
        }
        tokio::task::yield_now().await;
        Ok(())
    }

    /// Takes in one commit. Under a new law every case is folded again, a few at a time.
    async fn fold(&self, prepared: Prepared) -> Result<(), StoreError> {
        let law = self.law.at(prepared.at.position);
        let mut again =
            if prepared.new_law { self.inner.read().worklist.projection.ids().collect() } else { Vec::new() };
        again.retain(|id| !prepared.cases.iter().any(|case| case.id == *id));
        {
            let mut state = self.inner.write();
            for (stream, recorded) in &prepared.events {
                state.event(prepared.at, stream, recorded, law);
            }
            for employer in &prepared.employers {
                state.employer(prepared.at, employer, law);
            }
            for letter in &prepared.letters {
                state.letter(prepared.at, letter, law);
            }
            for case in &prepared.cases {
                state.case(prepared.at, case, law);
            }
        }
        for ids in again.chunks(self.options.batch.max(1)) {
            let cases = batch::fold_all(&*self.log, ids, prepared.at.position, law).await?;
            let mut state = self.inner.write();
            cases.iter().for_each(|case| state.case(prepared.at, case, law));
        }
        self.inner.reached(prepared.at.position);
        Ok(())
    }

    async fn keep(&mut self) {
        // What was kept before is a witness of how far the log reached: of a damaged or shortened one nothing takes its place.
        if matches!(self.log.health(), Health::ReadOnly(_)) {
            return;
        }
        let written: Vec<Written> =
            self.inner.read().all().into_iter().map(|(position, each)| Written::of(each, position)).collect();
        self.kept_at = self.inner.position();
        for written in written {
            if let Err(error) = self.shelf.keep(written).await {
                tracing::warn!(%error, "a projection's contents could not be kept; a restart will take longer");
            }
        }
    }
}

/// Waits until a stop is asked for: for ever, when the runner was dropped and nobody can.
async fn stop_asked(stopped: &mut watch::Receiver<bool>) {
    if stopped.wait_for(|stopped| *stopped).await.is_err() {
        std::future::pending::<()>().await;
    }
}
