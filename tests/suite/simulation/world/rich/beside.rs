//! What goes on beside the main line: inspections, changes, renewals, ends, and everything else that can be recorded of a case now.

use heyi_core::case::{Case, Stage, clocks};
use heyi_core::decisions::change_procedure::ChangeProcedure;
use heyi_core::decisions::close_case::CloseCase;
use heyi_core::decisions::end_agreement::EndAgreement;
use heyi_core::decisions::end_coordination::EndCoordination;
use heyi_core::decisions::inspect_performance::InspectPerformance;
use heyi_core::decisions::name_representatives::NameRepresentatives;
use heyi_core::decisions::record_outcome::RecordOutcome;
use heyi_core::decisions::suspend::Suspend;
use heyi_core::decisions::{self, Command, DecisionKind};
use heyi_core::event::coordination::CoordinationEnded;
use heyi_core::event::ending::{EndGround, Ended};
use heyi_core::event::entries::{CaseClosed, ClosingReason};
use heyi_core::event::opening::Procedure;
use heyi_core::event::outcome::{OutcomeForm, OutcomeRecorded};
use heyi_core::event::performance::{ClauseFinding, Finding, PerformanceInspected};
use heyi_core::event::procedure::ProcedureChanged;
use heyi_core::event::representation::Side;
use heyi_core::event::talks::Suspended;
use heyi_core::ground::Ground;
use heyi_core::ids::CaseId;
use heyi_core::scenario;
use heyi_core::stage::Step;
use jiff::ToSpan as _;
use rand::RngExt as _;

use super::super::{World, asked};
use super::plain;

/// The weight of what answers something recorded before.
const TO_ANSWER: usize = 25;

const FINDINGS: [Finding; 5] = [Finding::Kept, Finding::Kept, Finding::Partly, Finding::NotKept, Finding::NotYetDue];

impl World {
    /// A step or two beside the main line, of some case, among those it allows now.
    pub(super) async fn go_beside(&mut self) {
        let Some(id) = self.case_to_go_beside() else { return };
        for _ in 0..self.random.random_range(1..7) {
            let case = self.store.cases.load(id, None).await.unwrap().unwrap();
            let law = self.store.cases.law();
            let ground = Ground { today: self.today(), by: asked(1).by, law: &law };
            let allowed = decisions::next_steps(&case, &ground).into_iter();
            let weighed: Vec<DecisionKind> = allowed.flat_map(|kind| std::iter::repeat_n(kind, weight(kind))).collect();
            if weighed.is_empty() || case.stage == Stage::Closed && !self.chance(0.1) {
                return;
            }
            let kind = self.pick(&weighed);
            let Some(command) = self.details(kind, &case) else { return };
            let occurred = self.day_after(&case);
            if !self.record(id, command, occurred).await {
                continue;
            }
            match kind {
                DecisionKind::RequestChange => self.changing.push(id),
                kind if weight(kind) == TO_ANSWER || begins(kind) => self.pending.push(id),
                _ => {}
            }
        }
    }

    fn case_to_go_beside(&mut self) -> Option<CaseId> {
        if !self.pending.is_empty() && self.chance(0.6) {
            let index = self.random.random_range(0..self.pending.len());
            return Some(self.pending.swap_remove(index));
        }
        (!self.cases.is_empty()).then(|| self.pick(&self.cases.clone()))
    }

    pub(super) fn beside(&mut self, kind: DecisionKind, case: &Case) -> Option<Command> {
        Some(match kind {
            DecisionKind::NameRepresentatives => {
                let missing = [Side::Staff, Side::Employer].into_iter().find(|side| !case.sides.contains_key(side));
                NameRepresentatives(scenario::representatives(missing.unwrap_or(Side::Staff))).into()
            }
            DecisionKind::Suspend => Suspend(Suspended {
                reason: "核算".into(),
                agreed_by_both: true,
                resume_day: self.chance(0.5).then(|| self.around(0, 40)),
            })
            .into(),
            DecisionKind::RecordOutcome => RecordOutcome(self.outcome()).into(),
            DecisionKind::InspectPerformance => InspectPerformance(self.inspection(case)).into(),
            DecisionKind::EndCoordination => {
                EndCoordination(CoordinationEnded { agreed: self.chance(0.5), terms: "条款".into() }).into()
            }
            DecisionKind::EndAgreement => EndAgreement(self.end(case)).into(),
            DecisionKind::ChangeProcedure => {
                let to = self.pick(&[Procedure::Ordinary, Procedure::Simple, Procedure::Emergency]);
                let to = if case.procedure == Procedure::Simple { Procedure::Ordinary } else { to };
                ChangeProcedure(ProcedureChanged { to, reason: "突发情况".into() }).into()
            }
            DecisionKind::CloseCase => CloseCase(self.closing(case)).into(),
            DecisionKind::ListEmployers => self.listing(case)?.into(),
            _ => plain::command(kind)?,
        })
    }

    fn outcome(&mut self) -> OutcomeRecorded {
        let applies_from = self.chance(0.5).then(|| self.around(60, 60));
        OutcomeRecorded {
            form: self.pick(&[OutcomeForm::Minutes, OutcomeForm::Memorandum, OutcomeForm::Policy]),
            title: "纪要".into(),
            signed_by_both: true,
            applies_from,
            applies_to: self.chance(0.5).then(|| self.today() + self.random.random_range(60..400).days()),
        }
    }

