//! The reference table `tests/reference/deadlines.csv`: dated examples of each clock of law, recomputed by `check.py` beside it
//! with counting of its own.

use std::collections::BTreeSet;

use super::*;
use crate::jurisdiction::Jurisdiction;
use crate::rules::RuleKind;

const TABLE: &str = include_str!("../../../tests/reference/deadlines.csv");

/// One row: rule, place, subject, period, count, start, expected day, steps, what it shows, who is right where sources differ,
/// and why an expectation was changed.
fn rows() -> Vec<[&'static str; 11]> {
    TABLE
        .lines()
        .skip(1)
        .map(|line| {
            // Only the steps have commas, and then quotation marks around them.
            let (before, steps, after) = match line.splitn(3, '"').collect::<Vec<_>>()[..] {
                [before, steps, after] => (before.trim_end_matches(','), steps, after.trim_start_matches(',')),
                _ => {
                    let (steps, _) = line.match_indices(',').nth(6).unwrap();
                    let (before, rest) = line.split_at(steps);
                    let (steps, after) = rest[1..].split_once(',').unwrap();
                    (before, steps, after)
                }
            };
            let fields: Vec<&str> = before.split(',').chain([steps]).chain(after.split(',')).collect();
            fields.try_into().unwrap()
        })
        .collect()
}

fn subject(text: &str) -> SubjectMatter {
    serde_json::from_value(text.into()).unwrap()
}

#[test]
fn every_example_has_its_day_its_period_and_its_steps() {
    for row in rows() {
        let [suffix, place, matter, period, count, start, expected, steps, shows, ..] = row;
        let at = format!("{place} {suffix} from {start}");
        let place = Jurisdiction::parse(place).unwrap().place().unwrap().clone();
        let start: Date = start.parse().unwrap();
        let rules = Rulebook::shipped();
        let deadline =
            Deadline::reckon(rules, Calendar::shipped(), &place, subject(matter), suffix, &Occurred::on(start));
        let rule = rules.get(deadline.rule_id.as_deref().unwrap()).unwrap();
        let derivation = &deadline.reckonings[0].derivation;

        assert_eq!(format!("{} {}", rule.number().unwrap(), rule.unit.as_deref().unwrap()), period, "{at}");
        let counted = match rule.roll_over() {
            RollOver::Forward => "rolls",
            RollOver::None if rule.counts_back() => "back",
            RollOver::None => "to the day",
        };
        assert_eq!(counted, count, "{at}");
        assert_eq!(deadline.due(), Some(expected.parse().unwrap()), "{at}");
        // The table has the steps without their articles.
        let words: Vec<String> =
            derivation.words().iter().map(|say| say.en.split(" (").next().unwrap().to_owned()).collect();
        assert_eq!(words.join("; "), steps, "{at}");
        assert!(!shows.is_empty(), "{at}");
    }
}

#[test]
fn every_clock_of_the_rulebook_has_an_example() {
    let shown: BTreeSet<String> = rows()
        .into_iter()
        .map(|[suffix, place, matter, _, _, start, ..]| {
            let place = Jurisdiction::parse(place).unwrap().place().unwrap().clone();
            let found = Rulebook::shipped().lookup(&place, subject(matter), start.parse().unwrap(), suffix);
            found.rule().unwrap().id.clone()
        })
        .collect();
    let clocks = [RuleKind::Deadline, RuleKind::Extension, RuleKind::Window, RuleKind::Recurring, RuleKind::Term];
    let missing: Vec<&str> = Rulebook::shipped()
        .iter()
        .filter(|rule| rule.is_complete() && rule.period().is_some() && clocks.contains(&rule.kind))
        .map(|rule| rule.id.as_str())
        .filter(|id| !shown.contains(*id))
        .collect();
    assert!(missing.is_empty(), "without an example: {missing:?}");
    assert!(rows().len() >= 100);
}

#[test]
fn festivals_make_up_days_and_month_ends_are_among_the_examples() {
    let rows = &rows();
    let day = |text: &'static str| text.parse::<Date>().unwrap();
    let over = |month: i8, first: i8, last: i8| {
        rows.iter().filter(move |[.., start, due, _, _, _, _]| {
            let (start, due) = (day(start), day(due));
            (start.year()..=due.year()).any(|year| {
                let festival = [first, last].map(|day| jiff::civil::date(year, month, day));
                start < festival[0] && festival[1] < due
            })
        })
    };
    assert!(over(2, 16, 20).count() >= 5, "Spring Festival");
    assert!(over(10, 1, 7).count() >= 5, "October week");
    assert!(rows.iter().filter(|row| row[7].contains("make-up work")).count() >= 5);
    let month_end = |[_, _, _, period, _, start, due, ..]: &&[&'static str; 11]| {
        period.ends_with("month") && day(start).day() > 28 && day(due) == day(due).last_of_month()
    };
    assert!(rows.iter().filter(month_end).count() >= 3);
}
