//! Counting days as the Civil Code does (民法典 201 to 203): pure, total, every step kept.

use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Certainty, Step, StepKind};
use crate::calendar::{Calendar, DayKind};
use crate::text::Say;

/// A period of law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Period {
    /// Calendar days (日).
    Days(u32),
    /// Working days (工作日), make-up days among them.
    WorkingDays(u32),
    /// Months (月).
    Months(u32),
}

/// What happens when the last day is a rest day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RollOver {
    /// On to the first day that is worked (民法典 203).
    Forward,
    /// It stays.
    None,
}

/// A count from a day to the last day of a period, with every step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Derivation {
    /// The day counted from, itself not counted.
    pub start: Date,
    /// The period.
    pub period: Period,
    /// The steps, in the order of counting.
    pub steps: Vec<Step>,
    /// The last day; for a count backwards, the day reached.
    pub due: Date,
    /// The last day if rest days did not roll over.
    pub unrolled: Date,
    /// [`Certainty::Firm`], or [`Certainty::Provisional`] when a day was needed that no notice fixes.
    pub certainty: Certainty,
}

impl Derivation {
    /// The steps in words, in the order of counting.
    #[must_use]
    pub fn words(&self) -> Vec<Say> {
        self.steps.iter().map(Step::say).collect()
    }
}

impl Period {
    /// How many days, working days or months.
    #[must_use]
    pub fn number(self) -> u32 {
        match self {
            Self::Days(number) | Self::WorkingDays(number) | Self::Months(number) => number,
        }
    }

    /// The period in words.
    #[must_use]
    pub fn say(self) -> Say {
        let number = self.number();
        let plural = if number == 1 { "" } else { "s" };
        match self {
            Self::Days(_) => Say::new(format!("{number} 日"), format!("{number} day{plural}")),
            Self::WorkingDays(_) => Say::new(format!("{number} 个工作日"), format!("{number} working day{plural}")),
            Self::Months(_) => Say::new(format!("{number} 个月"), format!("{number} month{plural}")),
        }
    }
}

/// The last day of `period` from `start`.
///
/// The first day is not counted. Working days are those of the calendar. A month ends on the same day number, else on the
/// month's last day. A last day that is a rest day rolls over as asked; working days end on a working day anyway.
///
/// Days beyond the year 9999 do not exist: a count that would pass it stops there.
#[must_use]
pub fn derive(start: Date, period: Period, calendar: &Calendar, roll_over: RollOver) -> Derivation {
    let mut count = Count::new(start, Direction::Forward, calendar);
    let (unrolled, due) = count.forward(period, roll_over);
    count.finish(period, unrolled, due)
}

/// [`Derivation::due`] of the same count, without its steps.
#[must_use]
pub(super) fn last_day(start: Date, period: Period, calendar: &Calendar, roll_over: RollOver) -> Date {
    Count::silent(start, Direction::Forward, calendar).forward(period, roll_over).1
}

/// The day `period` before `end`: the first day of a window that closes on `end`, the latest day to give notice of a meeting on `end`.
///
/// `end` itself is not counted; nothing rolls over, since a later day would leave less than the period.
#[must_use]
pub fn count_back(end: Date, period: Period, calendar: &Calendar) -> Derivation {
    let mut count = Count::new(end, Direction::Back, calendar);
    let reached = count.run(period);
    count.finish(period, reached, reached)
}

/// [`Derivation::due`] of the same count, without its steps.
#[must_use]
pub(super) fn day_back(end: Date, period: Period, calendar: &Calendar) -> Date {
    Count::silent(end, Direction::Back, calendar).run(period)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Forward,
    Back,
}

/// A count under way.
struct Count<'a> {
    start: Date,
    direction: Direction,
    calendar: &'a Calendar,
    /// Whether the steps are kept.
    tells: bool,
    steps: Vec<Step>,
    /// The first and last day that was needed and that no notice fixes.
    unpublished: Option<(Date, Date)>,
}

impl<'a> Count<'a> {
    fn new(start: Date, direction: Direction, calendar: &'a Calendar) -> Self {
        let first = Step { kind: StepKind::StartNotCounted, from: start, to: start, counted: 0 };
        Self { tells: true, steps: vec![first], ..Self::silent(start, direction, calendar) }
    }

    fn silent(start: Date, direction: Direction, calendar: &'a Calendar) -> Self {
        Self { start, direction, calendar, tells: false, steps: Vec::new(), unpublished: None }
    }

