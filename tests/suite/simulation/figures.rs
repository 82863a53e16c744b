//! Every measure, by every dimension, equals what the oracle counts from the events by itself; and a planted fault is noticed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use heyi_core::case::Case;
use heyi_core::ground::Law;
use heyi_core::ids::{CaseId, Position};
use heyi_core::place::Place;
use heyi_projections::checkpoint::Shelf;
use heyi_projections::columns::Reader;
use heyi_projections::coverage::{Coverage, Period, Words};
use heyi_projections::projection::Projection as _;
use heyi_projections::{Cell, CoverageQuery, Dimension, Known, Measure, Options, QueryError, ReadSide, Runner};
use heyi_store::checkpoints::Checkpoints as _;
use heyi_store::clock::ManualClock;
use heyi_store::country::{self, Country};
use heyi_store::disk::{Disk, Open};
use heyi_store::log::EventLog;
use heyi_store::memory::MemoryLog;
use heyi_store::{reading, streams};
use heyi_tests::oracle::{Oracle, Question};
use jiff::ToSpan as _;
use jiff::civil::Date;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::{Value, json};
use uuid::Uuid;

use super::world::World;
use super::{Keeping, RICH_HISTORIES, RICH_MOVES, SMALL, caught_up};

/// How many questions about one measure a history is asked.
const QUESTIONS: usize = 9;

/// A rich history folded while it was made, with a restart in its middle.
async fn lived_through(seed: u64) -> (World, Keeping, ReadSide, Runner) {
    let mut world = World::rich(seed).await;
    let keeping = Keeping::new();
    let (read_side, runner) = keeping.start(&world.log, SMALL).await;
    for _ in 0..RICH_MOVES / 2 {
        world.step().await;
    }
    caught_up(&read_side, &world.log).await;
    runner.stop().await;
    let (read_side, runner) = keeping.start(&world.log, SMALL).await;
    for _ in 0..RICH_MOVES / 2 {
        world.step().await;
    }
    world.adopt_rules().await;
    caught_up(&read_side, &world.log).await;
    (world, keeping, read_side, runner)
}

/// The same question for the oracle, which knows nothing of the projections.
fn question(query: &CoverageQuery, known: Position) -> Question {
    Question {
        measure: query.measure.name().to_owned(),
        from: query.first_day(),
        on: query.on,
        known,
        region: query.region.clone(),
        by: query.by.iter().map(|by| by.name().to_owned()).collect(),
        filters: query.filters.iter().map(|(by, key)| (by.name().to_owned(), key.clone())).collect(),
    }
}

/// A cell in the words of the oracle.
fn numbers(cell: &Cell) -> Value {
    let mut numbers = json!(cell);
    for left_out in ["employers", "days"] {
        numbers.as_object_mut().unwrap().entry(left_out).or_insert(Value::Null);
    }
    numbers
}

/// What the projections answer and what the oracle does, both as text; `None`: they are equal.
async fn differs(read_side: &ReadSide, oracle: &Oracle, query: &CoverageQuery, known: Position) -> Option<String> {
    let query = CoverageQuery { known: Some(Known::Position(known)), ..query.clone() };
    let table = read_side.coverage(&query).await.unwrap();
    let expected = oracle.answer(&question(&query, known));
    let rows: BTreeMap<&Vec<String>, Value> = table.rows.iter().map(|row| (&row.keys, numbers(&row.cell))).collect();
    let expected_rows: BTreeMap<&Vec<String>, Value> =
        expected.rows.iter().map(|(keys, cell)| (keys, json!(cell))).collect();
    assert!(table.rows.iter().flat_map(|row| &row.labels).all(|say| !say.zh.is_empty() && !say.en.is_empty()));
    let (total, expected_total) = (numbers(&table.total), json!(expected.total));
    if total == expected_total && rows == expected_rows {
        return None;
    }
    let mut said = format!("{}\ntotal {total}\n  not {expected_total}", table.id);
    let keys: BTreeSet<_> = rows.keys().chain(expected_rows.keys()).collect();
    for key in keys.into_iter().filter(|key| rows.get(*key) != expected_rows.get(*key)) {
        said += &format!("\n{key:?} {:?}\n  not {:?}", rows.get(*key), expected_rows.get(*key));
    }
    Some(said)
}

