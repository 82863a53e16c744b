//! The log as lines of JSON, and back: an import has equal positions, leaves and chain.
//!
//! The first line says what it is: `{"chain":…,"head":…,"heyi_export":1}`. Each further line is one event, with its entry in
//! canonical form; the first of a commit carries the idempotency key, the last the chain after it.

use std::io::{self, BufRead, Write};

use heyi_core::digest::Digest;
use heyi_core::ids::{AccountId, Position, Version};
use heyi_core::proof::leaf::instant;
use heyi_core::text::Say;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::append::{
    AppendError, ChainPoint, Codec, Commit, Expect, IdempotencyKey, LogCommit, LogEvent, NewEvent, PastCommit,
    ReadError, StreamAppend, StreamId,
};
use crate::log::{EventLog, Import};

/// The version of the form of an export.
const FORM: u32 = 1;
/// So many events are read or recorded at once.
const PAGE: usize = 5_000;

/// Writes the entry of an event in canonical JSON, or says why it cannot.
pub type Canonical = dyn Fn(&LogEvent) -> Result<Box<RawValue>, String> + Send + Sync;

/// Makes the stored body of an entry in canonical JSON, of this kind, schema and codec, or says why it cannot.
pub type Body = dyn Fn(&str, u16, Codec, &RawValue) -> Result<Vec<u8>, String> + Send + Sync;

