//! The signatures of contracts: each with its review and its checklist.

use std::collections::{BTreeMap, BTreeSet};

use heyi_core::case::{Bounds, Case, Opening, Step, clocks};
use heyi_core::checklist::Checklist;
use heyi_core::event::CaseEvent;
use heyi_core::event::congress::VoteResult;
use heyi_core::event::offer::Answer;
use heyi_core::event::outcome::{OutcomeForm, Signed};
use heyi_core::event::representation::Side;
use heyi_core::ground::Ground;
use heyi_core::occurred::Occurred;
use jiff::civil::Date;

use super::order;
use crate::coverage::dimension::value::{FORMS, number};
use crate::coverage::records::{Signing, Span};

/// One signing, while the entries after it are read.
struct Open {
    signed: Occurred,
    form: OutcomeForm,
    changed: bool,
    chiefs: bool,
    /// Steps done before it, or after it and before the next.
    done: BTreeMap<Step, Occurred>,
    filed: Option<Occurred>,
    /// The day the review counts from: the receipt, or the supplement that restarted it.
    review_from: Option<Occurred>,
    /// Clearances and objections.
    answered: Vec<Occurred>,
}

/// The signatures of drafts of contract form, in effective order.
pub(super) fn of(case: &Case, opening: &Opening, ground: &Ground<'_>) -> Vec<Signing> {
    let mut signings: Vec<Open> = Vec::new();
    let mut before: BTreeMap<Step, Occurred> = BTreeMap::new();
    let mut form = case.taken_over.as_ref().and_then(|taken| taken.outcome.as_ref()).map(|outcome| outcome.form);
    let mut changing = false;
    for line in case.lines.iter().filter(|line| line.counts()) {
        let (event, occurred) = (line.event(), line.occurred());
        match event {
            CaseEvent::DraftAgreed(draft) => form = Some(draft.form),
            CaseEvent::ChangeRequested(_) => changing = true,
            CaseEvent::ChangeDropped(_) | CaseEvent::EffectConfirmed(_) => changing = false,
            CaseEvent::Signed(signed) => {
                if let Some(form) = form.filter(|form| form.is_contract()) {
                    signings.push(Open::of(signed, occurred, form, changing, &before));
                }
                continue;
            }
            _ => {}
        }
        if let Some(step) = step(event) {
            before.insert(step, occurred.clone());
        }
        if let Some(signing) = signings.last_mut() {
            signing.take(event, occurred);
        }
    }
    let unknown = unknown_steps(case);
    let row = |signing: &Open| {
        let (is_reviewed, reviewed) = signing.reviewed(opening, ground);
        let (is_standard, standard) = signing.standard(&unknown);
        Signing {
            signed: (&signing.signed).into(),
            form: number(&FORMS, &signing.form),
            order: order(case, signing.changed),
            is_reviewed,
            reviewed,
            is_standard,
            standard,
        }
    };
    signings.iter().map(row).collect()
}

/// Steps of which nothing was known when the case was taken over.
fn unknown_steps(case: &Case) -> BTreeSet<Step> {
    let unknown = case.lines.iter().filter(|line| line.counts()).find_map(|line| match line.event() {
        CaseEvent::CaseTakenOver(taken) => Some(&taken.unknown),
        CaseEvent::JointCaseTakenOver(taken) => Some(&taken.unknown),
        _ => None,
    });
    unknown.into_iter().flatten().copied().collect()
}

/// The step before the signatures that an entry does.
fn step(event: &CaseEvent) -> Option<Step> {
    match event {
        CaseEvent::OfferIssued(_) => Some(Step::Offer),
        CaseEvent::OfferDelivered(_) => Some(Step::Delivery),
        CaseEvent::ReplyReceived(reply) if reply.answer != Answer::Refuses => Some(Step::Reply),
        CaseEvent::RepresentativesNamed(named) => Some(match named.side {
            Side::Staff => Step::StaffRepresentatives,
            Side::Employer => Step::EmployerRepresentatives,
        }),
        CaseEvent::SessionHeld(_) => Some(Step::Session),
        CaseEvent::DraftAgreed(_) => Some(Step::Draft),
        CaseEvent::VoteTaken(vote) if vote.result == VoteResult::Passed => Some(Step::Vote),
        CaseEvent::EmployerVoteTaken(vote) if vote.result == VoteResult::Passed => Some(Step::Vote),
        CaseEvent::VoteTold(told) if told.passed => Some(Step::Vote),
        _ => None,
    }
}

impl Open {
    fn of(
        signed: &Signed,
        occurred: &Occurred,
        form: OutcomeForm,
        changed: bool,
        before: &BTreeMap<Step, Occurred>,
    ) -> Self {
        let mut done = before.clone();
        done.insert(Step::Signature, occurred.clone());
        Self {
            signed: occurred.clone(),
            form,
            changed,
            chiefs: signed.staff_chief && signed.employer_chief,
            done,
            filed: None,
            review_from: None,
            answered: Vec::new(),
        }
    }

    /// Takes in an entry after it.
    fn take(&mut self, event: &CaseEvent, occurred: &Occurred) {
        let first = |done: &mut BTreeMap<Step, Occurred>, step| {
            done.entry(step).or_insert_with(|| occurred.clone());
        };
        match event {
            CaseEvent::Filed(_) => {
                first(&mut self.done, Step::Filing);
                self.filed = Some(occurred.clone());
            }
            CaseEvent::FilingReceived(_) => {
                first(&mut self.done, Step::Receipt);
                self.review_from = Some(occurred.clone());
            }
            CaseEvent::SupplementSupplied(supplied)
                if self.review_from.is_some() && supplied.restarts_review == Some(true) =>
            {
                self.review_from = Some(occurred.clone());
            }
            CaseEvent::ClearedExpressly(_) | CaseEvent::ObjectionServed(_) => self.answered.push(occurred.clone()),
            CaseEvent::Published(_) => first(&mut self.done, Step::Publication),
            _ => {}
        }
    }

    /// Whether the department received it, and when its review was over: at the first clearance or objection, or on the day after its
    /// last day.
    fn reviewed(&self, opening: &Opening, ground: &Ground<'_>) -> (u8, Span) {
        let Some(from) = &self.review_from else { return (0, Span::never()) };
        let review = clocks::review_days(opening, from, self.filed.as_ref(), ground);
        let over = review.map_or_else(Span::unknown, |(earliest, latest)| {
            let next = |day: Date| day.tomorrow().ok();
            Bounds::between(earliest.and_then(next), latest.and_then(next)).into()
        });
        (1, self.answered.iter().map(Span::from).fold(over, Span::or_earlier))
    }

    /// Whether every item of the checklist is done (1), one is missing (0) or not known (2), and when the last was.
    fn standard(&self, unknown: &BTreeSet<Step>) -> (u8, Span) {
        let items = || Checklist::shipped().steps();
        let missing = |step: &Step| !self.done.contains_key(step);
        if !self.chiefs || items().any(|step| missing(&step) && !unknown.contains(&step)) {
            return (0, Span::never());
        }
        let done = items().filter_map(|step| self.done.get(&step)).map(Span::from);
        let last = done.reduce(Span::or_later).unwrap_or_else(Span::unknown);
        (if items().any(|step| missing(&step)) { 2 } else { 1 }, last)
    }
}
