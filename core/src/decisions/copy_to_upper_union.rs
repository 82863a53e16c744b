//! Copy the signed text to the upper union (抄送上级工会).

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::upper_union::CopiedToUpperUnion;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::Step;

use super::Decision;

/// Records that the signed text was copied to the upper union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyToUpperUnion(pub CopiedToUpperUnion);

impl Decision for CopyToUpperUnion {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?.needs(Step::Signature, None)?.not_yet(Step::Copy)?.allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("union", &self.0.union)?;
        Ok(CaseEvent::CopiedToUpperUnion(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, day};

    use super::*;

    #[test]
    fn what_is_copied_is_signed() {
        let copied = CopyToUpperUnion(CopiedToUpperUnion { union: "市总工会".into() });
        let _ = Scenario::through(Step::Signature).when(copied.clone(), day(90)).recorded();
        Scenario::through(Step::Vote).when(copied, day(90)).refused("needs-signature");
    }
}
