//! Checks the segments from the first byte to the last, without changing anything, opening the index or taking the lock: it may
//! run beside a server.
//!
//! What is checked: headers and footers, the checksum of every frame and every record, that positions have no gaps and stream
//! versions neither, that `recorded_at` never decreases, the chain over all leaves, and, given a way to write an entry
//! canonically, every leaf. [`verify_whole`] checks what the events refer to besides: texts, secrets and files.

use std::io;

use heyi_core::digest::Digest;
use heyi_core::ids::{Position, Version};
use heyi_core::proof::leaf::chain;
use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use crate::append::{ChainPoint, LogEvent};
use crate::chain::{Recorded, leaf_of};
use crate::disk::{Disk, Open, list_if_there, read_up_to};
use crate::export::Canonical;
use crate::segment::frame::Frame;
use crate::segment::header::{HEADER, SegmentHeader};
use crate::segment::marker::{self, Mark};
use crate::segment::record::{self, Record};
use crate::segment::recover::read_footer;
use crate::segment::scan::{Scanner, Step};
use crate::segment::tail::{Tail, judge, next_frame};
use crate::segment::{ALIGN, DIR, MAX_FRAME, Tie, TiedFile, last_begun, number_of, path};

pub(crate) mod references;
mod streams;
pub(crate) mod whole;

use streams::Streams;

pub use references::CutBefore;
pub use whole::{Doing, Seen, Whole, verify_whole};

/// What to check against.
#[derive(Default)]
pub struct Verify<'a> {
    /// Writes the entry of an event canonically, so that its leaf can be computed again; without it leaves are only chained.
    pub canonical: Option<&'a Canonical>,
    /// Ends of the log that something outside has seen, such as signed checkpoints.
    pub seen: Vec<ChainPoint>,
}

/// What a check has found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The last position that was checked.
    pub head: Position,
    /// The chain there.
    pub chain: Digest,
    /// Up to here the log itself says that it was durable; later events may be about to be acknowledged.
    pub durable: Position,
    /// How many segments there are.
    pub segments: u64,
    /// How many commits.
    pub commits: u64,
    /// How many events.
    pub events: u64,
    /// How many streams.
    pub streams: u64,
    /// How many leaves were computed again from their entries.
    pub leaves: u64,
    /// Bytes behind the last whole frame: being written, or torn. Not damage.
    pub tail: Option<UnfinishedTail>,
    /// Everything that is not as it must be.
    pub problems: Vec<Problem>,
}

impl Report {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Bytes at the end of the log that are no frame, and that nothing says were durable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnfinishedTail {
    /// The segment.
    pub file: String,
    /// Where they begin, in bytes.
    pub offset: u64,
}

/// Something that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The file, within the data directory.
    pub file: String,
    /// Where in it, in bytes.
    pub offset: u64,
    /// The first position that is concerned.
    pub first: Position,
    /// The last one; `None` when it is not known.
    pub last: Option<Position>,
    /// The streams that lack events, as far as records that are whole there or later events of theirs show it.
    pub streams: Vec<String>,
    /// What is wrong.
    pub what: String,
}

