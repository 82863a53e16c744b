//! Every released shape of every event still reads, and still writes the same bytes: a golden file per kind and schema.
//!
//! A released file is never changed. `HEYI_GOLDEN=write` adds the files that are missing, for a kind that is new.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use heyi_core::event::{
    AccountEvent, CaseEvent, DriveEvent, EmployerEvent, LetterEvent, OfficeEvent, PublicationEvent, SystemEvent,
};
use heyi_store::codec;
use heyi_tests::samples;

fn golden() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden/events")
}

#[test]
fn golden_every_kind_writes_and_reads_the_bytes_it_was_released_with() {
    let write = std::env::var("HEYI_GOLDEN").is_ok_and(|value| value == "write");
    for entry in samples::entries() {
        let new = codec::encode(&entry).unwrap();
        let stem = golden().join(format!("{}.v{}", new.kind, new.schema));
        let (body, canonical) = (stem.with_added_extension("hex"), stem.with_added_extension("json"));
        if write && !body.exists() {
            fs::write(&body, format!("{}\n", hex::encode(&new.body))).unwrap();
            fs::write(&canonical, format!("{}\n", new.canonical)).unwrap();
        }
        let read = |path: &PathBuf| {
            fs::read_to_string(path).unwrap_or_else(|_| panic!("{} is missing: HEYI_GOLDEN=write", path.display()))
        };
        let released = hex::decode(read(&body).trim()).unwrap();
        assert_eq!(
            codec::decode_body(&new.kind, new.schema, &released).unwrap(),
            entry,
            "{} no longer reads",
            new.kind
        );
        assert_eq!(new.body, released, "{} no longer writes the same bytes", new.kind);
        assert_eq!(&*new.canonical, read(&canonical).trim(), "{} has another canonical form", new.kind);
    }
}

#[test]
fn golden_there_is_a_file_for_every_kind_and_no_other() {
    let kinds = [
        CaseEvent::KINDS,
        EmployerEvent::KINDS,
        DriveEvent::KINDS,
        PublicationEvent::KINDS,
        LetterEvent::KINDS,
        AccountEvent::KINDS,
        OfficeEvent::KINDS,
        SystemEvent::KINDS,
    ];
    let expected: BTreeSet<String> = kinds
        .iter()
        .flat_map(|kinds| kinds.iter())
        .flat_map(|kind| [format!("{kind}.v1.hex"), format!("{kind}.v1.json")])
        .collect();
    let names = fs::read_dir(golden()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    assert_eq!(names.collect::<BTreeSet<_>>(), expected);
}

/// `entry-corrected` holds a whole `CaseEvent`, `register-entry-corrected` a whole `EmployerEvent` and `letter-entry-corrected` a
/// whole `LetterEvent`, which bincode writes as the
/// number of its variant: the order is on disk.
#[test]
fn golden_new_kinds_of_events_that_stand_in_corrections_stand_at_the_end() {
    for (name, kinds) in [
        ("case-event-order.txt", CaseEvent::KINDS),
        ("employer-event-order.txt", EmployerEvent::KINDS),
        ("letter-event-order.txt", LetterEvent::KINDS),
    ] {
        let path = golden().with_file_name(name);
        if std::env::var("HEYI_GOLDEN").is_ok_and(|value| value == "write") && !path.exists() {
            fs::write(&path, kinds.join("\n") + "\n").unwrap();
        }
        let released = fs::read_to_string(path).unwrap();
        let now: Vec<_> = kinds.iter().take(released.lines().count()).copied().collect();
        assert_eq!(now, released.lines().collect::<Vec<_>>(), "{name}");
    }
}
