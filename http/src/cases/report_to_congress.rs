//! The form of the report on performance to the congress.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::report_to_congress::ReportToCongress;
use heyi_core::event::performance::ReportedToCongress;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::ReportToCongress,
    dated: true,
    fields: &[
        Field::required("report", Widget::Area, "报告内容", "What was reported"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<ReportToCongress> {
    Some(ReportToCongress(ReportedToCongress { report: form.text("report") }))
}

/// Fills in what was recorded.
pub fn fill(told: &ReportedToCongress, form: &mut Filler<'_>) {
    form.text("report", &told.report);
}

#[cfg(test)]
mod tests {
    use crate::form::kit;

    use super::*;


    #[test]
    fn it_is_read_as_typed() {
        let told = ReportedToCongress { report: "均已履行".into() };
        assert_eq!(kit::command(DecisionKind::ReportToCongress, &[("report", " 均已履行 ")]), ReportToCongress(told).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::ReportToCongress, &[("report", "a\u{0}"), ("occurred", "?")]);
        assert_eq!(wrong, ["report not-plain-text", "occurred not-a-day"]);
    }
}
