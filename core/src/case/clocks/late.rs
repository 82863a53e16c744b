//! Which entries came after their last day.

use jiff::civil::Date;

use crate::deadline::Deadline;
use crate::event::CaseEvent;
use crate::event::representation::Side;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::text::Say;

use super::super::{Case, Mark};
use super::{roads, started_of};

/// Marks for an event that stopped a clock certainly after its last day.
#[must_use]
pub fn late(event: &CaseEvent, at: &Occurred, case: &Case, ground: &Ground<'_>) -> Vec<Mark> {
    let before_meeting = too_late_before(event, at, case, ground);
    let stops = stops(event);
    if stops.is_empty() {
        return before_meeting;
    }
    // Of several clocks of one name, as for vacant seats, it is not told which this stopped: the one that leaves most time.
    let mut marks = before_meeting;
    let clocks = started_of(stops, case, ground);
    for rule in stops {
        let of_rule = clocks.iter().filter(|clock| clock.suffix == *rule);
        let counted = of_rule.map(|clock| (clock.last_days(case, ground).1, clock));
        let last = counted.max_by_key(|(due, _)| *due).filter(|(due, _)| at.earliest.zip(*due).is_some_and(is_after));
        // Few are late: for the others nothing is put in words.
        marks.extend(last.and_then(|(_, clock)| after(at, &clock.clone().deadline(case, ground)?)));
    }
    marks
}

fn is_after((day, due): (Date, Date)) -> bool {
    day > due
}

/// The clocks an event stops, by the suffix of their rules.
fn stops(event: &CaseEvent) -> &'static [&'static str] {
    match event {
        CaseEvent::ReplyReceived(_) => &["offer.reply"],
        CaseEvent::RepresentativesNamed(named) if named.side == Side::Staff => &["rep.named"],
        CaseEvent::RepresentativeReplaced(_) => &["rep.vacancy"],
        CaseEvent::RepresentativesPublished(_) => &["reps_published"],
        CaseEvent::Resumed(_) => &["suspend.max"],
        CaseEvent::DraftAgreed(_) | CaseEvent::OutcomeRecorded(_) => {
            &["total", "proc.ordinary.period", "proc.simple.period", "proc.emergency.period"]
        }
        CaseEvent::VoteTaken(_) => &["draft_to_congress", "vote.retry"],
        CaseEvent::Filed(_) => &["filing"],
        CaseEvent::Published(_) => &["publish"],
        CaseEvent::ReportedToCongress(_) => &["report"],
        CaseEvent::CoordinationEnded(_) => &["coord.finish", "coord.extension"],
        CaseEvent::ArbitrationApplied(_) => &["arb.limit"],
        CaseEvent::AwardMade(_) => &["arb.decide"],
        CaseEvent::LawsuitFiled(_) => &["award.lawsuit"],
        CaseEvent::BreachRemedied(_) => &["rectify"],
        CaseEvent::EndingFiled(_) => &["end.report", "cancel.report"],
        _ => &[],
    }
}

/// What must come so many days before a meeting, and came later.
fn too_late_before(event: &CaseEvent, at: &Occurred, case: &Case, ground: &Ground<'_>) -> Vec<Mark> {
    let planned = |rule, meeting: Option<Date>, given: Option<Date>| {
        let latest = roads::latest_before(case, ground, rule, meeting?)?;
        let (due, given) = (latest.due()?, given?);
        (given > due).then(|| {
            let say = Say::new(
                format!("{given} 才送达，最迟应为 {due}（会议日期 {}）。", meeting.unwrap_or(due)),
                format!("Only on {given}; the latest day was {due} (the meeting is on {}).", meeting.unwrap_or(due)),
            );
            Mark::Irregular(say, latest.cite.clone())
        })
    };
    let mark = match event {
        CaseEvent::NoticeGiven(notice) => planned("notice", notice.planned_day, at.earliest),
        CaseEvent::InformationGiven(given) if given.by == Side::Employer => {
            planned("info", case.roads.notice.as_ref().and_then(|(_, day)| *day), at.earliest)
        }
        CaseEvent::UpperUnionInformed(_) => {
            planned("upper_union_notice", case.roads.notice.as_ref().and_then(|(_, day)| *day), at.earliest)
        }
        CaseEvent::CongressConvened(congress) => planned("congress.papers", congress.planned_day, congress.papers_sent),
        _ => None,
    };
    mark.into_iter().collect()
}

fn after(at: &Occurred, clock: &Deadline) -> Option<Mark> {
    let (Some(day), Some(due)) = (at.earliest, clock.due_latest) else { return None };
    if !is_after((day, due)) {
        return None;
    }
    // Where the period is only the national one the mark says so: the province may give more time.
    let (zh, en): (Vec<_>, Vec<_>) =
        clock.caveats.iter().map(|caveat| (format!("（{}）", caveat.zh), format!(" ({})", caveat.en))).unzip();
    let say = Say::new(
        format!("{day} 发生，晚于期限届满日 {due}。{}", zh.concat()),
        format!("Occurred on {day}, after its last day, {due}.{}", en.concat()),
    );
    Some(Mark::Irregular(say, clock.cite.clone()))
}
