//! Reading typed events from the log, and what can go wrong between the log and a decision.

use heyi_core::event::{CaseEvent, DriveEvent, EmployerEvent, Event, LetterEvent, PublicationEvent, Recorded};
use heyi_core::ids::{Position, Version};

use crate::append::{AppendError, LogEvent, NotAStream, ReadError, StreamId};
use crate::codec::{self, CodecError};
use crate::log::EventLog;

/// How many events one read asks for.
const BATCH: usize = 1_000;

/// The store could not answer. None of these is a person's mistake.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The log could not be read.
    #[error("the log could not be read")]
    Read(#[from] ReadError),
    /// The log did not take an append.
    #[error("the log did not take an append")]
    Append(#[from] AppendError),
    /// An event could not be written or read.
    #[error("an event could not be written or read")]
    Codec(#[from] CodecError),
    /// The vault could not keep or give something.
    #[error("the vault failed")]
    Vault(#[from] crate::vault::VaultError),
    /// A file could not be kept or read.
    #[error("a file failed")]
    Files(#[from] crate::files::FilesError),
    /// A stream's name could not be formed.
    #[error("a stream's name could not be formed")]
    Stream(#[from] NotAStream),
    /// An adopted rulebook or calendar cannot be read by this program.
    #[error("the rulebook or calendar adopted at position {position} cannot be read; use a newer version of heyi")]
    Law {
        /// Where it was adopted.
        position: Position,
    },
    /// A thread of the program died.
    #[error("a background task did not finish")]
    Task(#[from] tokio::task::JoinError),
}

/// Every event of a stream.
///
/// # Errors
/// When the log cannot be read, or holds something this program does not know.
pub async fn stream(log: &dyn EventLog, stream: &StreamId) -> Result<Vec<Recorded<Event>>, StoreError> {
    let events = events(log, stream).await?;
    events.iter().map(|event| codec::decode(event).map_err(StoreError::from)).collect()
}

/// Every event of a stream, as the log holds it.
///
/// # Errors
/// When the log cannot be read.
pub async fn events(log: &dyn EventLog, stream: &StreamId) -> Result<Vec<LogEvent>, StoreError> {
    let mut events: Vec<LogEvent> = Vec::new();
    loop {
        let after = events.last().map_or(Version::ZERO, |last| last.version);
        let batch = log.read_stream(stream, after, BATCH).await?;
        let whole = batch.len() < BATCH;
        events.extend(batch);
        if whole {
            return Ok(events);
        }
    }
}

/// The history of a case: every event of its stream, up to a position if one is given.
///
/// # Errors
/// As [`stream`].
pub async fn case_history(
    log: &dyn EventLog,
    stream_id: &StreamId,
    known: Option<Position>,
) -> Result<Vec<Recorded<CaseEvent>>, StoreError> {
    let of_case = |event| match event {
        Event::Case(event) => Some(event),
        _ => None,
    };
    history(log, stream_id, known, of_case).await
}

/// The history of an employer, likewise.
///
/// # Errors
/// As [`stream`].
pub async fn employer_history(
    log: &dyn EventLog,
    stream_id: &StreamId,
    known: Option<Position>,
) -> Result<Vec<Recorded<EmployerEvent>>, StoreError> {
    let of_employer = |event| match event {
        Event::Employer(event) => Some(event),
        _ => None,
    };
    history(log, stream_id, known, of_employer).await
}

/// The history of a letter, likewise.
///
/// # Errors
/// As [`stream`].
pub async fn letter_history(
    log: &dyn EventLog,
    stream_id: &StreamId,
    known: Option<Position>,
) -> Result<Vec<Recorded<LetterEvent>>, StoreError> {
    let of_letter = |event| match event {
        Event::Letter(event) => Some(event),
        _ => None,
    };
    history(log, stream_id, known, of_letter).await
}

/// Every event of a stream that is of one family, up to a position if one is given.
async fn history<E>(
    log: &dyn EventLog,
    stream_id: &StreamId,
    known: Option<Position>,
    of_family: impl Fn(Event) -> Option<E>,
) -> Result<Vec<Recorded<E>>, StoreError> {
    let events = stream(log, stream_id).await?;
    let known = events.into_iter().take_while(|recorded| known.is_none_or(|known| recorded.position <= known));
    Ok(known.filter_map(|recorded| recorded.filter_map(&of_family)).collect())
}

/// The history of a drive.
///
/// # Errors
/// As [`stream`].
pub async fn drive_history(log: &dyn EventLog, stream_id: &StreamId) -> Result<Vec<Recorded<DriveEvent>>, StoreError> {
    let of_drive = |event| match event {
        Event::Drive(event) => Some(event),
        _ => None,
    };
    history(log, stream_id, None, of_drive).await
}

/// The history of a publication.
///
/// # Errors
/// As [`stream`].
pub async fn publication_history(
    log: &dyn EventLog,
    stream_id: &StreamId,
) -> Result<Vec<Recorded<PublicationEvent>>, StoreError> {
    let of_publication = |event| match event {
        Event::Publication(event) => Some(event),
        _ => None,
    };
    history(log, stream_id, None, of_publication).await
}
