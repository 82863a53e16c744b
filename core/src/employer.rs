//! One employer of the register: the state its history folds into.
//!
//! As with cases, nothing is stored but the entries. [`Employer::replay`] folds them, corrections applied and late entries in
//! their place ([`history::effective`]). Folding never refuses. Every attribute is held with the entry and the day it is known from.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::event::employer::{
    CommitteeKind, ContractHeldRecorded, HeadCountRecorded, HeldContract, NewBusinessFormRecorded, Ownership, Size,
    UnionKind,
};
use crate::event::opening::HeadCount;
use crate::event::{EmployerEvent, Recorded};
use crate::history;
use crate::ids::{EmployerId, Version};
use crate::occurred::Occurred;
use crate::place::Place;

pub mod decisions;
mod effective;
mod evolve;
pub mod guard;
pub mod scenario;

pub use effective::Line;

/// The state of one employer.
#[derive(Clone, Debug)]
pub struct Employer {
    /// Which.
    pub id: EmployerId,
    /// How many entries its stream holds.
    pub version: Version,
    /// What is known of it.
    pub facts: Facts,
    /// What it was from which day on, in effective order: what figures of a past day rest on.
    pub spells: Vec<Spell>,
    /// Its entries, in effective order, with what became of each.
    pub lines: Vec<Line>,
}

/// Something known of an employer, with the day the source speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known<T> {
    /// What.
    pub value: T,
    /// As of when.
    pub as_of: Occurred,
    /// The entry that says so.
    pub entry: Version,
}

/// What is known of an employer. `None` where nothing is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Name now; `None`: it is not in the register.
    pub name: Option<Known<String>>,
    /// Names it had before, the oldest first.
    pub former_names: Vec<Known<String>>,
    /// Unified social credit code.
    pub credit_code: Option<Known<String>>,
    /// Why there is no code; empty when there is one.
    pub no_code_reason: String,
    /// Place of work.
    pub place: Option<Known<Coded>>,
    /// Codes it had before, the oldest first.
    pub former_places: Vec<Known<Coded>>,
    /// Division of GB/T 4754-2017.
    pub industry: Option<Known<String>>,
    /// Counted as biomedicine, by a person's flag.
    pub biomedicine: Option<Known<bool>>,
    /// Size.
    pub size: Option<Known<Size>>,
    /// Ownership.
    pub ownership: Option<Known<Ownership>>,
    /// Kind of union.
    pub union: Option<Known<UnionKind>>,
    /// Women workers' committee.
    pub committee: Option<Known<Committee>>,
    /// General and wage contract.
    pub contracts: BTreeMap<HeldContract, Known<ContractHeldRecorded>>,
    /// Work in a new business form.
    pub new_business_form: Option<Known<NewBusinessFormRecorded>>,
    /// All staff: the count with the latest day it is true of.
    pub staff: Option<HeadCount>,
    /// Women among them, likewise.
    pub women: Option<HeadCount>,
    /// Technical and skilled women, likewise.
    pub skilled_women: Option<HeadCount>,
    /// Merged into this employer.
    pub merged: Option<Known<Merged>>,
    /// It no longer exists, and why.
    pub gone: Option<Known<String>>,
    /// Made up for demonstration.
    pub made_up: bool,
}

/// A division code with the day of the code set it is taken from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coded {
    /// The code.
    pub place: Place,
    /// The day of its code set.
    pub code_set: Date,
}

/// A women workers' organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Committee {
    /// Which kind.
    pub kind: CommitteeKind,
    /// Since when; `None`: not known.
    pub since: Option<Date>,
}

/// The employer that goes on after a merger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// Which.
    pub into: EmployerId,
    /// Its name then.
    pub name: String,
}

/// What an employer was from a day on, as far as figures are broken down by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spell {
    /// The first day; `None`: from the beginning.
    pub from: Option<Date>,
    /// Place of work.
    pub place: Place,
    /// Industry.
    pub industry: Option<String>,
    /// Ownership.
    pub ownership: Ownership,
    /// Size.
    pub size: Option<Size>,
    /// Kind of union.
    pub union: UnionKind,
    /// Counted as biomedicine, by a person's flag.
    pub biomedicine: Option<bool>,
    /// Whether it works in a new business form.
    pub new_business_form: Option<bool>,
    /// Whether it exists: neither merged nor gone.
    pub exists: bool,
}

/// Something an employer has, or has not, from a day on until the next entry of its kind that began by then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holding {
    /// What.
    pub what: Held,
    /// The first day; `None`: not known, so from the beginning.
    pub from: Option<Date>,
    /// Its last day; `None`: not known, or no end.
    pub to: Option<Date>,
    /// Whether it has it.
    pub held: bool,
}

