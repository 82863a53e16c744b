//! Commits read from the log, folded: what became of each case, employer and letter they touch, as the projections keep it.
//!
//! Streams are shared out among parts, which work side by side: what becomes of one stream depends on no other.

use std::collections::BTreeMap;
use std::hash::BuildHasher as _;
use std::sync::Arc;

use foldhash::fast::FixedState;
use heyi_core::case::{Case, Stage};
use heyi_core::employer::Employer;
use heyi_core::event::{Event, Recorded};
use heyi_core::ground::Law;
use heyi_core::ids::{CaseId, EmployerId, LetterId, Position, Version};
use heyi_core::letter::Letter;
use heyi_store::append::{LogCommit, LogEvent, StreamId};
use heyi_store::laws::KnownLaw;
use heyi_store::log::EventLog;
use heyi_store::reading::{self, StoreError};
use heyi_store::{codec, streams};

use super::folded::{Folded, Kept};
use super::history::{History, of_case};
use crate::projection::Moment;
use crate::state::Told;

/// How many bytes the cases written of last may take: once the log is folded to its head; while much of it is not folded yet.
const LIVE: usize = 48 << 20;
const FAR: usize = 96 << 20;

/// Where something told stands: its commit in the page, then events, employers, letters and cases by id.
pub(super) type Order = (usize, Option<Touched>);

/// Whose stream an event is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Touched {
    Employer(EmployerId),
    Letter(LetterId),
    Case(CaseId),
}

/// Some of the streams, with the cases of them folded last: what is recorded next is folded onto these.
#[derive(Debug)]
pub(super) struct Part {
    number: usize,
    of: usize,
    folded: Folded,
}

impl Touched {
    fn of(stream: &StreamId) -> Option<Self> {
        let case = || streams::as_case(stream).map(Self::Case);
        let employer = || streams::as_employer(stream).map(Self::Employer);
        case().or_else(employer).or_else(|| streams::as_letter(stream).map(Self::Letter))
    }
}

/// The place in the log and the time of a commit.
pub(super) fn moment(commit: &LogCommit) -> Option<Moment> {
    commit.events.last().map(|last| Moment { position: last.position, recorded_at: last.recorded_at })
}

impl Part {
    /// So many parts, with nothing folded.
    pub(super) fn all(of: usize) -> Vec<Self> {
        let part = |number| Self { number, of, folded: Folded::default() };
        (0..of).map(part).collect()
    }

    /// Forgets what was folded: it was folded under another law.
    pub(super) fn forget(&mut self) {
        self.folded = Folded::default();
    }

    /// What commits told of the streams of this part, in order. While much of the log is not folded yet, many more cases are kept, as bytes.
    pub(super) async fn told(
        &mut self,
        log: &dyn EventLog,
        law: &KnownLaw,
        commits: &[LogCommit],
        is_far: bool,
    ) -> Result<Vec<(Order, Told)>, StoreError> {
        let mut told = Vec::new();
        for (number, commit) in commits.iter().enumerate() {
            let Some(at) = moment(commit) else { continue };
            let law = law.at(at.position);
            let mut touched: BTreeMap<Touched, Vec<&LogEvent>> = BTreeMap::new();
            for event in &commit.events {
                let is_own = self.has(&event.stream);
                if !is_own && self.number > 0 {
                    continue;
                }
                match Touched::of(&event.stream) {
                    Some(stream) if is_own => touched.entry(stream).or_default().push(event),
                    None if self.number == 0 => {
                        let recorded = Box::new(codec::decode(event)?);
                        told.push(((number, None), Told::Event(event.stream.clone(), recorded)));
                    }
                    _ => {}
                }
            }
            for (stream, events) in touched {
                let became = match stream {
                    Touched::Employer(id) => Told::of_employer(&employer(log, id, at, &events).await?),
                    Touched::Letter(id) => Told::of_letter(&letter(log, id, at).await?, law),
                    Touched::Case(id) => self.case(log, id, &events, at, law, is_far).await?,
                };
                told.push(((number, Some(stream)), became));
            }
        }
        self.folded.let_go(if is_far { FAR } else { LIVE } / self.of);
        Ok(told)
    }

    fn has(&self, stream: &StreamId) -> bool {
        FixedState::default().hash_one(stream.as_str()) % self.of as u64 == self.number as u64
    }

