//! Who stands behind a number: the units that are counted, those that are not, and those of which it is not known, with the reason.

use heyi_core::ids::{CaseId, EmployerId, LetterId, Position};
use heyi_core::industry::BiomedicineList;
use heyi_core::text::Say;
use serde::Serialize;

use super::tally::{Base, Unit};
use crate::coverage::{Coverage, CoverageQuery, Measure, Sureness, Unit as Counts};

/// A part of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// What is counted.
    Counted,
    /// What belongs to the base and is not counted.
    NotCounted,
    /// What belongs to the base, or may, and of which it is not known whether it counts.
    Unknown,
    /// What may belong to the base.
    BaseUnknown,
}

/// Who or what a unit is, or belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// An employer of the register.
    Employer(EmployerId),
    /// A case.
    Case(CaseId),
    /// A letter.
    Letter(LetterId),
}

/// A unit behind a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Member {
    /// Who or what.
    pub subject: Subject,
    /// How surely it is counted.
    pub sureness: Sureness,
    /// Why it is counted, or is not.
    pub why: Say,
    /// Of measures of people: how many; `None`: not known.
    pub people: Option<u32>,
    /// Of measures of days: how many.
    pub days: Option<i64>,
}

/// The units of a part, a page of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Members {
    /// How many there are in all.
    pub number: usize,
    /// Those of the page.
    pub items: Vec<Member>,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 4] = [Self::Counted, Self::NotCounted, Self::Unknown, Self::BaseUnknown];

    /// Its name in addresses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Counted => "counted",
            Self::NotCounted => "not-counted",
            Self::Unknown => "unknown",
            Self::BaseUnknown => "base-unknown",
        }
    }

    /// The part of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }

    /// In words.
    #[must_use]
    pub fn say(self) -> Say {
        match self {
            Self::Counted => Say::new("已计入", "counted"),
            Self::NotCounted => Say::new("未计入", "not counted"),
            Self::Unknown => Say::new("不明是否计入", "not known whether they count"),
            Self::BaseUnknown => Say::new("不明是否属于分母", "not known whether they belong to the base"),
        }
    }

    fn holds(self, unit: &Unit) -> bool {
        match (self, unit.base) {
            (Self::BaseUnknown, base) => base == Base::Unknown,
            (_, Base::Unknown) => false,
            (Self::Counted, _) => unit.sureness.counts(),
            (Self::NotCounted, _) => unit.sureness == Sureness::Not,
            (Self::Unknown, _) => unit.sureness.is_unknown(),
        }
    }
}

impl Coverage {
    /// The units of a part of the total, in the order in which they were first heard of; a page of so many after so many.
    pub(crate) fn members(
        &self,
        query: &CoverageQuery,
        known: Position,
        list: &BiomedicineList,
        part: Part,
        (skip, limit): (usize, usize),
    ) -> Members {
        let mut units = self.tally(query, known, list, true).members.unwrap_or_default();
        units.retain(|unit| part.holds(unit));
        units.sort_by_key(|unit| unit.subject);
        let items = units.iter().skip(skip).take(limit).filter_map(|unit| self.member(query.measure, part, unit));
        Members { number: units.len(), items: items.collect() }
    }

    fn member(&self, measure: Measure, part: Part, unit: &Unit) -> Option<Member> {
        let numbers = &self.numbers;
        let subject = match measure.unit() {
            Counts::Employers | Counts::Women | Counts::SkilledWomen => {
                Subject::Employer(numbers.employer_id(unit.subject)?)
            }
            Counts::Letters => Subject::Letter(numbers.letter_id(unit.subject)?),
            _ => Subject::Case(numbers.case_id(unit.subject)?),
        };
        let people = unit.people.and_then(|people| people.number);
        Some(Member { subject, sureness: unit.sureness, why: why(part, unit.sureness), people, days: unit.days })
    }
}

fn why(part: Part, sureness: Sureness) -> Say {
    if part == Part::BaseUnknown {
        return Say::new(
            "决定其是否属于分母的情况没有记录。",
            "What decides whether it belongs to the base is not recorded.",
        );
    }
    match sureness {
        Sureness::Not => {
            Say::new("属于分母，但不符合计入条件。", "It belongs to the base and does not meet what is counted.")
        }
        Sureness::Open => Say::new("期限尚未届满，结果未定。", "A period that has not ended decides."),
        Sureness::Untold => {
            Say::new("条款或所需日期没有记录。", "Its clauses, or a day that is needed, are not recorded.")
        }
        Sureness::Undated => Say::new("成果的生效日不明。", "The day of effect of its instrument is not known."),
        Sureness::Imprecise => Say::new(
            "所需日期不精确，可能在所问日期之前或之后。",
            "A day it rests on is not known exactly: it may lie on either side of the day asked.",
        ),
        Sureness::Derived => Say::new(
            "按推算的生效日计入，尚无人确认。",
            "Counted by a derived day of effect that nobody has confirmed.",
        ),
        Sureness::Confirmed => Say::new("已确认计入。", "Counted."),
    }
}
