//! The form: record an order to mend a breach (责令改正).

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::order_rectification::OrderRectification;
use heyi_core::event::dispute::RectificationOrdered;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::OrderRectification,
    dated: true,
    fields: &[
        Field::required("breach", Widget::Breach, "哪一项违约", "Which breach"),
        Field::required("authority", Widget::Line, "作出机关", "Authority"),
        Field::required("what", Widget::Area, "责令内容", "What is ordered"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<OrderRectification> {
    let breach = form.number("breach");
    let authority = form.text("authority");
    let what = form.text("what");
    Some(OrderRectification(RectificationOrdered { breach: breach?, authority, what }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &RectificationOrdered, form: &mut Filler<'_>) {
    form.number("breach", recorded.breach);
    form.text("authority", &recorded.authority);
    form.text("what", &recorded.what);
}

#[cfg(test)]
mod tests {
    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("breach", "2"), ("authority", "依实际情况"), ("what", "依实际情况")];
        let expected = OrderRectification(RectificationOrdered { breach: 2, authority: "依实际情况".into(), what: "依实际情况".into() });
        assert_eq!(kit::command(DecisionKind::OrderRectification, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("breach", "二")];
        let wrong = kit::wrong(DecisionKind::OrderRectification, &typed);
        assert_eq!(wrong, ["breach not-a-number", "authority required", "what required"]);
    }
}
