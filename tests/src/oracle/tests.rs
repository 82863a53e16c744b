//! A few histories made by hand, against numbers worked out by hand.

use std::sync::Arc;

use heyi_core::event::coverage_list::CoverageListed;
use heyi_core::event::employer::{EmployerRegistered, HeadCountRecorded, Ownership, UnionKind};
use heyi_core::event::opening::HeadCount;
use heyi_core::event::{CaseEvent, EmployerEvent, Entry, Event, Recorded};
use heyi_core::ids::{AccountId, CaseId, EmployerId, Version};
use heyi_core::occurred::Occurred;
use heyi_core::scenario::{date_of, day, joined, joint, main_line, opened};
use heyi_core::stage::Step;
use heyi_store::append::{Commit, Expect, StreamId};
use heyi_store::clock::SystemClock;
use heyi_store::memory::MemoryLog;
use heyi_store::streams;
use uuid::Uuid;

use super::*;

/// The employer of the sample case.
const SAMPLE: u128 = 2;

/// Each event in a commit of its own.
#[derive(Default)]
struct History(Vec<Read>);

impl History {
    fn record(&mut self, stream: StreamId, event: Event, occurred: Occurred) {
        let position = Position(self.0.len() as u64 + 1);
        let version = self.0.iter().filter(|read| read.events[0].0 == stream).count() as u64 + 1;
        let recorded = Recorded {
            position,
            version: Version(version),
            recorded_at: jiff::Timestamp::UNIX_EPOCH,
            by: AccountId(Uuid::nil()),
            occurred,
            event,
            note: None,
            evidence: Vec::new(),
        };
        self.0.push(Read { end: position, events: vec![(stream, recorded)] });
    }

    fn case(mut self, number: u128, events: impl IntoIterator<Item = (CaseEvent, Occurred)>) -> Self {
        let stream = streams::case(CaseId(Uuid::from_u128(number))).unwrap();
        for (event, occurred) in events {
            self.record(stream.clone(), Event::Case(event), occurred);
        }
        self
    }

    fn employer(mut self, number: u128, women: Option<u32>) -> Self {
        let stream = streams::employer(EmployerId(Uuid::from_u128(number))).unwrap();
        let registered = EmployerEvent::EmployerRegistered(EmployerRegistered {
            name: "示例厂".into(),
            credit_code: None,
            no_code_reason: "待办".into(),
            place: "320706".parse().unwrap(),
            industry: Some("27".into()),
            biomedicine: None,
            ownership: Ownership::State,
            union: UnionKind::Own,
            made_up: true,
        });
        self.record(stream.clone(), Event::Employer(registered), day(0));
        if let Some(people) = women {
            let women = Some(HeadCount { people, about: false, as_of: day(0) });
            let counted = HeadCountRecorded { staff: None, women, skilled_women: None };
            self.record(stream, Event::Employer(EmployerEvent::HeadCountRecorded(counted)), day(0));
        }
        self
    }

    fn ask(&self, measure: &str, on: i64, by: &[&str], filters: &[(&str, &str)]) -> Answer {
        let oracle = Oracle { commits: self.0.clone() };
        let owned = |text: &&str| (*text).to_owned();
        oracle.answer(&Question {
            measure: measure.to_owned(),
            from: date_of(0),
            on: date_of(on),
            known: oracle.head(),
            region: Place::nation(),
            by: by.iter().map(owned).collect(),
            filters: filters.iter().map(|(dimension, value)| (owned(dimension), owned(value))).collect(),
        })
    }

    fn total(&self, measure: &str, on: i64) -> Numbers {
        self.ask(measure, on, &[], &[]).total
    }
}

/// The sample case and an area case cover the sample employer; the area case covers a second one, and a third is covered by none.
fn park() -> History {
    let mut area = main_line(Step::Receipt);
    area[0] = (CaseEvent::JointCaseOpened(joint().into()), day(0));
    let listed = CoverageListed { joined: vec![joined(SAMPLE), joined(3)], left: Vec::new() };
    area.insert(1, (CaseEvent::CoverageListed(listed), day(1)));
    History::default()
        .employer(SAMPLE, Some(236))
        .employer(3, None)
        .employer(4, Some(50))
        .case(1, main_line(Step::Effect))
        .case(5, area)
}

#[test]
fn a_contract_received_counts_as_derived_from_the_midnight_after_the_review() {
    let history = History::default().case(1, main_line(Step::Receipt));
    assert_eq!(history.total("contracts-in-force", 119), Numbers::default());
    let derived = Numbers { derived: 1, made_up: 1, ..Numbers::default() };
    assert_eq!(history.total("contracts-in-force", 120), derived);
    let confirmed = Numbers { confirmed: 1, made_up: 1, ..Numbers::default() };
    assert_eq!(History::default().case(1, main_line(Step::Effect)).total("contracts-in-force", 120), confirmed);
}

#[test]
fn an_employer_counts_once_as_sure_as_its_surest_text() {
    let total = park().total("employers-covered", 130);
    assert_eq!(total, Numbers { confirmed: 1, derived: 1, base: Some(3), made_up: 2, ..Numbers::default() });
    assert_eq!(
        park().total("contracts-in-force", 130),
        Numbers { confirmed: 1, derived: 1, made_up: 2, ..Numbers::default() }
    );
}

#[test]
fn an_employer_without_a_head_count_is_counted_apart() {
    let people =
        People { confirmed: 1, derived: 1, base: 3, without_count: 1, base_without_count: 1, ..People::default() };
    let women = Numbers { confirmed: 236, base: Some(286), made_up: 2, employers: Some(people), ..Numbers::default() };
    assert_eq!(park().total("women-covered", 130), women);
}

