//! The cases written of last, so that no history is read again when something is recorded of them: folded, or as the bytes of their
//! history, which take a tenth of the room and are folded again each time.

use std::collections::HashMap;
use std::hash::BuildHasher as _;

use foldhash::fast::FixedState;
use heyi_core::case::{Case, Line};
use heyi_core::event::{CaseEvent, Recorded};
use heyi_core::ids::{CaseId, Version};

use super::history::History;

/// About how many bytes a case takes by itself, each of its entries, and each employer on its coverage list.
const OF_CASE: usize = size_of::<Case>() + 2_000;
const OF_ENTRY: usize = size_of::<Line>() + size_of::<Recorded<CaseEvent>>() + 200;
const OF_COVERED: usize = 500;

/// Cases by id.
#[derive(Debug, Default)]
pub(super) struct Folded {
    cases: HashMap<CaseId, Item, FixedState>,
    bytes: usize,
    /// How many pages were folded.
    page: u64,
}

/// A case after the last commit that touched it.
#[derive(Debug)]
pub(super) enum Kept {
    /// Folded.
    Case(Box<Case>),
    /// What it is folded from.
    History(History),
}

#[derive(Debug)]
struct Item {
    kept: Kept,
    bytes: usize,
    page: u64,
}

impl Kept {
    /// The version of its last entry.
    pub(super) fn version(&self) -> Version {
        match self {
            Self::Case(case) => case.version,
            Self::History(history) => history.version(),
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Self::Case(case) => OF_CASE + case.lines.len() * OF_ENTRY + case.covered.len() * OF_COVERED,
            Self::History(history) => size_of::<Item>() + history.bytes(),
        }
    }
}

impl Folded {
    /// Takes a case out, if it is there.
    pub(super) fn take(&mut self, id: CaseId) -> Option<Kept> {
        let item = self.cases.remove(&id)?;
        self.bytes -= item.bytes;
        Some(item.kept)
    }

    /// Keeps a case, which is not there.
    pub(super) fn put(&mut self, id: CaseId, kept: Kept) {
        let bytes = kept.bytes();
        self.bytes += bytes;
        self.cases.insert(id, Item { kept, bytes, page: self.page });
    }

    /// A page was folded. When the cases take more than so many bytes, lets those go that were not touched for long, until a quarter
    /// of the room is free.
    ///
    /// Cases are often written of in turns. If always the one went that was touched longest ago, and one too many were under way, each
    /// would go just before its turn; so how old it counts depends on its id, too.
    pub(super) fn let_go(&mut self, room: usize) {
        self.page += 1;
        if self.bytes <= room {
            return;
        }
        let hasher = FixedState::default();
        let age = |id: &CaseId, item: &Item| (self.page - item.page) * (1 + hasher.hash_one(id) % 8);
        let mut by_age: Vec<(u64, CaseId)> = self.cases.iter().map(|(id, item)| (age(id, item), *id)).collect();
        by_age.sort_unstable();
        while self.bytes > room / 4 * 3
            && let Some((_, id)) = by_age.pop()
        {
            drop(self.take(id));
        }
    }
}
