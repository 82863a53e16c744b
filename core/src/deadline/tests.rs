//! Spans, certainty and status of deadlines, and the properties of counting.

use jiff::civil::date;
use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::*;

fn reckon(place: &str, suffix: &str, start: &Occurred) -> Deadline {
    let place = place.parse().unwrap();
    Deadline::reckon(Rulebook::shipped(), Calendar::shipped(), &place, SubjectMatter::Women, suffix, start)
}

fn between(from: Date, to: Date) -> Occurred {
    Occurred::between(Some(from), Some(to), "").unwrap()
}

fn english(derivation: &Derivation) -> Vec<String> {
    derivation.words().into_iter().map(|say| say.en).collect()
}

#[test]
fn ten_working_days_over_spring_festival_list_every_run() {
    let deadline = reckon("330000", "offer.reply", &Occurred::on(date(2026, 2, 10)));
    assert_eq!(deadline.due(), Some(date(2026, 3, 2)));
    assert_eq!(deadline.certainty, Certainty::Firm);
    assert_eq!(deadline.cite.as_ref().unwrap().to_string(), "《浙江省集体合同条例》（2010修订）第7条");
    assert_eq!(
        english(&deadline.reckonings[0].derivation),
        [
            "2026-02-10 is not counted (民法典, art. 201)",
            "2026-02-11 to 2026-02-13: 3 working days",
            "2026-02-14: make-up work, 1 working day",
            "2026-02-15 to 2026-02-23: rest days, not counted",
            "2026-02-24 to 2026-02-27: 4 working days",
            "2026-02-28: make-up work, 1 working day",
            "2026-03-01: rest days, not counted",
            "2026-03-02: 1 working day",
            "2026-03-02 is the last day",
        ]
    );
}

#[test]
fn a_last_day_in_the_october_week_rolls_over_and_both_dates_are_shown() {
    let deadline = reckon("310000", "effect.deemed", &Occurred::on(date(2026, 9, 18)));
    assert_eq!(deadline.due(), Some(date(2026, 10, 8)));
    assert_eq!(deadline.reckonings[0].derivation.unrolled, date(2026, 10, 3));
    assert_eq!(
        deadline.caveats,
        [Say::new(
            "2026-10-03 为休息日，顺延至 2026-10-08；不顺延则为 2026-10-03",
            "2026-10-03 is a rest day, so the last day is 2026-10-08; without rolling over it is 2026-10-03"
        )]
    );
}

#[test]
fn a_weekend_day_that_is_worked_stays_the_last_day() {
    let derivation = derive(date(2026, 1, 30), Period::Days(15), Calendar::shipped(), RollOver::Forward);
    assert_eq!(derivation.due, date(2026, 2, 14));
    assert!(english(&derivation).contains(&"2026-02-14 is a weekend day that is worked, so it stays".to_owned()));
}

#[test]
fn months_end_on_the_same_day_number_or_the_months_end() {
    let month = |from| derive(from, Period::Months(1), Calendar::shipped(), RollOver::None);
    assert_eq!(month(date(2026, 1, 31)).due, date(2026, 2, 28));
    assert_eq!(month(date(2024, 1, 31)).due, date(2024, 2, 29));
    assert_eq!(month(date(2026, 2, 28)).due, date(2026, 3, 28));
    assert!(english(&month(date(2026, 1, 31)))[1].starts_with("that month has no corresponding day"));
}

#[test]
fn windows_are_counted_back_and_do_not_roll() {
    let expiry = Occurred::on(date(2026, 5, 31));
    let opens = |place| reckon(place, "renewal.window", &expiry).due();
    assert_eq!(opens("110000"), Some(date(2026, 2, 28)), "three months, and February has no 31st");
    assert_eq!(opens("330000"), Some(date(2026, 3, 2)), "90 days");
    assert_eq!(opens("410000"), Some(date(2026, 4, 1)), "60 days");
    let notice = reckon("330000", "notice", &Occurred::on(date(2026, 3, 9)));
    assert_eq!(notice.due(), Some(date(2026, 3, 2)));
    assert_eq!(notice.what.en, "agenda and representatives notified");
}

