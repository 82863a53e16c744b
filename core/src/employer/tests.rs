//! What holds of every history of an employer.

use std::collections::BTreeSet;

use proptest::prelude::{Just, Strategy, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::scenario::{Register, sample_of_each};
use super::{Employer, Facts};
use crate::employer::decisions::RegisterKind;
use crate::event::EmployerEvent;
use crate::event::employer::{EmployerRenamed, RegisterEntryCorrected, RegisterEntryWithdrawn};
use crate::ids::{EmployerId, Version};
use crate::occurred::Occurred;
use crate::scenario::day;

fn occurred() -> impl Strategy<Value = Occurred> {
    prop_oneof![4 => (0..100_i64).prop_map(day), 1 => Just(Occurred::unknown("不详"))]
}

/// Any event, also corrections and withdrawals of entries that are not there.
fn event() -> impl Strategy<Value = EmployerEvent> {
    let plain = prop::sample::select(sample_of_each());
    let plain = prop_oneof![
        3 => plain,
        1 => "[a-c]{1,2}".prop_map(|name| EmployerEvent::EmployerRenamed(EmployerRenamed { name })),
    ]
    .boxed();
    let correction = (1..12_u64, plain.clone(), occurred()).prop_map(|(entry, event, occurred)| {
        let (entry, event, reason) = (Version(entry), Box::new(event), String::new());
        EmployerEvent::RegisterEntryCorrected(RegisterEntryCorrected { entry, event, occurred, reason })
    });
    let withdrawal = (1..12_u64).prop_map(|entry| {
        EmployerEvent::RegisterEntryWithdrawn(RegisterEntryWithdrawn { entry: Version(entry), reason: String::new() })
    });
    prop_oneof![4 => plain, 1 => correction, 1 => withdrawal]
}

fn recorded(events: Vec<(EmployerEvent, Occurred)>) -> Register {
    events.into_iter().fold(Register::entered(), |register, (event, at)| register.and(event, at))
}

/// The facts without the numbers of the entries they rest on.
fn said(facts: &Facts) -> String {
    let json = serde_json::to_string(facts).unwrap();
    json.split("\"entry\":").map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit())).collect()
}

proptest! {
    #[test]
    fn replaying_any_prefix_never_fails_and_keeps_every_entry(
        events in prop::collection::vec((event(), occurred()), 0..12)
    ) {
        let register = recorded(events);
        for end in 0..=register.history().len() {
            let employer = Employer::replay(EmployerId(uuid::Uuid::nil()), &register.history()[..end]);
            prop_assert_eq!(employer.lines.len(), end);
            prop_assert_eq!(employer.version, Version(end as u64));
            prop_assert!(employer.spells.windows(2).all(|pair| pair[0].from <= pair[1].from));
            for kind in RegisterKind::ALL {
                let _ = kind.may(&employer);
            }
        }
    }

    #[test]
    fn a_corrected_entry_gives_what_entering_it_right_at_first_gives(
        events in prop::collection::vec((prop::sample::select(sample_of_each()), occurred()), 1..8),
        which in 0..8_usize,
        right in prop::sample::select(sample_of_each()),
        at in occurred(),
    ) {
        let plain = |event: &EmployerEvent| !RegisterKind::of(event).is_about_entries();
        let events: Vec<_> = events.into_iter().filter(|(event, _)| plain(event)).collect();
        if events.is_empty() || !plain(&right) {
            return Ok(());
        }
        let which = which % events.len();
        let mut at_first = events.clone();
        at_first[which] = (right.clone(), at.clone());
        let entry = Version(which as u64 + 2);
        let reason = String::new();
        let change = RegisterEntryCorrected { entry, event: Box::new(right), occurred: at, reason };
        let corrected = recorded(events).and(EmployerEvent::RegisterEntryCorrected(change), day(300)).employer();
        let at_first = recorded(at_first).employer();
        prop_assert_eq!(&corrected.facts, &at_first.facts);
        prop_assert_eq!(&corrected.spells, &at_first.spells);
    }

    #[test]
    fn a_withdrawn_entry_gives_what_never_entering_it_gives(
        events in prop::collection::vec((prop::sample::select(sample_of_each()), (0..100_i64).prop_map(day)), 1..8),
        which in 0..8_usize,
    ) {
        let events: Vec<_> = events.into_iter().filter(|(event, _)| !RegisterKind::of(event).is_about_entries()).collect();
        if events.is_empty() {
            return Ok(());
        }
        let which = which % events.len();
        let withdrawn = RegisterEntryWithdrawn { entry: Version(which as u64 + 2), reason: String::new() };
        let after = recorded(events.clone()).and(EmployerEvent::RegisterEntryWithdrawn(withdrawn), day(300)).employer();
        let mut never = events;
        never.remove(which);
        let never = recorded(never).employer();
        prop_assert_eq!(said(&after.facts), said(&never.facts));
        prop_assert_eq!(after.spells, never.spells);
    }
}

#[test]
fn there_is_a_sample_of_each_kind_and_a_decision_that_records_it() {
    let kinds: BTreeSet<_> = sample_of_each().iter().map(EmployerEvent::kind).collect();
    assert_eq!(kinds, EmployerEvent::KINDS.iter().copied().collect());
    let decisions: BTreeSet<_> = sample_of_each().iter().map(RegisterKind::of).collect();
    assert_eq!(decisions, RegisterKind::ALL.iter().copied().collect());
}

#[test]
fn a_late_entry_goes_where_it_occurred() {
    let renamed = |name: &str| EmployerEvent::EmployerRenamed(EmployerRenamed { name: name.into() });
    let register = Register::entered().and(renamed("丙"), day(90)).and(renamed("乙"), day(30));
    let employer = register.employer();
    assert_eq!(employer.name(), "丙");
    let former: Vec<_> = employer.facts.former_names.iter().map(|known| known.value.as_str()).collect();
    assert_eq!(former, ["示例生物医药有限公司", "乙"]);
    assert_eq!(register.employer().before(&day(60)).name(), "乙");
}
