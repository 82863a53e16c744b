//! The cases written of last, so that no history is read again when something is recorded of them: folded, or as the bytes of their
//! history, which take a seventh of the room and are folded again each time.

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

#[cfg(test)]
mod tests {
    use heyi_core::scenario::Scenario;
    use heyi_core::stage::Step;
    use uuid::Uuid;

    use super::*;

    fn id(number: u128) -> CaseId {
        CaseId(Uuid::from_u128(number))
    }

    fn case() -> Kept {
        Kept::Case(Box::new(Scenario::through(Step::Delivery).case()))
    }

    fn there(folded: &mut Folded, numbers: std::ops::Range<u128>) -> usize {
        numbers.filter(|number| folded.take(id(*number)).map(|kept| folded.put(id(*number), kept)).is_some()).count()
    }

    #[test]
    fn what_is_taken_out_is_gone_until_it_is_put_back() {
        let mut folded = Folded::default();
        folded.put(id(1), case());
        assert_eq!(folded.take(id(1)).map(|kept| kept.version()), Some(Version(3)));
        assert!(folded.take(id(1)).is_none());
        assert_eq!(folded.bytes, 0);
    }

    #[test]
    fn within_its_room_nothing_is_let_go_and_beyond_it_a_quarter_becomes_free() {
        let (mut folded, each) = (Folded::default(), case().bytes());
        (0..100).for_each(|number| folded.put(id(number), case()));
        folded.let_go(100 * each);
        assert_eq!(there(&mut folded, 0..100), 100);
        folded.let_go(80 * each);
        assert_eq!((there(&mut folded, 0..100), folded.bytes), (60, 60 * each));
    }

    #[test]
    fn of_cases_written_of_in_turns_many_are_there_though_not_all_fit() {
        let (mut folded, each, mut found) = (Folded::default(), case().bytes(), 0);
        for _ in 0..20 {
            for page in 0..10 {
                for number in page * 10..(page + 1) * 10 {
                    let kept = folded.take(id(number));
                    found += usize::from(kept.is_some());
                    folded.put(id(number), kept.unwrap_or_else(case));
                }
                folded.let_go(90 * each);
            }
        }
        assert!((500..2_000).contains(&found), "{found} of 2,000: of those touched longest ago none would be left");
    }

    #[test]
    fn what_nobody_writes_of_any_more_goes_in_the_end() {
        let (mut folded, each) = (Folded::default(), case().bytes());
        (0..50).for_each(|number| folded.put(id(number), case()));
        for number in 50..400 {
            folded.put(id(number), case());
            folded.let_go(100 * each);
        }
        assert_eq!(there(&mut folded, 0..50), 0);
    }
}
