//! What covers people: a contract, chapter or annex in its term; minutes, a memorandum or a policy while they apply.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::event::entries::ClosingReason;
use crate::event::filing::EffectConfirmed;
use crate::event::outcome::{DraftAgreed, OutcomeForm};
use crate::ground::Ground;
use crate::stage::Step;

use super::{Case, clocks};

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
    /// The instrument of this case, as it stands; `None` while there is none.
    ///
    /// It counts from its derived day of effect once the receipt is recorded and no objection is, without any event on
    /// that day: before the day comes it is there already, with a first day ahead.
    #[must_use]
    pub fn instrument(&self, ground: &Ground<'_>) -> Option<Instrument> {
        // A case opened by mistake covers nobody, whatever was recorded in it.
        if matches!(self.closed, Some((_, ClosingReason::OpenedByMistake))) {
            return None;
        }
        let covers = self.recorded_outcome().or_else(|| self.contract(ground)).or_else(|| self.taken_over_outcome())?;
        Some(self.until_its_end(covers))
    }

    /// What ended or was cancelled covers nobody after its last day.
    fn until_its_end(&self, covers: Instrument) -> Instrument {
        let Some(end) = &self.roads.end else { return covers };
        let to = match (covers.to, end.last_day) {
            (Some(to), Some(last)) => Some(to.min(last)),
            (to, last) => to.or(last),
        };
        Instrument { to, ..covers }
    }

    fn recorded_outcome(&self) -> Option<Instrument> {
        let outcome = self.outcome.as_ref()?;
        let signed = self.done.get(&Step::Outcome).and_then(|done| done.occurred.latest);
        let from = outcome.applies_from.or(signed);
        let basis = if from.is_some() { Basis::Confirmed } else { Basis::Unknown };
        Some(Instrument { form: outcome.form, title: outcome.title.clone(), from, to: outcome.applies_to, basis })
    }

    /// The contract, with what it was changed to. A change takes nothing away before the new text is in effect.
    fn contract(&self, ground: &Ground<'_>) -> Option<Instrument> {
        let Some(change) = &self.roads.change else {
            let effect = self.effect.as_ref();
            let mut contract = self.contract_of(self.draft.as_ref(), effect, ground)?;
            contract.from = self.roads.first_effect.filter(|_| effect.is_some()).or(contract.from);
            return Some(contract);
        };
        let before = self.contract_of(change.kept.draft.as_ref(), change.kept.effect.as_ref(), ground)?;
        let from = self.roads.first_effect.or(before.from);
        // Once the department has the new text, it runs on where the old one would have ended: no day passes uncovered while
        // nobody has confirmed it.
        let changed = self.draft.as_ref().and_then(|draft| self.contract_of(Some(draft), None, ground));
        let runs_on = |changed: &Instrument| match (changed.from, before.to) {
            (Some(from), Some(to)) => from <= to,
            (from, None) => from.is_some(),
            (None, Some(_)) => false,
        };
        let to = changed.filter(runs_on).map_or(before.to, |changed| changed.to);
        Some(Instrument { from, to, ..before })
    }

    fn contract_of(
        &self,
        draft: Option<&DraftAgreed>,
        effect: Option<&EffectConfirmed>,
        ground: &Ground<'_>,
    ) -> Option<Instrument> {
        let (form, title) = match (draft, self.taken_over.as_ref().and_then(|taken| taken.outcome.as_ref())) {
            (Some(draft), _) => (draft.form, draft.title.clone()),
            (None, Some(known)) => (known.form, known.title.clone()),
            (None, None) => return None,
        };
        if let Some(effect) = effect {
            let from = Some(effect.effective_on);
            return Some(Instrument { form, title, from, to: effect.expires_on, basis: Basis::Confirmed });
        }
        let review = clocks::review(self, ground)?;
        let from = review.due().and_then(|due| due.checked_add(1.day()).ok());
        let to = from.and_then(|from| self.term_end(from));
        let basis = if from.is_some() { Basis::Derived } else { Basis::Unknown };
        Some(Instrument { form, title, from, to, basis })
    }

    fn taken_over_outcome(&self) -> Option<Instrument> {
        let taken = self.taken_over.as_ref()?;
        let known = taken.outcome.as_ref()?;
        let (form, title) = (known.form, known.title.clone());
        let basis = if known.effective_on.is_some() { Basis::Confirmed } else { Basis::Unknown };
        Some(Instrument { form, title, from: known.effective_on, to: known.expires_on, basis })
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
    use crate::event::entries::CaseClosed;
    use crate::event::filing::ObjectionServed;
    use crate::scenario::{Scenario, date_of, day};

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
