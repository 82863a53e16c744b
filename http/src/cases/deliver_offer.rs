//! The form of the delivery of the offer: its day starts the clock of the reply.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::deliver_offer::DeliverOffer;
use heyi_core::event::offer::OfferDelivered;

use crate::form::choices::DELIVERY_WAYS;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::DeliverOffer,
    dated: true,
    fields: &[
        Field::required("way", Widget::Choice(DELIVERY_WAYS.choices), "送达方式", "How it was served"),
        Field::required("received_by", Widget::Line, "接收人职务", "Received by")
            .hint("写部门或职务，如“人力资源部”，不写人名。", "An office or role, such as \"HR office\"; name nobody."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<DeliverOffer> {
    let way = form.choice("way", &DELIVERY_WAYS);
    let received_by = form.text("received_by");
    Some(DeliverOffer(OfferDelivered { way: way?, received_by }))
}

/// Fills in what was recorded.
pub fn fill(delivery: &OfferDelivered, form: &mut Filler<'_>) {
    form.choice("way", &DELIVERY_WAYS, delivery.way);
    form.text("received_by", &delivery.received_by);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::offer::DeliveryWay;

    use crate::form::kit;

    use super::*;


    #[test]
    fn a_delivery_is_read_as_typed() {
        let command = kit::command(DecisionKind::DeliverOffer, &[("way", "post"), ("received_by", "人力资源部")]);
        let delivery = OfferDelivered { way: DeliveryWay::Post, received_by: "人力资源部".into() };
        assert_eq!(command, DeliverOffer(delivery).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let long = "部".repeat(201);
        let wrong = kit::wrong(DecisionKind::DeliverOffer, &[("way", "pigeon"), ("received_by", &long)]);
        assert_eq!(wrong, ["way unknown-choice", "received_by too-long"]);
    }
}
