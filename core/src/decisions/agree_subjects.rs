//! Agree on the subjects (商定议题).

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::talks::SubjectsAgreed;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::Step;

use super::Decision;

/// Records what both sides settled to negotiate about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreeSubjects(pub SubjectsAgreed);

impl Decision for AgreeSubjects {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?.not_yet(Step::Draft)?.not_yet(Step::Outcome)?.allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        if self.0.text.trim().is_empty() && self.0.topics.is_empty() {
            return Err(Refusal::new("required", "至少填写一项议题。", "Name at least one subject.").at("text"));
        }
        Ok(CaseEvent::SubjectsAgreed(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, day};

    use super::*;

    #[test]
    fn subjects_are_settled_before_the_draft_and_name_something() {
        let subjects = SubjectsAgreed { topics: vec![], text: "五期保护".into() };
        let _ = Scenario::opened().when(AgreeSubjects(subjects.clone()), day(1)).recorded();
        Scenario::through(Step::Draft).when(AgreeSubjects(subjects), day(61)).refused("already-draft");
        let silent = SubjectsAgreed { topics: vec![], text: String::new() };
        Scenario::opened().when(AgreeSubjects(silent), day(1)).refused("required");
    }
}
