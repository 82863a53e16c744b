//! Commits read from the log, folded: what became of each case, employer and letter they touch, as the projections keep it.
//!
//! Streams are shared out among parts, which work side by side: what becomes of one stream depends on no other.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use foldhash::fast::FixedState;
use heyi_core::case::Case;
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
use uuid::Uuid;

use crate::projection::Moment;
use crate::state::Told;

/// How many entries a part keeps in the cases it folded last, while much of the log is not folded yet; afterwards.
pub(super) const KEPT: usize = 50_000;
pub(super) const KEPT_LIVE: usize = 5_000;

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
    cases: HashMap<CaseId, (u64, Box<Case>), FixedState>,
    entries: usize,
    /// How many pages were folded.
    page: u64,
}

impl Touched {
    fn of(stream: &StreamId) -> Option<Self> {
        let case = || streams::as_case(stream).map(Self::Case);
        let employer = || streams::as_employer(stream).map(Self::Employer);
        case().or_else(employer).or_else(|| streams::as_letter(stream).map(Self::Letter))
    }

    fn id(self) -> Uuid {
        match self {
            Self::Employer(id) => id.0,
            Self::Letter(id) => id.0,
            Self::Case(id) => id.0,
        }
    }
}

/// The place in the log and the time of a commit.
pub(super) fn moment(commit: &LogCommit) -> Option<Moment> {
    commit.events.last().map(|last| Moment { position: last.position, recorded_at: last.recorded_at })
}

impl Part {
    /// So many parts, with nothing folded.
    pub(super) fn all(of: usize) -> Vec<Self> {
        let part = |number| Self { number, of, cases: HashMap::default(), entries: 0, page: 0 };
        (0..of).map(part).collect()
    }

    /// Forgets what was folded: it was folded under another law.
    pub(super) fn forget(&mut self) {
        self.cases.clear();
        self.entries = 0;
    }

    /// What commits told of the streams of this part, in order. So many entries are kept.
    pub(super) async fn told(
        &mut self,
        log: &dyn EventLog,
        law: &KnownLaw,
        commits: &[LogCommit],
        kept: usize,
    ) -> Result<Vec<(Order, Told)>, StoreError> {
        let mut told = Vec::new();
        for (number, commit) in commits.iter().enumerate() {
            let Some(at) = moment(commit) else { continue };
            let law = law.at(at.position);
            let mut touched: BTreeMap<Touched, Vec<&LogEvent>> = BTreeMap::new();
            for event in &commit.events {
                match Touched::of(&event.stream) {
                    Some(stream) if self.has(stream.id()) => touched.entry(stream).or_default().push(event),
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
                    Touched::Case(id) => Told::of_case(self.case(log, id, &events, law).await?, at, law),
                };
                told.push(((number, Some(stream)), became));
            }
        }
        self.page += 1;
        self.let_go(kept);
        Ok(told)
    }

    fn has(&self, id: Uuid) -> bool {
        id.as_u128() % self.of as u128 == self.number as u128
    }

    /// A case after a commit.
    async fn case(
        &mut self,
        log: &dyn EventLog,
        id: CaseId,
        events: &[&LogEvent],
        law: &Law,
    ) -> Result<&Case, StoreError> {
        let before = events.first().map_or(Version::ZERO, |first| Version(first.version.0.saturating_sub(1)));
        let (page, kept) = self.cases.entry(id).or_insert_with(|| (0, Box::new(Case::empty(id))));
        if kept.version != before {
            let known = events.first().map_or(Position::ZERO, |first| Position(first.position.0.saturating_sub(1)));
            let case = fold(log, id, known, law).await?;
            self.entries = self.entries + case.lines.len() - kept.lines.len();
            **kept = case;
        }
        for event in events {
            let of_case = |event| match event {
                Event::Case(event) => Some(event),
                _ => None,
            };
            if let Some(recorded) = codec::decode(event)?.filter_map(of_case) {
                kept.then(recorded, law);
                self.entries += 1;
            }
        }
        *page = self.page;
        Ok(kept)
    }

    /// Lets those go that were not touched for longest, until a quarter of the room is free.
    fn let_go(&mut self, kept: usize) {
        if self.entries <= kept {
            return;
        }
        let mut pages: Vec<(u64, usize)> = self.cases.values().map(|(page, case)| (*page, case.lines.len())).collect();
        pages.sort_unstable();
        let (mut entries, mut before) = (self.entries, 0);
        for (page, lines) in pages {
            if entries <= kept / 4 * 3 {
                break;
            }
            entries -= lines;
            before = page + 1;
        }
        self.cases.retain(|_, (page, _)| before <= *page);
        self.entries = self.cases.values().map(|(_, case)| case.lines.len()).sum();
    }
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
