//! What can be decided about a supervision letter: one file per decision, each with its command, guard, refusals and tests.

use crate::event::LetterEvent;
use crate::event::letter::LetterIssued;
use crate::history::{self, decisions};
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Letter;
use super::guard::{self, LetterGround};

/// What a person asks to record of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterRequest {
    /// What is to be recorded.
    pub command: LetterCommand,
    /// The day it occurred on, as claimed.
    pub occurred: Occurred,
}

decisions! {
    of Letter, on LetterGround<'_>, recording LetterEvent,
    as #[expect(clippy::large_enum_variant, reason = "commands come one by one")] LetterCommand and LetterStep:
    issue_letter::IssueLetter = "issue-letter" => LetterIssued, "发出监督函", "Issue a supervision letter";
    receive_letter::ReceiveLetter = "receive-letter" => LetterReceived, "记录送达", "Record that it was served";
    answer_letter::AnswerLetter = "answer-letter" => LetterAnswered, "记录答复", "Record the answer";
    escalate_letter::EscalateLetter = "escalate-letter" => LetterEscalated, "移送或升级", "Take the matter further";
    close_letter::CloseLetter = "close-letter" => LetterClosed, "办结", "Close the letter";
    correct_letter_entry::CorrectLetterEntry = "correct-letter-entry" => LetterEntryCorrected,
        "更正函件记录", "Correct an entry of the letter";
    withdraw_letter_entry::WithdrawLetterEntry = "withdraw-letter-entry" => LetterEntryWithdrawn,
        "撤回函件记录", "Withdraw an entry of the letter";
}

impl LetterCommand {
    /// The letter to be issued, or that a corrected entry should have been: what it names, [`LetterGround`] is to hold.
    #[must_use]
    pub fn issues(&self) -> Option<&LetterIssued> {
        match self {
            Self::IssueLetter(issue) => Some(&issue.0),
            Self::CorrectLetterEntry(correction) => correction.command.issues(),
            _ => None,
        }
    }
}

impl LetterStep {
    /// Whether it is about entries rather than facts: then it is judged against the letter as it stands.
    #[must_use]
    pub fn is_about_entries(self) -> bool {
        matches!(self, Self::CorrectLetterEntry | Self::WithdrawLetterEntry)
    }
}

/// Decides: the event to record, or why not. What occurred earlier than other entries is judged against the letter as it stood then.
///
/// # Errors
/// The refusal; nothing is recorded then.
pub fn decide(request: LetterRequest, letter: &Letter, ground: &LetterGround<'_>) -> Result<LetterEvent, Refusal> {
    history::not_in_future(&request.occurred, ground.today)?;
    let kind = request.command.kind();
    let before;
    let then = if kind.is_about_entries() {
        letter
    } else {
        guard::not_before_issue(letter, &request.occurred)?;
        before = letter.before(&request.occurred);
        &before
    };
    kind.may(then)?;
    check(&request.command, &request.occurred)?;
    request.command.decide(then, ground)
}

/// What depends on the day claimed as well: a reply is not asked for before the letter is issued.
fn check(command: &LetterCommand, occurred: &Occurred) -> Result<(), Refusal> {
    let LetterCommand::IssueLetter(issue) = command else { return Ok(()) };
    match (issue.0.reply_by, occurred.earliest) {
        (Some(by), Some(day)) if by < day => Err(Refusal::new(
            "reply-before-issue",
            format!("答复日期 {by} 早于发函日期 {day}，请核对。"),
            format!("The reply is asked for by {by}, before the letter is issued ({day}). Check it."),
        )
        .at("reply_by")),
        _ => Ok(()),
    }
}
