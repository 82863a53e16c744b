//! `heyi demo --employers N`: a made-up country beside the published cases.

use serde_json::Value;
use tempfile::TempDir;

use crate::demo::Demo;
use crate::{answer, heyi};

#[test]
fn a_country_is_made_up_beside_the_published_cases_and_counted() {
    let dir = TempDir::new().unwrap();
    let data = dir.path().join("heyi-data");
    let server = Demo::start_with(&data, &["--employers", "40"]);
    let told = server.told.join("\n");
    assert!(told.contains("events made up besides") && told.contains("63 of 63 facts as events"), "{told}");
    let base = |known: &[&str]| {
        let asked = ["coverage", "--measure", "employers-covered", "--on", "2026-06-30", "--format", "json"];
        let table: Value = serde_json::from_slice(&answer(&data, &[&asked, known].concat())).unwrap();
        table["total"]["base"].as_u64().unwrap()
    };
    assert_eq!(base(&["--known", "2026-06-30T00:00:00Z"]), 40, "known then: the country, recorded in those years");
    assert!(base(&[]) > 40, "known now: the published cases besides");
    server.stop();

    let again = heyi(&data, &["demo", "--employers", "40"]);
    assert!(!again.status.success());
    assert!(String::from_utf8(again.stderr).unwrap().contains("--employers 只用于新目录"));
    let none = heyi(&data, &["demo", "--employers", "0"]);
    assert_eq!(none.status.code(), Some(2));
}
