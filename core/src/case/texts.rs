//! The texts of an instrument: the first, and one for each change, each with the days it covers people on.

use jiff::Span;
use jiff::ToSpan as _;
use jiff::civil::Date;
use litemap::LiteMap;

use crate::event::clauses::ClauseText;
use crate::event::entries::ClosingReason;
use crate::event::filing::EffectConfirmed;
use crate::event::outcome::{DraftAgreed, OutcomeForm, Term};
use crate::ground::Ground;
use crate::occurred::Occurred;

use super::instrument::Basis;
use super::roads::Kept;
use super::{Case, Clause, ClauseState, Step, clocks};

/// The shortest term of a contract (集体合同规定 38).
const SHORTEST_TERM: &str = "term.min";

/// A day known to lie between two days, both included. [`Date::MIN`] and [`Date::MAX`] stand for an open end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bounds {
    /// The earliest it can be.
    pub earliest: Date,
    /// The latest it can be.
    pub latest: Date,
}

/// One text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Its form.
    pub form: OutcomeForm,
    /// Its title.
    pub title: String,
    /// When the change it came by was asked for; `None`: it came by no change.
    pub change: Option<Occurred>,
    /// The first day it covers.
    pub first: Bounds,
    /// The last day it covers; from and to [`Date::MAX`]: no end is set.
    pub last: Bounds,
    /// What the first day rests on.
    pub basis: Basis,
    /// The clauses agreed in it; none: they are not told.
    pub clauses: Vec<ClauseText>,
}

impl Bounds {
    /// Nothing is known of it.
    pub const UNKNOWN: Self = Self { earliest: Date::MIN, latest: Date::MAX };
    /// Never: the last day of what has no end.
    pub const NEVER: Self = Self { earliest: Date::MAX, latest: Date::MAX };

    /// Exactly that day.
    #[must_use]
    pub fn on(day: Date) -> Self {
        Self { earliest: day, latest: day }
    }

    /// From two days; `None`: open.
    #[must_use]
    pub fn between(earliest: Option<Date>, latest: Option<Date>) -> Self {
        Self { earliest: earliest.unwrap_or(Date::MIN), latest: latest.unwrap_or(Date::MAX) }
    }

    /// The day, when it is known exactly.
    #[must_use]
    pub fn day(self) -> Option<Date> {
        (self.earliest == self.latest && self.earliest != Date::MAX).then_some(self.earliest)
    }

    /// Both ends moved by the same rule; an open end stays open.
    #[must_use]
    pub fn map(self, moved: impl Fn(Date) -> Option<Date>) -> Self {
        let each = |day: Date| if day == Date::MIN || day == Date::MAX { day } else { moved(day).unwrap_or(Date::MAX) };
        Self { earliest: each(self.earliest), latest: each(self.latest) }
    }

    /// No later than a day.
    #[must_use]
    pub fn up_to(self, day: Date) -> Self {
        Self { earliest: self.earliest.min(day), latest: self.latest.min(day) }
    }
}

impl From<&Occurred> for Bounds {
    fn from(occurred: &Occurred) -> Self {
        Self::between(occurred.earliest, occurred.latest)
    }
}

/// How things stand, or stood, with one text of a contract.
struct Stand<'a> {
    draft: Option<&'a DraftAgreed>,
    effect: Option<&'a EffectConfirmed>,
    clauses: &'a LiteMap<u32, Clause>,
    review_from: Option<&'a Occurred>,
    filed: Option<&'a Occurred>,
}

impl<'a> From<&'a Kept> for Stand<'a> {
    fn from(kept: &'a Kept) -> Self {
        Self {
            draft: kept.draft.as_ref(),
            effect: kept.effect.as_ref(),
            clauses: &kept.clauses,
            review_from: kept.review_from.as_ref(),
            filed: kept.done.get(&Step::Filing).map(|done| &done.occurred),
        }
    }
}

impl Case {
    /// The texts of this case's instrument as known now, the oldest first; none while nothing covers anybody.
    ///
    /// A text whose effect is derived from the receipt counts from that day without any event on it. A change confirmed ends the text
    /// before it on the day before; one under way takes nothing away: both texts stand, each with its own days.
    #[must_use]
    pub fn texts(&self, ground: &Ground<'_>) -> Vec<Text> {
        // A case opened by mistake covers nobody, whatever was recorded in it.
        if matches!(self.closed, Some((_, ClosingReason::OpenedByMistake))) {
            return Vec::new();
        }
        let mut texts = match self.recorded_outcome() {
            Some(outcome) => vec![outcome],
            None => self.contract_texts(ground),
        };
        // What ended or was cancelled covers nobody after its last day.
        if let Some(last) = self.roads.end.as_ref().and_then(|end| end.last_day) {
            texts.iter_mut().for_each(|text| text.last = text.last.up_to(last));
        }
        texts
    }

