//! Decline a proposal (不予发布).

use crate::event::PublicationEvent;
use crate::event::publication::ProposalDeclined;
use crate::publication::Publication;
use crate::publication::ground::PublicationGround;
use crate::refusal::Refusal;

use super::{Decision, waits};

/// Sends a proposal back with the reason. Whoever proposed it may change it; it waits again then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclineProposal(pub ProposalDeclined);

impl Decision for DeclineProposal {
    fn may(publication: &Publication) -> Result<(), Refusal> {
        waits(publication)
    }

    fn decide(self, _: &Publication, _: &PublicationGround) -> Result<PublicationEvent, Refusal> {
        Refusal::unless_filled("reason", &self.0.reason)?;
        Ok(PublicationEvent::ProposalDeclined(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::publication::scenario::Desk;

    use super::*;

    fn decline(reason: &str) -> DeclineProposal {
        DeclineProposal(ProposalDeclined { reason: reason.into() })
    }

    #[test]
    fn the_reason_is_said() {
        Desk::proposed().when(decline(" ")).refused("required");
        let publication = Desk::proposed().when(decline("应按市分组")).recorded();
        assert_eq!(publication.declined.as_deref(), Some("应按市分组"));
        Desk::proposed().and_declined().when(decline("再退")).refused("declined");
    }
}
