//! The form of changing the division code.

use heyi_core::employer::decisions::RegisterKind;
use heyi_core::employer::decisions::recode_employer::RecodeEmployer;
use heyi_core::event::employer::EmployerRecoded;

use crate::form::opening::parse_place;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec<RegisterKind> = FormSpec {
    kind: RegisterKind::RecodeEmployer,
    dated: true,
    fields: &[
        Field::required("place", Widget::Place, "新区划代码", "New division code")
            .hint("区划调整或单位搬迁后的代码；合同效力不受影响。", "After the divisions changed or it moved; agreements stay valid."),
        Field::required("code_set", Widget::Day, "代码集日期", "Day of the code set")
            .hint("新代码所依据的区划代码集的截至日期，如 2023-06-30。", "The day the code set stands for from which the new code is taken, such as 2023-06-30."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<RecodeEmployer> {
    let to = form.parsed("place", parse_place);
    let code_set = form.day("code_set");
    Some(RecodeEmployer { to: to?, code_set: code_set? })
}

/// Fills in what was recorded.
pub fn fill(recorded: &EmployerRecoded, form: &mut Filler<'_>) {
    form.text("place", recorded.to.code());
    form.day("code_set", Some(recorded.code_set));
}
