//! The slow, plain reading of the log: every answer folded anew from events, with days as days and sets as sets.

use std::collections::BTreeMap;
use std::sync::Arc;

use heyi_core::case::instrument::{Basis, Instrument};
use heyi_core::case::replay::day_of;
use heyi_core::case::{Case, ClauseState, Step, clocks};
use heyi_core::deadline::{Deadline, Status};
use heyi_core::decisions::DecisionKind;
use heyi_core::digest::Digest;
use heyi_core::employer::{Employer, Spell};
use heyi_core::event::employer::Ownership;
use heyi_core::event::outcome::OutcomeForm;
use heyi_core::event::{CaseEvent, EmployerEvent, Event, Recorded, SystemEvent};
use heyi_core::ground::{Ground, Law};
use heyi_core::ids::{AccountId, CaseId, EmployerId, Position};
use heyi_core::place::Place;
use heyi_core::rules::{Rulebook, SubjectMatter};
use heyi_core::text::Say;
use heyi_projections::{CaseCard, Dimension, Row, Todo, WorkItem};
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
    employers: BTreeMap<EmployerId, Vec<Recorded<EmployerEvent>>>,
    chain: Digest,
}

/// The answer expected.
pub struct Expected {
    pub rows: Vec<Row>,
    pub total: Row,
    pub chain: Digest,
    pub rulebook: Digest,
}

/// How often each column had a number in it: a comparison of zeros would show nothing.
#[derive(Default, Debug)]
pub struct Reached {
    covered: u32,
    unconfirmed: u32,
    unknown_effect: u32,
    women: u32,
    women_unknown: u32,
}

impl Reached {
    pub fn note(&mut self, row: &Row) {
        self.covered += u32::from(row.employers_covered > row.unconfirmed);
        self.unconfirmed += u32::from(row.unconfirmed > 0);
        self.unknown_effect += u32::from(row.unknown_effect > 0);
        self.women += u32::from(row.women_covered > 0);
        self.women_unknown += u32::from(row.women_unknown_employers > 0);
    }

    pub fn assert_everything_was_met(&self) {
        let all = [self.covered, self.unconfirmed, self.unknown_effect, self.women, self.women_unknown];
        assert!(all.iter().all(|times| *times > 20), "{self:?}");
    }
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

    /// Some position; one time in four the last.
    pub fn random_position(&self, random: &mut StdRng) -> Position {
        let head = self.head();
        if random.random_bool(0.25) { head } else { Position(random.random_range(0..=head.0)) }
    }

    /// Some instant, and the last position recorded at or before it.
    pub fn random_instant(&self, random: &mut StdRng) -> (Timestamp, Position) {
        let events: Vec<_> = self.commits.iter().flat_map(|commit| &commit.events).collect();
        let near = events[random.random_range(0..events.len())].recorded_at;
        let instant = near + SignedDuration::from_hours(random.random_range(-2..=2));
        let by_then = events.iter().rev().find(|event| event.recorded_at <= instant);
        (instant, by_then.map_or(Position::ZERO, |event| event.position))
    }

