//! Record the vote of the staff of one covered employer.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::congress::Ballot;
use crate::event::coverage_list::EmployerVoteTaken;
use crate::ground::Ground;
use crate::ids::EmployerId;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::Step;

use super::Decision;
use super::list_employers::{is_joint, not_joint};
use super::take_vote::judge;

/// Records a vote inside one covered employer. The joint draft is passed when the staff of every employer on the list have passed
/// it; where the area or industry has a congress of its own, that one votes instead ([`super::take_vote`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordEmployerVote {
    /// Which employer.
    pub employer: EmployerId,
    /// The roll and the ballot.
    pub ballot: Ballot,
}

impl Decision for RecordEmployerVote {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        let mut guard = Guard::open(case, ground)?;
        guard.that(is_joint(case), not_joint)?.needs(Step::Draft, Some("vote.pass"))?.not_yet(Step::Vote)?.allowed()
    }

    fn decide(self, at: &Occurred, case: &Case, ground: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        let Self { employer, ballot } = self;
        if !case.covered.get(&employer).is_some_and(|covered| covered.listed) {
            return Err(Refusal::new(
                "not-on-the-list",
                "该单位不在覆盖名册上；请先登记名册。",
                "That employer is not on the coverage list. First enter it there.",
            )
            .at("employer"));
        }
        let judged = judge(&ballot, at, case, ground)?;
        Ok(CaseEvent::EmployerVoteTaken(EmployerVoteTaken {
            employer,
            ballot,
            result: judged.result,
            quorum_rule: judged.quorum_rule,
            pass_rule: judged.pass_rule,
        }))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use crate::event::coverage_list::CoverageListed;
    use crate::scenario::{Scenario, ballot, day, joined, joint, main_line};
    use crate::stage::Stage;

    use super::*;

    fn vote(employer: u128, in_favour: u32) -> RecordEmployerVote {
        RecordEmployerVote { employer: EmployerId(Uuid::from_u128(employer)), ballot: ballot(30, 30, in_favour) }
    }

    fn drafted() -> Scenario {
        let listed = CoverageListed { joined: vec![joined(1), joined(2)], left: vec![] };
        let line = main_line(Step::Draft).into_iter().skip(1);
        let opened = Scenario::empty().and(CaseEvent::JointCaseOpened(joint().into()), day(0));
        line.fold(opened.and(CaseEvent::CoverageListed(listed), day(1)), |scenario, (event, at)| scenario.and(event, at))
    }

    #[test]
    fn the_draft_is_passed_when_every_employer_has_passed_it() {
        let first = drafted().when(vote(1, 20), day(70)).recorded();
        assert!(!first.has(Step::Vote));
        let recorded = first.lines.last().unwrap().event().clone();
        let second = drafted().and(recorded, day(70)).when(vote(2, 15), day(71)).recorded();
        assert_eq!(second.stage, Stage::VotePassed);
    }

    #[test]
    fn one_that_does_not_pass_it_holds_it_up_until_it_leaves_the_list() {
        use crate::event::coverage_list::EmployerLeft;
        let passed = drafted().when(vote(1, 20), day(70)).recorded().lines.last().unwrap().event().clone();
        let failed = drafted().when(vote(2, 3), day(71)).recorded().lines.last().unwrap().event().clone();
        let stuck = drafted().and(passed, day(70)).and(failed, day(71));
        assert!(!stuck.case().has(Step::Vote));
        let employer = EmployerId(Uuid::from_u128(2));
        let left = vec![EmployerLeft { employer, until: None, reason: "未通过".into() }];
        let case = stuck.and(CaseEvent::CoverageListed(CoverageListed { joined: vec![], left }), day(72)).case();
        assert_eq!(case.stage, Stage::VotePassed);
    }

    #[test]
    fn it_is_one_of_the_list_and_the_numbers_are_possible() {
        drafted().when(vote(9, 20), day(70)).refused("not-on-the-list");
        let impossible = RecordEmployerVote { ballot: ballot(10, 11, 11), ..vote(1, 0) };
        drafted().when(impossible, day(70)).refused("present-exceed-members");
        Scenario::through(Step::Draft).when(vote(1, 20), day(70)).refused("not-joint");
    }
}
