//! The last day of a deadline and nothing else: for what asks about every case there is and shows nobody a reason.

use jiff::civil::Date;

use super::derive::{day_back, last_day};
use super::{Deadline, counts_from};
use crate::ground::Law;
use crate::occurred::Occurred;
use crate::place::Place;
use crate::rules::SubjectMatter;

/// The earliest and the latest possible last day; `None`: not known.
pub type LastDays = (Option<Date>, Option<Date>);

/// The last days of [`Deadline::reckon`].
#[must_use]
pub fn last_days(law: &Law, place: &Place, subject: SubjectMatter, suffix: &str, start: &Occurred) -> LastDays {
    let Law { rulebook, calendar, .. } = law;
    let Some(day) = start.day() else {
        let deadline = Deadline::reckon(rulebook, calendar, place, subject, suffix, start);
        return (deadline.due_earliest, deadline.due_latest);
    };
    let rule = rulebook.lookup(place, subject, day, suffix).rule();
    let due = rule.and_then(|rule| {
        let period = rule.period()?;
        Some(if rule.counts_back() {
            day_back(day, period, calendar)
        } else {
            last_day(day, period, calendar, rule.roll_over())
        })
    });
    (due, due)
}

/// The same for a start that is an event of these names: none where the rule counts from another ([`Deadline::counted_from`]).
#[must_use]
pub fn last_days_from(
    law: &Law,
    place: &Place,
    subject: SubjectMatter,
    suffix: &str,
    start: &Occurred,
    named: &[&str],
) -> LastDays {
    let counts = counts_from(&law.rulebook, place, subject, suffix, start);
    if counts.is_some_and(|event| !named.contains(&event)) {
        return (None, None);
    }
    last_days(law, place, subject, suffix, start)
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;
    use jiff::civil::date;

    use super::*;

    #[test]
    fn they_are_those_of_the_deadline_in_words() {
        let law = Law::shipped();
        let starts = (0..1_600).step_by(37).map(|days| date(2019, 11, 20).saturating_add(days.days()));
        let starts = starts.flat_map(|day| {
            let span = |days: i64| Occurred::between(Some(day), day.checked_add(days.days()).ok(), "").unwrap();
            [Occurred::on(day), span(20), span(900), Occurred::between(Some(day), None, "").unwrap()]
        });
        let starts: Vec<Occurred> = starts.chain([Occurred::unknown("")]).collect();
        for place in ["100000", "320106", "110105", "310101", "330106", "370100", "410100", "150100"] {
            let place: Place = place.parse().unwrap();
            for suffix in law.rulebook.suffixes() {
                for start in &starts {
                    let subject = SubjectMatter::Women;
                    let told = Deadline::reckon(&law.rulebook, &law.calendar, &place, subject, suffix, start);
                    let days = last_days(&law, &place, subject, suffix, start);
                    assert_eq!(days, (told.due_earliest, told.due_latest), "{place} {suffix} {start:?}");
                    let names = ["offer_received", "signed_both", "filed"];
                    let told = told.counted_from(&names);
                    let days = last_days_from(&law, &place, subject, suffix, start, &names);
                    assert_eq!(days, (told.due_earliest, told.due_latest), "{place} {suffix} {start:?} from {names:?}");
                }
            }
        }
    }
}
