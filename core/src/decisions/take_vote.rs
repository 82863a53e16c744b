//! Record the vote (审议表决) of the congress.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::congress::{Ballot, VoteResult, VoteTaken};
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::rules::Rule;
use crate::stage::Step;

use super::Decision;

/// Records the roll and the ballot. What they come to follows from the rules in force on the day of the vote
/// (集体合同规定 art 36): at least two thirds of all members present, at least half of all members in favour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakeVote(pub Ballot);

impl Decision for TakeVote {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?.needs(Step::Draft, Some("vote.pass"))?.not_yet(Step::Vote)?.allowed()
    }

    fn decide(self, at: &Occurred, case: &Case, ground: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        judge(&self.0, at, case, ground).map(CaseEvent::VoteTaken)
    }
}

/// What a ballot comes to under the rules in force on its day.
pub(super) fn judge(ballot: &Ballot, at: &Occurred, case: &Case, ground: &Ground<'_>) -> Result<VoteTaken, Refusal> {
    check_numbers(ballot)?;
    let day = ground.day(at);
    let quorum = ground.rule(case, day, "vote.quorum").ok_or_else(no_rule)?;
    let pass = ground.rule(case, day, "vote.pass").ok_or_else(no_rule)?;
    let result = if !holds(quorum, ballot.present, ballot.members)? {
        VoteResult::NoQuorum
    } else if holds(pass, ballot.in_favour, ballot.members)? {
        VoteResult::Passed
    } else {
        VoteResult::Failed
    };
    let (quorum_rule, pass_rule) = (quorum.id.clone(), pass.id.clone());
    Ok(VoteTaken { ballot: ballot.clone(), result, quorum_rule, pass_rule })
}

fn holds(rule: &Rule, part: u32, whole: u32) -> Result<bool, Refusal> {
    let (op, share) = rule.op.zip(rule.share()).ok_or_else(no_rule)?;
    Ok(op.share(u64::from(part), u64::from(whole), share))
}

fn no_rule() -> Refusal {
    Refusal::new(
        "no-vote-rule",
        "所填日期没有可用的表决规则，不能判断结果；请核对日期。",
        "No rule of voting is known for that day, so the result cannot be told. Check the day.",
    )
    .at("occurred")
}

/// Numbers that cannot be true are refused, with the numbers.
fn check_numbers(ballot: &Ballot) -> Result<(), Refusal> {
    let Ballot { members, present, women_present, in_favour, against, abstained, .. } = *ballot;
    if members == 0 {
        return Err(Refusal::new("no-members", "应到人数不能为零。", "There is nobody to vote.").at("members"));
    }
    if present > members {
        return Err(Refusal::new(
            "present-exceed-members",
            format!("实到人数（{present}）多于应到人数（{members}）。"),
            format!("More are present ({present}) than there are members ({members})."),
        )
        .at("present"));
    }
    let cast = u64::from(in_favour) + u64::from(against) + u64::from(abstained);
    if cast != u64::from(present) {
        return Err(Refusal::new(
            "votes-do-not-add-up",
            format!("赞成 {in_favour} + 反对 {against} + 弃权 {abstained} = {cast}，与实到人数 {present} 不符。"),
            format!(
                "For {in_favour} + against {against} + abstained {abstained} = {cast}, but {present} were present."
            ),
        )
        .at("in_favour"));
    }
    if let Some(women) = women_present.filter(|women| *women > present) {
        return Err(Refusal::new(
            "women-exceed-present",
            format!("实到女代表（{women}）多于实到人数（{present}）。"),
            format!("More women ({women}) than members ({present}) are present."),
        )
        .at("women_present"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, ballot, day};
    use crate::stage::Stage;

    use super::*;

    fn result_of(members: u32, present: u32, in_favour: u32) -> VoteResult {
        let ballot = ballot(members, present, in_favour);
        let case = Scenario::through(Step::Draft).when(TakeVote(ballot), day(80)).recorded();
        match case.lines.last().unwrap().event() {
            CaseEvent::VoteTaken(vote) => vote.result,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn of_180_delegates_120_are_a_quorum_and_90_pass() {
        assert_eq!(result_of(180, 119, 119), VoteResult::NoQuorum);
        assert_eq!(result_of(180, 120, 90), VoteResult::Passed);
        assert_eq!(result_of(180, 120, 89), VoteResult::Failed);
        assert_eq!(result_of(180, 120, 60), VoteResult::Failed, "half of those present is not enough");
    }

    #[test]
    fn a_failed_vote_begins_a_round_and_one_without_quorum_does_not() {
        let failed = Scenario::through(Step::Draft).when(TakeVote(ballot(180, 120, 60)), day(80)).recorded();
        assert_eq!((failed.round, failed.stage, failed.draft), (2, Stage::VoteFailed, None));
        let again = Scenario::through(Step::Draft).when(TakeVote(ballot(180, 100, 100)), day(80)).recorded();
        assert_eq!((again.round, again.stage), (1, Stage::DraftAgreed));
    }

    #[test]
    fn impossible_numbers_are_refused_with_the_numbers() {
        let refused = |ballot, code| Scenario::through(Step::Draft).when(TakeVote(ballot), day(80)).refused(code);
        refused(ballot(0, 0, 0), "no-members");
        refused(ballot(100, 101, 101), "present-exceed-members");
        refused(Ballot { against: 5, ..ballot(100, 90, 90) }, "votes-do-not-add-up");
        refused(Ballot { women_present: Some(91), ..ballot(100, 90, 90) }, "women-exceed-present");
        let divided = Ballot { in_favour: 80, against: 5, abstained: 5, ..ballot(100, 90, 90) };
        let _ = Scenario::through(Step::Draft).when(TakeVote(divided), day(80)).recorded();
        let all_women = Ballot { women_present: Some(90), ..ballot(100, 90, 90) };
        let _ = Scenario::through(Step::Draft).when(TakeVote(all_women), day(80)).recorded();
    }

    #[test]
    fn there_is_a_draft_to_vote_on() {
        Scenario::through(Step::Session)
            .when(TakeVote(ballot(180, 180, 180)), day(80))
            .refused_citing("needs-draft", "36");
    }
}
