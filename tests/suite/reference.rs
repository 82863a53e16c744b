//! The working days beside those of another program: the crate `chinese_holiday`. `tests/reference/check.py` compares them with a
//! third, in Python.

use std::collections::BTreeMap;

use chinese_holiday::{DayKind, Ymd, chinese_holiday};
use heyi_core::calendar::Calendar;
use jiff::civil::{Date, date};

/// Every difference that was looked at, with who is right.
const LISTED: &str = include_str!("../reference/calendar.csv");

/// Outside of these the crate panics.
const FIRST: Date = date(2004, 1, 1);
const LAST: Date = date(2026, 12, 25);

fn works_there(day: Date) -> bool {
    let number = |part: i8| u8::try_from(part).unwrap();
    let ymd = Ymd::new(u16::try_from(day.year()).unwrap(), number(day.month()), number(day.day()));
    let kind = chinese_holiday(ymd);
    kind == DayKind::NormalWorkday || format!("{kind:?}").ends_with("Workday")
}

#[test]
fn reference_working_days_differ_from_another_program_only_where_that_is_listed() {
    let says = |works: bool| if works { "worked" } else { "rest" };
    let mut differences = BTreeMap::new();
    for day in FIRST.series(jiff::ToSpan::days(1)).take_while(|day| *day <= LAST) {
        let here = Calendar::shipped().kind(day);
        assert!(!here.is_unpublished(), "{day}");
        if here.is_worked() != works_there(day) {
            differences.insert(day, (says(here.is_worked()), says(works_there(day))));
        }
    }
    let listed: BTreeMap<Date, (&str, &str)> = LISTED
        .lines()
        .skip(1)
        .map(|line| <[&str; 6]>::try_from(line.split(',').collect::<Vec<_>>()).unwrap())
        .filter(|[source, ..]| *source == "chinese_holiday")
        .map(|[_, day, here, there, right, why]| {
            assert!(["this calendar", "the other", "not known"].contains(&right) && !why.is_empty(), "{day}");
            (day.parse().unwrap(), (here, there))
        })
        .collect();
    assert_eq!(differences, listed);
    assert_eq!(differences.len(), 3);
}
