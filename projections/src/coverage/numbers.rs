//! Numbers instead of ids: given when something is first heard of, in the order of the log. Those of employers of one province and
//! industry lie together, and those of the cases of one industry, so that a narrow question passes over few blocks of the tables; and
//! those of one time, so that a day does.

use std::collections::HashMap;

use heyi_core::ids::{CaseId, EmployerId, LetterId};
use heyi_core::topic::TopicCode;
use uuid::Uuid;

use super::bitemporal::BLOCK;
use super::records::Spell;
use crate::columns::{Damaged, Reader, Writer};
use crate::ids::Ids;

/// The ids of all kinds, and the topics met.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    employers: Kinds,
    cases: Kinds,
    letters: Ids,
    topics: Vec<TopicCode>,
}

/// Ids of which each block holds those of one kind.
#[derive(Debug, Default)]
struct Kinds {
    /// With nil ids where a block is not full.
    ids: Ids,
    /// Of each block.
    kinds: Vec<u32>,
    /// The next number of each kind whose last block is not full.
    next: HashMap<u32, u32>,
}

/// Of those of which only the id was heard.
const UNHEARD: u32 = u32::MAX;
/// How many divisions of industry there can be: a kind of employers is a province and one of these.
const DIVISIONS: u32 = 256;

impl Kinds {
    fn of(&mut self, id: Uuid, kind: u32) -> u32 {
        if let Some(number) = self.ids.find(id) {
            return number;
        }
        let number = self.next.get(&kind).copied().unwrap_or_else(|| {
            self.kinds.push(kind);
            self.ids.reserve(BLOCK)
        });
        self.ids.put(number, id);
        let next = number + 1;
        if (next as usize).is_multiple_of(BLOCK) {
            self.next.remove(&kind);
        } else {
            self.next.insert(kind, next);
        }
        number
    }

    /// The kind of a number.
    fn kind(&self, number: u32) -> Option<u32> {
        self.kinds.get(number as usize / BLOCK).copied()
    }

    fn from_lists(list: Vec<Uuid>, kinds: Vec<u32>) -> Self {
        let mut next = HashMap::new();
        for (block, (kind, ids)) in kinds.iter().zip(list.chunks(BLOCK)).enumerate() {
            let given = ids.iter().take_while(|id| !id.is_nil()).count();
            if given < BLOCK {
                next.insert(*kind, u32::try_from(block * BLOCK + given).unwrap_or(u32::MAX));
            }
        }
        Self { ids: Ids::from_list(list), kinds, next }
    }
}

impl Numbers {
    /// The number of an employer, given now if it has none.
    pub(crate) fn employer(&mut self, id: EmployerId) -> u32 {
        self.employers.of(id.0, UNHEARD)
    }

    /// The same of many.
    pub(crate) fn employers_of(&mut self, ids: impl Iterator<Item = EmployerId> + Clone) -> Vec<u32> {
        let known = self.employers.ids.find_all(ids.clone().map(|id| id.0));
        ids.zip(known).map(|(id, known)| known.unwrap_or_else(|| self.employer(id))).collect()
    }

    /// The same of one whose place and industry are heard with it.
    pub(crate) fn employer_of(&mut self, id: EmployerId, first: Option<&Spell>) -> u32 {
        self.employers
            .of(id.0, first.map_or(UNHEARD, |spell| spell.place / 10_000 * DIVISIONS + u32::from(spell.division)))
    }

    /// The number of a case, likewise.
    pub(crate) fn case(&mut self, id: CaseId) -> u32 {
        self.cases.of(id.0, UNHEARD)
    }

    /// The same of one of which more is heard: the number of its employer, or of nobody and its own division.
    pub(crate) fn case_of(&mut self, id: CaseId, employer: u32, division: u8) -> u32 {
        let of_one = self.employers.kind(employer).map(|kind| kind % DIVISIONS);
        self.cases.of(id.0, of_one.unwrap_or(DIVISIONS + u32::from(division)))
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

    /// How many numbers employers have, with those that are not given yet.
    #[must_use]
    pub(crate) fn employers(&self) -> usize {
        self.employers.ids.list().len()
    }

    /// The same of cases.
    #[must_use]
    pub(crate) fn cases(&self) -> usize {
        self.cases.ids.list().len()
    }

    /// The employer with a number.
    #[must_use]
    pub(crate) fn employer_id(&self, number: u32) -> Option<EmployerId> {
        self.employers.ids.get(number).map(EmployerId)
    }

    /// The case with a number.
    #[must_use]
    pub(crate) fn case_id(&self, number: u32) -> Option<CaseId> {
        self.cases.ids.get(number).map(CaseId)
    }

    /// The letter with a number.
    #[must_use]
    pub(crate) fn letter_id(&self, number: u32) -> Option<LetterId> {
        self.letters.get(number).map(LetterId)
    }

    /// The topics, by their numbers.
    #[must_use]
    pub(crate) fn topics(&self) -> &[TopicCode] {
        &self.topics
    }

    /// Ids and the bytes they use.
    pub(super) fn size(&self) -> (usize, usize) {
        let kinds = [&self.employers.ids, &self.cases.ids, &self.letters];
        (kinds.iter().map(|ids| ids.list().len()).sum(), kinds.iter().map(|ids| ids.bytes()).sum())
    }

    pub(super) fn write<'a>(&self, writer: Writer<'a>) -> Writer<'a> {
        writer
            .values("number.employers", self.employers.ids.list())
            .values("number.kinds", &self.employers.kinds)
            .values("number.cases", self.cases.ids.list())
            .values("number.case kinds", &self.cases.kinds)
            .values("number.letters", self.letters.list())
            .rows("number.topics", self.topics.iter())
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Damaged> {
        Ok(Self {
            employers: Kinds::from_lists(reader.values("number.employers")?, reader.values("number.kinds")?),
            cases: Kinds::from_lists(reader.values("number.cases")?, reader.values("number.case kinds")?),
            letters: Ids::from_list(reader.values("number.letters")?),
            topics: reader.rows("number.topics")?,
        })
    }
}
