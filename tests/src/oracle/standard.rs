//! The checklist of the standard rate: the steps the law asks for, each with its entry.

use heyi_core::event::CaseEvent;
use heyi_core::event::congress::VoteResult;
use heyi_core::event::offer::Answer;
use heyi_core::event::representation::Side;
use heyi_core::stage::Step;

use super::Question;
use super::case::Case;
use super::opening::Opening;
use super::signed;
use super::signing::Signing;
use super::span::Span;
use super::state::State;
use super::tally::{Shape, Unit};
use super::units::BASED;
use super::world::World;

/// What must be done before the signatures.
const BEFORE: [Step; 8] = [
    Step::Offer,
    Step::Delivery,
    Step::Reply,
    Step::StaffRepresentatives,
    Step::EmployerRepresentatives,
    Step::Session,
    Step::Draft,
    Step::Vote,
];
/// What must be done after them.
const AFTER: [Step; 3] = [Step::Filing, Step::Receipt, Step::Publication];

/// `standard`.
#[must_use]
pub fn standard(world: &World, question: &Question) -> (Shape, Vec<Unit>) {
    let units = signed::based(world, question, |case, opening, signing| {
        let next = case.signings.iter().map(|other| other.index).find(|index| *index > signing.index);
        state(case, opening, signing, next.unwrap_or(case.facts.len()), question)
    });
    (BASED, units)
}

fn state(case: &Case, opening: &Opening, signing: &Signing, next: usize, question: &Question) -> State {
    if !signing.by_both {
        return State::Not;
    }
    let entries = |from: usize, to: usize| case.facts.iter().take(to).skip(from);
    let mut done = signing.day;
    let mut untold = false;
    for step in BEFORE.into_iter().chain(AFTER) {
        let of_step = |fact: &&super::order::Fact<CaseEvent>| does(&fact.event) == Some(step);
        let found = match AFTER.contains(&step) {
            true => entries(signing.index + 1, next).find(of_step),
            false => entries(0, signing.index).rev().find(|fact| of_step(fact)),
        };
        match found {
            Some(fact) => done = done.last_of(Span::of(&fact.occurred)),
            None if opening.unknown.contains(&step) => untold = true,
            None => return State::Not,
        }
    }
    match untold {
        _ if done.surely_after(question.on) => State::Not,
        true => State::Untold,
        false if done.surely_by(question.on) => State::Confirmed,
        false => State::Imprecise,
    }
}

/// The item of the checklist that an entry does.
fn does(event: &CaseEvent) -> Option<Step> {
    match event {
        CaseEvent::OfferIssued(_) => Some(Step::Offer),
        CaseEvent::OfferDelivered(_) => Some(Step::Delivery),
        CaseEvent::ReplyReceived(reply) if reply.answer != Answer::Refuses => Some(Step::Reply),
        CaseEvent::RepresentativesNamed(named) if named.side == Side::Staff => Some(Step::StaffRepresentatives),
        CaseEvent::RepresentativesNamed(_) => Some(Step::EmployerRepresentatives),
        CaseEvent::SessionHeld(_) => Some(Step::Session),
        CaseEvent::DraftAgreed(_) => Some(Step::Draft),
        CaseEvent::VoteTaken(vote) if vote.result == VoteResult::Passed => Some(Step::Vote),
        CaseEvent::VoteTold(vote) if vote.passed => Some(Step::Vote),
        CaseEvent::EmployerVoteTaken(vote) if vote.result == VoteResult::Passed => Some(Step::Vote),
        CaseEvent::Filed(_) => Some(Step::Filing),
        CaseEvent::FilingReceived(_) => Some(Step::Receipt),
        CaseEvent::Published(_) => Some(Step::Publication),
        _ => None,
    }
}
