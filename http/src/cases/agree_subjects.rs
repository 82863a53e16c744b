//! The form of agreeing on the subjects (商定议题).

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::agree_subjects::AgreeSubjects;
use heyi_core::event::talks::SubjectsAgreed;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::AgreeSubjects,
    dated: true,
    fields: &[
        Field::optional("topics", Widget::Topics, "协商议题", "Topics")
            .hint("资料未列明的不选。", "None when the source does not name them."),
        Field::optional("text", Widget::Area, "议题说明", "In words"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<AgreeSubjects> {
    let topics = form.topics("topics");
    let text = form.text("text");
    Some(AgreeSubjects(SubjectsAgreed { topics, text }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &SubjectsAgreed, form: &mut Filler<'_>) {
    form.topics("topics", &recorded.topics);
    form.text("text", &recorded.text);
}

#[cfg(test)]
mod tests {
    use heyi_core::topic::TopicCode;

    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("topics", "CAR.01"), ("text", "生育后考核")];
        let expected = SubjectsAgreed { topics: vec![TopicCode("CAR.01".into())], text: "生育后考核".into() };
        assert_eq!(kit::command(DecisionKind::AgreeSubjects, &typed), AgreeSubjects(expected).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        assert_eq!(kit::wrong(DecisionKind::AgreeSubjects, &[("topics", "XX.99")]), ["topics unknown-topic"]);
    }
}
