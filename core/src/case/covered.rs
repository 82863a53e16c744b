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
use crate::rules::Cite;
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
    /// Its staff, when known.
    pub staff: Option<HeadCount>,
    /// Women among them, when known.
    pub women: Option<HeadCount>,
    /// The vote of its own staff, with its entry.
    pub vote: Option<(Done, VoteResult)>,
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

impl Case {
    /// Whether an employer on the coverage list is bound by what was agreed, under the texts of the place on `day`.
    #[must_use]
    pub fn bound(&self, covered: &Covered, day: Date, ground: &Ground<'_>) -> Bound {
        let binding = covered.binding;
        let by = |suffix: &str| ground.rule(self, day, suffix).map(crate::rules::Rule::cite);
        if let Some(cite) = by("industry.recognition") {
            let (bound, why) = match binding {
                Binding::Recognition | Binding::Seal => {
                    (true, Say::new("法定代表人已认可", "its legal representative recognised it"))
                }
                Binding::Mandate | Binding::None => {
                    (false, Say::new("法定代表人尚未认可", "its legal representative has not recognised it"))
                }
            };
            return Bound { bound, why, cite: Some(cite) };
        }
        if let Some(cite) = by("regional.seal") {
            let (bound, why) = match binding {
                Binding::Seal => (true, Say::new("已盖章", "it sealed the contract")),
                Binding::Mandate | Binding::Recognition | Binding::None => {
                    (false, Say::new("尚未盖章", "it has not sealed the contract"))
                }
            };
            return Bound { bound, why, cite: Some(cite) };
        }
        let why = Say::new("对本区域、本行业的用人单位均有约束力", "it binds every employer of the area or industry");
        Bound { bound: true, why, cite: ground.cite(self, "regional.level") }
    }

    /// The employers on the list now.
    pub fn listed(&self) -> impl Iterator<Item = (EmployerId, &Covered)> {
        self.covered.iter().filter(|(_, covered)| covered.listed).map(|(employer, covered)| (*employer, covered))
    }

    /// Whether the staff of every employer on the list have passed the draft of this round.
    #[must_use]
    pub fn every_employer_passed(&self) -> bool {
        let passed = |covered: &Covered| matches!(covered.vote, Some((_, VoteResult::Passed)));
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
            covered.staff = joined.staff.clone().or(covered.staff.take());
            covered.women = joined.women.clone().or(covered.women.take());
        }
    }

    pub(super) fn employer_voted(&mut self, vote: &EmployerVoteTaken, done: Done) {
        if let Some(covered) = self.covered.get_mut(&vote.employer) {
            covered.vote = Some((done, vote.result));
        }
    }
}
