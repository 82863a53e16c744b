//! The form: copy the signed text to the upper union (抄送上级工会).

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::copy_to_upper_union::CopyToUpperUnion;
use heyi_core::event::upper_union::CopiedToUpperUnion;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::CopyToUpperUnion,
    dated: true,
    fields: &[
        Field::required("union", Widget::Line, "上级工会", "Upper union"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<CopyToUpperUnion> {
    let union = form.text("union");
    Some(CopyToUpperUnion(CopiedToUpperUnion { union }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &CopiedToUpperUnion, form: &mut Filler<'_>) {
    form.text("union", &recorded.union);
}

#[cfg(test)]
mod tests {
    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("union", "依实际情况")];
        let expected = CopyToUpperUnion(CopiedToUpperUnion { union: "依实际情况".into() });
        assert_eq!(kit::command(DecisionKind::CopyToUpperUnion, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::CopyToUpperUnion, &[]);
        assert_eq!(wrong, ["union required"]);
    }
}
