//! The form: report the end to the labour department (报告终止、解除).

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::file_ending::FileEnding;
use heyi_core::event::ending::EndingFiled;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::FileEnding,
    dated: true,
    fields: &[
        Field::required("department", Widget::Line, "受理部门", "Department"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<FileEnding> {
    let department = form.text("department");
    Some(FileEnding(EndingFiled { department }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &EndingFiled, form: &mut Filler<'_>) {
    form.text("department", &recorded.department);
}

#[cfg(test)]
mod tests {
    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("department", "依实际情况")];
        let expected = FileEnding(EndingFiled { department: "依实际情况".into() });
        assert_eq!(kit::command(DecisionKind::FileEnding, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::FileEnding, &[]);
        assert_eq!(wrong, ["department required"]);
    }
}