/// Where a trend says something else of a period than the question of that period alone; `None`: nowhere.
async fn trend_differs(world: &mut World, read_side: &ReadSide, measure: Measure) -> Option<String> {
    let query = CoverageQuery { by: Vec::new(), ..some_question(world, measure) };
    let from = query.on - i64::from(world.random.random_range(0..1_100)).days();
    let period = pick(&mut world.random, &[Period::Month, Period::Quarter]);
    let trend = read_side.trend(&CoverageQuery { from: Some(from), ..query.clone() }, period).await.unwrap();
    for point in &trend.points {
        let alone = CoverageQuery { from: Some(point.from), on: point.on, ..query.clone() };
        let alone = read_side.coverage(&alone).await.unwrap();
        if alone.total != point.cell || alone.id != point.id {
            return Some(format!("{} alone\n{:?}\n  not {:?}", alone.id, point.cell, alone.total));
        }
    }
    None
}

fn pick<T: Clone>(random: &mut StdRng, of: &[T]) -> T {
    of[random.random_range(0..of.len())].clone()
}

/// Some question about a measure that can be asked.
fn some_question(world: &mut World, measure: Measure) -> CoverageQuery {
    let (region, first_day) = (world.region(), world.first_day());
    question_of(&mut world.random, region, first_day, measure)
}

/// Some question about a measure, of a region, on a day of the two years from the first on.
fn question_of(random: &mut StdRng, region: Place, first_day: Date, measure: Measure) -> CoverageQuery {
    // Every third question is wide, so that what is rare is met.
    let wide = random.random_bool(0.34);
    let region: Place = if wide { Place::nation() } else { region };
    let on = first_day + i64::from(random.random_range(-30..700)).days();
    let from = on - i64::from(random.random_range(if wide { 700..1500 } else { 0..500 })).days();
    let taken: Vec<Dimension> = Dimension::ALL.into_iter().filter(|one| measure.takes(*one)).collect();
    let mut by: Vec<Dimension> = (0..random.random_range(0..3)).map(|_| pick(random, &taken)).collect();
    by.dedup();
    let filters = if wide { 0 } else { random.random_range(0..3) };
    let filters = (0..filters).map(|_| some_filter(random, &taken)).collect();
    let from = Some(from).filter(|_| measure.is_of_a_span());
    CoverageQuery { from, region, by, filters, ..CoverageQuery::of(measure, on) }
}

/// Some value of a dimension that histories meet.
fn some_filter(random: &mut StdRng, taken: &[Dimension]) -> (Dimension, String) {
    let dimension = pick(random, taken);
    let keys: &[&str] = match dimension {
        Dimension::Province => &["320000", "110000"],
        Dimension::City => &["320100", "320500", "unknown"],
        Dimension::County => &["320106", "unknown"],
        Dimension::Zone => &["none"],
        Dimension::Section => &["C", "unknown"],
        Dimension::Division => &["27", "13", "unknown"],
        Dimension::Biomedicine | Dimension::NewForm => &["yes", "no", "unknown"],
        Dimension::Ownership => &["state", "private", "unknown"],
        Dimension::Size => &["large", "small", "unknown"],
        Dimension::Union => &["own", "none", "joint", "unknown"],
        Dimension::Women => &["ten-or-more", "fewer", "unknown"],
        Dimension::Scope => &["single", "area", "industry"],
        Dimension::Form => &["special-contract", "chapter", "minutes"],
        Dimension::Order => &["first", "renewal", "change"],
        Dimension::Procedure => &["ordinary", "simple"],
        Dimension::Topic => &["CAR.01", "NUR.01", "EQ.01"],
        Dimension::Tier => &["1", "2", "unknown"],
        Dimension::Measure => &["measure", "law"],
    };
    (dimension, pick(random, keys).to_owned())
}

