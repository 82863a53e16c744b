//! The form: record guidance by the upper union (上级工会指导).

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::give_guidance::GiveGuidance;
use heyi_core::event::upper_union::GuidanceGiven;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::GiveGuidance,
    dated: true,
    fields: &[
        Field::required("by", Widget::Line, "指导方", "Guided by").hint("上级工会或指导员所在单位。", "The upper union, or the adviser's office."),
        Field::required("what", Widget::Area, "指导内容", "What was done or advised"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<GiveGuidance> {
    let by = form.text("by");
    let what = form.text("what");
    Some(GiveGuidance(GuidanceGiven { by, what }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &GuidanceGiven, form: &mut Filler<'_>) {
    form.text("by", &recorded.by);
    form.text("what", &recorded.what);
}

#[cfg(test)]
mod tests {
    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("by", "依实际情况"), ("what", "依实际情况")];
        let expected = GiveGuidance(GuidanceGiven { by: "依实际情况".into(), what: "依实际情况".into() });
        assert_eq!(kit::command(DecisionKind::GiveGuidance, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::GiveGuidance, &[]);
        assert_eq!(wrong, ["by required", "what required"]);
    }
}
