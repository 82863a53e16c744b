//! Issue the offer (要约).

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::offer::OfferIssued;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::Step;

use super::Decision;

/// Issues the offer: by the staff side, the employer, or the upper union on behalf. After a refusal it can be issued again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueOffer(pub OfferIssued);

impl Decision for IssueOffer {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?.not_yet(Step::Offer)?.not_yet(Step::Session)?.not_yet(Step::Outcome)?.allowed()
    }

    fn decide(self, _: &Occurred, case: &Case, ground: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        let offer = self.0;
        Refusal::unless_filled("subject", &offer.subject)?;
        if !offer.in_writing {
            return Err(Refusal::new(
                "offer-not-in-writing",
                "要约须以书面形式提出。",
                "An offer must be made in writing.",
            )
            .at("in_writing")
            .citing(ground.cite(case, "offer.reply")));
        }
        Ok(CaseEvent::OfferIssued(offer))
    }
}

#[cfg(test)]
mod tests {
    use crate::event::offer::{Answer, OfferBy};
    use crate::scenario::{Scenario, day, offer, reply};

    use super::*;

    #[test]
    fn either_side_or_the_upper_union_may_offer() {
        for by in [OfferBy::Staff, OfferBy::Employer, OfferBy::UpperUnion] {
            let offer = OfferIssued { by, ..offer() };
            Scenario::opened().when(IssueOffer(offer.clone()), day(1)).then(CaseEvent::OfferIssued(offer));
        }
    }

    #[test]
    fn an_offer_is_in_writing() {
        let spoken = OfferIssued { in_writing: false, ..offer() };
        Scenario::opened().when(IssueOffer(spoken), day(1)).refused_citing("offer-not-in-writing", "32");
    }

    #[test]
    fn one_offer_is_open_at_a_time_and_a_refused_one_may_be_repeated() {
        Scenario::through(Step::Offer).when(IssueOffer(offer()), day(30)).refused("already-offer");
        let refused = CaseEvent::ReplyReceived(reply(Answer::Refuses));
        Scenario::through(Step::Delivery)
            .and(refused, day(8))
            .when(IssueOffer(offer()), day(30))
            .then(CaseEvent::OfferIssued(offer()));
    }
}
