//! What units of one case have in common: its place, its employer, its dimensions.

use super::case::Case;
use super::employer::Attributes;
use super::opening::Opening;
use super::state::Base;
use super::tally::{Shape, Unit, Verdict};
use super::values::{self, Values};
use super::world::World;
use super::{Question, state::State};

/// A measure of single units without a base.
pub const WITHOUT_BASE: Shape = Shape { based: false, people: false, of_clauses: false };
/// A measure of single units with a base.
pub const BASED: Shape = Shape { based: true, people: false, of_clauses: false };

/// The cases that count and lie in the region.
pub fn cases<'a>(world: &'a World, question: &'a Question) -> impl Iterator<Item = (&'a Case, &'a Opening)> {
    let opened = world.counted().filter_map(|(_, case)| Some((case, case.opening.as_ref()?)));
    opened.filter(|(_, opening)| opening.place.within(&question.region))
}

/// A unit of a case. What is the employer's it has from the employer on the day asked.
#[must_use]
pub fn unit(world: &World, question: &Question, case: &Case, base: Base, verdict: Verdict) -> Option<Unit> {
    let opening = case.opening.as_ref()?;
    let employer = opening.employer.and_then(|employer| attributes(world, employer, question));
    let of_employer = match (&employer, opening.employer) {
        (_, None) => values::of_many(opening),
        (None, Some(_)) => values::no_employer("unknown"),
        (Some(employer), Some(_)) => values::of_employer(employer),
    };
    let mut all: Values = values::of_place(&opening.place);
    all.extend(of_employer);
    all.extend(values::of_case(case, opening));
    Some(Unit { values: all, base, verdict, count: None, made_up: opening.made_up, days: None })
}

/// The same, of one state.
#[must_use]
pub fn plain(world: &World, question: &Question, case: &Case, base: Base, state: State) -> Option<Unit> {
    unit(world, question, case, base, Verdict::Plain(state))
}

/// An employer on the day asked; `None`: it is not in the register.
#[must_use]
pub fn attributes(world: &World, employer: heyi_core::ids::EmployerId, question: &Question) -> Option<Attributes> {
    Attributes::on(world.employers.get(&employer)?, question.on, &world.biomedicine)
}