/// What an employer can have, as bases of figures ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// A women workers' organisation.
    Committee,
    /// A general contract.
    GeneralContract,
}

impl Employer {
    /// An employer of which nothing is recorded.
    #[must_use]
    pub fn empty(id: EmployerId) -> Self {
        Self { id, version: Version::ZERO, facts: Facts::default(), spells: Vec::new(), lines: Vec::new() }
    }

    /// Folds what is recorded of an employer. For an answer "as known then", pass only what had been recorded by then.
    #[must_use]
    pub fn replay(id: EmployerId, history: &[Recorded<EmployerEvent>]) -> Self {
        let mut employer = Self::empty(id);
        employer.apply(history::effective(history));
        employer.version = history.last().map_or(Version::ZERO, |last| last.version);
        employer
    }

    /// Whether it was entered in the register.
    #[must_use]
    pub fn is_registered(&self) -> bool {
        self.facts.name.is_some()
    }

    /// Its name now; empty when it is not in the register.
    #[must_use]
    pub fn name(&self) -> &str {
        self.facts.name.as_ref().map_or("", |name| &name.value)
    }

    /// Its place of work; `None` when it is not in the register.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        self.facts.place.as_ref().map(|known| &known.value.place)
    }

    /// Its credit code.
    #[must_use]
    pub fn credit_code(&self) -> Option<&str> {
        self.facts.credit_code.as_ref().map(|known| known.value.as_str())
    }

    /// The entry with this version.
    #[must_use]
    pub fn line(&self, entry: Version) -> Option<&Line> {
        self.lines.iter().find(|line| line.recorded.version == entry)
    }

    /// What is recorded, in the order of recording.
    #[must_use]
    pub fn history(&self) -> Vec<Recorded<EmployerEvent>> {
        history::recorded(&self.lines)
    }

    /// The head counts that stand, in the order of recording.
    #[must_use]
    pub fn head_counts(&self) -> Vec<&HeadCountRecorded> {
        let mut counts: Vec<(Version, &HeadCountRecorded)> = Vec::new();
        for line in self.lines.iter().filter(|line| line.counts()) {
            if let EmployerEvent::HeadCountRecorded(counted) = line.event() {
                counts.push((line.recorded.version, counted));
            }
        }
        counts.sort_by_key(|(version, _)| *version);
        counts.into_iter().map(|(_, counted)| counted).collect()
    }

    /// What it has had, in effective order: a women workers' organisation and general contracts.
    #[must_use]
    pub fn holdings(&self) -> Vec<Holding> {
        let holding = |line: &Line| {
            let began = line.occurred().latest;
            match line.event() {
                EmployerEvent::WomensCommitteeRecorded(recorded) => Some(Holding {
                    what: Held::Committee,
                    from: recorded.since.or(began),
                    to: None,
                    held: recorded.kind != CommitteeKind::None,
                }),
                EmployerEvent::ContractHeldRecorded(recorded) if recorded.contract == HeldContract::General => {
                    let (from, to) = (recorded.from.or(began), recorded.to);
                    Some(Holding { what: Held::GeneralContract, from, to, held: recorded.held })
                }
                _ => None,
            }
        };
        self.lines.iter().filter(|line| line.counts()).filter_map(holding).collect()
    }

    /// The employer as it stood just before something that occurred then: what a late entry is judged against.
    #[must_use]
    pub fn before(&self, occurred: &Occurred) -> Self {
        let end = history::place(&self.lines, occurred);
        self.with_lines(self.lines.iter().take(end).cloned().collect())
    }

    /// The employer as it stood just before `entry`, had that entry been said to have occurred then from the first.
    #[must_use]
    pub fn before_entry(&self, entry: Version, occurred: &Occurred) -> Self {
        self.with_lines(history::before_entry(&self.lines, entry, occurred))
    }

    /// The same with one more entry.
    #[must_use]
    pub fn with(&self, recorded: Recorded<EmployerEvent>) -> Self {
        let mut history = self.history();
        history.push(recorded);
        Self::replay(self.id, &history)
    }

    fn with_lines(&self, lines: Vec<Line>) -> Self {
        let mut employer = Self::empty(self.id);
        employer.apply(lines);
        employer.version = self.version;
        employer
    }

    fn apply(&mut self, lines: Vec<Line>) {
        for line in &lines {
            if line.counts() {
                self.evolve(line.event(), line.recorded.version, line.occurred());
            }
        }
        self.lines = lines;
        for counted in self.head_counts().into_iter().cloned().collect::<Vec<_>>() {
            self.count(&counted);
        }
    }
}

#[cfg(test)]
mod tests;
