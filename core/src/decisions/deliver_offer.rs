//! Record that the offer reached the other side: its day starts the clock of the reply.

use crate::case::Case;
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::offer::OfferDelivered;
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::Step;

use super::Decision;

/// Records the delivery, with proof of service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliverOffer(pub OfferDelivered);

impl Decision for DeliverOffer {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?
            .needs(Step::Offer, Some("offer.reply"))?
            .not_yet(Step::Delivery)?
            .not_yet(Step::Reply)?
            .allowed()
    }

    fn decide(self, _: &Occurred, _: &Case, _: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("received_by", &self.0.received_by)?;
        Ok(CaseEvent::OfferDelivered(self.0))
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, day, delivery};

    use super::*;

    #[test]
    fn what_was_offered_is_delivered_once() {
        Scenario::through(Step::Offer)
            .when(DeliverOffer(delivery()), day(30))
            .then(CaseEvent::OfferDelivered(delivery()));
        Scenario::through(Step::Delivery).when(DeliverOffer(delivery()), day(30)).refused("already-delivery");
        Scenario::opened().when(DeliverOffer(delivery()), day(30)).refused("needs-offer");
    }

    #[test]
    fn it_cannot_arrive_before_it_was_issued() {
        Scenario::through(Step::Offer).when(DeliverOffer(delivery()), day(1)).refused("out-of-order");
    }
}
