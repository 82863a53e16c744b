//! The form: inform the upper union.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::inform_upper_union::InformUpperUnion;
use heyi_core::event::upper_union::UpperUnionInformed;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::InformUpperUnion,
    dated: true,
    fields: &[
        Field::required("union", Widget::Line, "上级工会", "Upper union"),
        Field::optional("what", Widget::Line, "告知内容", "What it was told"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<InformUpperUnion> {
    let union = form.text("union");
    let what = form.text("what");
    Some(InformUpperUnion(UpperUnionInformed { union, what }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &UpperUnionInformed, form: &mut Filler<'_>) {
    form.text("union", &recorded.union);
    form.text("what", &recorded.what);
}

#[cfg(test)]
mod tests {
    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("union", "依实际情况"), ("what", "依实际情况")];
        let expected = InformUpperUnion(UpperUnionInformed { union: "依实际情况".into(), what: "依实际情况".into() });
        assert_eq!(kit::command(DecisionKind::InformUpperUnion, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::InformUpperUnion, &[]);
        assert_eq!(wrong, ["union required"]);
    }
}
