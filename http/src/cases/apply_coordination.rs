//! The form: apply for coordination (协调处理) of an interest dispute.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::apply_coordination::ApplyCoordination;
use heyi_core::event::coordination::CoordinationApplied;

use crate::form::choices::COORDINATION_BY;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::ApplyCoordination,
    dated: true,
    fields: &[
        Field::required("by", Widget::Choice(COORDINATION_BY.choices), "提出方", "Set going by"),
        Field::required("department", Widget::Line, "受理部门", "Department"),
        Field::required("matter", Widget::Area, "争议事项", "What the sides cannot agree on").hint("协商、签订过程中的争议。已生效合同不履行的，请用“主张违约”。", "A dispute in negotiating or signing. Where an agreement in effect is not kept, use \"Allege a breach\"."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<ApplyCoordination> {
    let by = form.choice("by", &COORDINATION_BY);
    let department = form.text("department");
    let matter = form.text("matter");
    Some(ApplyCoordination(CoordinationApplied { by: by?, department, matter }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &CoordinationApplied, form: &mut Filler<'_>) {
    form.choice("by", &COORDINATION_BY, recorded.by);
    form.text("department", &recorded.department);
    form.text("matter", &recorded.matter);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::coordination::CoordinationBy;

    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("by", "department"), ("department", "依实际情况"), ("matter", "依实际情况")];
        let expected = ApplyCoordination(CoordinationApplied { by: CoordinationBy::Department, department: "依实际情况".into(), matter: "依实际情况".into() });
        assert_eq!(kit::command(DecisionKind::ApplyCoordination, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("by", "其他")];
        let wrong = kit::wrong(DecisionKind::ApplyCoordination, &typed);
        assert_eq!(wrong, ["by unknown-choice", "department required", "matter required"]);
    }
}
