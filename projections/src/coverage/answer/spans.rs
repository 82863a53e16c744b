//! Questions about spans of days: one, or all those of a trend together. A thing is shown to the questions in whose span its day may
//! lie, and to no others: so a trend passes over everything once.

use super::Asked;
use super::cases::Cases;
use super::register::Register;
use super::tally::Tally;
use super::{contracts, steps};
use crate::coverage::Measure;
use crate::coverage::records::Span;

/// Questions that differ in their spans alone, the earlier first, and what each counts. No day lies in the spans of two.
pub(super) struct Spans<'a, 'q> {
    asked: &'a [Asked<'q>],
    tallies: &'a mut [Tally],
}

impl<'a, 'q> Spans<'a, 'q> {
    /// Of each question the one with the same place counts.
    pub(super) fn of(asked: &'a [Asked<'q>], tallies: &'a mut [Tally]) -> Self {
        Self { asked, tallies }
    }

    /// Counts.
    pub(super) fn count(mut self) {
        let Some(first) = self.asked.first() else { return };
        let register = Register::of(first);
        let (cases, spans) = (Cases::of(first, &register), &mut self);
        match first.query.measure {
            Measure::LettersAnswered => steps::letters(spans, &register),
            Measure::ContractsSigned | Measure::Review | Measure::Standard => contracts::signings(spans, &cases),
            Measure::ContractsExpiring => contracts::expiring(spans, &cases),
            Measure::Renewal => contracts::renewal(spans, &cases),
            Measure::OfferToEffect => contracts::days_to_effect(spans, &cases),
            Measure::PerformanceClauses | Measure::PerformanceContracts => steps::performance(spans, &cases),
            _ => steps::offers(spans, &cases),
        }
    }

    /// The first of the questions: what does not depend on the span is the same of all.
    pub(super) fn first(&self) -> Option<&'a Asked<'q>> {
        self.asked.first()
    }

    /// The questions in whose span a day may lie.
    pub(super) fn about(&mut self, day: Span) -> impl Iterator<Item = (&'a Asked<'q>, &mut Tally)> {
        let begin = self.asked.partition_point(|asked| asked.on < day.earliest);
        let end = self.asked.partition_point(|asked| asked.from <= day.latest);
        let asked = self.asked.get(begin..end).unwrap_or_default();
        asked.iter().zip(self.tallies.get_mut(begin..end).unwrap_or_default())
    }

    /// All of them.
    pub(super) fn each(&mut self) -> impl Iterator<Item = (&'a Asked<'q>, &mut Tally)> {
        self.asked.iter().zip(self.tallies.iter_mut())
    }
}
