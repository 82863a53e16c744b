//! The form: link a case to the one whose agreement it renews (续签).

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::link_renewal::LinkRenewal;
use heyi_core::event::ending::RenewalLinked;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::LinkRenewal,
    dated: true,
    fields: &[
        Field::required("renews", Widget::OtherCase, "所续签的案件", "Case whose agreement is renewed").hint("同一单位的原案件；原案件同时标记为已续签。", "The earlier case; it is marked as renewed at the same time."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<LinkRenewal> {
    let renews = form.case("renews");
    Some(LinkRenewal(RenewalLinked { renews: renews? }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &RenewalLinked, form: &mut Filler<'_>) {
    form.text("renews", &recorded.renews.to_string());
}

#[cfg(test)]
mod tests {
    use heyi_core::ids::CaseId;

    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("renews", "00000000-0000-0000-0000-000000000009")];
        let expected = LinkRenewal(RenewalLinked { renews: CaseId(uuid::Uuid::from_u128(9)) });
        assert_eq!(kit::command(DecisionKind::LinkRenewal, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("renews", "〔2026〕1")];
        let wrong = kit::wrong(DecisionKind::LinkRenewal, &typed);
        assert_eq!(wrong, ["renews not-a-case"]);
    }
}
