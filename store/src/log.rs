//! The log: streams, positions and conditions, and nothing of how they are kept. Every backend passes [`crate::contract`].

use async_trait::async_trait;
use heyi_core::ids::{Position, Version};
use heyi_core::text::Say;
use tokio::sync::watch;

use crate::append::{
    AppendError, Appended, ChainPoint, Commit, IdempotencyKey, LogCommit, LogEvent, PastCommit, ReadError, StreamId,
};

pub mod before;

/// An append-only log of events in streams.
///
/// What every backend promises (the contract suite has one function for each):
///
/// - **P1 Durable.** An append is answered only after it is on stable storage. Opened again, the log holds every commit
///   that was acknowledged, unchanged.
/// - **P2 All or nothing.** A commit over several streams is recorded whole or not at all, and is never seen in part by
///   [`EventLog::read_commits`] or in the chain.
/// - **P3 Positions.** The events of the log stand at 1, 2, 3, … without gaps, in the order of commits; those of one commit
///   are neighbours, in the order they were given.
/// - **P4 Versions.** The events of a stream stand at 1, 2, 3, … A commit whose expectation of a stream does not hold is
///   answered [`AppendError::Conflict`] with the actual version. Of several commits that expect the same version one wins.
/// - **P5 Time.** `recorded_at` is set by the log, is one for a commit, and never decreases with the position: when the
///   clock goes back it is held at the last value and the events are flagged `clock_held`.
/// - **P6 Own writes.** A read that starts after an append was acknowledged sees it.
/// - **P7 Keys.** A commit with the idempotency key and fingerprint of an earlier one records nothing and is given the first
///   answer, `repeated`; with another fingerprint it is answered [`AppendError::KeyReused`]. Keys belong to an account and
///   a route. This holds for at least 30 days unless another time is set; afterwards the request is a new one.
/// - **P8 Chain.** Leaves and chain are those of `heyi_core::proof`: the same commits at the same instants give the same
///   chain in every backend.
/// - **P9 Head.** [`EventLog::head`] never goes back and never names an event that is not durable; a watcher is woken
///   after it moved, and what it was woken for can be read.
/// - **P10 Refusals leave nothing.** After any error but [`AppendError::Poisoned`] no event of the commit is recorded, and no
///   position, version or key is used up. After that one the log takes no further append until it is opened again.
/// - **P11 Following.** A [`crate::subscription::Subscription`] is given every commit after its position once, whole and in
///   order, whatever is appended meanwhile; after [`EventLog::close`] it is given what is left, and ends.
#[async_trait]
pub trait EventLog: Send + Sync + 'static {
    /// Records the commit, and answers once it is durable.
    async fn append(&self, commit: Commit) -> Result<Appended, AppendError>;

    /// The first answer given to this key, if it was used; asked before deciding, because a decision made again would be
    /// refused by what it recorded the first time.
    ///
    /// # Errors
    /// [`AppendError::KeyReused`] when the fingerprint is another.
    async fn answered(&self, key: &IdempotencyKey) -> Result<Option<Appended>, AppendError>;

    /// Events of one stream with a version greater than `after`, in order, at most `limit`; none for an unknown stream.
    async fn read_stream(&self, stream: &StreamId, after: Version, limit: usize) -> Result<Vec<LogEvent>, ReadError>;

    /// The version of a stream: how many events it holds, 0 for an unknown one.
    async fn version(&self, stream: &StreamId) -> Result<Version, ReadError>;

    /// Events with a position greater than `after`, in order, at most `limit`.
    async fn read_all(&self, after: Position, limit: usize) -> Result<Vec<LogEvent>, ReadError>;

    /// Whole commits, from the first that ends after `after`, until they hold `limit` events or more, or
    /// [`crate::append::MAX_READ`] bytes.
    async fn read_commits(&self, after: Position, limit: usize) -> Result<Vec<LogCommit>, ReadError>;

    /// The position of the last durable event; 0 when there is none.
    fn head(&self) -> Position;

    /// A receiver of the head that wakes whenever it moves, and fails once the log is closed.
    fn watch(&self) -> watch::Receiver<Position>;

    /// The chain after the last commit that ends at or before `position`.
    ///
    /// # Errors
    /// [`ReadError::Beyond`] when the position lies after the head.
    async fn chain_at(&self, position: Position) -> Result<ChainPoint, ReadError>;

    /// Whether it takes appends now.
    fn health(&self) -> Health;

    /// Lets what is under way become durable, then refuses every append; reads go on, watchers end. May block.
    fn close(&self);
}

/// Whether a log takes appends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Health {
    /// It does.
    Writable,
    /// Its record is damaged or shortened.
    ReadOnly(Say),
    /// A sync failed: it must be opened again.
    Poisoned,
}

/// Fills a log with the commits of another, at the instants they were recorded there. Not part of [`EventLog`], because only
/// an import may say when something was recorded.
#[async_trait]
pub trait Import: EventLog {
    /// Records the commits in order, each as [`EventLog::append`] would, in as few writes as the backend can.
    async fn import(&self, past: Vec<PastCommit>) -> Vec<Result<Appended, AppendError>>;
}
