//! The form of changing a proposal (修改提议).

use heyi_core::publication::decisions::PublicationStep;
use heyi_core::publication::decisions::amend_proposal::AmendProposal;

use super::proposal;
use crate::form::{FormSpec, Reader};

/// What is asked.
pub static FORM: FormSpec<PublicationStep> =
    FormSpec { kind: PublicationStep::AmendProposal, dated: false, fields: &proposal::FIELDS };

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<AmendProposal> {
    Some(AmendProposal(proposal::parse(form)?.into()))
}
