//! The form of the objection (审查意见书) of the department.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::serve_objection::ServeObjection;
use heyi_core::event::filing::ObjectionServed;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::ServeObjection,
    dated: true,
    fields: &[
        Field::required("opinion", Widget::Area, "审查意见", "Opinion"),
        Field::optional("clauses", Widget::Clauses, "有异议的条款", "Clauses objected to"),
        Field::optional("served_on_both", Widget::YesNoUnknown, "已送达双方", "Served on both sides"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<ServeObjection> {
    Some(ServeObjection(ObjectionServed {
        opinion: form.text("opinion"),
        clauses: form.numbers("clauses"),
        served_on_both: form.yes_no("served_on_both"),
    }))
}

/// Fills in what was recorded.
pub fn fill(objection: &ObjectionServed, form: &mut Filler<'_>) {
    form.text("opinion", &objection.opinion);
    form.numbers("clauses", &objection.clauses);
    form.yes_no("served_on_both", objection.served_on_both);
}

#[cfg(test)]
mod tests {
    use crate::form::kit;

    use super::*;


    #[test]
    fn clauses_are_ticked_or_written_in_one_line() {
        let objection = ObjectionServed { opinion: "低于标准".into(), clauses: vec![1, 3], served_on_both: None };
        for clauses in [&[("clauses", "1"), ("clauses", "3")][..], &[("clauses", "1、3")], &[("clauses", "1，3, 1")]] {
            let typed = [&[("opinion", "低于标准")], clauses].concat();
            let command = kit::command(DecisionKind::ServeObjection, &typed);
            assert_eq!(command, ServeObjection(objection.clone()).into());
        }
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::ServeObjection, &[("clauses", "第一条")]);
        assert_eq!(wrong, ["opinion required", "clauses not-a-number"]);
    }
}
