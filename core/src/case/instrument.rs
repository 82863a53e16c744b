//! What covers people: a contract, chapter or annex in its term; minutes, a memorandum or a policy while they apply.

use jiff::civil::Date;

use crate::event::outcome::OutcomeForm;
use crate::ground::Ground;

use super::Case;
use super::texts::Text;

/// An agreement-like outcome and the days it covers people on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instrument {
    /// Its form.
    pub form: OutcomeForm,
    /// Its title.
    pub title: String,
    /// The first day it covers; `None`: not known.
    pub from: Option<Date>,
    /// The last day it covers; `None`: no end is known.
    pub to: Option<Date>,
    /// What the first day rests on.
    pub basis: Basis,
}

/// What the first day of an instrument rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// A person confirmed it, or signed minutes say so.
    Confirmed,
    /// Derived from the receipt; nobody has confirmed it yet.
    Derived,
    /// Taken over without a day of effect, or the day of receipt is not known.
    Unknown,
}

impl Case {
    /// The instrument of this case as it stands, its texts taken together ([`Case::texts`]); `None` while there is none.
    ///
    /// It counts from its derived day of effect once the receipt is recorded and no objection is, without any event on
    /// that day: before the day comes it is there already, with a first day ahead. Form and title are those of the text that holds, or
    /// will; while a change is under way, of the text it is to take the place of.
    #[must_use]
    pub fn instrument(&self, ground: &Ground<'_>) -> Option<Instrument> {
        let texts = self.texts(ground);
        let under_way = self.roads.change.is_some() && texts.len() > self.roads.earlier.len() + 1;
        let (next, held) =
            if under_way { texts.split_last().map(|(next, held)| (Some(next), held))? } else { (None, &*texts) };
        let (first, holds) = (held.first()?, held.last()?);
        // Once the department has the new text, it runs on where the old one would have ended: no day passes uncovered while
        // nobody has confirmed it.
        let runs_on = |next: &&Text| next.first.day().is_some_and(|from| from <= holds.last.latest);
        let last = next.filter(runs_on).map_or(holds.last, |next| next.last);
        Some(Instrument {
            form: holds.form,
            title: holds.title.clone(),
            from: first.first.day(),
            to: Some(last.latest).filter(|day| *day != Date::MAX),
            basis: holds.basis,
        })
    }

    /// The last day of the term of the draft, for a contract in effect from that day: the day named, or the same day number
    /// after so many months, else the month's end (民法典 202).
    #[must_use]
    pub fn term_end(&self, effective_on: Date) -> Option<Date> {
        let term = &self.draft.as_ref()?.term;
        term.last_day.or_else(|| {
            let months = i64::from(term.months?);
            effective_on.checked_add(jiff::Span::new().try_months(months).ok()?).ok()
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::event::CaseEvent;
    use crate::event::entries::{CaseClosed, ClosingReason};
    use crate::event::filing::ObjectionServed;
    use crate::scenario::{Scenario, date_of, day};
    use crate::stage::Step;

    use super::*;

    fn instrument(scenario: &Scenario) -> Option<Instrument> {
        scenario.case().instrument(&scenario.ground())
    }

    #[test]
    fn received_and_not_objected_to_it_counts_from_its_derived_day() {
        let received = Scenario::through(Step::Receipt);
        let derived = instrument(&received).unwrap();
        assert_eq!((derived.from, derived.basis), (Some(date_of(120)), Basis::Derived));
        let objection = ObjectionServed { opinion: "低于法定".into(), clauses: vec![], served_on_both: None };
        assert_eq!(instrument(&received.and(CaseEvent::ObjectionServed(objection), day(110))), None);
    }

    #[test]
    fn confirmed_it_runs_to_the_same_day_number() {
        let confirmed = instrument(&Scenario::through(Step::Effect)).unwrap();
        assert_eq!(confirmed.basis, Basis::Confirmed);
        assert_eq!(confirmed.from, Some(date_of(120)));
        assert_eq!(confirmed.to, confirmed.from.map(|day| jiff::civil::date(day.year() + 3, day.month(), day.day())));
    }

    #[test]
    fn a_case_opened_by_mistake_covers_nobody() {
        let mistake = CaseClosed { reason: ClosingReason::OpenedByMistake, remark: String::new() };
        let closed = Scenario::through(Step::Effect).and(CaseEvent::CaseClosed(mistake), day(200));
        assert_eq!(instrument(&closed), None);
    }

    #[test]
    fn before_the_receipt_there_is_none() {
        assert_eq!(instrument(&Scenario::through(Step::Filing)), None);
    }
}
