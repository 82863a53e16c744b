//! The form of taking over a case of many employers: how far it had come, what is known of it, and of which steps nothing is.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::take_over_joint_case::TakeOverJointCase;
use heyi_core::event::opening::JointCaseTakenOver;

use crate::form::field::join;
use crate::form::taken_over::{self, TakenOver};
use crate::form::{Filler, FormSpec, Reader, joint};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::TakeOverJointCase,
    dated: true,
    fields: &join::<{ taken_over::FIELDS.len() + joint::FIELDS.len() }>(taken_over::FIELDS, joint::FIELDS),
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<TakeOverJointCase> {
    let known = taken_over::read(form);
    let opening = Box::new(joint::read(form)?);
    let TakenOver { source, stage, as_of, unknown, outcome } = known?;
    Some(TakeOverJointCase(JointCaseTakenOver { opening, stage, as_of, unknown, source, outcome }))
}

/// Fills in what was recorded.
pub fn fill(taken: &JointCaseTakenOver, form: &mut Filler<'_>) {
    taken_over::fill(&taken.source, taken.stage, taken.as_of, &taken.unknown, taken.outcome.as_ref(), form);
    joint::fill(&taken.opening, form);
}

#[cfg(test)]
mod tests {
    use heyi_core::decisions::Command;
    use heyi_core::stage::{Stage, Step};

    use crate::form::kit;

    use super::*;

    #[test]
    fn what_the_source_says_is_read_as_typed() {
        let typed = [
            ("source", "市总工会网站报道"),
            ("stage", "in-session"),
            ("as_of", "2018-08-10"),
            ("unknown", "offer"),
            ("office", "js"),
            ("scope", "industry"),
            ("name", "某市纺织行业"),
            ("place", "410500"),
            ("employers_side", "organisation"),
        ];
        let Command::TakeOverJointCase(TakeOverJointCase(taken)) = kit::command(DecisionKind::TakeOverJointCase, &typed)
        else {
            panic!("another command")
        };
        assert_eq!((taken.stage, taken.unknown), (Stage::InSession, vec![Step::Offer]));
        assert_eq!(taken.opening.name, "某市纺织行业");
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::TakeOverJointCase, &[("office", "js"), ("place", "1")]);
        let expected = [
            "source required",
            "stage required",
            "as_of required",
            "scope required",
            "name required",
            "place not-a-place",
            "employers_side required",
        ];
        assert_eq!(wrong, expected);
    }
}
