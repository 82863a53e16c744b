//! The clocks of law that run in a case, and which of its entries came late.

use jiff::civil::Date;

use crate::deadline::{Certainty, Deadline};
use crate::event::CaseEvent;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::stage::{Stage, Step};
use crate::text::Say;

use super::{Case, Mark};

/// A clock from one step to the next: the rule's suffix, what starts it, what stops it.
struct Clock {
    rule: &'static str,
    from: Step,
    /// What the rules call the event that starts it. A place whose rule counts from another event gets no date from this.
    named: &'static [&'static str],
    until: Step,
}

/// The clocks of the main line. Vacancies, suspensions, reviews and renewals have their own shapes below.
const MAIN_LINE: [Clock; 3] = [
    Clock { rule: "offer.reply", from: Step::Delivery, named: &["offer_received"], until: Step::Reply },
    Clock { rule: "filing", from: Step::Signature, named: &["signed_both", "contract_concluded"], until: Step::Filing },
    Clock { rule: "publish", from: Step::Effect, named: &["effective", "effective_from"], until: Step::Publication },
];

/// Every clock that runs now. A closed case has none.
#[must_use]
pub fn running(case: &Case, ground: &Ground<'_>) -> Vec<Deadline> {
    if case.stage == Stage::Closed {
        return Vec::new();
    }
    let mut clocks: Vec<Deadline> = MAIN_LINE
        .iter()
        .filter(|clock| !case.has(clock.until))
        .filter_map(|clock| Some(reckon(case, ground, clock.rule, &start_of(case, clock)?)?.counted_from(clock.named)))
        .collect();
    clocks.extend(vacancies(case, ground));
    clocks.extend(suspension(case, ground));
    if !case.has(Step::Effect) {
        clocks.extend(review(case, ground));
    }
    clocks.extend(renewal(case, ground));
    clocks
}

/// The review of what the department received: at its end the contract takes effect unless an objection was served.
/// Supplements may restart it. Beijing counts from the filing, others from the receipt. `None`: nothing was received.
#[must_use]
pub fn review(case: &Case, ground: &Ground<'_>) -> Option<Deadline> {
    let received = case.review_from.as_ref()?;
    let day = received.latest.or(received.earliest).unwrap_or(ground.today);
    let from_filing =
        ground.rule(case, day, "effect.deemed").is_some_and(|rule| rule.from_event.as_deref() == Some("filed"));
    let start = if from_filing { &case.done.get(&Step::Filing)?.occurred } else { received };
    let named = if from_filing { "filed" } else { "text_received_by_department" };
    Some(reckon(case, ground, "effect.deemed", start)?.counted_from(&[named]))
}

/// Marks for an event that stopped a clock certainly after its last day.
#[must_use]
pub fn late(event: &CaseEvent, at: &Occurred, case: &Case, ground: &Ground<'_>) -> Vec<Mark> {
    let rule = match event {
        CaseEvent::ReplyReceived(_) => "offer.reply",
        CaseEvent::Filed(_) => "filing",
        CaseEvent::Published(_) => "publish",
        CaseEvent::RepresentativeReplaced(_) => "rep.vacancy",
        _ => return Vec::new(),
    };
    let clocks = running(case, ground);
    let Some(clock) = clocks.into_iter().find(|clock| clock.suffix == rule) else { return Vec::new() };
    match (at.earliest, clock.due_latest) {
        (Some(day), Some(due)) if day > due => {
            // Where the period is only the national one the mark says so: the province may give more time.
            let (zh, en): (Vec<_>, Vec<_>) =
                clock.caveats.iter().map(|caveat| (format!("（{}）", caveat.zh), format!(" ({})", caveat.en))).unzip();
            let say = Say::new(
                format!("{day} 发生，晚于期限届满日 {due}。{}", zh.concat()),
                format!("Occurred on {day}, after its last day, {due}.{}", en.concat()),
            );
            vec![Mark::Irregular(say, clock.cite)]
        }
        _ => Vec::new(),
    }
}

fn start_of(case: &Case, clock: &Clock) -> Option<Occurred> {
    // The clock of publication runs from the day of effect, not from the day somebody confirmed it.
    if clock.from == Step::Effect {
        return case.effect.as_ref().map(|effect| Occurred::on(effect.effective_on));
    }
    case.done.get(&clock.from).map(|done| done.occurred.clone())
}

