//! Which clocks run when.

use crate::case::Mark;
use crate::event::CaseEvent;
use crate::event::congress::{VoteResult, VoteTaken};
use crate::event::filing::FilingReceived;
use crate::event::representation::{RepresentativeVacated, Side};
use crate::event::talks::{NoticeGiven, Suspended};
use crate::scenario::{Scenario, date_of, day, main_line, opened, reply, representatives, sample_of_each, vote};

use super::*;

fn clocks(scenario: &Scenario) -> Vec<(String, Option<Date>)> {
    scenario.running().into_iter().map(|clock| (clock.suffix, clock.due_latest)).collect()
}

#[test]
fn the_delivery_starts_the_clock_of_the_reply_and_the_reply_stops_it() {
    // Delivered on day 6, Wednesday 7 January 2026; the twentieth day, 27 January, is a working day.
    assert_eq!(due(&Scenario::through(Step::Delivery), "offer.reply"), Some(Some(date_of(26))));
    // What Jiangsu's procedure may take in all was not readable: the worklist shows it as unknown.
    assert_eq!(clocks(&Scenario::through(Step::Reply)), [("proc.ordinary.period".into(), None)]);
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
    assert_eq!(clocks(&scenario).first(), Some(&("suspend.max".into(), Some(date_of(90)))));
}

#[test]
fn a_reply_after_its_last_day_is_marked_late() {
    let mut general = opened();
    general.place = "320100".parse().unwrap();
    let late = Scenario::through(Step::Delivery)
        .but_first(CaseEvent::CaseOpened(general.into()))
        .and(CaseEvent::ReplyReceived(reply(crate::event::offer::Answer::Agrees)), day(60));
    let marks = &late.case().lines.last().unwrap().marks.clone();
    assert!(matches!(marks.as_slice(), [Mark::Irregular(..)]), "{marks:?}");
}

#[test]
fn after_the_effect_the_renewal_window_is_watched() {
    let rules: Vec<_> = clocks(&Scenario::through(Step::Publication)).into_iter().map(|(rule, _)| rule).collect();
    assert_eq!(rules, ["report", "renewal.window"], "and the yearly report, whose period Jiangsu's text did not show");
}

fn there(place: &str, scenario: Scenario) -> Scenario {
    let mut elsewhere = opened();
    elsewhere.place = place.parse().unwrap();
    scenario.but_first(CaseEvent::CaseOpened(elsewhere.into()))
}

fn due(scenario: &Scenario, rule: &str) -> Option<Option<Date>> {
    clocks(scenario).into_iter().find(|(suffix, _)| suffix == rule).map(|(_, due)| due)
}

#[test]
fn a_place_has_only_the_clocks_of_its_texts() {
    // Zhejiang: to the congress within 15 working days of the draft (day 60, Monday 2 March 2026).
    let zhejiang = there("330000", Scenario::through(Step::Draft));
    assert_eq!(due(&zhejiang, "draft_to_congress"), Some(Some(date_of(81))));
    assert_eq!(due(&there("500000", Scenario::through(Step::Draft)), "draft_to_congress"), None);
    // Shanghai: representatives within 15 days of agreeing to negotiate (day 20, Wednesday 21 January 2026).
    assert_eq!(due(&there("310000", Scenario::through(Step::Reply)), "rep.named"), Some(Some(date_of(35))));
    // Henan: sixty days for the talks, from the first session on day 40: 11 April, a Saturday, on to the Monday.
    assert_eq!(due(&there("410000", Scenario::through(Step::Session)), "total"), Some(Some(date_of(102))));
    assert_eq!(due(&there("410000", Scenario::through(Step::Reply)), "total"), None);
    // Zhejiang: a report at least once a year; 1 May 2027 is a Saturday.
    let effective = there("330000", Scenario::through(Step::Publication));
    assert_eq!(due(&effective, "report"), Some(Some(jiff::civil::date(2027, 5, 3))));
}

#[test]
fn after_a_failed_vote_the_second_one_has_a_clock_of_its_own() {
    let failed = CaseEvent::VoteTaken(VoteTaken { result: VoteResult::Failed, ..vote() });
    let mut again = there("330000", Scenario::through(Step::Congress)).and(failed, day(80));
    let draft = Scenario::through(Step::Draft).case().draft.unwrap();
    again = again.and(CaseEvent::DraftAgreed(draft), day(90));
    // Amended on day 90, Wednesday 1 April 2026; the 6th is a holiday: the fifth working day is Thursday 9 April.
    assert_eq!((due(&again, "vote.retry"), due(&again, "draft_to_congress")), (Some(Some(date_of(98))), None));
}

