//! Close a letter (办结).

use crate::event::LetterEvent;
use crate::event::letter::{LetterClosed, LetterOutcome};
use crate::letter::Letter;
use crate::letter::guard::{LetterGround, open};
use crate::refusal::Refusal;

use super::Decision;

/// Closes the letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloseLetter(pub LetterClosed);

impl Decision for CloseLetter {
    fn may(letter: &Letter) -> Result<(), Refusal> {
        open(letter)
    }

    fn decide(self, letter: &Letter, _: &LetterGround<'_>) -> Result<LetterEvent, Refusal> {
        if self.0.outcome == LetterOutcome::Answered && letter.answers.is_empty() {
            return Err(Refusal::new(
                "not-answered",
                "没有记录到答复，不能以“已答复”办结；请先记录答复。",
                "No answer is recorded, so it cannot be closed as answered. Record the answer first.",
            )
            .at("outcome"));
        }
        Ok(LetterEvent::LetterClosed(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::scenario::{Desk, answered};
    use crate::scenario::day;

    fn close(outcome: LetterOutcome) -> CloseLetter {
        CloseLetter(LetterClosed { outcome, remark: String::new() })
    }

    #[test]
    fn a_letter_is_closed_once_and_as_answered_only_with_an_answer() {
        Desk::received(3).when(close(LetterOutcome::Remedied), day(20)).recorded();
        Desk::received(3).when(close(LetterOutcome::Answered), day(20)).refused("not-answered");
        Desk::received(3).and(answered(None), day(9)).when(close(LetterOutcome::Answered), day(20)).recorded();
        Desk::closed().when(close(LetterOutcome::Withdrawn), day(60)).refused("letter-closed");
    }
}
