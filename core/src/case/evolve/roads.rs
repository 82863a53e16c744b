//! Applying the events of the side roads.

use crate::event::CaseEvent;
use crate::event::dispute::BreachAlleged;
use crate::stage::{Stage, Step};

use super::super::dispute::{Dispute, DisputeStep};
use super::super::roads::{Change, Coordination, End, Kept, Protection};
use super::super::{Case, Done};

impl Case {
    /// Applies what is no step of the main line. Never refuses.
    pub(super) fn evolve_roads(&mut self, event: &CaseEvent, done: Done) {
        match event {
            CaseEvent::ProcedureChanged(change) => {
                self.procedure = change.to;
                self.roads.procedures.push((change.to, done));
            }
            CaseEvent::RepresentativesPublished(published) => {
                self.roads.published.insert(published.side);
            }
            CaseEvent::ProtectionNoted(noted) => {
                let watched = Protection { contract_ends: noted.contract_ends, protected_until: noted.protected_until };
                self.roads.protections.insert((noted.side, noted.seat), watched);
            }
            CaseEvent::UpperUnionInformed(_) => self.did(Step::UpperUnion, done),
            CaseEvent::PassageNotified(_) => self.did(Step::Passage, done),
            CaseEvent::CopiedToUpperUnion(_) => self.did(Step::Copy, done),
            CaseEvent::NoticeGiven(notice) => self.roads.notice = Some((done, notice.planned_day)),
            CaseEvent::InformationGiven(given) => {
                self.roads.informed.insert(given.by, done);
            }
            CaseEvent::ReportedToCongress(_) => self.roads.reported = Some(done.occurred),
            CaseEvent::CoordinationApplied(_)
            | CaseEvent::CoordinationAccepted(_)
            | CaseEvent::CoordinationExtended(_)
            | CaseEvent::CoordinationEnded(_) => self.coordinate(event, done),
            CaseEvent::ChangeRequested(_) => self.begin_change(done),
            CaseEvent::ChangeDropped(_) => self.drop_change(),
            CaseEvent::CancellationRequested(_) => self.roads.cancellation = Some(done),
            CaseEvent::Ended(ended) => {
                let last_day = ended.last_day.or(done.occurred.latest);
                self.roads.end = Some(End { done, ground: ended.ground, last_day });
                self.stage = Stage::Ended;
            }
            CaseEvent::EndingFiled(_) => self.roads.ending_filed = Some(done),
            CaseEvent::RenewalProposed(proposed) => {
                self.roads.renewal.proposed = Some((done, proposed.by));
                self.roads.renewal.refused = None;
            }
            CaseEvent::RenewalRefused(refused) => self.roads.renewal.refused = Some((done, refused.by)),
            CaseEvent::RenewalLinked(linked) => self.roads.renewal.renews = Some(linked.renews),
            CaseEvent::Renewed(renewed) => self.roads.renewal.renewed_by = Some(renewed.by),
            CaseEvent::DriveJoined(joined) => {
                self.roads.drives.insert(joined.drive);
            }
            CaseEvent::BreachAlleged(alleged) => self.allege(alleged, done),
            other => self.dispute(other, done),
        }
    }

    fn did(&mut self, step: Step, done: Done) {
        self.done.insert(step, done);
    }

    fn coordinate(&mut self, event: &CaseEvent, done: Done) {
        if let CaseEvent::CoordinationApplied(_) = event {
            let stage_before = self.stage;
            let begun = Coordination { applied: done, accepted: None, extended: None, ended: None, stage_before };
            self.roads.coordination = Some(Box::new(begun));
            self.stage = Stage::Coordinating;
            return;
        }
        let Some(coordination) = &mut self.roads.coordination else { return };
        match event {
            CaseEvent::CoordinationAccepted(_) => coordination.accepted = Some(done),
            CaseEvent::CoordinationExtended(_) => coordination.extended = Some(done),
            CaseEvent::CoordinationEnded(ended) => {
                coordination.ended = Some((done.clone(), ended.agreed));
                if self.stage == Stage::Coordinating {
                    self.stage = coordination.stage_before;
                }
                if ended.agreed && !self.has(Step::Draft) {
                    // What both sides agreed to before the department stands in the place of the talks it replaces.
                    self.done.entry(Step::Reply).or_insert_with(|| done.clone());
                    self.done.entry(Step::Session).or_insert(done);
                    self.stage = Stage::InSession;
                }
            }
            _ => {}
        }
    }

    /// The same procedure again, from the talks on. What holds now is kept until the new text takes effect.
    fn begin_change(&mut self, requested: Done) {
        let kept = Kept {
            done: self.done.clone(),
            draft: self.draft.clone(),
            clauses: self.clauses.clone(),
            review_from: self.review_from.clone(),
            effect: self.effect.clone(),
            stage: self.stage,
        };
        self.next_round(Stage::Changing);
        self.done.retain(|step, _| !matches!(step, Step::Session | Step::Effect | Step::Publication));
        self.roads.change = Some(Box::new(Change { requested, kept }));
    }

    fn drop_change(&mut self) {
        let Some(change) = self.roads.change.take() else { return };
        let kept = change.kept;
        // An outcome recorded meanwhile stands, and the day it was recorded for.
        let outcome = self.done.remove(&Step::Outcome);
        self.done = kept.done;
        self.done.extend(outcome.map(|done| (Step::Outcome, done)));
        self.draft = kept.draft;
        self.clauses = kept.clauses;
        self.review_from = kept.review_from;
        self.effect = kept.effect;
        self.stage = kept.stage;
    }

    fn allege(&mut self, alleged: &BreachAlleged, done: Done) {
        let dispute = Dispute {
            by: alleged.by,
            clauses: alleged.clauses.clone(),
            facts: alleged.facts.clone(),
            known_since: alleged.known_since,
            done: [(DisputeStep::Alleged, done)].into(),
        };
        self.roads.disputes.insert(alleged.breach, dispute);
    }

    fn dispute(&mut self, event: &CaseEvent, done: Done) {
        let (breach, step) = match event {
            CaseEvent::PerformanceDemanded(e) => (e.breach, DisputeStep::Demanded),
            CaseEvent::RectificationOrdered(e) => (e.breach, DisputeStep::Ordered),
            CaseEvent::BreachRemedied(e) => (e.breach, DisputeStep::Remedied),
            CaseEvent::DisputeSettled(e) => (e.breach, DisputeStep::Settled),
            CaseEvent::ArbitrationApplied(e) => (e.breach, DisputeStep::Applied),
            CaseEvent::ArbitrationAccepted(e) => (e.breach, DisputeStep::Accepted),
            CaseEvent::ArbitrationRefused(e) => (e.breach, DisputeStep::Refused),
            CaseEvent::AwardMade(e) => (e.breach, DisputeStep::Award),
            CaseEvent::AwardReceived(e) => (e.breach, DisputeStep::AwardReceived),
            CaseEvent::LawsuitFiled(e) => (e.breach, DisputeStep::Lawsuit),
            CaseEvent::JudgmentMade(e) => (e.breach, DisputeStep::Judgment),
            _ => return,
        };
        if let Some(dispute) = self.roads.disputes.get_mut(&breach) {
            dispute.done.insert(step, done);
        }
    }
}