    fn recorded_outcome(&self) -> Option<Text> {
        let outcome = self.outcome.as_ref()?;
        let signed = self.done.get(&Step::Outcome).map(|done| Bounds::from(&done.occurred));
        let first = outcome.applies_from.map_or(signed.unwrap_or(Bounds::UNKNOWN), Bounds::on);
        Some(Text {
            form: outcome.form,
            title: outcome.title.clone(),
            change: None,
            first,
            last: outcome.applies_to.map_or(Bounds::NEVER, Bounds::on),
            basis: if first == Bounds::UNKNOWN { Basis::Unknown } else { Basis::Confirmed },
            clauses: agreed(&self.clauses),
        })
    }

    fn contract_texts(&self, ground: &Ground<'_>) -> Vec<Text> {
        let mut texts = Vec::new();
        let mut by = None;
        for earlier in &self.roads.earlier {
            if let Some(mut text) = self.standing(&(&earlier.kept).into(), ground) {
                text.last = text.last.up_to(earlier.until.yesterday().unwrap_or(earlier.until));
                text.change = by;
                texts.push(text);
            }
            by = Some(earlier.requested.occurred.clone());
        }
        let now = Stand {
            draft: self.draft.as_ref(),
            effect: self.effect.as_ref(),
            clauses: &self.clauses,
            review_from: self.review_from.as_ref(),
            filed: self.done.get(&Step::Filing).map(|done| &done.occurred),
        };
        let change = self.roads.change.as_ref();
        let held =
            change.map_or_else(|| self.standing(&now, ground), |change| self.standing(&(&change.kept).into(), ground));
        texts.extend(held.map(|text| Text { change: by, ..text }));
        if let Some(change) = change {
            let by = Some(change.requested.occurred.clone());
            texts.extend(self.derived(&now, ground).map(|text| Text { change: by, ..text }));
        }
        texts
    }

    /// The text that stands: confirmed, else derived from the receipt, else that of the ledger.
    fn standing(&self, stand: &Stand<'_>, ground: &Ground<'_>) -> Option<Text> {
        self.in_effect(stand, ground).or_else(|| self.derived(stand, ground)).or_else(|| self.taken_over_text(ground))
    }

    /// The text whose effect a person confirmed.
    fn in_effect(&self, stand: &Stand<'_>, ground: &Ground<'_>) -> Option<Text> {
        let effect = stand.effect?;
        let (form, title) = self.form_of(stand.draft)?;
        let first = Bounds::on(effect.effective_on);
        let last = effect.expires_on.map_or_else(|| self.of_shortest_term(first, ground), Bounds::on);
        let (basis, clauses) = (Basis::Confirmed, agreed(stand.clauses));
        Some(Text { form, title, change: None, first, last, basis, clauses })
    }

    /// The text whose effect follows from the department's receipt.
    fn derived(&self, stand: &Stand<'_>, ground: &Ground<'_>) -> Option<Text> {
        let (form, title) = self.form_of(stand.draft)?;
        // Where the place counts from a filing that is not recorded there is no review, and no first day is known.
        let review = clocks::review_days(self.opening.as_ref()?, stand.review_from?, stand.filed, ground);
        let due = review.map_or(Bounds::UNKNOWN, |(earliest, latest)| Bounds::between(earliest, latest));
        let first = due.map(|due| due.checked_add(1.day()).ok());
        let last = match stand.draft.map(|draft| &draft.term) {
            Some(Term { last_day: Some(day), .. }) => Bounds::on(*day),
            Some(Term { months: Some(months), .. }) => {
                first.map(|first| first.checked_add(Span::new().try_months(i64::from(*months)).ok()?).ok())
            }
            _ => self.of_shortest_term(first, ground),
        };
        let basis = if first == Bounds::UNKNOWN { Basis::Unknown } else { Basis::Derived };
        Some(Text { form, title, change: None, first, last, basis, clauses: agreed(stand.clauses) })
    }

    fn taken_over_text(&self, ground: &Ground<'_>) -> Option<Text> {
        let known = self.taken_over.as_ref()?.outcome.as_ref()?;
        let first = known.effective_on.map_or(Bounds::UNKNOWN, Bounds::on);
        let last = match known.expires_on {
            Some(day) => Bounds::on(day),
            None if known.form.is_contract() => self.of_shortest_term(first, ground),
            None => Bounds::NEVER,
        };
        let basis = if known.effective_on.is_some() { Basis::Confirmed } else { Basis::Unknown };
        let (form, title, clauses) = (known.form, known.title.clone(), agreed(&self.clauses));
        Some(Text { form, title, change: None, first, last, basis, clauses })
    }

