//! The form of renaming an employer.

use heyi_core::employer::decisions::RegisterKind;
use heyi_core::employer::decisions::rename_employer::RenameEmployer;
use heyi_core::event::employer::EmployerRenamed;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec<RegisterKind> = FormSpec {
    kind: RegisterKind::RenameEmployer,
    dated: true,
    fields: &[Field::required("name", Widget::Line, "新名称", "New name")
        .hint("写全称；原名称保留，仍可查到。", "In full; the former name is kept and found.")],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<RenameEmployer> {
    Some(RenameEmployer(EmployerRenamed { name: form.text("name") }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &EmployerRenamed, form: &mut Filler<'_>) {
    form.text("name", &recorded.name);
}
