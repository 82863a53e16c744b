//! What was published beside what would be said today, and who made the difference.

use std::collections::BTreeMap;

use heyi_core::event::publication::{PublishedNumbers, PublishedTable};
use heyi_core::ids::Position;
use heyi_core::text::Say;

use crate::coverage::{Cell, CoverageQuery, Dimension, Member, Part, Row, Subject, Table, question};
use crate::read_side::ReadSide;

use super::PublishError;

/// Of so many rows that differ it is said who made the difference; of the others only that they do.
pub const MOST_ROWS_COMPARED: usize = 20;

/// A table as published, beside the same question as known now.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The position it was published at.
    pub position: Position,
    /// The same question as known now.
    pub now: Table,
    /// The rows of either.
    pub rows: Vec<ComparedRow>,
    /// The total.
    pub total: ComparedRow,
    /// There are more rows that differ than it is said of who made the difference.
    pub more: bool,
}

/// A row as published and now.
#[derive(Clone, Debug)]
pub struct ComparedRow {
    /// The value in each dimension; none for the total.
    pub keys: Vec<String>,
    /// The values in words.
    pub labels: Vec<Say>,
    /// As published; `None`: it was not there.
    pub published: Option<PublishedNumbers>,
    /// Now; `None`: it is not there any more.
    pub now: Option<Cell>,
    /// What was known then, in full, is not what is known now.
    pub differs: bool,
    /// Who made the difference.
    pub changed: Vec<Changed>,
}

/// A unit, or several of one subject, that stood elsewhere than they stand now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Who or what.
    pub subject: Subject,
    /// How it stood; empty: it was not part of it.
    pub then: Vec<Standing>,
    /// How it stands.
    pub now: Vec<Standing>,
}

/// Where a unit stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Counted, not counted, or not known.
    pub part: Part,
    /// With what reason.
    pub member: Member,
}

type Units = BTreeMap<Subject, Vec<Standing>>;

impl ReadSide {
    /// A published table beside what would be said today to the same question.
    ///
    /// # Errors
    /// [`PublishError`] when the table cannot be computed any more as it was.
    pub async fn compared(&self, table: &PublishedTable) -> Result<Compared, PublishError> {
        let asked = question(&table.id)?;
        let then = self.coverage(&asked).await?;
        if then.id != table.id {
            return Err(PublishError::AnotherBasis { given: table.id.clone(), here: then.id });
        }
        let now = self.coverage(&CoverageQuery { known: None, ..asked.clone() }).await?;
        let mut rows = rows(table, &then.rows, &now.rows);
        let differing = rows.iter().filter(|row| row.differs).count();
        for row in rows.iter_mut().filter(|row| row.differs).take(MOST_ROWS_COMPARED) {
            row.changed = self.changed(&asked, &row.keys).await?;
        }
        let differs = then.total != now.total;
        let changed = if differs { self.changed(&asked, &[]).await? } else { Vec::new() };
        let total = ComparedRow {
            keys: Vec::new(),
            labels: Vec::new(),
            published: Some(table.total.clone()),
            now: Some(now.total),
            differs,
            changed,
        };
        Ok(Compared { position: then.basis.position, rows, total, more: differing > MOST_ROWS_COMPARED, now })
    }

    /// Who stands elsewhere in a row now than then.
    async fn changed(&self, asked: &CoverageQuery, keys: &[String]) -> Result<Vec<Changed>, PublishError> {
        let mut then = CoverageQuery { by: Vec::new(), ..asked.clone() };
        let row: Vec<(Dimension, String)> = asked.by.iter().copied().zip(keys.iter().cloned()).collect();
        // Of one dimension any of several values would pass: the row's own takes the place of a filter.
        then.filters.retain(|(dimension, _)| !row.iter().any(|(of_row, _)| of_row == dimension));
        then.filters.extend(row);
        let now = CoverageQuery { known: None, ..then.clone() };
        let (mut before, mut after) = (self.units(&then).await?, self.units(&now).await?);
        let mut changed = Vec::new();
        for (subject, then) in std::mem::take(&mut before) {
            let now = after.remove(&subject).unwrap_or_default();
            if then != now {
                changed.push(Changed { subject, then, now });
            }
        }
        changed.extend(after.into_iter().map(|(subject, now)| Changed { subject, then: Vec::new(), now }));
        Ok(changed)
    }

    /// Every unit of a question, by whom it belongs to.
    async fn units(&self, query: &CoverageQuery) -> Result<Units, PublishError> {
        let mut units = Units::new();
        for part in Part::ALL {
            for member in self.members(query, part, (0, usize::MAX)).await?.items {
                units.entry(member.subject).or_default().push(Standing { part, member });
            }
        }
        Ok(units)
    }
}

/// The rows of either, by their keys.
fn rows(table: &PublishedTable, then: &[Row], now: &[Row]) -> Vec<ComparedRow> {
    let mut rows: BTreeMap<&[String], ComparedRow> = BTreeMap::new();
    for row in &table.rows {
        rows.insert(
            &row.keys,
            ComparedRow {
                keys: row.keys.clone(),
                labels: row.labels.clone(),
                published: Some(row.numbers.clone()),
                now: None,
                differs: false,
                changed: Vec::new(),
            },
        );
    }
    for row in now {
        let compared = rows.entry(&row.keys).or_insert_with(|| ComparedRow {
            keys: row.keys.clone(),
            labels: row.labels.clone(),
            published: None,
            now: None,
            differs: false,
            changed: Vec::new(),
        });
        compared.now = Some(row.cell);
    }
    let then: BTreeMap<&[String], Cell> = then.iter().map(|row| (&row.keys[..], row.cell)).collect();
    let mut rows: Vec<ComparedRow> = rows.into_values().collect();
    for row in &mut rows {
        row.differs = then.get(&row.keys[..]).copied() != row.now;
    }
    rows
}
