//! Commits read from the log, made ready to be folded: events decoded, and each case they touch as it stood after its commit.

use std::collections::{BTreeSet, HashMap, VecDeque};

use heyi_core::case::Case;
use heyi_core::employer::Employer;
use heyi_core::event::{CaseEvent, EmployerEvent, Event, LetterEvent, Recorded};
use heyi_core::ground::Law;
use heyi_core::ids::{CaseId, EmployerId, LetterId, Position};
use heyi_core::letter::Letter;
use heyi_store::append::{LogCommit, LogEvent, StreamId};
use heyi_store::laws::KnownLaw;
use heyi_store::log::EventLog;
use heyi_store::reading::{self, StoreError};
use heyi_store::{codec, streams};

use crate::law;
use crate::projection::Moment;

/// Commits, in order.
pub(super) struct Batch {
    commits: VecDeque<Decoded>,
    end: Position,
    /// The histories of the cases touched, through `end`: each is read once for the whole batch.
    histories: HashMap<CaseId, Vec<Recorded<CaseEvent>>>,
    /// Those of the employers touched, likewise.
    registered: HashMap<EmployerId, Vec<Recorded<EmployerEvent>>>,
    /// Those of the letters touched, likewise.
    written: HashMap<LetterId, Vec<Recorded<LetterEvent>>>,
}

struct Decoded {
    at: Moment,
    events: Vec<(StreamId, Recorded<Event>)>,
}

/// One commit, ready to be folded.
pub(super) struct Prepared {
    pub(super) at: Moment,
    pub(super) events: Vec<(StreamId, Recorded<Event>)>,
    /// The employers it touches, by id, as they stood after it.
    pub(super) employers: Vec<Employer>,
    /// The letters it touches, by id, as they stood after it.
    pub(super) letters: Vec<Letter>,
    /// The cases it touches, by id, as they stood after it.
    pub(super) cases: Vec<Case>,
    /// It adopts a rulebook or a calendar.
    pub(super) new_law: bool,
}

impl Batch {
    /// Decodes commits.
    pub(super) fn of(commits: Vec<LogCommit>) -> Result<Self, StoreError> {
        let mut decoded = VecDeque::with_capacity(commits.len());
        for commit in commits {
            let Some(last) = commit.events.last() else { continue };
            let at = Moment { position: last.position, recorded_at: last.recorded_at };
            let read = |event: &LogEvent| Ok((event.stream.clone(), codec::decode(event)?));
            let events = commit.events.iter().map(read).collect::<Result<Vec<_>, StoreError>>()?;
            decoded.push_back(Decoded { at, events });
        }
        let end = decoded.back().map_or(Position::ZERO, |last| last.at.position);
        Ok(Self {
            commits: decoded,
            end,
            histories: HashMap::new(),
            registered: HashMap::new(),
            written: HashMap::new(),
        })
    }

    /// Whether some commit adopts a rulebook or a calendar.
    pub(super) fn changes_law(&self) -> bool {
        self.commits.iter().any(Decoded::changes_law)
    }

    /// The next commit.
    pub(super) async fn next(&mut self, log: &dyn EventLog, law: &KnownLaw) -> Result<Option<Prepared>, StoreError> {
        let Some(commit) = self.commits.pop_front() else { return Ok(None) };
        let touched: BTreeSet<CaseId> =
            commit.events.iter().filter_map(|(stream, _)| streams::as_case(stream)).collect();
        let mut cases = Vec::with_capacity(touched.len());
        for id in touched {
            if !self.histories.contains_key(&id) {
                let history = reading::case_history(log, &streams::case(id)?, Some(self.end)).await?;
                self.histories.insert(id, history);
            }
            let history = self.histories.get(&id).map_or(&[][..], Vec::as_slice);
            cases.push(Case::replay(id, known_at(history, commit.at.position), law.at(commit.at.position)));
        }
        let employers = self.employers(&commit, log).await?;
        let letters = self.letters(&commit, log).await?;
        let new_law = commit.changes_law();
        Ok(Some(Prepared { at: commit.at, events: commit.events, employers, letters, cases, new_law }))
    }

    /// The employers that a commit touches, as they stood after it.
    async fn employers(&mut self, commit: &Decoded, log: &dyn EventLog) -> Result<Vec<Employer>, StoreError> {
        let touched: BTreeSet<EmployerId> =
            commit.events.iter().filter_map(|(stream, _)| streams::as_employer(stream)).collect();
        let mut employers = Vec::with_capacity(touched.len());
        for id in touched {
            if !self.registered.contains_key(&id) {
                let history = reading::employer_history(log, &streams::employer(id)?, Some(self.end)).await?;
                self.registered.insert(id, history);
            }
            let history = self.registered.get(&id).map_or(&[][..], Vec::as_slice);
            employers.push(Employer::replay(id, known_at(history, commit.at.position)));
        }
        Ok(employers)
    }

    /// The letters that a commit touches, likewise.
    async fn letters(&mut self, commit: &Decoded, log: &dyn EventLog) -> Result<Vec<Letter>, StoreError> {
        let touched: BTreeSet<LetterId> =
            commit.events.iter().filter_map(|(stream, _)| streams::as_letter(stream)).collect();
        let mut letters = Vec::with_capacity(touched.len());
        for id in touched {
            if !self.written.contains_key(&id) {
                let history = reading::letter_history(log, &streams::letter(id)?, Some(self.end)).await?;
                self.written.insert(id, history);
            }
            let history = self.written.get(&id).map_or(&[][..], Vec::as_slice);
            letters.push(Letter::replay(id, known_at(history, commit.at.position)));
        }
        Ok(letters)
    }
}

impl Decoded {
    fn changes_law(&self) -> bool {
        self.events.iter().any(|(_, recorded)| law::changes(&recorded.event))
    }
}

/// What of a history was known at a position.
fn known_at<E>(history: &[Recorded<E>], position: Position) -> &[Recorded<E>] {
    history.get(..history.partition_point(|recorded| recorded.position <= position)).unwrap_or_default()
}

/// Cases as known at a position.
pub(super) async fn fold_all(
    log: &dyn EventLog,
    ids: &[CaseId],
    known: Position,
    law: &Law,
) -> Result<Vec<Case>, StoreError> {
    let mut cases = Vec::with_capacity(ids.len());
    for id in ids {
        let history = reading::case_history(log, &streams::case(*id)?, Some(known)).await?;
        if !history.is_empty() {
            cases.push(Case::replay(*id, &history, law));
        }
    }
    Ok(cases)
}
