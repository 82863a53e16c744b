//! Supervision letters: whether they were answered.

use heyi_core::deadline::Deadline;
use heyi_core::event::LetterEvent;
use heyi_core::event::letter::{Addressee, LetterIssued, LetterKind};
use heyi_core::ground::Law;
use heyi_core::occurred::Occurred;
use heyi_core::rules::SubjectMatter;
use jiff::civil::Date;

use super::Question;
use super::order::Fact;
use super::span::Span;
use super::state::{Base, State};
use super::tally::{Shape, Unit, Verdict};
use super::units::{self, BASED};
use super::values::{self, Values};
use super::world::World;

/// `letters-answered`.
#[must_use]
pub fn letters(world: &World, question: &Question) -> (Shape, Vec<Unit>) {
    let units = world.letters.values().filter_map(|facts| {
        let issued = facts.iter().rev().find_map(|fact| match &fact.event {
            LetterEvent::LetterIssued(issued) => Some(issued),
            _ => None,
        })?;
        due(issued, facts, &world.law).filter(|due| question.from <= *due && *due < question.on)?;
        let in_region = issued.place.within(&question.region);
        in_region.then(|| unit(world, question, issued, state(facts, question)))
    });
    (BASED, units.collect())
}

fn state(facts: &[Fact<LetterEvent>], question: &Question) -> State {
    let answered = facts.iter().find(|fact| matches!(fact.event, LetterEvent::LetterAnswered(_)));
    match answered.map(|fact| Span::of(&fact.occurred)) {
        Some(day) if day.surely_by(question.on) => State::Confirmed,
        Some(day) if !day.surely_after(question.on) => State::Imprecise,
        _ => State::Not,
    }
}

/// The earliest of the last days that are exactly known: its own, and that of the law.
fn due(issued: &LetterIssued, facts: &[Fact<LetterEvent>], law: &Law) -> Option<Date> {
    let received = facts.iter().rev().find(|fact| matches!(fact.event, LetterEvent::LetterReceived(_)));
    let of_law = received.and_then(|fact| due_by_law(issued, &fact.occurred, law));
    [issued.reply_by, of_law].into_iter().flatten().min()
}

/// A period of law runs for what was received, where a text sets one.
fn due_by_law(issued: &LetterIssued, received: &Occurred, law: &Law) -> Option<Date> {
    let (rule, from) = match issued.kind {
        LetterKind::Reminder => return None,
        LetterKind::Opinion => ("supervision.reply", "opinion_letter_received"),
        LetterKind::Proposal => ("supervision.case", "proposal_letter_received"),
    };
    let (rules, days) = (&law.rulebook, &law.calendar);
    Deadline::reckon(rules, days, &issued.place, SubjectMatter::Women, rule, received).counted_from(&[from]).due()
}

fn unit(world: &World, question: &Question, issued: &LetterIssued, state: State) -> Unit {
    let employer = match &issued.addressee {
        Addressee::Employer(id, _) => units::attributes(world, *id, question),
        Addressee::Authority(_) | Addressee::Employers(_) => None,
    };
    let mut all: Values = values::of_place(&issued.place);
    all.extend(match (&issued.addressee, &employer) {
        (Addressee::Authority(_), _) => values::no_employer("authority"),
        (_, Some(employer)) => values::of_employer(employer),
        (_, None) => values::no_employer("unknown"),
    });
    let verdict = Verdict::Plain(state);
    Unit { values: all, base: Base::In, verdict, count: None, made_up: issued.made_up, days: None }
}
