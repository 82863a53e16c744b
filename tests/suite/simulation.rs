//! Random histories: what the projections kept equals what they compute again from the first event, and what they answer
//! equals what a slow, plain reading of the log says.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use heyi_core::place::Place;
use heyi_projections::{CoverageQuery, Known, Measure, Options, ReadSide, Runner, Todo, WorkItem, start};
use heyi_store::checkpoints::Checkpoints;
use heyi_store::clock::SystemClock;
use heyi_store::disk::simulated::SimulatedDisk;
use heyi_store::disk::{Disk, Open};
use heyi_store::log::EventLog;
use heyi_store::memory::MemoryLog;
use jiff::ToSpan as _;
use jiff::civil::Date;
use rand::RngExt as _;

mod dying;
mod figures;
mod met;
mod oracle;
mod publishing;
mod world;

use met::Met;
use oracle::Oracle;
use world::World;

/// How many histories.
const HISTORIES: u64 = 6;
/// How many things are attempted in one.
const MOVES: usize = 160;
/// How many histories of the wider mix, so that even what is rare is met.
const RICH_HISTORIES: u64 = 9;
/// How many things are attempted in one of these.
const RICH_MOVES: usize = 200;

/// Reads little at a time and keeps its contents often, so that every edge is met.
const SMALL: Options = Options { batch: 3, checkpoint_every: 40, far: 5_000, retry: Duration::from_millis(20) };

/// Where a projection's contents are kept between two runs.
struct Keeping {
    disk: Arc<SimulatedDisk>,
    pointers: Arc<MemoryLog>,
}

impl Keeping {
    fn new() -> Self {
        let pointers = Arc::new(MemoryLog::new(Arc::new(SystemClock)));
        Self { disk: Arc::new(SimulatedDisk::new(1)), pointers }
    }

    async fn start(&self, log: &Arc<dyn EventLog>, options: Options) -> (ReadSide, Runner) {
        let disk: Arc<dyn Disk> = Arc::clone(&self.disk) as Arc<dyn Disk>;
        let pointers: Arc<dyn Checkpoints> = Arc::clone(&self.pointers) as Arc<dyn Checkpoints>;
        start(Arc::clone(log), disk, pointers, options).await.unwrap()
    }

    /// Changes one bit in what was kept of a projection.
    fn damage(&self, name: &str) {
        let files = self.disk.list("projections").unwrap().into_iter().filter(|file| file.name.starts_with(name));
        for file in files {
            let opened = self.disk.open(&format!("projections/{}", file.name), Open::Write).unwrap();
            let at = opened.len().unwrap() / 2;
            let mut byte = [0];
            opened.read_at(&mut byte, at).unwrap();
            opened.write_at(&[byte[0] ^ 1], at).unwrap();
        }
    }
}

async fn caught_up(read_side: &ReadSide, log: &Arc<dyn EventLog>) {
    let reached = read_side.caught_up_to(log.head(), Duration::from_secs(60)).await;
    assert!(reached, "stands at {} of {}: {:?}", read_side.position(), log.head(), read_side.failure());
}

/// A history folded while it was made, with a restart in its middle.
async fn lived_through(seed: u64) -> (World, Keeping, ReadSide, Runner) {
    let mut world = World::new(seed).await;
    let keeping = Keeping::new();
    let (read_side, runner) = keeping.start(&world.log, SMALL).await;
    for _ in 0..MOVES / 2 {
        world.step().await;
    }
    caught_up(&read_side, &world.log).await;
    runner.stop().await;
    for _ in 0..MOVES / 4 {
        world.step().await;
    }
    let (read_side, runner) = keeping.start(&world.log, SMALL).await;
    for _ in 0..MOVES / 4 {
        world.step().await;
    }
    world.adopt_rules().await;
    caught_up(&read_side, &world.log).await;
    (world, keeping, read_side, runner)
}

#[tokio::test]
async fn simulation_rebuilt_from_the_first_event_equals_what_was_kept() {
    for seed in 0..HISTORIES {
        let (world, _, kept, runner) = lived_through(seed).await;
        // Far behind, most of the log is read in pages of seven events, and cases are folded from the bytes of their histories.
        for (batch, far) in [(1, 5_000), (10_000, 5_000), (3, 7)] {
            let options = Options { batch, far, ..Options::default() };
            let (rebuilt, rebuilding) = Keeping::new().start(&world.log, options).await;
            caught_up(&rebuilt, &world.log).await;
            assert_eq!(rebuilt.hashes(), kept.hashes(), "seed {seed}, batch {batch}, far {far}");
            rebuilding.stop().await;
        }
        runner.stop().await;
    }
}

#[tokio::test]
async fn simulation_a_restart_starts_where_it_stopped_and_a_damaged_checkpoint_at_zero() {
    let (world, keeping, kept, runner) = lived_through(3).await;
    let hashes = kept.hashes();
    runner.stop().await;

    let (again, runner) = keeping.start(&world.log, SMALL).await;
    assert_eq!((again.position(), again.hashes()), (world.log.head(), hashes.clone()), "nothing was read again");
    runner.stop().await;

    for name in ["worklist", "register", "coverage", "letters"] {
        keeping.damage(name);
        let (again, runner) = keeping.start(&world.log, SMALL).await;
        caught_up(&again, &world.log).await;
        assert_eq!(again.hashes(), hashes, "{name} was damaged");
        runner.stop().await;
    }
}