#[test]
fn a_day_no_notice_fixes_makes_it_provisional_only_where_it_is_needed() {
    let certainty = |start| reckon("110000", "offer.reply", &Occurred::on(start)).certainty;
    assert_eq!(certainty(date(2026, 12, 1)), Certainty::Firm);
    assert_eq!(certainty(date(2026, 12, 14)), Certainty::Provisional, "the last day is 2027-01-03");
    let deadline = reckon("110000", "offer.reply", &Occurred::on(date(2026, 12, 14)));
    assert_eq!(deadline.due(), Some(date(2027, 1, 4)), "a Sunday by the weekday alone");
    let adopted =
        Calendar::shipped().with("[[year]]\nyear = 2027\noff = [2027-01-01, 2027-01-04]\nwork = []\n").unwrap();
    let place = "110000".parse().unwrap();
    let start = Occurred::on(date(2026, 12, 14));
    let firm = Deadline::reckon(Rulebook::shipped(), &adopted, &place, SubjectMatter::Women, "offer.reply", &start);
    assert_eq!((firm.due(), firm.certainty), (Some(date(2027, 1, 5)), Certainty::Firm));
}

#[test]
fn the_least_sure_ground_is_shown_and_every_reason_named() {
    let deadline = reckon("320100", "filing", &Occurred::on(date(2026, 12, 20)));
    assert_eq!(deadline.certainty, Certainty::NationalDefault);
    let reasons: Vec<&str> = deadline.caveats.iter().map(|say| say.en.as_str()).collect();
    assert_eq!(
        reasons,
        ["national default, provincial value unverified", "provisional: a holiday notice it needs is not published"]
    );
    let unread = reckon("100000", "coord.finish", &Occurred::on(date(2026, 3, 2)));
    assert_eq!(unread.certainty, Certainty::UnverifiedLaw);
}

#[test]
fn without_a_period_there_is_no_date_but_the_text_is_cited() {
    let deadline = reckon("320100", "publish", &Occurred::on(date(2026, 3, 2)));
    assert_eq!((deadline.due_earliest, deadline.due_latest, deadline.certainty), (None, None, Certainty::NotKnown));
    assert_eq!(deadline.rule_id.as_deref(), Some("js2023.publish"));
    assert_eq!(deadline.caveats[0].en, "period not known; see the text");
    assert_eq!(deadline.status(date(2030, 1, 1)), Status::Unknown);
}

#[test]
fn a_start_known_to_the_month_makes_a_span_overdue_only_after_its_latest_day() {
    let deadline = reckon("110000", "offer.reply", &between(date(2026, 3, 1), date(2026, 3, 31)));
    assert_eq!((deadline.due_earliest, deadline.due_latest), (Some(date(2026, 3, 23)), Some(date(2026, 4, 20))));
    assert_eq!(deadline.due(), None);
    assert_eq!(deadline.status(date(2026, 3, 22)), Status::Open { days_left: 1 });
    assert_eq!(deadline.status(date(2026, 3, 23)), Status::DueToday);
    assert_eq!(deadline.status(date(2026, 3, 24)), Status::PossiblyOverdue);
    assert_eq!(deadline.status(date(2026, 4, 20)), Status::PossiblyOverdue);
    assert_eq!(deadline.status(date(2026, 4, 21)), Status::Overdue { days: 1 });
}

#[test]
fn due_today_is_not_overdue() {
    let deadline = reckon("110000", "offer.reply", &Occurred::on(date(2026, 3, 3)));
    assert_eq!(deadline.due(), Some(date(2026, 3, 23)));
    assert_eq!(deadline.status(date(2026, 3, 23)), Status::DueToday);
    assert_eq!(deadline.status(date(2026, 3, 24)), Status::Overdue { days: 1 });
}

