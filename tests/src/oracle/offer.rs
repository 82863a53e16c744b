//! Offers: whether they were answered, and in time.

use heyi_core::deadline::Deadline;
use heyi_core::event::CaseEvent;
use heyi_core::ground::Law;

use super::Question;
use super::case::Case;
use super::opening::Opening;
use super::span::Span;
use super::state::{Base, State};
use super::tally::{Shape, Unit};
use super::units::{self, BASED};
use super::world::World;

/// An offer, with what followed it before the next.
#[derive(Clone, Copy, Debug, Default)]
struct Offer {
    delivered: Option<Span>,
    due: Option<Span>,
    answered: Option<Span>,
}

/// When the first offer of a case was issued.
#[must_use]
pub fn first(case: &Case) -> Option<Span> {
    let offer = case.facts.iter().find(|fact| matches!(fact.event, CaseEvent::OfferIssued(_)))?;
    Some(Span::of(&offer.occurred))
}

/// `offer-response` and `offer-on-time`.
#[must_use]
pub fn offers(world: &World, question: &Question) -> (Shape, Vec<Unit>) {
    let mut all = Vec::new();
    for (case, opening) in units::cases(world, question) {
        for offer in of(case, opening, &world.law) {
            let due = offer.due.and_then(Span::exact);
            let delivered = offer.delivered.is_some_and(|day| day.surely_in(question.from, question.on));
            let (base, state) = match due {
                Some(due) if question.from <= due && due < question.on => (Base::In, state(offer, question)),
                None if delivered => (Base::Unknown, State::Not),
                _ => continue,
            };
            all.extend(units::plain(world, question, case, base, state));
        }
    }
    (BASED, all)
}

/// Answered by the day asked, or by the last day of the period.
fn state(offer: Offer, question: &Question) -> State {
    let limit = match question.measure.as_str() {
        "offer-on-time" => offer.due.and_then(Span::exact).unwrap_or(question.on),
        _ => question.on,
    };
    match offer.answered {
        Some(day) if day.surely_by(limit) => State::Confirmed,
        Some(day) if !day.surely_after(limit) => State::Imprecise,
        _ => State::Not,
    }
}

fn of(case: &Case, opening: &Opening, law: &Law) -> Vec<Offer> {
    let mut offers: Vec<Offer> = Vec::new();
    for fact in &case.facts {
        let day = Span::of(&fact.occurred);
        match (&fact.event, offers.last_mut()) {
            (CaseEvent::OfferIssued(_), _) => offers.push(Offer::default()),
            (CaseEvent::OfferDelivered(_), Some(offer)) if offer.delivered.is_none() => {
                let due = Deadline::reckon(
                    &law.rulebook,
                    &law.calendar,
                    &opening.place,
                    opening.subject,
                    "offer.reply",
                    &fact.occurred,
                );
                let due = due.counted_from(&["offer_received"]);
                offer.due = Some(Span::between(due.due_earliest, due.due_latest));
                offer.delivered = Some(day);
            }
            (CaseEvent::ReplyReceived(_), Some(offer)) if offer.delivered.is_some() && offer.answered.is_none() => {
                offer.answered = Some(day);
            }
            _ => {}
        }
    }
    offers
}
