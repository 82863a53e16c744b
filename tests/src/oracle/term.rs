//! Measures of the first and the last days of contracts.

use super::Question;
use super::case::Case;
use super::span::Span;
use super::state::{Base, State};
use super::tally::{Shape, Unit};
use super::text::Text;
use super::units::{self, BASED, WITHOUT_BASE};
use super::values;
use super::world::World;

/// The last text of a case, where it is of contract form.
#[must_use]
pub fn last_text(case: &Case) -> Option<&Text> {
    case.texts.last().filter(|text| text.is_contract())
}

/// `contracts-expiring`: the last day of the last text lies in the span.
#[must_use]
pub fn expiring(world: &World, question: &Question) -> (Shape, Vec<Unit>) {
    let units = units::cases(world, question).filter_map(|(case, _)| {
        let text = last_text(case)?;
        let state = match text.last {
            last if last.surely_in(question.from, question.on) => text.sure(),
            last if !last.maybe_in(question.from, question.on) => State::Not,
            _ if text.first == Span::UNKNOWN => State::Undated,
            _ => State::Imprecise,
        };
        units::plain(world, question, case, Base::In, state)
    });
    (WITHOUT_BASE, units.collect())
}

/// `offer-to-effect`: each contract text whose first day lies in the span, with its days.
#[must_use]
pub fn offer_to_effect(world: &World, question: &Question) -> (Shape, Vec<Unit>) {
    let mut all = Vec::new();
    for (case, _) in units::cases(world, question) {
        let in_span = |text: &&Text| text.is_contract() && text.first.maybe_in(question.from, question.on);
        for text in case.texts.iter().filter(in_span) {
            let offered = match (text.changed, &text.asked) {
                (true, asked) => asked.as_ref().and_then(|asked| Span::of(asked).exact()),
                (false, _) => super::offer::first(case).and_then(Span::exact),
            };
            let days = match (text.first.exact(), offered) {
                (Some(first), Some(offered)) => first.since(offered).ok().map(|span| i64::from(span.get_days())),
                _ => None,
            };
            let state = match (text.first.exact(), days) {
                (None, _) => State::Imprecise,
                (Some(_), None) => State::Untold,
                (Some(_), Some(_)) => text.sure(),
            };
            let unit = units::plain(world, question, case, Base::In, state);
            all.extend(unit.map(|mut unit| {
                unit.values.extend(values::of_text(case, text.form, text.changed));
                Unit { days, ..unit }
            }));
        }
    }
    (BASED, all)
}
