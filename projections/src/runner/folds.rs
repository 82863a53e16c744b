//! Commits read from the log, folded: what became of each case, employer and letter they touch, as the projections keep it.
//!
//! Streams are shared out among parts, which work side by side: what becomes of one stream depends on no other.

use std::sync::Arc;

use heyi_core::case::{Case, Stage};
use heyi_core::employer::Employer;
use heyi_core::event::{Event, Recorded};
use heyi_core::ground::Law;
use heyi_core::ids::{CaseId, EmployerId, LetterId, Position, Version};
use heyi_core::letter::Letter;
use heyi_store::append::{LogCommit, LogEvent};
use heyi_store::laws::KnownLaw;
use heyi_store::log::EventLog;
use heyi_store::reading::{self, StoreError};
use heyi_store::{codec, streams};

use super::folded::{Folded, Kept};
use super::history::{History, of_case};
use super::share::{Order, Piece, Touched};
use crate::projection::Moment;
use crate::state::Told;

/// How many bytes the cases written of last may take: once the log is folded to its head; while much of it is not folded yet.
const LIVE: usize = 48 << 20;
const FAR: usize = 96 << 20;

/// What became of things, each where it stands.
pub(super) type InOrder = Vec<(Order, Told)>;

/// After how many pieces a part lets others go first: who reads the next page would wait for all of them otherwise, and the parts then
/// for that page; and whoever asks something.
const AT_A_TIME: usize = 32;

/// A page of the log, with what its commits are folded by.
#[derive(Clone)]
pub(super) struct Source {
    pub(super) log: Arc<dyn EventLog>,
    pub(super) law: Arc<KnownLaw>,
    pub(super) commits: Arc<Vec<LogCommit>>,
    /// Whether much of the log is not folded yet: many more cases are kept then, as bytes.
    pub(super) is_far: bool,
    /// How many parts share the streams.
    pub(super) parts: usize,
}

/// Some of the streams, with the cases of them folded last: what is recorded next is folded onto these. One that forgot them comes to
/// the same.
#[derive(Debug, Default)]
pub(super) struct Part {
    folded: Folded,
}

/// The place in the log and the time of a commit.
pub(super) fn moment(commit: &LogCommit) -> Option<Moment> {
    commit.events.last().map(|last| Moment { position: last.position, recorded_at: last.recorded_at })
}

impl Part {
    /// What pieces of a page told, in their order.
    pub(super) async fn told(&mut self, source: &Source, pieces: &[Piece]) -> Result<InOrder, StoreError> {
        let (log, is_far) = (&*source.log, source.is_far);
        let mut told = Vec::with_capacity(pieces.len());
        for (number, piece) in pieces.iter().enumerate() {
            if number % AT_A_TIME == AT_A_TIME - 1 {
                tokio::task::yield_now().await;
            }
            let Some((commit, events)) = piece.of(&source.commits) else { continue };
            let Some(at) = moment(commit) else { continue };
            let law = source.law.at(at.position);
            let became = match piece.order.1 {
                Some(Touched::Employer(id)) => Told::of_employer(&employer(log, id, at, events).await?),
                Some(Touched::Letter(id)) => Told::of_letter(&letter(log, id, at).await?, law),
                Some(Touched::Case(id)) => self.case(log, id, events, at, law, is_far).await?,
                None => {
                    for event in events {
                        let recorded = Box::new(codec::decode(event)?);
                        told.push((piece.order, Told::Event(event.stream.clone(), recorded)));
                    }
                    continue;
                }
            };
            told.push((piece.order, became));
        }
        self.folded.let_go(if is_far { FAR } else { LIVE } / source.parts.max(1));
        Ok(told)
    }

    /// What became of a case by a commit.
    async fn case(
        &mut self,
        log: &dyn EventLog,
        id: CaseId,
        events: &[LogEvent],
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
        let before = events.iter().take_while(|event| event.version <= version).count();
        history.extend(events.get(..before).unwrap_or_default());
    }
    Ok(history)
}

/// An employer after a commit.
async fn employer(log: &dyn EventLog, id: EmployerId, at: Moment, events: &[LogEvent]) -> Result<Employer, StoreError> {
    let whole = events.first().is_some_and(|first| first.version.0 == 1);
    let history = if whole {
        let of_employer = |event| match event {
            Event::Employer(event) => Some(event),
            _ => None,
        };
        let decoded = events.iter().map(codec::decode).collect::<Result<Vec<Recorded<Event>>, _>>()?;
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

#[cfg(test)]
mod tests {
    use std::future::Future as _;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use heyi_core::event::Entry;
    use heyi_core::scenario::main_line;
    use heyi_core::stage::Step;
    use heyi_store::append::{Commit, Expect, StreamAppend};
    use heyi_store::clock::SystemClock;
    use heyi_store::laws::nobody;
    use heyi_store::memory::MemoryLog;
    use uuid::Uuid;

    use super::super::share::shared_out;
    use super::*;

    /// So many cases, each opened by a commit.
    async fn opened(cases: u128) -> Source {
        let log: Arc<dyn EventLog> = Arc::new(MemoryLog::new(Arc::new(SystemClock)));
        for case in 0..cases {
            let (event, occurred) = main_line(Step::Offer).remove(0);
            let entry = Entry { occurred, event: Event::Case(event), note: None, evidence: Vec::new() };
            let stream = streams::case(CaseId(Uuid::from_u128(case))).unwrap();
            let append = StreamAppend { stream, expect: Expect::Any, events: vec![codec::encode(&entry).unwrap()] };
            log.append(Commit { appends: vec![append], by: nobody(), key: None }).await.unwrap();
        }
        let commits = Arc::new(log.read_commits(Position::ZERO, 10_000).await.unwrap());
        Source { log, law: Arc::new(KnownLaw::before(Law::shipped())), commits, is_far: true, parts: 1 }
    }

    #[tokio::test]
    async fn a_part_lets_others_go_first_and_says_what_every_piece_told() {
        let source = opened(100).await;
        let pieces = shared_out(&source.commits, 1).concat();
        let mut part = Part::default();
        let mut folding = pin!(part.told(&source, &pieces));
        let mut context = Context::from_waker(Waker::noop());
        let mut waited = 0;
        let told = loop {
            match folding.as_mut().poll(&mut context) {
                Poll::Ready(told) => break told.unwrap(),
                Poll::Pending => waited += 1,
            }
        };
        assert_eq!((waited, told.len()), (100 / AT_A_TIME, 100));
        assert!(told.iter().map(|(order, _)| order).eq(pieces.iter().map(|piece| &piece.order)));
    }
}
