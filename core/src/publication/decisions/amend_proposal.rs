//! Change a proposal (修改提议).

use crate::event::PublicationEvent;
use crate::event::publication::ProposalAmended;
use crate::publication::Publication;
use crate::publication::ground::PublicationGround;
use crate::refusal::Refusal;

use super::{Decision, already_published, check, exists};

/// Says the proposal anew: another table, another title. One that was declined waits for a reviewer again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmendProposal(pub ProposalAmended);

impl Decision for AmendProposal {
    fn may(publication: &Publication) -> Result<(), Refusal> {
        exists(publication)?;
        if publication.published.is_some() { Err(already_published()) } else { Ok(()) }
    }

    fn decide(self, publication: &Publication, ground: &PublicationGround) -> Result<PublicationEvent, Refusal> {
        check(&self.0.clone().into(), publication, ground)?;
        Ok(PublicationEvent::ProposalAmended(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::publication::PublicationState;
    use crate::publication::scenario::{Desk, figures, proposal};

    use super::*;

    fn another_title() -> AmendProposal {
        AmendProposal(ProposalAmended { title: "上半年覆盖情况（二稿）".into(), ..proposal().into() })
    }

    #[test]
    fn what_was_declined_waits_again_once_it_is_changed() {
        let declined = Desk::proposed().and_declined();
        assert_eq!(declined.publication().state(), PublicationState::Declined);
        let publication = declined.when(another_title()).recorded();
        assert_eq!(publication.state(), PublicationState::Proposed);
        assert_eq!(publication.proposal.unwrap().title, "上半年覆盖情况（二稿）");
    }

    #[test]
    fn whoever_changed_a_proposal_does_not_approve_it() {
        let desk = Desk::proposed().by_another().and_recorded(another_title());
        desk.when(figures()).refused("own-proposal");
    }

    #[test]
    fn what_is_published_is_not_changed() {
        Desk::published().when(another_title()).refused("already-published");
        Desk::empty().when(another_title()).refused("publication-unknown");
    }
}
