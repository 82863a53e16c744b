//! A deadline for people: what, until when, how sure, and why.

use heyi_core::deadline::{Deadline, Status};
use heyi_core::rules::event_words;
use jiff::civil::Date;

use super::cited;
use crate::text::Lang;
use crate::text::words::Words as _;

/// A deadline in words.
#[derive(Clone, Debug)]
pub struct DeadlineView {
    /// What is to be done.
    pub what: String,
    /// Until when.
    pub due: String,
    /// Where it stands today.
    pub status: String,
    /// How urgent: `late`, `today`, `soon`, `open`, `unknown`; the words say the same.
    pub urgency: &'static str,
    /// Why, in one sentence.
    pub why: String,
    /// How sure; empty when firm.
    pub certainty: String,
    /// Law and article.
    pub cite: String,
    /// What must be told beside the date.
    pub caveats: Vec<String>,
    /// The count, step by step; one list for each end of a span.
    pub counts: Vec<Count>,
    /// The row of the rulebook.
    pub rule: String,
}

/// One count from a day to a day.
#[derive(Clone, Debug)]
pub struct Count {
    /// What was counted.
    pub head: String,
    /// The steps.
    pub steps: Vec<String>,
}

impl DeadlineView {
    /// The deadline as it stands on a day.
    #[must_use]
    pub fn of(deadline: &Deadline, today: Date, l: Lang) -> Self {
        let status = deadline.status(today);
        let certainty = deadline.certainty;
        Self {
            what: l.say(&deadline.what),
            due: due(deadline, l),
            status: status.words(l),
            urgency: urgency(status),
            why: why(deadline, l),
            certainty: if certainty == heyi_core::deadline::Certainty::Firm {
                String::new()
            } else {
                certainty.words(l)
            },
            cite: cited(deadline.cite.as_ref(), l),
            caveats: deadline.caveats.iter().map(|caveat| l.say(caveat)).collect(),
            counts: deadline
                .reckonings
                .iter()
                .map(|reckoning| {
                    let derivation = &reckoning.derivation;
                    let period = l.say(&derivation.period.say());
                    let head = match l {
                        Lang::ZH => format!("{} 起 {period}，至 {}", l.date(derivation.start), l.date(derivation.due)),
                        _ => format!("{period} from {}, to {}", l.date(derivation.start), l.date(derivation.due)),
                    };
                    Count { head, steps: derivation.words().iter().map(|step| l.say(step)).collect() }
                })
                .collect(),
            rule: deadline.rule_id.clone().unwrap_or_default(),
        }
    }
}

fn due(deadline: &Deadline, l: Lang) -> String {
    match (deadline.due_earliest, deadline.due_latest) {
        (None, None) => l.t("日期未知", "no date known").to_owned(),
        (Some(from), Some(to)) if from == to => l.date(from),
        (from, to) => match l {
            Lang::ZH => format!("{} 至 {} 之间", l.maybe_date(from), l.maybe_date(to)),
            _ => format!("between {} and {}", l.maybe_date(from), l.maybe_date(to)),
        },
    }
}

/// One sentence: nothing for a day that people set, which is counted from nothing; otherwise counted from which event on which day, how long, by which article.
fn why(deadline: &Deadline, l: Lang) -> String {
    if deadline.rule_id.is_none() && deadline.due().is_some() && deadline.due() == deadline.start.day() {
        return String::new();
    }
    let start = l.occurred(&deadline.start);
    let event = deadline.from_event.as_deref().map(|event| l.say(&event_words(event)));
    let period = deadline.reckonings.first().map(|reckoning| l.say(&reckoning.derivation.period.say()));
    let cite = cited(deadline.cite.as_ref(), l);
    match (l, event, period) {
        (Lang::ZH, Some(event), Some(period)) => format!("自{event}（{start}）起 {period}。{cite}"),
        (Lang::ZH, Some(event), None) => format!("自{event}（{start}）起算，期限长短未知。{cite}"),
        (Lang::ZH, None, _) => format!("自 {start} 起算。{cite}"),
        (_, Some(event), Some(period)) => format!("{period} from: {event} ({start}). {cite}"),
        (_, Some(event), None) => format!("From: {event} ({start}); the length is not known. {cite}"),
        (_, None, _) => format!("From {start}. {cite}"),
    }
}

fn urgency(status: Status) -> &'static str {
    match status {
        Status::Overdue { .. } => "late",
        Status::DueToday | Status::PossiblyOverdue => "today",
        Status::Open { days_left } if days_left <= 7 => "soon",
        Status::WindowOpen { .. } => "soon",
        Status::Open { .. } | Status::OpensIn { .. } | Status::WindowClosed => "open",
        Status::Unknown => "unknown",
    }
}

#[cfg(test)]
mod tests {
    use heyi_core::case::Step;
    use heyi_core::scenario::{Scenario, date_of};

    use super::*;

    #[test]
    fn due_today_is_not_overdue_and_tomorrow_is_late() {
        let deadline = Scenario::through(Step::Delivery).running().remove(0);
        let due = deadline.due_latest.unwrap();
        let view = |day| DeadlineView::of(&deadline, day, Lang::ZH);
        assert_eq!(view(due).urgency, "today");
        assert_eq!(view(due).status, "今天到期");
        assert_eq!(view(due.tomorrow().unwrap()).urgency, "late");
        assert_eq!(view(date_of(6)).urgency, "open");
        let view = view(due);
        assert!(view.why.contains("2026年1月7日 星期三") && view.why.contains("条"), "{}", view.why);
        assert!(!view.counts.is_empty() && !view.counts[0].steps.is_empty());
    }
}
