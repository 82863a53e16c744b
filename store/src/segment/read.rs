//! Reading published frames and records.

use std::ops::ControlFlow;

use heyi_core::ids::Position;

use super::frame::Frame;
use super::record::{Record, declared_len};
use super::scan::Step;
use super::set::{Segment, Segments};
use super::{Damage, Place};
use crate::append::{ChainPoint, LogEvent, ReadError};
use crate::disk::{File, read_up_to};

/// How much is read of a record at first; most are shorter.
const FIRST_READ: usize = 1024;

/// A way to read a file into a buffer from an offset, [`disk::read_up_to`] for one.
///
/// [`disk::read_up_to`]: crate::disk::read_up_to
pub(crate) type ReadFile = fn(&dyn File, &mut [u8], u64) -> std::io::Result<usize>;

/// A read error at a place in a segment.
pub(crate) fn damaged(segment: &Segment, offset: u64, what: &str) -> ReadError {
    Damage::new(segment.path.clone(), offset, what).into()
}

impl From<Damage> for ReadError {
    fn from(damage: Damage) -> Self {
        Self::Damaged { file: damage.file, offset: damage.offset, what: damage.what }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "passed to map_err")]
pub(crate) fn unreadable(error: std::io::Error) -> ReadError {
    ReadError::Io(error.to_string())
}

impl Segments {
    /// Walks through the commits from the one that holds the position after `after`, up to the one that holds `head`.
    ///
    /// `take` gets each whole, with its segment, and says whether to go on.
    pub(crate) fn walk(
        &self,
        after: Position,
        head: Position,
        take: impl FnMut(&Segment, Frame<'_>) -> Result<ControlFlow<()>, ReadError>,
    ) -> Result<(), ReadError> {
        self.walk_by(read_up_to, after, head, take)
    }

    /// The same, where `read` reads the files.
    pub(crate) fn walk_by(
        &self,
        read: ReadFile,
        after: Position,
        head: Position,
        mut take: impl FnMut(&Segment, Frame<'_>) -> Result<ControlFlow<()>, ReadError>,
    ) -> Result<(), ReadError> {
        let mut wanted = after.next();
        while wanted <= head {
            let Some(segment) = self.holding(wanted) else { return Ok(()) };
            let Some(mut scanner) = segment.scanner_at(wanted).map(|scanner| scanner.by(read)) else { return Ok(()) };
            let before = wanted;
            loop {
                let offset = scanner.offset();
                match scanner.step().map_err(unreadable)? {
                    Step::End => break,
                    Step::Bad(what) => return Err(damaged(&segment, offset, what)),
                    Step::Frame(frame) if frame.header.last() < wanted => {}
                    Step::Frame(frame) if frame.header.first > head => return Ok(()),
                    Step::Frame(frame) => {
                        wanted = frame.header.last().next();
                        if take(&segment, frame)?.is_break() {
                            segment.passed(wanted, scanner.offset());
                            return Ok(());
                        }
                    }
                }
            }
            if wanted == before {
                return Err(damaged(&segment, scanner.offset(), "the frames end before their position"));
            }
            segment.passed(wanted, scanner.offset());
        }
        Ok(())
    }

    /// The event whose record begins at a place. `read` reads the file.
    pub(crate) fn event_at(&self, place: Place, buffer: &mut Vec<u8>, read: ReadFile) -> Result<LogEvent, ReadError> {
        let segment = self.numbered(u64::from(place.segment)).ok_or(ReadError::Closed)?;
        let offset = u64::from(place.offset);
        let mut wanted = FIRST_READ;
        loop {
            buffer.resize(wanted, 0);
            let len = segment.read_at(buffer, offset, read).map_err(unreadable)?;
            let bytes = buffer.get(..len).unwrap_or_default();
            match declared_len(bytes) {
                // Only a longer read can show the rest; the second one always suffices.
                Some(len) if len > wanted => wanted = len,
                _ => {
                    let record = Record::decode(bytes, &segment.on_disk.tie).and_then(Record::to_event);
                    return record.map_err(|what| damaged(&segment, offset, what));
                }
            }
        }
    }

    /// The chain after the last commit that ends at or before `position`.
    pub(crate) fn chain_at(&self, position: Position) -> Result<ChainPoint, ReadError> {
        let Some(segment) = self.holding(position) else {
            return Ok(ChainPoint::START);
        };
        let before_segment = ChainPoint { position: Position(segment.first.0 - 1), chain: segment.chain_before };
        // When the commit at the landmark ends after the position, the one asked for stands before the landmark.
        let landmarks = segment.landmarks();
        for landmark in landmarks.iter().rev().skip_while(|landmark| landmark.position > position) {
            if let Some(point) = last_commit_until(&segment, landmark.position, position)? {
                return Ok(point);
            }
        }
        Ok(before_segment)
    }
}

/// The last commit that ends at or before `position`, of those from `from` on.
fn last_commit_until(segment: &Segment, from: Position, position: Position) -> Result<Option<ChainPoint>, ReadError> {
    let mut found = None;
    let Some(mut scanner) = segment.scanner_at(from) else { return Ok(None) };
    loop {
        let offset = scanner.offset();
        match scanner.step().map_err(unreadable)? {
            Step::Frame(frame) if frame.header.last() <= position => {
                found = Some(ChainPoint { position: frame.header.last(), chain: frame.header.chain });
            }
            Step::Bad(what) => return Err(damaged(segment, offset, what)),
            Step::Frame(_) | Step::End => return Ok(found),
        }
    }
}
