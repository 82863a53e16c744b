//! Walking through the frames of a segment in order, a large piece of the file at a time.

use std::io;

use super::TiedFile;
use super::frame::{FRAME, Frame, FrameHeader};
use super::read::ReadFile;
use crate::disk::read_up_to;

const PIECE: usize = 256 << 10;

/// What stands at the scanner's place.
#[derive(Debug)]
pub(crate) enum Step<'a> {
    /// A whole frame; the scanner now stands behind it.
    Frame(Frame<'a>),
    /// Nothing: the limit, or room that was never written.
    End,
    /// Bytes that are no frame.
    Bad(&'static str),
}

/// A place in a segment that moves from frame to frame.
#[derive(Debug)]
pub(crate) struct Scanner {
    from: TiedFile,
    offset: u64,
    limit: u64,
    piece: Vec<u8>,
    piece_at: u64,
    read: ReadFile,
}

impl Scanner {
    /// Stands at `offset`, where a frame begins, and reads nothing from `limit` on.
    pub(crate) fn new(from: TiedFile, offset: u64, limit: u64) -> Self {
        Self { from, offset, limit, piece: Vec::new(), piece_at: offset, read: read_up_to }
    }

    /// The same, reading in another way.
    pub(crate) fn by(self, read: ReadFile) -> Self {
        Self { read, ..self }
    }

    /// Where it stands, in bytes from the start of the segment.
    pub(crate) fn offset(&self) -> u64 {
        self.offset
    }

    /// Goes to another place.
    pub(crate) fn go_to(&mut self, offset: u64) {
        self.offset = offset;
    }

    /// Reads what stands here, and moves behind it if it is a frame.
    pub(crate) fn step(&mut self) -> io::Result<Step<'_>> {
        let Some(start) = self.load(FRAME)? else {
            let rest = self.loaded();
            return Ok(if rest.iter().all(|b| *b == 0) { Step::End } else { Step::Bad("a frame is cut short") });
        };
        let head = self.piece.get(start..).unwrap_or_default();
        if head.iter().take(FRAME).all(|b| *b == 0) {
            return Ok(Step::End);
        }
        let header = match FrameHeader::decode(head, &self.from.tie, self.offset) {
            Ok(header) => header,
            Err(why) => return Ok(Step::Bad(why)),
        };
        let Some(start) = self.load(header.len)? else {
            return Ok(Step::Bad("a frame is cut short"));
        };
        let offset = self.offset;
        match Frame::check(header, self.piece.get(start..).unwrap_or_default(), &self.from.tie, offset) {
            Ok(frame) => {
                self.offset += frame.header.len as u64;
                Ok(Step::Frame(frame))
            }
            Err(why) => Ok(Step::Bad(why)),
        }
    }

    /// Where in the piece the bytes at this place begin; `None` when fewer than `len` are left.
    fn load(&mut self, len: usize) -> io::Result<Option<usize>> {
        let left = usize::try_from(self.limit.saturating_sub(self.offset)).unwrap_or(usize::MAX);
        if left < len && left > PIECE {
            return Ok(None);
        }
        if !self.covers(len) {
            self.refill(len.max(PIECE).min(left))?;
        }
        Ok(self.covers(len).then(|| usize::try_from(self.offset - self.piece_at).unwrap_or(usize::MAX)))
    }

    /// Makes the piece begin where the scanner stands and hold `want` bytes, or what there is. What it holds of them already is
    /// not read again.
    fn refill(&mut self, want: usize) -> io::Result<()> {
        let behind = self.piece_at + self.piece.len() as u64;
        let kept = if (self.piece_at..behind).contains(&self.offset) {
            self.piece.drain(..usize::try_from(self.offset - self.piece_at).unwrap_or(usize::MAX));
            self.piece.len()
        } else {
            0
        };
        self.piece.resize(want, 0);
        self.piece_at = self.offset;
        let room = self.piece.get_mut(kept..).unwrap_or_default();
        let read = (self.read)(&*self.from.file, room, self.offset + kept as u64)?;
        self.piece.truncate(kept + read);
        Ok(())
    }

    fn covers(&self, len: usize) -> bool {
        self.offset >= self.piece_at && self.offset + len as u64 <= self.piece_at + self.piece.len() as u64
    }

    /// What is left of the file when it is less than a header.
    fn loaded(&self) -> &[u8] {
        let start = usize::try_from(self.offset.saturating_sub(self.piece_at)).unwrap_or(usize::MAX);
        self.piece.get(start..).unwrap_or_default()
    }
}
