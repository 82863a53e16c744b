//! The form: record a settlement (和解).

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::settle_dispute::SettleDispute;
use heyi_core::event::dispute::DisputeSettled;

use crate::form::choices::SETTLEMENT_WAYS;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::SettleDispute,
    dated: true,
    fields: &[
        Field::required("breach", Widget::Breach, "哪一项违约", "Which breach"),
        Field::required("way", Widget::Choice(SETTLEMENT_WAYS.choices), "和解方式", "How"),
        Field::required("terms", Widget::Area, "和解内容", "Terms"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<SettleDispute> {
    let breach = form.number("breach");
    let way = form.choice("way", &SETTLEMENT_WAYS);
    let terms = form.text("terms");
    Some(SettleDispute(DisputeSettled { breach: breach?, way: way?, terms }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &DisputeSettled, form: &mut Filler<'_>) {
    form.number("breach", recorded.breach);
    form.choice("way", &SETTLEMENT_WAYS, recorded.way);
    form.text("terms", &recorded.terms);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::dispute::SettlementWay;

    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("breach", "2"), ("way", "in-court"), ("terms", "依实际情况")];
        let expected = SettleDispute(DisputeSettled { breach: 2, way: SettlementWay::InCourt, terms: "依实际情况".into() });
        assert_eq!(kit::command(DecisionKind::SettleDispute, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("breach", "二"), ("way", "其他")];
        let wrong = kit::wrong(DecisionKind::SettleDispute, &typed);
        assert_eq!(wrong, ["breach not-a-number", "way unknown-choice", "terms required"]);
    }
}
