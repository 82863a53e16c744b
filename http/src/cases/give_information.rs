//! The form of giving information to the other side.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::give_information::GiveInformation;
use heyi_core::event::talks::InformationGiven;

use crate::form::choices::SIDES;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::GiveInformation,
    dated: true,
    fields: &[
        Field::required("by", Widget::Choice(SIDES.choices), "提供方", "Given by"),
        Field::required("what", Widget::Area, "提供了什么资料", "What was given")
            .hint("涉及女职工的只写人数，不写人名。", "Women are counted, never named."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<GiveInformation> {
    let by = form.choice("by", &SIDES);
    let what = form.text("what");
    Some(GiveInformation(InformationGiven { by: by?, what }))
}

/// Fills in what was recorded.
pub fn fill(information: &InformationGiven, form: &mut Filler<'_>) {
    form.choice("by", &SIDES, information.by);
    form.text("what", &information.what);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::representation::Side;

    use crate::form::kit;

    use super::*;


    #[test]
    fn information_is_read_as_typed() {
        let typed = [("by", "employer"), ("what", "职称名单（人数）")];
        let information = InformationGiven { by: Side::Employer, what: "职称名单（人数）".into() };
        assert_eq!(kit::command(DecisionKind::GiveInformation, &typed), GiveInformation(information).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let long = "字".repeat(10_001);
        let wrong = kit::wrong(DecisionKind::GiveInformation, &[("by", "union"), ("what", &long)]);
        assert_eq!(wrong, ["by unknown-choice", "what too-long"]);
    }
}
