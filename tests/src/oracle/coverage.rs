//! Measures of what is in force on a day: contracts, and the employers and people they cover.

use heyi_core::event::clauses::ClauseText;
use heyi_core::event::coverage_list::Binding;
use heyi_core::ids::EmployerId;
use jiff::civil::Date;

use super::Question;
use super::case::Case;
use super::employer::{Attributes, general_contract_begins};
use super::listed;
use super::opening::Opening;
use super::span::Span;
use super::state::{Base, State};
use super::tally::{Piece, Shape, Unit, Verdict};
use super::text::Text;
use super::units::{self, WITHOUT_BASE};
use super::values::{self, Values};
use super::world::World;

/// `contracts-in-force` and `instruments-in-force`.
#[must_use]
pub fn contracts(world: &World, question: &Question) -> (Shape, Vec<Unit>) {
    let any_form = question.measure == "instruments-in-force";
    let units = units::cases(world, question).filter_map(|(case, _)| {
        let texts = case.texts.iter().map(|text| {
            let state = text.state(text.first, text.last, question.on);
            piece(case, text, state, any_form || text.is_contract(), |_| true)
        });
        units::unit(world, question, case, Base::In, Verdict::Texts(texts.collect()))
    });
    (WITHOUT_BASE, units.collect())
}

/// Measures of employers and of people of employers.
///
/// # Panics
/// When no measure has that name.
#[must_use]
pub fn employers(world: &World, question: &Question) -> (Shape, Vec<Unit>) {
    let measure = question.measure.as_str();
    let people = matches!(
        measure,
        "women-covered" | "women-covered-unionised" | "topic-women" | "focus-career" | "focus-periods"
    );
    let of_clauses = matches!(measure, "topic-women" | "focus-career" | "focus-periods");
    let units = world.employers.iter().filter_map(|(id, facts)| {
        let employer = Attributes::on(facts, question.on, &world.biomedicine)?;
        let counts = employer.exists && employer.place.within(&question.region);
        let begins = general_contract_begins(facts, question.from, question.on);
        let base = if counts { base(measure, &employer, begins) } else { Base::Out };
        let pieces = match measure {
            "synchronised" => signings(world, question, *id),
            _ => texts(world, question, *id),
        };
        let count = if measure.starts_with("focus") { employer.skilled_women } else { employer.women };
        let mut all: Values = values::of_place(&employer.place);
        all.extend(values::of_employer(&employer));
        let (verdict, made_up) = (Verdict::Texts(pieces), employer.made_up);
        Some(Unit { values: all, base, verdict, count: count.filter(|_| people), made_up, days: None })
    });
    (Shape { based: true, people, of_clauses }, units.collect())
}

fn base(measure: &str, employer: &Attributes, general_contract_begins: Option<bool>) -> Base {
    match measure {
        "employers-covered" | "women-covered" | "topic-women" => Base::In,
        "employers-covered-unionised" | "women-covered-unionised" | "signing-unionised" | "establishment" => {
            Base::known(employer.unionised())
        }
        "signing-organised" => Base::known(employer.organised()),
        "signing-state" => Base::known(employer.state_owned()),
        "focus-career" | "focus-periods" => Base::known(employer.biomedicine),
        "synchronised" => Base::known(general_contract_begins),
        other => panic!("no measure {other}"),
    }
}

/// The texts that cover an employer, each with its state on the day asked.
fn texts(world: &World, question: &Question, employer: EmployerId) -> Vec<Piece> {
    let measure = question.measure.as_str();
    let own_only = measure.starts_with("signing-") || measure == "establishment";
    let contracts_only = measure.starts_with("signing-");
    let topic = |clause: &ClauseText| {
        let code = clause.topic.as_str();
        match measure {
            "focus-career" => ["CAR.01", "CAR.02", "CAR.03"].contains(&code),
            "focus-periods" => ["PRD.PRE", "PRD.NUR", "NUR"].iter().any(|begin| code.starts_with(begin)),
            _ => true,
        }
    };
    let mut pieces = Vec::new();
    for (_, case) in world.counted() {
        let Some(opening) = &case.opening else { continue };
        for (first, last, own) in covered(world, case, opening, employer) {
            for text in &case.texts {
                let state = text.state(text.first.last_of(first), text.last.first_of(last), question.on);
                let asked = (own || !own_only) && (text.is_contract() || !contracts_only);
                pieces.push(piece(case, text, state, asked, topic));
            }
        }
    }
    pieces
}

/// The spans of days on which a case's texts cover an employer, and whether they are its own.
fn covered(world: &World, case: &Case, opening: &Opening, employer: EmployerId) -> Vec<(Span, Span, bool)> {
    if opening.employer.is_some() {
        let whole = (Span::ALWAYS, Span::NEVER, true);
        return if opening.employer == Some(employer) { vec![whole] } else { Vec::new() };
    }
    let Some(on_list) = case.listed.employers.get(&employer) else { return Vec::new() };
    if !listed::bound(opening, on_list.binding, day_of_binding(case), &world.law) {
        return Vec::new();
    }
    let own = on_list.binding == Binding::Seal;
    on_list.times.iter().map(|(first, last)| (*first, *last, own)).collect()
}

/// The latest possible first day of the first text, else its earliest, else the day of the case's last entry.
fn day_of_binding(case: &Case) -> Date {
    let first = case.texts.first().map_or(Span::UNKNOWN, |text| text.first);
    match first {
        Span { latest, .. } if latest != Date::MAX => latest,
        Span { earliest, .. } if earliest != Date::MIN => earliest,
        _ => case.last_entry,
    }
}

/// The signings of an employer's own case, each as sure as it lies in the span.
fn signings(world: &World, question: &Question, employer: EmployerId) -> Vec<Piece> {
    let of_employer = |case: &&Case| case.opening.as_ref().is_some_and(|opening| opening.employer == Some(employer));
    let mut pieces = Vec::new();
    for case in world.counted().map(|(_, case)| case).filter(of_employer) {
        for signing in &case.signings {
            let state = match signing.day {
                day if day.surely_in(question.from, question.on) => State::Confirmed,
                day if day.maybe_in(question.from, question.on) => State::Imprecise,
                _ => State::Not,
            };
            let mut all = values::of_text(case, Some(signing.form), signing.changed);
            all.extend(case.opening.iter().flat_map(|opening| values::of_case(case, opening)));
            let clauses = signing.clauses.iter().map(|clause| (values::of_clause(clause), true)).collect();
            pieces.push(Piece { state, asked: true, values: all, clauses });
        }
    }
    pieces
}

fn piece(case: &Case, text: &Text, state: State, asked: bool, topic: impl Fn(&ClauseText) -> bool) -> Piece {
    let mut all = values::of_text(case, text.form, text.changed);
    all.extend(case.opening.iter().flat_map(|opening| values::of_case(case, opening)));
    let clauses = text.clauses.iter().map(|clause| (values::of_clause(clause), topic(clause))).collect();
    Piece { state, asked, values: all, clauses }
}