fn reckon(case: &Case, ground: &Ground<'_>, rule: &str, start: &Occurred) -> Option<Deadline> {
    let opening = case.opening.as_ref()?;
    let (rules, calendar) = (&ground.law.rulebook, &ground.law.calendar);
    Some(Deadline::reckon(rules, calendar, &opening.place, opening.subject, rule, start))
}

fn vacancies(case: &Case, ground: &Ground<'_>) -> Vec<Deadline> {
    let vacant = case.sides.values().flatten().filter_map(|seat| seat.vacant.as_ref());
    vacant.filter_map(|since| reckon(case, ground, "rep.vacancy", &since.occurred)).collect()
}

/// The nation sets no length for a suspension: the day both sides agreed on is the one to keep.
fn suspension(case: &Case, ground: &Ground<'_>) -> Option<Deadline> {
    let suspension = case.suspension.as_ref()?;
    let mut deadline = reckon(case, ground, "suspend.max", &suspension.since.occurred)?;
    if let Some(day) = suspension.resume_day.filter(|_| deadline.due_latest.is_none()) {
        deadline.due_earliest = Some(day);
        deadline.due_latest = Some(day);
        deadline.certainty = Certainty::Firm;
        deadline.caveats = vec![Say::new("双方约定的恢复日期", "the day both sides agreed on")];
    }
    Some(deadline)
}

/// The window before the end of the term, once it has opened or will; the last day of the term ends it.
fn renewal(case: &Case, ground: &Ground<'_>) -> Option<Deadline> {
    let expires = expires_on(case)?;
    (expires >= ground.today).then(|| reckon(case, ground, "renewal.window", &Occurred::on(expires)))?
}

fn expires_on(case: &Case) -> Option<Date> {
    case.effect
        .as_ref()
        .and_then(|effect| effect.expires_on)
        .or_else(|| case.taken_over.as_ref()?.outcome.as_ref()?.expires_on)
}

#[cfg(test)]
mod tests {
    use crate::event::representation::{RepresentativeVacated, Side};
    use crate::event::talks::Suspended;
    use crate::scenario::{Scenario, date_of, day, opened, reply, representatives};

    use super::*;

    fn clocks(scenario: &Scenario) -> Vec<(String, Option<Date>)> {
        scenario.running().into_iter().map(|clock| (clock.suffix, clock.due_latest)).collect()
    }

    #[test]
    fn the_delivery_starts_the_clock_of_the_reply_and_the_reply_stops_it() {
        // Delivered on day 6, Wednesday 7 January 2026; the twentieth day, 27 January, is a working day.
        assert_eq!(clocks(&Scenario::through(Step::Delivery)), [("offer.reply".into(), Some(date_of(26)))]);
        assert_eq!(clocks(&Scenario::through(Step::Reply)), []);
    }

    #[test]
    fn every_vacant_seat_has_its_clock() {
        let vacated = RepresentativeVacated { side: Side::Staff, seat: 2, reason: "调离".into() };
        let scenario = Scenario::opened()
            .and(CaseEvent::RepresentativesNamed(representatives(Side::Staff)), day(1))
            .and(CaseEvent::RepresentativeVacated(vacated), day(5));
        assert_eq!(clocks(&scenario).first().map(|(rule, _)| rule.clone()), Some("rep.vacancy".into()));
    }

    #[test]
    fn a_suspension_ends_on_the_day_agreed() {
        let suspended = Suspended { reason: String::new(), agreed_by_both: true, resume_day: Some(date_of(90)) };
        let scenario = Scenario::through(Step::Session).and(CaseEvent::Suspended(suspended), day(60));
        assert_eq!(clocks(&scenario), [("suspend.max".into(), Some(date_of(90)))]);
    }

    #[test]
    fn a_reply_after_its_last_day_is_marked_late() {
        let mut general = opened();
        general.place = "320100".parse().unwrap();
        let late = Scenario::through(Step::Delivery)
            .but_first(CaseEvent::CaseOpened(general))
            .and(CaseEvent::ReplyReceived(reply(crate::event::offer::Answer::Agrees)), day(60));
        let marks = &late.case().lines.last().unwrap().marks.clone();
        assert!(matches!(marks.as_slice(), [Mark::Irregular(..)]), "{marks:?}");
    }

    #[test]
    fn after_the_effect_the_renewal_window_is_watched() {
        let rules: Vec<_> = clocks(&Scenario::through(Step::Publication)).into_iter().map(|(rule, _)| rule).collect();
        assert_eq!(rules, ["renewal.window"]);
    }
}