#[test]
fn what_must_precede_a_meeting_is_counted_back_from_it() {
    let planned = |scenario: Scenario, on: i64| {
        let notice = NoticeGiven {
            by: Side::Staff,
            planned_day: Some(date_of(60)),
            place: String::new(),
            agenda: String::new(),
        };
        scenario.and(CaseEvent::NoticeGiven(notice), day(on)).on(on)
    };
    // Chongqing: information ten days before the session planned for day 60.
    assert_eq!(due(&planned(there("500000", Scenario::through(Step::Reply)), 45), "info"), Some(Some(date_of(50))));
    // Zhejiang: notice seven days before.
    let marks =
        |on| planned(there("330000", Scenario::through(Step::Reply)), on).case().lines.last().unwrap().marks.len();
    assert_eq!((marks(53), marks(54)), (0, 1));
}

/// Jiangsu's text of 2004 held to 30 April 2023, that of 2023 from the next day on: each act is judged by the text of its own day,
/// in one and the same case.
#[test]
fn a_case_that_straddles_a_change_of_the_law_uses_each_text_for_the_acts_of_its_time() {
    use crate::decisions::change_procedure::ChangeProcedure;
    use crate::event::opening::Procedure;
    use crate::event::procedure::ProcedureChanged;
    use crate::event::talks::Resumed;
    use crate::occurred::Occurred;

    let on = |month, day| Occurred::on(jiff::civil::date(2023, month, day));
    let suspended = || Suspended { reason: "核算".into(), agreed_by_both: true, resume_day: None };
    let steps = main_line(Step::Reply).into_iter().map(|(event, _)| event);
    let opened = steps.zip([(4, 3), (4, 4), (4, 6), (4, 12)]);
    let talks = opened.fold(Scenario::empty(), |scenario, (event, (month, day))| scenario.and(event, on(month, day)));
    let text_of = |scenario: &Scenario, rule: &str| {
        let clocks = scenario.running();
        clocks.iter().find(|clock| clock.suffix == rule).and_then(|clock| clock.rule_id.clone())
    };
    let simple = || ChangeProcedure(ProcedureChanged { to: Procedure::Simple, reason: "事项简单".into() });

    let before = talks.and(CaseEvent::Suspended(suspended()), on(4, 20));
    assert_eq!(text_of(&before, "suspend.max").as_deref(), Some("js2004.suspend.max"));
    let resumed = before.and(CaseEvent::Resumed(Resumed { terms: String::new() }), on(4, 28));
    resumed.clone().when(simple(), on(4, 30)).refused("procedure-not-provided");

    let after = resumed.and(CaseEvent::Suspended(suspended()), on(5, 4));
    assert_eq!(text_of(&after, "suspend.max").as_deref(), Some("js2023.suspend.max"));
    let case = after.when(simple(), on(5, 5)).recorded();
    assert_eq!(case.procedure, Procedure::Simple);
    assert!(!case.contradictory(), "what was recorded under the older text stands");
}

#[test]
fn the_last_day_of_a_review_is_the_same_told_or_in_words() {
    for place in ["320000", "110000", "310000", "330000", "370000", "500000", "410000", "150000"] {
        for received in 60..180 {
            let receipt = CaseEvent::FilingReceived(FilingReceived { registration: "2026-118".into() });
            let scenario = Scenario::through(Step::Filing).and(receipt, day(received));
            let scenario = there(place, scenario);
            let (case, ground) = (scenario.case(), scenario.ground());
            let told = review(&case, &ground).and_then(|review| Some((review.due_latest?, review.rule_id?)));
            assert_eq!(review_ends(&case, &ground), told, "{place}, {received}");
        }
    }
}

#[test]
fn the_clocks_of_some_rules_are_those_of_them_all() {
    let every = main_line(Step::Publication).into_iter().chain(sample_of_each().into_iter().zip((0..).map(day)));
    let mut scenario = Scenario::empty();
    for (event, occurred) in every {
        scenario = scenario.and(event, occurred);
        let (case, ground) = (scenario.case(), scenario.ground());
        let all = started(&case, &ground);
        for rules in [
            &["offer.reply"][..],
            &["filing"],
            &["rep.named"],
            &["publish"],
            &["draft_to_congress", "vote.retry"],
            &["report"],
        ] {
            let of_these: Vec<_> = all.iter().filter(|clock| rules.contains(&clock.suffix)).collect();
            assert_eq!(format!("{:?}", started_of(rules, &case, &ground)), format!("{of_these:?}"), "{rules:?}");
        }
    }
}
