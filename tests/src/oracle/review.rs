//! The review by the labour department: the day after its last day a contract is in effect.

use heyi_core::deadline::Deadline;
use heyi_core::ground::Law;
use jiff::civil::Date;

use super::case::Round;
use super::opening::Opening;
use super::span::Span;

/// The last day of the review of what was received, counted from the receipt or the supplements that restarted it, or where the place
/// says so from the filing. Unknown where there is no date; `None`: nothing was received.
#[must_use]
pub fn last_day(opening: &Opening, round: &Round, asked_on: Date, law: &Law) -> Option<Span> {
    let received = round.review_from.as_ref()?;
    let day = received.latest.or(received.earliest).unwrap_or(asked_on);
    let found = law.rulebook.lookup(&opening.place, opening.subject, day, "effect.deemed");
    let from_filing = found.rule().is_some_and(|rule| rule.from_event.as_deref() == Some("filed"));
    let (start, named) = match (from_filing, &round.filed) {
        (false, _) => (received, "text_received_by_department"),
        (true, Some(filed)) => (filed, "filed"),
        (true, None) => return Some(Span::UNKNOWN),
    };
    let (rules, days) = (&law.rulebook, &law.calendar);
    let due = Deadline::reckon(rules, days, &opening.place, opening.subject, "effect.deemed", start);
    let due = due.counted_from(&[named]);
    Some(Span::between(due.due_earliest, due.due_latest))
}

/// The day after the last day of the review.
#[must_use]
pub fn over(opening: &Opening, round: &Round, asked_on: Date, law: &Law) -> Option<Span> {
    last_day(opening, round, asked_on, law).map(|last| last.moved(jiff::Span::new().days(1)))
}
