//! The form of recording that an employer no longer exists.

use heyi_core::employer::decisions::RegisterKind;
use heyi_core::employer::decisions::dissolve_employer::DissolveEmployer;
use heyi_core::event::employer::EmployerGone;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec<RegisterKind> = FormSpec {
    kind: RegisterKind::DissolveEmployer,
    dated: true,
    fields: &[Field::required("reason", Widget::Line, "原因", "Why").hint("如“注销”“破产”。", "Such as \"deregistered\" or \"bankrupt\".")],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<DissolveEmployer> {
    Some(DissolveEmployer(EmployerGone { reason: form.text("reason") }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &EmployerGone, form: &mut Filler<'_>) {
    form.text("reason", &recorded.reason);
}
