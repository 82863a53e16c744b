//! The form: record that a breach was mended (改正).

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::remedy_breach::RemedyBreach;
use heyi_core::event::dispute::BreachRemedied;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::RemedyBreach,
    dated: true,
    fields: &[
        Field::required("breach", Widget::Breach, "哪一项违约", "Which breach"),
        Field::required("how", Widget::Area, "改正情况", "How it was mended"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<RemedyBreach> {
    let breach = form.number("breach");
    let how = form.text("how");
    Some(RemedyBreach(BreachRemedied { breach: breach?, how }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &BreachRemedied, form: &mut Filler<'_>) {
    form.number("breach", recorded.breach);
    form.text("how", &recorded.how);
}

#[cfg(test)]
mod tests {
    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("breach", "2"), ("how", "依实际情况")];
        let expected = RemedyBreach(BreachRemedied { breach: 2, how: "依实际情况".into() });
        assert_eq!(kit::command(DecisionKind::RemedyBreach, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("breach", "二")];
        let wrong = kit::wrong(DecisionKind::RemedyBreach, &typed);
        assert_eq!(wrong, ["breach not-a-number", "how required"]);
    }
}
