//! Record a vote of which the source tells the result and no numbers.

use crate::case::guard::May;
use crate::case::{Case, Mark};
use crate::event::CaseEvent;
use crate::event::congress::VoteTold;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::text::Say;

use super::Decision;
use super::take_vote::TakeVote;

/// Takes the result as told, and says that it cannot be checked: a report or a ledger often has no numbers. Where the numbers are known,
/// the vote is recorded with them ([`super::take_vote`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordToldVote(pub VoteTold);

impl Decision for RecordToldVote {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        TakeVote::may(case, ground)
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("words", &self.0.words)?;
        Ok(CaseEvent::VoteTold(self.0))
    }
}

/// Nobody can check a result without numbers.
pub(super) fn irregular(case: &Case, ground: &Ground<'_>) -> Vec<Mark> {
    let say = Say::new(
        "资料没有载明应到、实到和赞成人数，不能核对是否达到法定比例。",
        "The source tells no members, presence or votes: whether they were enough cannot be checked.",
    );
    vec![Mark::Irregular(say, ground.cite(case, "vote.pass"))]
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, day};
    use crate::stage::{Stage, Step};

    use super::*;

    fn told(passed: bool) -> RecordToldVote {
        RecordToldVote(VoteTold { passed, words: "大会审议通过".into() })
    }

    #[test]
    fn a_result_without_numbers_is_taken_as_told_with_a_mark() {
        let case = Scenario::through(Step::Draft).when(told(true), day(80)).recorded();
        assert_eq!(case.stage, Stage::VotePassed);
        assert!(matches!(case.lines.last().unwrap().marks.as_slice(), [Mark::Irregular(_, Some(_))]));
        let failed = Scenario::through(Step::Draft).when(told(false), day(80)).recorded();
        assert_eq!((failed.stage, failed.round), (Stage::VoteFailed, 2));
    }

    #[test]
    fn there_is_a_draft_and_the_words_of_the_source() {
        Scenario::through(Step::Session).when(told(true), day(80)).refused("needs-draft");
        let silent = RecordToldVote(VoteTold { passed: true, words: String::new() });
        Scenario::through(Step::Draft).when(silent, day(80)).refused("required");
    }
}
