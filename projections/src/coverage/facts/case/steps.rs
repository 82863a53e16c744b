//! The offers of a case with their periods and replies, and what inspections found.

use heyi_core::case::{Bounds, Case, Opening};
use heyi_core::deadline::last_days_from;
use heyi_core::event::CaseEvent;
use heyi_core::event::performance::Finding as Found;
use heyi_core::ground::Ground;
use heyi_core::occurred::Occurred;

use crate::coverage::records::{Finding, Offer, Span};

/// The offers, in effective order. The answer of each is the first reply after its delivery and before the next offer.
pub(super) fn offers(case: &Case, opening: &Opening, ground: &Ground<'_>) -> Vec<Offer> {
    let mut offers: Vec<Offer> = Vec::new();
    for line in case.lines.iter().filter(|line| line.counts()) {
        match line.event() {
            CaseEvent::OfferIssued(_) => offers.push(unanswered()),
            CaseEvent::OfferDelivered(_) => {
                if let Some(offer) = offers.last_mut().filter(|offer| offer.is_delivered == 0) {
                    offer.is_delivered = 1;
                    offer.delivered = line.occurred().into();
                    offer.due = due(opening, line.occurred(), ground);
                }
            }
            CaseEvent::ReplyReceived(_) => {
                if let Some(offer) = offers.last_mut().filter(|offer| offer.is_delivered == 1 && offer.is_answered == 0)
                {
                    offer.is_answered = 1;
                    offer.answered = line.occurred().into();
                }
            }
            _ => {}
        }
    }
    offers
}

fn unanswered() -> Offer {
    let never = Span::never();
    Offer { delivered: never, is_delivered: 0, due: Span::unknown(), is_answered: 0, answered: never }
}

fn due(opening: &Opening, delivered: &Occurred, ground: &Ground<'_>) -> Span {
    let Opening { place, subject, .. } = opening;
    let named = &["offer_received"];
    let (earliest, latest) = last_days_from(ground.law, place, *subject, "offer.reply", delivered, named);
    Bounds::between(earliest, latest).into()
}

/// When the first offer was made.
pub(super) fn first_offer(case: &Case) -> Option<Span> {
    let mut lines = case.lines.iter().filter(|line| line.counts());
    lines.find(|line| matches!(line.event(), CaseEvent::OfferIssued(_))).map(|line| line.occurred().into())
}

/// What inspections found of clauses that were due, in effective order.
pub(super) fn findings(case: &Case) -> Vec<Finding> {
    let mut rows = Vec::new();
    for line in case.lines.iter().filter(|line| line.counts()) {
        let CaseEvent::PerformanceInspected(inspected) = line.event() else { continue };
        for found in inspected.findings.iter().filter(|found| found.finding != Found::NotYetDue) {
            let kept = u8::from(found.finding == Found::Kept);
            rows.push(Finding { clause: found.clause, day: line.occurred().into(), kept });
        }
    }
    rows
}
