//! Link something outside the negotiation that bears on it.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::entries::ReferenceLinked;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Decision;

/// Links a report, a worker's dispute, a prosecutor's action. It never changes how far the case has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkReference(pub ReferenceLinked);

impl Decision for LinkReference {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::exists(case, ground)?.allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("title", &self.0.title)?;
        Refusal::unless_filled("publisher", &self.0.publisher)?;
        Ok(CaseEvent::ReferenceLinked(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::event::entries::ReferenceKind;
    use crate::scenario::{Scenario, day};

    use super::*;

    #[test]
    fn a_dispute_is_a_reference_not_a_state() {
        let dispute = ReferenceLinked {
            kind: ReferenceKind::IndividualDispute,
            title: "孕期调岗争议".into(),
            publisher: "区劳动人事争议仲裁委员会".into(),
            read: String::new(),
            says: String::new(),
        };
        let before = Scenario::through(crate::stage::Step::Reply).case();
        let after = Scenario::through(crate::stage::Step::Reply).when(LinkReference(dispute), day(50)).recorded();
        assert_eq!(before.stage, after.stage);
    }
}
