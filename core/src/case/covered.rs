//! Which employers a case of many covers, since when, and whether they are bound.
//!
//! Three models of binding exist: the law binds every employer of the area or industry (the nation, Zhejiang); only those whose
//! legal representative recognised the draft (Shanghai); only those that sealed it (Shandong, wages). So whether an employer is
//! covered is computed, with its reason, from the list and the texts of the place.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::event::congress::VoteResult;
use crate::event::coverage_list::{Binding, CoverageListed, EmployerVoteTaken};
use crate::event::opening::HeadCount;
use crate::ground::Ground;
use crate::ids::EmployerId;
use crate::occurred::Occurred;
use crate::rules::{Cite, Rule};
use crate::text::Say;

use super::{Bounds, Case, Done};

/// The coverage list, by employer.
pub type CoverageList = BTreeMap<EmployerId, Covered>;

/// An employer on the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    /// Its name when it was entered last.
    pub name: String,
    /// The days it belongs to the list, once for each time it joined.
    pub stays: Vec<Stay>,
    /// How it is bound, as its papers show.
    pub binding: Binding,
    /// Its staff, when known. This and what follows lies in boxes: lists are long, and most of it is seldom told.
    pub staff: Option<Box<HeadCount>>,
    /// Women among them, when known.
    pub women: Option<Box<HeadCount>>,
    /// The vote of its own staff, with its entry.
    pub vote: Option<Box<(Done, VoteResult)>>,
    /// Whether it is on the list now.
    pub listed: bool,
}

/// The days of an employer on the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    /// The first day; `None`: from the beginning, or not known.
    pub from: Option<Date>,
    /// The last day; `None`: it is on the list still.
    pub until: Option<Bounds>,
}

/// Whether an employer on the list is bound, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Whether it is.
    pub bound: bool,
    /// Why, or what is missing.
    pub why: Say,
    /// The text that says so.
    pub cite: Option<Cite>,
}

/// What binds the employers of a list, under the texts of a place on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoundBy {
    /// Recognition of the draft by the legal representative (`industry.recognition`).
    Recognition,
    /// The employer's seal (`regional.seal`).
    Seal,
    /// The law alone.
    Law,
}

impl BoundBy {
    /// Whether an employer with such papers is bound.
    #[must_use]
    pub fn binds(self, binding: Binding) -> bool {
        match self {
            Self::Recognition => matches!(binding, Binding::Recognition | Binding::Seal),
            Self::Seal => binding == Binding::Seal,
            Self::Law => true,
        }
    }

    fn why(self, bound: bool) -> Say {
        match (self, bound) {
            (Self::Recognition, true) => Say::new("法定代表人已认可", "its legal representative recognised it"),
            (Self::Recognition, false) => {
                Say::new("法定代表人尚未认可", "its legal representative has not recognised it")
            }
            (Self::Seal, true) => Say::new("已盖章", "it sealed the contract"),
            (Self::Seal, false) => Say::new("尚未盖章", "it has not sealed the contract"),
            (Self::Law, _) => {
                Say::new("对本区域、本行业的用人单位均有约束力", "it binds every employer of the area or industry")
            }
        }
    }
}

impl Case {
    /// What binds the employers of the coverage list, under the texts of the place on `day`: the same for all of them.
    #[must_use]
    pub fn bound_by(&self, day: Date, ground: &Ground<'_>) -> BoundBy {
        let says = |suffix: &str| ground.rule(self, day, suffix).is_some();
        if says("industry.recognition") {
            BoundBy::Recognition
        } else if says("regional.seal") {
            BoundBy::Seal
        } else {
            BoundBy::Law
        }
    }

    /// Whether an employer on the coverage list is bound by what was agreed, under the texts of the place on `day`, and why.
    #[must_use]
    pub fn bound(&self, covered: &Covered, day: Date, ground: &Ground<'_>) -> Bound {
        let by = self.bound_by(day, ground);
        let bound = by.binds(covered.binding);
        let cite = match by {
            BoundBy::Recognition => ground.rule(self, day, "industry.recognition").map(Rule::cite),
            BoundBy::Seal => ground.rule(self, day, "regional.seal").map(Rule::cite),
            BoundBy::Law => ground.cite(self, "regional.level"),
        };
        Bound { bound, why: by.why(bound), cite }
    }

    /// The employers on the list now.
    pub fn listed(&self) -> impl Iterator<Item = (EmployerId, &Covered)> {
        self.covered.iter().filter(|(_, covered)| covered.listed).map(|(employer, covered)| (*employer, covered))
    }

    /// Whether the staff of every employer on the list have passed the draft of this round.
    #[must_use]
    pub fn every_employer_passed(&self) -> bool {
        let passed = |covered: &Covered| matches!(covered.vote.as_deref(), Some((_, VoteResult::Passed)));
        self.listed().next().is_some() && self.listed().all(|(_, covered)| passed(covered))
    }

    pub(super) fn list(&mut self, listed: &CoverageListed, occurred: &Occurred) {
        for left in &listed.left {
            if let Some(covered) = self.covered.get_mut(&left.employer) {
                if let Some(stay) = covered.stays.last_mut() {
                    stay.until = Some(left.until.map_or_else(|| occurred.into(), Bounds::on));
                }
                covered.listed = false;
            }
        }
        for joined in &listed.joined {
            let covered = self.covered.entry(joined.employer).or_insert_with(|| Covered {
                name: joined.name.clone(),
                stays: Vec::new(),
                binding: joined.binding,
                staff: None,
                women: None,
                vote: None,
                listed: false,
            });
            if covered.listed {
                // Entered anew: what is known now, and the day it joined if that is told.
                if let (Some(stay), Some(from)) = (covered.stays.last_mut(), joined.from) {
                    stay.from = Some(from);
                }
            } else {
                covered.stays.push(Stay { from: joined.from, until: None });
                covered.listed = true;
            }
            covered.name.clone_from(&joined.name);
            covered.binding = joined.binding;
            let told = |count: &Option<HeadCount>| count.clone().map(Box::new);
            covered.staff = told(&joined.staff).or(covered.staff.take());
            covered.women = told(&joined.women).or(covered.women.take());
        }
    }

    pub(super) fn employer_voted(&mut self, vote: &EmployerVoteTaken, done: Done) {
        if let Some(covered) = self.covered.get_mut(&vote.employer) {
            covered.vote = Some(Box::new((done, vote.result)));
        }
    }
}
