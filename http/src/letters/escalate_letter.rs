//! The form of taking the matter of a letter further.

use heyi_core::event::letter::LetterEscalated;
use heyi_core::letter::decisions::LetterStep;
use heyi_core::letter::decisions::escalate_letter::EscalateLetter;

use crate::form::choices::ESCALATIONS;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec<LetterStep> = FormSpec {
    kind: LetterStep::EscalateLetter,
    dated: true,
    fields: &[
        Field::required("to", Widget::Choice(ESCALATIONS.choices), "移送或升级方式", "Where the matter is taken"),
        Field::required("what", Widget::Area, "对象和要求", "To whom, and what was asked"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<EscalateLetter> {
    let to = form.choice("to", &ESCALATIONS);
    let what = form.text("what");
    Some(EscalateLetter(LetterEscalated { to: to?, what }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &LetterEscalated, form: &mut Filler<'_>) {
    form.choice("to", &ESCALATIONS, recorded.to);
    form.text("what", &recorded.what);
}
