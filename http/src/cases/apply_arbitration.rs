//! The form: apply for labour arbitration (申请仲裁).

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::apply_arbitration::ApplyArbitration;
use heyi_core::event::dispute::ArbitrationApplied;

use crate::form::choices::CLAIMANTS;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::ApplyArbitration,
    dated: true,
    fields: &[
        Field::required("breach", Widget::Breach, "哪一项违约", "Which breach"),
        Field::required("claimant", Widget::Choice(CLAIMANTS.choices), "申请人", "Claimant"),
        Field::optional("commission", Widget::Line, "仲裁委员会", "Commission"),
        Field::required("claim", Widget::Area, "仲裁请求", "What is claimed"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<ApplyArbitration> {
    let breach = form.number("breach");
    let claimant = form.choice("claimant", &CLAIMANTS);
    let commission = form.text("commission");
    let claim = form.text("claim");
    Some(ApplyArbitration(ArbitrationApplied { breach: breach?, claimant: claimant?, commission, claim }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &ArbitrationApplied, form: &mut Filler<'_>) {
    form.number("breach", recorded.breach);
    form.choice("claimant", &CLAIMANTS, recorded.claimant);
    form.text("commission", &recorded.commission);
    form.text("claim", &recorded.claim);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::dispute::Claimant;

    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("breach", "2"), ("claimant", "workers"), ("commission", "依实际情况"), ("claim", "依实际情况")];
        let expected = ApplyArbitration(ArbitrationApplied { breach: 2, claimant: Claimant::Workers, commission: "依实际情况".into(), claim: "依实际情况".into() });
        assert_eq!(kit::command(DecisionKind::ApplyArbitration, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("breach", "二"), ("claimant", "其他")];
        let wrong = kit::wrong(DecisionKind::ApplyArbitration, &typed);
        assert_eq!(wrong, ["breach not-a-number", "claimant unknown-choice", "claim required"]);
    }
}
