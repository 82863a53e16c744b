//! The working calendar of China: which days are worked, as the yearly notices of the State Council (国务院办公厅) fix them.
//!
//! Monday to Friday is worked, Saturday and Sunday is not, except the days a notice names. A year without a notice is
//! *unpublished*: its days are guessed by the weekday, and whatever depends on one of them is provisional.
//!
//! 8 March is half a day off for women (全国年节及纪念日放假办法 3) and counts as a working day.

mod parse;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::rows::{Changes, RowError};

/// What kind of day a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayKind {
    /// A Monday to Friday that is worked.
    Workday,
    /// A Saturday or Sunday that is worked in exchange for a bridge day (调休上班).
    MakeUpWorkday,
    /// A Saturday or Sunday that is not worked.
    Weekend,
    /// A Monday to Friday that is not worked: a public holiday or a bridge day.
    Holiday,
    /// No notice fixes this day.
    Unpublished {
        /// Whether it is worked, going by the weekday alone.
        guess_worked: bool,
    },
}

impl DayKind {
    /// Whether the day is worked; for an unpublished day the guess.
    #[must_use]
    pub fn is_worked(self) -> bool {
        matches!(self, Self::Workday | Self::MakeUpWorkday | Self::Unpublished { guess_worked: true })
    }

    /// Whether no notice fixes the day.
    #[must_use]
    pub fn is_unpublished(self) -> bool {
        matches!(self, Self::Unpublished { .. })
    }
}

/// The published years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeMap<i16, Year>,
    text: String,
    version: Digest,
}

/// One published year: the days on which the weekday does not decide, in order.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
struct Year {
    off: Vec<Date>,
    work: Vec<Date>,
}

/// New Year belongs to the notice of the next year, which has moved working days as far back as 29 December (2007, 2011);
/// without that notice the last days of December are not settled.
const SETTLED_IN_DECEMBER: i8 = 25;

impl Calendar {
    /// The calendar this program was built with: 2004 to 2026.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the text is part of the program, and a test reads it")]
    pub fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Calendar> = LazyLock::new(|| {
            Calendar::parse(include_str!("calendar/working_days.toml")).expect("the shipped calendar reads")
        });
        &SHIPPED
    }

    /// Reads a calendar: `[[year]]` rows with `year`, `off` (weekdays not worked) and `work` (weekend days worked).
    ///
    /// # Errors
    /// Every row that is wrong, by its year.
    pub fn parse(text: &str) -> Result<Self, Vec<RowError>> {
        parse::years(text).map(Self::of)
    }

    /// This calendar with the years of `text` added, or replaced where a notice was amended.
    ///
    /// # Errors
    /// As [`Calendar::parse`].
    pub fn with(&self, text: &str) -> Result<Self, Vec<RowError>> {
        let mut years = self.years.clone();
        years.extend(parse::years(text)?);
        Ok(Self::of(years))
    }

    /// Reads a calendar as a log has adopted it, with the text and version of the record.
    ///
    /// # Errors
    /// As [`Calendar::parse`].
    pub fn adopted(content: &str) -> Result<Self, Vec<RowError>> {
        let calendar = Self::parse(content)?;
        Ok(Self { text: content.to_owned(), version: Digest::of(&[content.as_bytes()]), ..calendar })
    }

    fn of(years: BTreeMap<i16, Year>) -> Self {
        let text = parse::to_text(&years);
        let version = Digest::of(&[text.as_bytes()]);
        Self { years, text, version }
    }

    /// What kind of day it is.
    #[must_use]
    pub fn kind(&self, day: Date) -> DayKind {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let Some(year) = self.years.get(&day.year()).filter(|_| self.is_settled(day)) else {
            return DayKind::Unpublished { guess_worked: !weekend };
        };
        match weekend {
            true if year.work.binary_search(&day).is_ok() => DayKind::MakeUpWorkday,
            true => DayKind::Weekend,
            false if year.off.binary_search(&day).is_ok() => DayKind::Holiday,
            false => DayKind::Workday,
        }
    }

    fn is_settled(&self, day: Date) -> bool {
        day.month() < 12 || day.day() <= SETTLED_IN_DECEMBER || self.years.contains_key(&day.year().saturating_add(1))
    }

    /// The published years, in order.
    pub fn published(&self) -> impl Iterator<Item = i16> + '_ {
        self.years.keys().copied()
    }

    /// The whole calendar as text that [`Calendar::parse`] reads back: what an adoption records.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What differs from the calendar that held before, by year.
    #[must_use]
    pub fn changes_since(&self, before: &Self) -> Changes {
        Changes::between(&before.years, &self.years)
    }

    /// SHA-256 of [`Calendar::text`].
    #[must_use]
    pub fn version(&self) -> Digest {
        self.version
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_shipped_calendar_covers_2004_to_2026_and_reads_back() {
        let calendar = Calendar::shipped();
        assert!(calendar.published().eq(2004..=2026));
        assert_eq!(&Calendar::parse(calendar.text()).unwrap(), calendar);
    }

    #[test]
    fn days_are_what_the_notices_say() {
        let kind = |year, month, day| Calendar::shipped().kind(date(year, month, day));
        assert_eq!(kind(2026, 2, 13), DayKind::Workday);
        assert_eq!(kind(2026, 2, 14), DayKind::MakeUpWorkday);
        assert_eq!(kind(2026, 2, 15), DayKind::Weekend);
        assert_eq!(kind(2026, 2, 16), DayKind::Holiday);
        assert_eq!(kind(2026, 2, 23), DayKind::Holiday);
        assert_eq!(kind(2016, 10, 9), DayKind::MakeUpWorkday);
        assert_eq!(kind(2023, 3, 8), DayKind::Workday, "half a day off for women is a working day");
    }

    #[test]
    fn a_year_without_a_notice_is_guessed_and_says_so() {
        let kind = |year, month, day| Calendar::shipped().kind(date(year, month, day));
        assert_eq!(kind(2027, 1, 1), DayKind::Unpublished { guess_worked: true });
        assert_eq!(kind(2027, 1, 2), DayKind::Unpublished { guess_worked: false });
        assert_eq!(kind(2003, 12, 31), DayKind::Unpublished { guess_worked: true });
        assert_eq!(kind(2026, 12, 25), DayKind::Workday);
        assert_eq!(kind(2026, 12, 28), DayKind::Unpublished { guess_worked: true }, "the notice of 2027 may move it");
        assert_eq!(kind(2011, 12, 31), DayKind::MakeUpWorkday, "as the notice of 2012 did");
    }

    #[test]
    fn a_year_can_be_added_and_changes_the_version() {
        let text = "[[year]]\nyear = 2027\noff = [2027-01-01]\nwork = []\n";
        let calendar = Calendar::shipped().with(text).unwrap();
        assert_eq!(calendar.kind(date(2027, 1, 1)), DayKind::Holiday);
        assert_eq!(calendar.kind(date(2026, 12, 28)), DayKind::Workday);
        assert_ne!(calendar.version(), Calendar::shipped().version());
        assert_eq!(calendar.changes_since(Calendar::shipped()).added, ["2027"]);
        let amended = calendar.with(&text.replace("work = []", "work = [2027-01-03]")).unwrap();
        assert_eq!(amended.changes_since(&calendar).changed, ["2027"]);
        let adopted = Calendar::adopted(&format!("\n{text}")).unwrap();
        assert!(adopted.text().starts_with('\n') && adopted.changes_since(&calendar).removed.len() == 23);
    }
}
