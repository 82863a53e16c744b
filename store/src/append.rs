//! What goes into the log and what comes out of it: commits, answers, recorded events, and the ways both can fail.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use heyi_core::digest::Digest;
use heyi_core::ids::{AccountId, Position, Version};
use heyi_core::text::Say;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Most events one commit may hold.
pub const MAX_EVENTS: usize = 10_000;
/// Most bytes the body of one event may have.
pub const MAX_BODY: usize = 1 << 20;
/// Most bytes the bodies of one commit may have together.
pub const MAX_COMMIT: usize = 8 << 20;
/// So many bytes of bodies and no more are read at once, except that the last commit is read whole.
pub const MAX_READ: usize = 8 << 20;
/// Most bytes the route and the key of an [`IdempotencyKey`] may each have.
pub const MAX_KEY: usize = 256;

/// The name of a stream, such as `case-<uuid>` or `unique-credit-code-9144…`: 1 to 128 of `a-z 0-9 - _ . :`.
///
/// A clone shares the text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StreamId(Arc<str>);

impl StreamId {
    /// The stream of that name.
    ///
    /// # Errors
    /// [`NotAStream`] when the text is empty, longer than 128 bytes, or holds another character.
    pub fn new(name: &str) -> Result<Self, NotAStream> {
        let fits = (1..=128).contains(&name.len())
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.:".contains(&b));
        if fits { Ok(Self(name.into())) } else { Err(NotAStream) }
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text cannot name a stream.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
#[error("a stream is named by 1 to 128 of a-z, 0-9, -, _, . and :")]
pub struct NotAStream;

impl TryFrom<String> for StreamId {
    type Error = NotAStream;

    fn try_from(name: String) -> Result<Self, NotAStream> {
        Self::new(&name)
    }
}

impl FromStr for StreamId {
    type Err = NotAStream;

    fn from_str(name: &str) -> Result<Self, NotAStream> {
        Self::new(name)
    }
}

impl From<StreamId> for String {
    fn from(stream: StreamId) -> Self {
        stream.0.as_ref().to_owned()
    }
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StreamId({})", self.0)
    }
}

/// What a stream must be when the commit is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    /// Anything.
    Any,
    /// Without events: this is how a unique name is reserved.
    NoStream,
    /// At exactly this version: this many events.
    Exact(Version),
}

impl Expect {
    /// Whether a stream at `actual` is as expected.
    #[must_use]
    pub fn admits(self, actual: Version) -> bool {
        match self {
            Self::Any => true,
            Self::NoStream => actual == Version::ZERO,
            Self::Exact(expected) => actual == expected,
        }
    }
}

/// How the body of an event is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Codec {
    /// bincode 2, standard configuration, of a frozen payload struct.
    Bincode2,
}

impl Codec {
    /// The number that stands for it on disk.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Bincode2 => 1,
        }
    }

    /// The codec of a number read from disk; `None`: written by a later version.
    #[must_use]
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::Bincode2),
            _ => None,
        }
    }
}

/// One event to be recorded. The log does not look into it.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// Kind of the event, such as `offer-issued`: 1 to 64 of `a-z 0-9 -`.
    pub kind: Cow<'static, str>,
    /// Version of the payload's shape.
    pub schema: u16,
    /// How `body` is written.
    pub codec: Codec,
    /// The earliest day it can have occurred on, as claimed; `None`: not known.
    pub earliest: Option<Date>,
    /// The latest day it can have occurred on, as claimed; `None`: not known.
    pub latest: Option<Date>,
    /// The entry as stored.
    pub body: Vec<u8>,
    /// The entry in canonical JSON, from which the leaf is computed. Not stored: it can be written again from `body`.
    pub canonical: Box<str>,
}

/// Events for one stream.
#[derive(Clone, Debug)]
pub struct StreamAppend {
    /// The stream.
    pub stream: StreamId,
    /// What it must be for the commit to be written.
    pub expect: Expect,
    /// The events, in order; at least one.
    pub events: Vec<NewEvent>,
}

/// Names one request of one account, so that sending it again cannot record it twice.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct IdempotencyKey {
    /// Whose request.
    pub account: AccountId,
    /// Which operation, such as `POST /cases/{case}/reply`; at most [`MAX_KEY`] bytes.
    pub route: String,
    /// The key the client chose; at most [`MAX_KEY`] bytes.
    pub key: String,
    /// Digest of what was asked: the same key with another fingerprint is refused.
    pub fingerprint: Digest,
}

