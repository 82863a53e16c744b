//! A history in the making: offices that open cases, go on with them, go back on them, and learn of things late.

use std::sync::Arc;

use heyi_core::case::Case;
use heyi_core::case::texts::Text;
use heyi_core::command::Request;
use heyi_core::decisions::Command;
use heyi_core::decisions::open_case::OpenCase;
use heyi_core::ground::Ground;
use heyi_core::ids::{AccountId, CaseId, EmployerId, LetterId};
use heyi_core::occurred::Occurred;
use heyi_core::place::Place;
use heyi_core::rules::Rulebook;
use heyi_core::scenario;
use heyi_core::stage::Step;
use heyi_store::cases::{Asked, Employer, Opening};
use heyi_store::clock::{Clock as _, ManualClock};
use heyi_store::disk::simulated::SimulatedDisk;
use heyi_store::laws::Proposal;
use heyi_store::log::EventLog;
use heyi_store::memory::MemoryLog;
use heyi_store::store::Store;
use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan as _};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use uuid::Uuid;

mod cases;
mod register;
mod rich;

use cases::main_line;

/// Places of Jiangsu, of Beijing (where the review counts from the filing) and of a province above its cities.
const PLACES: [&str; 6] = ["320106", "320102", "320500", "110105", "320000", "440300"];

/// Regions that hold some of them.
const REGIONS: [&str; 5] = ["100000", "320000", "320100", "110000", "320500"];

/// Offices at work.
pub struct World {
    pub log: Arc<dyn EventLog>,
    pub random: StdRng,
    store: Store,
    clock: Arc<ManualClock>,
    cases: Vec<CaseId>,
    employers: Vec<EmployerId>,
    letters: Vec<LetterId>,
    /// Cases whose agreement is being changed: brought on before others, or no change would ever take effect.
    changing: Vec<CaseId>,
    /// Cases in which something waits for what follows it: an application for its acceptance, a breach for its remedy.
    pending: Vec<CaseId>,
    rulebooks: u32,
    rich: bool,
}

impl World {
    /// Nothing has happened yet; it is New Year 2026. Cases will be of one employer each.
    pub async fn new(seed: u64) -> Self {
        Self::beginning(seed, false).await
    }

    /// Nothing has happened yet; it is New Year 2026. Every kind of fact will be met that some figure asks for.
    pub async fn rich(seed: u64) -> Self {
        Self::beginning(seed, true).await
    }

    async fn beginning(seed: u64, rich: bool) -> Self {
        let clock = Arc::new(ManualClock::at("2026-01-01T01:00:00Z".parse().unwrap()));
        let log: Arc<dyn EventLog> = Arc::new(MemoryLog::new(clock.clone()));
        let store = Store::open(Arc::clone(&log), Arc::new(SimulatedDisk::new(seed)), clock.clone()).await.unwrap();
        let random = StdRng::seed_from_u64(seed);
        let (cases, employers, letters) = (Vec::new(), Vec::new(), Vec::new());
        let (changing, pending) = (Vec::new(), Vec::new());
        Self { log, random, store, clock, cases, employers, letters, changing, pending, rulebooks: 0, rich }
    }

    /// The store whose history it is.
    pub fn store(&self) -> &Store {
        &self.store
    }

    pub fn first_day(&self) -> Date {
        scenario::date_of(0)
    }

    pub fn today(&self) -> Date {
        self.clock.today()
    }

    /// Some region that holds some of the employers.
    pub fn region(&mut self) -> Place {
        let regions: &[&str] = if self.rich { &rich::REGIONS } else { &REGIONS };
        self.pick(regions).parse().unwrap()
    }

    /// Something is attempted; what the law does not allow is refused.
    pub async fn step(&mut self) {
        self.clock.advance(SignedDuration::from_hours(self.random.random_range(0..100)));
        if self.rich {
            return self.rich_step().await;
        }
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

    /// Every case as it stands, with the texts of its instrument.
    pub async fn cases_with_texts(&self) -> Vec<(Case, Vec<Text>)> {
        let law = self.store.cases.law();
        let ground = Ground { today: self.today(), by: asked(1).by, law: &law };
        let mut cases = Vec::with_capacity(self.cases.len());
        for id in &self.cases {
            let case = self.store.cases.load(*id, None).await.unwrap().unwrap();
            let texts = case.texts(&ground);
            cases.push((case, texts));
        }
        cases
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
