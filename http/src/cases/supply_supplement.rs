//! The form of the supplements supplied.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::supply_supplement::SupplySupplement;
use heyi_core::event::filing::SupplementSupplied;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::SupplySupplement,
    dated: true,
    fields: &[
        Field::required("what", Widget::Area, "补正的材料", "What was supplied"),
        Field::optional("restarts_review", Widget::YesNoUnknown, "审查期限是否重新计算", "Whether the review is counted anew")
            .hint("请向部门询问并如实记录；不清楚的留空。", "Ask the department and record the answer; empty when not known."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<SupplySupplement> {
    Some(SupplySupplement(SupplementSupplied {
        what: form.text("what"),
        restarts_review: form.yes_no("restarts_review"),
    }))
}

/// Fills in what was recorded.
pub fn fill(supplied: &SupplementSupplied, form: &mut Filler<'_>) {
    form.text("what", &supplied.what);
    form.yes_no("restarts_review", supplied.restarts_review);
}

#[cfg(test)]
mod tests {
    use crate::form::kit;

    use super::*;


    #[test]
    fn a_supplement_is_read_as_typed() {
        let command = kit::command(DecisionKind::SupplySupplement, &[("what", "决议原件"), ("restarts_review", "否")]);
        let supplied = SupplementSupplied { what: "决议原件".into(), restarts_review: Some(false) };
        assert_eq!(command, SupplySupplement(supplied).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::SupplySupplement, &[("restarts_review", "也许")]);
        assert_eq!(wrong, ["what required", "restarts_review not-yes-or-no"]);
    }
}