/// How often each part of a measure had a number in it: a comparison of zeros would show nothing.
#[derive(Default)]
struct Reached(BTreeMap<(&'static str, &'static str), u32>);

impl Reached {
    fn note(&mut self, measure: Measure, cell: &Cell) {
        let parts = [
            ("counted", cell.split.counted() > 0),
            ("unknown", cell.split.unknown() > 0 || cell.employers.is_some_and(|it| it.split.unknown() > 0)),
            ("base", cell.base.is_none_or(|base| base > cell.split.counted())),
        ];
        for (part, met) in parts {
            *self.0.entry((measure.name(), part)).or_default() += u32::from(met);
        }
    }

    fn assert_every_measure_was_met(&self) {
        let few: Vec<_> = self.0.iter().filter(|((_, part), times)| *part != "unknown" && **times == 0).collect();
        assert!(few.is_empty(), "never met: {few:?}");
    }
}

#[tokio::test]
async fn simulation_every_measure_equals_what_the_oracle_counts() {
    let (mut reached, mut asked, mut wrong) = (Reached::default(), 0, Vec::new());
    let histories = std::env::var("HEYI_HISTORIES").ok().and_then(|histories| histories.parse().ok());
    for seed in 0..histories.unwrap_or(RICH_HISTORIES) {
        let (mut world, _, read_side, runner) = lived_through(100 + seed).await;
        let oracle = Oracle::of(&*world.log).await;
        let ends = oracle.ends();
        for measure in Measure::ALL {
            for _ in 0..QUESTIONS {
                let query = some_question(&mut world, measure);
                let last = world.random.random_bool(0.6);
                let known = if last { oracle.head() } else { pick(&mut world.random, &ends) };
                match differs(&read_side, &oracle, &query, known).await {
                    Some(difference) => wrong.push(format!("seed {seed}: {difference}")),
                    None => reached.note(measure, &read_side.coverage(&query).await.unwrap().total),
                }
                asked += 1;
            }
            wrong.extend(
                trend_differs(&mut world, &read_side, measure).await.map(|said| format!("seed {seed}: {said}")),
            );
        }
        runner.stop().await;
    }
    assert!(
        wrong.is_empty(),
        "{} of {asked} differ, such as\n{}",
        wrong.len(),
        wrong[..wrong.len().min(12)].join("\n")
    );
    println!("{asked} questions were answered alike");
    reached.assert_every_measure_was_met();
}

#[tokio::test]
async fn simulation_a_made_up_country_is_counted_alike() {
    let clock = Arc::new(ManualClock::at("2017-01-01T00:00:00Z".parse().unwrap()));
    let log: Arc<dyn EventLog> = Arc::new(MemoryLog::new(clock.clone()));
    let events = Country::new(Arc::clone(&log), clock, 60, 5).live().await.unwrap();
    assert!(events > 400, "{events} events");
    for number in 0..28 {
        let id = CaseId(Uuid::from_u64_pair(2, number));
        let history = reading::case_history(&*log, &streams::case(id).unwrap(), None).await.unwrap();
        let case = Case::replay(id, &history, &Law::shipped());
        assert!(!history.is_empty() && !case.contradictory(), "{:?}", case.lines);
    }
    let (read_side, runner) = Keeping::new().start(&log, Options::default()).await;
    caught_up(&read_side, &log).await;
    let (oracle, mut random) = (Oracle::of(&*log).await, StdRng::seed_from_u64(5));
    let ends = oracle.ends();
    for measure in Measure::ALL {
        for _ in 0..4 {
            let first_day = country::BEGIN + i64::from(random.random_range(0..3_000)).days();
            let query = question_of(&mut random, "320000".parse().unwrap(), first_day, measure);
            let known = pick(&mut random, &ends);
            assert_eq!(differs(&read_side, &oracle, &query, known).await, None);
        }
    }
    runner.stop().await;
}

