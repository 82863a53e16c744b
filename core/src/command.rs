//! What a person asks to record: a command with the day it occurred and what it rests on.

use crate::erasable::{Erasable, FileRef};
use crate::occurred::Occurred;

pub use crate::decisions::Command;

/// A command, with when it occurred and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What is to be recorded.
    pub command: Command,
    /// The day it occurred on, as claimed.
    pub occurred: Occurred,
    /// A remark, in the vault.
    pub note: Option<Erasable>,
    /// The papers it rests on.
    pub evidence: Vec<FileRef>,
}
