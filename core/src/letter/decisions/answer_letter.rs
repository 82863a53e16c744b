//! Record an answer to a letter (答复). After its last day it stands with a mark (`letter::clocks`).

use crate::event::LetterEvent;
use crate::event::letter::LetterAnswered;
use crate::letter::Letter;
use crate::letter::guard::{LetterGround, open};
use crate::refusal::Refusal;

use super::Decision;

/// Records an answer. There may be several: the first stops the clock, the last says how the matter stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerLetter(pub LetterAnswered);

impl Decision for AnswerLetter {
    fn may(letter: &Letter) -> Result<(), Refusal> {
        open(letter)
    }

    fn decide(self, _: &Letter, _: &LetterGround<'_>) -> Result<LetterEvent, Refusal> {
        Refusal::unless_filled("answer", &self.0.answer)?;
        Ok(LetterEvent::LetterAnswered(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::scenario::{Desk, answered};
    use crate::scenario::day;

    fn answer(text: &str, remedied: Option<bool>) -> AnswerLetter {
        AnswerLetter(LetterAnswered { answer: text.into(), remedied })
    }

    #[test]
    fn a_letter_is_answered_more_than_once_while_it_is_open() {
        let desk = Desk::received(3).and(answered(Some(false)), day(10));
        let letter = desk.when(answer("已整改", Some(true)), day(20)).recorded();
        assert_eq!(letter.answers.last().unwrap().value.remedied, Some(true));
        Desk::received(3).when(answer("  ", None), day(10)).refused("required");
        Desk::closed().when(answer("已整改", None), day(60)).refused("letter-closed");
        Desk::received(3).when(answer("已整改", None), day(-2)).refused("before-issue");
    }
}