/// The columns of a table, each with where its values lie: its own, whose name is that of the table, and those that follow.
fn columns_of(bytes: &[u8], table: &str) -> Vec<(String, Range<usize>)> {
    let length = |at: usize| usize::try_from(u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap())).unwrap();
    let (mut columns, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let name = at + 8..at + 8 + length(at);
        let values = name.end + 8..name.end + 8 + length(name.end);
        at = values.end;
        columns.push((String::from_utf8(bytes[name].to_vec()).unwrap(), values));
    }
    columns.into_iter().skip_while(|(name, _)| name != table).collect()
}

/// One interval of one text, shifted by a day in what was kept, with a right checksum.
async fn shift_an_interval(keeping: &Keeping, world: &World) -> bool {
    let disk: Arc<dyn Disk> = Arc::clone(&keeping.disk) as Arc<dyn Disk>;
    let pointer = keeping.pointers.checkpoint("coverage").await.unwrap();
    let path = format!("projections/coverage-{:020}", pointer.position.0);
    let file = disk.open(&path, Open::Read).unwrap();
    let mut bytes = vec![0; usize::try_from(file.len().unwrap()).unwrap()];
    file.read_at(&mut bytes, 0).unwrap();
    let head = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    let mut columns = bytes[head + 32..].to_vec();
    let texts = columns_of(&columns, "texts");
    let at = |name: &str| texts.iter().find(|(column, _)| column == name).map(|(_, values)| values.clone()).unwrap();
    let (known, firsts) = (at("known"), at("first"));
    let kept = columns.clone();
    let number = |at: usize| i32::from_le_bytes(kept[at..at + 4].try_into().unwrap());
    let numbers = |name: &str| -> Vec<u16> {
        let of_each = kept[at(name)].chunks_exact(8);
        of_each.map(|number| u16::try_from(u64::from_le_bytes(number.try_into().unwrap())).unwrap()).collect()
    };
    // Of each block a place for the first text of each case, then more of some.
    let mut more = kept[at("owners")].chunks_exact(2).map(|owner| u16::from_le_bytes(owner.try_into().unwrap()));
    let mut owners = Vec::new();
    for (block, (length, of_more)) in (0..).zip(numbers("texts").into_iter().zip(numbers("more"))) {
        owners.extend((0..length - of_more).chain(more.by_ref().take(of_more.into())).map(|owner| (block, owner)));
    }
    let owner = |row: &usize| -> (usize, u16) { owners[*row] };
    // Up to when each row is known, where one of its block was closed.
    let mut closed = kept[at("closed")].chunks_exact(4).map(|to| i32::from_le_bytes(to.try_into().unwrap()));
    let mut until = Vec::new();
    for (length, closing) in numbers("texts").into_iter().zip(numbers("closing")) {
        let open = std::iter::repeat_n(-1, usize::from(length - closing));
        until.extend(closed.by_ref().take(closing.into()).chain(open));
    }
    let still = |row: &usize| until[*row] == -1 && number(known.start + row * 4) != -1;
    // The only text of its case, exactly dated, that lasts: nothing else covers the day.
    let Some(row) = (0..owners.len()).rev().find(|row| {
        let first = firsts.start + row * 8;
        let alone = (0..owners.len()).filter(|other| still(other) && owner(other) == owner(row)).count() == 1;
        let last = at("last").start + row * 8;
        still(row)
            && alone
            && number(first) == number(first + 4)
            && (19_500..21_300).contains(&number(first))
            && number(last) > number(first) + 1
    }) else {
        return false;
    };
    for first in [firsts.start + row * 8, firsts.start + row * 8 + 4] {
        let shifted = number(first) + 1;
        columns[first..first + 4].copy_from_slice(&shifted.to_le_bytes());
    }
    let mut coverage = Coverage::default();
    coverage.read(Reader::new(&mut &columns[..], columns.len() as u64)).unwrap();
    let shelf = Shelf::new(disk, Arc::clone(&keeping.pointers) as _, Arc::clone(&world.log));
    let chain = shelf.chain(pointer.position).await.unwrap();
    shelf.point_at(shelf.write(&coverage, pointer.position, chain).unwrap()).await.unwrap();
    true
}

