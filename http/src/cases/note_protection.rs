//! The form: note a representative's protection.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::note_protection::NoteProtection;
use heyi_core::event::representation::ProtectionNoted;

use crate::form::choices::SIDES;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::NoteProtection,
    dated: true,
    fields: &[
        Field::required("side", Widget::Choice(SIDES.choices), "一方", "Side"),
        Field::required("seat", Widget::Seat, "席位", "Seat"),
        Field::optional("contract_ends", Widget::Day, "本人劳动合同到期日", "Last day of their own labour contract").hint("到期前会出现在待办中。", "It comes up in the worklist before that day."),
        Field::optional("protected_until", Widget::Day, "保护期至", "Protected until"),
        Field::required("basis", Widget::Line, "日期依据", "What the days rest on").hint("如劳动合同、集体合同期限。不要写姓名。", "Such as the labour contract or the term of the agreement. Name nobody."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<NoteProtection> {
    let side = form.choice("side", &SIDES);
    let seat = form.number("seat");
    let contract_ends = form.day("contract_ends");
    let protected_until = form.day("protected_until");
    let basis = form.text("basis");
    Some(NoteProtection(ProtectionNoted { side: side?, seat: seat?, contract_ends, protected_until, basis }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &ProtectionNoted, form: &mut Filler<'_>) {
    form.choice("side", &SIDES, recorded.side);
    form.number("seat", recorded.seat);
    form.day("contract_ends", recorded.contract_ends);
    form.day("protected_until", recorded.protected_until);
    form.text("basis", &recorded.basis);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::representation::Side;
    use jiff::civil::date;

    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("side", "staff"), ("seat", "2"), ("contract_ends", "2026年3月8日"), ("protected_until", "2026年3月8日"), ("basis", "依实际情况")];
        let expected = NoteProtection(ProtectionNoted { side: Side::Staff, seat: 2, contract_ends: Some(date(2026, 3, 8)), protected_until: Some(date(2026, 3, 8)), basis: "依实际情况".into() });
        assert_eq!(kit::command(DecisionKind::NoteProtection, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("side", "其他"), ("seat", "二"), ("contract_ends", "2026-02-30"), ("protected_until", "2026-02-30")];
        let wrong = kit::wrong(DecisionKind::NoteProtection, &typed);
        assert_eq!(wrong, ["side unknown-choice", "seat not-a-number", "contract_ends no-such-day", "protected_until no-such-day", "basis required"]);
    }
}
