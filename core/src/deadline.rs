//! Deadlines: which rule, counted from which day, to which day, and how sure that is.
//!
//! A deadline from a start that is not known to the day is a span. It is overdue only when its latest day has passed, and a
//! deadline due today is not overdue. Every deadline carries the derivation of each of its ends.

mod derive;
mod last_days;
mod look_up;
mod status;
mod step;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use self::derive::{Derivation, Period, RollOver, count_back, derive};
pub use self::last_days::{LastDays, last_days, last_days_from};
pub use self::look_up::{LookUp, NotFound, with_period};
pub use self::status::Status;
pub use self::step::{Step, StepKind};
use crate::calendar::Calendar;
use crate::occurred::Occurred;
use crate::place::Place;
use crate::rules::{Cite, Confidence, Found, Rule, RuleKind, Rulebook, SubjectMatter, event_words, not_known, what};
use crate::text::Say;

/// How sure a date is, the surest first; a deadline shows the least sure of what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// The article was read, and every day it needs is published.
    Firm,
    /// It rests on a day whose holiday notice is not out; computed again when it is.
    Provisional,
    /// The article is known from a report or from memory; its text was not read.
    UnverifiedLaw,
    /// The nation's period, where the province may have its own.
    NationalDefault,
    /// No rule with a period answers: there is no date.
    NotKnown,
}

impl Certainty {
    /// In words.
    #[must_use]
    pub fn say(self) -> Say {
        let (zh, en) = match self {
            Self::Firm => ("确定", "firm"),
            Self::Provisional => ("暂定（放假安排未公布）", "provisional"),
            Self::UnverifiedLaw => ("条文未核对", "text of the article not read"),
            Self::NationalDefault => ("按全国规定，地方规定待核", "the nation's period; the province may have its own"),
            Self::NotKnown => ("期限未知", "no date is known"),
        };
        Say::new(zh, en)
    }
}

/// One end of a deadline: the rule that held then, and the count from that day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reckoning {
    /// The row of the rulebook.
    pub rule_id: String,
    /// Its law and article.
    pub cite: Cite,
    /// The count.
    pub derivation: Derivation,
}

/// A clock of law in one case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// What was looked up, such as `offer.reply`.
    pub suffix: String,
    /// The row that answers, or the incomplete one that should have.
    pub rule_id: Option<String>,
    /// What the rule does: a window is an opportunity, not a duty, and its dates are the day it opens.
    pub kind: Option<RuleKind>,
    /// The event the rule counts from, in the words of the rules: it differs between places.
    pub from_event: Option<String>,
    /// The event that stops the clock, in the words of the rules.
    pub to_event: Option<String>,
    /// Law and article of `rule_id`.
    pub cite: Option<Cite>,
    /// What is to be done (or, for a window, what becomes possible).
    pub what: Say,
    /// The day counted from: the event that starts the clock; for what is counted back, the meeting or the expiry.
    pub start: Occurred,
    /// The earliest possible last day; `None`: not known.
    pub due_earliest: Option<Date>,
    /// The latest possible last day; `None`: not known.
    pub due_latest: Option<Date>,
    /// The derivations of both ends: one for a start known to the day, none where there is no date.
    pub reckonings: Vec<Reckoning>,
    /// The least sure of what the dates rest on.
    pub certainty: Certainty,
    /// What people must be told beside the date: every reason for which it is not firm, and both dates where rolling over
    /// a rest day changes them.
    pub caveats: Vec<Say>,
}

impl Deadline {
    /// The deadline that `suffix` sets in `place` for `subject`, counted from `start`.
    ///
    /// Which event `start` must be is the rule's to say ([`Rule::from_event`]; for [`Rule::counts_back`] its `to_event`).
    /// A start whose span straddles a change of the law is counted under each text for its own days.
    #[must_use]
    pub fn reckon(
        rules: &Rulebook,
        calendar: &Calendar,
        place: &Place,
        subject: SubjectMatter,
        suffix: &str,
        start: &Occurred,
    ) -> Self {
        let lookup = |day| rules.lookup(place, subject, day, suffix);
        let stretches = stretches(rules, suffix, start);
        let found = last_day(start).map_or(Found::NotKnown { rule: None }, lookup);
        let text = found.text();
        let mut deadline = Self {
            suffix: suffix.to_owned(),
            rule_id: text.map(|rule| rule.id.clone()),
            kind: text.map(|rule| rule.kind),
            from_event: text.and_then(|rule| rule.from_event.clone()),
            to_event: text.and_then(|rule| rule.to_event.clone()),
            cite: found.cite(),
            what: text.or_else(|| rules.named(suffix).next()).map_or_else(|| Say::new(suffix, suffix), what),
            start: start.clone(),
            due_earliest: None,
            due_latest: None,
            reckonings: Vec::new(),
            certainty: Certainty::Firm,
            caveats: Vec::new(),
        };
        if stretches.is_empty() {
            deadline.weaken(Certainty::NotKnown, Say::new("起算日未知", "the day to count from is not known"));
            return deadline;
        }
        for (first, last) in stretches {
            deadline.count(calendar, &lookup(first), first, last);
        }
        deadline.close(start);
        deadline
    }

    /// A day that people set, not a period of law: agreed, or recorded from a paper.
    #[must_use]
    pub fn told(suffix: &str, what: Say, day: Date, because: Say) -> Self {
        Self {
            suffix: suffix.to_owned(),
            rule_id: None,
            kind: None,
            from_event: None,
            to_event: None,
            cite: None,
            what,
            start: Occurred::on(day),
            due_earliest: Some(day),
            due_latest: Some(day),
            reckonings: Vec::new(),
            certainty: Certainty::Firm,
            caveats: vec![because],
        }
    }

