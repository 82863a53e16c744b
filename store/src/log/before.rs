//! What stands before another log: it does some things differently, and passes on the rest.

use async_trait::async_trait;
use heyi_core::ids::{Position, Version};
use tokio::sync::watch;

use super::{EventLog, Health};
use crate::append::{
    AppendError, Appended, ChainPoint, Commit, IdempotencyKey, LogCommit, LogEvent, ReadError, StreamId,
};

/// A log that stands before another one. Whatever is not said to be otherwise is asked of that one; all of it is an [`EventLog`].
#[async_trait]
pub trait Before: Send + Sync + 'static {
    /// The log behind it.
    fn behind(&self) -> &dyn EventLog;

    /// As [`EventLog::read_stream`].
    async fn read_stream(&self, stream: &StreamId, after: Version, limit: usize) -> Result<Vec<LogEvent>, ReadError> {
        self.behind().read_stream(stream, after, limit).await
    }

    /// As [`EventLog::read_commits`].
    async fn read_commits(&self, after: Position, limit: usize) -> Result<Vec<LogCommit>, ReadError> {
        self.behind().read_commits(after, limit).await
    }

    /// As [`EventLog::head`].
    fn head(&self) -> Position {
        self.behind().head()
    }

    /// As [`EventLog::watch`].
    fn watch(&self) -> watch::Receiver<Position> {
        self.behind().watch()
    }
}

#[async_trait]
impl<L: Before> EventLog for L {
    async fn append(&self, commit: Commit) -> Result<Appended, AppendError> {
        self.behind().append(commit).await
    }

    async fn answered(&self, key: &IdempotencyKey) -> Result<Option<Appended>, AppendError> {
        self.behind().answered(key).await
    }

    async fn read_stream(&self, stream: &StreamId, after: Version, limit: usize) -> Result<Vec<LogEvent>, ReadError> {
        Before::read_stream(self, stream, after, limit).await
    }

    async fn version(&self, stream: &StreamId) -> Result<Version, ReadError> {
        self.behind().version(stream).await
    }

    async fn read_all(&self, after: Position, limit: usize) -> Result<Vec<LogEvent>, ReadError> {
        self.behind().read_all(after, limit).await
    }

    async fn read_commits(&self, after: Position, limit: usize) -> Result<Vec<LogCommit>, ReadError> {
        Before::read_commits(self, after, limit).await
    }

    fn head(&self) -> Position {
        Before::head(self)
    }

    fn watch(&self) -> watch::Receiver<Position> {
        Before::watch(self)
    }

    async fn chain_at(&self, position: Position) -> Result<ChainPoint, ReadError> {
        self.behind().chain_at(position).await
    }

    fn health(&self) -> Health {
        self.behind().health()
    }

    fn close(&self) {
        self.behind().close();
    }
}
