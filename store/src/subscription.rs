//! Following the log: everything after a position, and then whatever is recorded, in one run without a seam.

use std::sync::Arc;

use heyi_core::ids::Position;
use tokio::sync::watch;

use crate::append::{LogCommit, ReadError};
use crate::log::EventLog;

/// Whole commits in order, from any position on: first those that are there, then each as it becomes durable.
///
/// It asks for a page when the reader asks for one, and keeps none: a slow reader slows only itself, and holds no more
/// memory than the page it was given. Any backend of the log can be followed.
pub struct Subscription {
    log: Arc<dyn EventLog>,
    head: watch::Receiver<Position>,
    after: Position,
    page: usize,
}

impl Subscription {
    /// Follows the log after a position. Each page holds about so many events: whole commits, until they hold as many.
    ///
    /// A position within a commit begins with the whole of that commit.
    #[must_use]
    pub fn after(log: Arc<dyn EventLog>, after: Position, page: usize) -> Self {
        let head = log.watch();
        Self { log, head, after, page: page.max(1) }
    }

    /// The position of the last event it gave, or the one it began after.
    #[must_use]
    pub fn position(&self) -> Position {
        self.after
    }

    /// The next commits, at least one; waits while there are none. `None` once the log is closed and read to its end.
    ///
    /// Dropped while it waits, it has given nothing and lost nothing.
    ///
    /// # Errors
    /// [`ReadError`]; asked again, it goes on where it stood.
    pub async fn next(&mut self) -> Result<Option<Vec<LogCommit>>, ReadError> {
        loop {
            // Before reading: what becomes durable while this reads then ends the wait below at once.
            self.head.borrow_and_update();
            let commits = self.log.read_commits(self.after, self.page).await?;
            if let Some(last) = commits.last().and_then(|commit| commit.events.last()) {
                self.after = last.position;
                return Ok(Some(commits));
            }
            if self.head.changed().await.is_err() {
                return Ok(None);
            }
        }
    }
}
