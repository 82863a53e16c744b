//! Numbers instead of ids: given when something is first heard of, in the order of the log.

use std::hash::BuildHasher as _;

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use heyi_core::ids::{CaseId, EmployerId, LetterId};
use heyi_core::topic::TopicCode;
use uuid::Uuid;

use crate::columns::{Damaged, Reader, Writer};

/// The ids of one kind: a list, and the numbers found by the hash of what stands there.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    list: Vec<Uuid>,
    numbers: HashTable<u32>,
}

/// The ids of all kinds, and the topics met.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    employers: Ids,
    cases: Ids,
    letters: Ids,
    topics: Vec<TopicCode>,
}

impl Ids {
    fn of(&mut self, id: Uuid) -> u32 {
        let Self { list, numbers } = self;
        let stands = |number: &u32| list.get(*number as usize) == Some(&id);
        if let Some(number) = numbers.find(hash(&id), stands) {
            return *number;
        }
        let number = u32::try_from(list.len()).unwrap_or(u32::MAX);
        if list.len() == list.capacity() {
            list.reserve_exact(list.len() / 8 + 64);
        }
        list.push(id);
        numbers.insert_unique(hash(&id), number, |number| list.get(*number as usize).map_or(0, hash));
        number
    }

    fn from_list(list: Vec<Uuid>) -> Self {
        let mut numbers = HashTable::with_capacity(list.len());
        for (number, id) in (0..).zip(&list) {
            numbers.insert_unique(hash(id), number, |number: &u32| list.get(*number as usize).map_or(0, hash));
        }
        Self { list, numbers }
    }

    fn bytes(&self) -> usize {
        self.list.capacity() * size_of::<Uuid>() + self.numbers.allocation_size()
    }
}

fn hash(id: &Uuid) -> u64 {
    FixedState::default().hash_one(id)
}

impl Numbers {
    /// The number of an employer, given now if it has none.
    pub(crate) fn employer(&mut self, id: EmployerId) -> u32 {
        self.employers.of(id.0)
    }

    /// The number of a case, likewise.
    pub(crate) fn case(&mut self, id: CaseId) -> u32 {
        self.cases.of(id.0)
    }

    /// The number of a letter, likewise.
    pub(crate) fn letter(&mut self, id: LetterId) -> u32 {
        self.letters.of(id.0)
    }

    /// The number of a topic, likewise.
    pub(crate) fn topic(&mut self, code: &TopicCode) -> u32 {
        let known = self.topics.iter().position(|topic| topic == code);
        let number = known.unwrap_or_else(|| {
            self.topics.push(code.clone());
            self.topics.len() - 1
        });
        u32::try_from(number).unwrap_or(u32::MAX)
    }

    /// How many employers were heard of.
    #[must_use]
    pub(crate) fn employers(&self) -> usize {
        self.employers.list.len()
    }

    /// How many cases were.
    #[must_use]
    pub(crate) fn cases(&self) -> usize {
        self.cases.list.len()
    }

    /// The employer with a number.
    #[must_use]
    pub(crate) fn employer_id(&self, number: u32) -> Option<EmployerId> {
        self.employers.list.get(number as usize).map(|id| EmployerId(*id))
    }

    /// The case with a number.
    #[must_use]
    pub(crate) fn case_id(&self, number: u32) -> Option<CaseId> {
        self.cases.list.get(number as usize).map(|id| CaseId(*id))
    }

    /// The letter with a number.
    #[must_use]
    pub(crate) fn letter_id(&self, number: u32) -> Option<LetterId> {
        self.letters.list.get(number as usize).map(|id| LetterId(*id))
    }

    /// The topics, by their numbers.
    #[must_use]
    pub(crate) fn topics(&self) -> &[TopicCode] {
        &self.topics
    }

    /// Ids and the bytes they use.
    pub(super) fn size(&self) -> (usize, usize) {
        let kinds = [&self.employers, &self.cases, &self.letters];
        (kinds.iter().map(|ids| ids.list.len()).sum(), kinds.iter().map(|ids| ids.bytes()).sum())
    }

    pub(super) fn write(&self, writer: Writer) -> Writer {
        writer
            .values("number.employers", &self.employers.list)
            .values("number.cases", &self.cases.list)
            .values("number.letters", &self.letters.list)
            .rows("number.topics", self.topics.iter())
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Damaged> {
        Ok(Self {
            employers: Ids::from_list(reader.values("number.employers")?),
            cases: Ids::from_list(reader.values("number.cases")?),
            letters: Ids::from_list(reader.values("number.letters")?),
            topics: reader.rows("number.topics")?,
        })
    }
}
