//! Convene the congress (职工代表大会).

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::congress::CongressConvened;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::Step;

use super::Decision;

/// Calls the congress for the draft. The day planned may lie ahead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConveneCongress(pub CongressConvened);

impl Decision for ConveneCongress {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?.needs(Step::Draft, Some("vote.pass"))?.not_yet(Step::Vote)?.allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        let call = self.0;
        if let (Some(members), Some(women)) = (call.members, call.women)
            && women > members
        {
            return Err(Refusal::new(
                "women-exceed-members",
                format!("女代表人数（{women}）多于代表总数（{members}）。"),
                format!("There are more women ({women}) than members ({members})."),
            )
            .at("women"));
        }
        Ok(CaseEvent::CongressConvened(call))
    }
}

#[cfg(test)]
mod tests {
    use crate::event::congress::Assembly;
    use crate::scenario::{Scenario, day};

    use super::*;

    fn call(women: u32) -> CongressConvened {
        let (members, women) = (Some(180), Some(women));
        CongressConvened { assembly: Assembly::Delegates, planned_day: None, papers_sent: None, members, women }
    }

    #[test]
    fn there_is_a_draft_to_vote_on() {
        let _ = Scenario::through(Step::Draft).when(ConveneCongress(call(90)), day(70)).recorded();
        Scenario::through(Step::Session).when(ConveneCongress(call(90)), day(70)).refused_citing("needs-draft", "36");
    }

    #[test]
    fn women_are_among_the_members() {
        Scenario::through(Step::Draft).when(ConveneCongress(call(181)), day(70)).refused("women-exceed-members");
        let _ = Scenario::through(Step::Draft).when(ConveneCongress(call(180)), day(70)).recorded();
    }
}