/// Checks the log on a disk. `progress` is told how many bytes of how many are done.
///
/// # Errors
/// When the disk refuses to be read; what is wrong with the log is in the report.
pub fn verify(disk: &dyn Disk, with: &Verify<'_>, progress: &mut dyn FnMut(u64, u64)) -> io::Result<Report> {
    let listed = list_if_there(disk, DIR)?;
    let mut numbers: Vec<u64> = listed.iter().filter_map(|listed| number_of(&listed.name)).collect();
    numbers.sort_unstable();
    let mut seen = with.seen.clone();
    let mark = Mark::read(disk)?;
    seen.extend(mark.point());
    let mut files = Vec::with_capacity(numbers.len());
    for number in &numbers {
        let file = disk.open(&path(*number), Open::Read)?;
        let len = file.len()?;
        files.push((*number, file, len));
    }
    let total = files.iter().map(|(_, _, len)| len).sum();

    let mut check = Check::new(with.canonical, seen, mark == Mark::Damaged);
    let mut done = 0;
    let last = numbers.last().copied();
    for ((number, file, len), expected) in files.into_iter().zip(1..) {
        if number != expected {
            check.problem(&path(expected), 0, "the file is missing");
        }
        check.segment(number, file, Some(number) == last)?;
        done += len;
        progress(done, total);
    }
    let next = numbers.len() as u64 + 1;
    let begun = last_begun(listed.iter().map(|listed| listed.name.as_str()));
    // A server may have begun it since the directory was listed.
    if begun >= Some(next)
        && matches!(disk.open(&path(next), Open::Read), Err(e) if e.kind() == io::ErrorKind::NotFound)
    {
        check.problem(&path(next), 0, "the file is missing");
    }
    Ok(check.end())
}

/// The end of a log that was closed, when it is not known any more where: whatever stands behind its last frame is no torn tail.
const SOMEWHERE: ChainPoint = ChainPoint { position: Position(u64::MAX), chain: Digest([0; 32]) };

struct Check<'a> {
    canonical: Option<&'a Canonical>,
    seen: Vec<ChainPoint>,
    /// The log was closed in an orderly way, and where it ended then cannot be read.
    mark_damaged: bool,
    report: Report,
    log: Option<Uuid>,
    last_instant: Timestamp,
    streams: Streams,
    /// Whether frames were skipped, so that the chain must be taken up again from the next one.
    lost: bool,
}

impl<'a> Check<'a> {
    fn new(canonical: Option<&'a Canonical>, mut seen: Vec<ChainPoint>, mark_damaged: bool) -> Self {
        if mark_damaged {
            seen.push(SOMEWHERE);
        }
        Self {
            canonical,
            seen,
            mark_damaged,
            report: Report::default(),
            log: None,
            last_instant: Timestamp::MIN,
            streams: Streams::default(),
            lost: false,
        }
    }

    fn next(&self) -> Position {
        self.report.head.next()
    }

    fn problem(&mut self, file: &str, offset: u64, what: impl Into<String>) {
        let first = self.next();
        let (file, what) = (file.to_owned(), what.into());
        self.report.problems.push(Problem { file, offset, first, last: None, streams: Vec::new(), what });
        self.lost = true;
    }

    fn segment(&mut self, number: u64, file: std::sync::Arc<dyn crate::disk::File>, is_last: bool) -> io::Result<()> {
        let name = path(number);
        self.report.segments += 1;
        let mut bytes = [0; HEADER];
        let read = read_up_to(&*file, &mut bytes, 0)?;
        let header = match SegmentHeader::decode(bytes.get(..read).unwrap_or_default()) {
            Ok(header) => header,
            Err(what) => {
                self.problem(&name, 0, what);
                return Ok(());
            }
        };
        let log = *self.log.get_or_insert(header.log);
        if header.log != log || header.segment != number {
            self.problem(&name, 0, "the file is a segment of another place or log");
            return Ok(());
        }
        if !self.lost && (header.first != self.next() || header.chain != self.report.chain) {
            self.problem(&name, 0, "the segment does not continue the one before it");
        }
        let from = TiedFile { file, tie: Tie::new(log, number) };
        let footer = read_footer(&from, header.first)?;
        let limit = match &footer {
            Some(footer) => footer.filled.end,
            None => from.file.len()?,
        };
        let commits = self.report.commits;
        let hash = self.frames(&from, limit, footer.is_none() && is_last)?;
        // Told after the frames: what is missing comes behind them.
        if footer.is_none() && !is_last {
            self.problem(&name, limit, "the segment lacks the footer it was sealed with");
        }
        if let Some(footer) = footer {
            let standing = footer.standing;
            let agrees = standing.head == self.report.head
                && standing.chain == self.report.chain
                && footer.frames == self.report.commits - commits
                && footer.hash == hash;
            if !agrees {
                self.problem(&name, limit, "the footer does not agree with the frames");
                self.report.head = self.report.head.max(standing.head);
            }
        }
        Ok(())
    }