#[tokio::test]
async fn simulation_one_interval_shifted_by_a_day_is_noticed_by_the_oracle_and_by_a_rebuild() {
    let (world, keeping, _, runner) = lived_through(103).await;
    runner.stop().await;
    assert!(shift_an_interval(&keeping, &world).await, "no text with an exact first day");
    let (wrong, runner) = keeping.start(&world.log, SMALL).await;
    caught_up(&wrong, &world.log).await;
    let (rebuilt, rebuilding) = Keeping::new().start(&world.log, Options::default()).await;
    caught_up(&rebuilt, &world.log).await;
    let coverage = |side: &ReadSide| side.hashes().into_iter().find(|(name, _)| *name == "coverage").unwrap();
    assert_ne!(coverage(&wrong), coverage(&rebuilt), "the rebuild test notices");

    let oracle = Oracle::of(&*world.log).await;
    let mut noticed = false;
    let days = (-1200..900).map(|days| world.first_day() + i64::from(days).days());
    for on in days.collect::<Vec<Date>>() {
        let query = CoverageQuery::of(Measure::InstrumentsInForce, on);
        // Only where two answers of the projections differ need the oracle say which is right.
        let answers = (wrong.coverage(&query).await.unwrap(), rebuilt.coverage(&query).await.unwrap());
        if answers.0.total != answers.1.total {
            assert!(differs(&wrong, &oracle, &query, oracle.head()).await.is_some(), "the oracle notices on {on}");
            assert_eq!(differs(&rebuilt, &oracle, &query, oracle.head()).await, None);
            noticed = true;
        }
    }
    assert!(noticed);
    runner.stop().await;
    rebuilding.stop().await;
}

#[tokio::test]
async fn simulation_a_table_is_computed_again_from_its_id_whatever_was_recorded_since() {
    let (mut world, keeping, read_side, runner) = lived_through(104).await;
    let mut told = Vec::new();
    for measure in Measure::ALL {
        let query = some_question(&mut world, measure);
        told.push(read_side.coverage(&query).await.unwrap());
    }
    for _ in 0..RICH_MOVES {
        world.step().await;
    }
    caught_up(&read_side, &world.log).await;
    runner.stop().await;
    let (restarted, runner) = keeping.start(&world.log, SMALL).await;
    let (rebuilt, rebuilding) = Keeping::new().start(&world.log, Options::default()).await;
    for side in [&restarted, &rebuilt] {
        caught_up(side, &world.log).await;
        for table in &told {
            let query = heyi_projections::coverage::question(&table.id).unwrap();
            let again = side.coverage(&query).await.unwrap();
            assert_eq!((&again.id, &again.rows, again.total), (&table.id, &table.rows, table.total));
        }
    }
    assert_eq!(restarted.hashes(), rebuilt.hashes(), "kept over a restart, and computed again from the first event");
    runner.stop().await;
    rebuilding.stop().await;
}

#[tokio::test]
async fn simulation_a_question_that_cannot_be_asked_is_refused_with_what_is_allowed() {
    let (world, _, read_side, runner) = lived_through(105).await;
    let (on, nation) = (world.first_day(), Place::nation());
    let beyond = Position(world.log.head().0 + 1);
    let query = CoverageQuery { known: Some(Known::Position(beyond)), ..CoverageQuery::of(Measure::Review, on) };
    assert_eq!(read_side.coverage(&query).await, Err(QueryError::Beyond { asked: beyond, head: world.log.head() }));
    let words = Words { measure: "letters-answered", by: vec!["topic"], ..Words::default() };
    assert!(matches!(words.read(on, &nation), Err(QueryError::Wrong("by", _))));
    let filters = vec![(Dimension::City, "320199".to_owned())];
    let query = CoverageQuery { filters, ..CoverageQuery::of(Measure::WomenCovered, on) };
    assert!(matches!(read_side.coverage(&query).await, Err(QueryError::Wrong("filter", _))));
    runner.stop().await;
}
