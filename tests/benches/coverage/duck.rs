//! DuckDB beside: the same questions on the same columns, in the same run.
//!
//! Needs Python with the packages `duckdb` and `numpy`: `HEYI_BENCH_PYTHON`, else `target/duckdb-venv/bin/python`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use heyi_core::ids::Position;
use heyi_projections::Table;
use heyi_projections::coverage::Split;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use serde::Deserialize;

/// What is asked beside the day and the position.
#[derive(Clone, Copy, Debug)]
pub struct Filter {
    /// A division of industry.
    pub division: Option<u8>,
    /// A topic.
    pub topic: Option<&'static str>,
}

/// What DuckDB answered.
#[derive(Debug, Deserialize)]
pub struct Answers {
    /// Its version.
    pub version: String,
    /// Of each question, in order.
    pub answers: Vec<Answer>,
}

/// Rows, and how long they took.
#[derive(Debug, Deserialize)]
pub struct Answer {
    /// City, base (employers, women, without a count), employers and women by sureness, counted without a count, stale.
    pub rows: Vec<Vec<u64>>,
    /// Milliseconds.
    pub ms: f64,
}

/// Asks DuckDB; `None`: there is no Python with it.
pub fn ask(dir: &Path, pairs: &[(Date, Position)], filters: &[Filter]) -> Option<Answers> {
    let python = std::env::var_os("HEYI_BENCH_PYTHON")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/duckdb-venv/bin/python"), PathBuf::from);
    if !python.exists() {
        println!(
            "  DuckDB did not run: python3 -m venv target/duckdb-venv; target/duckdb-venv/bin/pip install duckdb numpy"
        );
        return None;
    }
    let kept = std::fs::read_dir(dir.join("projections")).expect("what was kept");
    let kept = kept.map(|file| file.expect("a file").path());
    let mut kept: Vec<PathBuf> = kept.filter(|path| path.to_string_lossy().contains("/coverage-")).collect();
    kept.sort();
    let mut questions = String::new();
    for filter in filters {
        for (on, known) in pairs {
            let (on, fresh, known) = (number(*on), number(fresh_from(*on)), known.0);
            let (division, topic) = (serde_json::json!(filter.division), serde_json::json!(filter.topic));
            let _ = writeln!(
                questions,
                r#"{{"on": {on}, "fresh": {fresh}, "known": {known}, "division": {division}, "topic": {topic}}}"#
            );
        }
    }
    let (asked, answered) = (dir.join("questions.jsonl"), dir.join("answers.json"));
    std::fs::write(&asked, questions).expect("written");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/coverage/duckdb_side.py");
    let run = Command::new(python).arg(script).args([kept.last().expect("kept"), &asked, &answered]).status();
    assert!(run.expect("a process").success(), "DuckDB did not answer");
    Some(serde_json::from_slice(&std::fs::read(answered).expect("answers")).expect("answers"))
}

/// A table of heyi in the shape of [`Answer::rows`].
pub fn rows(table: &Table) -> Vec<Vec<u64>> {
    let split = |of: &Split| [of.untold, of.undated, of.imprecise, of.derived, of.confirmed];
    let row = |row: &heyi_projections::Row| {
        let employers = row.cell.employers.expect("a measure of people");
        let city = row.keys[0].parse().expect("a city");
        let mut numbers = vec![city, employers.base, row.cell.base.expect("a base"), employers.base_without_count];
        for (employers, women) in split(&employers.split).into_iter().zip(split(&row.cell.split)) {
            numbers.extend([employers, women]);
        }
        numbers.extend([employers.without_count, employers.stale]);
        numbers
    };
    let mut rows: Vec<Vec<u64>> = table.rows.iter().map(row).collect();
    rows.sort();
    rows
}

fn number(day: Date) -> i32 {
    (day - date(1970, 1, 1)).get_days()
}

/// Head counts of a day before this one are stale.
fn fresh_from(on: Date) -> Date {
    let fresh = on.saturating_sub(24.months());
    if fresh.saturating_add(24.months()) < on { fresh.saturating_add(1.day()) } else { fresh }
}
