//! The slow, plain reading of the log: every answer folded anew from events, with days as days and sets as sets.

use std::collections::BTreeMap;
use std::sync::Arc;

use heyi_core::case::{Case, Step, clocks};
use heyi_core::deadline::{Deadline, Status};
use heyi_core::decisions::DecisionKind;
use heyi_core::digest::Digest;
use heyi_core::event::{CaseEvent, Event, Recorded, SystemEvent};
use heyi_core::ground::{Ground, Law};
use heyi_core::ids::{AccountId, CaseId, Position};
use heyi_core::place::Place;
use heyi_core::rules::Rulebook;
use heyi_projections::{CaseCard, Todo, WorkItem};
use heyi_store::append::LogCommit;
use heyi_store::log::EventLog;
use heyi_store::{codec, streams};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use rand::RngExt as _;
use rand::rngs::StdRng;
use uuid::Uuid;

/// Everything recorded.
pub struct Oracle {
    commits: Vec<LogCommit>,
    /// The rulebooks adopted, read once: that takes longer than everything else here.
    rulebooks: BTreeMap<Digest, Arc<Rulebook>>,
}

/// What was known at a position.
struct World {
    law: Law,
    cases: BTreeMap<CaseId, Vec<Recorded<CaseEvent>>>,
}

impl Oracle {
    pub async fn of(log: &dyn EventLog) -> Self {
        let commits = log.read_commits(Position::ZERO, usize::MAX).await.unwrap();
        let mut rulebooks = BTreeMap::new();
        for event in commits.iter().flat_map(|commit| &commit.events) {
            if let Event::System(SystemEvent::RulebookAdopted(adopted)) = codec::decode(event).unwrap().event {
                let rulebook = Rulebook::parse(&[adopted.content.as_str()]).unwrap();
                rulebooks.insert(adopted.hash, Arc::new(rulebook));
            }
        }
        Self { commits, rulebooks }
    }

    /// Some instant, and the last position recorded at or before it.
    pub fn random_instant(&self, random: &mut StdRng) -> (Timestamp, Position) {
        let events: Vec<_> = self.commits.iter().flat_map(|commit| &commit.events).collect();
        let near = events[random.random_range(0..events.len())].recorded_at;
        let instant = near + SignedDuration::from_hours(random.random_range(-2..=2));
        let by_then = events.iter().rev().find(|event| event.recorded_at <= instant);
        (instant, by_then.map_or(Position::ZERO, |event| event.position))
    }

    pub fn assert_worklist(&self, items: &[WorkItem], region: &Place, today: Date) {
        let world = self.known(self.head());
        let mut expected = Vec::new();
        for (id, history) in &world.cases {
            let case = Case::replay(*id, history, &world.law);
            let ground = Ground { today, by: nobody(), law: &world.law };
            if !case.opening.as_ref().unwrap().place.within(region) {
                continue;
            }
            let to_confirm = case.has(Step::Receipt) && DecisionKind::ConfirmEffect.may(&case, &ground).is_ok();
            for clock in clocks::running(&case, &ground) {
                // A review whose last day is not known stays among the unknown: first somebody is to find the day.
                let ended = case.has(Step::Clearance) || clock.due_latest.is_some();
                let confirm = clock.suffix == "effect.deemed" && to_confirm && ended;
                expected.push(if confirm { format!("{id} confirm") } else { line(*id, &clock, clock.status(today)) });
            }
            expected.extend(case.awaiting_approval().map(|(entry, by)| format!("{id} approve {entry} of {by}")));
        }
        let mut listed: Vec<String> = items.iter().map(said).collect();
        listed.sort_unstable();
        expected.sort_unstable();
        assert_eq!(listed, expected, "in {region} on {today}");
        let first_unknown = items.iter().position(is_unknown).unwrap_or(items.len());
        assert!(items[first_unknown..].iter().all(is_unknown), "unknown dates are last");
        let overdue = |item: &WorkItem| matches!(item.deadline(), Some((_, Status::Overdue { .. })));
        let after_overdue = items.iter().position(|item| !overdue(item)).unwrap_or(items.len());
        assert!(!items[after_overdue..].iter().any(overdue), "what is overdue is first");
    }

    pub fn assert_card(&self, card: &CaseCard) {
        let world = self.known(self.head());
        let case = Case::replay(card.case, &world.cases[&card.case], &world.law);
        assert_eq!((card.version, card.stage), (case.version, case.stage));
        assert_eq!(
            (card.contradictory, card.awaiting_approval),
            (case.contradictory(), case.awaiting_approval().count())
        );
        let opening = case.opening.unwrap();
        assert_eq!((&card.place, card.employer, &card.number), (&opening.place, opening.employer(), &opening.number));
    }

    pub fn head(&self) -> Position {
        self.commits.last().unwrap().events.last().unwrap().position
    }

    /// Whole commits only: one that ends after `known` was not known.
    fn known(&self, known: Position) -> World {
        let mut law = Law::shipped();
        let mut cases = BTreeMap::new();
        for commit in self.commits.iter().filter(|commit| commit.events.last().unwrap().position <= known) {
            for event in &commit.events {
                let recorded = codec::decode(event).unwrap();
                match &recorded.event {
                    Event::Case(_) => {
                        let history: &mut Vec<_> = cases.entry(streams::as_case(&event.stream).unwrap()).or_default();
                        history.extend(recorded.filter_map(|event| match event {
                            Event::Case(event) => Some(event),
                            _ => None,
                        }));
                    }
                    Event::System(SystemEvent::RulebookAdopted(adopted)) => {
                        law.rulebook = Arc::clone(&self.rulebooks[&adopted.hash]);
                    }
                    _ => {}
                }
            }
        }
        World { law, cases }
    }
}

fn nobody() -> AccountId {
    AccountId(Uuid::nil())
}

fn line(case: CaseId, clock: &Deadline, status: Status) -> String {
    format!("{case} {} {status:?} {:?}", clock.suffix, clock)
}

fn said(item: &WorkItem) -> String {
    let case = item.case.case;
    match &item.todo {
        Todo::Deadline { deadline, status } => line(case, deadline, *status),
        Todo::ConfirmEffect { .. } => format!("{case} confirm"),
        Todo::Approve { entry, by } => format!("{case} approve {entry} of {by}"),
    }
}

fn is_unknown(item: &WorkItem) -> bool {
    matches!(item.deadline(), Some((_, Status::Unknown)))
}
