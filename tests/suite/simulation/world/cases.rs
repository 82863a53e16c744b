//! Cases of one employer: opened or taken over, brought on, turned aside, corrected.

use heyi_core::case::{ClauseState, Stage};
use heyi_core::decisions::agree_clause::AgreeClause;
use heyi_core::decisions::agree_draft::AgreeDraft;
use heyi_core::decisions::apply_coordination::ApplyCoordination;
use heyi_core::decisions::approve_correction::ApproveCorrection;
use heyi_core::decisions::clear_expressly::ClearExpressly;
use heyi_core::decisions::close_case::CloseCase;
use heyi_core::decisions::collect_demands::CollectDemands;
use heyi_core::decisions::confirm_effect::ConfirmEffect;
use heyi_core::decisions::convene_congress::ConveneCongress;
use heyi_core::decisions::correct_entry::CorrectEntry;
use heyi_core::decisions::deliver_offer::DeliverOffer;
use heyi_core::decisions::drop_change::DropChange;
use heyi_core::decisions::end_agreement::EndAgreement;
use heyi_core::decisions::end_coordination::EndCoordination;
use heyi_core::decisions::file_contract::FileContract;
use heyi_core::decisions::hold_session::HoldSession;
use heyi_core::decisions::issue_offer::IssueOffer;
use heyi_core::decisions::name_representatives::NameRepresentatives;
use heyi_core::decisions::open_case::OpenCase;
use heyi_core::decisions::propose_clause::ProposeClause;
use heyi_core::decisions::publish::Publish;
use heyi_core::decisions::record_outcome::RecordOutcome;
use heyi_core::decisions::record_receipt::RecordReceipt;
use heyi_core::decisions::record_reply::RecordReply;
use heyi_core::decisions::request_change::RequestChange;
use heyi_core::decisions::serve_objection::ServeObjection;
use heyi_core::decisions::sign::Sign;
use heyi_core::decisions::suspend::Suspend;
use heyi_core::decisions::take_over_case::TakeOverCase;
use heyi_core::decisions::take_vote::TakeVote;
use heyi_core::decisions::vacate_seat::VacateSeat;
use heyi_core::decisions::withdraw_entry::WithdrawEntry;
use heyi_core::decisions::{Command, DecisionKind};
use heyi_core::event::CaseEvent;
use heyi_core::event::change::{ChangeDropped, ChangeRequested};
use heyi_core::event::congress::{Assembly, CongressConvened};
use heyi_core::event::coordination::{CoordinationApplied, CoordinationBy, CoordinationEnded};
use heyi_core::event::ending::{EndGround, Ended};
use heyi_core::event::entries::{CaseClosed, ClosingReason, CorrectionApproved};
use heyi_core::event::filing::{ClearedExpressly, FilingReceived, ObjectionServed};
use heyi_core::event::offer::{Answer, DemandsCollected};
use heyi_core::event::opening::{CaseOpened, TakenOverOutcome};
use heyi_core::event::outcome::{OutcomeForm, OutcomeRecorded, Term};
use heyi_core::event::performance::Published;
use heyi_core::event::representation::{RepresentativeVacated, Side};
use heyi_core::event::talks::Suspended;
use heyi_core::ids::{CaseId, EmployerId, Version};
use heyi_core::rules::SubjectMatter;
use heyi_core::scenario;
use heyi_core::stage::Step;
use heyi_store::cases::{Employer, Opening};
use jiff::ToSpan as _;
use rand::RngExt as _;
use uuid::Uuid;

use super::{PLACES, World, asked};

