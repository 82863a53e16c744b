//! Reads the log and folds it, a page ahead of what the projections take in: neither waits for the other.

use std::num::NonZero;
use std::sync::Arc;
use std::thread;

use heyi_core::ids::Position;
use heyi_store::append::LogCommit;
use heyi_store::laws::KnownLaw;
use heyi_store::log::EventLog;
use heyi_store::reading::StoreError;
use heyi_store::subscription::Subscription;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::Options;
use super::folds::{self, Order, Part, UnderOneLaw};
use crate::state::Told;

/// From how many events of a page on its parts are folded side by side.
const SIDE_BY_SIDE: usize = 64;
/// In how many parts streams are shared out, at most.
const MOST_PARTS: usize = 8;

/// Commits, folded.
pub(super) struct Page {
    pub(super) commits: Arc<Vec<LogCommit>>,
    /// What they told, in order.
    pub(super) told: Vec<(Order, Told)>,
    /// The law that the one commit of the page adopts.
    pub(super) adopts: Option<Arc<KnownLaw>>,
}

/// The pages after a position, as they are folded.
pub(super) struct Pages {
    pages: mpsc::Receiver<Result<Page, StoreError>>,
    /// `None` once it was seen to have ended.
    task: Option<JoinHandle<()>>,
}

impl Pages {
    /// The next one; a failure ends them, the death of the task among them. `None` once the log is closed.
    pub(super) async fn next(&mut self) -> Option<Result<Page, StoreError>> {
        if let Some(page) = self.pages.recv().await {
            return Some(page);
        }
        let ended = self.task.as_mut()?.await;
        self.task = None;
        ended.err().map(|error| Err(error.into()))
    }

    /// Ends the folding: after it the log is not read any more.
    pub(super) async fn end(self) {
        drop(self.pages);
        let Some(task) = self.task else { return };
        if let Err(error) = task.await {
            tracing::error!(%error, "folding did not end well");
        }
    }
}

/// Begins to fold what follows on a position.
pub(super) fn after(log: &Arc<dyn EventLog>, law: Arc<KnownLaw>, position: Position, options: Options) -> Pages {
    let (pages, taken) = mpsc::channel(2);
    let Options { batch, far, .. } = options;
    let behind = usize::try_from(log.head().0.saturating_sub(position.0)).unwrap_or(usize::MAX);
    let following = Subscription::after(Arc::clone(log), position, if behind > far { far } else { batch });
    // More of them than processors: one may be busy taking in.
    let parts = Part::all((2 * thread::available_parallelism().map_or(1, NonZero::get)).min(MOST_PARTS));
    let task = tokio::spawn(Ahead { log: Arc::clone(log), law, parts, far, pages }.run(following));
    Pages { pages: taken, task: Some(task) }
}

struct Ahead {
    log: Arc<dyn EventLog>,
    law: Arc<KnownLaw>,
    parts: Vec<Part>,
    far: usize,
    pages: mpsc::Sender<Result<Page, StoreError>>,
}

impl Ahead {
    async fn run(mut self, mut following: Subscription) {
        let mut read = None;
        while !self.pages.is_closed() {
            let next = match read.take() {
                Some(read) => read,
                None => tokio::select! {
                    biased;
                    () = self.pages.closed() => return,
                    next = following.next() => next,
                },
            };
            let folded = match next {
                Ok(None) => return,
                // The next page is there to be read meanwhile.
                Ok(Some(commits)) if self.is_far(following.position()) => {
                    let (given, next) = tokio::join!(self.give(commits), following.next());
                    read = Some(next);
                    given
                }
                Ok(Some(commits)) => self.give(commits).await,
                Err(error) => Err(error.into()),
            };
            if let Err(error) = folded {
                // Nobody may be left to hear of it.
                let _ = self.pages.send(Err(error)).await;
                return;
            }
        }
    }

    /// Whether much is recorded after this position.
    fn is_far(&self, position: Position) -> bool {
        self.log.head().0.saturating_sub(position.0) > self.far as u64
    }

    async fn give(&mut self, commits: Vec<LogCommit>) -> Result<(), StoreError> {
        for UnderOneLaw { adopts, commits } in folds::by_law(commits)? {
            if adopts {
                Arc::make_mut(&mut self.law).read(&*self.log).await?;
                self.parts.iter_mut().for_each(Part::forget);
            }
            let told = self.told(&commits).await?;
            let adopts = adopts.then(|| Arc::clone(&self.law));
            if self.pages.send(Ok(Page { commits, told, adopts })).await.is_err() {
                break;
            }
        }
        Ok(())
    }

    /// What commits told, in order.
    async fn told(&mut self, commits: &Arc<Vec<LogCommit>>) -> Result<Vec<(Order, Told)>, StoreError> {
        let events: usize = commits.iter().map(|commit| commit.events.len()).sum();
        let last = commits.last().and_then(folds::moment).map_or(Position::ZERO, |last| last.position);
        let is_far = self.is_far(last);
        let mut told = Vec::with_capacity(events);
        if events < SIDE_BY_SIDE {
            for part in &mut self.parts {
                told.extend(part.told(&*self.log, &self.law, commits, is_far).await?);
            }
        } else {
            let working = std::mem::take(&mut self.parts).into_iter().map(|mut part| {
                let (log, law, commits) = (Arc::clone(&self.log), Arc::clone(&self.law), Arc::clone(commits));
                async move {
                    let told = part.told(&*log, &law, &commits, is_far).await;
                    (part, told)
                }
            });
            let running: Vec<_> = working.map(tokio::spawn).collect();
            for part in running {
                let (part, of_part) = part.await?;
                self.parts.push(part);
                told.extend(of_part?);
            }
        }
        told.sort_by_key(|(order, _)| *order);
        Ok(told)
    }
}
