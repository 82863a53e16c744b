//! The form: mark an agreement as renewed by another case.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::mark_renewed::MarkRenewed;
use heyi_core::event::ending::Renewed;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::MarkRenewed,
    dated: true,
    fields: &[
        Field::required("by", Widget::OtherCase, "续签的新案件", "Case that renews it").hint("新案件同时关联本案。", "The new case is linked to this one at the same time."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<MarkRenewed> {
    let by = form.case("by");
    Some(MarkRenewed(Renewed { by: by? }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &Renewed, form: &mut Filler<'_>) {
    form.text("by", &recorded.by.to_string());
}

#[cfg(test)]
mod tests {
    use heyi_core::ids::CaseId;

    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("by", "00000000-0000-0000-0000-000000000009")];
        let expected = MarkRenewed(Renewed { by: CaseId(uuid::Uuid::from_u128(9)) });
        assert_eq!(kit::command(DecisionKind::MarkRenewed, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("by", "〔2026〕1")];
        let wrong = kit::wrong(DecisionKind::MarkRenewed, &typed);
        assert_eq!(wrong, ["by not-a-case"]);
    }
}
