//! The rules of the house that a machine can check (ARCHITECTURE.md).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use heyi_core::decisions::DecisionKind;
use heyi_core::drive::decisions::DriveKind;
use heyi_core::employer::decisions::RegisterKind;
use heyi_core::event::{CaseEvent, DriveEvent, EmployerEvent, LetterEvent, PublicationEvent};
use heyi_core::letter::decisions::LetterStep;
use heyi_core::publication::decisions::PublicationStep;
use heyi_http::routes::{self, Decides};

/// Crates of heyi a crate may use; each only those to its left.
const LINE: [(&str, &[&str]); 5] = [
    ("core", &[]),
    ("store", &["core"]),
    ("projections", &["core", "store"]),
    ("http", &["core", "store", "projections"]),
    ("cli", &["core", "store", "projections", "http"]),
];

/// Lines a file may have without its tests.
const CEILING: usize = 500;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Every Rust file below `dir`, with its text.
fn sources(dir: &str) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let mut dirs = vec![root().join(dir)];
    while let Some(dir) = dirs.pop() {
        for entry in fs::read_dir(&dir).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if entry.file_type().unwrap().is_dir() {
                dirs.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.insert(path, text);
            }
        }
    }
    assert!(!found.is_empty(), "no sources below {dir}");
    found
}

/// The text before the tests at the end of a file.
fn without_tests(text: &str) -> &str {
    text.split_once("#[cfg(test)]").map_or(text, |(code, _)| code)
}

#[test]
fn architecture_a_crate_uses_only_crates_to_its_left() {
    for (name, allowed) in LINE {
        let manifest: toml::Table = fs::read_to_string(root().join(name).join("Cargo.toml")).unwrap().parse().unwrap();
        let used = manifest["dependencies"].as_table().unwrap().keys().filter_map(|used| used.strip_prefix("heyi-"));
        for used in used {
            assert!(allowed.contains(&used), "{name} must not use {used}");
        }
    }
}

#[test]
fn architecture_core_has_no_clock_no_io_and_no_async() {
    let banned = [
        "std::fs",
        "std::net",
        "std::env",
        "std::io",
        "SystemTime",
        "Instant::now",
        "::now(",
        "async fn",
        "tokio",
        "rand",
    ];
    for (path, text) in sources("core/src") {
        for (number, line) in without_tests(&text).lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            for word in banned {
                let whole = code.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':' && c != '(' && c != ' ');
                let found = if word == "rand" {
                    code.contains("use rand")
                } else {
                    whole.clone().any(|part| part.contains(word))
                };
                assert!(!found, "{}:{} uses {word}", path.display(), number + 1);
            }
        }
    }
}

#[test]
fn architecture_only_the_clock_reads_the_clock() {
    let calls = ["Timestamp::now()", "Zoned::now()", "SystemTime::now()"];
    for dir in ["core/src", "store/src", "projections/src", "http/src", "cli/src"] {
        for (path, text) in sources(dir) {
            let reads = calls.iter().any(|call| without_tests(&text).contains(call));
            assert!(!reads || path.ends_with("store/src/clock.rs"), "{} reads the clock", path.display());
        }
    }
}

#[test]
fn architecture_files_are_short_and_import_by_name() {
    for dir in ["core/src", "store/src", "projections/src", "http/src", "cli/src", "tests/src", "tests/suite"] {
        for (path, text) in sources(dir) {
            let lines = without_tests(&text).lines().count();
            assert!(lines <= CEILING, "{} has {lines} lines; {CEILING} are the most", path.display());
            assert!(
                path.file_name().is_none_or(|name| name != "mod.rs"),
                "{}: name it like its folder",
                path.display()
            );
            for line in text.lines().map(str::trim) {
                let glob = line.starts_with("use ") || line.starts_with("pub use ");
                let glob = glob && line.ends_with("::*;") && line != "use super::*;";
                assert!(!glob, "{}: {line}", path.display());
            }
        }
    }
}

