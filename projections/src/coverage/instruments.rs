//! Employer × instrument: the days it covers, and the positions between which that was known.

use std::collections::{BTreeSet, HashMap};

use heyi_core::event::outcome::OutcomeForm;
use heyi_core::ids::{CaseId, Position};
use uuid::Uuid;

use crate::case_card::InstrumentCard;
use crate::columns::{Damaged, Reader, Writer};

use super::day_number;

/// The first day is not known.
const NO_FIRST_DAY: i32 = i32::MIN;
/// No end is known.
const NO_LAST_DAY: i32 = i32::MAX;
/// Still known.
const STILL: u64 = u64::MAX;
/// Flag: the first day is derived, and nobody confirmed it.
const DERIVED: u8 = 1;
/// Flag: it counts for the coverage of women.
const FOR_WOMEN: u8 = 2;

/// The forms, by their number in a column.
pub const FORMS: [OutcomeForm; 6] = [
    OutcomeForm::SpecialContract,
    OutcomeForm::Chapter,
    OutcomeForm::Annex,
    OutcomeForm::Minutes,
    OutcomeForm::Memorandum,
    OutcomeForm::Policy,
];

/// The table, in the order in which its rows became known.
#[derive(Debug, Default)]
pub struct Instruments {
    case: Vec<Uuid>,
    employer: Vec<u32>,
    from: Vec<i32>,
    to: Vec<i32>,
    form: Vec<u8>,
    flags: Vec<u8>,
    known_from: Vec<u64>,
    known_to: Vec<u64>,
    /// The rows of each case that are still known.
    open: HashMap<CaseId, Vec<usize>>,
}

/// What a row says, besides when it was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Facts {
    employer: u32,
    from: i32,
    to: i32,
    form: u8,
    flags: u8,
}

/// How surely an instrument covers on a day, the less sure first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Sureness {
    /// It does not.
    #[default]
    Not,
    /// Its first day is not known.
    Unknown,
    /// By a derived first day that nobody confirmed.
    Derived,
    /// By a confirmed first day.
    Confirmed,
}

/// One row that was known, as it stands on the day asked.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// The number of the employer.
    pub employer: u32,
    /// The number of the form, in [`FORMS`].
    pub form: u8,
    /// How surely it covers.
    pub sureness: Sureness,
}

impl Facts {
    /// What an instrument says of the employer with that number.
    #[must_use]
    pub fn of(card: &InstrumentCard, employer: u32) -> Self {
        let form = FORMS.iter().position(|form| *form == card.form).and_then(|form| u8::try_from(form).ok());
        let flags = if card.derived { DERIVED } else { 0 } | if card.counts_for_women { FOR_WOMEN } else { 0 };
        Self {
            employer,
            from: card.from.map_or(NO_FIRST_DAY, day_number),
            to: card.to.map_or(NO_LAST_DAY, day_number),
            form: form.unwrap_or_default(),
            flags,
        }
    }

    fn sureness(self, day: i32) -> Sureness {
        match (self.from, self.to) {
            (_, to) if to < day => Sureness::Not,
            (NO_FIRST_DAY, _) => Sureness::Unknown,
            (from, _) if day < from => Sureness::Not,
            _ if self.flags & DERIVED != 0 => Sureness::Derived,
            _ => Sureness::Confirmed,
        }
    }
}

impl Instruments {
    /// The instrument of a case as it covers each employer, from this position on. What was known before is closed, where it said
    /// something else; what is known still stays.
    pub fn set(&mut self, case: CaseId, facts: BTreeSet<Facts>, at: Position) {
        let mut open = self.open.remove(&case).unwrap_or_default();
        let mut new = facts;
        let known = |row: &usize| self.facts(*row).is_some_and(|facts| new.remove(&facts));
        let (stay, gone): (Vec<usize>, Vec<usize>) = open.drain(..).partition(known);
        for row in gone {
            if let Some(known_to) = self.known_to.get_mut(row) {
                *known_to = at.0;
            }
        }
        open = stay;
        for facts in new {
            open.push(self.case.len());
            self.push(case, facts, at);
        }
        if !open.is_empty() {
            self.open.insert(case, open);
        }
    }

    /// The rows known at a position that count for women, as they stand on a day.
    pub fn standing(&self, day: i32, known: Position) -> impl Iterator<Item = Standing> + '_ {
        let known = known.0;
        // Rows stand in the order they became known in.
        let known_by_then = self.known_from.partition_point(|from| *from <= known);
        let open = self.known_to.iter().take(known_by_then).enumerate().filter(move |(_, to)| known < **to);
        open.filter_map(move |(row, _)| {
            let facts = self.facts(row).filter(|facts| facts.flags & FOR_WOMEN != 0)?;
            Some(Standing { employer: facts.employer, form: facts.form, sureness: facts.sureness(day) })
        })
    }

    pub(super) fn write(&self, writer: Writer) -> Writer {
        writer
            .values("instrument.case", &self.case)
            .values("instrument.employer", &self.employer)
            .values("instrument.from", &self.from)
            .values("instrument.to", &self.to)
            .values("instrument.form", &self.form)
            .values("instrument.flags", &self.flags)
            .values("instrument.known-from", &self.known_from)
            .values("instrument.known-to", &self.known_to)
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Damaged> {
        let mut table = Self {
            case: reader.values("instrument.case")?,
            employer: reader.values("instrument.employer")?,
            from: reader.values("instrument.from")?,
            to: reader.values("instrument.to")?,
            form: reader.values("instrument.form")?,
            flags: reader.values("instrument.flags")?,
            known_from: reader.values("instrument.known-from")?,
            known_to: reader.values("instrument.known-to")?,
            open: HashMap::new(),
        };
        let rows = table.case.iter().zip(&table.known_to).enumerate();
        for (row, (case, _)) in rows.filter(|(_, (_, to))| **to == STILL) {
            table.open.entry(CaseId(*case)).or_default().push(row);
        }
        Ok(table)
    }

    fn facts(&self, row: usize) -> Option<Facts> {
        Some(Facts {
            employer: *self.employer.get(row)?,
            from: *self.from.get(row)?,
            to: *self.to.get(row)?,
            form: *self.form.get(row)?,
            flags: *self.flags.get(row)?,
        })
    }

    fn push(&mut self, case: CaseId, facts: Facts, at: Position) {
        self.case.push(case.0);
        self.employer.push(facts.employer);
        self.from.push(facts.from);
        self.to.push(facts.to);
        self.form.push(facts.form);
        self.flags.push(facts.flags);
        self.known_from.push(at.0);
        self.known_to.push(STILL);
    }
}
