//! Approve a proposal and publish its figures (批准发布).

use crate::event::PublicationEvent;
use crate::event::publication::{FigurePublished, PublishedTable};
use crate::publication::Publication;
use crate::publication::ground::PublicationGround;
use crate::refusal::Refusal;

use super::{Decision, waits};

/// Approves the proposal: its tables are published as they were computed for the reviewer, small numbers withheld. Never one's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishFigures {
    /// The tables of the proposal, computed from their ids.
    pub tables: Vec<PublishedTable>,
    /// The version of the rule by which numbers were withheld.
    pub rule: String,
    /// A remark of the reviewer.
    pub remark: String,
}

impl Decision for PublishFigures {
    fn may(publication: &Publication) -> Result<(), Refusal> {
        waits(publication)
    }

    fn decide(self, publication: &Publication, ground: &PublicationGround) -> Result<PublicationEvent, Refusal> {
        let Some(proposal) = &publication.proposal else { return Err(waits_for_nothing()) };
        if publication.proposers.contains(&ground.by) {
            return Err(Refusal::new(
                "own-proposal",
                "不能批准自己提出或修改过的发布，须由他人批准。",
                "Nobody approves what they proposed or changed themselves; another person must.",
            ));
        }
        let computed: Vec<&str> = self.tables.iter().map(|table| table.id.as_str()).collect();
        if computed != proposal.tables {
            return Err(waits_for_nothing());
        }
        Ok(PublicationEvent::FigurePublished(Box::new(FigurePublished {
            tables: self.tables,
            threshold: proposal.threshold,
            rule: self.rule,
            remark: self.remark,
        })))
    }
}

/// The proposal is another than the one whose tables were computed.
fn waits_for_nothing() -> Refusal {
    Refusal::new(
        "another-proposal",
        "提议已有改动；请重新打开页面，看过之后再批准。",
        "The proposal was changed meanwhile. Open the page again, look at it, then approve.",
    )
}

#[cfg(test)]
mod tests {
    use crate::publication::PublicationState;
    use crate::publication::scenario::{Desk, figures};

    #[test]
    fn another_person_approves_and_the_digits_are_kept() {
        Desk::proposed().when(figures()).refused("own-proposal");
        let publication = Desk::proposed().by_another().when(figures()).recorded();
        assert_eq!(publication.state(), PublicationState::Published);
        let published = publication.published.unwrap();
        assert_eq!(published.figures.tables, figures().tables);
        assert_eq!(published.figures.threshold, 5);
    }

    #[test]
    fn only_the_tables_of_the_proposal_are_published() {
        let mut other = figures();
        other.tables[0].id = "women-covered.1~on.2026-12-31".into();
        Desk::proposed().by_another().when(other).refused("another-proposal");
        let mut fewer = figures();
        fewer.tables.clear();
        Desk::proposed().by_another().when(fewer).refused("another-proposal");
    }

    #[test]
    fn nothing_is_published_twice_or_after_it_was_declined() {
        Desk::published().when(figures()).refused("already-published");
        Desk::proposed().and_declined().by_another().when(figures()).refused("declined");
        Desk::empty().when(figures()).refused("publication-unknown");
    }
}
