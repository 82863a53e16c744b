//! How a log is kept, and how it was found.

use std::io;
use std::path::PathBuf;

use serde::Serialize;

use crate::append::{ChainPoint, ReadError};
use crate::index::IndexState;
use crate::segment::active::Preallocate;
use crate::segment::{Damage, TailCut};

/// How a log is kept.
#[derive(Clone, Debug)]
pub struct Options {
    /// A segment is sealed before it grows beyond this many bytes, unless one commit alone does: at most 1 GiB.
    pub segment_bytes: u64,
    /// When the room of the next segment is written.
    pub preallocate: Preallocate,
    /// The directory of the index; `None`: in memory only.
    pub index: Option<PathBuf>,
    /// How many days idempotency keys stay in the index after the day they were used on. In the log they stay for ever.
    pub keys_kept_days: u32,
    /// Ends of the log that something outside it has seen, such as a signed checkpoint: a log that ends before is shortened.
    pub seen: Vec<ChainPoint>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            segment_bytes: 32 << 20,
            preallocate: Preallocate::Background,
            index: None,
            keys_kept_days: 30,
            seen: Vec::new(),
        }
    }
}

/// How a log was found when it was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OpenReport {
    /// Where it ends.
    pub end: ChainPoint,
    /// Whether it had been closed in an orderly way.
    pub clean: bool,
    /// Whether it had been, but the mark of it was damaged: everything was read, and whether the log ends where it ended then is
    /// not known.
    pub mark_damaged: bool,
    /// What was cut off its end. Whoever opens the log records this as the next event: it is never silent.
    pub tail_cut: Option<TailCut>,
    /// The damage that makes it read-only.
    pub damage: Option<Damage>,
    /// How its index was.
    pub index: IndexState,
}

/// Why a log could not be opened, not even to be read.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The disk refused.
    #[error("the log could not be opened")]
    Disk(#[from] io::Error),
    /// Its frames could not be read for the index.
    #[error("the index of the log could not be made")]
    Index(#[from] ReadError),
}
