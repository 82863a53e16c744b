//! A deadline of law by itself, without a case: for somebody on the telephone who knows a place, a rule and a day.

use jiff::civil::Date;
use serde::Serialize;

use super::Deadline;
use crate::ground::Law;
use crate::jurisdiction::Jurisdiction;
use crate::occurred::Occurred;
use crate::place::Place;
use crate::rules::{Rulebook, SubjectMatter};
use crate::text::Say;

/// What was asked, and the deadline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LookUp {
    /// The place.
    pub place: Place,
    /// The last day; `None`: there is no date, and the caveats of the deadline say why.
    pub due: Option<Date>,
    /// The deadline, with article and count.
    #[serde(flatten)]
    pub deadline: Deadline,
}

/// What was asked for is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotFound {
    /// No such place.
    Place(String),
    /// No rule of that name.
    Rule {
        /// What was asked for.
        asked: String,
        /// The rules that set a period.
        known: Vec<String>,
    },
}

impl LookUp {
    /// The deadline that `rule` (the suffix of its id, such as `offer.reply`) sets in `place` (`CN-ZJ`, or six digits) for
    /// negotiations on women workers' rights, counted from the event of `from`, a day that is itself not counted.
    ///
    /// # Errors
    /// [`NotFound`]. A place without a value of its own is none: the nation's answers, or the date is not known.
    pub fn of(law: &Law, place: &str, rule: &str, from: Date) -> Result<Self, NotFound> {
        let jurisdiction = Jurisdiction::parse(place).ok().and_then(|jurisdiction| jurisdiction.place().cloned());
        let place = jurisdiction.or_else(|| place.parse().ok()).ok_or_else(|| NotFound::Place(place.to_owned()))?;
        if law.rulebook.named(rule).next().is_none() {
            let known = with_period(&law.rulebook).map(str::to_owned).collect();
            return Err(NotFound::Rule { asked: rule.to_owned(), known });
        }
        let (start, subject) = (Occurred::on(from), SubjectMatter::Women);
        let deadline = Deadline::reckon(&law.rulebook, &law.calendar, &place, subject, rule, &start);
        Ok(Self { place, due: deadline.due(), deadline })
    }
}

/// The names of the rules that set a period somewhere, in order.
pub fn with_period(rules: &Rulebook) -> impl Iterator<Item = &str> {
    rules.suffixes().filter(|suffix| rules.named(suffix).any(|rule| rule.period().is_some()))
}

impl NotFound {
    /// Which of what was asked it is: `place` or `rule`.
    #[must_use]
    pub fn field(&self) -> &'static str {
        match self {
            Self::Place(_) => "place",
            Self::Rule { .. } => "rule",
        }
    }

    /// The same for a person.
    #[must_use]
    pub fn say(&self) -> Say {
        match self {
            Self::Place(place) => Say::new(
                format!("没有“{place}”这个地方；请写 CN-ZJ 这样的代码，或六位区划代码。"),
                format!("there is no place {place}; write a code such as CN-ZJ, or a division code of six digits."),
            ),
            Self::Rule { asked, known } => Say::new(
                format!("没有“{asked}”这条规则；有期限的规则：{}。", known.join("、")),
                format!("there is no rule {asked}; those with a period are {}.", known.join(", ")),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::deadline::Certainty;

    fn asked(place: &str, rule: &str, from: Date) -> Result<LookUp, NotFound> {
        LookUp::of(&Law::shipped(), place, rule, from)
    }

    #[test]
    fn a_reply_is_due_in_ten_working_days_in_zhejiang_and_in_fifteen_days_in_shanghai() {
        let zhejiang = asked("CN-ZJ", "offer.reply", date(2026, 2, 10)).unwrap();
        assert_eq!((zhejiang.due, zhejiang.deadline.certainty), (Some(date(2026, 3, 2)), Certainty::Firm));
        assert_eq!(asked("330100", "offer.reply", date(2026, 2, 10)).unwrap().due, zhejiang.due);
        let shanghai = asked("CN-SH", "offer.reply", date(2026, 6, 1)).unwrap();
        assert_eq!(shanghai.due, Some(date(2026, 6, 16)));
    }

    #[test]
    fn before_every_text_there_is_no_date_and_no_error() {
        let early = asked("CN-ZJ", "offer.reply", date(1950, 1, 1)).unwrap();
        assert_eq!((early.due, early.deadline.certainty), (None, Certainty::NotKnown));
        assert!(!early.deadline.caveats.is_empty());
    }

    #[test]
    fn what_is_not_there_is_named() {
        assert_eq!(asked("CN-XX", "offer.reply", date(2026, 1, 1)).unwrap_err().field(), "place");
        let wrong = asked("CN", "offer.rely", date(2026, 1, 1)).unwrap_err();
        assert_eq!(wrong.field(), "rule");
        assert!(wrong.say().en.contains("offer.reply"));
    }
}
