//! The form of proposing to publish figures (提出发布).

use heyi_core::publication::decisions::PublicationStep;
use heyi_core::publication::decisions::propose_figures::ProposeFigures;

use super::proposal;
use crate::form::{FormSpec, Reader};

/// What is asked.
pub static FORM: FormSpec<PublicationStep> =
    FormSpec { kind: PublicationStep::ProposeFigures, dated: false, fields: &proposal::FIELDS };

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<ProposeFigures> {
    Some(ProposeFigures(proposal::parse(form)?))
}
