//! The form of the coverage list (覆盖名册): employers that joined or left, one in a line.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::list_employers::ListEmployers;
use heyi_core::event::coverage_list::CoverageListed;

use crate::form::{Field, Filler, FormSpec, Reader, Widget, employer_lines};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::ListEmployers,
    dated: true,
    fields: &[
        Field::optional("joined", Widget::List, "加入或更新的单位", "Employers that joined, or of which more is known").hint(
            "每行一家，可从表格粘贴：统一社会信用代码（或名册编号）、加入日期、约束方式（授权、认可、盖章、无）、职工数、女职工数、统计日期；后面各项可空。一次最多 1,000 家。",
            "One in a line, as pasted from a spreadsheet: credit code (or id in the register), day joined, how bound (mandate, recognition, seal, none), staff, women, day of the counts; all but the first may be empty. At most 1,000 at once.",
        ),
        Field::optional("left", Widget::List, "退出的单位", "Employers that left")
            .hint("每行一家：统一社会信用代码（或名册编号）、最后一日、原因。", "One in a line: credit code (or id), last day, reason."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<ListEmployers> {
    let joined = form.lines("joined", employer_lines::joined);
    let left = form.lines("left", employer_lines::left);
    Some(ListEmployers(CoverageListed { joined, left }))
}

/// Fills in what was recorded.
pub fn fill(listed: &CoverageListed, form: &mut Filler<'_>) {
    employer_lines::fill(&listed.joined, &listed.left, form);
}

#[cfg(test)]
mod tests {
    use heyi_core::decisions::Command;

    use crate::form::kit;

    use super::*;

    const ID: &str = "00000000-0000-0000-0000-00000000000";

    #[test]
    fn lines_become_employers_and_blank_lines_are_left_out() {
        let joined = format!("{ID}1 甲厂,2026-03-08\n\n{ID}2 乙厂\n");
        let left = format!("{ID}3 丙厂,2026-03-08,注销");
        let command = kit::command(DecisionKind::ListEmployers, &[("joined", &joined), ("left", &left)]);
        let Command::ListEmployers(ListEmployers(listed)) = command else { panic!("another command") };
        assert_eq!((listed.joined.len(), listed.left.len()), (2, 1));
        assert_eq!(listed.left[0].reason, "注销");
    }

    #[test]
    fn everything_wrong_is_told_at_once_and_names_the_line() {
        let joined = format!("{ID}1 甲厂,2026-02-30\n某厂");
        let wrong = kit::wrong(DecisionKind::ListEmployers, &[("joined", &joined), ("left", "某厂")]);
        assert_eq!(wrong, ["joined no-such-day", "joined not-an-employer", "left not-an-employer"]);
        let errors = kit::read(DecisionKind::ListEmployers, &[("joined", &joined)]).unwrap_err();
        assert!(errors[1].say.zh.starts_with("第 2 行"), "{errors:?}");
    }
}
