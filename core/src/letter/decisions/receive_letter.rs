//! Record that a letter was served (送达): the clock of the law runs from this day.

use crate::event::LetterEvent;
use crate::event::letter::LetterReceived;
use crate::letter::Letter;
use crate::letter::guard::{LetterGround, open};
use crate::refusal::Refusal;

use super::Decision;

/// Records that the letter reached its addressee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiveLetter(pub LetterReceived);

impl Decision for ReceiveLetter {
    fn may(letter: &Letter) -> Result<(), Refusal> {
        open(letter)?;
        if letter.received.is_some() {
            return Err(Refusal::new(
                "already-received",
                "送达已经记录。日期有误的，请更正原记录。",
                "It is recorded as served. If the day is wrong, correct that entry.",
            ));
        }
        Ok(())
    }

    fn decide(self, _: &Letter, _: &LetterGround<'_>) -> Result<LetterEvent, Refusal> {
        Ok(LetterEvent::LetterReceived(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::scenario::{Desk, opinion, received};
    use crate::scenario::day;

    #[test]
    fn a_letter_is_served_once_after_it_was_issued() {
        let serve = || ReceiveLetter(received());
        Desk::issued(opinion()).when(serve(), day(3)).then(LetterEvent::LetterReceived(received()));
        Desk::received(3).when(serve(), day(4)).refused("already-received");
        Desk::empty().when(serve(), day(4)).refused("letter-unknown");
        Desk::issued(opinion()).when(serve(), day(-1)).refused("before-issue");
        Desk::closed().when(serve(), day(60)).refused("letter-closed");
    }
}
