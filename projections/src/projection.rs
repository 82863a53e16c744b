//! What a projection is: a fold of changes that can be written down and read back.

use heyi_core::case::Case;
use heyi_core::digest::Digest;
use heyi_core::employer::Employer;
use heyi_core::event::{Event, Recorded};
use heyi_core::ground::Law;
use heyi_core::ids::Position;
use heyi_core::letter::Letter;
use heyi_store::append::StreamId;
use jiff::Timestamp;

use crate::columns::Damaged;

/// Where in the log a change stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Position of the last event of the commit: a commit becomes known whole.
    pub position: Position,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

/// What a projection is told, in this order for each commit: its events, then the employers, letters and cases they
/// change, by id.
///
/// When a rulebook or calendar is adopted every case is told again, folded under the new law.
#[derive(Debug)]
pub enum Change<'a> {
    /// An event of the commit.
    Event {
        /// Its stream.
        stream: &'a StreamId,
        /// What was recorded.
        recorded: &'a Recorded<Event>,
    },
    /// An employer as known after the commit.
    Employer(&'a Employer),
    /// A supervision letter as known after the commit.
    Letter(&'a Letter),
    /// A case as known after the commit.
    Case(&'a Case),
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

    /// Takes in one change. `law` is the law as known then. Never fails: what does not concern it, it leaves.
    fn apply(&mut self, at: Moment, change: &Change<'_>, law: &Law);

    /// The whole contents.
    fn write(&self) -> Vec<u8>;

    /// Puts what [`Projection::write`] wrote in the place of the contents.
    ///
    /// # Errors
    /// [`Damaged`] when it is not that; the contents are then as before.
    fn read(&mut self, bytes: &[u8]) -> Result<(), Damaged>;

    /// Hash of the whole contents.
    fn hash(&self) -> Digest {
        Digest::of(&[&self.write()])
    }
}
