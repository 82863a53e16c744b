//! The form of recording the credit code.

use heyi_core::employer::decisions::RegisterKind;
use heyi_core::employer::decisions::record_credit_code::RecordCreditCode;
use heyi_core::event::employer::CreditCodeRecorded;

use crate::form::opening::parse_code;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec<RegisterKind> = FormSpec {
    kind: RegisterKind::RecordCreditCode,
    dated: true,
    fields: &[Field::required("credit_code", Widget::Line, "统一社会信用代码", "Unified social credit code")
        .hint("18 位，会核对校验位。", "18 characters; the check characters are verified.")],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<RecordCreditCode> {
    let credit_code = form.parsed("credit_code", parse_code)?;
    Some(RecordCreditCode(CreditCodeRecorded { credit_code }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &CreditCodeRecorded, form: &mut Filler<'_>) {
    form.text("credit_code", &recorded.credit_code);
}