impl World {
    pub(super) async fn open(&mut self) {
        let employer = if self.employers.is_empty() || self.random.random_bool(0.7) {
            let id = EmployerId(Uuid::from_u128(self.random.random()));
            Employer::New(id, self.registered())
        } else {
            Employer::Known(self.pick(&self.employers.clone()))
        };
        let opened = CaseOpened {
            place: self.pick(&PLACES).parse().unwrap(),
            subject: self.pick(&[SubjectMatter::Women, SubjectMatter::Women, SubjectMatter::General]),
            staff: self.head_count(),
            women: self.head_count(),
            ..scenario::opened()
        };
        let command: Command = if self.random.random_bool(0.25) {
            let day = self.occurred().latest.filter(|_| self.random.random_bool(0.5));
            let outcome = TakenOverOutcome {
                form: self.pick(&[OutcomeForm::SpecialContract, OutcomeForm::Chapter]),
                title: "旧合同".into(),
                effective_on: day,
                expires_on: day.map(|day| day + 300.days()),
            };
            let mut taken = scenario::taken_over(&[Step::Offer, Step::Delivery, Step::Reply, Step::Session]);
            (taken.opening, taken.as_of, taken.stage) = (opened, self.today(), Stage::InSession);
            taken.outcome = self.random.random_bool(0.8).then_some(outcome);
            TakeOverCase(taken).into()
        } else {
            OpenCase(opened).into()
        };
        let case = CaseId(Uuid::from_u128(self.random.random()));
        let (Employer::Known(id) | Employer::New(id, _)) = &employer;
        let id = *id;
        let counts = self.counted();
        let employer = Some(employer);
        let opening = Opening { case, request: self.request(command), employer, counts: Some(counts) };
        if self.store.cases.open(opening, asked(1)).await.is_ok() {
            self.cases.push(case);
            self.employers.push(id);
        }
    }

    /// The next steps of the main line, of some case.
    pub(super) async fn go_on(&mut self) {
        let Some(case) = self.some_case().await else { return };
        for _ in 0..self.random.random_range(1..5) {
            let case = self.store.cases.load(case.id, None).await.unwrap().unwrap();
            let months = self.pick(&[6, 12, 36]);
            let missing = main_line(months).into_iter().find(|(step, command)| match (command, step) {
                (Command::ProposeClause(_), _) => case.clauses.is_empty(),
                (Command::AgreeClause(_), _) => case.clauses.values().all(|clause| clause.state == ClauseState::Open),
                (_, step) => step.is_some_and(|step| !case.has(step) && !case.unknown(step)),
            });
            if let Some((_, command)) = missing {
                self.attempt(case.id, command, 1).await;
            }
        }
    }

    /// A step beside the main line, of some case.
    pub(super) async fn turn_aside(&mut self) {
        let Some(case) = self.some_case().await else { return };
        let day = self.today();
        let command: Command = match self.random.random_range(0..18) {
            0 => ServeObjection(ObjectionServed {
                opinion: "低于法定".into(), clauses: vec![], served_on_both: None
            })
            .into(),
            1 => Suspend(Suspended {
                reason: "核算".into(),
                agreed_by_both: true,
                resume_day: self.pick(&[None, Some(day)]),
            })
            .into(),
            2 => NameRepresentatives(scenario::representatives(Side::Staff)).into(),
            3 => VacateSeat(RepresentativeVacated { side: Side::Staff, seat: 2, reason: "调离".into() }).into(),
            4 => RecordOutcome(OutcomeRecorded {
                form: self.pick(&[OutcomeForm::Minutes, OutcomeForm::Policy]),
                title: "纪要".into(),
                signed_by_both: true,
                applies_from: self.pick(&[None, Some(day)]),
                applies_to: self.pick(&[None, Some(day + 100.days())]),
            })
            .into(),
            5 => ClearExpressly(ClearedExpressly { reference: "人社审".into() }).into(),
            6 => RecordReply(scenario::reply(Answer::Refuses)).into(),
            8 => RequestChange(ChangeRequested { by: Side::Staff, what: "增加条款".into(), reason: String::new() })
                .into(),
            9 => DropChange(ChangeDropped { reason: "未能一致".into() }).into(),
            10 => EndAgreement(Ended {
                ground: self.pick(&[EndGround::EmployerDissolved, EndGround::Cancelled, EndGround::TermOver]),
                last_day: self.pick(&[None, Some(day)]),
                by_procedure: None,
                remark: String::new(),
            })
            .into(),
            11 => ApplyCoordination(CoordinationApplied {
                by: CoordinationBy::Staff,
                department: "市人社局".into(),
                matter: "条款".into(),
            })
            .into(),
            12 => EndCoordination(CoordinationEnded { agreed: self.pick(&[true, false]), terms: "条款".into() }).into(),
            7 => CloseCase(CaseClosed { reason: ClosingReason::Completed, remark: "期满".into() }).into(),
            _ => CollectDemands(DemandsCollected {
                way: "问卷".into(),
                heard: Some(37),
                topics: vec![],
                text: "更衣柜".into(),
            })
            .into(),
        };
        self.attempt(case.id, command, 1).await;
    }

