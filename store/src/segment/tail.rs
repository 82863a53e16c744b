//! The end of the last segment: is what stands behind the last whole frame a torn tail, or damage?

use std::io;

use heyi_core::digest::Digest;
use heyi_core::ids::Position;

use super::frame::{Frame, MAGIC};
use super::scan::{Scanner, Step};
use super::{ALIGN, CUT_DIR, Damage, OWED, TailCut, TiedFile};
use crate::disk::{self, Disk, read_up_to};

/// What stands behind the last whole frame.
pub(crate) enum Tail {
    /// Room that was never written.
    Empty,
    /// Bytes that were never acknowledged.
    Torn,
    /// Bytes of which something later says that they were durable.
    Damaged,
}

/// Judges what stands from `offset` on, where the frame with the position `next` should begin.
///
/// A later frame that was written when `next` was durable already makes it damage. `seen` is the last position that anything
/// outside the segments has seen.
pub(crate) fn judge(from: &TiedFile, offset: u64, next: Position, seen: Position) -> io::Result<Tail> {
    let bytes = rest(from, offset)?;
    if bytes.iter().all(|b| *b == 0) {
        return Ok(Tail::Empty);
    }
    if seen >= next {
        return Ok(Tail::Damaged);
    }
    let later = find(from, offset, &bytes, |frame| frame.header.durable >= next)?;
    Ok(if later.is_some() { Tail::Damaged } else { Tail::Torn })
}

/// Where the next whole frame begins, after bytes at `offset` that are none; nothing is read from `limit` on.
pub(crate) fn next_frame(from: &TiedFile, offset: u64, limit: u64) -> io::Result<Option<u64>> {
    let mut bytes = rest(from, offset)?;
    bytes.truncate(usize::try_from(limit.saturating_sub(offset)).unwrap_or(usize::MAX));
    find(from, offset, &bytes, |_| true)
}

/// Where the first whole frame begins that is wanted, in the bytes that stand at `offset`.
fn find(from: &TiedFile, offset: u64, bytes: &[u8], wanted: impl Fn(Frame<'_>) -> bool) -> io::Result<Option<u64>> {
    let mut scanner = Scanner::new(from.clone(), offset, offset + bytes.len() as u64);
    for (at, _) in bytes.chunks(ALIGN).enumerate().filter(|(_, chunk)| chunk.starts_with(&MAGIC)) {
        let at = offset + (at * ALIGN) as u64;
        scanner.go_to(at);
        if let Step::Frame(frame) = scanner.step()?
            && wanted(frame)
        {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

/// Cuts a torn tail off: its bytes are kept in `cut/` before they leave the segment, with a note that the log is owed a record of
/// it ([`crate::cuts`]).
pub(crate) fn cut(disk: &dyn Disk, from: &TiedFile, offset: u64, position: Position) -> io::Result<TailCut> {
    let mut bytes = rest(from, offset)?;
    bytes.truncate(bytes.iter().rposition(|b| *b != 0).map_or(0, |last| last + 1));
    let hash = Digest::of(&[&bytes]);
    let segment = from.tie.segment;
    let name = format!("{CUT_DIR}/{segment:08}-{offset}-{}", short(hash));
    let kept = format!("{name}.bin");
    let cut = TailCut { file: super::path(segment), from: offset, position, bytes: bytes.len() as u64, hash, kept };
    disk::make_dir(disk, CUT_DIR)?;
    disk::replace(disk, &cut.kept, &bytes)?;
    disk::replace(disk, &format!("{name}{OWED}"), &serde_json::to_vec(&cut)?)?;
    from.file.set_len(offset)?;
    from.file.sync_data()?;
    tracing::warn!(
        file = cut.file,
        from = offset,
        bytes = cut.bytes,
        kept = cut.kept,
        "a torn tail was cut off the log"
    );
    Ok(cut)
}

/// What of a hash stands in the name of a file.
pub(crate) fn short(hash: Digest) -> String {
    hash.to_string().chars().take(16).collect()
}

/// What is wrong at a place where a durable frame should stand.
pub(crate) fn damage(from: &TiedFile, offset: u64, next: Position, what: &str) -> Damage {
    Damage::new(super::path(from.tie.segment), offset, format!("the event at position {next} was durable: {what}"))
}

fn rest(from: &TiedFile, offset: u64) -> io::Result<Vec<u8>> {
    let len = from.file.len()?.saturating_sub(offset);
    let mut bytes = vec![0; usize::try_from(len).map_err(io::Error::other)?];
    let read = read_up_to(&*from.file, &mut bytes, offset)?;
    bytes.truncate(read);
    Ok(bytes)
}
