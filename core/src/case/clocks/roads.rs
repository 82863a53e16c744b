//! The clocks of the side roads: procedure, meetings, coordination, disputes, reports, the end.

use crate::deadline::Deadline;
use crate::event::ending::EndGround;
use crate::event::opening::Procedure;
use crate::event::representation::Side;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::stage::Step;
use crate::text::Say;

use super::super::dispute::DisputeStep;
use super::super::{Case, Done};
use super::{Running, counts_from, reckon, ruled};

/// Every clock of a side road that runs now.
pub(super) fn started(case: &Case, ground: &Ground<'_>) -> Vec<Running> {
    let mut clocks = Vec::new();
    clocks.extend(procedure(case, ground));
    clocks.extend(total(case, ground));
    clocks.extend(retry(case, ground));
    clocks.extend(meetings(case, ground));
    clocks.extend(published(case, ground));
    clocks.extend(coordination(case, ground));
    clocks.extend(disputes(case, ground));
    clocks.extend(report(case, ground));
    clocks.extend(ending(case, ground));
    clocks.extend(protections(case));
    clocks
}

/// A clock that runs only where the place, or the nation, has a text of that name.
fn where_ruled(
    case: &Case,
    ground: &Ground<'_>,
    rule: &'static str,
    start: &Occurred,
    named: &[&str],
) -> Option<Running> {
    // Where the text does not name its event the date is what the caller counted from.
    if ruled(case, ground, rule, start) { Running::from_event(case, ground, rule, start, named) } else { None }
}

/// The whole period of the procedure chosen (Jiangsu 2023), from the offer that starts it, or from the change to it.
fn procedure(case: &Case, ground: &Ground<'_>) -> Option<Running> {
    if talks_ended(case) {
        return None;
    }
    let offered = &case.done.get(&Step::Offer)?.occurred;
    let changed = case.roads.procedures.last().map(|(_, done)| &done.occurred);
    let start = changed.filter(|changed| offered.certainly_before(changed)).unwrap_or(offered);
    let rule = match case.procedure {
        Procedure::Ordinary => "proc.ordinary.period",
        Procedure::Simple => "proc.simple.period",
        Procedure::Emergency => "proc.emergency.period",
    };
    where_ruled(case, ground, rule, start, &["procedure_started"])
}

/// The whole of the talks, from the event the text of the place counts from, to their end.
fn total(case: &Case, ground: &Ground<'_>) -> Option<Running> {
    if talks_ended(case) {
        return None;
    }
    let done = |step| case.done.get(&step);
    let first_session = case.roads.first_session.as_ref();
    let starts = [
        (done(Step::Offer), "offer_issued"),
        (done(Step::Delivery), "offer_received"),
        (done(Step::Reply), "reply_agreeing"),
        (first_session, "negotiation_started"),
        (first_session, "first_session"),
    ];
    starts.into_iter().find_map(|(start, named)| {
        let start = &start?.occurred;
        let counts = ruled(case, ground, "total", start) && counts_from(case, ground, "total", start) == Some(named);
        counts.then(|| Running::plain("total", start))
    })
}

/// Talks end in a draft, in another outcome, or with the case.
fn talks_ended(case: &Case) -> bool {
    case.has(Step::Draft) || case.has(Step::Outcome)
}

/// The second vote after a failed one, from the amended draft.
fn retry(case: &Case, ground: &Ground<'_>) -> Option<Running> {
    if !case.roads.after_failed_vote || case.has(Step::Vote) {
        return None;
    }
    where_ruled(case, ground, "vote.retry", &case.done.get(&Step::Draft)?.occurred, &["redraft_agreed"])
}

/// What must precede a meeting whose day is known: counted back from it.
fn meetings(case: &Case, ground: &Ground<'_>) -> Vec<Running> {
    let mut clocks = Vec::new();
    let mut before = |rule, day| {
        let meeting = Occurred::on(day);
        clocks.extend(ruled(case, ground, rule, &meeting).then(|| Running::plain(rule, &meeting)));
    };
    if let Some((notice, Some(day))) = &case.roads.notice {
        let held = case.done.get(&Step::Session).is_some_and(|held| notice.occurred.certainly_before(&held.occurred));
        if !held {
            if !case.roads.informed.contains_key(&Side::Employer) {
                before("info", *day);
            }
            if !case.has(Step::UpperUnion) {
                before("upper_union_notice", *day);
            }
        }
    }
    if let Some((Some(day), None)) = case.roads.congress
        && !case.has(Step::Vote)
    {
        before("congress.papers", day);
    }
    clocks
}

