//! Steps over a span: offers and letters with their answers, inspections, and what was signed together with a general contract.

use std::collections::{BTreeMap, HashMap};

use super::cases::{Cases, unit};
use super::register::Register;
use super::spans::Spans;
use super::tally::{Base, Tally, Unit};
use super::{Asked, Whether, by};
use crate::coverage::bitemporal::BLOCK;
use crate::coverage::dimension::Of;
use crate::coverage::dimension::value::{AUTHORITY_CODE, Code, UNKNOWN_CODE, of_place};
use crate::coverage::records::{Finding, Letter, NOBODY, Offer, Span, UNNAMED};
use crate::coverage::{Dimension, Measure, Sureness};

/// Offers whose period of reply ended in the span, and of them those answered, or answered in time.
pub(super) fn offers(spans: &mut Spans<'_, '_>, cases: &Cases<'_>) {
    let Some(first) = spans.first() else { return };
    for (number, offer) in first.coverage.tables.offers.known(first.known) {
        let due = offer.due.day();
        for (asked, tally) in spans.about(due.map_or(offer.delivered, Span::on)) {
            let Some(case) = cases.standing(asked, number) else { continue };
            let base = match due {
                Some(due) if asked.from <= due && due < asked.on => Base::In,
                None if offer.is_delivered == 1 && asked.in_span(offer.delivered) == Whether::Yes => Base::Unknown,
                _ => continue,
            };
            tally.add(cases.keys(asked, &case, None), &unit(number, &case, base, answered(asked, &offer)));
        }
    }
}

fn answered(asked: &Asked<'_>, offer: &Offer) -> Sureness {
    match (offer.is_answered, asked.query.measure) {
        (0, _) => Sureness::Not,
        (_, Measure::OfferOnTime) => by(offer.answered, offer.due.latest).sureness(),
        _ => asked.by_then(offer.answered).sureness(),
    }
}

/// Letters whose answer was due in the span, and of them those answered.
pub(super) fn letters(spans: &mut Spans<'_, '_>, register: &Register<'_>) {
    let Some(first) = spans.first() else { return };
    for (number, letter) in first.coverage.tables.letters.known(first.known) {
        let Some(due) = letter.due.day() else { continue };
        for (asked, tally) in spans.about(Span::on(due)) {
            let code = |dimension: Dimension| letter_code(dimension, &letter, register);
            if asked.on <= due || !asked.lies_in_region(letter.place) || !asked.all_pass(|_| true, code) {
                continue;
            }
            let answered = letter.is_answered == 1;
            let sureness = if answered { asked.by_then(letter.answered).sureness() } else { Sureness::Not };
            let made_up = letter.made_up == 1;
            let unit = Unit { subject: number, base: Base::In, sureness, made_up, people: None, days: None };
            tally.add(asked.keys(code), &unit);
        }
    }
}

fn letter_code(dimension: Dimension, letter: &Letter, register: &Register<'_>) -> Code {
    match dimension.of() {
        Of::Place => of_place(dimension, letter.place),
        _ if letter.employer == NOBODY => AUTHORITY_CODE,
        _ if letter.employer == UNNAMED => UNKNOWN_CODE,
        _ => register.code_of(dimension, letter.employer),
    }
}

/// Clauses inspected in the span, each by its last inspection; or the contracts they stand in.
pub(super) fn performance(spans: &mut Spans<'_, '_>, cases: &Cases<'_>) {
    let Some(first) = spans.first() else { return };
    // By the first days of the spans.
    let mut found: BTreeMap<i32, BTreeMap<(u32, u32), Inspected>> = BTreeMap::new();
    for (number, finding) in first.coverage.tables.findings.known(first.known) {
        for (asked, _) in spans.about(finding.day) {
            let inspected = found.entry(asked.from).or_default().entry((number, finding.clause)).or_default();
            match asked.in_span(finding.day) {
                Whether::No => {}
                Whether::Maybe => inspected.possibly = true,
                Whether::Yes => inspected.last = Some(finding),
            }
        }
    }
    for (asked, tally) in spans.each() {
        inspected(asked, cases, found.remove(&asked.from).unwrap_or_default(), tally);
    }
}

