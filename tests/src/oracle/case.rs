//! A case, folded from its entries in effective order, as far as figures need it.

use std::collections::{BTreeMap, BTreeSet};

use heyi_core::event::clauses::ClauseText;
use heyi_core::event::congress::VoteResult;
use heyi_core::event::ending::EndGround;
use heyi_core::event::entries::ClosingReason;
use heyi_core::event::filing::EffectConfirmed;
use heyi_core::event::opening::Procedure;
use heyi_core::event::outcome::{DraftAgreed, OutcomeRecorded};
use heyi_core::event::{CaseEvent, Recorded};
use heyi_core::ground::Law;
use heyi_core::ids::CaseId;
use heyi_core::occurred::Occurred;
use heyi_core::rules::SubjectMatter;
use heyi_core::stage::Step;
use jiff::civil::Date;

use super::listed::Listed;
use super::opening::Opening;
use super::order::{Fact, shanghai, standing};
use super::review;
use super::signing::Signing;
use super::span::Span;
use super::text::{self, Text};

/// What figures need of a case.
#[derive(Clone, Debug)]
pub struct Case {
    /// How it began; `None`: its opening was withdrawn.
    pub opening: Option<Opening>,
    /// The procedure that holds.
    pub procedure: Option<Procedure>,
    /// Its entries that count, in effective order.
    pub facts: Vec<Fact<CaseEvent>>,
    /// The places among `facts` of objections that change nothing: served after the review, or without ground.
    pub idle: BTreeSet<usize>,
    /// How things stand with the round under way.
    pub round: Round,
    /// A round was begun here: of that, nothing lies before the case was taken over.
    pub begun_anew: bool,
    /// A change under way: when it was asked for, and how things stood before.
    pub change: Option<(Occurred, Round)>,
    /// The texts that changes confirmed took the place of, the oldest first.
    pub earlier: Vec<Earlier>,
    /// The day the last confirmed change was asked for.
    pub changed: Option<Occurred>,
    /// The outcome other than a contract, recorded last, and when.
    pub outcome: Option<(OutcomeRecorded, Occurred)>,
    /// Why it ended, and the last day: exactly, or as far as the entry tells.
    pub ended: Option<(EndGround, Option<Date>)>,
    /// Why it was closed.
    pub closed: Option<ClosingReason>,
    /// The cases it says it renews.
    pub renews: BTreeSet<CaseId>,
    /// The coverage list.
    pub listed: Listed,
    /// Each entry of signatures of a draft of contract form.
    pub signings: Vec<Signing>,
    /// Its texts, the oldest first.
    pub texts: Vec<Text>,
    /// The day its last entry was recorded on: what is asked without a day of its own is asked of this day.
    pub last_entry: Date,
}

/// How things stand with one text.
#[derive(Clone, Debug, Default)]
pub struct Round {
    /// The agreed draft.
    pub draft: Option<DraftAgreed>,
    /// The filing.
    pub filed: Option<Occurred>,
    /// The department received it.
    pub received: bool,
    /// The day its review counts from.
    pub review_from: Option<Occurred>,
    /// The department cleared it.
    pub cleared: bool,
    /// An effect was confirmed, in this round or before a change.
    pub effect: Option<EffectConfirmed>,
    /// An effect was confirmed that no change has put in question.
    pub in_effect: bool,
    /// Its clauses.
    pub clauses: BTreeMap<u32, Clause>,
}

/// A text before the change that took its place.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// How things stood with it.
    pub round: Round,
    /// The first day of the text that took its place.
    pub until: Date,
    /// When it was asked for, if it came by a change itself.
    pub asked: Option<Occurred>,
}

/// A clause: every version of its text, and the version that stands agreed.
#[derive(Clone, Debug, Default)]
pub struct Clause {
    texts: Vec<ClauseText>,
    agreed: Option<u32>,
}

impl Round {
    /// The clauses that stand agreed, as they read.
    #[must_use]
    pub fn agreed(&self) -> Vec<ClauseText> {
        let text = |clause: &Clause| clause.texts.get((clause.agreed? as usize).checked_sub(1)?).cloned();
        self.clauses.values().filter_map(text).collect()
    }

    fn begin_anew(&mut self) {
        let (effect, in_effect, clauses) = (self.effect.take(), self.in_effect, std::mem::take(&mut self.clauses));
        *self = Self { effect, in_effect, clauses, ..Self::default() };
    }
}

impl Case {
    /// Folds what is recorded of a case.
    #[must_use]
    pub fn fold(history: &[Recorded<CaseEvent>], law: &Law) -> Self {
        let facts = standing(history);
        let mut case = Self {
            opening: None,
            procedure: None,
            facts: Vec::new(),
            idle: BTreeSet::new(),
            round: Round::default(),
            begun_anew: false,
            change: None,
            earlier: Vec::new(),
            changed: None,
            outcome: None,
            ended: None,
            closed: None,
            renews: BTreeSet::new(),
            listed: Listed::default(),
            signings: Vec::new(),
            texts: Vec::new(),
            last_entry: history.last().map_or(Date::MIN, |last| shanghai(last.recorded_at)),
        };
        for (index, fact) in facts.iter().enumerate() {
            let without_effect =
                matches!(fact.event, CaseEvent::ObjectionServed(_)) && !case.objection_counts(fact, law);
            if without_effect {
                case.idle.insert(index);
            } else {
                case.take(fact);
            }
            case.note_signing(index, fact, without_effect, law);
        }
        case.facts = facts;
        case.texts = text::of(&case, law);
        case
    }

