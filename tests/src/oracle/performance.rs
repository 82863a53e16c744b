//! What inspections found.

use std::collections::BTreeMap;

use heyi_core::event::CaseEvent;
use heyi_core::event::performance::Finding;

use super::Question;
use super::case::Case;
use super::span::Span;
use super::state::{Base, State};
use super::tally::{Shape, Unit};
use super::units::{self, BASED};
use super::world::World;

/// `performance-clauses`.
#[must_use]
pub fn clauses(world: &World, question: &Question) -> (Shape, Vec<Unit>) {
    let mut all = Vec::new();
    for (case, _) in units::cases(world, question) {
        for kept in found(case, question).into_values() {
            let state = if kept == Some(true) { State::Confirmed } else { State::Not };
            let base = if kept.is_some() { Base::In } else { Base::Unknown };
            all.extend(units::plain(world, question, case, base, state));
        }
    }
    (BASED, all)
}

/// `performance-contracts`.
#[must_use]
pub fn contracts(world: &World, question: &Question) -> (Shape, Vec<Unit>) {
    let mut all = Vec::new();
    for (case, _) in units::cases(world, question) {
        let found = found(case, question);
        let any = |kept: Option<bool>| found.values().any(|clause| *clause == kept);
        let (base, state) = match (any(Some(true)), any(Some(false)), any(None)) {
            (false, false, false) => continue,
            (false, false, true) => (Base::Unknown, State::Not),
            (_, true, _) => (Base::In, State::Not),
            // Of the others it is not known whether they were inspected in the span.
            (true, false, true) => (Base::In, State::Imprecise),
            (true, false, false) => (Base::In, State::Confirmed),
        };
        all.extend(units::plain(world, question, case, base, state));
    }
    (BASED, all)
}

/// Whether each clause inspected and due was kept, at the last inspection surely in the span; `None`: only possibly inspected in it.
fn found(case: &Case, question: &Question) -> BTreeMap<u32, Option<bool>> {
    let mut found: BTreeMap<u32, Option<bool>> = BTreeMap::new();
    for fact in &case.facts {
        let CaseEvent::PerformanceInspected(inspected) = &fact.event else { continue };
        let day = Span::of(&fact.occurred);
        for finding in inspected.findings.iter().filter(|finding| finding.finding != Finding::NotYetDue) {
            if day.surely_in(question.from, question.on) {
                found.insert(finding.clause, Some(finding.finding == Finding::Kept));
            } else if day.maybe_in(question.from, question.on) {
                found.entry(finding.clause).or_insert(None);
            }
        }
    }
    found
}
