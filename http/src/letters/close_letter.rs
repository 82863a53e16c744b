//! The form of closing a letter.

use heyi_core::event::letter::LetterClosed;
use heyi_core::letter::decisions::LetterStep;
use heyi_core::letter::decisions::close_letter::CloseLetter;

use crate::form::choices::LETTER_OUTCOMES;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec<LetterStep> = FormSpec {
    kind: LetterStep::CloseLetter,
    dated: true,
    fields: &[
        Field::required("outcome", Widget::Choice(LETTER_OUTCOMES.choices), "办结结果", "How it ended"),
        Field::optional("remark", Widget::Area, "说明", "In words").hint("不要写人名。", "Name nobody."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<CloseLetter> {
    let outcome = form.choice("outcome", &LETTER_OUTCOMES);
    let remark = form.text("remark");
    Some(CloseLetter(LetterClosed { outcome: outcome?, remark }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &LetterClosed, form: &mut Filler<'_>) {
    form.choice("outcome", &LETTER_OUTCOMES, recorded.outcome);
    form.text("remark", &recorded.remark);
}