#[test]
fn architecture_every_test_file_belongs_to_the_suite() {
    let main = fs::read_to_string(root().join("tests/suite/main.rs")).unwrap();
    for entry in fs::read_dir(root().join("tests/suite")).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        let Some(stem) = name.strip_suffix(".rs").filter(|stem| *stem != "main") else { continue };
        assert!(main.contains(&format!("mod {stem};")), "{name} is not part of the suite");
    }
}

#[test]
fn architecture_every_decision_has_its_files_and_every_event_is_documented() {
    let events = fs::read_to_string(root().join("docs/events.md")).unwrap();
    for kind in DecisionKind::ALL {
        let stem = kind.name().replace('-', "_");
        assert!(root().join(format!("core/src/decisions/{stem}.rs")).exists(), "no decision file for {stem}");
        assert!(root().join(format!("http/src/cases/{stem}.rs")).exists(), "no form for {stem}");
        assert!(events.contains(&stem), "docs/events.md does not name {stem}");
    }
    for kind in CaseEvent::KINDS {
        assert!(events.contains(&format!("`{kind}`")), "docs/events.md does not list {kind}");
    }
}

#[test]
fn architecture_every_event_of_a_letter_has_decision_form_operation_and_use() {
    let events = fs::read_to_string(root().join("docs/events.md")).unwrap();
    let suite: String = sources("tests/suite").into_values().collect();
    let rows = routes::table();
    for kind in LetterStep::ALL {
        let stem = kind.name().replace('-', "_");
        assert!(root().join(format!("core/src/letter/decisions/{stem}.rs")).exists(), "no decision file for {stem}");
        assert!(root().join(format!("http/src/letters/{stem}.rs")).exists(), "no form for {stem}");
        assert!(events.contains(&format!("`{stem}.rs`")), "docs/events.md does not name {stem}.rs");
        let operations =
            rows.iter().filter(|row| row.decides == Some(Decides::Letter(*kind)) && row.path.starts_with("/api/v1/"));
        assert_eq!(operations.count(), 1, "{stem} has not one operation of the API");
        assert!(suite.contains(kind.name()), "nothing in the suite uses {}", kind.name());
    }
    for kind in LetterEvent::KINDS {
        assert!(events.contains(&format!("`{kind}`")), "docs/events.md does not list {kind}");
    }
}

#[test]
fn architecture_every_event_of_an_employer_has_decision_form_operation_and_use() {
    let events = fs::read_to_string(root().join("docs/events.md")).unwrap();
    let suite: String = sources("tests/suite").into_values().collect();
    let rows = routes::table();
    for kind in RegisterKind::ALL {
        let stem = kind.name().replace('-', "_");
        assert!(root().join(format!("core/src/employer/decisions/{stem}.rs")).exists(), "no decision file for {stem}");
        assert!(root().join(format!("http/src/employers/{stem}.rs")).exists(), "no form for {stem}");
        assert!(events.contains(&format!("`{stem}.rs`")), "docs/events.md does not name {stem}.rs");
        let operations =
            rows.iter().filter(|row| row.decides == Some(Decides::Employer(*kind)) && row.path.starts_with("/api/v1/"));
        assert_eq!(operations.count(), 1, "{stem} has not one operation of the API");
        assert!(suite.contains(kind.name()), "nothing in the suite uses {}", kind.name());
    }
    for kind in EmployerEvent::KINDS {
        assert!(events.contains(&format!("`{kind}`")), "docs/events.md does not list {kind}");
    }
}

#[test]
fn architecture_every_event_of_a_drive_has_decision_form_operation_and_use() {
    let events = fs::read_to_string(root().join("docs/events.md")).unwrap();
    let suite: String = sources("tests/suite").into_values().collect();
    let rows = routes::table();
    for kind in DriveKind::ALL {
        let stem = kind.name().replace('-', "_");
        assert!(root().join(format!("core/src/drive/decisions/{stem}.rs")).exists(), "no decision file for {stem}");
        assert!(root().join(format!("http/src/drives/{stem}.rs")).exists(), "no form for {stem}");
        assert!(events.contains(&format!("`{stem}.rs`")), "docs/events.md does not name {stem}.rs");
        let operations =
            rows.iter().filter(|row| row.decides == Some(Decides::Drive(*kind)) && row.path.starts_with("/api/v1/"));
        assert_eq!(operations.count(), 1, "{stem} has not one operation of the API");
        assert!(suite.contains(kind.name()), "nothing in the suite uses {}", kind.name());
    }
    for kind in DriveEvent::KINDS {
        assert!(events.contains(&format!("`{kind}`")), "docs/events.md does not list {kind}");
    }
}

