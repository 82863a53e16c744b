//! The form: record the receipt of the award.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::receive_award::ReceiveAward;
use heyi_core::event::dispute::AwardReceived;

use crate::form::choices::SIDES;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::ReceiveAward,
    dated: true,
    fields: &[
        Field::required("breach", Widget::Breach, "哪一项违约", "Which breach"),
        Field::required("by", Widget::Choice(SIDES.choices), "收到方", "Received by"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<ReceiveAward> {
    let breach = form.number("breach");
    let by = form.choice("by", &SIDES);
    Some(ReceiveAward(AwardReceived { breach: breach?, by: by? }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &AwardReceived, form: &mut Filler<'_>) {
    form.number("breach", recorded.breach);
    form.choice("by", &SIDES, recorded.by);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::representation::Side;

    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("breach", "2"), ("by", "staff")];
        let expected = ReceiveAward(AwardReceived { breach: 2, by: Side::Staff });
        assert_eq!(kit::command(DecisionKind::ReceiveAward, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("breach", "二"), ("by", "其他")];
        let wrong = kit::wrong(DecisionKind::ReceiveAward, &typed);
        assert_eq!(wrong, ["breach not-a-number", "by unknown-choice"]);
    }
}
