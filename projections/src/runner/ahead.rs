//! Reads the log and folds it, some pages ahead of what the projections take in: nobody waits for another. Each part of the streams goes
//! from page to page by itself.

use std::num::NonZero;
use std::sync::Arc;
use std::thread;

use heyi_core::ids::Position;
use heyi_store::append::LogCommit;
use heyi_store::laws::KnownLaw;
use heyi_store::log::EventLog;
use heyi_store::reading::StoreError;
use heyi_store::subscription::Subscription;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use super::Options;
use super::folds::{self, InOrder, Part, Source, UnderOneLaw};
use super::share::shared_out;

/// From how many events of a page on its parts are folded side by side.
const SIDE_BY_SIDE: usize = 64;
/// In how many parts streams are shared out, at most.
const MOST_PARTS: usize = 8;
/// How many pages may be folded or under way before one is asked for.
const PAGES: usize = 2;

/// Commits, folded.
pub(super) struct Page {
    pub(super) commits: Arc<Vec<LogCommit>>,
    /// What they told, in order.
    pub(super) told: InOrder,
    /// The law that the one commit of the page adopts.
    pub(super) adopts: Option<Arc<KnownLaw>>,
}

/// A page, of which parts may still be folding.
struct Folding {
    page: Page,
    parts: Vec<JoinHandle<Result<InOrder, StoreError>>>,
}

/// A part between two pages: at hand, or still at the page before.
enum Turn {
    Here(Part),
    Away(oneshot::Receiver<Part>),
}

impl Folding {
    /// Once all parts of it are folded.
    async fn whole(self) -> Result<Page, StoreError> {
        let Self { mut page, parts } = self;
        for part in parts {
            page.told.extend(part.await??);
        }
        page.told.sort_by_key(|(order, _)| *order);
        Ok(page)
    }
}

impl Turn {
    /// The part, once it has folded what it was given before. In the place of one that died of it comes a new one: whoever waits for
    /// that page hears of the death.
    async fn back(self) -> Part {
        match self {
            Self::Here(part) => part,
            Self::Away(part) => part.await.unwrap_or_default(),
        }
    }
}

impl Default for Turn {
    fn default() -> Self {
        Self::Here(Part::default())
    }
}

/// The pages after a position, as they are folded.
pub(super) struct Pages {
    pages: mpsc::Receiver<Result<Folding, StoreError>>,
    /// `None` once it was seen to have ended.
    task: Option<JoinHandle<()>>,
}

impl Pages {
    /// The next one; a failure ends them, the death of the task among them. `None` once the log is closed.
    pub(super) async fn next(&mut self) -> Option<Result<Page, StoreError>> {
        match self.pages.recv().await {
            Some(Ok(folding)) => return Some(folding.whole().await),
            Some(Err(error)) => return Some(Err(error)),
            None => {}
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
    let (pages, taken) = mpsc::channel(PAGES);
    let Options { batch, far, .. } = options;
    let behind = usize::try_from(log.head().0.saturating_sub(position.0)).unwrap_or(usize::MAX);
    let following = Subscription::after(Arc::clone(log), position, if behind > far { far } else { batch });
    // More of them than processors: one may be busy taking in.
    let parts = (2 * thread::available_parallelism().map_or(1, NonZero::get)).min(MOST_PARTS);
    let turns = (0..parts).map(|_| Turn::default()).collect();
    let task = tokio::spawn(Ahead { log: Arc::clone(log), law, turns, far, pages }.run(following));
    Pages { pages: taken, task: Some(task) }
}

struct Ahead {
    log: Arc<dyn EventLog>,
    law: Arc<KnownLaw>,
    turns: Vec<Turn>,
    far: usize,
    pages: mpsc::Sender<Result<Folding, StoreError>>,
}

impl Ahead {
    async fn run(mut self, mut following: Subscription) {
        while !self.pages.is_closed() {
            let next = tokio::select! {
                biased;
                () = self.pages.closed() => break,
                next = following.next() => next,
            };
            let given = match next {
                Ok(None) => break,
                Ok(Some(commits)) => self.give(commits).await,
                Err(error) => Err(error.into()),
            };
            if let Err(error) = given {
                // Nobody may be left to hear of it.
                let _ = self.pages.send(Err(error)).await;
                break;
            }
        }
        // Whoever waits for the end of this task waits for what it began.
        self.forget().await;
    }

    /// Has commits folded; the next ones can be read meanwhile.
    async fn give(&mut self, commits: Vec<LogCommit>) -> Result<(), StoreError> {
        for UnderOneLaw { adopts, commits } in folds::by_law(commits)? {
            if adopts {
                // They are folded under another law.
                Arc::make_mut(&mut self.law).read(&*self.log).await?;
                self.forget().await;
            }
            let adopts = adopts.then(|| Arc::clone(&self.law));
            let folding = self.folding(commits, adopts).await?;
            if self.pages.send(Ok(folding)).await.is_err() {
                break;
            }
        }
        Ok(())
    }

    /// Commits of a page, given to the parts: few are folded here and now.
    async fn folding(
        &mut self,
        commits: Arc<Vec<LogCommit>>,
        adopts: Option<Arc<KnownLaw>>,
    ) -> Result<Folding, StoreError> {
        let events: usize = commits.iter().map(|commit| commit.events.len()).sum();
        let last = commits.last().and_then(folds::moment).map_or(Position::ZERO, |last| last.position);
        let is_far = self.log.head().0.saturating_sub(last.0) > self.far as u64;
        let source = Source {
            log: Arc::clone(&self.log),
            law: Arc::clone(&self.law),
            commits: Arc::clone(&commits),
            is_far,
            parts: self.turns.len(),
        };
        let (mut told, mut parts) = (Vec::new(), Vec::new());
        for (turn, pieces) in self.turns.iter_mut().zip(shared_out(&commits, source.parts)) {
            let before = std::mem::take(turn);
            if events < SIDE_BY_SIDE {
                let mut part = before.back().await;
                told.extend(part.told(&source, &pieces).await?);
                *turn = Turn::Here(part);
            } else {
                let (done, away) = oneshot::channel();
                *turn = Turn::Away(away);
                let source = source.clone();
                parts.push(tokio::spawn(async move {
                    let mut part = before.back().await;
                    let told = part.told(&source, &pieces).await;
                    // Nobody may be left to fold the next page.
                    let _ = done.send(part);
                    told
                }));
            }
        }
        Ok(Folding { page: Page { commits, told, adopts }, parts })
    }

    /// Waits for what is under way, and forgets which cases were folded last.
    async fn forget(&mut self) {
        for turn in &mut self.turns {
            drop(std::mem::take(turn).back().await);
        }
    }
}
