//! What holds of every form of the register.

use std::collections::BTreeSet;

use heyi_core::employer::scenario::sample_of_each;
use heyi_core::erasable::Erasable;

use super::*;
use crate::form::schema;

fn filled(event: &EmployerEvent) -> Input {
    let reveal = |_: &Erasable| String::new();
    let mut form = Filler::new(&reveal);
    (form_of(RegisterKind::of(event)).fill)(event, &mut form);
    let mut input = form.finish();
    if form_of(RegisterKind::of(event)).spec.dated {
        input.or("occurred", "2026-02-10");
    }
    input
}

/// The event a command records, with what only deciding can add taken from `original`.
fn event_of(command: RegisterCommand, original: &EmployerEvent) -> EmployerEvent {
    use RegisterCommand as C;
    match (command, original.clone()) {
        (C::RegisterEmployer(c), _) => EmployerEvent::EmployerRegistered(c.0),
        (C::RecordHeadCount(c), _) => EmployerEvent::HeadCountRecorded(c.0),
        (C::RecordWomensCommittee(c), _) => EmployerEvent::WomensCommitteeRecorded(c.0),
        (C::DescribeEmployer(c), _) => EmployerEvent::EmployerDescribed(c.0),
        (C::RecordContractHeld(c), _) => EmployerEvent::ContractHeldRecorded(c.0),
        (C::RecordNewBusinessForm(c), _) => EmployerEvent::NewBusinessFormRecorded(c.0),
        (C::RecordCreditCode(c), _) => EmployerEvent::CreditCodeRecorded(c.0),
        (C::RenameEmployer(c), _) => EmployerEvent::EmployerRenamed(c.0),
        (C::RecodeEmployer(c), EmployerEvent::EmployerRecoded(mut e)) => {
            (e.to, e.code_set) = (c.to, c.code_set);
            EmployerEvent::EmployerRecoded(e)
        }
        (C::MergeEmployer(c), EmployerEvent::EmployerMerged(mut e)) => {
            e.into = c.into;
            EmployerEvent::EmployerMerged(e)
        }
        (C::DissolveEmployer(c), _) => EmployerEvent::EmployerGone(c.0),
        (C::CorrectRegisterEntry(c), EmployerEvent::RegisterEntryCorrected(mut e)) => {
            e.event = Box::new(event_of(*c.command, &e.event));
            (e.entry, e.occurred, e.reason) = (c.entry, c.occurred, c.reason);
            EmployerEvent::RegisterEntryCorrected(e)
        }
        (C::WithdrawRegisterEntry(c), EmployerEvent::RegisterEntryWithdrawn(mut e)) => {
            (e.entry, e.reason) = (c.entry, c.reason);
            EmployerEvent::RegisterEntryWithdrawn(e)
        }
        (command, original) => panic!("{command:?} does not record {original:?}"),
    }
}

#[test]
fn a_form_filled_with_what_was_recorded_and_sent_again_records_the_same() {
    for event in sample_of_each() {
        let request = parse(RegisterKind::of(&event), &filled(&event)).unwrap();
        assert_eq!(event_of(request.command, &event), event);
    }
}

#[test]
fn each_form_stands_in_the_place_of_its_decision_and_is_described() {
    for kind in RegisterKind::ALL {
        let spec = form_of(*kind).spec;
        assert_eq!(spec.kind, *kind);
        let names: BTreeSet<&str> = spec.all_fields().map(|field| field.name).collect();
        assert_eq!(names.len(), spec.all_fields().count(), "{kind:?}: each name once");
        assert!(!names.contains("note"), "{kind:?}: the register names nobody");
        assert!(schema::schema(spec)["title"].as_str().is_some_and(|title| title == kind.say().en));
    }
}

#[test]
fn an_empty_form_is_told_every_required_field_at_once() {
    for kind in RegisterKind::ALL {
        let spec = form_of(*kind).spec;
        let mut required: BTreeSet<&str> =
            spec.all_fields().filter(|field| field.required).map(|field| field.name).collect();
        if *kind == RegisterKind::RegisterEmployer {
            required.insert("credit_code");
        }
        let told: Vec<_> = parse(*kind, &Input::default()).err().unwrap_or_default();
        assert_eq!(told.iter().map(|error| error.field.as_str()).collect::<BTreeSet<_>>(), required, "{kind:?}");
    }
}

#[test]
fn head_counts_without_a_day_are_of_the_day_of_the_form() {
    let typed = [("staff", "420"), ("women", "236"), ("occurred", "2026-03-01")];
    let typed = typed.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let request = parse(RegisterKind::RecordHeadCount, &Input::from_pairs(typed).unwrap()).unwrap();
    let RegisterCommand::RecordHeadCount(told) = request.command else { panic!() };
    let day = Occurred::on(jiff::civil::date(2026, 3, 1));
    assert_eq!((told.0.staff.unwrap().as_of, told.0.women.unwrap().as_of), (day.clone(), day));
}

#[test]
fn a_question_answered_with_not_known_is_told_and_not_an_empty_refusal() {
    for (kind, name) in [(RegisterKind::RecordContractHeld, "held"), (RegisterKind::RecordNewBusinessForm, "has")] {
        let typed = [(name, "unknown"), ("contract", "wage"), ("occurred", "2026-03-01")];
        let typed = typed.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let errors = parse(kind, &Input::from_pairs(typed).unwrap()).unwrap_err();
        assert!(errors.iter().any(|error| error.field == name), "{errors:?}");
    }
}

#[test]
fn nonsense_in_every_field_is_told_and_never_a_panic() {
    for kind in RegisterKind::ALL {
        for value in ["-1", "٣", "九九", "4294967296", "二月三十日", "\0", "👩🏽", &"长".repeat(20_000)] {
            let mut input = Input::default();
            for field in form_of(*kind).spec.all_fields() {
                input.add(field.name, value);
            }
            if let Err(errors) = parse(*kind, &input) {
                assert!(!errors.is_empty(), "{kind:?} {value}");
            }
        }
    }
}
