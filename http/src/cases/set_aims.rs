//! The form of the aims (协商目标) of a side.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::set_aims::SetAims;
use heyi_core::event::talks::AimsSet;

use crate::form::choices::SIDES;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::SetAims,
    dated: true,
    fields: &[
        Field::required("by", Widget::Choice(SIDES.choices), "哪一方", "Side"),
        Field::optional("topics", Widget::Topics, "协商议题", "Topics")
            .hint("资料未列明的不选。", "None when the source does not name them."),
        Field::optional("least", Widget::Area, "底线目标", "At least"),
        Field::optional("best", Widget::Area, "最优目标", "At best"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<SetAims> {
    let by = form.choice("by", &SIDES);
    let topics = form.topics("topics");
    let least = form.text("least");
    let best = form.text("best");
    Some(SetAims(AimsSet { by: by?, topics, least, best }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &AimsSet, form: &mut Filler<'_>) {
    form.choice("by", &SIDES, recorded.by);
    form.topics("topics", &recorded.topics);
    form.text("least", &recorded.least);
    form.text("best", &recorded.best);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::representation::Side;

    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("by", "staff"), ("least", "不低于法定"), ("best", "另加一年")];
        let expected =
            AimsSet { by: Side::Staff, topics: vec![], least: "不低于法定".into(), best: "另加一年".into() };
        assert_eq!(kit::command(DecisionKind::SetAims, &typed), SetAims(expected).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::SetAims, &[("topics", "XX.99")]);
        assert_eq!(wrong, ["by required", "topics unknown-topic"]);
    }
}