#[test]
fn an_open_end_of_the_start_leaves_that_end_of_the_deadline_open() {
    let before = Occurred::between(None, Some(date(2018, 4, 26)), "before 26 April 2018").unwrap();
    let deadline = reckon("110000", "offer.reply", &before);
    assert_eq!((deadline.due_earliest, deadline.due_latest), (None, Some(date(2018, 5, 16))));
    assert_eq!(deadline.status(date(2018, 5, 1)), Status::PossiblyOverdue);
    assert_eq!(deadline.status(date(2018, 5, 17)), Status::Overdue { days: 1 });

    let after = Occurred::between(Some(date(2018, 4, 26)), None, "").unwrap();
    let deadline = reckon("110000", "offer.reply", &after);
    assert_eq!(deadline.status(date(2030, 1, 1)), Status::PossiblyOverdue);

    let unknown = reckon("110000", "offer.reply", &Occurred::unknown(""));
    assert_eq!((unknown.status(date(2030, 1, 1)), unknown.certainty), (Status::Unknown, Certainty::NotKnown));
    assert_eq!(unknown.what.en, "written reply to the offer");
}

#[test]
fn a_start_that_straddles_a_change_of_the_law_is_counted_under_each_text() {
    let deadline = reckon("330000", "offer.reply", &between(date(2010, 12, 1), date(2011, 1, 31)));
    let ids: Vec<(&str, Date)> = deadline.reckonings.iter().map(|r| (r.rule_id.as_str(), r.derivation.start)).collect();
    assert_eq!(
        ids,
        [
            ("cn.offer.reply", date(2010, 12, 1)),
            ("cn.offer.reply", date(2010, 12, 31)),
            ("zj.offer.reply", date(2011, 1, 1)),
            ("zj.offer.reply", date(2011, 1, 31)),
        ]
    );
    assert_eq!(deadline.rule_id.as_deref(), Some("zj.offer.reply"));
    assert_eq!((deadline.due_earliest, deadline.due_latest), (Some(date(2010, 12, 21)), Some(date(2011, 2, 18))));
    assert_eq!(deadline.certainty, Certainty::NationalDefault);
}

#[test]
fn a_window_is_an_opportunity_and_never_overdue() {
    let window = reckon("110000", "renewal.window", &Occurred::on(date(2026, 5, 31)));
    assert_eq!(window.status(date(2026, 2, 27)), Status::OpensIn { days: 1 });
    assert_eq!(window.status(date(2026, 2, 28)), Status::WindowOpen { days_left: 92 });
    assert_eq!(window.status(date(2026, 5, 31)), Status::WindowOpen { days_left: 0 });
    assert_eq!(window.status(date(2026, 6, 1)), Status::WindowClosed);
}

#[test]
fn a_date_counted_from_another_event_than_the_rule_names_is_withdrawn() {
    let signed = Occurred::on(date(2026, 3, 5));
    let filing = |place| reckon(place, "filing", &signed).counted_from(&["signed_both"]);
    assert_eq!(filing("330000").due(), Some(date(2026, 3, 16)));
    let shanghai = filing("310000");
    assert_eq!((shanghai.due(), shanghai.certainty), (None, Certainty::NotKnown));
    assert_eq!(
        shanghai.caveats.last().unwrap().en,
        "this period runs from: employer told in writing of the passage; that day is not recorded"
    );
    assert_eq!(shanghai.cite.unwrap().article.as_deref(), Some("23"));
}

#[test]
fn a_deadline_survives_json() {
    let deadline = reckon("330000", "offer.reply", &Occurred::on(date(2026, 2, 10)));
    let json = serde_json::to_string(&deadline).unwrap();
    assert_eq!(serde_json::from_str::<Deadline>(&json).unwrap(), deadline);
}

