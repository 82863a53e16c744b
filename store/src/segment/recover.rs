//! Opening the segments: finding where the log ends, telling a torn tail from damage, and repairing only the former.

use std::io;
use std::sync::Arc;

use heyi_core::digest::Digest;
use heyi_core::ids::Position;
use heyi_core::proof::leaf::chain;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::active::{Active, Standing};
use super::footer::{Footer, TRAILER};
use super::header::{HEADER, SegmentHeader};
use super::marker::{self, Mark};
use super::scan::{Scanner, Step};
use super::set::{Filled, Segment};
use super::tail::{self, Tail};
use super::{DIR, Damage, SPARE, TailCut, Tie, TiedFile};
use crate::append::ChainPoint;
use crate::disk::{self, Disk, Open, read_up_to};

/// What was found.
#[derive(Debug)]
pub(crate) struct Recovered {
    /// The log's own number; `None` when there is no segment.
    pub(crate) log: Option<Uuid>,
    pub(crate) segments: Vec<Arc<Segment>>,
    /// The last segment; `None` when there is none, or the log is damaged.
    pub(crate) active: Option<Active>,
    pub(crate) standing: Standing,
    pub(crate) tail_cut: Option<TailCut>,
    /// The first damage; what stands behind it is not read.
    pub(crate) damage: Option<Damage>,
    /// Whether the log was closed in an orderly way.
    pub(crate) clean: bool,
    /// Whether it was, but where it ended then cannot be read.
    pub(crate) mark_damaged: bool,
}

/// The end of one segment, found by its footer or by reading it.
pub(crate) struct End {
    pub(crate) filled: Filled,
    pub(crate) standing: Standing,
    pub(crate) frames: u64,
    hasher: Sha256,
    /// By its footer: the hash of the checksums of all frames.
    pub(crate) hash: Digest,
    sealed: bool,
}

enum Found {
    Whole(End),
    Damaged(Damage, Option<End>),
}

/// Reads the segments. `seen` are ends of the log that something outside the segments has seen.
pub(crate) fn recover(disk: &dyn Disk, seen: &[ChainPoint]) -> io::Result<Recovered> {
    disk::make_dir(disk, DIR)?;
    // A name that a power cut could still take away must not be relied on.
    disk.sync_dir(DIR)?;
    disk::remove_if_there(disk, SPARE)?;
    let mark = Mark::read(disk)?;
    let mut seen = seen.to_vec();
    seen.extend(mark.point());
    let last_seen = match mark {
        // The log was closed: nothing was being written, so nothing is torn.
        Mark::Damaged => Position(u64::MAX),
        _ => seen.iter().map(|point| point.position).max().unwrap_or_default(),
    };
    if mark == Mark::Damaged {
        tracing::error!(
            file = marker::PATH,
            "the mark of the clean stop is damaged: whether the log ends where it was closed is not known"
        );
    }

    let start = Standing { head: Position::ZERO, chain: Digest::default(), last_instant: Timestamp::MIN };
    let mut recovered = Recovered {
        log: None,
        segments: Vec::new(),
        active: None,
        standing: start,
        tail_cut: None,
        damage: None,
        clean: matches!(mark, Mark::Whole(_)),
        mark_damaged: mark == Mark::Damaged,
    };
    let listed = disk.list(DIR)?;
    let mut numbers: Vec<u64> = listed.iter().filter_map(|listed| super::number_of(&listed.name)).collect();
    numbers.sort_unstable();
    for (expected, number) in (1..).zip(&numbers) {
        if expected != *number {
            recovered.damage = Some(Damage::new(super::path(expected), 0, "the file is missing"));
            break;
        }
        recovered.add(disk, *number, Some(number) == numbers.last(), last_seen)?;
        if recovered.damage.is_some() {
            break;
        }
    }
    recovered.compare(&seen);
    let begun = super::last_begun(listed.iter().map(|listed| listed.name.as_str()));
    let next = numbers.len() as u64 + 1;
    if recovered.damage.is_none() && begun >= Some(next) {
        recovered.damage = Some(Damage::new(super::path(next), 0, "the file is missing"));
    }
    if recovered.damage.is_some() {
        recovered.active = None;
    } else if let (Some(active), false) = (&recovered.active, recovered.clean) {
        make_sure(active)?;
    }
    Ok(recovered)
}

impl Recovered {
    /// Takes up the next segment.
    fn add(&mut self, disk: &dyn Disk, number: u64, is_last: bool, seen: Position) -> io::Result<()> {
        let path = super::path(number);
        let file = disk.open(&path, if is_last { Open::Write } else { Open::Read })?;
        let mut bytes = [0; HEADER];
        let read = read_up_to(&*file, &mut bytes, 0)?;
        let header = match SegmentHeader::decode(bytes.get(..read).unwrap_or_default()) {
            Ok(header) => header,
            Err(what) => {
                self.damage = Some(Damage::new(path, 0, what));
                return Ok(());
            }
        };
        let log = *self.log.get_or_insert(header.log);
        let continues = header.first == self.standing.head.next() && header.chain == self.standing.chain;
        if header.log != log || header.segment != number || !continues {
            self.damage = Some(Damage::new(path, 0, "the segment does not continue the one before it"));
            return Ok(());
        }
        let on_disk = TiedFile { file, tie: Tie::new(log, number) };
        let end = match read_footer(&on_disk, header.first)? {
            Some(end) => Found::Whole(end),
            None if is_last => self.read_frames(disk, &on_disk, seen)?,
            None => Found::Damaged(Damage::new(path, 0, "the segment lacks the footer it was sealed with"), None),
        };
        let end = match end {
            Found::Whole(end) => Some(end),
            Found::Damaged(damage, end) => {
                self.damage = Some(damage);
                end
            }
        };
        if let Some(end) = end {
            self.standing = end.standing;
            let segment = Arc::new(Segment::new(on_disk, header.first, header.chain, end.filled.clone()));
            self.segments.push(segment.clone());
            let End { frames, hasher, sealed, .. } = end;
            self.active = Some(Active { segment, end: end.filled.end, frames, hasher, sealed });
        }
        Ok(())
    }