    /// An entry is said to have occurred on another day, or to have been of another place or employer.
    pub(super) async fn correct(&mut self) {
        let Some(case) = self.some_case().await else { return };
        let index = self.random.random_range(0..case.lines.len());
        let line = &case.lines[index];
        let command = match line.event() {
            CaseEvent::CaseOpened(opened) => {
                let mut opened = opened.clone();
                opened.place = self.pick(&PLACES).parse().unwrap();
                opened.employer = self.pick(&self.employers.clone());
                OpenCase(*opened).into()
            }
            event => {
                let same = |command: &Command| command.kind() == DecisionKind::of(event);
                let Some((_, command)) = main_line(24).into_iter().find(|(_, command)| same(command)) else { return };
                command
            }
        };
        let (entry, occurred) = (line.recorded.version, self.occurred());
        let correct = CorrectEntry { entry, command: Box::new(command), occurred, reason: "录入错误".into() };
        self.attempt(case.id, correct.into(), 1).await;
    }

    pub(super) async fn withdraw(&mut self) {
        let Some(case) = self.some_case().await else { return };
        let entry = Version(self.random.random_range(1..=case.version.0));
        self.attempt(case.id, WithdrawEntry { entry, reason: "记错".into() }.into(), 1).await;
    }

    pub(super) async fn approve(&mut self) {
        for id in self.cases.clone() {
            let case = self.store.cases.load(id, None).await.unwrap().unwrap();
            let waiting = case.awaiting_approval().next();
            if let Some((entry, _)) = waiting {
                self.attempt(id, ApproveCorrection(CorrectionApproved { entry }).into(), 2).await;
                return;
            }
        }
    }
}

/// The main line from the offer on, each command with the step it does.
pub(super) fn main_line(months: u32) -> Vec<(Option<Step>, Command)> {
    let term = Term { months: Some(months), last_day: None };
    let assembly = Assembly::Delegates;
    let congress =
        CongressConvened { assembly, planned_day: None, papers_sent: None, members: Some(180), women: Some(96) };
    vec![
        (Some(Step::Offer), IssueOffer(scenario::offer()).into()),
        (Some(Step::Delivery), DeliverOffer(scenario::delivery()).into()),
        (Some(Step::Reply), RecordReply(scenario::reply(Answer::Agrees)).into()),
        (Some(Step::Session), HoldSession(scenario::session()).into()),
        (None, ProposeClause { by: Side::Staff, text: scenario::clause_text() }.into()),
        (None, AgreeClause { clause: 1, text_version: Some(1) }.into()),
        (Some(Step::Draft), AgreeDraft { form: OutcomeForm::SpecialContract, title: "合同".into(), term }.into()),
        (Some(Step::Congress), ConveneCongress(congress).into()),
        (Some(Step::Vote), TakeVote(scenario::ballot(180, 170, 165)).into()),
        (Some(Step::Signature), Sign(scenario::signed()).into()),
        (Some(Step::Filing), FileContract(scenario::filed()).into()),
        (Some(Step::Receipt), RecordReceipt(FilingReceived { registration: "2026-118".into() }).into()),
        (Some(Step::Effect), ConfirmEffect { checked: "电话核实".into(), told_day: None }.into()),
        (Some(Step::Publication), Publish(Published { way: "公开栏".into() }).into()),
    ]
}
