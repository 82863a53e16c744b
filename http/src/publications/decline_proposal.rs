//! The form of declining a proposal (不予发布).

use heyi_core::event::publication::ProposalDeclined;
use heyi_core::publication::decisions::PublicationStep;
use heyi_core::publication::decisions::decline_proposal::DeclineProposal;

use crate::form::{Field, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec<PublicationStep> = FormSpec {
    kind: PublicationStep::DeclineProposal,
    dated: false,
    fields: &[Field::required("reason", Widget::Area, "原因", "Why").hint(
        "提出人可以修改后再次提交。不写人名。",
        "Whoever proposed it may change it and send it again. Name nobody.",
    )],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<DeclineProposal> {
    let reason = form.text("reason");
    Some(DeclineProposal(ProposalDeclined { reason }))
}
