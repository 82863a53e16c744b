//! One step of a derivation, in words that a caseworker can read out and a lawyer can check.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::text::Say;

/// What a run of days does in a derivation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// The day counted from is not counted (民法典 201).
    StartNotCounted,
    /// Calendar days that count.
    Days,
    /// Working days that count.
    WorkingDays,
    /// Weekend days worked in exchange for a bridge day: they count as working days.
    MakeUpDays,
    /// Rest days, left out of a count of working days.
    RestDaysSkipped,
    /// The same day number in the month the period ends in (民法典 202).
    SameDayNumber,
    /// That month has no such day: its last day (民法典 202).
    MonthEnd,
    /// The last day of the period.
    LastDay,
    /// The day a count backwards arrives at.
    DayReached,
    /// The last day is a rest day: on to the first day after the rest days (民法典 203).
    RolledOver,
    /// The last day falls on a rest day worked in exchange for another: it stays.
    LastDayMakeUp,
    /// Days no notice fixes: guessed by the weekday.
    Unpublished,
}

/// A run of days and what it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Step {
    /// What it does.
    pub kind: StepKind,
    /// Its first day.
    pub from: Date,
    /// Its last day; of [`StepKind::RolledOver`], the last rest day.
    pub to: Date,
    /// How many days it counts; 0 for a step that counts none.
    pub counted: u32,
}

impl Step {
    /// The step in words, with its article where it applies one.
    #[must_use]
    pub fn say(&self) -> Say {
        let run = self.run();
        let counted = self.counted;
        let plural = if counted == 1 { "" } else { "s" };
        match self.kind {
            StepKind::StartNotCounted => Say::new(
                format!("{} 当日不计入{}", run.zh, counting_law(201, self.from).zh),
                format!("{} is not counted{}", run.en, counting_law(201, self.from).en),
            ),
            StepKind::Days => {
                Say::new(format!("{} 计 {counted} 天", run.zh), format!("{}: {counted} day{plural}", run.en))
            }
            StepKind::WorkingDays => Say::new(
                format!("{} 计 {counted} 个工作日", run.zh),
                format!("{}: {counted} working day{plural}", run.en),
            ),
            StepKind::MakeUpDays => Say::new(
                format!("{} 调休上班，计 {counted} 个工作日", run.zh),
                format!("{}: make-up work, {counted} working day{plural}", run.en),
            ),
            StepKind::RestDaysSkipped => {
                Say::new(format!("{} 休息日，不计", run.zh), format!("{}: rest days, not counted", run.en))
            }
            StepKind::SameDayNumber => Say::new(
                format!("对应日为 {}{}", run.zh, counting_law(202, self.from).zh),
                format!("the corresponding day is {}{}", run.en, counting_law(202, self.from).en),
            ),
            StepKind::MonthEnd => Say::new(
                format!("该月没有对应日，以月末日 {} 为准{}", run.zh, counting_law(202, self.from).zh),
                format!(
                    "that month has no corresponding day, so its end: {}{}",
                    run.en,
                    counting_law(202, self.from).en
                ),
            ),
            StepKind::LastDay => Say::new(format!("{} 为最后一日", run.zh), format!("{} is the last day", run.en)),
            StepKind::DayReached => Say::new(format!("倒数至 {}", run.zh), format!("counted back to {}", run.en)),
            StepKind::RolledOver => Say::new(
                format!("最后一日为休息日：{} 休息，顺延至其后首日{}", run.zh, counting_law(203, self.from).zh),
                format!(
                    "the last day is a rest day: {} rest, on to the first day after{}",
                    run.en,
                    counting_law(203, self.from).en
                ),
            ),
            StepKind::LastDayMakeUp => Say::new(
                format!("{} 虽为周末但调休上班，不顺延", run.zh),
                format!("{} is a weekend day that is worked, so it stays", run.en),
            ),
            StepKind::Unpublished => Say::new(
                format!("{} 的放假安排尚未公布，暂按星期推算", run.zh),
                format!("{}: holiday notice not published, guessed by the weekday", run.en),
            ),
        }
    }

    fn run(&self) -> Say {
        if self.from == self.to {
            return Say::new(self.from.to_string(), self.from.to_string());
        }
        Say::new(format!("{} 至 {}", self.from, self.to), format!("{} to {}", self.from, self.to))
    }
}

/// The article of the Civil Code a step applies. Before 2021 other texts with the same counting held, which the rulebook does not have.
fn counting_law(article: u16, day: Date) -> Say {
    if day >= jiff::civil::date(2021, 1, 1) {
        Say::new(format!("（民法典第{article}条）"), format!(" (民法典, art. {article})"))
    } else {
        Say::new(
            format!("（计算方法同民法典第{article}条；此前的条文未收录）"),
            format!(" (as in 民法典, art. {article}; the text of that time is not held)"),
        )
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::rules::Rulebook;

    #[test]
    fn runs_are_compact_and_single_days_are_single() {
        let step = |from, to| Step { kind: StepKind::RestDaysSkipped, from, to, counted: 0 };
        assert_eq!(
            step(date(2026, 2, 15), date(2026, 2, 23)).say(),
            Say::new("2026-02-15 至 2026-02-23 休息日，不计", "2026-02-15 to 2026-02-23: rest days, not counted")
        );
        assert_eq!(step(date(2026, 3, 1), date(2026, 3, 1)).say().zh, "2026-03-01 休息日，不计");
    }

    #[test]
    fn the_articles_of_counting_are_those_of_the_rulebook_and_not_cited_before_they_held() {
        for (id, article) in [("cn.count.first_day", "201"), ("cn.count.month_end", "202"), ("cn.count.roll", "203")] {
            let rule = Rulebook::shipped().get(id).unwrap();
            assert_eq!((rule.law.as_str(), rule.article.as_deref()), ("民法典", Some(article)));
            assert_eq!(rule.in_force_from, Some(date(2021, 1, 1)));
        }
        assert_eq!(counting_law(203, date(2021, 1, 1)).zh, "（民法典第203条）");
        assert!(counting_law(203, date(2020, 12, 31)).zh.contains("未收录"));
    }
}
