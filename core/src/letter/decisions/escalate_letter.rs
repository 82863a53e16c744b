//! Take the matter of a letter further (移送或升级): not answered, refused or not mended. Before its last day it stands with a mark
//! (`letter::clocks`).

use crate::event::LetterEvent;
use crate::event::letter::LetterEscalated;
use crate::letter::Letter;
use crate::letter::guard::{LetterGround, open};
use crate::refusal::Refusal;

use super::Decision;

/// Takes the matter further.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EscalateLetter(pub LetterEscalated);

impl Decision for EscalateLetter {
    fn may(letter: &Letter) -> Result<(), Refusal> {
        open(letter)
    }

    fn decide(self, _: &Letter, _: &LetterGround<'_>) -> Result<LetterEvent, Refusal> {
        Refusal::unless_filled("what", &self.0.what)?;
        Ok(LetterEvent::LetterEscalated(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::letter::EscalatedTo;
    use crate::letter::LetterState;
    use crate::letter::scenario::Desk;
    use crate::scenario::day;

    fn escalate(what: &str) -> EscalateLetter {
        EscalateLetter(LetterEscalated { to: EscalatedTo::LabourInspection, what: what.into() })
    }

    #[test]
    fn an_open_matter_is_taken_further_with_what_was_asked() {
        let letter = Desk::received(3).when(escalate("移送线索"), day(60)).recorded();
        assert_eq!(letter.state(), LetterState::Escalated);
        Desk::received(3).when(escalate(""), day(60)).refused("required");
        Desk::closed().when(escalate("移送线索"), day(60)).refused("letter-closed");
        Desk::empty().when(escalate("移送线索"), day(60)).refused("letter-unknown");
    }
}