/// Representatives are made known to the staff.
fn published(case: &Case, ground: &Ground<'_>) -> Vec<Running> {
    let named = [(Side::Staff, Step::StaffRepresentatives), (Side::Employer, Step::EmployerRepresentatives)];
    let silent = named.into_iter().filter(|(side, _)| !case.roads.published.contains(side));
    let since = silent.filter_map(|(_, step)| case.done.get(&step));
    since.filter_map(|since| where_ruled(case, ground, "reps_published", &since.occurred, &["reps_named"])).collect()
}

/// The period of coordination, from its acceptance; prolonged, from the end of that period.
fn coordination(case: &Case, ground: &Ground<'_>) -> Option<Running> {
    let coordination = case.roads.coordination.as_ref().filter(|coordination| coordination.is_open())?;
    let accepted = &coordination.accepted.as_ref()?.occurred;
    let finish = Running::from_event(case, ground, "coord.finish", accepted, &["coordination_accepted"])?;
    if coordination.extended.is_none() {
        return Some(finish);
    }
    let finish = finish.deadline(case, ground)?;
    let end = Occurred::between(finish.due_earliest, finish.due_latest, "").unwrap_or_default();
    where_ruled(case, ground, "coord.extension", &end, &["coordination_deadline"])
}

fn disputes(case: &Case, ground: &Ground<'_>) -> Vec<Running> {
    let mut clocks = Vec::new();
    for dispute in case.roads.disputes.values().filter(|dispute| !dispute.is_over()) {
        let from = |step| dispute.done.get(&step).map(|done: &Done| done.occurred.clone());
        let open = |until| !dispute.done.contains_key(&until);
        let mut clock = |rule, start: Option<Occurred>, named: &[&str]| {
            clocks.extend(start.and_then(|start| where_ruled(case, ground, rule, &start, named)));
        };
        if open(DisputeStep::Applied) {
            let known = dispute.known_since.map(Occurred::on);
            clock("arb.limit", Some(known.unwrap_or_default()), &["right_known_infringed"]);
        }
        if open(DisputeStep::Award) {
            clock("arb.decide", from(DisputeStep::Accepted), &["arbitration_accepted"]);
        }
        if open(DisputeStep::Lawsuit) {
            clock("award.lawsuit", from(DisputeStep::AwardReceived), &["award_received"]);
        }
        clock("rectify", from(DisputeStep::Ordered), &["rectification_ordered"]);
    }
    clocks
}

/// The next report to the congress: from the effect, then from each report.
fn report(case: &Case, ground: &Ground<'_>) -> Option<Running> {
    if case.roads.end.is_some() {
        return None;
    }
    let effect = Occurred::on(case.effect.as_ref()?.effective_on);
    let start = case.roads.reported.as_ref().filter(|reported| !reported.is_unknown()).unwrap_or(&effect);
    where_ruled(case, ground, "report", start, &["effective"])
}

/// The report of an end, or of a cancellation, to the labour department.
fn ending(case: &Case, ground: &Ground<'_>) -> Vec<Running> {
    let Some(end) = case.roads.end.as_ref().filter(|_| case.roads.ending_filed.is_none()) else { return Vec::new() };
    let cancelled = end.ground == EndGround::Cancelled;
    let rules = [("end.report", true), ("cancel.report", cancelled)].into_iter().filter(|(_, applies)| *applies);
    let named = &["cancelled_or_ended", "cancelled"];
    rules.filter_map(|(rule, _)| where_ruled(case, ground, rule, &end.done.occurred, named)).collect()
}

/// A representative whose own labour contract ends: no clock of law, but a day to act before.
fn protections(case: &Case) -> Vec<Running> {
    let held = |side: &Side, seat: u32| {
        let seats = case.sides.get(side)?;
        seats.get((seat as usize).checked_sub(1)?).filter(|seat| seat.vacant.is_none())
    };
    let watched = case.roads.protections.iter().filter(|((side, seat), _)| held(side, *seat).is_some());
    let ends = watched.filter_map(|((_, seat), watched)| Some((seat, watched.contract_ends?)));
    ends.map(|(seat, day)| {
        let what = Say::new(
            format!("第 {seat} 席协商代表的劳动合同到期"),
            format!("labour contract of the representative in seat {seat} ends"),
        );
        let told = Deadline::told("rep.protection", what, day, Say::new("登记的到期日", "the day recorded"));
        Running::otherwise("rep.protection", told)
    })
    .collect()
}

/// The latest day for what must precede a meeting on `meeting`; `None`: the place sets none, or it is not known.
pub(super) fn latest_before(
    case: &Case,
    ground: &Ground<'_>,
    rule: &str,
    meeting: jiff::civil::Date,
) -> Option<Deadline> {
    let meeting = Occurred::on(meeting);
    ruled(case, ground, rule, &meeting).then(|| reckon(case, ground, rule, &meeting))?
}
