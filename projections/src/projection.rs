//! What a projection is: a fold of changes that can be written down and read back.

use std::io;

use heyi_core::digest::Digest;
use heyi_core::event::{Event, Recorded};
use heyi_core::ids::Position;
use heyi_store::append::StreamId;
use jiff::Timestamp;

use crate::columns::{Damaged, Reader, Writer};
use crate::sealed::Sealing;

/// Where in the log a change stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Position of the last event of the commit: a commit becomes known whole.
    pub position: Position,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

/// A fold of the log, kept in memory.
///
/// The same changes give the same contents, byte for byte: a projection rebuilt from 0 is compared by [`Projection::hash`]
/// with the one that was kept.
pub trait Projection: Send + Sync + 'static {
    /// Its name, in file names: `a-z` and `-`.
    fn name(&self) -> &'static str;

    /// The version of what [`Projection::write`] writes, and of how it is computed: a kept state of another is not read.
    fn format(&self) -> u32;

    /// Takes in one event that is of no case, employer or letter: what became of these it is told otherwise (see `state`). Never
    /// fails: what does not concern it, it leaves.
    fn event(&mut self, _: Moment, _: &StreamId, _: &Recorded<Event>) {}

    /// Writes the whole contents.
    ///
    /// # Errors
    /// What the writing answers.
    fn write(&self, to: Writer<'_>) -> io::Result<()>;

    /// Puts what [`Projection::write`] wrote in the place of the contents.
    ///
    /// # Errors
    /// [`Damaged`] when it is not that; the contents are then as before.
    fn read(&mut self, from: Reader<'_>) -> Result<(), Damaged>;

    /// Hash of the whole contents.
    fn hash(&self) -> Digest {
        let mut to = Sealing::new(io::sink());
        // Nothing can fail there.
        let _ = self.write(Writer::new(&mut to));
        to.hash()
    }
}
