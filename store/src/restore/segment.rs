//! One segment put together from what is there and what the backup holds of it.

use std::io;
use std::sync::Arc;

use heyi_core::ids::Position;
use serde::Serialize;
use uuid::Uuid;

use super::overlay::Memory;
use crate::backup::{BackupError, doing, open};
use crate::segment::footer::Footer;
use crate::segment::header::{HEADER, SegmentHeader};
use crate::segment::recover::read_footer;
use crate::segment::scan::{Scanner, Step};
use crate::segment::tail::next_frame;
use crate::segment::{ALIGN, Tie, TiedFile};

/// Bytes of a file that come from the backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Range {
    /// Where they begin.
    pub offset: u64,
    /// How many; 0: the file ends here now.
    pub bytes: u64,
}

/// A segment as it will be.
pub(super) struct Mended {
    pub(super) bytes: Vec<u8>,
    /// What of them comes from the backup.
    pub(super) ranges: Vec<Range>,
}

/// Checks a segment of a backup for itself: its header, every frame, and its footer if it is sealed.
pub(super) fn check(log: Uuid, number: u64, segment: &open::Segment) -> Result<(), BackupError> {
    let wrong = |what: &str| BackupError::PartDamaged { part: segment.part.clone(), what: what.to_owned() };
    let header = SegmentHeader::decode(&segment.bytes).map_err(wrong)?;
    if header.log != log || header.segment != number {
        return Err(wrong("it is a segment of another place or log"));
    }
    let from = tied(log, number, segment.bytes.clone());
    let limit = if segment.sealed {
        let end = read_footer(&from, header.first).map_err(doing("reading the backup"))?;
        end.ok_or_else(|| wrong("the segment lacks the footer it was sealed with"))?.filled.end
    } else {
        segment.bytes.len() as u64
    };
    let mut scanner = Scanner::new(from, HEADER as u64, limit);
    loop {
        let offset = scanner.offset();
        match scanner.step().map_err(doing("reading the backup"))? {
            Step::Frame(_) => {}
            Step::End if offset == limit => return Ok(()),
            Step::End => return Err(wrong("its frames end too early")),
            Step::Bad(what) => return Err(wrong(what)),
        }
    }
}

/// The segment with every byte the backup has of it, and behind them its own: `None` when that changes nothing.
///
/// Whole frames that are there must be the same in the backup; else log and backup are not one history.
pub(super) fn put_together(
    log: Uuid,
    number: u64,
    here: Option<&[u8]>,
    backup: open::Segment,
) -> Result<Option<Mended>, BackupError> {
    let own = here.unwrap_or_default();
    let known = backup.bytes.len();
    let mut whole = backup.bytes;
    if !backup.sealed {
        whole.extend_from_slice(own.get(known..).unwrap_or_default());
    }
    for (offset, len, position) in frames(log, number, own).map_err(doing("reading the log"))? {
        let at = offset..offset + len;
        if own.get(at.clone()) != whole.get(at) {
            return Err(BackupError::OtherCourse { position });
        }
    }
    if here.is_some() && own == whole {
        return Ok(None);
    }
    let ranges = differences(own, &whole);
    Ok(Some(Mended { bytes: whole, ranges }))
}

/// The whole frames in a segment, whatever is damaged: where each begins, its length, its first position.
fn frames(log: Uuid, number: u64, bytes: &[u8]) -> io::Result<Vec<(usize, usize, Position)>> {
    let from = tied(log, number, bytes.to_vec());
    let limit = footer_at(&from, bytes).unwrap_or(bytes.len() as u64);
    let (mut scanner, mut found) = (Scanner::new(from.clone(), HEADER as u64, limit), Vec::new());
    loop {
        let offset = scanner.offset();
        if let Step::Frame(frame) = scanner.step()? {
            let at = usize::try_from(offset).unwrap_or(usize::MAX);
            found.push((at, frame.header.len, frame.header.first));
            continue;
        }
        match next_frame(&from, offset, limit)? {
            Some(next) if next > offset => scanner.go_to(next),
            _ => return Ok(found),
        }
    }
}

/// Where the footer begins, if it is whole.
fn footer_at(from: &TiedFile, bytes: &[u8]) -> Option<u64> {
    let trailer = bytes.get(bytes.len().checked_sub(crate::segment::footer::TRAILER)?..)?;
    let offset = Footer::begins_at(trailer)?;
    let footer = bytes.get(usize::try_from(offset).ok()?..)?;
    Footer::decode(footer, &from.tie, offset).map(|_| offset)
}

fn tied(log: Uuid, number: u64, bytes: Vec<u8>) -> TiedFile {
    TiedFile { file: Arc::new(Memory(bytes)), tie: Tie::new(log, number) }
}

/// Where two contents differ, in pieces of [`ALIGN`] bytes, neighbours joined.
fn differences(old: &[u8], new: &[u8]) -> Vec<Range> {
    let mut ranges: Vec<Range> = Vec::new();
    for (at, piece) in new.chunks(ALIGN).enumerate() {
        let (offset, bytes) = ((at * ALIGN) as u64, piece.len() as u64);
        if old.get(at * ALIGN..at * ALIGN + piece.len()) == Some(piece) {
            continue;
        }
        match ranges.last_mut().filter(|last| last.offset + last.bytes == offset) {
            Some(last) => last.bytes += bytes,
            None => ranges.push(Range { offset, bytes }),
        }
    }
    if old.len() > new.len() {
        ranges.push(Range { offset: new.len() as u64, bytes: 0 });
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_joined_and_an_end_is_told() {
        let old = vec![1; 40];
        let mut new = vec![1; 48];
        (new[8], new[17]) = (2, 2);
        assert_eq!(differences(&old, &old), []);
        assert_eq!(differences(&old, &new), [Range { offset: 8, bytes: 16 }, Range { offset: 40, bytes: 8 }]);
        assert_eq!(differences(&old, &old[..32]), [Range { offset: 32, bytes: 0 }]);
    }
}