    /// What became of a case by a commit.
    async fn case(
        &mut self,
        log: &dyn EventLog,
        id: CaseId,
        events: &[&LogEvent],
        at: Moment,
        law: &Law,
        is_far: bool,
    ) -> Result<Told, StoreError> {
        let before = events.first().map_or(Version::ZERO, |first| Version(first.version.0.saturating_sub(1)));
        let kept = self.folded.take(id).filter(|kept| kept.version() == before);
        let (case, history) = if let Some(Kept::Case(mut case)) = kept {
            for event in events {
                if let Some(recorded) = codec::decode(event)?.filter_map(of_case) {
                    case.then(recorded, law);
                }
            }
            (case, None)
        } else {
            let mut history = match kept {
                Some(Kept::History(history)) => history,
                _ => recorded_before(log, id, before).await?,
            };
            history.extend(events);
            (Box::new(history.fold(id, law)?), is_far.then_some(history))
        };
        let told = Told::of_case(&case, at, law);
        match history {
            // Hardly anything more is recorded of it.
            Some(_) if is_over(&case) => {}
            Some(history) => self.folded.put(id, Kept::History(history)),
            None => self.folded.put(id, Kept::Case(case)),
        }
        Ok(told)
    }
}

/// Whether what was negotiated is in effect, or nothing will be.
fn is_over(case: &Case) -> bool {
    matches!(
        case.stage,
        Stage::OutcomeRecorded | Stage::Effective | Stage::InPerformance | Stage::Ended | Stage::Closed
    )
}

/// The history of a case up to a version.
async fn recorded_before(log: &dyn EventLog, id: CaseId, version: Version) -> Result<History, StoreError> {
    let mut history = History::default();
    if version > Version::ZERO {
        let events = reading::events(log, &streams::case(id)?).await?;
        let before: Vec<&LogEvent> = events.iter().take_while(|event| event.version <= version).collect();
        history.extend(&before);
    }
    Ok(history)
}

/// An employer after a commit.
async fn employer(
    log: &dyn EventLog,
    id: EmployerId,
    at: Moment,
    events: &[&LogEvent],
) -> Result<Employer, StoreError> {
    let whole = events.first().is_some_and(|first| first.version.0 == 1);
    let history = if whole {
        let of_employer = |event| match event {
            Event::Employer(event) => Some(event),
            _ => None,
        };
        let decoded = events.iter().map(|event| codec::decode(event)).collect::<Result<Vec<Recorded<Event>>, _>>()?;
        decoded.into_iter().filter_map(|recorded| recorded.filter_map(of_employer)).collect()
    } else {
        reading::employer_history(log, &streams::employer(id)?, Some(at.position)).await?
    };
    Ok(Employer::replay(id, &history))
}

/// A letter after a commit.
async fn letter(log: &dyn EventLog, id: LetterId, at: Moment) -> Result<Letter, StoreError> {
    let history = reading::letter_history(log, &streams::letter(id)?, Some(at.position)).await?;
    Ok(Letter::replay(id, &history))
}

/// A case as known at a position.
async fn fold(log: &dyn EventLog, id: CaseId, known: Position, law: &Law) -> Result<Case, StoreError> {
    let history = reading::case_history(log, &streams::case(id)?, Some(known)).await?;
    Ok(Case::replay(id, &history, law))
}

/// What became of cases as known at a moment, under a law: of each that was recorded by then.
pub(super) async fn again(log: &dyn EventLog, ids: &[CaseId], at: Moment, law: &Law) -> Result<Vec<Told>, StoreError> {
    let mut told = Vec::with_capacity(ids.len());
    for id in ids {
        let case = fold(log, *id, at.position, law).await?;
        if !case.lines.is_empty() {
            told.push(Told::of_case(&case, at, law));
        }
    }
    Ok(told)
}

/// Commits under one law; or one by itself, which adopts another.
pub(super) struct UnderOneLaw {
    pub(super) adopts: bool,
    pub(super) commits: Arc<Vec<LogCommit>>,
}

/// Commits cut where a rulebook or a calendar is adopted.
pub(super) fn by_law(commits: Vec<LogCommit>) -> Result<Vec<UnderOneLaw>, StoreError> {
    let mut pages: Vec<(bool, Vec<LogCommit>)> = Vec::new();
    for commit in commits {
        let adopts = adopts(&commit)?;
        match pages.last_mut().filter(|(last, _)| !adopts && !*last) {
            Some((_, page)) => page.push(commit),
            None => pages.push((adopts, vec![commit])),
        }
    }
    Ok(pages.into_iter().map(|(adopts, page)| UnderOneLaw { adopts, commits: Arc::new(page) }).collect())
}

fn adopts(commit: &LogCommit) -> Result<bool, StoreError> {
    let system = streams::system()?;
    for event in commit.events.iter().filter(|event| event.stream == system) {
        if crate::law::changes(&codec::decode(event)?.event) {
            return Ok(true);
        }
    }
    Ok(false)
}