#[test]
fn an_employer_under_two_scopes_stands_in_both_rows_with_the_whole_base() {
    let rows = park().ask("employers-covered", 130, &["scope"], &[]).rows;
    let row = |scope: &str| rows[&vec![scope.to_owned()]].clone();
    assert_eq!(row("single"), Numbers { confirmed: 1, base: Some(3), made_up: 1, ..Numbers::default() });
    assert_eq!(row("area"), Numbers { derived: 2, base: Some(3), made_up: 2, ..Numbers::default() });
    assert_eq!(rows.len(), 2);
}

#[test]
fn a_filter_on_texts_narrows_what_covers_and_never_the_base() {
    let filtered = park().ask("employers-covered", 130, &[], &[("scope", "area")]).total;
    assert_eq!(filtered, Numbers { derived: 2, base: Some(3), made_up: 2, ..Numbers::default() });
    let placed = park().ask("employers-covered", 130, &[], &[("county", "320707")]).total;
    assert_eq!(placed, Numbers { base: Some(0), ..Numbers::default() });
}

#[test]
fn the_sample_clause_is_on_a_career_topic() {
    let rows = park().ask("topic-women", 130, &["topic", "tier", "measure"], &[]).rows;
    assert_eq!(rows.keys().collect::<Vec<_>>(), [&vec!["CAR.01".to_owned(), "2".into(), "measure".into()]]);
    let career = park().total("focus-career", 130);
    assert_eq!((career.confirmed, career.base), (0, Some(0)), "no head count of skilled women");
    assert_eq!(career.employers.map(|people| (people.without_count, people.base_without_count)), Some((2, 3)));
    let periods = park().total("focus-periods", 130).employers;
    assert_eq!(periods.map(|people| people.without_count), Some(0));
}

#[test]
fn an_instrument_without_clauses_is_untold_where_clauses_are_asked_for() {
    let without = |event: &CaseEvent| !matches!(event, CaseEvent::ClauseProposed(_) | CaseEvent::ClauseAgreed(_));
    let bare = main_line(Step::Effect).into_iter().filter(|(event, _)| without(event));
    let history = History::default().employer(SAMPLE, Some(236)).case(1, bare);
    assert_eq!(history.total("employers-covered", 130).confirmed, 1);
    let topic = history.total("topic-women", 130);
    assert_eq!((topic.confirmed, topic.untold, topic.base), (0, 236, Some(236)));
    assert!(history.ask("employers-covered", 130, &["topic"], &[]).rows.is_empty(), "no topic occurs");
}

#[test]
fn measures_of_a_span_of_the_sample_case() {
    let history = History::default().employer(SAMPLE, Some(236)).case(1, main_line(Step::Publication));
    let one = |numbers: &Numbers| (numbers.confirmed, numbers.base);
    assert_eq!(one(&history.total("contracts-signed", 130)), (1, None));
    assert_eq!(one(&history.total("contracts-signed", 84)), (0, None));
    // Received on day 104, its review is over on the day after day 119.
    assert_eq!(one(&history.total("review", 119)), (0, Some(1)));
    assert_eq!(one(&history.total("review", 120)), (1, Some(1)));
    // Delivered on day 6, twenty days end on day 26 which is a Tuesday; answered on day 20.
    assert_eq!(one(&history.total("offer-response", 26)), (0, Some(0)));
    assert_eq!(one(&history.total("offer-response", 27)), (1, Some(1)));
    assert_eq!(one(&history.total("offer-on-time", 27)), (1, Some(1)));
    // No representatives were named.
    assert_eq!(one(&history.total("standard", 140)), (0, Some(1)));
    // From the offer on day 5 to the effect on day 120.
    assert_eq!(history.total("offer-to-effect", 130).days, Some(Days { median: 115, p90: 115 }));
    // The term is over on 1 May 2029, day 1216.
    assert_eq!(one(&history.total("contracts-expiring", 1216)), (1, None));
    assert_eq!(history.total("renewal", 1216).open, 1);
    assert_eq!(history.total("renewal", 1216 + 92).open, 1, "1 August 2029");
    assert_eq!(one(&history.total("renewal", 1216 + 93)), (0, Some(1)));
}

#[test]
fn an_answer_as_known_before_a_commit_does_not_see_it() {
    let history = History::default().case(1, main_line(Step::Receipt));
    let oracle = Oracle { commits: history.0 };
    let question = |known| Question {
        measure: "contracts-in-force".into(),
        from: date_of(0),
        on: date_of(120),
        known,
        region: Place::nation(),
        by: Vec::new(),
        filters: Vec::new(),
    };
    let ends = oracle.ends();
    let derived: Vec<u64> = ends.iter().map(|end| oracle.answer(&question(*end)).total.derived).collect();
    assert_eq!(derived.iter().filter(|derived| **derived == 1).count(), 1, "{derived:?}");
    assert_eq!((derived.last(), ends.first()), (Some(&1), Some(&Position::ZERO)));
}

#[tokio::test]
async fn it_reads_a_log() {
    let log = MemoryLog::new(Arc::new(SystemClock));
    let event = Event::Case(CaseEvent::CaseOpened(opened().into()));
    let entry = Entry { occurred: day(0), event, note: None, evidence: Vec::new() };
    let stream = streams::case(CaseId(Uuid::from_u128(1))).unwrap();
    let (event, by) = (codec::encode(&entry).unwrap(), AccountId(Uuid::nil()));
    log.append(Commit::to_one(stream, Expect::NoStream, vec![event], by)).await.unwrap();
    let oracle = Oracle::of(&log).await;
    assert_eq!((oracle.head(), oracle.ends()), (Position(1), vec![Position(0), Position(1)]));
}
