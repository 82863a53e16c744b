//! The form of approving a correction or withdrawal of a closed case.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::approve_correction::ApproveCorrection;
use heyi_core::event::entries::CorrectionApproved;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::ApproveCorrection,
    dated: false,
    fields: &[
        Field::required("entry", Widget::Entry, "第几号记录", "Entry")
            .hint("等待批准的更正或撤回；不能批准自己提出的。", "The correction or withdrawal that waits; never one's own."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<ApproveCorrection> {
    form.entry("entry").map(|entry| ApproveCorrection(CorrectionApproved { entry }))
}

/// Fills in what was recorded.
pub fn fill(approval: &CorrectionApproved, form: &mut Filler<'_>) {
    form.entry("entry", approval.entry);
}

#[cfg(test)]
mod tests {
    use heyi_core::ids::Version;

    use crate::form::kit;

    use super::*;


    #[test]
    fn an_approval_is_read_as_typed() {
        let command = kit::command(DecisionKind::ApproveCorrection, &[("entry", "9")]);
        assert_eq!(command, ApproveCorrection(CorrectionApproved { entry: Version(9) }).into());
    }

    #[test]
    fn the_entry_must_be_named() {
        assert_eq!(kit::wrong(DecisionKind::ApproveCorrection, &[]), ["entry required"]);
    }
}
