//! Bringing a case on along the main line, round after round, through refusals, failed votes, objections and changes.

use heyi_core::case::{Case, ClauseState, Stage};
use heyi_core::decisions::DecisionKind;
use heyi_core::event::opening::Procedure;
use heyi_core::ids::CaseId;
use heyi_core::occurred::Occurred;
use heyi_core::stage::Step;
use rand::RngExt as _;

use super::super::World;

/// The most clauses put in one case.
const MOST_CLAUSES: usize = 6;

impl World {
    /// The next steps of the main line, of some case.
    pub(super) async fn bring_on(&mut self) {
        let Some(id) = self.case_to_bring_on().await else { return };
        for _ in 0..self.random.random_range(2..12) {
            let case = self.store.cases.load(id, None).await.unwrap().unwrap();
            let Some(kind) = self.next_on_the_main_line(&case) else { break };
            let Some(command) = self.details(kind, &case) else { break };
            // Nobody confirms an effect before the review is over, whatever was recorded last.
            let today = kind == DecisionKind::ConfirmEffect && self.chance(0.8);
            let occurred = if today { Occurred::on(self.today()) } else { self.day_after(&case) };
            self.record(id, command, occurred).await;
        }
        let case = self.store.cases.load(id, None).await.unwrap().unwrap();
        if case.roads.change.is_none() {
            self.changing.retain(|changing| *changing != id);
        }
    }

    /// Preferably one in which something is left to do: a few are looked at.
    async fn case_to_bring_on(&mut self) -> Option<CaseId> {
        if !self.changing.is_empty() && self.chance(0.5) {
            return Some(self.pick(&self.changing.clone()));
        }
        for _ in 0..3 {
            let case = self.some_case().await?;
            if self.next_on_the_main_line(&case).is_some() {
                return Some(case.id);
            }
        }
        None
    }

    /// A few clauses of a case just taken over: the ledger has the text.
    pub(super) async fn put_clauses(&mut self, id: CaseId) {
        for _ in 0..self.pick(&[0, 2, 4]) {
            let case = self.store.cases.load(id, None).await.unwrap().unwrap();
            let open = case.clauses.values().any(|clause| clause.state == ClauseState::Open);
            let kind = if open { DecisionKind::AgreeClause } else { DecisionKind::ProposeClause };
            let Some(command) = self.details(kind, &case) else { return };
            let occurred = self.day_after(&case);
            self.record(id, command, occurred).await;
        }
    }

    /// `None`: everything is done that the main line asks for.
    fn next_on_the_main_line(&mut self, case: &Case) -> Option<DecisionKind> {
        if case.stage == Stage::Closed || case.has(Step::Outcome) || case.unknown(Step::Outcome) {
            return None;
        }
        if case.suspension.is_some() {
            return Some(DecisionKind::Resume);
        }
        let known = |step| case.has(step) || case.unknown(step);
        // What was not known of the agreement taken over says nothing about the change of it.
        let done = |step| case.has(step) || (case.unknown(step) && case.roads.change.is_none());
        if !known(Step::Offer) {
            Some(DecisionKind::IssueOffer)
        } else if !known(Step::Delivery) {
            Some(DecisionKind::DeliverOffer)
        } else if !known(Step::Reply) {
            Some(DecisionKind::RecordReply)
        } else if !done(Step::Session) {
            Some(DecisionKind::HoldSession)
        } else if !known(Step::Draft) {
            Some(self.at_the_table(case))
        } else if !known(Step::Vote) {
            Some(self.of_the_vote(case))
        } else if !known(Step::Signature) {
            Some(DecisionKind::Sign)
        } else if !known(Step::Filing) {
            Some(DecisionKind::FileContract)
        } else if !known(Step::Receipt) {
            Some(DecisionKind::RecordReceipt)
        } else if !done(Step::Effect) {
            Some(DecisionKind::ConfirmEffect)
        } else {
            (!done(Step::Publication)).then_some(DecisionKind::Publish)
        }
    }

    /// What is done between the first session and the draft.
    fn at_the_table(&mut self, case: &Case) -> DecisionKind {
        match case.procedure {
            Procedure::Simple if self.chance(0.5) => return DecisionKind::RecordOutcome,
            Procedure::Simple => return DecisionKind::ChangeProcedure,
            Procedure::Ordinary if !case.roads.procedures.is_empty() && case.sides.len() < 2 => {
                return DecisionKind::NameRepresentatives;
            }
            _ => {}
        }
        let any = |state: fn(&ClauseState) -> bool| case.clauses.values().any(|clause| state(&clause.state));
        let (open, agreed) =
            (any(|state| *state == ClauseState::Open), any(|state| matches!(state, ClauseState::Agreed(_))));
        let full = case.clauses.len() >= MOST_CLAUSES;
        match self.random.random_range(0..12) {
            0..6 if open => DecisionKind::AgreeClause,
            6 if open => DecisionKind::CounterClause,
            7 if open || agreed => DecisionKind::WithdrawClause,
            8..=10 if !full => DecisionKind::ProposeClause,
            11 if self.chance(0.5) => DecisionKind::RecordOutcome,
            _ if agreed || full => DecisionKind::AgreeDraft,
            _ if open => DecisionKind::AgreeClause,
            _ => DecisionKind::ProposeClause,
        }
    }

    fn of_the_vote(&mut self, case: &Case) -> DecisionKind {
        if case.listed().next().is_some() && self.chance(0.8) {
            DecisionKind::RecordEmployerVote
        } else if !case.has(Step::Congress) && self.chance(0.8) {
            DecisionKind::ConveneCongress
        } else if self.chance(0.8) {
            DecisionKind::TakeVote
        } else {
            DecisionKind::RecordToldVote
        }
    }
}