#[test]
fn counting_stops_at_the_ends_of_time_instead_of_failing() {
    for period in [Period::Days(u32::MAX), Period::Months(u32::MAX), Period::WorkingDays(400)] {
        assert_eq!(derive(date(9999, 12, 1), period, Calendar::shipped(), RollOver::Forward).due, Date::MAX);
        assert_eq!(count_back(date(-9999, 1, 31), period, Calendar::shipped()).due, Date::MIN);
    }
}

fn day() -> impl Strategy<Value = Date> {
    (0..9000_i32).prop_map(|days| date(2003, 6, 1).saturating_add(jiff::Span::new().days(days)))
}

fn period() -> impl Strategy<Value = Period> {
    prop_oneof![
        (0..400_u32).prop_map(Period::Days),
        (0..80_u32).prop_map(Period::WorkingDays),
        (0..40_u32).prop_map(Period::Months)
    ]
}

proptest! {
    #[test]
    fn a_later_start_is_never_due_earlier(a in day(), b in day(), period in period()) {
        let due = |start| derive(start, period, Calendar::shipped(), RollOver::Forward).due;
        prop_assert!(due(a.min(b)) <= due(a.max(b)));
    }

    #[test]
    fn after_rolling_over_the_last_day_is_worked_and_nothing_worked_was_passed(start in day(), period in period()) {
        let calendar = Calendar::shipped();
        let derivation = derive(start, period, calendar, RollOver::Forward);
        prop_assert!(calendar.kind(derivation.due).is_worked());
        let passed = derivation.unrolled.series(jiff::Span::new().days(1)).take_while(|day| *day < derivation.due);
        prop_assert!(passed.filter(|day| *day != start).all(|day| !calendar.kind(day).is_worked()));
    }

    #[test]
    fn working_days_between_start_and_last_day_are_exactly_as_many_as_asked(start in day(), number in 1..80_u32) {
        let calendar = Calendar::shipped();
        let derivation = derive(start, Period::WorkingDays(number), calendar, RollOver::Forward);
        let worked = start.tomorrow().unwrap().series(jiff::Span::new().days(1)).take_while(|day| *day <= derivation.due)
            .filter(|day| calendar.kind(*day).is_worked()).count();
        prop_assert_eq!(worked, number as usize);
        prop_assert_eq!(derivation.steps.iter().map(|step| step.counted).sum::<u32>(), number);
        prop_assert_eq!(derivation.due, derivation.unrolled);
    }

    #[test]
    fn counting_back_and_forth_returns(end in day(), number in 1..400_u32) {
        let back = count_back(end, Period::Days(number), Calendar::shipped());
        let forth = derive(back.due, Period::Days(number), Calendar::shipped(), RollOver::None);
        prop_assert_eq!(forth.due, end);
    }

    #[test]
    fn the_steps_follow_one_another_without_a_gap(start in day(), number in 1..80_u32) {
        let derivation = derive(start, Period::WorkingDays(number), Calendar::shipped(), RollOver::Forward);
        let runs: Vec<_> = derivation.steps.iter()
            .filter(|step| !matches!(step.kind, StepKind::LastDay | StepKind::Unpublished)).collect();
        for pair in runs.windows(2) {
            prop_assert_eq!(pair[0].to.tomorrow().unwrap(), pair[1].from);
        }
    }

    #[test]
    fn a_span_covers_the_deadline_of_each_of_its_days(
        a in day(), length in 0..90_i32, inside in 0..90_i32, place in proptest::sample::select(vec!["330100", "500000", "320100", "370000"]),
    ) {
        let to = a.saturating_add(jiff::Span::new().days(length));
        let within = a.saturating_add(jiff::Span::new().days(inside.min(length)));
        let span = reckon(place, "offer.reply", &between(a, to));
        let one = reckon(place, "offer.reply", &Occurred::on(within));
        if span.certainty != Certainty::NotKnown {
            prop_assert!(span.due_earliest <= one.due_earliest && one.due_latest <= span.due_latest);
        }
    }
}
