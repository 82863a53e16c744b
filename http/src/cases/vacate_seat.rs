//! The form of a vacant seat: its day starts the clock of the replacement.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::vacate_seat::VacateSeat;
use heyi_core::event::representation::RepresentativeVacated;

use crate::form::choices::SIDES;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::VacateSeat,
    dated: true,
    fields: &[
        Field::required("side", Widget::Choice(SIDES.choices), "哪一方", "Side"),
        Field::required("seat", Widget::Seat, "第几席", "Seat").hint("登记名单中的序号，从 1 起。", "Its place in the list, from 1."),
        Field::optional("reason", Widget::Line, "出缺原因", "Why").hint("如“调离”“辞职”，不写人名。", "Such as \"moved\"; name nobody."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<VacateSeat> {
    let side = form.choice("side", &SIDES);
    let seat = form.number("seat");
    let reason = form.text("reason");
    Some(VacateSeat(RepresentativeVacated { side: side?, seat: seat?, reason }))
}

/// Fills in what was recorded.
pub fn fill(vacated: &RepresentativeVacated, form: &mut Filler<'_>) {
    form.choice("side", &SIDES, vacated.side);
    form.number("seat", vacated.seat);
    form.text("reason", &vacated.reason);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::representation::Side;

    use crate::form::kit;

    use super::*;


    #[test]
    fn a_vacancy_is_read_as_typed() {
        let typed = [("side", "employer"), ("seat", "2"), ("reason", "调离")];
        let vacated = RepresentativeVacated { side: Side::Employer, seat: 2, reason: "调离".into() };
        assert_eq!(kit::command(DecisionKind::VacateSeat, &typed), VacateSeat(vacated).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::VacateSeat, &[("side", "third"), ("seat", "second")]);
        assert_eq!(wrong, ["side unknown-choice", "seat not-a-number"]);
    }
}
