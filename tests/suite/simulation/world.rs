//! A history in the making: offices that open cases, go on with them, go back on them, and learn of things late.

use std::sync::Arc;

use heyi_core::case::{Case, ClauseState, Stage};
use heyi_core::command::Request;
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
use heyi_core::employer::decisions::correct_register_entry::CorrectRegisterEntry;
use heyi_core::employer::decisions::describe_employer::DescribeEmployer;
use heyi_core::employer::decisions::dissolve_employer::DissolveEmployer;
use heyi_core::employer::decisions::merge_employer::MergeEmployer;
use heyi_core::employer::decisions::recode_employer::RecodeEmployer;
use heyi_core::employer::decisions::record_head_count::RecordHeadCount;
use heyi_core::employer::decisions::rename_employer::RenameEmployer;
use heyi_core::employer::decisions::withdraw_register_entry::WithdrawRegisterEntry;
use heyi_core::employer::decisions::{RegisterCommand, RegisterRequest};
use heyi_core::event::CaseEvent;
use heyi_core::event::change::{ChangeDropped, ChangeRequested};
use heyi_core::event::congress::{Assembly, CongressConvened};
use heyi_core::event::coordination::{CoordinationApplied, CoordinationBy, CoordinationEnded};
use heyi_core::event::employer::{
    EmployerDescribed, EmployerGone, EmployerRegistered, EmployerRenamed, HeadCountRecorded, Ownership, UnionKind,
};
use heyi_core::event::ending::{EndGround, Ended};
use heyi_core::event::entries::{CaseClosed, ClosingReason, CorrectionApproved};
use heyi_core::event::filing::{ClearedExpressly, FilingReceived, ObjectionServed};
use heyi_core::event::offer::{Answer, DemandsCollected};
use heyi_core::event::opening::{CaseOpened, HeadCount, TakenOverOutcome};
use heyi_core::event::outcome::{OutcomeForm, OutcomeRecorded, Term};
use heyi_core::event::performance::Published;
use heyi_core::event::representation::{RepresentativeVacated, Side};
use heyi_core::event::talks::Suspended;
use heyi_core::ids::{AccountId, CaseId, EmployerId, Version};
use heyi_core::occurred::Occurred;
use heyi_core::place::Place;
use heyi_core::rules::{Rulebook, SubjectMatter};
use heyi_core::scenario;
use heyi_core::stage::Step;
use heyi_store::append::Commit;
use heyi_store::cases::{Asked, Employer, Opening};
use heyi_store::clock::{Clock as _, ManualClock};
use heyi_store::disk::simulated::SimulatedDisk;
use heyi_store::employers;
use heyi_store::laws::Proposal;
use heyi_store::log::EventLog;
use heyi_store::memory::MemoryLog;
use heyi_store::store::Store;
use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan as _};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use uuid::Uuid;

/// Places of Jiangsu, of Beijing (where the review counts from the filing) and of a province above its cities.
const PLACES: [&str; 6] = ["320106", "320102", "320500", "110105", "320000", "440300"];

/// Offices at work.
pub struct World {
    pub log: Arc<dyn EventLog>,
    pub random: StdRng,
    store: Store,
    clock: Arc<ManualClock>,
    cases: Vec<CaseId>,
    employers: Vec<EmployerId>,
    rulebooks: u32,
}

impl World {
    /// Nothing has happened yet; it is New Year 2026.
    pub async fn new(seed: u64) -> Self {
        let clock = Arc::new(ManualClock::at("2026-01-01T01:00:00Z".parse().unwrap()));
        let log: Arc<dyn EventLog> = Arc::new(MemoryLog::new(clock.clone()));
        let store = Store::open(Arc::clone(&log), Arc::new(SimulatedDisk::new(seed)), clock.clone()).await.unwrap();
        let random = StdRng::seed_from_u64(seed);
        Self { log, random, store, clock, cases: Vec::new(), employers: Vec::new(), rulebooks: 0 }
    }

    pub fn first_day(&self) -> Date {
        scenario::date_of(0)
    }

    pub fn today(&self) -> Date {
        self.clock.today()
    }

