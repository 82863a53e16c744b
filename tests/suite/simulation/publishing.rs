//! Figures published from random histories: computed again alike whatever was recorded since, wherever; and nothing withheld in them
//! can be worked out.

use std::sync::Arc;

use heyi_core::event::publication::{FiguresProposed, PublishedTable};
use heyi_core::ids::{AccountId, PublicationId};
use heyi_core::occurred::Occurred;
use heyi_core::publication::decisions::propose_figures::ProposeFigures;
use heyi_core::publication::decisions::publish_figures::PublishFigures;
use heyi_core::publication::decisions::{PublicationCommand, PublicationRequest};
use heyi_projections::publications::withholding::RULE;
use heyi_projections::{CoverageQuery, Dimension, Known, Measure, Options, ReadSide, Runner};
use heyi_store::append::{Codec, LogEvent};
use heyi_store::cases::Asked;
use heyi_store::clock::SystemClock;
use heyi_store::log::EventLog;
use heyi_store::memory::MemoryLog;
use heyi_store::{codec, export, ids};
use heyi_tests::attack::{Seen, attack};
use serde_json::value::RawValue;
use uuid::Uuid;

use super::world::World;
use super::{Keeping, RICH_MOVES, SMALL, caught_up};

/// How many events are recorded after a publication.
const LATER: u64 = 1_000;
/// The threshold.
const THRESHOLD: u32 = 5;

/// A rich history, folded.
async fn lived_through(seed: u64) -> (World, Keeping, ReadSide, Runner) {
    let mut world = World::rich(seed).await;
    for _ in 0..RICH_MOVES {
        world.step().await;
    }
    let keeping = Keeping::new();
    let (read_side, runner) = keeping.start(&world.log, SMALL).await;
    caught_up(&read_side, &world.log).await;
    (world, keeping, read_side, runner)
}

/// Questions of a day about people, and one about contracts.
fn questions(world: &World) -> Vec<CoverageQuery> {
    let (on, from) = (world.today(), world.first_day());
    let known = Some(Known::Position(world.log.head()));
    let of = |measure, by: &[Dimension]| CoverageQuery { by: by.to_vec(), known, ..CoverageQuery::of(measure, on) };
    vec![
        of(Measure::WomenCovered, &[Dimension::City, Dimension::Ownership]),
        of(Measure::WomenCovered, &[Dimension::Scope]),
        of(Measure::WomenCoveredUnionised, &[Dimension::City]),
        of(Measure::TopicWomen, &[Dimension::Ownership]),
        of(Measure::EmployersCovered, &[Dimension::Section]),
        CoverageQuery { from: Some(from), ..of(Measure::ContractsSigned, &[Dimension::Form]) },
    ]
}

/// Sets of tables of people, small enough to be attacked by a slow reader.
fn of_people(world: &World, threshold: u32) -> Vec<CoverageQuery> {
    let (women, unionised, topics) = (Measure::WomenCovered, Measure::WomenCoveredUnionised, Measure::TopicWomen);
    let sets: &[(Measure, &[Dimension])] = match threshold {
        5 => &[(women, &[Dimension::City]), (women, &[Dimension::Scope]), (unionised, &[Dimension::City])],
        40 => &[(women, &[Dimension::Ownership, Dimension::NewForm]), (topics, &[Dimension::Ownership])],
        _ => &[(women, &[Dimension::Ownership]), (women, &[Dimension::Ownership, Dimension::Scope]), (unionised, &[])],
    };
    let known = Some(Known::Position(world.log.head()));
    let of = |(measure, by): &(Measure, &[Dimension])| CoverageQuery {
        by: by.to_vec(),
        known,
        ..CoverageQuery::of(*measure, world.today())
    };
    sets.iter().map(of).collect()
}

async fn ids(read_side: &ReadSide, questions: &[CoverageQuery]) -> Vec<String> {
    let mut ids = Vec::new();
    for question in questions {
        ids.push(read_side.coverage(question).await.unwrap().id);
    }
    ids
}

/// Proposed by one, approved by another.
async fn publish(world: &World, read_side: &ReadSide, tables: Vec<String>) -> PublicationId {
    let publication = ids::publication();
    let published = read_side.publishing(&tables, THRESHOLD).await.unwrap().published;
    let proposal = FiguresProposed {
        title: "半年报".into(),
        place: "100000".parse().unwrap(),
        tables,
        threshold: THRESHOLD,
        replaces: None,
        remark: String::new(),
    };
    let approval = PublishFigures { tables: published, rule: RULE.into(), remark: String::new() };
    let steps: [(u128, PublicationCommand); 2] = [(1, ProposeFigures(proposal).into()), (2, approval.into())];
    for (by, command) in steps {
        let request = PublicationRequest { command, occurred: Occurred::on(world.today()) };
        let asked = Asked { by: AccountId(Uuid::from_u128(by)), seen: None, key: None };
        world.store().publications.execute(publication, &request, &asked).await.unwrap();
    }
    publication
}

