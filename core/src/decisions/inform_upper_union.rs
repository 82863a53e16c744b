//! Inform the upper union.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::upper_union::UpperUnionInformed;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::Step;

use super::Decision;

/// Records that the upper union was told of the negotiation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InformUpperUnion(pub UpperUnionInformed);

impl Decision for InformUpperUnion {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?.not_yet(Step::UpperUnion)?.allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("union", &self.0.union)?;
        Ok(CaseEvent::UpperUnionInformed(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, day};

    use super::*;

    #[test]
    fn the_upper_union_is_told_once() {
        let told = UpperUnionInformed { union: "市总工会".into(), what: "开展协商".into() };
        let _ = Scenario::opened().when(InformUpperUnion(told.clone()), day(1)).recorded();
        let again = Scenario::opened().and(CaseEvent::UpperUnionInformed(told.clone()), day(1));
        again.when(InformUpperUnion(told), day(2)).refused("already-upper-union");
        let silent = UpperUnionInformed { union: String::new(), what: String::new() };
        Scenario::opened().when(InformUpperUnion(silent), day(1)).refused("required");
    }
}