/// Events that are recorded together or not at all. A stream stands in it once.
#[derive(Clone, Debug)]
pub struct Commit {
    /// What is appended, by stream; at least one.
    pub appends: Vec<StreamAppend>,
    /// Who records.
    pub by: AccountId,
    /// The request's name, when it has one.
    pub key: Option<IdempotencyKey>,
}

impl Commit {
    /// A commit of events for one stream, without a key.
    #[must_use]
    pub fn to_one(stream: StreamId, expect: Expect, events: Vec<NewEvent>, by: AccountId) -> Self {
        Self { appends: vec![StreamAppend { stream, expect, events }], by, key: None }
    }

    /// The number of events in it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.appends.iter().map(|append| append.events.len()).sum()
    }

    /// Whether it holds no event.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether it has the form a log accepts: every backend asks this before anything else.
    ///
    /// # Errors
    /// [`AppendError::TooLarge`] and [`AppendError::Invalid`].
    pub fn check(&self) -> Result<(), AppendError> {
        let mut streams: Vec<&StreamId> = self.appends.iter().map(|append| &append.stream).collect();
        streams.sort_unstable();
        if self.appends.is_empty() || self.appends.iter().any(|append| append.events.is_empty()) {
            return Err(AppendError::Invalid("a commit holds at least one event for each stream it names"));
        }
        if streams.windows(2).any(|pair| matches!(pair, [a, b] if a == b)) {
            return Err(AppendError::Invalid("a stream stands in a commit once"));
        }
        if self.key.as_ref().is_some_and(|key| key.route.len() > MAX_KEY || key.key.len() > MAX_KEY) {
            return Err(AppendError::TooLarge { what: "bytes of an idempotency key", limit: MAX_KEY });
        }
        let mut bytes = 0;
        for event in self.appends.iter().flat_map(|append| &append.events) {
            let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
            if !(1..=64).contains(&event.kind.len()) || !event.kind.bytes().all(plain) {
                return Err(AppendError::Invalid("a kind is named by 1 to 64 of a-z, 0-9 and -"));
            }
            if event.body.len() > MAX_BODY {
                return Err(AppendError::TooLarge { what: "bytes of an event", limit: MAX_BODY });
            }
            bytes += event.body.len();
        }
        if self.len() > MAX_EVENTS {
            return Err(AppendError::TooLarge { what: "events of a commit", limit: MAX_EVENTS });
        }
        if bytes > MAX_COMMIT {
            return Err(AppendError::TooLarge { what: "bytes of a commit", limit: MAX_COMMIT });
        }
        Ok(())
    }
}

/// A commit of an earlier log, with the instant it was recorded at there.
#[derive(Clone, Debug)]
pub struct PastCommit {
    /// The commit; its expectations are checked like those of a new one.
    pub commit: Commit,
    /// When it was recorded; not earlier than the commit before it.
    pub recorded_at: Timestamp,
    /// Whether the clock had been held for it.
    pub clock_held: bool,
}

/// The answer to a commit that is on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appended {
    /// Position of its first event.
    pub first: Position,
    /// Position of its last event.
    pub last: Position,
    /// When it was recorded, the same for all its events.
    pub recorded_at: Timestamp,
    /// Each stream with its version after the commit, in the order of the commit.
    pub versions: Vec<(StreamId, Version)>,
    /// Whether this is the answer to an earlier request with the same key; nothing was recorded now.
    pub repeated: bool,
}

/// Why a commit was not acknowledged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// A stream is not as expected; nothing was recorded.
    #[error("stream {stream} is at version {actual}, not as expected ({expected:?})")]
    Conflict {
        /// The stream.
        stream: StreamId,
        /// What the commit expected.
        expected: Expect,
        /// What it is.
        actual: Version,
    },
    /// The idempotency key was used for another request; nothing was recorded.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// Larger than a log accepts; nothing was recorded.
    #[error("more than {limit} {what}")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// How large it may be.
        limit: usize,
    },
    /// Not of a form a log accepts: a mistake of the caller; nothing was recorded.
    #[error("{0}")]
    Invalid(&'static str),
    /// The log takes no appends because its record is damaged or shortened; nothing was recorded.
    #[error("the log is read-only: {}", say.en)]
    ReadOnly {
        /// What is the matter.
        say: Say,
    },
    /// The disk is full; nothing was recorded. Appends work again as soon as there is space.
    #[error("the disk is full")]
    Full,
    /// The disk did not confirm a write: whether the commit is there will be known when the log is opened again.
    #[error("the disk did not confirm a write; the log must be opened again")]
    Poisoned,
    /// The log was closed.
    #[error("the log is closed")]
    Closed,
    /// The disk refused; nothing was recorded.
    #[error("the disk refused an append: {0}")]
    Io(String),
}

