//! Correct an earlier entry of a letter. It stays readable; what it says from now on is judged as if entered right at first.

use crate::event::LetterEvent;
use crate::event::letter::LetterEntryCorrected;
use crate::history;
use crate::ids::Version;
use crate::letter::Letter;
use crate::letter::guard::{self, LetterGround, issued};
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::{Decision, LetterCommand};

/// Corrects an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectLetterEntry {
    /// The entry: its version in the stream.
    pub entry: Version,
    /// What should have been recorded.
    pub command: Box<LetterCommand>,
    /// When it should have been said to have occurred.
    pub occurred: Occurred,
    /// Why.
    pub reason: String,
}

impl Decision for CorrectLetterEntry {
    fn may(letter: &Letter) -> Result<(), Refusal> {
        issued(letter)
    }

    fn decide(self, letter: &Letter, ground: &LetterGround<'_>) -> Result<LetterEvent, Refusal> {
        Refusal::unless_filled("correction_reason", &self.reason)?;
        let original = history::corrigible(&letter.lines, self.entry)?;
        history::not_in_future(&self.occurred, ground.today)?;
        let then = letter.before_entry(self.entry, &self.occurred);
        guard::not_before_issue(&then, &self.occurred)?;
        self.command.kind().may(&then)?;
        super::check(&self.command, &self.occurred)?;
        let event = keeping(self.command.decide(&then, ground)?, original);
        if event.kind() != original.kind() {
            return Err(history::another_kind());
        }
        Ok(LetterEvent::LetterEntryCorrected(LetterEntryCorrected {
            entry: self.entry,
            event: Box::new(event),
            occurred: self.occurred,
            reason: self.reason,
        }))
    }
}

/// What a letter was given when it was issued stays: its number, the office that gave it, the drive it was issued in.
fn keeping(mut event: LetterEvent, original: &LetterEvent) -> LetterEvent {
    if let (LetterEvent::LetterIssued(issued), LetterEvent::LetterIssued(first)) = (&mut event, original) {
        issued.number.clone_from(&first.number);
        issued.office.clone_from(&first.office);
        issued.drive = first.drive;
    }
    event
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::letter::LetterIssued;
    use crate::letter::decisions::issue_letter::IssueLetter;
    use crate::letter::decisions::receive_letter::ReceiveLetter;
    use crate::letter::scenario::{Desk, opinion, received};
    use crate::scenario::day;

    fn correct(entry: u64, command: impl Into<LetterCommand>, occurred: Occurred) -> CorrectLetterEntry {
        CorrectLetterEntry { entry: Version(entry), command: Box::new(command.into()), occurred, reason: "误".into() }
    }

    #[test]
    fn the_day_it_was_served_is_corrected() {
        let letter = Desk::received(3).when(correct(2, ReceiveLetter(received()), day(5)), day(20)).recorded();
        assert_eq!(letter.received.unwrap().as_of, day(5));
    }

    #[test]
    fn a_corrected_letter_keeps_its_number() {
        let wording = LetterIssued { number: String::new(), facts: "查明的事实".into(), ..opinion() };
        let letter = Desk::received(3).when(correct(1, IssueLetter(wording), day(0)), day(20)).recorded();
        let text = letter.text().unwrap();
        assert_eq!((text.number.as_str(), text.facts.as_str()), (opinion().number.as_str(), "查明的事实"));
    }

    #[test]
    fn it_is_judged_like_the_entry_and_keeps_its_kind() {
        let serve = || ReceiveLetter(received());
        Desk::received(3).when(correct(1, serve(), day(5)), day(20)).refused("letter-unknown");
        Desk::received(3).when(correct(2, serve(), day(-5)), day(20)).refused("before-issue");
        Desk::received(3).when(correct(2, serve(), day(400)), day(20)).refused("occurred-in-future");
        Desk::received(3).when(correct(7, serve(), day(5)), day(20)).refused("no-such-entry");
        let other = super::super::close_letter::CloseLetter(crate::event::letter::LetterClosed {
            outcome: crate::event::letter::LetterOutcome::Remedied,
            remark: String::new(),
        });
        Desk::received(3).when(correct(2, other, day(5)), day(20)).refused("another-kind");
    }
}
