//! The form: publish a side's representatives.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::publish_representatives::PublishRepresentatives;
use heyi_core::event::representation::RepresentativesPublished;

use crate::form::choices::SIDES;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::PublishRepresentatives,
    dated: true,
    fields: &[
        Field::required("side", Widget::Choice(SIDES.choices), "一方", "Side"),
        Field::optional("way", Widget::Line, "公布方式", "How"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<PublishRepresentatives> {
    let side = form.choice("side", &SIDES);
    let way = form.text("way");
    Some(PublishRepresentatives(RepresentativesPublished { side: side?, way }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &RepresentativesPublished, form: &mut Filler<'_>) {
    form.choice("side", &SIDES, recorded.side);
    form.text("way", &recorded.way);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::representation::Side;

    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("side", "staff"), ("way", "依实际情况")];
        let expected = PublishRepresentatives(RepresentativesPublished { side: Side::Staff, way: "依实际情况".into() });
        assert_eq!(kit::command(DecisionKind::PublishRepresentatives, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("side", "其他")];
        let wrong = kit::wrong(DecisionKind::PublishRepresentatives, &typed);
        assert_eq!(wrong, ["side unknown-choice"]);
    }
}