    /// Some of the clauses, whatever became of them.
    fn inspection(&mut self, case: &Case) -> PerformanceInspected {
        let clauses: Vec<u32> = case.clauses.keys().copied().filter(|_| self.random.random_bool(0.8)).collect();
        let finding = |world: &mut Self, clause| ClauseFinding {
            clause,
            finding: world.pick(&FINDINGS),
            basis: "台账".into(),
            women_reached: None,
        };
        PerformanceInspected {
            by: "联合检查组".into(),
            inspectors: Some(4),
            findings: clauses.into_iter().map(|clause| finding(self, clause)).collect(),
            repair: String::new(),
            repair_due: None,
        }
    }

    /// By its term when that is over, else before it.
    fn end(&mut self, case: &Case) -> Ended {
        let over = clocks::expires_on(case).filter(|day| *day <= self.today());
        let (ground, last_day) = match over.filter(|_| self.random.random_bool(0.7)) {
            Some(day) => (self.pick(&[EndGround::TermOver, EndGround::RenewalRefused]), self.pick(&[None, Some(day)])),
            None => {
                let grounds = [EndGround::Cancelled, EndGround::ConditionMet, EndGround::EmployerDissolved];
                (self.pick(&grounds), self.chance(0.5).then(|| self.back(30)))
            }
        };
        let by_procedure = self.pick(&[None, Some(true), Some(false)]);
        Ended { ground, last_day, by_procedure, remark: String::new() }
    }

    fn closing(&mut self, case: &Case) -> CaseClosed {
        let ended = [Step::Effect, Step::Outcome].iter().any(|step| case.has(*step) || case.unknown(*step));
        let likely = if ended { ClosingReason::Completed } else { ClosingReason::NoAgreement };
        let reason = self.pick(&[likely, likely, ClosingReason::OpenedByMistake, ClosingReason::EmployerGone]);
        CaseClosed { reason, remark: "了结".into() }
    }
}

/// Whether something begins that others will answer.
fn begins(kind: DecisionKind) -> bool {
    matches!(
        kind,
        DecisionKind::Suspend
            | DecisionKind::ApplyCoordination
            | DecisionKind::RequestSupplement
            | DecisionKind::AllegeBreach
            | DecisionKind::ProposeRenewal
            | DecisionKind::EndAgreement
    )
}

/// How often a decision is chosen among those allowed; none of the main line, and none that is made elsewhere.
fn weight(kind: DecisionKind) -> usize {
    match kind {
        DecisionKind::InspectPerformance => 14,
        // What answers something that was recorded before: else it would hardly ever be met.
        DecisionKind::SupplySupplement
        | DecisionKind::AcceptCoordination
        | DecisionKind::ExtendCoordination
        | DecisionKind::AcceptArbitration
        | DecisionKind::RecordAward
        | DecisionKind::ReceiveAward
        | DecisionKind::FileLawsuit
        | DecisionKind::RecordJudgment
        | DecisionKind::FileEnding
        | DecisionKind::Resume
        | DecisionKind::ApplyArbitration => TO_ANSWER,
        DecisionKind::RequestChange
        | DecisionKind::ServeObjection
        | DecisionKind::ClearExpressly
        | DecisionKind::DropChange => 7,
        DecisionKind::ListEmployers
        | DecisionKind::EndCoordination
        | DecisionKind::NoteProtection
        | DecisionKind::NotifyPassage
        | DecisionKind::CopyToUpperUnion
        | DecisionKind::ProposeRenewal
        | DecisionKind::VacateSeat
        | DecisionKind::ReplaceRepresentative
        | DecisionKind::RemedyBreach
        | DecisionKind::DemandPerformance
        | DecisionKind::OrderRectification
        | DecisionKind::SettleDispute
        | DecisionKind::RefuseArbitration
        | DecisionKind::RefuseRenewal
        | DecisionKind::ApplyCoordination
        | DecisionKind::RequestSupplement
        | DecisionKind::AllegeBreach => 4,
        DecisionKind::NameRepresentatives
        | DecisionKind::PublishRepresentatives
        | DecisionKind::EndAgreement
        | DecisionKind::ReportToCongress
        | DecisionKind::CollectDemands
        | DecisionKind::ChangeProcedure
        | DecisionKind::Suspend
        | DecisionKind::RequestCancellation => 3,
        DecisionKind::CloseCase => 2,
        DecisionKind::OpenCase
        | DecisionKind::TakeOverCase
        | DecisionKind::OpenJointCase
        | DecisionKind::TakeOverJointCase
        | DecisionKind::CorrectEntry
        | DecisionKind::WithdrawEntry
        | DecisionKind::ApproveCorrection
        | DecisionKind::LinkRenewal
        | DecisionKind::MarkRenewed
        | DecisionKind::JoinDrive
        | DecisionKind::IssueOffer
        | DecisionKind::DeliverOffer
        | DecisionKind::RecordReply
        | DecisionKind::HoldSession
        | DecisionKind::ProposeClause
        | DecisionKind::AgreeClause
        | DecisionKind::AgreeDraft
        | DecisionKind::ConveneCongress
        | DecisionKind::TakeVote
        | DecisionKind::RecordToldVote
        | DecisionKind::Sign
        | DecisionKind::FileContract
        | DecisionKind::RecordReceipt
        | DecisionKind::ConfirmEffect
        | DecisionKind::Publish => 0,
        _ => 1,
    }
}
