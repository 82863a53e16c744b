//! One event taken in while the tables are as large as they are: read from the log, folded, and every projection told.

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use heyi_core::event::coverage_list::{Binding, CoverageListed, EmployerJoined};
use heyi_core::event::performance::{ClauseFinding, Finding, PerformanceInspected};
use heyi_core::event::{CaseEvent, Entry, Event};
use heyi_core::ids::{AccountId, CaseId, EmployerId, Position};
use heyi_core::occurred::Occurred;
use heyi_core::scenario::{day, joint, main_line};
use heyi_core::stage::Step;
use heyi_projections::ReadSide;
use heyi_store::append::{Commit, Expect, LogCommit, ReadError, StreamAppend, StreamId};
use heyi_store::log::EventLog;
use heyi_store::log::before::Before;
use heyi_store::{codec, streams};
use heyi_tests::bench::rounds::{median, setting};
use tokio::sync::watch;
use uuid::Uuid;

/// A log whose end is seen only when the gate is opened: what was appended meanwhile is then taken in without waiting for it.
pub struct Gated {
    log: Arc<dyn EventLog>,
    seen: watch::Sender<Position>,
}

impl Gated {
    /// Its end as it is now.
    pub fn new(log: Arc<dyn EventLog>) -> Arc<Self> {
        let seen = watch::Sender::new(log.head());
        Arc::new(Self { log, seen })
    }

    fn open(&self, to: Position) {
        self.seen.send_replace(to);
    }
}

#[async_trait]
impl Before for Gated {
    fn behind(&self) -> &dyn EventLog {
        &*self.log
    }

    async fn read_commits(&self, after: Position, limit: usize) -> Result<Vec<LogCommit>, ReadError> {
        // What lies beyond the gate has a position of its own: every commit here is of one event.
        let seen = usize::try_from(Before::head(self).0.saturating_sub(after.0)).unwrap_or(limit);
        if seen > 0 { self.log.read_commits(after, limit.min(seen)).await } else { Ok(Vec::new()) }
    }

    fn head(&self) -> Position {
        *self.seen.borrow()
    }

    fn watch(&self) -> watch::Receiver<Position> {
        self.seen.subscribe()
    }
}

/// How many events are taken in for each list.
const EVENTS_A_LIST: u64 = 20;
const LISTED: u32 = 1_000;

/// The cost of one event of a case with twenty, and of a change of a coverage list by a thousand employers. The log grows by what
/// is recorded for it.
pub async fn measure(log: &Arc<Gated>, read: &ReadSide, employers: u32) {
    let lists = setting("HEYI_BENCH_LISTS", 20);
    let events = EVENTS_A_LIST * lists;
    // The log grows with each run: cases of another one have other ids.
    let run = (1 << 40) + log.log.head().0;
    let case = |number: u64| streams::case(CaseId(Uuid::from_u64_pair(run, number))).expect("a stream");
    let inspected = || {
        let finding = ClauseFinding { clause: 1, finding: Finding::Kept, basis: "台账".into(), women_reached: None };
        let inspected = PerformanceInspected { findings: vec![finding], ..sample() };
        (CaseEvent::PerformanceInspected(inspected), day(200))
    };
    for number in 0..events {
        let mut line = main_line(Step::Publication);
        // Each of another employer: those of one are gone through when one of them changes.
        if let Some((CaseEvent::CaseOpened(opened), _)) = line.first_mut() {
            opened.employer = EmployerId(Uuid::from_u64_pair(1, number * 2_654_435_761 % u64::from(employers)));
        }
        line.extend((line.len()..20).map(|_| inspected()));
        append(log, case(number), line).await;
    }
    let opened = || (CaseEvent::JointCaseOpened(joint().into()), day(0));
    for number in 0..lists {
        let mut line = main_line(Step::Effect);
        line[0] = opened();
        line.insert(1, (listed(0, employers, number), day(0)));
        append(log, case(events + number), line).await;
    }
    let took = taken_in(log, read, log.log.head()).await;
    println!("  (made ready: {:.0} ms)", took.as_secs_f64() * 1_000.0);

    let begin = log.log.head();
    for number in 0..events {
        append(log, case(number), vec![inspected()]).await;
    }
    let took = one_by_one(log, read, begin).await;
    println!("  one event, of a case with 20, until answers contain it: {:.1} µs", median(&took) * 1e6);
    let begin = log.log.head();
    for number in 0..lists {
        append(log, case(events + number), vec![(listed(1, employers, number), day(140))]).await;
    }
    let took = one_by_one(log, read, begin).await;
    println!("  a change of a coverage list by {LISTED} employers, likewise: {:.2} ms", median(&took) * 1e3);
}

/// Opens the gate for one event after another: how long, in seconds, it takes each time until answers contain it.
async fn one_by_one(log: &Arc<Gated>, read: &ReadSide, begin: Position) -> Vec<f64> {
    let (log, read) = (Arc::clone(log), read.clone());
    // On a thread of the runtime, as a page that waits for what it recorded.
    let measured = tokio::spawn(async move {
        let mut took = Vec::new();
        for position in begin.0 + 1..=log.log.head().0 {
            took.push(taken_in(&log, &read, Position(position)).await.as_secs_f64());
        }
        took
    });
    measured.await.expect("measured")
}

fn sample() -> PerformanceInspected {
    let samples = heyi_core::scenario::sample_of_each();
    let sample = samples.into_iter().find_map(|event| match event {
        CaseEvent::PerformanceInspected(inspected) => Some(inspected),
        _ => None,
    });
    sample.expect("a sample")
}

fn listed(round: u32, employers: u32, number: u64) -> CaseEvent {
    let joined = (0..LISTED).map(|index| {
        let employer = (u64::from(index + round * LISTED) * 2_654_435_761 + number * 97) % u64::from(employers);
        EmployerJoined {
            employer: EmployerId(Uuid::from_u64_pair(1, employer)),
            name: format!("第{employer}厂"),
            from: None,
            binding: Binding::Recognition,
            staff: None,
            women: None,
        }
    });
    CaseEvent::CoverageListed(CoverageListed { joined: joined.collect(), left: Vec::new() })
}

async fn append(log: &Gated, stream: StreamId, events: Vec<(CaseEvent, Occurred)>) {
    let encode = |(event, occurred)| {
        let event = Event::Case(event);
        codec::encode(&Entry { occurred, event, note: None, evidence: Vec::new() }).expect("encoded")
    };
    let append = StreamAppend { stream, expect: Expect::Any, events: events.into_iter().map(encode).collect() };
    let commit = Commit { appends: vec![append], by: AccountId(Uuid::from_u128(1)), key: None };
    log.append(commit).await.expect("appended");
}

/// Opens the gate up to a position: how long it takes until everything is taken in.
async fn taken_in(log: &Gated, read: &ReadSide, to: Position) -> Duration {
    let begun = Instant::now();
    log.open(to);
    assert!(read.caught_up_to(to, Duration::from_secs(600)).await, "{:?}", read.failure());
    begun.elapsed()
}
