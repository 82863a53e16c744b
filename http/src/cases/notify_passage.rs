//! The form: notify the employer in writing that the draft was passed.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::notify_passage::NotifyPassage;
use heyi_core::event::congress::PassageNotified;

use crate::form::choices::DELIVERY_WAYS;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::NotifyPassage,
    dated: true,
    fields: &[
        Field::required("way", Widget::Choice(DELIVERY_WAYS.choices), "送达方式", "How it was served").hint("由职工方首席代表书面告知用人单位；上海的报送期限自此起算。", "In writing, by the staff side's chief; in Shanghai the clock of the filing starts here."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<NotifyPassage> {
    let way = form.choice("way", &DELIVERY_WAYS);
    Some(NotifyPassage(PassageNotified { way: way? }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &PassageNotified, form: &mut Filler<'_>) {
    form.choice("way", &DELIVERY_WAYS, recorded.way);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::offer::DeliveryWay;

    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("way", "post")];
        let expected = NotifyPassage(PassageNotified { way: DeliveryWay::Post });
        assert_eq!(kit::command(DecisionKind::NotifyPassage, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("way", "其他")];
        let wrong = kit::wrong(DecisionKind::NotifyPassage, &typed);
        assert_eq!(wrong, ["way unknown-choice"]);
    }
}