    /// The last day, as it is and rolled over.
    fn forward(&mut self, period: Period, roll_over: RollOver) -> (Date, Date) {
        let unrolled = self.run(period);
        let due = match (roll_over, period) {
            (RollOver::None, _) | (_, Period::WorkingDays(1..)) => unrolled,
            (RollOver::Forward, _) => self.roll(unrolled),
        };
        (unrolled, due)
    }

    fn run(&mut self, period: Period) -> Date {
        match period {
            Period::Days(number) => self.days(number),
            Period::WorkingDays(number) => self.working_days(number),
            Period::Months(number) => self.months(number),
        }
    }

    fn days(&mut self, number: u32) -> Date {
        let last = self.moved(Span::new().try_days(number));
        if number > 0 {
            let first = self.next(self.start).unwrap_or(last);
            self.step(StepKind::Days, first.min(last), first.max(last), number);
        }
        last
    }

    fn months(&mut self, number: u32) -> Date {
        let last = self.moved(Span::new().try_months(number));
        let kind = if last.day() == self.start.day() { StepKind::SameDayNumber } else { StepKind::MonthEnd };
        self.step(kind, last, last, 0);
        last
    }

    fn working_days(&mut self, number: u32) -> Date {
        let mut day = self.start;
        let mut left = number;
        while left > 0 {
            let Some(next) = self.next(day) else { break };
            day = next;
            let kind = match self.kind(day) {
                DayKind::MakeUpWorkday => StepKind::MakeUpDays,
                kind if kind.is_worked() => StepKind::WorkingDays,
                _ => StepKind::RestDaysSkipped,
            };
            let counted = u32::from(kind != StepKind::RestDaysSkipped);
            left -= counted;
            self.extend(kind, day, counted);
        }
        day
    }

    /// The first worked day from `last` on.
    fn roll(&mut self, last: Date) -> Date {
        let mut day = last;
        while !self.kind(day).is_worked() {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        match day.yesterday() {
            Ok(rest) if day > last => self.step(StepKind::RolledOver, last, rest, 0),
            _ if self.calendar.kind(last) == DayKind::MakeUpWorkday => {
                self.step(StepKind::LastDayMakeUp, last, last, 0);
            }
            _ => {}
        }
        day
    }

    fn finish(mut self, period: Period, unrolled: Date, due: Date) -> Derivation {
        if let Some((from, to)) = self.unpublished {
            self.step(StepKind::Unpublished, from, to, 0);
        }
        let end = if self.direction == Direction::Back { StepKind::DayReached } else { StepKind::LastDay };
        self.step(end, due, due, 0);
        let certainty = if self.unpublished.is_some() { Certainty::Provisional } else { Certainty::Firm };
        Derivation { start: self.start, period, steps: self.steps, due, unrolled, certainty }
    }

    /// What kind of day it is, remembering that it was needed.
    fn kind(&mut self, day: Date) -> DayKind {
        let kind = self.calendar.kind(day);
        if kind.is_unpublished() {
            let (from, to) = self.unpublished.unwrap_or((day, day));
            self.unpublished = Some((from.min(day), to.max(day)));
        }
        kind
    }

    fn next(&self, day: Date) -> Option<Date> {
        match self.direction {
            Direction::Forward => day.tomorrow().ok(),
            Direction::Back => day.yesterday().ok(),
        }
    }

    fn moved(&self, by: Result<Span, jiff::Error>) -> Date {
        match (by, self.direction) {
            (Ok(by), Direction::Forward) => self.start.saturating_add(by),
            (Ok(by), Direction::Back) => self.start.saturating_sub(by),
            (Err(_), Direction::Forward) => Date::MAX,
            (Err(_), Direction::Back) => Date::MIN,
        }
    }

    fn step(&mut self, kind: StepKind, from: Date, to: Date, counted: u32) {
        if self.tells {
            self.steps.push(Step { kind, from, to, counted });
        }
    }

    /// Adds a day to the run under way, or begins another.
    fn extend(&mut self, kind: StepKind, day: Date, counted: u32) {
        match self.steps.last_mut() {
            Some(step) if step.kind == kind => {
                step.from = step.from.min(day);
                step.to = step.to.max(day);
                step.counted += counted;
            }
            _ => self.step(kind, day, day, counted),
        }
    }
}
