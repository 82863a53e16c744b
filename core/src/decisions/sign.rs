//! Sign and seal (签字盖章).

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::outcome::Signed;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::Step;

use super::Decision;

/// Records the signatures of both chiefs: only after a passed vote of the same round (集体合同规定 art 37).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign(pub Signed);

impl Decision for Sign {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?
            .needs(Step::Vote, Some("sign.after_vote"))?
            .not_yet(Step::Signature)?
            .allowed()
    }

    fn decide(self, _: &Occurred, case: &Case, ground: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        if !(self.0.staff_chief && self.0.employer_chief) {
            return Err(Refusal::new(
                "both-chiefs-sign",
                "合同须由双方首席代表签字。",
                "The contract is signed by the chief representatives of both sides.",
            )
            .at("staff_chief")
            .citing(ground.cite(case, "sign.after_vote")));
        }
        Ok(CaseEvent::Signed(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, day, signed};

    use super::*;

    #[test]
    fn signing_follows_a_passed_vote() {
        Scenario::through(Step::Vote).when(Sign(signed()), day(99)).then(CaseEvent::Signed(signed()));
        Scenario::through(Step::Draft).when(Sign(signed()), day(99)).refused_citing("needs-vote", "37");
        Scenario::through(Step::Vote).when(Sign(signed()), day(2)).refused("out-of-order");
    }

    #[test]
    fn both_chiefs_sign() {
        let half = Signed { employer_chief: false, ..signed() };
        Scenario::through(Step::Vote).when(Sign(half), day(99)).refused_citing("both-chiefs-sign", "37");
    }
}