/// One recorded event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEvent {
    /// Place in the log.
    pub position: Position,
    /// Its stream.
    pub stream: StreamId,
    /// Place in the stream.
    pub version: Version,
    /// Kind of the event, such as `offer-issued`.
    pub kind: String,
    /// Version of the payload's shape.
    pub schema: u16,
    /// How `body` is written.
    pub codec: Codec,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Whether the clock stood before the event before it, so that `recorded_at` was held.
    pub clock_held: bool,
    /// Who recorded it.
    pub by: AccountId,
    /// The earliest day it can have occurred on, as claimed; `None`: not known.
    pub earliest: Option<Date>,
    /// The latest day it can have occurred on, as claimed; `None`: not known.
    pub latest: Option<Date>,
    /// SHA-256 of 0x00 and the canonical JSON of its recorded form.
    pub leaf: Digest,
    /// The entry as stored.
    pub body: Vec<u8>,
    /// Position of the first event of its commit.
    pub commit_first: Position,
    /// Position of the last event of its commit.
    pub commit_last: Position,
}

/// One recorded commit, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogCommit {
    /// The request's name, when it had one.
    pub key: Option<IdempotencyKey>,
    /// The logical chain after it.
    pub chain: Digest,
    /// Its events in order; at least one.
    pub events: Vec<LogEvent>,
}

impl LogCommit {
    /// How many bytes its bodies have.
    pub(crate) fn bytes(&self) -> usize {
        self.events.iter().map(|event| event.body.len()).sum()
    }

    /// The answer that was given to it; `None` for a commit without events, which no log holds.
    pub(crate) fn answer(&self, repeated: bool) -> Option<Appended> {
        let (first, last) = (self.events.first()?, self.events.last()?);
        let mut versions: Vec<(StreamId, Version)> = Vec::new();
        for event in &self.events {
            match versions.last_mut() {
                Some((stream, version)) if *stream == event.stream => *version = event.version,
                _ => versions.push((event.stream.clone(), event.version)),
            }
        }
        let recorded_at = last.recorded_at;
        Some(Appended { first: first.position, last: last.position, recorded_at, versions, repeated })
    }
}

/// The logical chain after the commit that ends at a position; position 0: before the first commit, all zeros.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainPoint {
    /// Position of the commit's last event.
    pub position: Position,
    /// SHA-256 of the chain before and the leaves of the commit.
    pub chain: Digest,
}

impl ChainPoint {
    /// Before the first commit.
    pub const START: Self = Self { position: Position::ZERO, chain: Digest([0; 32]) };
}

/// Why events could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The record is damaged.
    #[error("the log is damaged in {file} at byte {offset}: {what}")]
    Damaged {
        /// The file, within the directory of the log.
        file: String,
        /// Where in it, in bytes.
        offset: u64,
        /// What is wrong.
        what: String,
    },
    /// The position lies after the head of the log.
    #[error("position {asked} lies after the head {head}")]
    Beyond {
        /// The position asked for.
        asked: Position,
        /// The last position there is.
        head: Position,
    },
    /// The disk refused.
    #[error("the disk refused a read: {0}")]
    Io(String),
    /// The log was closed, or the reading task was stopped.
    #[error("the log is closed")]
    Closed,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_name_is_short_and_plain() {
        assert!(StreamId::new("unique-credit_code-9144.x:1").is_ok());
        for bad in ["", "Case", "a b", "案", &"a".repeat(129)] {
            assert_eq!(StreamId::new(bad), Err(NotAStream), "{bad}");
        }
        assert!(serde_json::from_str::<StreamId>("\"A\"").is_err());
    }

    #[test]
    fn only_the_expected_version_is_admitted() {
        assert!(Expect::NoStream.admits(Version(0)) && !Expect::NoStream.admits(Version(1)));
        assert!(Expect::Exact(Version(2)).admits(Version(2)) && !Expect::Exact(Version(2)).admits(Version(3)));
        assert!(Expect::Any.admits(Version(9)));
    }
}
