//! File (报送) the signed text with the labour department.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::filing::{Filed, FilingPaper};
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::Step;

use super::Decision;

/// Records the filing: by law the employer's duty, ten days from the signatures (集体合同规定 art 42).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileContract(pub Filed);

impl Decision for FileContract {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?.needs(Step::Signature, Some("filing"))?.not_yet(Step::Filing)?.allowed()
    }

    fn decide(self, _: &Occurred, case: &Case, ground: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        let filed = self.0;
        Refusal::unless_filled("department", &filed.department)?;
        if !filed.papers.contains(&FilingPaper::Text) {
            return Err(Refusal::new(
                "text-not-filed",
                "报送材料须包含双方首席代表签字的合同文本。",
                "What is filed includes the text signed by both chiefs.",
            )
            .at("papers")
            .citing(ground.cite(case, "filing")));
        }
        Ok(CaseEvent::Filed(filed))
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, day, filed};

    use super::*;

    #[test]
    fn what_is_signed_is_filed_with_its_text() {
        Scenario::through(Step::Signature).when(FileContract(filed()), day(99)).then(CaseEvent::Filed(filed()));
        Scenario::through(Step::Vote).when(FileContract(filed()), day(99)).refused_citing("needs-signature", "42");
        let bare = Filed { papers: vec![FilingPaper::Resolution], ..filed() };
        Scenario::through(Step::Signature).when(FileContract(bare), day(99)).refused_citing("text-not-filed", "42");
    }
}
