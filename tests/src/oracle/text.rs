//! The texts of a case's instrument, each with its first and its last day.

use heyi_core::event::clauses::ClauseText;
use heyi_core::event::outcome::{DraftAgreed, OutcomeForm};
use heyi_core::ground::Law;
use heyi_core::occurred::Occurred;
use jiff::civil::Date;

use super::case::{Case, Round};
use super::opening::Opening;
use super::review;
use super::span::{Span, months_after};
use super::state::State;

/// One text.
#[derive(Clone, Debug)]
pub struct Text {
    /// Its form; `None`: that of a contract which no source names.
    pub form: Option<OutcomeForm>,
    /// It came by a change.
    pub changed: bool,
    /// When the change was asked for.
    pub asked: Option<Occurred>,
    /// Its first day.
    pub first: Span,
    /// Its last day.
    pub last: Span,
    /// The first day is derived from the receipt, not confirmed.
    pub derived: bool,
    /// The clauses agreed in it; none: not told.
    pub clauses: Vec<ClauseText>,
}

impl Text {
    /// Whether it is of contract form.
    #[must_use]
    pub fn is_contract(&self) -> bool {
        self.form.is_none_or(OutcomeForm::is_contract)
    }

    /// Its state on a day, as far as it holds from `first` to `last`.
    #[must_use]
    pub fn state(&self, first: Span, last: Span, day: Date) -> State {
        if first.surely_by(day) && last.earliest >= day {
            return self.sure();
        }
        match () {
            () if first.surely_after(day) || last.latest < day => State::Not,
            () if self.first == Span::UNKNOWN => State::Undated,
            () => State::Imprecise,
        }
    }

    /// How sure it is on a day it surely holds.
    #[must_use]
    pub fn sure(&self) -> State {
        if self.derived { State::Derived } else { State::Confirmed }
    }
}

/// The texts as known now, the oldest first.
#[must_use]
pub fn of(case: &Case, law: &Law) -> Vec<Text> {
    let Some(opening) = &case.opening else { return Vec::new() };
    let maker = Maker { case, opening, law };
    let mut texts = match maker.outcome() {
        Some(outcome) => vec![outcome],
        None => maker.contracts(),
    };
    if let Some((_, Some(last))) = case.ended {
        texts.iter_mut().for_each(|text| text.last = text.last.first_of(Span::on(last)));
    }
    texts
}

struct Maker<'a> {
    case: &'a Case,
    opening: &'a Opening,
    law: &'a Law,
}

impl Maker<'_> {
    fn outcome(&self) -> Option<Text> {
        let (outcome, recorded) = self.case.outcome.as_ref()?;
        let first = outcome.applies_from.map_or(Span::of(recorded), Span::on);
        let last = outcome.applies_to.map_or(Span::NEVER, Span::on);
        Some(self.text(Some(outcome.form), first, last, &self.case.round))
    }

    fn contracts(&self) -> Vec<Text> {
        let mut texts = Vec::new();
        for (index, earlier) in self.case.earlier.iter().enumerate() {
            if let Some(mut text) = self.standing(&earlier.round) {
                let until = Span::on(earlier.until.yesterday().unwrap_or(earlier.until));
                text.last = text.last.first_of(until);
                (text.changed, text.asked) = (index > 0, earlier.asked.clone());
                texts.push(text);
            }
        }
        let held = self.case.change.as_ref().map_or(&self.case.round, |(_, before)| before);
        if let Some(mut text) = self.standing(held) {
            (text.changed, text.asked) = (!self.case.earlier.is_empty(), self.case.changed.clone());
            texts.push(text);
        }
        if let Some((asked, _)) = &self.case.change
            && let Some(mut text) = self.derived(&self.case.round)
        {
            (text.changed, text.asked) = (true, Some(asked.clone()));
            texts.push(text);
        }
        texts
    }

    /// The text that stands: confirmed, else derived from the receipt, else that of the ledger.
    fn standing(&self, round: &Round) -> Option<Text> {
        self.confirmed(round).or_else(|| self.derived(round)).or_else(|| self.of_ledger())
    }

    fn confirmed(&self, round: &Round) -> Option<Text> {
        let effect = round.effect.as_ref()?;
        let first = Span::on(effect.effective_on);
        let last = effect.expires_on.map_or_else(|| self.of_shortest_term(first), Span::on);
        Some(self.text(Some(self.form(round)?), first, last, round))
    }

    fn derived(&self, round: &Round) -> Option<Text> {
        let first = review::over(self.opening, round, self.case.last_entry, self.law)?;
        let term = round.draft.as_ref().map(|draft: &DraftAgreed| &draft.term);
        let last = match term.map(|term| (term.last_day, term.months)) {
            Some((Some(day), _)) => Span::on(day),
            Some((None, Some(months))) => first.moved(jiff::Span::new().try_months(months).unwrap_or_default()),
            _ => self.of_shortest_term(first),
        };
        Some(Text { derived: true, ..self.text(Some(self.form(round)?), first, last, round) })
    }

    /// What the ledger tells, while no other text exists.
    fn of_ledger(&self) -> Option<Text> {
        let ledger = self.opening.ledger.as_ref()?;
        let first = ledger.effective_on.map_or(Span::UNKNOWN, Span::on);
        let last = match ledger.expires_on {
            Some(day) => Span::on(day),
            None if ledger.form.is_contract() => self.of_shortest_term(first),
            None => Span::NEVER,
        };
        Some(self.text(Some(ledger.form), first, last, &self.case.round))
    }

    fn form(&self, round: &Round) -> Option<OutcomeForm> {
        let ledger = || self.opening.ledger.as_ref().map(|ledger| ledger.form);
        round.draft.as_ref().map(|draft| draft.form).or_else(ledger)
    }

    fn text(&self, form: Option<OutcomeForm>, first: Span, last: Span, round: &Round) -> Text {
        Text { form, changed: false, asked: None, first, last, derived: false, clauses: round.agreed() }
    }

    /// Not before the shortest term of law is over; without that rule, or a day to ask it of, nothing is sure.
    fn of_shortest_term(&self, first: Span) -> Span {
        let months = |day: Date| {
            let found = self.law.rulebook.lookup(&self.opening.place, self.opening.subject, day, "term.min");
            found.rule().filter(|rule| rule.unit.as_deref() == Some("month")).and_then(heyi_core::rules::Rule::number)
        };
        let sure = first.exact().and_then(|day| Some(months_after(day, i64::from(months(day)?))));
        Span::between(sure, None)
    }
}
