//! The log on its way into a backup: sealed segments whole, the last one up to the end that was asked for.

use std::io::{self, Write};

use heyi_core::digest::Digest;
use heyi_core::ids::Position;
use uuid::Uuid;

use super::error::{BackupError, doing};
use crate::append::ChainPoint;
use crate::disk::{self, Disk, Open, read_up_to};
use crate::segment::footer::Footer;
use crate::segment::header::{HEADER, SegmentHeader};
use crate::segment::recover::read_footer;
use crate::segment::scan::{Scanner, Step};
use crate::segment::{DIR, Tie, TiedFile, number_of, path};

const READING: &str = "reading the log";

/// A segment that is to be copied.
pub(crate) struct Source {
    pub(crate) number: u64,
    pub(crate) log: Uuid,
    /// Its last position and the chain there, if it is sealed and all of it belongs to the backup.
    pub(crate) sealed: Option<(Position, Digest)>,
    header: [u8; HEADER],
    from: TiedFile,
    /// Where the frames end, in bytes: at the footer, or the end of the file.
    limit: u64,
}

impl Source {
    /// The segment of this number; `None` when there is none.
    pub(crate) fn open(disk: &dyn Disk, number: u64, head: Position) -> Result<Option<Self>, BackupError> {
        let file = match disk.open(&path(number), Open::Read) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            opened => opened.map_err(doing(READING))?,
        };
        let mut header = [0; HEADER];
        let read = read_up_to(&*file, &mut header, 0).map_err(doing(READING))?;
        let decoded = SegmentHeader::decode(header.get(..read).unwrap_or_default());
        let decoded = decoded.map_err(|what| damaged(number, what))?;
        let from = TiedFile { file, tie: Tie::new(decoded.log, number) };
        let footer = read_footer(&from, decoded.first).map_err(doing(READING))?;
        let limit = match &footer {
            Some(footer) => footer.filled.end,
            None => from.file.len().map_err(doing(READING))?,
        };
        let sealed = footer.map(|end| (end.standing.head, end.standing.chain)).filter(|(last, _)| *last <= head);
        Ok(Some(Self { number, log: decoded.log, sealed, header, from, limit }))
    }

    /// Writes it out up to `head`, looking at each frame on its way; where the last frame ends, if there is one.
    pub(crate) fn copy(&self, head: Position, out: &mut dyn Write) -> Result<Option<ChainPoint>, BackupError> {
        let mut end = None;
        let written = doing("writing the backup");
        out.write_all(&self.header).map_err(&written)?;
        let mut scanner = Scanner::new(self.from.clone(), HEADER as u64, self.limit);
        loop {
            match scanner.step().map_err(doing(READING))? {
                Step::Frame(frame) if frame.header.last() > head => break,
                Step::Frame(frame) => {
                    out.write_all(frame.bytes).map_err(&written)?;
                    end = Some(ChainPoint { position: frame.header.last(), chain: frame.header.chain });
                }
                Step::End => break,
                // Behind the last whole frame of an open segment: never acknowledged.
                Step::Bad(_) if self.sealed.is_none() => break,
                Step::Bad(what) => return Err(damaged(self.number, what)),
            }
        }
        if self.sealed.is_none() {
            return Ok(end);
        }
        let len = self.from.file.len().map_err(doing(READING))?;
        let footer_len = usize::try_from(len.saturating_sub(self.limit)).unwrap_or_default();
        let mut footer = vec![0; footer_len];
        read_up_to(&*self.from.file, &mut footer, self.limit).map_err(doing(READING))?;
        if scanner.offset() != self.limit || Footer::decode(&footer, &self.from.tie, self.limit).is_none() {
            return Err(damaged(self.number, "it does not end with its footer"));
        }
        out.write_all(&footer).map_err(&written)?;
        Ok(end)
    }
}

fn damaged(number: u64, what: &str) -> BackupError {
    BackupError::Damaged { file: path(number), what: what.to_owned() }
}

/// The segments that belong to a backup up to `head`: those that are sealed, and one that is not.
pub(crate) fn segments(disk: &dyn Disk, head: Position) -> Result<Vec<Source>, BackupError> {
    let mut segments = Vec::new();
    for number in 1.. {
        let Some(segment) = Source::open(disk, number, head)? else { break };
        let is_last = segment.sealed.is_none();
        segments.push(segment);
        if is_last {
            break;
        }
    }
    Ok(segments)
}

/// Makes what a program that was killed had written durable: a power cut must not take from the store what is in the backup.
pub(crate) fn make_durable(disk: &dyn Disk) -> Result<(), BackupError> {
    let listed = disk::list_if_there(disk, DIR).map_err(doing(READING))?;
    let Some(last) = listed.iter().filter_map(|listed| number_of(&listed.name)).max() else { return Ok(()) };
    disk.open(&path(last), Open::Read).and_then(|file| file.sync_data()).map_err(doing("syncing the log"))
}

/// Whether the log had this chain at this position; `true` at its beginning.
pub(crate) fn has_chain(segments: &[Source], point: ChainPoint) -> Result<bool, BackupError> {
    let holds = |segment: &&Source| segment.sealed.is_none_or(|(last, _)| last >= point.position);
    let Some(segment) = segments.iter().find(holds).filter(|_| point.position > Position::ZERO) else {
        return Ok(point == ChainPoint::START);
    };
    let mut scanner = Scanner::new(segment.from.clone(), HEADER as u64, segment.limit);
    while let Step::Frame(frame) = scanner.step().map_err(doing(READING))? {
        if frame.header.last() >= point.position {
            return Ok(ChainPoint { position: frame.header.last(), chain: frame.header.chain } == point);
        }
    }
    Ok(false)
}
