//! Whether a contract whose term was over was renewed within three months.

use heyi_core::event::ending::EndGround;
use heyi_core::ids::CaseId;
use jiff::civil::Date;

use super::Question;
use super::case::Case;
use super::span::{Span, months_after};
use super::state::{Base, State};
use super::tally::{Shape, Unit};
use super::term::last_text;
use super::text::Text;
use super::units::{self, BASED};
use super::world::World;

/// How long after the last day a renewal may begin.
const MONTHS: i64 = 3;

/// `renewal`.
#[must_use]
pub fn renewal(world: &World, question: &Question) -> (Shape, Vec<Unit>) {
    let mut all = Vec::new();
    for (id, case) in world.counted() {
        let in_region = case.opening.as_ref().is_some_and(|opening| opening.place.within(&question.region));
        let Some(last) = term_over(case).filter(|_| in_region) else { continue };
        match last.exact() {
            Some(ended) if (question.from..=question.on).contains(&ended) => {
                let state = renewed(world, id, case, ended, question);
                all.extend(units::plain(world, question, case, Base::In, state));
            }
            None if last.maybe_in(question.from, question.on) || last.surely_in(question.from, question.on) => {
                all.extend(units::plain(world, question, case, Base::Unknown, State::Not));
            }
            _ => {}
        }
    }
    (BASED, all)
}

/// The last day of the last text, of a contract that did not end before its term.
fn term_over(case: &Case) -> Option<Span> {
    let before_its_term =
        matches!(case.ended, Some((EndGround::Cancelled | EndGround::ConditionMet | EndGround::EmployerDissolved, _)));
    last_text(case).filter(|_| !before_its_term).map(|text| text.last)
}

fn renewed(world: &World, id: CaseId, case: &Case, ended: Date, question: &Question) -> State {
    let limit = months_after(ended, MONTHS);
    let employer = case.opening.as_ref().and_then(|opening| opening.employer);
    let by = |(other, candidate): &(CaseId, &Case)| {
        let of_same = candidate.opening.as_ref().is_some_and(|opening| opening.employer == employer);
        candidate.renews.contains(&id) || (*other != id && employer.is_some() && of_same)
    };
    let texts = world.counted().filter(by).flat_map(|(_, candidate)| &candidate.texts);
    let best = texts.map(|text| renews(text, ended, limit)).min().unwrap_or(State::Not);
    if best == State::Not && question.on <= limit { State::Open } else { best }
}

/// Whether a text begins in time and lasts beyond the day that ended.
fn renews(text: &Text, ended: Date, limit: Date) -> State {
    if !text.is_contract() || text.last.latest <= ended || text.first.surely_after(limit) {
        return State::Not;
    }
    if text.first.surely_by(limit) { text.sure() } else { State::Imprecise }
}