    /// Counts from both ends of a stretch of days under the rule found for it.
    fn count(&mut self, calendar: &Calendar, found: &Found<'_>, first: Date, last: Date) {
        let Some((rule, period)) = found.rule().and_then(|rule| Some((rule, rule.period()?))) else {
            self.weaken(Certainty::NotKnown, not_known(found.text()));
            return;
        };
        if let Some(caveat) = found.caveat() {
            self.weaken(Certainty::NationalDefault, caveat);
        }
        if rule.confidence != Confidence::Text {
            self.weaken(Certainty::UnverifiedLaw, Say::new("条文原文未核对", "the text of the article was not read"));
        }
        self.reckonings.push(Reckoning::of(rule, period, first, calendar));
        if first != last {
            self.reckonings.push(Reckoning::of(rule, period, last, calendar));
        }
    }

    /// Takes the dates from what was counted. An end the start leaves open stays open.
    fn close(&mut self, start: &Occurred) {
        let derivations: Vec<_> = self.reckonings.iter().map(|reckoning| &reckoning.derivation).collect();
        let provisional = derivations.iter().any(|derivation| derivation.certainty == Certainty::Provisional);
        let rolled: Vec<Say> = derivations.iter().filter_map(|derivation| both_dates(derivation)).collect();
        let earliest = derivations.iter().map(|derivation| derivation.due).min();
        let latest = derivations.iter().map(|derivation| derivation.due).max();
        if provisional {
            let (zh, en) =
                ("所涉放假安排尚未公布，日期为暂定", "provisional: a holiday notice it needs is not published");
            self.weaken(Certainty::Provisional, Say::new(zh, en));
        }
        self.caveats.extend(rolled);
        if self.certainty != Certainty::NotKnown {
            self.due_earliest = earliest.filter(|_| start.earliest.is_some());
            self.due_latest = latest.filter(|_| start.latest.is_some());
        }
    }

    fn weaken(&mut self, to: Certainty, because: Say) {
        self.certainty = self.certainty.max(to);
        if !self.caveats.contains(&because) {
            self.caveats.push(because);
        }
    }

    /// The last day, when it is known to the day.
    #[must_use]
    pub fn due(&self) -> Option<Date> {
        self.due_earliest.filter(|day| self.due_latest == Some(*day))
    }

    /// Says which event `start` is, by any of its names in the rules.
    ///
    /// Where the rule counts from another event the date is withdrawn: Shanghai's ten days for filing run from the written
    /// notice of passage, and a date counted from the signing would look firm and be wrong.
    #[must_use]
    pub fn counted_from(mut self, names: &[&str]) -> Self {
        let Some(event) = self.from_event.clone().filter(|event| !names.contains(&event.as_str())) else { return self };
        let event = event_words(&event);
        (self.due_earliest, self.due_latest) = (None, None);
        self.reckonings.clear();
        self.caveats.clear();
        self.weaken(
            Certainty::NotKnown,
            Say::new(
                format!("该期限自“{}”起算，该日期尚未记录", event.zh),
                format!("this period runs from: {}; that day is not recorded", event.en),
            ),
        );
        self
    }
}

impl Reckoning {
    fn of(rule: &Rule, period: Period, day: Date, calendar: &Calendar) -> Self {
        let derivation = if rule.counts_back() {
            count_back(day, period, calendar)
        } else {
            derive(day, period, calendar, rule.roll_over())
        };
        Self { rule_id: rule.id.clone(), cite: rule.cite(), derivation }
    }
}

/// Both dates, where rolling over a rest day changes the last day: whether it does for an authority's review is arguable.
fn both_dates(derivation: &Derivation) -> Option<Say> {
    let (due, unrolled) = (derivation.due, derivation.unrolled);
    (due != unrolled).then(|| {
        Say::new(
            format!("{unrolled} 为休息日，顺延至 {due}；不顺延则为 {unrolled}"),
            format!("{unrolled} is a rest day, so the last day is {due}; without rolling over it is {unrolled}"),
        )
    })
}

/// The event that the text counts from which answers for a start on that day ([`Deadline::from_event`]).
#[must_use]
pub fn counts_from<'a>(
    rules: &'a Rulebook,
    place: &Place,
    subject: SubjectMatter,
    suffix: &str,
    start: &Occurred,
) -> Option<&'a str> {
    rules.lookup(place, subject, last_day(start)?, suffix).text()?.from_event.as_deref()
}

/// The last of the known days of `start`.
fn last_day(start: &Occurred) -> Option<Date> {
    start.latest.or(start.earliest)
}

/// The known days of `start`, cut where a rule of this suffix begins or ends; empty when no day is known.
fn stretches(rules: &Rulebook, suffix: &str, start: &Occurred) -> Vec<(Date, Date)> {
    let Some((from, to)) = start.earliest.or(start.latest).zip(start.latest.or(start.earliest)) else {
        return Vec::new();
    };
    if from == to {
        return vec![(from, to)];
    }
    let after = |day: Date| day.tomorrow().ok();
    let mut firsts: Vec<Date> = rules
        .named(suffix)
        .flat_map(|rule| [rule.in_force_from, rule.in_force_to.and_then(after)])
        .flatten()
        .filter(|day| from < *day && *day <= to)
        .collect();
    firsts.push(from);
    firsts.sort_unstable();
    firsts.dedup();
    let lasts = firsts.iter().skip(1).filter_map(|next| next.yesterday().ok()).chain([to]);
    firsts.iter().copied().zip(lasts).collect()
}

#[cfg(test)]
mod reference;
#[cfg(test)]
mod tests;
