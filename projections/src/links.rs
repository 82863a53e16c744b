//! Numbers of rows found by an id that they name, such as the cases of an employer.

use hashbrown::HashTable;
use uuid::Uuid;

use crate::ids;

/// Pairs of an id and the number of a row. Of the id only a hash is kept: who asks looks whether the row names it.
#[derive(Debug, Default)]
pub(crate) struct Links(HashTable<(u32, u32)>);

impl Links {
    /// A row names an id it did not name before.
    pub(crate) fn put(&mut self, id: Uuid, number: u32) {
        let short = short(id);
        self.0.insert_unique(spread(short), (short, number), |(short, _)| spread(*short));
    }

    /// A row does not name it any more.
    pub(crate) fn remove(&mut self, id: Uuid, number: u32) {
        let short = short(id);
        if let Ok(found) = self.0.find_entry(spread(short), |link| *link == (short, number)) {
            found.remove();
        }
    }

    /// The rows that name an id, by number; by chance with one that names another.
    pub(crate) fn of(&self, id: Uuid) -> Vec<u32> {
        let short = short(id);
        let found = self.0.iter_hash(spread(short)).filter(|link| link.0 == short);
        let mut numbers: Vec<u32> = found.map(|(_, number)| *number).collect();
        numbers.sort_unstable();
        numbers
    }

    /// Bytes used.
    pub(crate) fn bytes(&self) -> usize {
        self.0.allocation_size()
    }
}

fn short(id: Uuid) -> u32 {
    (ids::hash(id) >> 32) as u32
}

/// The table looks at both ends of a hash.
fn spread(short: u32) -> u64 {
    u64::from(short).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_by_each_id_and_gone_when_they_are_removed() {
        let (mut links, id) = (Links::default(), |number: u32| Uuid::from_u128(u128::from(number / 3)));
        (0..900).for_each(|number| links.put(id(number), number));
        for number in (0..900).step_by(3) {
            assert_eq!(links.of(id(number)), [number, number + 1, number + 2]);
            links.remove(id(number), number + 1);
            links.remove(id(number), number + 900);
            assert_eq!(links.of(id(number)), [number, number + 2]);
        }
        assert_eq!(links.of(id(2_700)), [0; 0]);
    }
}
