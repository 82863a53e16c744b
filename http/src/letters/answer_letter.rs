//! The form of recording the answer to a letter.

use heyi_core::event::letter::LetterAnswered;
use heyi_core::letter::decisions::LetterStep;
use heyi_core::letter::decisions::answer_letter::AnswerLetter;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec<LetterStep> = FormSpec {
    kind: LetterStep::AnswerLetter,
    dated: true,
    fields: &[
        Field::required("answer", Widget::Area, "答复内容和措施", "What the answer says")
            .hint("不要写人名。", "Name nobody."),
        Field::optional("remedied", Widget::YesNoUnknown, "是否已经整改", "Is the matter mended?")
            .hint("拒绝或未整改的选“否”。", "\"No\" also when they refuse."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<AnswerLetter> {
    Some(AnswerLetter(LetterAnswered { answer: form.text("answer"), remedied: form.yes_no("remedied") }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &LetterAnswered, form: &mut Filler<'_>) {
    form.text("answer", &recorded.answer);
    form.yes_no("remedied", recorded.remedied);
}