    /// Reads all frames of the last segment, and cuts off a torn tail.
    fn read_frames(&mut self, disk: &dyn Disk, from: &TiedFile, seen: Position) -> io::Result<Found> {
        let mut scanner = Scanner::new(from.clone(), HEADER as u64, from.file.len()?);
        let mut end = End {
            filled: Filled { end: HEADER as u64, landmarks: Vec::new() },
            standing: self.standing,
            frames: 0,
            hasher: Sha256::new(),
            hash: Digest::default(),
            sealed: false,
        };
        let what = loop {
            match scanner.step()? {
                Step::End => break "there are other bytes where it should begin",
                Step::Bad(what) => break what,
                Step::Frame(frame) => {
                    let standing = &mut end.standing;
                    let leaves = frame.leaves().unwrap_or_default();
                    if frame.header.first != standing.head.next()
                        || chain(standing.chain, &leaves) != frame.header.chain
                    {
                        break "the frame does not continue the one before it";
                    }
                    standing.head = frame.header.last();
                    standing.chain = frame.header.chain;
                    if let Some(Ok((_, record))) = frame.records().next() {
                        standing.last_instant = record.recorded_at;
                    }
                    end.frames += 1;
                    end.hasher.update(frame.checksum());
                    let behind = frame.offset + frame.header.len as u64;
                    end.filled.extend(frame.header.first, frame.offset, behind);
                }
            }
        };
        let (offset, next) = (end.filled.end, end.standing.head.next());
        match tail::judge(from, offset, next, seen)? {
            Tail::Empty => {}
            Tail::Torn => self.tail_cut = Some(tail::cut(disk, from, offset, next)?),
            Tail::Damaged => return Ok(Found::Damaged(tail::damage(from, offset, next, what), Some(end))),
        }
        Ok(Found::Whole(end))
    }

    /// Compares with what was seen elsewhere: a log that ends before it was shortened.
    fn compare(&mut self, seen: &[ChainPoint]) {
        let head = self.standing.head;
        let file = self.segments.last().map_or_else(|| super::path(1), |segment| segment.path.clone());
        let offset = self.segments.last().map_or(0, |segment| segment.end());
        if self.damage.is_some() {
            return;
        }
        for point in seen {
            let what = if point.position > head {
                format!("the log ends at position {head}, but position {} was seen", point.position)
            } else if point.position == head && point.chain != self.standing.chain {
                format!("the chain at position {head} is not the one that was seen")
            } else {
                continue;
            };
            self.damage = Some(Damage::new(file, offset, what));
            return;
        }
    }
}

/// Reads the footer of a segment; `None` when it has none that is whole.
pub(crate) fn read_footer(from: &TiedFile, first: Position) -> io::Result<Option<End>> {
    let len = from.file.len()?;
    let mut trailer = [0; TRAILER];
    let Some(at) = len.checked_sub(TRAILER as u64) else { return Ok(None) };
    read_up_to(&*from.file, &mut trailer, at)?;
    let Some(offset) = Footer::begins_at(&trailer).filter(|offset| (HEADER as u64..len).contains(offset)) else {
        return Ok(None);
    };
    let mut bytes = vec![0; usize::try_from(len - offset).map_err(io::Error::other)?];
    read_up_to(&*from.file, &mut bytes, offset)?;
    let Some(footer) = Footer::decode(&bytes, &from.tie, offset).filter(|footer| footer.first == first) else {
        return Ok(None);
    };
    let standing = Standing { head: footer.last, chain: footer.chain, last_instant: footer.last_instant };
    let filled = Filled { end: offset, landmarks: footer.landmarks };
    Ok(Some(End { filled, standing, frames: footer.frames, hasher: Sha256::new(), hash: footer.hash, sealed: true }))
}

/// Writes what may not be durable again, and syncs it. After a failed sync Linux takes pages for clean that never reached the
/// disk; written again they are dirty again.
fn make_sure(active: &Active) -> io::Result<()> {
    let file = &active.segment.on_disk.file;
    if !active.sealed {
        let mut scanner = Scanner::new(active.segment.on_disk.clone(), HEADER as u64, active.end);
        let mut frames = Vec::new();
        while let Step::Frame(frame) = scanner.step()? {
            frames.push((frame.header.first, frame.header.durable, frame.offset));
        }
        let durable = frames.last().map_or(Position::ZERO, |(_, durable, _)| *durable);
        let from = frames.iter().find(|(first, _, _)| *first > durable).map_or(0, |(_, _, offset)| *offset);
        let mut bytes = vec![0; usize::try_from(active.end - from).map_err(io::Error::other)?];
        let read = read_up_to(&**file, &mut bytes, from)?;
        file.write_at(bytes.get(..read).unwrap_or_default(), from)?;
    }
    file.sync_data()
}
