//! The form of recording that a letter was served.

use heyi_core::event::letter::LetterReceived;
use heyi_core::letter::decisions::LetterStep;
use heyi_core::letter::decisions::receive_letter::ReceiveLetter;

use crate::form::choices::DELIVERY_WAYS;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec<LetterStep> = FormSpec {
    kind: LetterStep::ReceiveLetter,
    dated: true,
    fields: &[
        Field::required("way", Widget::Choice(DELIVERY_WAYS.choices), "送达方式", "How it was served"),
        Field::optional("received_by", Widget::Line, "签收人职务或部门", "Taken by, as")
            .hint("写职务或部门，不写人名。", "The office or department; no name."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<ReceiveLetter> {
    let way = form.choice("way", &DELIVERY_WAYS);
    let received_by = form.text("received_by");
    Some(ReceiveLetter(LetterReceived { way: way?, received_by }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &LetterReceived, form: &mut Filler<'_>) {
    form.choice("way", &DELIVERY_WAYS, recorded.way);
    form.text("received_by", &recorded.received_by);
}
