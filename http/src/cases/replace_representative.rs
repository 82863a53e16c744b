//! The form of replacing a representative.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::replace_representative::ReplaceRepresentative;
use heyi_core::event::representation::RepresentativeReplaced;

use crate::form::choices::SIDES;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};
use crate::form::representative;

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::ReplaceRepresentative,
    dated: true,
    fields: &[
        Field::required("side", Widget::Choice(SIDES.choices), "哪一方", "Side"),
        Field::required("seat", Widget::Seat, "第几席", "Seat").hint("登记名单中的序号，从 1 起。", "Its place in the list, from 1."),
        Field::required("successor", Widget::Group(representative::FIELDS), "接任代表", "Successor"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<ReplaceRepresentative> {
    let side = form.choice("side", &SIDES);
    let seat = form.number("seat");
    let successor = form.group("successor", representative::read);
    Some(ReplaceRepresentative(RepresentativeReplaced { side: side?, seat: seat?, successor: successor? }))
}

/// Fills in what was recorded.
pub fn fill(replaced: &RepresentativeReplaced, form: &mut Filler<'_>) {
    form.choice("side", &SIDES, replaced.side);
    form.number("seat", replaced.seat);
    form.group("successor", |form| representative::fill(&replaced.successor, form));
}

#[cfg(test)]
mod tests {
    use heyi_core::event::representation::{Representative, Side};

    use crate::form::kit;

    use super::*;


    #[test]
    fn a_successor_is_read_as_typed() {
        let typed = [
            ("side", "staff"),
            ("seat", "2"),
            ("successor.name", "李某"),
            ("successor.post", "工艺员"),
            ("successor.external", "on"),
        ];
        let successor = Representative {
            person: Some(kit::named("李某")),
            post: "工艺员".into(),
            sex: None,
            external: true,
            chief: false,
        };
        let replaced = RepresentativeReplaced { side: Side::Staff, seat: 2, successor };
        assert_eq!(kit::command(DecisionKind::ReplaceRepresentative, &typed), ReplaceRepresentative(replaced).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::ReplaceRepresentative, &[("successor.sex", "?")]);
        let expected = ["side required", "seat required", "successor.sex unknown-choice"];
        assert_eq!(wrong, expected);
    }

    #[test]
    fn there_is_a_successor() {
        let wrong = kit::wrong(DecisionKind::ReplaceRepresentative, &[("side", "staff"), ("seat", "2")]);
        assert_eq!(wrong, ["successor required"]);
    }
}
