//! Set the aims (协商目标) of a side.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::talks::AimsSet;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::Step;

use super::Decision;

/// Records what a side wants at least and at best. It is told to nobody but who may read the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAims(pub AimsSet);

impl Decision for SetAims {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?.not_yet(Step::Draft)?.not_yet(Step::Outcome)?.allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        if self.0.least.trim().is_empty() && self.0.best.trim().is_empty() && self.0.topics.is_empty() {
            return Err(Refusal::new("required", "至少填写一项目标或议题。", "Give an aim or a topic.").at("least"));
        }
        Ok(CaseEvent::AimsSet(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::event::representation::Side;
    use crate::scenario::{Scenario, day};

    use super::*;

    #[test]
    fn aims_are_set_before_the_draft_and_say_something() {
        let aims = AimsSet { by: Side::Staff, topics: vec![], least: "不低于法定".into(), best: String::new() };
        let _ = Scenario::opened().when(SetAims(aims.clone()), day(1)).recorded();
        Scenario::through(Step::Draft).when(SetAims(aims.clone()), day(61)).refused("already-draft");
        let silent = AimsSet { least: " ".into(), ..aims };
        Scenario::opened().when(SetAims(silent), day(1)).refused("required");
    }
}