#[test]
fn architecture_every_event_of_a_publication_has_decision_form_operation_and_use() {
    let events = fs::read_to_string(root().join("docs/events.md")).unwrap();
    let suite: String = sources("tests/suite").into_values().collect();
    let rows = routes::table();
    for kind in PublicationStep::ALL {
        let stem = kind.name().replace('-', "_");
        let decision = root().join(format!("core/src/publication/decisions/{stem}.rs"));
        assert!(decision.exists(), "no decision file for {stem}");
        assert!(root().join(format!("http/src/publications/{stem}.rs")).exists(), "no form for {stem}");
        assert!(events.contains(&format!("`{stem}.rs`")), "docs/events.md does not name {stem}.rs");
        let of_kind = |row: &&routes::Row| row.decides == Some(Decides::Publication(*kind));
        let operations = rows.iter().filter(of_kind).filter(|row| row.path.starts_with("/api/v1/"));
        assert_eq!(operations.count(), 1, "{stem} has not one operation of the API");
        assert!(suite.contains(kind.name()), "nothing in the suite uses {}", kind.name());
    }
    for kind in PublicationEvent::KINDS {
        assert!(events.contains(&format!("`{kind}`")), "docs/events.md does not list {kind}");
    }
}

#[test]
fn architecture_the_attack_reads_what_is_published_and_nothing_else() {
    let mut files = sources("tests/src/attack");
    let attack = root().join("tests/src/attack.rs");
    files.insert(attack.clone(), fs::read_to_string(attack).unwrap());
    for (path, text) in files {
        for named in text.lines().filter(|line| line.trim_start().starts_with("use heyi_")) {
            let published = named.starts_with("use heyi_core::event::publication::");
            assert!(published, "{}: {named}", path.display());
        }
        assert!(text.matches("heyi_").count() <= 1, "{} names other code", path.display());
    }
}

#[test]
fn architecture_the_oracle_folds_by_itself() {
    // What it may read: events as recorded, words and days, and the law. No fold, no decision, no projection.
    let core = [
        "calendar",
        "deadline",
        "divisions",
        "event",
        "ground",
        "ids",
        "industry",
        "occurred",
        "place",
        "rules",
        "stage",
        "topic",
    ];
    let store = ["append", "codec", "log", "streams"];
    let made_by_hand = [("heyi_core", "scenario"), ("heyi_store", "memory"), ("heyi_store", "clock")];
    let mut files = sources("tests/src/oracle");
    let oracle = root().join("tests/src/oracle.rs");
    files.insert(oracle.clone(), fs::read_to_string(oracle).unwrap());
    for (path, text) in files {
        let tests = if path.ends_with("oracle/tests.rs") { 0 } else { without_tests(&text).len() };
        for (at, _) in text.match_indices("heyi_") {
            let named = text[at..].split(|c: char| !c.is_alphanumeric() && c != '_').collect::<Vec<_>>();
            let [krate, "", module, ..] = named.as_slice() else { continue };
            let allowed = match *krate {
                "heyi_core" => core.contains(module),
                "heyi_store" => store.contains(module),
                _ => false,
            };
            let of_tests = at >= tests && made_by_hand.contains(&(krate, module));
            assert!(allowed || of_tests, "{} names {krate}::{module}", path.display());
        }
        let nested = ["super::super::super", "crate::", "use heyi_core;", "use heyi_core as", "use heyi_store as"];
        assert!(!nested.iter().any(|path| text.contains(path)), "{} leaves the oracle", path.display());
    }
}
