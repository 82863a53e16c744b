//! Correct an earlier entry. The entry stays readable; what it says from now on is judged as if entered right at first.

use crate::case::guard::{Guard, May};
use crate::case::{Case, Stage, Standing};
use crate::event::CaseEvent;
use crate::event::entries::EntryCorrected;
use crate::ground::Ground;
use crate::ids::Version;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::{Command, Decision};

/// Corrects an entry. On a closed case it takes effect when a second person approves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectEntry {
    /// The entry: its version in the stream.
    pub entry: Version,
    /// What should have been recorded.
    pub command: Box<Command>,
    /// When it should have been said to have occurred.
    pub occurred: Occurred,
    /// Why.
    pub reason: String,
}

impl Decision for CorrectEntry {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::exists(case, ground)?.allowed()
    }

    fn decide(self, _: &Occurred, case: &Case, ground: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("reason", &self.reason)?;
        let event = match corrigible(case, self.entry)? {
            CaseEvent::ClauseProposed(original) => renumbered(self.judge(case, ground)?, original.clause),
            original => {
                let kind = original.kind();
                let event = self.judge(case, ground)?;
                if event.kind() != kind {
                    return Err(Refusal::new(
                        "another-kind",
                        "更正不能改变记录的种类；请撤回原记录后另行记录。",
                        "A correction keeps the kind of the entry. Withdraw it and record the other step instead.",
                    )
                    .at("command"));
                }
                event
            }
        };
        Ok(CaseEvent::EntryCorrected(EntryCorrected {
            entry: self.entry,
            event: Box::new(event),
            occurred: self.occurred,
            reason: self.reason,
            awaits_approval: case.stage == Stage::Closed,
        }))
    }
}

impl CorrectEntry {
    /// Decides the command against the case as it stood before the entry: with the same checks as the first time.
    fn judge(&self, case: &Case, ground: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        super::not_in_future(&self.occurred, ground)?;
        let then = case.before_entry(self.entry, &self.occurred, ground.law);
        self.command.kind().may(&then, ground)?;
        (*self.command).clone().decide(&self.occurred, &then, ground)
    }
}

/// A corrected proposal keeps the number it was given.
fn renumbered(event: CaseEvent, number: u32) -> CaseEvent {
    match event {
        CaseEvent::ClauseProposed(mut proposed) => {
            proposed.clause = number;
            CaseEvent::ClauseProposed(proposed)
        }
        other => other,
    }
}

/// The entry as it stands, when it can be corrected or withdrawn.
pub(super) fn corrigible(case: &Case, entry: Version) -> Result<&CaseEvent, Refusal> {
    let line = case.line(entry).ok_or_else(|| {
        Refusal::new(
            "no-such-entry",
            format!("没有第 {entry} 号记录。"),
            format!("There is no entry {entry}."),
        )
        .at("entry")
    })?;
    if matches!(line.standing, Standing::Withdrawn(_)) {
        return Err(Refusal::new("entry-withdrawn", "该记录已撤回。", "That entry was withdrawn.").at("entry"));
    }
    if matches!(
        line.recorded.event,
        CaseEvent::EntryCorrected(_) | CaseEvent::EntryWithdrawn(_) | CaseEvent::CorrectionApproved(_)
    ) {
        return Err(Refusal::new(
            "correction-of-a-correction",
            "更正、撤回和批准本身不能更正；更正可以撤回，或对原记录再次更正。",
            "Corrections, withdrawals and approvals are not corrected themselves: withdraw the correction, or correct the \
             entry again.",
        )
        .at("entry"));
    }
    Ok(line.event())
}

#[cfg(test)]
mod tests {
    use crate::case::{Mark, Step};
    use crate::decisions::take_vote::TakeVote;
    use crate::scenario::{Scenario, ballot, day};

    use super::*;

    fn correct(entry: Version, command: impl Into<Command>, occurred: Occurred) -> CorrectEntry {
        CorrectEntry { entry, command: Box::new(command.into()), occurred, reason: "录入错误".into() }
    }

    #[test]
    fn a_correction_holds_as_if_entered_right_at_first() {
        let scenario = Scenario::through(Step::Vote);
        let vote = scenario.entry_of("vote-taken");
        let corrected = scenario.when(correct(vote, TakeVote(ballot(180, 170, 150)), day(81)), day(100)).recorded();
        assert!(corrected.has(Step::Vote));
        let line = corrected.line(vote).unwrap();
        assert_eq!(line.occurred(), &day(81));
        assert!(!corrected.contradictory());
    }

    #[test]
    fn later_entries_that_lose_their_ground_stay_and_are_marked() {
        let scenario = Scenario::through(Step::Signature);
        let vote = scenario.entry_of("vote-taken");
        let case = scenario.when(correct(vote, TakeVote(ballot(180, 120, 60)), day(80)), day(100)).recorded();
        assert!(case.contradictory());
        let signed = case.line(Scenario::through(Step::Signature).entry_of("signed")).unwrap();
        assert!(matches!(signed.marks.as_slice(), [Mark::WithoutGround(refusal), ..] if refusal.code == "needs-vote"));
    }

    #[test]
    fn a_correction_is_checked_like_the_entry() {
        let scenario = Scenario::through(Step::Vote);
        let vote = scenario.entry_of("vote-taken");
        let impossible = correct(vote, TakeVote(ballot(10, 20, 20)), day(80));
        scenario.when(impossible, day(100)).refused("present-exceed-members");
    }

    #[test]
    fn the_kind_stays_and_the_entry_exists() {
        let scenario = Scenario::through(Step::Vote);
        let draft = scenario.entry_of("draft-agreed");
        let vote = || TakeVote(ballot(180, 170, 150));
        scenario.clone().when(correct(Version(999), vote(), day(80)), day(100)).refused("no-such-entry");
        scenario.when(correct(draft, vote(), day(80)), day(100)).refused("needs-draft");
    }
}
