//! The form of withdrawing what was published (撤回发布).

use heyi_core::event::publication::PublicationWithdrawn;
use heyi_core::publication::decisions::PublicationStep;
use heyi_core::publication::decisions::withdraw_publication::WithdrawPublication;

use crate::form::{Field, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec<PublicationStep> = FormSpec {
    kind: PublicationStep::WithdrawPublication,
    dated: true,
    fields: &[Field::required("reason", Widget::Area, "原因", "Why").hint(
        "原数字仍可查看，原因写在上方。不写人名。",
        "The figures stay readable, with the reason above them. Name nobody.",
    )],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<WithdrawPublication> {
    let reason = form.text("reason");
    Some(WithdrawPublication(PublicationWithdrawn { reason }))
}
