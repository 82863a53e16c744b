//! The form of progress as a source tells it.

use heyi_core::drive::decisions::DriveKind;
use heyi_core::drive::decisions::tell_progress::TellProgress;
use heyi_core::event::drive::DriveProgressTold;

use crate::form::{Field, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec<DriveKind> = FormSpec {
    kind: DriveKind::TellProgress,
    dated: true,
    fields: &[
        Field::optional("answered", Widget::Number, "已答复（家）", "Have answered"),
        Field::optional("signed", Widget::Number, "已签订（家）", "Have signed"),
        Field::optional("of", Widget::Number, "总数（家）", "Of how many"),
        Field::required("words", Widget::Line, "资料原话", "Words of the source")
            .hint("公布的数字照抄；系统从案件统计的数字另列，不合并。", "Figures as published; what is counted from the cases stands apart."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<TellProgress> {
    let answered = form.number("answered");
    let signed = form.number("signed");
    let of = form.number("of");
    let words = form.text("words");
    Some(TellProgress(DriveProgressTold { answered, signed, of, words }))
}
