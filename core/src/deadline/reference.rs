//! The reference table `tests/reference/deadlines.csv`: dated examples of each clock of law, recomputed by `check.py` beside it
//! with counting of its own.

use std::collections::BTreeSet;

use super::*;
use crate::jurisdiction::Jurisdiction;
use crate::rules::RuleKind;

const TABLE: &str = include_str!("../../../tests/reference/deadlines.csv");

/// One row: rule, place, subject, period, count, start, expected day, steps, reason.
fn rows() -> Vec<[&'static str; 9]> {
    TABLE
        .lines()
        .skip(1)
        .map(|line| {
            // Only the steps have commas, and then quotation marks around them.
            let (before, steps, reason) = match line.splitn(3, '"').collect::<Vec<_>>()[..] {
                [before, steps, reason] => (before.trim_end_matches(','), steps, reason.trim_start_matches(',')),
                _ => {
                    let (rest, reason) = line.rsplit_once(',').unwrap();
                    let (before, steps) = rest.rsplit_once(',').unwrap();
                    (before, steps, reason)
                }
            };
            let mut fields: Vec<&str> = before.split(',').collect();
            fields.extend([steps, reason]);
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
        let [suffix, place, matter, period, count, start, expected, steps, reason] = row;
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
        assert!(!reason.is_empty(), "{at}");
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