fn inspected(asked: &Asked<'_>, cases: &Cases<'_>, found: BTreeMap<(u32, u32), Inspected>, tally: &mut Tally) {
    let mut contracts: BTreeMap<u32, Vec<Inspected>> = BTreeMap::new();
    for ((number, _), inspected) in found {
        let Some(case) = cases.standing(asked, number) else { continue };
        if asked.query.measure == Measure::PerformanceContracts {
            contracts.entry(number).or_default().push(inspected);
        } else if let Some((base, sureness)) = inspected.state() {
            tally.add(cases.keys(asked, &case, None), &unit(number, &case, base, sureness));
        }
    }
    for (number, clauses) in contracts {
        let Some(case) = cases.standing(asked, number) else { continue };
        let states: Vec<(Base, Sureness)> = clauses.iter().filter_map(Inspected::state).collect();
        let any = |state: (Base, Sureness)| states.contains(&state);
        let possibly = any((Base::Unknown, Sureness::Not));
        let (base, sureness) = match (any((Base::In, Sureness::Confirmed)), any((Base::In, Sureness::Not))) {
            (_, true) => (Base::In, Sureness::Not),
            // Of a clause that may have been inspected in the span it is not known whether it was kept.
            (true, false) if possibly => (Base::In, Sureness::Imprecise),
            (true, false) => (Base::In, Sureness::Confirmed),
            (false, false) if possibly => (Base::Unknown, Sureness::Not),
            (false, false) => continue,
        };
        tally.add(cases.keys(asked, &case, None), &unit(number, &case, base, sureness));
    }
}

/// What inspections in the span found of a clause.
#[derive(Default)]
struct Inspected {
    /// The last inspection surely in the span: rows are ordered by their place in the case.
    last: Option<Finding>,
    /// One that may lie in it.
    possibly: bool,
}

impl Inspected {
    fn state(&self) -> Option<(Base, Sureness)> {
        match (self.last, self.possibly) {
            (Some(last), _) => Some((Base::In, if last.kept == 1 { Sureness::Confirmed } else { Sureness::Not })),
            (None, true) => Some((Base::Unknown, Sureness::Not)),
            (None, false) => None,
        }
    }
}

/// Employers whose general contract begins in the span, and of them those that signed a contract of their own in it.
pub(super) fn synchronised(asked: &Asked<'_>, register: &Register<'_>, tally: &mut Tally) {
    let tables = &asked.coverage.tables;
    let mut signed: HashMap<u32, Sureness> = HashMap::new();
    for (number, signing) in tables.signings.known(asked.known) {
        let case = tables.cases.of(number, asked.known).last();
        let Some(case) = case.filter(|case| case.employer != NOBODY) else { continue };
        let kept = signed.entry(case.employer).or_default();
        *kept = asked.in_span(signing.signed).sureness().max(*kept);
    }
    let blocks = asked.coverage.numbers.employers().div_ceil(BLOCK);
    for standing in (0..blocks).filter_map(|block| register.standing(block)) {
        standing.each(|employer| {
            let mut contracts = tables.contracts.of(employer.number, asked.known).peekable();
            let told = contracts.peek().is_some();
            let begins = |first: i32| asked.in_span(Span::on(first)) == Whether::Yes;
            let base = match contracts.any(|contract| contract.held == 1 && begins(contract.from)) {
                true => Base::In,
                false if told => return,
                false => Base::Unknown,
            };
            let (subject, made_up) = (employer.number, employer.made_up());
            let sureness = signed.get(&subject).copied().unwrap_or_default();
            let unit = Unit { subject, base, sureness, made_up, people: None, days: None };
            tally.add(asked.keys(|dimension| register.code(dimension, employer)), &unit);
        });
    }
}
