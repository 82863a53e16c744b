//! The form of an inspection of performance (履约检查), clause by clause.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::inspect_performance::InspectPerformance;
use heyi_core::event::performance::{ClauseFinding, PerformanceInspected};

use crate::form::choices::FINDINGS;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

const FINDING_FIELDS: &[Field] = &[
    Field::required("clause", Widget::Clause, "第几条", "Clause"),
    Field::required("finding", Widget::Choice(FINDINGS.choices), "检查结果", "What was found"),
    Field::optional("basis", Widget::Line, "依据", "What it rests on").hint("如台账、座谈。", "Such as records, a meeting."),
    Field::optional("women_reached", Widget::Number, "惠及女职工人数", "Women reached"),
];

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::InspectPerformance,
    dated: true,
    fields: &[
        Field::required("by", Widget::Line, "检查方", "Inspected by").hint("如“联合检查组”，不写人名。", "Such as \"joint group\"; name nobody."),
        Field::optional("inspectors", Widget::Number, "检查人数", "How many inspectors"),
        Field::optional("findings", Widget::Rows(FINDING_FIELDS), "逐条检查结果", "Clause by clause"),
        Field::optional("repair", Widget::Area, "需整改的问题", "What is to be mended"),
        Field::optional("repair_due", Widget::Day, "整改期限", "By when"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<InspectPerformance> {
    Some(InspectPerformance(PerformanceInspected {
        by: form.text("by"),
        inspectors: form.number("inspectors"),
        findings: form.rows("findings", read_finding),
        repair: form.text("repair"),
        repair_due: form.day("repair_due"),
    }))
}

/// Fills in what was recorded.
pub fn fill(inspection: &PerformanceInspected, form: &mut Filler<'_>) {
    form.text("by", &inspection.by);
    form.number("inspectors", inspection.inspectors);
    form.rows("findings", &inspection.findings, fill_finding);
    form.text("repair", &inspection.repair);
    form.day("repair_due", inspection.repair_due);
}

fn read_finding(row: &mut Reader<'_>) -> Option<ClauseFinding> {
    let clause = row.number("clause");
    let finding = row.choice("finding", &FINDINGS);
    let basis = row.text("basis");
    let women_reached = row.number("women_reached");
    Some(ClauseFinding { clause: clause?, finding: finding?, basis, women_reached })
}

fn fill_finding(found: &ClauseFinding, row: &mut Filler<'_>) {
    row.number("clause", found.clause);
    row.choice("finding", &FINDINGS, found.finding);
    row.text("basis", &found.basis);
    row.number("women_reached", found.women_reached);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::performance::Finding;

    use crate::form::kit;

    use super::*;


    #[test]
    fn findings_are_read_row_by_row() {
        let typed = [
            ("by", "联合检查组"),
            ("findings[0].clause", "1"),
            ("findings[0].finding", "partly"),
            ("findings[0].women_reached", "12"),
        ];
        let finding =
            ClauseFinding { clause: 1, finding: Finding::Partly, basis: String::new(), women_reached: Some(12) };
        let inspection = PerformanceInspected {
            by: "联合检查组".into(),
            inspectors: None,
            findings: vec![finding],
            repair: String::new(),
            repair_due: None,
        };
        assert_eq!(kit::command(DecisionKind::InspectPerformance, &typed), InspectPerformance(inspection).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("inspectors", "几人"), ("findings[1].basis", "台账"), ("repair_due", "月底")];
        let wrong = kit::wrong(DecisionKind::InspectPerformance, &typed);
        let expected = [
            "by required",
            "inspectors not-a-number",
            "findings[1].clause required",
            "findings[1].finding required",
            "repair_due not-a-day",
        ];
        assert_eq!(wrong, expected);
    }
}
