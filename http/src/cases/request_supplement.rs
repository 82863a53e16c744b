//! The form of supplements asked for by the department.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::request_supplement::RequestSupplement;
use heyi_core::event::filing::SupplementRequested;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::RequestSupplement,
    dated: true,
    fields: &[
        Field::required("what", Widget::Area, "要求补正的材料", "What is asked for"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<RequestSupplement> {
    Some(RequestSupplement(SupplementRequested { what: form.text("what") }))
}

/// Fills in what was recorded.
pub fn fill(supplement: &SupplementRequested, form: &mut Filler<'_>) {
    form.text("what", &supplement.what);
}

#[cfg(test)]
mod tests {
    use crate::form::kit;

    use super::*;


    #[test]
    fn it_is_read_as_typed() {
        let supplement = SupplementRequested { what: "决议原件".into() };
        assert_eq!(kit::command(DecisionKind::RequestSupplement, &[("what", " 决议原件 ")]), RequestSupplement(supplement).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::RequestSupplement, &[("what", "a\u{0}"), ("occurred", "?")]);
        assert_eq!(wrong, ["what not-plain-text", "occurred not-a-day"]);
    }
}