/// The tables as they stand in a log.
async fn published(log: &Arc<dyn EventLog>, publication: PublicationId) -> Vec<PublishedTable> {
    let publications = heyi_store::publications::Publications::new(Arc::clone(log), Arc::new(SystemClock));
    let publication = publications.load(publication).await.unwrap().unwrap();
    publication.published.unwrap().figures.tables
}

/// The log on another machine: nothing is carried over but an export.
async fn elsewhere(log: &Arc<dyn EventLog>) -> Arc<dyn EventLog> {
    let canonical = |event: &LogEvent| codec::canonical_entry(event).map_err(|error| error.to_string());
    let body = |kind: &str, schema: u16, codec_of: Codec, json: &RawValue| {
        codec::body_of(kind, schema, codec_of, json).map_err(|error| error.to_string())
    };
    let mut lines = Vec::new();
    let end = export::export(&**log, &canonical, &mut lines).await.unwrap();
    let other = MemoryLog::new(Arc::new(SystemClock));
    assert_eq!(export::import(&other, &body, &mut lines.as_slice()).await.unwrap(), end);
    Arc::new(other)
}

#[tokio::test(flavor = "multi_thread")]
async fn simulation_published_tables_are_computed_again_alike_after_a_thousand_events_a_restart_a_rebuild_and_elsewhere()
 {
    let (mut world, keeping, read_side, runner) = lived_through(104).await;
    let tables = ids(&read_side, &questions(&world)).await;
    let publication = publish(&world, &read_side, tables.clone()).await;
    let end = world.log.head().0 + LATER;
    while world.log.head().0 < end {
        world.step().await;
    }
    world.adopt_rules().await;
    caught_up(&read_side, &world.log).await;
    let told = published(&world.log, publication).await;
    assert!(told.iter().any(|table| !table.rows.is_empty()));

    // What would be said today is something else, and who made the difference is known.
    let mut differ = 0;
    for table in &told {
        let compared = read_side.compared(table).await.unwrap();
        differ += usize::from(compared.total.differs);
        let of_rows = compared.rows.iter().filter(|row| row.differs && !row.changed.is_empty()).count();
        assert!(!compared.total.differs || !compared.total.changed.is_empty() || of_rows > 0, "{}", table.id);
    }
    assert!(differ > 0, "a thousand events have changed no figure");

    runner.stop().await;
    let other = elsewhere(&world.log).await;
    let (restarted, one) = keeping.start(&world.log, SMALL).await;
    let (rebuilt, two) = Keeping::new().start(&world.log, Options::default()).await;
    let (there, three) = Keeping::new().start(&other, Options::default()).await;
    assert_eq!(published(&other, publication).await, told, "an export carries what was published");
    for (name, side, log) in
        [("restarted", &restarted, &world.log), ("rebuilt", &rebuilt, &world.log), ("there", &there, &other)]
    {
        caught_up(side, log).await;
        let again = side.publishing(&tables, THRESHOLD).await.unwrap().published;
        assert_eq!(again, told, "{name}");
    }
    for runner in [one, two, three] {
        runner.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn simulation_nothing_withheld_of_a_real_history_can_be_worked_out() {
    let (mut withheld, mut naively) = (0, 0);
    for seed in 110..116 {
        let (world, _, read_side, runner) = lived_through(seed).await;
        // The head counts of the histories are large: thresholds that many of them fall below.
        for threshold in [5, 40, 100] {
            let asked = of_people(&world, threshold);
            let tables = ids(&read_side, &asked).await;
            let publishing = read_side.publishing(&tables, threshold).await.unwrap();
            let seen: Vec<Seen> = publishing.published.iter().map(Seen::of).collect();
            let found = attack(&seen).unwrap();
            let known: Vec<_> = found.iter().filter(|found| found.is_known()).collect();
            assert!(known.is_empty(), "seed {seed}, below {threshold}: {known:?}\n{seen:#?}");
            withheld += found.len();
            let plain = publishing.tables.iter().map(|table| {
                let cell = |cell: &heyi_projections::Cell| (cell.split.counted(), cell.base.unwrap());
                let row = |keys: &[String], (counted, base)| (keys.to_vec(), counted, base);
                let mut rows: Vec<_> = table.rows.iter().map(|it| row(&it.keys, cell(&it.cell))).collect();
                rows.push(row(&[], cell(&table.total)));
                Seen::naive(&table.id, &rows, threshold.into())
            });
            naively += attack(&plain.collect::<Vec<_>>()).unwrap().iter().filter(|found| found.is_known()).count();
        }
        runner.stop().await;
    }
    println!("{withheld} numbers withheld; with the small ones alone {naively} would be known");
    assert!(withheld > 0 && naively > 0);
}
