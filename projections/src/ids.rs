//! Numbers instead of ids, in the order they were first heard of.

use std::hash::BuildHasher as _;

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use uuid::Uuid;

/// The ids of one kind: a list, and the numbers found by the hash of what stands there.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    list: Vec<Uuid>,
    numbers: HashTable<u32>,
}

impl Ids {
    /// The number of an id, given now if it has none.
    pub(crate) fn of(&mut self, id: Uuid) -> u32 {
        if let Some(number) = self.find(id) {
            return number;
        }
        let number = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        if self.list.len() == self.list.capacity() {
            self.list.reserve_exact(self.list.len() / 8 + 64);
        }
        self.list.push(id);
        self.put(number, id);
        number
    }

    /// The number of an id; `None`: it has none.
    pub(crate) fn find(&self, id: Uuid) -> Option<u32> {
        self.numbers.find(hash(id), |number| self.get(*number) == Some(id)).copied()
    }

    /// The same of many at once. Ids lie far apart in memory, so that first whatever stands where each may stand is fetched, and only
    /// then looked at: one does not wait for the other.
    pub(crate) fn find_all(&self, ids: impl Iterator<Item = Uuid> + Clone) -> Vec<Option<u32>> {
        let likely: Vec<Option<u32>> = ids.clone().map(|id| self.numbers.find(hash(id), |_| true).copied()).collect();
        let is = |number: &u32, id: Uuid| self.get(*number) == Some(id);
        ids.zip(likely).map(|(id, likely)| likely.filter(|number| is(number, id)).or_else(|| self.find(id))).collect()
    }

    /// The id that has a number.
    pub(crate) fn get(&self, number: u32) -> Option<Uuid> {
        self.list.get(number as usize).copied()
    }

    /// An id has a number of the list.
    pub(crate) fn put(&mut self, number: u32, id: Uuid) {
        let Self { list, numbers } = self;
        if let Some(cell) = list.get_mut(number as usize) {
            *cell = id;
        }
        numbers.insert_unique(hash(id), number, |number| list.get(*number as usize).map_or(0, |id| hash(*id)));
    }

    /// Adds so many numbers that no id has yet; the first of them.
    pub(crate) fn reserve(&mut self, numbers: usize) -> u32 {
        let first = self.list.len();
        self.list.resize(first + numbers, Uuid::nil());
        u32::try_from(first).unwrap_or(u32::MAX)
    }

    /// Every id by its number, nil ones where a number has none.
    pub(crate) fn list(&self) -> &[Uuid] {
        &self.list
    }

    /// Of what [`Ids::list`] gave.
    pub(crate) fn from_list(list: Vec<Uuid>) -> Self {
        let mut numbers = HashTable::with_capacity(list.len());
        for (number, id) in (0..).zip(&list).filter(|(_, id)| !id.is_nil()) {
            numbers
                .insert_unique(hash(*id), number, |number: &u32| list.get(*number as usize).map_or(0, |id| hash(*id)));
        }
        Self { list, numbers }
    }

    /// Bytes used.
    pub(crate) fn bytes(&self) -> usize {
        self.list.capacity() * size_of::<Uuid>() + self.numbers.allocation_size()
    }
}

/// The same for an id on every machine.
pub(crate) fn hash(id: Uuid) -> u64 {
    FixedState::default().hash_one(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_are_found_at_once_as_each_by_itself() {
        let mut ids = Ids::default();
        let id = |number: u32| Uuid::from_u128(u128::from(number) << 40);
        // So many that some stand where another may stand.
        (0..20_000).for_each(|number| assert_eq!(ids.of(id(number)), number));
        let asked = (10_000..30_000).map(id);
        let expected: Vec<Option<u32>> = asked.clone().map(|id| ids.find(id)).collect();
        assert_eq!(ids.find_all(asked), expected);
        assert_eq!((expected[0], expected[10_000]), (Some(10_000), None));
    }
}