/// Why an export or import stopped.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.say().en)]
pub enum ExportError {
    /// The log could not be read.
    Read(#[from] ReadError),
    /// The file could not be written or read.
    File(#[from] io::Error),
    /// An event cannot be converted.
    Entry {
        /// The event.
        position: Position,
        /// Why.
        what: String,
    },
    /// A line is not as an export writes it.
    Line {
        /// Its number, from 1.
        line: u64,
        /// What is wrong.
        what: String,
    },
    /// A commit was not recorded.
    Append {
        /// Its first event.
        position: Position,
        /// Why.
        source: AppendError,
    },
    /// What was recorded is not what was exported. The imported log must be thrown away.
    Differs(Position),
    /// An import needs an empty log.
    NotEmpty,
}

impl ExportError {
    /// The same for a person: what happened and what to do.
    #[must_use]
    pub fn say(&self) -> Say {
        match self {
            Self::Read(error) => Say::new(
                format!("日志读不出来（{error}）；请运行 heyi verify。"),
                format!("the log could not be read ({error}); run heyi verify"),
            ),
            Self::File(error) => Say::new(
                format!("导出文件读写失败（{error}）；请检查该文件和磁盘空间后重试。"),
                format!(
                    "the export could not be read or written ({error}); look at the file and the room on the disk, and try again"
                ),
            ),
            Self::Entry { position, what } => Say::new(
                format!("第 {position} 号记录无法转换（{what}）；如由更新的版本导出，请使用该版本。"),
                format!(
                    "the event at position {position} cannot be converted ({what}); if a newer version exported it, use that version"
                ),
            ),
            Self::Line { line, what } => Say::new(
                format!("第 {line} 行不是导出文件的内容（{what}）；请指定 heyi export 写出的完整文件。"),
                format!("line {line} is not of an export ({what}); give a whole file as heyi export wrote it"),
            ),
            Self::Append { position, source } => Say::new(
                format!("第 {position} 号的提交未能写入（{source}）；请检查磁盘后重新导入。"),
                format!(
                    "the commit at position {position} was not recorded ({source}); look at the disk and import again"
                ),
            ),
            Self::Differs(position) => Say::new(
                format!(
                    "导入内容在第 {position} 号或之前与导出文件的散列不符：文件被改动过或不完整；请用另一份导出文件。"
                ),
                format!(
                    "what was imported does not have the hashes of the export at or before position {position}: the file was changed or is not whole; use another copy"
                ),
            ),
            Self::NotEmpty => Say::new(
                "日志中已有记录；只能导入空的数据目录。",
                "the log holds events already; import into an empty data directory",
            ),
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Title {
    chain: Digest,
    head: Position,
    heyi_export: u32,
}

#[derive(Debug, Serialize, Deserialize)]
struct Line {
    by: AccountId,
    chain: Option<Digest>,
    clock_held: bool,
    codec: Codec,
    commit_first: Position,
    commit_last: Position,
    earliest: Option<Date>,
    entry: Box<RawValue>,
    key: Option<IdempotencyKey>,
    kind: String,
    latest: Option<Date>,
    leaf: Digest,
    position: Position,
    recorded_at: String,
    schema: u16,
    stream: StreamId,
    version: Version,
}

/// Writes the log up to its head as it is now, and says where that is.
///
/// # Errors
/// [`ExportError`].
pub async fn export(
    log: &dyn EventLog,
    canonical: &Canonical,
    out: &mut (dyn Write + Send),
) -> Result<ChainPoint, ExportError> {
    let end = log.chain_at(log.head()).await?;
    write_line(out, &Title { chain: end.chain, head: end.position, heyi_export: FORM })?;
    let mut after = Position::ZERO;
    while after < end.position {
        for LogCommit { key, chain, events } in log.read_commits(after, PAGE).await? {
            for event in events {
                if event.position > end.position {
                    break;
                }
                let position = event.position;
                let entry = canonical(&event).map_err(|what| ExportError::Entry { position, what })?;
                after = position;
                write_line(out, &Line::of(event, key.as_ref(), chain, entry))?;
            }
        }
    }
    out.flush()?;
    Ok(end)
}

fn write_line(out: &mut dyn Write, line: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

impl Line {
    fn of(event: LogEvent, key: Option<&IdempotencyKey>, chain: Digest, entry: Box<RawValue>) -> Self {
        Self {
            by: event.by,
            chain: (event.position == event.commit_last).then_some(chain),
            clock_held: event.clock_held,
            codec: event.codec,
            commit_first: event.commit_first,
            commit_last: event.commit_last,
            earliest: event.earliest,
            entry,
            key: key.filter(|_| event.position == event.commit_first).cloned(),
            kind: event.kind,
            latest: event.latest,
            leaf: event.leaf,
            position: event.position,
            recorded_at: instant(event.recorded_at),
            schema: event.schema,
            stream: event.stream,
            version: event.version,
        }
    }
}

/// Records an export in an empty log, and says where it ends. It is checked against the chain of the export on the way.
///
/// # Errors
/// [`ExportError`]; what was recorded by then is of no use.
pub async fn import(
    log: &dyn Import,
    body: &Body,
    input: &mut (dyn BufRead + Send),
) -> Result<ChainPoint, ExportError> {
    if log.head() > Position::ZERO {
        return Err(ExportError::NotEmpty);
    }
    let mut lines = Lines { input, number: 0 };
    let title: Title = lines.next()?.ok_or(ExportError::Line { line: 1, what: "the file is empty".to_owned() })?;
    if title.heyi_export != FORM {
        return Err(lines.wrong("an export of a later version"));
    }
    let mut page = Page::default();
    while let Some(line) = lines.next::<Line>()? {
        page.add(line, body, &lines)?;
        if page.events >= PAGE && page.is_whole() {
            page.record(log).await?;
        }
    }
    page.record(log).await?;
    let end = log.chain_at(log.head()).await?;
    let expected = ChainPoint { position: title.head, chain: title.chain };
    if end == expected { Ok(end) } else { Err(ExportError::Differs(end.position)) }
}

struct Lines<'a> {
    input: &'a mut (dyn BufRead + Send),
    number: u64,
}

impl Lines<'_> {
    fn next<T: for<'de> Deserialize<'de>>(&mut self) -> Result<Option<T>, ExportError> {
        let mut text = String::new();
        self.number += 1;
        if self.input.read_line(&mut text)? == 0 {
            return Ok(None);
        }
        serde_json::from_str(&text).map(Some).map_err(|error| self.wrong(&error.to_string()))
    }

    fn wrong(&self, what: &str) -> ExportError {
        ExportError::Line { line: self.number, what: what.to_owned() }
    }
}

/// Commits that are recorded together.
#[derive(Default)]
struct Page {
    commits: Vec<PastCommit>,
    /// Of each: position of the first event, and the chain after it.
    ends: Vec<(Position, Option<ChainPoint>)>,
    events: usize,
}

impl Page {
    fn is_whole(&self) -> bool {
        self.ends.last().is_none_or(|(_, end)| end.is_some())
    }

    fn add(&mut self, line: Line, body: &Body, lines: &Lines<'_>) -> Result<(), ExportError> {
        let position = line.position;
        let body = body(&line.kind, line.schema, line.codec, &line.entry);
        let event = NewEvent {
            kind: line.kind.into(),
            schema: line.schema,
            codec: line.codec,
            earliest: line.earliest,
            latest: line.latest,
            body: body.map_err(|what| ExportError::Entry { position, what })?,
            canonical: line.entry.get().into(),
        };
        if position == line.commit_first {
            let recorded_at: Timestamp =
                line.recorded_at.parse().map_err(|_| lines.wrong("recorded_at is no instant"))?;
            let commit = Commit { appends: Vec::new(), by: line.by, key: line.key };
            self.commits.push(PastCommit { commit, recorded_at, clock_held: line.clock_held });
            self.ends.push((position, None));
        }
        let (Some(past), Some(end)) = (self.commits.last_mut(), self.ends.last_mut()) else {
            return Err(lines.wrong("the first event of a commit is missing"));
        };
        match past.commit.appends.last_mut() {
            Some(append) if append.stream == line.stream => append.events.push(event),
            _ => {
                let expect = Expect::Exact(Version(line.version.0.saturating_sub(1)));
                past.commit.appends.push(StreamAppend { stream: line.stream, expect, events: vec![event] });
            }
        }
        end.1 = line.chain.map(|chain| ChainPoint { position, chain });
        self.events += 1;
        Ok(())
    }

    async fn record(&mut self, log: &dyn Import) -> Result<(), ExportError> {
        let Self { commits, ends, .. } = std::mem::take(self);
        for (answer, (position, _)) in log.import(commits).await.into_iter().zip(&ends) {
            let answer = answer.map_err(|source| ExportError::Append { position: *position, source })?;
            if answer.first != *position || answer.repeated {
                return Err(ExportError::Differs(*position));
            }
        }
        match ends.last() {
            Some((position, end)) => {
                let here = log.chain_at(log.head()).await?;
                if Some(here) == *end { Ok(()) } else { Err(ExportError::Differs(*position)) }
            }
            None => Ok(()),
        }
    }
}
