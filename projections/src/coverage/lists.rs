//! Whom a case covers, as known last: employers by number, those together whose rows say the same.

use super::records::Covering;
use crate::sorted::without;

/// The employers a case covers.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct List(Vec<Alike>);

/// Employers of which one thing is said; sorted, as these are by what is said.
#[derive(Debug, PartialEq, Eq)]
struct Alike {
    said: Covering,
    employers: Vec<u32>,
}

impl List {
    /// Of rows in any order.
    pub(super) fn of(mut rows: Vec<(u32, Covering)>) -> Self {
        rows.sort_unstable_by_key(|(employer, said)| (*said, *employer));
        rows.dedup();
        let alike = rows.chunk_by(|(_, one), (_, next)| one == next).filter_map(|rows| {
            let (_, said) = *rows.first()?;
            Some(Alike { said, employers: rows.iter().map(|(employer, _)| *employer).collect() })
        });
        Self(alike.collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The rows that are not in another list.
    pub(super) fn without<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (u32, &'a Covering)> {
        self.0.iter().flat_map(|alike| {
            let gone = without(&alike.employers, other.employers(&alike.said));
            gone.map(|employer| (*employer, &alike.said))
        })
    }

    fn employers(&self, said: &Covering) -> &[u32] {
        let found = self.0.binary_search_by_key(said, |alike| alike.said);
        found.ok().and_then(|index| self.0.get(index)).map_or(&[], |alike| alike.employers.as_slice())
    }

    /// How many rows there are, and how many bytes they use.
    pub(super) fn size(&self) -> (usize, usize) {
        let rows = self.0.iter().map(|alike| alike.employers.len()).sum();
        let bytes = self.0.iter().map(|alike| alike.employers.capacity() * size_of::<u32>()).sum::<usize>();
        (rows, bytes + self.0.capacity() * size_of::<Alike>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covering(stay: u32) -> Covering {
        Covering { case: 7, stay }
    }

    #[test]
    fn what_one_list_has_and_another_has_not_is_found_both_ways() {
        let before = List::of(vec![(9, covering(1)), (3, covering(1)), (3, covering(5)), (9, covering(1))]);
        let now = List::of(vec![(3, covering(5)), (4, covering(1)), (9, covering(1)), (9, covering(2))]);
        assert_eq!(before.size().0, 3, "a row given twice is one");
        assert_eq!(before.without(&now).collect::<Vec<_>>(), [(3, &covering(1))]);
        assert_eq!(now.without(&before).collect::<Vec<_>>(), [(4, &covering(1)), (9, &covering(2))]);
        assert_eq!(now.without(&now).count(), 0);
        assert_eq!(List::default().without(&now).count(), 0);
        assert!(List::of(Vec::new()).is_empty() && !now.is_empty());
    }
}
