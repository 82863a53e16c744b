//! Nobody's name is in the record: invariants 7 and 10, on real files.

use std::fs;
use std::path::{Path, PathBuf};

use heyi_core::event::{Entry, Event};
use heyi_core::occurred::Occurred;
use heyi_core::scenario;
use heyi_store::append::{Commit, Expect};
use heyi_store::disk::real::RealDisk;
use heyi_store::laws::nobody;
use heyi_store::vault::Revealed;
use heyi_store::verify::{Verify, verify};
use heyi_store::{codec, export, ids, streams};
use heyi_tests::app::TestApp;

/// A name no text of the project holds.
const MARKER: &str = "MARKERNAMEOFAPERSON";

/// Every file below a directory.
fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            found.extend(files(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found
}

fn holds_marker(bytes: &[u8]) -> bool {
    bytes.windows(MARKER.len()).any(|window| window == MARKER.as_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn people_no_name_is_in_the_log_the_index_a_checkpoint_or_an_export() {
    let app = TestApp::start().await;
    let case = ids::case();
    let mut draft = app.store.vault.draft(case.0);
    let name = draft.refer_to(MARKER);
    app.store.vault.keep(&draft.finish().unwrap()).unwrap();
    // Every kind of event, each with the marked name wherever it refers to a text.
    let stream = streams::case(case).unwrap();
    let mut events = Vec::new();
    for event in scenario::sample_of_each() {
        let json = serde_json::to_value(&event).unwrap();
        let event = serde_json::from_value(marked(json, &serde_json::to_value(&name).unwrap())).unwrap();
        let entry = Entry {
            occurred: Occurred::unknown(""),
            event: Event::Case(event),
            note: Some(name.clone()),
            evidence: vec![
                app.store.files.keep(&mut MARKER.as_bytes(), name.clone(), "text/plain").unwrap().file.clone(),
            ],
        };
        events.push(codec::encode(&entry).unwrap());
    }
    app.store.log.append(Commit::to_one(stream, Expect::NoStream, events, nobody())).await.unwrap();
    app.caught_up().await;
    let mut exported = Vec::new();
    let canonical =
        |event: &heyi_store::append::LogEvent| codec::canonical_entry(event).map_err(|error| error.to_string());
    export::export(&*app.store.log, &canonical, &mut exported).await.unwrap();
    assert!(!holds_marker(&exported), "the export names a person");
    assert_eq!(app.store.vault.reveal(&name), Revealed::Text(MARKER.into()));

    let store = app.store.clone();
    let data = app.stop().await;
    for file in files(data.path()) {
        assert!(!holds_marker(&fs::read(&file).unwrap()), "{} names a person", file.display());
    }

    // Erased, the record verifies as before: it never held the name.
    assert!(store.vault.erase(name.key).unwrap());
    assert_eq!(store.vault.reveal(&name), Revealed::Erased);
    let with = Verify { canonical: Some(&canonical), seen: Vec::new() };
    let report = verify(&RealDisk::at(data.path()), &with, &mut |_, _| ()).unwrap();
    assert!(report.is_sound(), "{:?}", report.problems);
}

/// The same with every reference to a text replaced.
fn marked(value: serde_json::Value, name: &serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Object(members) if members.contains_key("commitment") => name.clone(),
        Value::Object(members) => {
            Value::Object(members.into_iter().map(|(key, member)| (key, marked(member, name))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(|item| marked(item, name)).collect()),
        other => other,
    }
}
