//! One supervision letter (一函两书): the state its history folds into.
//!
//! As with cases and employers, nothing is stored but the entries. [`Letter::replay`] folds them, corrections applied and late
//! entries in their place. Folding never refuses. Its clocks are in [`clocks`].

use crate::employer::Known;
use crate::event::letter::{Addressee, LetterAnswered, LetterClosed, LetterEscalated, LetterIssued, LetterReceived};
use crate::event::{LetterEvent, Recorded};
use crate::history::{self, Amendment, Amends};
use crate::ids::{EmployerId, LetterId, Version};
use crate::occurred::Occurred;
use crate::place::Place;

pub mod clocks;
pub mod decisions;
pub mod guard;
pub mod scenario;

/// An entry of a letter, with what became of it.
pub type Line = history::Line<LetterEvent>;

/// The state of one letter.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Which.
    pub id: LetterId,
    /// How many entries its stream holds.
    pub version: Version,
    /// The letter itself; `None`: it was not issued.
    pub issued: Option<Known<LetterIssued>>,
    /// It reached its addressee.
    pub received: Option<Known<LetterReceived>>,
    /// The answers to it, the first one first: the first stops the clock, the last says how the matter stands.
    pub answers: Vec<Known<LetterAnswered>>,
    /// Where the matter was taken.
    pub escalations: Vec<Known<LetterEscalated>>,
    /// It was closed.
    pub closed: Option<Known<LetterClosed>>,
    /// Its entries, in effective order, with what became of each.
    pub lines: Vec<Line>,
}

/// Where a letter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LetterState {
    /// Issued; nothing is known of its arrival.
    Issued,
    /// It reached its addressee.
    Received,
    /// It was answered.
    Answered,
    /// The matter was taken further.
    Escalated,
    /// It was closed.
    Closed,
}

impl Letter {
    /// A letter of which nothing is recorded.
    #[must_use]
    pub fn empty(id: LetterId) -> Self {
        Self {
            id,
            version: Version::ZERO,
            issued: None,
            received: None,
            answers: Vec::new(),
            escalations: Vec::new(),
            closed: None,
            lines: Vec::new(),
        }
    }

    /// Folds what is recorded of a letter. For an answer "as known then", pass only what had been recorded by then.
    #[must_use]
    pub fn replay(id: LetterId, history: &[Recorded<LetterEvent>]) -> Self {
        let mut letter = Self::empty(id);
        letter.apply(history::effective(history));
        letter.version = history.last().map_or(Version::ZERO, |last| last.version);
        letter
    }

    /// The letter as issued; `None` when it was not.
    #[must_use]
    pub fn text(&self) -> Option<&LetterIssued> {
        self.issued.as_ref().map(|issued| &issued.value)
    }

    /// The place, which decides whose rules apply; `None` when it was not issued.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        self.text().map(|text| &text.place)
    }

    /// The employer of the register it is addressed to; `None`: another addressee.
    #[must_use]
    pub fn employer(&self) -> Option<EmployerId> {
        self.text().and_then(|text| text.addressee.employer())
    }

    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> LetterState {
        if self.closed.is_some() {
            LetterState::Closed
        } else if !self.escalations.is_empty() {
            LetterState::Escalated
        } else if !self.answers.is_empty() {
            LetterState::Answered
        } else if self.received.is_some() {
            LetterState::Received
        } else {
            LetterState::Issued
        }
    }

    /// The entry with this version.
    #[must_use]
    pub fn line(&self, entry: Version) -> Option<&Line> {
        self.lines.iter().find(|line| line.recorded.version == entry)
    }

    /// The letter as it stood just before something that occurred then: what a late entry is judged against.
    #[must_use]
    pub fn before(&self, occurred: &Occurred) -> Self {
        let end = history::place(&self.lines, occurred);
        self.with_lines(self.lines.iter().take(end).cloned().collect())
    }

    /// The letter as it stood just before `entry`, had that entry been said to have occurred then from the first.
    #[must_use]
    pub fn before_entry(&self, entry: Version, occurred: &Occurred) -> Self {
        self.with_lines(history::before_entry(&self.lines, entry, occurred))
    }

    /// The letter as it stood just before that line of it.
    #[must_use]
    pub fn before_line(&self, entry: Version) -> Self {
        let before = self.lines.iter().take_while(|line| line.recorded.version != entry);
        self.with_lines(before.cloned().collect())
    }

    /// The same with one more entry.
    #[must_use]
    pub fn with(&self, recorded: Recorded<LetterEvent>) -> Self {
        let mut history = history::recorded(&self.lines);
        history.push(recorded);
        Self::replay(self.id, &history)
    }

    fn with_lines(&self, lines: Vec<Line>) -> Self {
        let mut letter = Self::empty(self.id);
        letter.apply(lines);
        letter.version = self.version;
        letter
    }

    fn apply(&mut self, lines: Vec<Line>) {
        for line in lines.iter().filter(|line| line.counts()) {
            self.evolve(line);
        }
        self.lines = lines;
    }

    fn evolve(&mut self, line: &Line) {
        match line.event() {
            LetterEvent::LetterIssued(issued) => self.issued = Some(known(line, issued)),
            LetterEvent::LetterReceived(received) => self.received = Some(known(line, received)),
            LetterEvent::LetterAnswered(answered) => self.answers.push(known(line, answered)),
            LetterEvent::LetterEscalated(escalated) => self.escalations.push(known(line, escalated)),
            LetterEvent::LetterClosed(closed) => self.closed = Some(known(line, closed)),
            // What they change stands in the lines already.
            LetterEvent::LetterEntryCorrected(_) | LetterEvent::LetterEntryWithdrawn(_) => {}
        }
    }
}

impl Addressee {
    /// The employer of the register, when it is one.
    #[must_use]
    pub fn employer(&self) -> Option<EmployerId> {
        match self {
            Self::Employer(id, _) => Some(*id),
            Self::Authority(_) | Self::Employers(_) => None,
        }
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        let (Self::Employer(_, name) | Self::Authority(name) | Self::Employers(name)) = self;
        name
    }
}

fn known<T: Clone>(line: &Line, value: &T) -> Known<T> {
    Known { value: value.clone(), as_of: line.occurred().clone(), entry: line.recorded.version }
}

impl Amends for LetterEvent {
    fn amends(&self) -> Amendment<'_, Self> {
        match self {
            Self::LetterEntryWithdrawn(change) => Amendment::Withdraws(change.entry),
            Self::LetterEntryCorrected(change) => Amendment::Corrects(change.entry, &change.event, &change.occurred),
            _ => Amendment::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::scenario::{Desk, answered, sample_of_each};
    use crate::scenario::day;

    #[test]
    fn a_late_entry_counts_in_its_place_and_a_withdrawn_one_not_at_all() {
        let desk = Desk::received(5).and(answered(Some(true)), day(20)).and(answered(Some(false)), day(10));
        let letter = desk.letter();
        assert_eq!(letter.answers.iter().map(|answer| answer.entry).collect::<Vec<_>>(), [Version(4), Version(3)]);
        assert_eq!(letter.state(), LetterState::Answered);
        assert!(letter.before(&day(15)).answers.len() == 1 && letter.before_line(Version(4)).answers.is_empty());
    }

    #[test]
    fn every_kind_of_entry_is_taken_in() {
        let mut desk = Desk::empty();
        for event in sample_of_each() {
            desk = desk.and(event, day(9));
        }
        assert_eq!(desk.letter().version, Version(sample_of_each().len() as u64));
    }
}
