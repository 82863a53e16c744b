//! A published table, row by row beside today's numbers.

use heyi_core::event::publication::{PublishedNumber, PublishedNumbers, PublishedTable};
use heyi_core::text::Say;
use heyi_projections::coverage::{CoverageQuery, Unit, question};
use heyi_projections::publications::ComparedRow;
use heyi_projections::publications::withholding::in_full;
use serde_json::{Value, json};

use crate::ask::Ask;
use crate::problem::Problem;
use crate::text::Lang;

use super::differences::{self, Difference};
use super::numbers::{beside, difference, headline};
use super::output::numbers;

/// A table, as a page shows it.
pub(super) struct TableView {
    pub(super) heading: String,
    pub(super) about: String,
    /// The table computed again, in full.
    pub(super) href: String,
    pub(super) id: String,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<RowView>,
    /// How many numbers are withheld.
    pub(super) withheld: usize,
    pub(super) overlapping: bool,
    /// Why it cannot be compared with today; empty: it is, or need not be.
    pub(super) trouble: String,
    pub(super) differing: Vec<DifferingRow>,
    /// There are more rows that differ.
    pub(super) more: bool,
    json: Value,
}

/// A row.
pub(super) struct RowView {
    pub(super) head: Vec<String>,
    pub(super) published: String,
    pub(super) published_beside: String,
    pub(super) now: String,
    pub(super) now_beside: String,
    pub(super) difference: String,
    pub(super) differs: bool,
}

/// A row that differs, and who made the difference.
pub(super) struct DifferingRow {
    pub(super) label: String,
    pub(super) units: Vec<Difference>,
}

impl TableView {
    /// Today's numbers for programs.
    pub(super) fn json(&self) -> Value {
        self.json.clone()
    }
}

/// A published table; compared with what would be said today if it is asked for.
///
/// # Errors
/// When the store cannot answer.
pub(super) async fn table(ask: &Ask, published: &PublishedTable, compared: bool) -> Result<TableView, Problem> {
    let l = ask.l();
    let asked = question(&published.id).map_err(|wrong| Problem::of_publishing(&wrong.into()))?;
    let unit = asked.measure.unit();
    let mut view = TableView {
        heading: l.say(&asked.measure.definition().name),
        about: about(&asked, l),
        href: format!("/coverage?basis={}", published.id),
        id: published.id.clone(),
        columns: asked.by.iter().map(|by| l.say(&by.say())).collect(),
        rows: Vec::new(),
        withheld: withheld(published),
        overlapping: published.overlapping,
        trouble: String::new(),
        differing: Vec::new(),
        more: false,
        json: Value::Null,
    };
    if view.columns.is_empty() {
        view.columns.push(l.t("范围", "of").to_owned());
    }
    let found = if compared { Some(ask.app.read.compared(published).await) } else { None };
    match found {
        Some(Ok(found)) => {
            let (mut rows, mut told) = (Vec::new(), Vec::new());
            for row in found.rows.iter().chain([&found.total]) {
                view.rows.push(row_of(row, asked.by.len(), unit, l));
                let units = differences::of(ask, &row.changed, found.position).await?;
                told.push(json!({"keys": row.keys, "now": row.now.map(|cell| numbers(&in_full(&cell))),
                    "differs": row.differs, "changed": units.iter().map(Difference::json).collect::<Vec<_>>()}));
                // The units of a total stand in its rows already, where it has any.
                if row.differs && (!row.keys.is_empty() || found.rows.is_empty()) {
                    rows.push(DifferingRow { label: head(row, l).join(" · "), units });
                }
            }
            (view.differing, view.more) = (rows, found.more);
            view.json = json!({"table": published.id, "now": found.now.id, "rows": told});
        }
        Some(Err(error)) => view.trouble = l.say(&error.say()),
        None => {}
    }
    if view.rows.is_empty() {
        view.rows = as_published(published, asked.by.len(), unit, l);
    }
    Ok(view)
}

fn about(asked: &CoverageQuery, l: Lang) -> String {
    let days = match asked.measure.is_of_a_span() {
        true => format!("{} – {}", l.date(asked.first_day()), l.date(asked.on)),
        false => l.date(asked.on),
    };
    let mut about = vec![l.place(&asked.region), days];
    for (dimension, key) in &asked.filters {
        let value = heyi_projections::coverage::dimension::value::say(*dimension, key);
        about.push(format!("{}: {}", l.say(&dimension.say()), l.say(&value)));
    }
    about.push(l.say(&asked.measure.unit().say()));
    about.join(" · ")
}

fn withheld(published: &PublishedTable) -> usize {
    let rows = published.rows.iter().map(|row| &row.numbers).chain([&published.total]);
    let numbers = rows.flat_map(|numbers| [Some(numbers.counted), numbers.base]);
    numbers.filter(|number| *number == Some(PublishedNumber::Withheld)).count()
}

fn head(row: &ComparedRow, l: Lang) -> Vec<String> {
    row_head(&row.labels, row.keys.len(), l)
}

fn row_head(labels: &[Say], columns: usize, l: Lang) -> Vec<String> {
    if labels.is_empty() {
        let mut head = vec![l.t("合计", "total").to_owned()];
        head.resize(columns.max(1), String::new());
        return head;
    }
    labels.iter().map(|label| l.say(label)).collect()
}

fn row_of(row: &ComparedRow, columns: usize, unit: Unit, l: Lang) -> RowView {
    let none = l.t("没有这一行", "no such row");
    let now = row.now.as_ref().map(in_full);
    let both = row.published.as_ref().zip(now.as_ref());
    RowView {
        head: row_head(&row.labels, columns, l),
        published: row.published.as_ref().map_or_else(|| none.to_owned(), |numbers| headline(numbers, l)),
        published_beside: row.published.as_ref().map(|numbers| beside(numbers, unit, l)).unwrap_or_default(),
        now: now.as_ref().map_or_else(|| none.to_owned(), |numbers| headline(numbers, l)),
        now_beside: now.as_ref().map(|numbers| beside(numbers, unit, l)).unwrap_or_default(),
        difference: match both {
            Some((published, now)) if row.differs => difference(published, now),
            Some(_) => l.t("无", "none").to_owned(),
            None => String::new(),
        },
        differs: row.differs,
    }
}

fn as_published(published: &PublishedTable, columns: usize, unit: Unit, l: Lang) -> Vec<RowView> {
    let row = |(labels, numbers): (&[Say], &PublishedNumbers)| RowView {
        head: row_head(labels, columns, l),
        published: headline(numbers, l),
        published_beside: beside(numbers, unit, l),
        now: String::new(),
        now_beside: String::new(),
        difference: String::new(),
        differs: false,
    };
    let rows = published.rows.iter().map(|row| (&row.labels[..], &row.numbers));
    rows.chain([(&[][..], &published.total)]).map(row).collect()
}