    /// Checks all frames of a segment, and answers the hash of their headers.
    fn frames(&mut self, from: &TiedFile, limit: u64, open_ended: bool) -> io::Result<Digest> {
        let name = path(from.tie.segment);
        let mut hasher = <sha2::Sha256 as sha2::Digest>::new();
        let mut scanner = Scanner::new(from.clone(), HEADER as u64, limit);
        let mut looked_again = None;
        loop {
            let offset = scanner.offset();
            let what = match scanner.step()? {
                Step::Frame(frame) => {
                    sha2::Digest::update(&mut hasher, frame.checksum());
                    self.frame(&name, &from.tie, frame);
                    continue;
                }
                Step::End if offset >= limit => break,
                Step::End => "there are zeros where a frame should begin",
                Step::Bad(what) => what,
            };
            let found = next_frame(from, offset, limit)?;
            let seen = self.seen.iter().map(|point| point.position).max().unwrap_or_default();
            let verdict = if open_ended { judge(from, offset, self.next(), seen)? } else { Tail::Damaged };
            // A server may have written here since this place was read, and behind it: frames are written in order.
            let written = found == Some(offset);
            let may_be = looked_again != Some(offset) && (found.is_some() || matches!(verdict, Tail::Damaged));
            if open_ended && (written || may_be) {
                looked_again = Some(offset);
                scanner = Scanner::new(from.clone(), offset, limit);
                continue;
            }
            match (found.filter(|found| *found > offset), verdict) {
                (Some(found), Tail::Empty | Tail::Damaged) => {
                    self.problem(&name, offset, what);
                    self.name_streams(from, offset, found)?;
                    scanner.go_to(found);
                    continue;
                }
                (_, Tail::Empty) => {}
                (_, Tail::Torn) => self.report.tail = Some(UnfinishedTail { file: name.clone(), offset }),
                (None, Tail::Damaged) => {
                    self.problem(&name, offset, what);
                    self.name_streams(from, offset, limit)?;
                }
            }
            break;
        }
        Ok(Digest(sha2::Digest::finalize(hasher).into()))
    }

