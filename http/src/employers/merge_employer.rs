//! The form of merging an employer into another.

use heyi_core::employer::decisions::RegisterKind;
use heyi_core::employer::decisions::merge_employer::MergeEmployer;
use heyi_core::event::employer::EmployerMerged;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};
use crate::form::sentences;

/// What is asked.
pub static FORM: FormSpec<RegisterKind> = FormSpec {
    kind: RegisterKind::MergeEmployer,
    dated: true,
    fields: &[Field::required("into", Widget::Employer, "并入哪个单位", "Merged into")
        .hint("须先在名册中登记。", "It must be in the register.")],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<MergeEmployer> {
    let into = form.parsed("into", |text| text.parse().map_err(|_| sentences::not_an_employer(text)))?;
    Some(MergeEmployer { into })
}

/// Fills in what was recorded.
pub fn fill(recorded: &EmployerMerged, form: &mut Filler<'_>) {
    form.text("into", &recorded.into.to_string());
}