    /// Whether it is about women and was not opened by mistake: only such cases count anywhere.
    #[must_use]
    pub fn counts(&self) -> bool {
        let Some(opening) = &self.opening else { return false };
        let about_women = opening.subject == SubjectMatter::Women
            || self.round.clauses.values().any(|clause| clause.agreed.is_some());
        about_women && self.closed != Some(ClosingReason::OpenedByMistake)
    }

    /// Whether an objection ends the round: with ground, and not surely after the last day of the review.
    fn objection_counts(&self, fact: &Fact<CaseEvent>, law: &Law) -> bool {
        let Some(opening) = &self.opening else { return false };
        let received = self.round.received || opening.unknown.contains(&Step::Receipt) && !self.begun_anew;
        let ground = received && !self.round.cleared && !self.round.in_effect && self.closed.is_none();
        let last = review::last_day(opening, &self.round, fact.recorded_on, law);
        let late = last.is_some_and(|last| Span::of(&fact.occurred).earliest > last.latest);
        ground && !late
    }

    fn next_round(&mut self) {
        self.round.begin_anew();
        self.begun_anew = true;
    }

    fn take(&mut self, fact: &Fact<CaseEvent>) {
        let occurred = || fact.occurred.clone();
        match &fact.event {
            CaseEvent::CaseOpened(e) => self.open(Opening::one(e)),
            CaseEvent::JointCaseOpened(e) => self.open(Opening::many(e)),
            CaseEvent::CaseTakenOver(e) => {
                self.open(Opening::one(&e.opening).taken_over(&e.unknown, e.outcome.as_ref()));
            }
            CaseEvent::JointCaseTakenOver(e) => {
                self.open(Opening::many(&e.opening).taken_over(&e.unknown, e.outcome.as_ref()));
            }
            CaseEvent::ProcedureChanged(e) => self.procedure = Some(e.to),
            CaseEvent::CoverageListed(e) => self.listed.take(e, &fact.occurred),
            CaseEvent::ClauseProposed(e) => {
                let clause = Clause { texts: vec![e.text.clone()], agreed: None };
                self.round.clauses.insert(e.clause, clause);
            }
            CaseEvent::ClauseCountered(e) => {
                if let Some(clause) = self.round.clauses.get_mut(&e.clause) {
                    clause.texts.push(e.text.clone());
                    clause.agreed = None;
                }
            }
            CaseEvent::ClauseAgreed(e) => self.settle(e.clause, Some(e.text_version)),
            CaseEvent::ClauseWithdrawn(e) => self.settle(e.clause, None),
            CaseEvent::OutcomeRecorded(e) => self.outcome = Some((e.clone(), occurred())),
            CaseEvent::DraftAgreed(e) => {
                self.round.draft = Some(e.clone());
            }
            CaseEvent::VoteTaken(e) if e.result == VoteResult::Failed => self.next_round(),
            CaseEvent::VoteTold(e) if !e.passed => self.next_round(),
            CaseEvent::Filed(_) => self.round.filed = Some(occurred()),
            CaseEvent::FilingReceived(_) => {
                self.round.received = true;
                self.round.review_from = Some(occurred());
            }
            CaseEvent::SupplementSupplied(e) if self.round.received && e.restarts_review == Some(true) => {
                self.round.review_from = Some(occurred());
            }
            CaseEvent::ObjectionServed(_) => self.next_round(),
            CaseEvent::ClearedExpressly(_) => self.round.cleared = true,
            CaseEvent::EffectConfirmed(e) => self.confirm(e),
            CaseEvent::ChangeRequested(_) => self.begin_change(occurred()),
            CaseEvent::ChangeDropped(_) => {
                if let Some((_, before)) = self.change.take() {
                    self.round = before;
                }
            }
            CaseEvent::Ended(e) => self.ended = Some((e.ground, e.last_day.or(fact.occurred.latest))),
            CaseEvent::RenewalLinked(e) => {
                self.renews.insert(e.renews);
            }
            CaseEvent::CaseClosed(e) => self.closed = Some(e.reason),
            _ => {}
        }
    }

    fn open(&mut self, opening: Opening) {
        self.procedure = Some(opening.procedure);
        self.opening = Some(opening);
    }

    fn settle(&mut self, number: u32, agreed: Option<u32>) {
        if let Some(clause) = self.round.clauses.get_mut(&number) {
            clause.agreed = agreed;
        }
    }

    fn begin_change(&mut self, asked: Occurred) {
        self.change = Some((asked, self.round.clone()));
        self.next_round();
        self.round.in_effect = false;
    }

    fn confirm(&mut self, effect: &EffectConfirmed) {
        if let Some((asked, before)) = self.change.take() {
            let asked_before = self.changed.replace(asked);
            self.earlier.push(Earlier { round: before, until: effect.effective_on, asked: asked_before });
        }
        self.round.effect = Some(effect.clone());
        self.round.in_effect = true;
    }
}