    pub fn coverage(&self, on: Date, known: Position, region: &Place, by: Option<Dimension>) -> Expected {
        let world = self.known(known);
        let mut instruments: BTreeMap<EmployerId, Vec<Instrument>> = BTreeMap::new();
        for (id, history) in &world.cases {
            let case = Case::replay(*id, history, &world.law);
            let ground = Ground { today: day_of(history.last().unwrap().recorded_at), by: nobody(), law: &world.law };
            let opening = case.opening.clone().unwrap();
            let agreed = case.clauses.values().any(|clause| matches!(clause.state, ClauseState::Agreed(_)));
            if (opening.subject == SubjectMatter::Women || agreed)
                && let Some(instrument) = case.instrument(&ground)
            {
                instruments.entry(opening.employer().unwrap()).or_default().push(instrument);
            }
        }
        let mut total = Row::empty("total", Say::new("合计", "total"));
        let mut rows: BTreeMap<String, Row> = BTreeMap::new();
        for (id, history) in &world.employers {
            let employer = Employer::replay(*id, history);
            // What it was on that day, whatever it is now.
            let spell = employer.spells.iter().rfind(|spell| spell.from.is_none_or(|from| from <= on));
            let Some(spell) = spell.filter(|spell| spell.exists && spell.place.within(region)) else { continue };
            let held = instruments.get(id).map_or(&[][..], Vec::as_slice);
            let (women, made_up) = (latest(&employer, on), employer.facts.made_up);
            add(&mut total, made_up, held.iter(), women, on);
            if by == Some(Dimension::Form) {
                for (form, key) in FORMS {
                    let row = rows.entry(key.to_owned()).or_insert_with(|| unnamed(key));
                    add(row, made_up, held.iter().filter(|held| held.form == form), women, on);
                }
            } else if let Some(by) = by {
                let key = key(by, spell);
                add(rows.entry(key.clone()).or_insert_with(|| unnamed(&key)), made_up, held.iter(), women, on);
            }
        }
        if by == Some(Dimension::Form) {
            for (_, key) in FORMS {
                rows.entry(key.to_owned()).or_insert_with(|| unnamed(key));
            }
        }
        let rows = match by {
            Some(Dimension::Form) => FORMS.iter().map(|(_, key)| rows[*key].clone()).collect(),
            _ => rows.into_values().collect(),
        };
        Expected { rows, total, chain: world.chain, rulebook: world.law.rulebook.version() }
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
        let (mut cases, mut employers) = (BTreeMap::new(), BTreeMap::new());
        let mut chain = Digest::default();
        for commit in self.commits.iter().filter(|commit| commit.events.last().unwrap().position <= known) {
            chain = commit.chain;
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
                    Event::Employer(_) => {
                        let id = streams::as_employer(&event.stream).unwrap();
                        let history: &mut Vec<_> = employers.entry(id).or_default();
                        history.extend(recorded.filter_map(|event| match event {
                            Event::Employer(event) => Some(event),
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
        World { law, cases, employers, chain }
    }
}

const FORMS: [(OutcomeForm, &str); 6] = [
    (OutcomeForm::SpecialContract, "special-contract"),
    (OutcomeForm::Chapter, "chapter"),
    (OutcomeForm::Annex, "annex"),
    (OutcomeForm::Minutes, "minutes"),
    (OutcomeForm::Memorandum, "memorandum"),
    (OutcomeForm::Policy, "policy"),
];

fn nobody() -> AccountId {
    AccountId(Uuid::nil())
}

fn key(by: Dimension, employer: &Spell) -> String {
    match by {
        Dimension::Place => employer.place.city().unwrap_or_else(|| employer.place.clone()).code().to_owned(),
        Dimension::Industry => employer.industry.clone().unwrap_or_else(|| "unknown".into()),
        Dimension::Ownership => match employer.ownership {
            Ownership::State => "state".into(),
            Ownership::Private => "private".into(),
            _ => "unknown".into(),
        },
        Dimension::Biomedicine => employer.biomedicine.map_or("unknown", |yes| if yes { "yes" } else { "no" }).into(),
        Dimension::Form => unreachable!(),
    }
}

/// Women counted: of the counts that stand, the latest day not after `on`; of several with that day the last recorded.
fn latest(employer: &Employer, on: Date) -> Option<u32> {
    let counts = employer.head_counts().into_iter().filter_map(|counted| counted.women.clone());
    let counts = counts.filter_map(|count| Some((count.as_of.latest?, count.people)));
    // `max_by_key` gives the last of several.
    counts.filter(|(day, _)| *day <= on).max_by_key(|(day, _)| *day).map(|(_, people)| people)
}

fn add<'a>(row: &mut Row, made_up: bool, held: impl Iterator<Item = &'a Instrument>, women: Option<u32>, on: Date) {
    let not_over: Vec<_> = held.filter(|held| held.to.is_none_or(|to| on <= to)).collect();
    let begun: Vec<_> = not_over.iter().filter(|held| held.from.is_some_and(|from| from <= on)).collect();
    row.employers_total += 1;
    row.women_total += u64::from(women.unwrap_or(0));
    row.women_total_unknown_employers += u64::from(women.is_none());
    if begun.is_empty() {
        row.unknown_effect += u64::from(not_over.iter().any(|held| held.from.is_none()));
        return;
    }
    row.employers_covered += 1;
    row.unconfirmed += u64::from(begun.iter().all(|held| held.basis == Basis::Derived));
    row.women_covered += u64::from(women.unwrap_or(0));
    row.women_unknown_employers += u64::from(women.is_none());
    row.made_up += u64::from(made_up);
}

fn unnamed(key: &str) -> Row {
    Row::empty(key, Say::new("", ""))
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
