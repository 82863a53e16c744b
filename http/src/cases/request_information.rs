//! The form of asking the other side for information.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::request_information::RequestInformation;
use heyi_core::event::talks::InformationRequested;

use crate::form::choices::SIDES;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::RequestInformation,
    dated: true,
    fields: &[
        Field::required("by", Widget::Choice(SIDES.choices), "要求方", "Asked by"),
        Field::required("what", Widget::Area, "要求提供什么资料", "What is asked for")
            .hint("涉及女职工的只写人数，不写人名。", "Women are counted, never named."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<RequestInformation> {
    let by = form.choice("by", &SIDES);
    let what = form.text("what");
    Some(RequestInformation(InformationRequested { by: by?, what }))
}

/// Fills in what was recorded.
pub fn fill(information: &InformationRequested, form: &mut Filler<'_>) {
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
        let information = InformationRequested { by: Side::Employer, what: "职称名单（人数）".into() };
        assert_eq!(kit::command(DecisionKind::RequestInformation, &typed), RequestInformation(information).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let long = "字".repeat(10_001);
        let wrong = kit::wrong(DecisionKind::RequestInformation, &[("by", "union"), ("what", &long)]);
        assert_eq!(wrong, ["by unknown-choice", "what too-long"]);
    }
}