#[tokio::test]
async fn simulation_a_checkpoint_of_another_log_is_not_read() {
    let (world, keeping, _, runner) = lived_through(4).await;
    runner.stop().await;
    let (mut other, _, expected, runner) = lived_through(5).await;
    while other.log.head() <= world.log.head() {
        other.step().await;
    }
    caught_up(&expected, &other.log).await;
    runner.stop().await;
    let (read_side, runner) = keeping.start(&other.log, SMALL).await;
    caught_up(&read_side, &other.log).await;
    assert_eq!(read_side.hashes(), expected.hashes());
    runner.stop().await;
}

#[tokio::test]
async fn simulation_a_rule_adopted_moves_the_days_derived_and_leaves_what_was_known_before() {
    let mut world = World::new(500).await;
    let (read_side, runner) = Keeping::new().start(&world.log, SMALL).await;
    world.bring_under_review().await;
    let before = world.log.head();
    world.adopt_rules().await;
    caught_up(&read_side, &world.log).await;
    let (oracle, region) = (Oracle::of(&*world.log).await, Place::nation());
    let mut first_days = Vec::new();
    for known in [before, oracle.head()] {
        for on in (0..40).map(|days| world.today() + i64::from(days).days()) {
            let known_then = Some(Known::Position(known));
            let query = CoverageQuery { known: known_then, ..CoverageQuery::of(Measure::EmployersCovered, on) };
            if read_side.coverage(&query).await.unwrap().total.split.derived == 1 {
                first_days.push((known, on));
            }
            oracle.assert_worklist(&read_side.worklist(&region, on), &region, on);
        }
    }
    first_days.dedup_by_key(|(known, _)| *known);
    // 15 days of review, then 16: nothing is recorded on the day itself.
    let days: Vec<_> = first_days.iter().map(|(_, day)| (*day - world.today()).get_days()).collect();
    assert_eq!(days, [16, 17]);
    runner.stop().await;
}

#[tokio::test]
async fn simulation_an_instant_stands_for_the_last_position_recorded_by_then() {
    let (mut world, _, read_side, runner) = lived_through(200).await;
    let oracle = Oracle::of(&*world.log).await;
    let on = world.first_day();
    for _ in 0..50 {
        let (instant, position) = oracle.random_instant(&mut world.random);
        let ask = |known| CoverageQuery { known: Some(known), ..CoverageQuery::of(Measure::WomenCovered, on) };
        let by_instant = read_side.coverage(&ask(Known::Instant(instant))).await.unwrap();
        let by_position = read_side.coverage(&ask(Known::Position(position))).await.unwrap();
        assert_eq!((by_instant.id, by_instant.total), (by_position.id, by_position.total), "{instant} is {position}");
    }
    runner.stop().await;
}

fn last_day(item: &WorkItem) -> Option<Date> {
    match &item.todo {
        Todo::Deadline { deadline, .. } | Todo::ConfirmEffect { review: deadline, .. } => deadline.due_latest,
        Todo::Approve { .. } => None,
    }
}

#[tokio::test]
async fn simulation_the_worklist_equals_the_clocks_of_every_case() {
    let mut met = 0;
    for seed in 0..HISTORIES {
        let (mut world, _, read_side, runner) = lived_through(300 + seed).await;
        let oracle = Oracle::of(&*world.log).await;
        // The days around each last day are where a mistake by one shows.
        let listed = read_side.worklist(&Place::nation(), world.today());
        let mut days: Vec<Date> = listed.iter().filter_map(last_day).collect();
        days.extend((0..8).map(|_| world.today() + i64::from(world.random.random_range(0..1_200)).days()));
        let around = days.iter().flat_map(|day| [*day - 1.day(), *day, *day + 1.day()]);
        for today in around.filter(|day| *day >= world.today()).collect::<BTreeSet<_>>().into_iter().take(20) {
            let region = world.region();
            let items = read_side.worklist(&region, today);
            met += items.len();
            oracle.assert_worklist(&items, &region, today);
        }
        for card in read_side.cases(&Place::nation(), "", None, usize::MAX).items {
            oracle.assert_card(&card);
        }
        runner.stop().await;
    }
    assert!(met > 200, "only {met} items were met");
}

#[tokio::test]
async fn simulation_lists_turn_pages_without_gaps_or_repetitions() {
    let (_, _, read_side, runner) = lived_through(400).await;
    let all = read_side.cases(&Place::nation(), "", None, usize::MAX);
    assert!(!all.more && all.items.len() > 5);
    let (mut turned, mut after) = (Vec::new(), None);
    loop {
        let page = read_side.cases(&Place::nation(), "", after, 2);
        after = page.items.last().map(|card| card.case);
        turned.extend(page.items);
        if !page.more {
            break;
        }
    }
    assert_eq!(turned, all.items);
    let named = &all.items[0];
    let found = read_side.cases(&Place::nation(), &named.number, None, 100).items;
    assert!(found.contains(named) && found.len() < all.items.len());
    let employer = read_side.employer(named.employer.unwrap()).unwrap();
    assert_eq!(employer.cases, read_side.cases_of(named.employer.unwrap()).len());
    runner.stop().await;
}

#[tokio::test]
async fn simulation_rich_histories_meet_every_kind_of_fact() {
    let mut met = Met::default();
    for seed in 0..RICH_HISTORIES {
        let mut world = World::rich(600 + seed).await;
        for _ in 0..RICH_MOVES {
            world.step().await;
        }
        met.note_log(&*world.log).await;
        for (case, texts) in world.cases_with_texts().await {
            met.note_case(&case, &texts);
        }
        let (read_side, runner) = Keeping::new().start(&world.log, Options::default()).await;
        caught_up(&read_side, &world.log).await;
        runner.stop().await;
    }
    met.assert_everything_was_met();
}
