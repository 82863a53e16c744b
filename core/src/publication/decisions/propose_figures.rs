//! Propose to publish figures (提出发布).

use crate::event::PublicationEvent;
use crate::event::publication::FiguresProposed;
use crate::publication::Publication;
use crate::publication::ground::PublicationGround;
use crate::refusal::Refusal;

use super::{Decision, check};

/// Proposes tables to be published together. Nothing is public yet: another person must approve it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposeFigures(pub FiguresProposed);

impl Decision for ProposeFigures {
    fn may(publication: &Publication) -> Result<(), Refusal> {
        if publication.proposal.is_some() {
            return Err(Refusal::new("already-proposed", "已经提出。", "It is proposed already."));
        }
        Ok(())
    }

    fn decide(self, publication: &Publication, ground: &PublicationGround) -> Result<PublicationEvent, Refusal> {
        check(&self.0, publication, ground)?;
        Ok(PublicationEvent::FiguresProposed(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::ids::PublicationId;
    use crate::publication::PublicationState;
    use crate::publication::scenario::{Desk, proposal};

    use super::*;

    fn changed(change: impl FnOnce(&mut FiguresProposed)) -> ProposeFigures {
        let mut proposal = proposal();
        change(&mut proposal);
        ProposeFigures(proposal)
    }

    #[test]
    fn a_proposal_publishes_nothing() {
        let publication = Desk::empty().when(ProposeFigures(proposal())).recorded();
        assert_eq!(publication.state(), PublicationState::Proposed);
        assert!(publication.published.is_none());
        Desk::proposed().when(ProposeFigures(proposal())).refused("already-proposed");
    }

    #[test]
    fn what_is_wrong_with_a_proposal_is_told() {
        Desk::empty().when(changed(|it| it.title = "  ".into())).refused("required");
        Desk::empty().when(changed(|it| it.tables.clear())).refused("no-table");
        Desk::empty().when(changed(|it| it.tables.push(it.tables[0].clone()))).refused("table-twice");
        Desk::empty()
            .when(changed(|it| it.tables = (0..13).map(|number| number.to_string()).collect()))
            .refused("too-many-tables");
        for threshold in [0, 1, 101] {
            Desk::empty().when(changed(|it| it.threshold = threshold)).refused("threshold");
        }
    }

    #[test]
    fn what_is_restated_was_published_and_the_reason_is_said() {
        let other = Some(PublicationId(uuid::Uuid::from_u128(99)));
        Desk::empty().when(changed(|it| it.replaces = other)).refused("restates-nothing");
        let silent = changed(|it| (it.replaces, it.remark) = (other, String::new()));
        Desk::empty().after_another().when(silent).refused("required");
        let _ = Desk::empty().after_another().when(changed(|it| it.replaces = other)).recorded();
        let itself = Desk::empty().publication().id;
        Desk::empty().after_another().when(changed(|it| it.replaces = Some(itself))).refused("restates-nothing");
    }
}
