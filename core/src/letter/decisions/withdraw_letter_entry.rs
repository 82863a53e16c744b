//! Withdraw an earlier entry of a letter. It stays readable and no longer counts.

use crate::event::LetterEvent;
use crate::event::letter::LetterEntryWithdrawn;
use crate::history;
use crate::ids::Version;
use crate::letter::Letter;
use crate::letter::guard::{LetterGround, issued};
use crate::refusal::Refusal;

use super::Decision;

/// Withdraws an entry, or a correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithdrawLetterEntry {
    /// The entry: its version in the stream.
    pub entry: Version,
    /// Why.
    pub reason: String,
}

impl Decision for WithdrawLetterEntry {
    fn may(letter: &Letter) -> Result<(), Refusal> {
        issued(letter)
    }

    fn decide(self, letter: &Letter, _: &LetterGround<'_>) -> Result<LetterEvent, Refusal> {
        Refusal::unless_filled("reason", &self.reason)?;
        if matches!(history::withdrawable(&letter.lines, self.entry)?, LetterEvent::LetterIssued(_)) {
            return Err(Refusal::new(
                "issue-stays",
                "发函记录不能撤回：编号已经给出。内容有误请更正；函件作废的，请以“发函方撤回”办结。",
                "The issue cannot be withdrawn: its number is given. Correct it, or close the letter as withdrawn by its issuer.",
            )
            .at("entry"));
        }
        Ok(LetterEvent::LetterEntryWithdrawn(LetterEntryWithdrawn { entry: self.entry, reason: self.reason }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::LetterState;
    use crate::letter::scenario::Desk;
    use crate::scenario::day;

    fn withdraw(entry: u64) -> WithdrawLetterEntry {
        WithdrawLetterEntry { entry: Version(entry), reason: "记错".into() }
    }

    #[test]
    fn a_letter_closed_by_mistake_is_opened_again() {
        let letter = Desk::closed().when(withdraw(3), day(60)).recorded();
        assert_eq!(letter.state(), LetterState::Received);
    }

    #[test]
    fn the_issue_stays() {
        Desk::received(3).when(withdraw(1), day(60)).refused("issue-stays");
        Desk::received(3).when(withdraw(9), day(60)).refused("no-such-entry");
        Desk::empty().when(withdraw(1), day(60)).refused("letter-unknown");
    }
}