    /// Some region that holds some of the employers.
    pub fn region(&mut self) -> Place {
        self.pick(&["100000", "320000", "320100", "110000", "320500"]).parse().unwrap()
    }

    /// Something is attempted; what the law does not allow is refused.
    pub async fn step(&mut self) {
        self.clock.advance(SignedDuration::from_hours(self.random.random_range(0..100)));
        match self.random.random_range(0..100) {
            0..14 => self.open().await,
            14..18 => self.count_heads().await,
            18..20 => self.adopt_rules().await,
            20..75 => self.go_on().await,
            75..84 => self.turn_aside().await,
            84..90 => self.correct().await,
            90..92 => self.withdraw().await,
            92..97 => self.change_register().await,
            _ => self.approve().await,
        }
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.random.random_range(0..of.len())]
    }

    /// A day of the last weeks, mostly known, sometimes as a span or not at all.
    fn occurred(&mut self) -> Occurred {
        let day = self.today() - i64::from(self.random.random_range(0..25)).days();
        match self.random.random_range(0..20) {
            0 => Occurred::unknown("不详"),
            1 => Occurred::between(Some(day - 9.days()), Some(day), "上旬").unwrap(),
            2 => Occurred::between(None, Some(day), "此前").unwrap(),
            _ => Occurred::on(day),
        }
    }

    fn head_count(&mut self) -> Option<HeadCount> {
        let people = self.random.random_range(1..400);
        let as_of = self.occurred();
        self.random.random_bool(0.5).then_some(HeadCount { people, about: false, as_of })
    }

    fn counted(&mut self) -> HeadCountRecorded {
        HeadCountRecorded { staff: self.head_count(), women: self.head_count(), skilled_women: None }
    }

    fn registered(&mut self) -> EmployerRegistered {
        EmployerRegistered {
            name: format!("示例第{}厂", self.employers.len()),
            credit_code: None,
            no_code_reason: "示例".into(),
            place: self.pick(&PLACES).parse().unwrap(),
            industry: self.pick(&[None, Some("27"), Some("13")]).map(str::to_owned),
            biomedicine: self.pick(&[None, Some(true), Some(false)]),
            ownership: self.pick(&[Ownership::Unknown, Ownership::State, Ownership::Private]),
            union: UnionKind::Own,
            made_up: self.random.random_bool(0.3),
        }
    }

    async fn open(&mut self) {
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

    async fn count_heads(&mut self) {
        if self.employers.is_empty() {
            return;
        }
        let employer = self.pick(&self.employers.clone());
        let (counted, occurred) = (self.counted(), self.occurred());
        let append = employers::head_count(&*self.log, employer, counted, occurred).await.unwrap();
        self.log.append(Commit { appends: vec![append], by: asked(1).by, key: None }).await.unwrap();
    }

    /// Something about some employer is recorded: what it is, where it lies, that it is gone; or an entry of it is put right.
    async fn change_register(&mut self) {
        if self.employers.is_empty() {
            return;
        }
        let ids = self.employers.clone();
        let employer = self.pick(&ids);
        let entry = Version(self.random.random_range(2..5));
        let right = RecordHeadCount(self.counted());
        let command: RegisterCommand = match self.random.random_range(0..12) {
            0 => RenameEmployer(EmployerRenamed { name: format!("新名{}", self.random.random_range(0..99)) }).into(),
            1 | 2 => {
                let to = self.pick(&["320106", "320500", "110105"]).parse().unwrap();
                RecodeEmployer { to, code_set: self.first_day() }.into()
            }
            3 | 4 => DescribeEmployer(EmployerDescribed {
                industry: self.pick(&[None, Some("27"), Some("13")]).map(str::to_owned),
                biomedicine: self.pick(&[None, Some(true), Some(false)]),
                ownership: self.pick(&[None, Some(Ownership::State)]),
                ..EmployerDescribed::default()
            })
            .into(),
            5 => MergeEmployer { into: self.pick(&ids) }.into(),
            6 => DissolveEmployer(EmployerGone { reason: "注销".into() }).into(),
            7 | 8 => CorrectRegisterEntry {
                entry,
                command: Box::new(right.into()),
                occurred: self.occurred(),
                reason: "误".into(),
            }
            .into(),
            _ => WithdrawRegisterEntry { entry, reason: "误".into() }.into(),
        };
        let occurred = if command.kind().is_about_entries() { Occurred::unknown("") } else { self.occurred() };
        // What cannot be is refused, as everywhere here.
        let _ = self.store.employers.execute(employer, &RegisterRequest { command, occurred }, &asked(1)).await;
    }

    /// A case is opened and brought to the receipt of its contract, today.
    pub async fn bring_under_review(&mut self) -> CaseId {
        let (case, employer) = (CaseId(Uuid::from_u128(1)), EmployerId(Uuid::from_u128(2)));
        let (registered, counts) = (self.registered(), Some(self.counted()));
        let request = |world: &Self, command| {
            let occurred = Occurred::on(world.today());
            Request { command, occurred, note: None, evidence: Vec::new() }
        };
        let opening = Opening {
            case,
            request: request(self, OpenCase(scenario::opened()).into()),
            employer: Some(Employer::New(employer, registered)),
            counts,
        };
        self.store.cases.open(opening, asked(1)).await.unwrap();
        for (step, command) in main_line(12) {
            self.clock.advance(SignedDuration::from_hours(48));
            self.store.cases.execute(case, request(self, command), asked(1)).await.unwrap();
            if step == Some(Step::Receipt) {
                break;
            }
        }
        case
    }

    /// Another period of review is known from now on.
    pub async fn adopt_rules(&mut self) {
        self.rulebooks += 1;
        let text =
            Rulebook::shipped().text().replace("\nvalue = 15\n", &format!("\nvalue = {}\n", 15 + self.rulebooks));
        assert_ne!(text, Rulebook::shipped().text(), "some period is another");
        let (laws, by) = (&self.store.laws, asked(0).by);
        laws.adopt(&Proposal::Rules(text), laws.current().versions(), by).await.unwrap().unwrap();
    }

    /// The next steps of the main line, of some case.
    async fn go_on(&mut self) {
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
    async fn turn_aside(&mut self) {
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
    async fn correct(&mut self) {
        let Some(case) = self.some_case().await else { return };
        let index = self.random.random_range(0..case.lines.len());
        let line = &case.lines[index];
        let command = match line.event() {
            CaseEvent::CaseOpened(opened) => {
                let mut opened = opened.clone();
                opened.place = self.pick(&PLACES).parse().unwrap();
                opened.employer = self.pick(&self.employers.clone());
                OpenCase(opened).into()
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

    async fn withdraw(&mut self) {
        let Some(case) = self.some_case().await else { return };
        let entry = Version(self.random.random_range(1..=case.version.0));
        self.attempt(case.id, WithdrawEntry { entry, reason: "记错".into() }.into(), 1).await;
    }

    async fn approve(&mut self) {
        for id in self.cases.clone() {
            let case = self.store.cases.load(id, None).await.unwrap().unwrap();
            let waiting = case.awaiting_approval().next();
            if let Some((entry, _)) = waiting {
                self.attempt(id, ApproveCorrection(CorrectionApproved { entry }).into(), 2).await;
                return;
            }
        }
    }

    async fn some_case(&mut self) -> Option<Case> {
        if self.cases.is_empty() {
            return None;
        }
        let id = self.pick(&self.cases.clone());
        self.store.cases.load(id, None).await.unwrap()
    }

    async fn attempt(&mut self, case: CaseId, command: Command, who: u128) {
        let request = self.request(command);
        // Refusals are part of the game.
        let _ = self.store.cases.execute(case, request, asked(who)).await;
    }

    fn request(&mut self, command: Command) -> Request {
        Request { command, occurred: self.occurred(), note: None, evidence: Vec::new() }
    }
}

fn asked(who: u128) -> Asked {
    Asked { by: AccountId(Uuid::from_u128(who)), seen: None, key: None }
}

/// The main line from the offer on, each command with the step it does.
fn main_line(months: u32) -> Vec<(Option<Step>, Command)> {
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
