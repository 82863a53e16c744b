//! The form of a correction: which entry, why, and the fields of that entry's own form with what they should have said.
//!
//! The day asked for is that of the entry. A correction itself counts from its recording.

use heyi_core::decisions::correct_entry::CorrectEntry;
use heyi_core::decisions::{Command, DecisionKind};
use heyi_core::event::CaseEvent;
use heyi_core::event::entries::EntryCorrected;
use heyi_core::ids::Version;
use heyi_core::occurred::Occurred;

use super::form_of;
use crate::form::sentences::{self, Wrong};
use crate::form::{Field, Filler, FormSpec, OCCURRED, Reader, Widget};

/// What is asked, apart from the entry's own form.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::CorrectEntry,
    dated: false,
    fields: &[
        Field::required("entry", Widget::Entry, "第几号记录", "Entry"),
        Field::required("command", Widget::Decision, "记录种类", "Kind of the entry")
            .hint("与原记录相同，不能更改。", "That of the entry, such as take-vote; it does not change."),
        Field::required("correction_reason", Widget::Area, "更正原因", "Why it is corrected"),
    ],
};

/// The fields to show for a correction of an entry of that kind, before the note.
pub fn fields_for(inner: DecisionKind) -> impl Iterator<Item = &'static Field> {
    let spec = form_of(inner).spec;
    FORM.fields.iter().chain(spec.dated.then_some(&OCCURRED)).chain(spec.fields)
}

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<CorrectEntry> {
    let entry = form.entry("entry");
    let inner = form.parsed("command", corrigible);
    let reason = form.text("correction_reason");
    let inner = form_of(inner?);
    let command: Option<Command> = form.part(inner.spec.fields, "", inner.parse);
    let occurred = form.span(OCCURRED.name);
    Some(CorrectEntry { entry: entry?, command: Box::new(command?), occurred, reason })
}

/// The decision of that name, when what it records can be corrected.
fn corrigible(name: &str) -> Result<DecisionKind, Wrong> {
    let kind = DecisionKind::ALL.iter().copied().find(|kind| kind.name() == name);
    let kind = kind.filter(|kind| {
        !matches!(kind, DecisionKind::CorrectEntry | DecisionKind::WithdrawEntry | DecisionKind::ApproveCorrection)
    });
    kind.ok_or_else(|| sentences::unknown_decision(name))
}

/// Fills in what was recorded.
pub fn fill(corrected: &EntryCorrected, form: &mut Filler<'_>) {
    fill_inner(corrected.entry, &corrected.event, &corrected.occurred, form);
    form.text("correction_reason", &corrected.reason);
}

/// Fills in what an entry says now, for a correction of it.
pub fn fill_inner(entry: Version, event: &CaseEvent, occurred: &Occurred, form: &mut Filler<'_>) {
    let kind = DecisionKind::of(event);
    form.entry("entry", entry);
    form.text("command", kind.name());
    form.span(OCCURRED.name, occurred);
    (form_of(kind).fill)(event, form);
}

#[cfg(test)]
mod tests {
    use heyi_core::scenario::{Scenario, day, opened, taken_over};
    use heyi_core::stage::Step;

    use crate::form::{kit, parse_correction, values_of_correction};

    use super::*;

    #[test]
    fn the_fields_of_the_entry_are_read_by_its_own_form() {
        let typed = [
            ("entry", "4"),
            ("command", "deliver-offer"),
            ("correction_reason", "录入错误"),
            ("way", "post"),
            ("received_by", "人力资源部"),
            ("occurred", "2026-01-07"),
        ];
        let request = kit::read(DecisionKind::CorrectEntry, &typed).unwrap();
        let Command::CorrectEntry(correction) = request.command else { panic!("another command") };
        assert_eq!((correction.entry, correction.occurred), (Version(4), day(6)));
        assert_eq!(correction.command.kind(), DecisionKind::DeliverOffer);
        assert_eq!(request.occurred, Occurred::unknown(""), "the correction counts from its recording");
    }

    #[test]
    fn a_correction_and_a_withdrawal_reach_their_entry_without_a_day_of_their_own() {
        let scenario = Scenario::through(Step::Delivery);
        let delivery = scenario.entry_of("offer-delivered");
        let mut texts = kit::Texts::default();
        let event = CaseEvent::OfferDelivered(heyi_core::scenario::delivery());
        let mut input = values_of_correction(delivery, &event, &day(7), &|_| String::new());
        input.set("correction_reason", "录入错误");
        let request = parse_correction(&event, &input, &mut texts).unwrap();
        let case = scenario.clone().when(request.command, request.occurred).recorded();
        assert_eq!(case.line(delivery).unwrap().occurred(), &day(7));
        let typed = [("entry", &*delivery.to_string()), ("reason", "记错案件")];
        let request = kit::read(DecisionKind::WithdrawEntry, &typed).unwrap();
        assert!(!scenario.when(request.command, request.occurred).recorded().has(Step::Delivery));
    }

    #[test]
    fn everything_wrong_is_told_at_once_with_the_entry_s_own_fields() {
        let wrong = kit::wrong(DecisionKind::CorrectEntry, &[("command", "deliver-offer"), ("way", "x")]);
        let expected = [
            "entry required",
            "correction_reason required",
            "way unknown-choice",
            "received_by required",
            "occurred required",
        ];
        assert_eq!(wrong, expected);
        for name in ["withdraw-entry", "correct-entry", "approve-correction", "sing"] {
            let typed = [("entry", "1"), ("correction_reason", "误"), ("command", name)];
            assert_eq!(kit::wrong(DecisionKind::CorrectEntry, &typed), ["command unknown-choice"], "{name}");
        }
    }

    #[test]
    fn a_corrected_opening_keeps_its_number_and_its_office() {
        for event in [CaseEvent::CaseOpened(opened().into()), CaseEvent::CaseTakenOver(taken_over(&[]).into())] {
            let mut input = values_of_correction(Version(1), &event, &day(0), &|_| String::new());
            input.set("correction_reason", "地点有误");
            input.set("place", "320500");
            input.set("office", "zj");
            input.set("command", "take-vote");
            let request = parse_correction(&event, &input, &mut kit::Texts::default()).unwrap();
            let Command::CorrectEntry(correction) = request.command else { panic!("another command") };
            let corrected = match *correction.command {
                Command::OpenCase(open) => open.0,
                Command::TakeOverCase(take_over) => take_over.0.opening,
                other => panic!("{other:?}"),
            };
            assert_eq!((corrected.number, corrected.office), (opened().number, opened().office));
            assert_eq!(corrected.place.code(), "320500");
        }
    }
}
