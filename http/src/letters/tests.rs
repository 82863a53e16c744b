//! What holds of every form of a letter.

use std::collections::BTreeSet;

use heyi_core::event::letter::Addressee;
use heyi_core::letter::scenario::{proposal, sample_of_each};

use super::*;
use crate::form::schema;

fn filled(event: &LetterEvent) -> Input {
    let reveal = |_: &Erasable| String::new();
    let mut form = Filler::new(&reveal);
    (form_of(LetterStep::of(event)).fill)(event, &mut form);
    let mut input = form.finish();
    if form_of(LetterStep::of(event)).spec.dated {
        input.or("occurred", "2026-02-10");
    }
    input
}

/// The event a command records, with what only the store and the register can add taken from `original`.
fn event_of(command: LetterCommand, original: &LetterEvent) -> LetterEvent {
    use LetterCommand as C;
    match (command, original.clone()) {
        (C::IssueLetter(mut c), LetterEvent::LetterIssued(e)) => {
            c.0.number = e.number;
            if let (Addressee::Employer(_, name), Addressee::Employer(_, known)) = (&mut c.0.addressee, e.addressee) {
                *name = known;
            }
            LetterEvent::LetterIssued(c.0)
        }
        (C::ReceiveLetter(c), _) => LetterEvent::LetterReceived(c.0),
        (C::AnswerLetter(c), _) => LetterEvent::LetterAnswered(c.0),
        (C::EscalateLetter(c), _) => LetterEvent::LetterEscalated(c.0),
        (C::CloseLetter(c), _) => LetterEvent::LetterClosed(c.0),
        (C::CorrectLetterEntry(c), LetterEvent::LetterEntryCorrected(mut e)) => {
            e.event = Box::new(event_of(*c.command, &e.event));
            (e.entry, e.occurred, e.reason) = (c.entry, c.occurred, c.reason);
            LetterEvent::LetterEntryCorrected(e)
        }
        (C::WithdrawLetterEntry(c), LetterEvent::LetterEntryWithdrawn(mut e)) => {
            (e.entry, e.reason) = (c.entry, c.reason);
            LetterEvent::LetterEntryWithdrawn(e)
        }
        (command, original) => panic!("{command:?} does not record {original:?}"),
    }
}

#[test]
fn a_form_filled_with_what_was_recorded_and_sent_again_records_the_same() {
    let to_employers = Addressee::Employers("各企业".into());
    let other = [proposal(), heyi_core::event::letter::LetterIssued { addressee: to_employers, ..proposal() }];
    for event in sample_of_each().into_iter().chain(other.map(LetterEvent::LetterIssued)) {
        let request = parse(LetterStep::of(&event), &filled(&event)).unwrap();
        assert_eq!(event_of(request.command, &event), event);
    }
}

#[test]
fn each_form_stands_in_the_place_of_its_decision_and_is_described() {
    for kind in LetterStep::ALL {
        let spec = form_of(*kind).spec;
        assert_eq!(spec.kind, *kind);
        let names: BTreeSet<&str> = spec.all_fields().map(|field| field.name).collect();
        assert_eq!(names.len(), spec.all_fields().count(), "{kind:?}: each name once");
        assert!(!names.contains("note"), "{kind:?}: a letter names nobody");
        assert!(schema::schema(spec)["title"].as_str().is_some_and(|title| title == kind.say().en));
    }
}

#[test]
fn an_empty_form_is_told_every_required_field_at_once() {
    for kind in LetterStep::ALL {
        let spec = form_of(*kind).spec;
        let mut required: BTreeSet<&str> =
            spec.all_fields().filter(|field| field.required).map(|field| field.name).collect();
        if *kind == LetterStep::IssueLetter {
            required.insert("employer");
        }
        let told: Vec<_> = parse(*kind, &Input::default()).err().unwrap_or_default();
        assert_eq!(told.iter().map(|error| error.field.as_str()).collect::<BTreeSet<_>>(), required, "{kind:?}");
    }
}

#[test]
fn nonsense_in_every_field_is_told_and_never_a_panic() {
    for kind in LetterStep::ALL {
        for value in ["-1", "٣", "九九", "4294967296", "二月三十日", "\0", "👩🏽", &"长".repeat(20_000)] {
            let mut input = Input::default();
            for field in form_of(*kind).spec.all_fields() {
                input.add(field.name, value);
            }
            assert!(!parse(*kind, &input).unwrap_err().is_empty(), "{kind:?} {value}");
        }
    }
}
