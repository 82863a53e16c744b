//! The form of resuming the talks.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::resume::Resume;
use heyi_core::event::talks::Resumed;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::Resume,
    dated: true,
    fields: &[
        Field::optional("terms", Widget::Area, "恢复协商的约定", "What was agreed about it").hint("没有约定的留空。", "Empty when nothing was agreed."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<Resume> {
    Some(Resume(Resumed { terms: form.text("terms") }))
}

/// Fills in what was recorded.
pub fn fill(resumption: &Resumed, form: &mut Filler<'_>) {
    form.text("terms", &resumption.terms);
}

#[cfg(test)]
mod tests {
    use crate::form::kit;

    use super::*;


    #[test]
    fn it_is_read_as_typed() {
        let resumption = Resumed { terms: "照原议程".into() };
        assert_eq!(kit::command(DecisionKind::Resume, &[("terms", " 照原议程 ")]), Resume(resumption).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::Resume, &[("terms", "a\u{0}"), ("occurred", "?")]);
        assert_eq!(wrong, ["terms not-plain-text", "occurred not-a-day"]);
    }
}