    /// Names the streams of the records that are whole between two places where frames are damaged: each has a checksum of its own.
    fn name_streams(&mut self, from: &TiedFile, begin: u64, end: u64) -> io::Result<()> {
        let len = usize::try_from(end.saturating_sub(begin)).unwrap_or(MAX_FRAME).min(MAX_FRAME);
        let mut bytes = vec![0; len];
        let read = read_up_to(&*from.file, &mut bytes, begin)?;
        bytes.truncate(read);
        let Some(problem) = self.report.problems.last_mut() else { return Ok(()) };
        let mut at = 0;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let Ok(record) = Record::decode(rest, &from.tie) else {
                at += ALIGN;
                continue;
            };
            if !problem.streams.iter().any(|stream| stream == record.stream) {
                problem.streams.push(record.stream.to_owned());
            }
            at += record::len(record.kind, record.stream, record.body);
        }
        Ok(())
    }

    fn frame(&mut self, file: &str, tie: &Tie, frame: Frame<'_>) {
        let header = frame.header;
        if header.first != self.next() {
            let what = format!("positions {} to {} are missing", self.next(), header.first.0.saturating_sub(1));
            if !self.lost {
                self.problem(file, frame.offset, what);
            }
            if let Some(problem) = self.report.problems.last_mut() {
                problem.last = Some(Position(header.first.0.saturating_sub(1)));
            }
        }
        let leaves = frame.leaves().unwrap_or_default();
        if !self.lost && chain(self.report.chain, &leaves) != header.chain {
            self.problem(file, frame.offset, "the chain does not follow from the leaves");
        }
        self.lost = false;
        self.report.durable = self.report.durable.max(header.durable);
        let mut position = header.first;
        for record in frame.records() {
            let checked = record.and_then(|(at, _)| {
                let record = Record::decode(frame.bytes.get(at..).unwrap_or_default(), tie)?;
                if record.position == position { Ok(record) } else { Err("a record is at another position") }
            });
            match checked.and_then(Record::to_event) {
                Ok(event) => self.event(file, frame.offset, &event),
                Err(what) => {
                    self.problem(file, frame.offset, what);
                    self.lost = false;
                }
            }
            position = position.next();
        }
        self.report.head = header.last();
        self.report.chain = header.chain;
        self.report.commits += 1;
        self.report.events += u64::from(header.events);
        self.compare();
    }

    fn event(&mut self, file: &str, offset: u64, event: &LogEvent) {
        let mut wrong = |first: Position, what: String| {
            let streams = vec![event.stream.to_string()];
            let file = file.to_owned();
            self.report.problems.push(Problem { file, offset, first, last: Some(first), streams, what });
        };
        if event.recorded_at < self.last_instant {
            wrong(event.position, "recorded_at decreases".to_owned());
        }
        self.last_instant = event.recorded_at;
        if let Some(canonical) = self.canonical {
            let recorded = Recorded {
                position: event.position,
                stream: event.stream.as_str(),
                version: event.version,
                kind: &event.kind,
                schema: event.schema,
                by: event.by,
                recorded_at: event.recorded_at,
            };
            match canonical(event) {
                Err(what) => wrong(event.position, format!("the entry cannot be read: {what}")),
                Ok(entry) if leaf_of(&recorded, entry.get()) != event.leaf => {
                    wrong(event.position, "the leaf is not that of the entry".to_owned());
                }
                Ok(_) => self.report.leaves += 1,
            }
        }
        let expected = self.streams.expected(event.stream.as_str());
        if event.version != expected && !self.streams.blame(event, &mut self.report.problems) {
            wrong_version(&mut self.report.problems, file, offset, event, expected);
        }
        self.streams.saw(event);
    }

    /// Compares the chain with what was seen of it elsewhere.
    fn compare(&mut self) {
        let ChainPoint { position, chain } = ChainPoint { position: self.report.head, chain: self.report.chain };
        if self.seen.iter().any(|point| point.position == position && point.chain != chain) {
            self.problem(
                &path(self.report.segments),
                0,
                format!("the chain at {position} is not the one that was seen"),
            );
            self.lost = false;
        }
    }

    fn end(mut self) -> Report {
        self.seen.retain(|point| *point != SOMEWHERE);
        let last_seen = self.seen.iter().map(|point| point.position).max().unwrap_or_default();
        if last_seen > self.report.head {
            let next = self.next();
            // Damage at the end of the log was named already; now it is known how far it reaches.
            if !self.report.problems.last().is_some_and(|problem| problem.first == next && problem.last.is_none()) {
                let what = format!("the log ends at position {}, but position {last_seen} was seen", self.report.head);
                self.problem(&path(self.report.segments.max(1)), 0, what);
            }
            if let Some(problem) = self.report.problems.last_mut() {
                problem.last = Some(last_seen);
            }
        }
        if self.mark_damaged {
            let (file, what) = (marker::PATH.to_owned(), "the mark of the clean stop is damaged".to_owned());
            let first = self.report.head;
            self.report.problems.push(Problem { file, offset: 0, first, last: Some(first), streams: Vec::new(), what });
        }
        self.report.streams = self.streams.count();
        self.report
    }
}

fn wrong_version(problems: &mut Vec<Problem>, file: &str, offset: u64, event: &LogEvent, expected: Version) {
    problems.push(Problem {
        file: file.to_owned(),
        offset,
        first: event.position,
        last: Some(event.position),
        streams: vec![event.stream.to_string()],
        what: format!("version {} of the stream stands where {expected} belongs", event.version),
    });
}
