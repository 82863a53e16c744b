//! The form of the filing (报送) with the labour department.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::file_contract::FileContract;
use heyi_core::event::filing::Filed;

use crate::form::choices::{FILING_PAPERS, SIDES};
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::FileContract,
    dated: true,
    fields: &[
        Field::required("department", Widget::Line, "报送部门", "Department").hint("人力资源和社会保障行政部门全称。", "The labour department's full name."),
        Field::required("sent_by", Widget::Choice(SIDES.choices), "报送方", "Sent by").hint("依法由用人单位报送。", "By law, the employer."),
        Field::required("papers", Widget::Choices(FILING_PAPERS.choices), "报送材料", "Papers sent"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<FileContract> {
    let department = form.text("department");
    let sent_by = form.choice("sent_by", &SIDES);
    let papers = form.choices("papers", &FILING_PAPERS);
    Some(FileContract(Filed { department, sent_by: sent_by?, papers }))
}

/// Fills in what was recorded.
pub fn fill(filed: &Filed, form: &mut Filler<'_>) {
    form.text("department", &filed.department);
    form.choice("sent_by", &SIDES, filed.sent_by);
    form.choices("papers", &FILING_PAPERS, &filed.papers);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::filing::FilingPaper;
    use heyi_core::event::representation::Side;

    use crate::form::kit;

    use super::*;


    #[test]
    fn papers_are_ticked() {
        let typed = [("department", "南京市人社局"), ("sent_by", "employer"), ("papers", "text"), ("papers", "resolution")];
        let filed = Filed {
            department: "南京市人社局".into(),
            sent_by: Side::Employer,
            papers: vec![FilingPaper::Text, FilingPaper::Resolution],
        };
        assert_eq!(kit::command(DecisionKind::FileContract, &typed), FileContract(filed).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::FileContract, &[("sent_by", "staff")]);
        assert_eq!(wrong, ["department required", "papers required"]);
        let wrong = kit::wrong(DecisionKind::FileContract, &[("department", "局"), ("papers", "照片")]);
        assert_eq!(wrong, ["sent_by required", "papers unknown-choice"]);
    }
}
