//! The frozen head of a body, version 1. Payloads are the frozen structs of `heyi_core::event`.

use heyi_core::erasable::{Erasable, FileRef};
use heyi_core::event::{Entry, Event};
use heyi_core::occurred::Occurred;
use serde::{Deserialize, Serialize};

/// What stands before the payload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// When it occurred, as claimed.
    pub occurred: Occurred,
    /// A remark, in the vault.
    pub note: Option<Erasable>,
    /// The papers it rests on.
    pub evidence: Vec<FileRef>,
}

impl Head {
    /// The head of an entry.
    #[must_use]
    pub fn of(entry: &Entry) -> Self {
        Self { occurred: entry.occurred.clone(), note: entry.note.clone(), evidence: entry.evidence.clone() }
    }

    /// The entry with this head.
    #[must_use]
    pub fn with(self, event: Event) -> Entry {
        Entry { occurred: self.occurred, event, note: self.note, evidence: self.evidence }
    }
}
