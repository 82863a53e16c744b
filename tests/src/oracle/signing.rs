//! Signings: each entry of signatures of a draft of contract form, with what followed it before the next.

use heyi_core::event::CaseEvent;
use heyi_core::event::clauses::ClauseText;
use heyi_core::event::outcome::OutcomeForm;
use heyi_core::ground::Law;

use super::case::Case;
use super::order::Fact;
use super::review;
use super::span::Span;

/// Signatures of a contract.
#[derive(Clone, Debug)]
pub struct Signing {
    /// Its place among the entries that count.
    pub index: usize,
    /// When.
    pub day: Span,
    /// The form of the draft.
    pub form: OutcomeForm,
    /// In a change.
    pub changed: bool,
    /// The clauses that stood agreed then.
    pub clauses: Vec<ClauseText>,
    /// Both chiefs signed.
    pub by_both: bool,
    /// The department received it before the next signing.
    pub received: bool,
    /// The day after the last day of the review; unknown where it has no date.
    pub review_over: Option<Span>,
    /// The first clearance or objection before the next signing.
    pub answered: Option<Span>,
}

impl Case {
    /// Notes what an entry means for signings. It was taken in already.
    pub(super) fn note_signing(&mut self, index: usize, fact: &Fact<CaseEvent>, idle: bool, law: &Law) {
        let day = Span::of(&fact.occurred);
        if let CaseEvent::Signed(signed) = &fact.event {
            let ledger = self.opening.as_ref().and_then(|opening| opening.ledger.as_ref()).map(|ledger| ledger.form);
            let form = self.round.draft.as_ref().map(|draft| draft.form).or(ledger);
            if let Some(form) = form.filter(|form| form.is_contract()) {
                let by_both = signed.staff_chief && signed.employer_chief;
                self.signings.push(Signing {
                    index,
                    day,
                    form,
                    changed: self.change.is_some(),
                    clauses: self.round.agreed(),
                    by_both,
                    received: false,
                    review_over: None,
                    answered: None,
                });
            }
            return;
        }
        let over = self.opening.as_ref().and_then(|opening| review::over(opening, &self.round, self.last_entry, law));
        let Some(signing) = self.signings.last_mut() else { return };
        match &fact.event {
            CaseEvent::ObjectionServed(_) if idle => {}
            CaseEvent::ObjectionServed(_) | CaseEvent::ClearedExpressly(_) => {
                signing.answered = Some(signing.answered.map_or(day, |before| before.first_of(day)));
            }
            CaseEvent::FilingReceived(_) => {
                signing.received = true;
                signing.review_over = over;
            }
            // What can move the review of what was received.
            CaseEvent::SupplementSupplied(_) | CaseEvent::Filed(_) if signing.received => {
                signing.review_over = over.or(signing.review_over);
            }
            _ => {}
        }
    }
}