    fn form_of(&self, draft: Option<&DraftAgreed>) -> Option<(OutcomeForm, String)> {
        let known = || self.taken_over.as_ref()?.outcome.as_ref().map(|known| (known.form, known.title.clone()));
        draft.map(|draft| (draft.form, draft.title.clone())).or_else(known)
    }

    /// The last day of a contract whose term is not known: not before the shortest term of law is over.
    fn of_shortest_term(&self, first: Bounds, ground: &Ground<'_>) -> Bounds {
        let shortest = |first: Date| {
            let rule = ground.rule(self, first, SHORTEST_TERM)?;
            let months = rule.number().filter(|_| rule.unit.as_deref() == Some("month"))?;
            first.checked_add(Span::new().try_months(months).ok()?).ok()
        };
        let surely = first.day().and_then(shortest).unwrap_or(Date::MIN);
        Bounds { earliest: surely, latest: Date::MAX }
    }
}

/// What stands agreed.
fn agreed(clauses: &LiteMap<u32, Clause>) -> Vec<ClauseText> {
    let agreed = clauses.values().filter(|clause| matches!(clause.state, ClauseState::Agreed(_)));
    agreed.filter_map(Clause::text).cloned().collect()
}

#[cfg(test)]
mod tests {
    use crate::event::CaseEvent;
    use crate::event::change::ChangeRequested;
    use crate::event::ending::{EndGround, Ended};
    use crate::event::filing::FilingReceived;
    use crate::event::representation::Side;
    use crate::scenario::{Scenario, date_of, day, main_line, session};
    use crate::stage::Step;

    use super::*;

    fn texts(scenario: &Scenario) -> Vec<Text> {
        scenario.case().texts(&scenario.ground())
    }

    fn changing() -> Scenario {
        let requested =
            ChangeRequested { by: Side::Staff, what: "增加托育条款".into(), reason: "职工诉求".into() };
        Scenario::through(Step::Publication)
            .and(CaseEvent::ChangeRequested(requested), day(200))
            .and(CaseEvent::SessionHeld(session().into()), day(201))
    }

    /// The second round of the change, through a step.
    fn changed(through: Step) -> Scenario {
        let again = main_line(through).into_iter().skip_while(|(event, _)| !matches!(event, CaseEvent::DraftAgreed(_)));
        let later = |at: Occurred| Occurred::on(at.latest.unwrap().saturating_add(Span::new().days(160)));
        again.fold(changing(), |scenario, (event, at)| scenario.and(event, later(at)))
    }

    #[test]
    fn a_receipt_of_some_day_of_a_month_gives_a_first_day_of_as_many_days() {
        let month = Occurred::between(Some(date_of(104)), Some(date_of(110)), "月内").unwrap();
        let received = CaseEvent::FilingReceived(FilingReceived { registration: String::new() });
        let text = texts(&Scenario::through(Step::Filing).and(received, month)).remove(0);
        assert_eq!((text.first.earliest, text.first.latest), (date_of(120), date_of(126)));
        assert!(text.last.earliest < text.last.latest && text.basis == Basis::Derived);
    }

    #[test]
    fn a_change_under_way_leaves_the_text_as_it_is_and_stands_beside_it_once_received() {
        let before = texts(&Scenario::through(Step::Publication));
        assert_eq!(texts(&changing()), before);
        let both = texts(&changed(Step::Receipt));
        assert_eq!((both.len(), &both[0]), (2, &before[0]));
        assert!(both[1].change == Some(day(200)) && both[1].basis == Basis::Derived);
    }

    #[test]
    fn a_change_confirmed_ends_the_text_before_it_on_the_day_before() {
        let both = texts(&changed(Step::Effect));
        let [first, second] = both.as_slice() else { panic!("{both:?}") };
        assert_eq!(first.last.day(), second.first.day().and_then(|day| day.yesterday().ok()));
        assert_eq!((first.first.day(), second.basis), (Some(date_of(120)), Basis::Confirmed));
    }

    #[test]
    fn a_contract_without_a_known_end_surely_runs_for_the_shortest_term_and_not_after_it_ended() {
        let mut line = main_line(Step::Effect);
        if let Some((CaseEvent::EffectConfirmed(effect), _)) = line.last_mut() {
            effect.expires_on = None;
        }
        let scenario = line.into_iter().fold(Scenario::empty(), |scenario, (event, at)| scenario.and(event, at));
        let text = texts(&scenario).remove(0);
        let year = Span::new().months(12);
        assert_eq!(text.last, Bounds { earliest: date_of(120).saturating_add(year), latest: Date::MAX });
        let ended = Ended {
            ground: EndGround::Cancelled,
            last_day: Some(date_of(250)),
            by_procedure: None,
            remark: String::new(),
        };
        let text = texts(&scenario.and(CaseEvent::Ended(ended), day(251))).remove(0);
        assert_eq!(text.last, Bounds::on(date_of(250)));
    }
}
