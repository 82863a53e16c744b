//! Cases opened, and taken over at any stage with whatever the ledger knows of what they came to.

use heyi_core::case::Stage;
use heyi_core::command::Request;
use heyi_core::decisions::Command;
use heyi_core::decisions::open_case::OpenCase;
use heyi_core::decisions::take_over_case::TakeOverCase;
use heyi_core::event::opening::{CaseOpened, CaseTakenOver, Procedure, TakenOverOutcome};
use heyi_core::event::outcome::OutcomeForm;
use heyi_core::ids::{CaseId, EmployerId};
use heyi_core::occurred::Occurred;
use heyi_core::rules::SubjectMatter;
use heyi_core::scenario;
use heyi_core::stage::Step;
use heyi_store::cases::{Employer, Opening};
use jiff::ToSpan as _;
use jiff::civil::Date;
use rand::RngExt as _;
use uuid::Uuid;

use super::super::{World, asked};

/// The steps a ledger passes over, in their order.
const STEPS: [Step; 14] = [
    Step::Offer,
    Step::Delivery,
    Step::Reply,
    Step::StaffRepresentatives,
    Step::EmployerRepresentatives,
    Step::Session,
    Step::Draft,
    Step::Congress,
    Step::Vote,
    Step::Signature,
    Step::Filing,
    Step::Receipt,
    Step::Effect,
    Step::Publication,
];

/// How far a case taken over had come, and how many of the steps lie before it.
const STAGES: [(Stage, usize); 9] = [
    (Stage::InSession, 6),
    (Stage::DraftAgreed, 7),
    (Stage::Signed, 10),
    (Stage::UnderReview, 12),
    (Stage::Effective, 13),
    (Stage::Effective, 13),
    (Stage::InPerformance, 14),
    (Stage::InPerformance, 14),
    (Stage::OutcomeRecorded, 6),
];

/// What a ledger tells of a case.
pub(super) struct Ledger {
    pub(super) stage: Stage,
    pub(super) as_of: Date,
    pub(super) unknown: Vec<Step>,
    pub(super) outcome: Option<TakenOverOutcome>,
}

impl World {
    pub(super) async fn begin_one(&mut self) {
        let employer = self.some_employer(0.55);
        let command = OpenCase(self.opened_by_one()).into();
        let occurred = self.day_of_opening();
        self.begin(command, Some(employer), occurred).await;
    }

    pub(super) async fn take_over_one(&mut self) {
        let employer = self.some_employer(0.55);
        self.take_over(employer, None).await;
    }

    /// A case of `employer` is taken over, with the clauses that the ledger has; its contract begins on `first`, when given.
    pub(super) async fn take_over(&mut self, employer: Employer, first: Option<Date>) -> Option<CaseId> {
        let Ledger { stage, as_of, unknown, outcome } = self.ledger(first);
        let (opening, source) = (self.opened_by_one(), "旧台账第 3 页".into());
        let taken = CaseTakenOver { opening, stage, as_of, unknown, source, outcome };
        let occurred = self.day_of_opening();
        let case = self.begin(TakeOverCase(taken).into(), Some(employer), occurred).await?;
        self.put_clauses(case).await;
        Some(case)
    }

    /// One of the register, or one to be entered.
    fn some_employer(&mut self, of_new: f64) -> Employer {
        if self.employers.is_empty() || self.chance(of_new) {
            Employer::New(EmployerId(Uuid::from_u128(self.random.random())), self.entered())
        } else {
            Employer::Known(self.pick(&self.employers.clone()))
        }
    }

    /// Most cases are opened as they begin; of some it is known that they began long ago.
    pub(super) fn day_of_opening(&mut self) -> Occurred {
        if self.chance(0.8) { self.occurred() } else { Occurred::on(self.back(300)) }
    }

    pub(super) fn procedure(&mut self) -> Procedure {
        match self.random.random_range(0..8) {
            0 => Procedure::Simple,
            1 => Procedure::Emergency,
            _ => Procedure::Ordinary,
        }
    }

    fn opened_by_one(&mut self) -> CaseOpened {
        let (staff, women) = self.staff_and_women();
        CaseOpened {
            place: self.some_place(),
            subject: self.pick(&[SubjectMatter::Women, SubjectMatter::Women, SubjectMatter::General]),
            procedure: self.procedure(),
            staff,
            women,
            made_up: self.chance(0.3),
            ..scenario::opened()
        }
    }

    pub(super) fn ledger(&mut self, first: Option<Date>) -> Ledger {
        let (stage, before) = self.pick(&STAGES);
        let mut unknown = STEPS[..before].to_vec();
        if stage == Stage::OutcomeRecorded {
            unknown.push(Step::Outcome);
        }
        let ended = before > 12 || stage == Stage::OutcomeRecorded;
        let told = first.is_some() || self.chance(if ended { 0.9 } else { 0.35 });
        Ledger { stage, as_of: self.back(30), unknown, outcome: told.then(|| self.outcome_told(first)) }
    }

    fn outcome_told(&mut self, first: Option<Date>) -> TakenOverOutcome {
        let contract = [OutcomeForm::SpecialContract, OutcomeForm::Chapter, OutcomeForm::Annex];
        let other = [OutcomeForm::Minutes, OutcomeForm::Memorandum, OutcomeForm::Policy];
        let form = if self.chance(0.7) { self.pick(&contract) } else { self.pick(&other) };
        let known = first.is_some() || self.chance(0.75);
        let effective_on = known.then(|| first.unwrap_or_else(|| self.back(900)));
        let from = effective_on.unwrap_or(self.today());
        let expires_on = match self.random.random_range(0..4) {
            0 => None,
            // Around now, so that its renewal falls into the history.
            1 => Some(self.around(90, 150).max(from + 30.days())),
            _ => Some(from + i64::from(self.pick(&[364, 365, 730, 1_095])).days()),
        };
        TakenOverOutcome { form, title: "旧合同".into(), effective_on, expires_on }
    }

    /// The case, when it was opened.
    pub(super) async fn begin(
        &mut self,
        command: Command,
        employer: Option<Employer>,
        occurred: Occurred,
    ) -> Option<CaseId> {
        let case = CaseId(Uuid::from_u128(self.random.random()));
        let (counts, mut known) = (employer.is_some().then(|| self.counts()), None);
        if let Some(Employer::Known(id) | Employer::New(id, _)) = &employer {
            known = Some(*id);
        }
        let request = Request { command, occurred, note: None, evidence: Vec::new() };
        let opening = Opening { case, request, employer, counts };
        self.store.cases.open(opening, asked(1)).await.ok()?;
        self.cases.push(case);
        if let Some(id) = known.filter(|id| !self.employers.contains(id)) {
            self.employers.push(id);
        }
        Some(case)
    }
}
