//! Measures of signings: how many, and how many were reviewed.

use super::Question;
use super::case::Case;
use super::opening::Opening;
use super::signing::Signing;
use super::state::{Base, State};
use super::tally::{Shape, Unit};
use super::units::{self, BASED, WITHOUT_BASE};
use super::values;
use super::world::World;

/// `contracts-signed`.
#[must_use]
pub fn contracts(world: &World, question: &Question) -> (Shape, Vec<Unit>) {
    let units = all(world, question, |_, _, signing| match signing.day.surely_in(question.from, question.on) {
        true => (Base::In, State::Confirmed),
        false => (Base::In, State::Imprecise),
    });
    (WITHOUT_BASE, units)
}

/// `review`.
#[must_use]
pub fn reviewed(world: &World, question: &Question) -> (Shape, Vec<Unit>) {
    (BASED, based(world, question, |_, _, signing| of_review(signing, question)))
}

fn of_review(signing: &Signing, question: &Question) -> State {
    if !signing.received {
        return State::Not;
    }
    // What has no date at all does not say when it is over.
    let first = [signing.answered, signing.review_over].into_iter().flatten().reduce(super::span::Span::first_of);
    match first {
        Some(day) if day.surely_by(question.on) => State::Confirmed,
        Some(day) if day.surely_after(question.on) => State::Not,
        _ => State::Imprecise,
    }
}

/// The signings surely in the span, and those possibly in it, whose base is not known.
pub fn based(world: &World, question: &Question, state: impl Fn(&Case, &Opening, &Signing) -> State) -> Vec<Unit> {
    all(world, question, |case, opening, signing| match signing.day.surely_in(question.from, question.on) {
        true => (Base::In, state(case, opening, signing)),
        false => (Base::Unknown, State::Not),
    })
}

fn all(world: &World, question: &Question, of: impl Fn(&Case, &Opening, &Signing) -> (Base, State)) -> Vec<Unit> {
    let mut all = Vec::new();
    for (case, opening) in units::cases(world, question) {
        for signing in case.signings.iter().filter(|signing| signing.day.maybe_in(question.from, question.on)) {
            let (base, state) = of(case, opening, signing);
            let unit = units::plain(world, question, case, base, state);
            all.extend(unit.map(|mut unit| {
                unit.values.extend(values::of_text(case, Some(signing.form), signing.changed));
                unit
            }));
        }
    }
    all
}
