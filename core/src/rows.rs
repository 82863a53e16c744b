//! Data that an operator can supply (rules of law, working days): refused with a sentence that names the row.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::text::Say;

/// One thing wrong with a data file: which row, and what.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {}", .row.en, .say.en)]
pub struct RowError {
    /// The row's id, year or place in the file.
    pub row: Say,
    /// What is wrong with it; the row is named beside it, not in it.
    pub say: Say,
}

impl RowError {
    pub(crate) fn new(row: impl Into<String>, zh: impl Into<String>, en: impl Into<String>) -> Self {
        let row = row.into();
        Self { row: Say::new(row.clone(), row), say: Say::new(zh, en) }
    }

    /// The row and what is wrong with it, as one sentence.
    #[must_use]
    pub fn sentence(&self) -> Say {
        let (row, say) = (&self.row, &self.say);
        Say::new(format!("{}：{}", row.zh, say.zh), format!("{}: {}", row.en, say.en))
    }
}

/// What differs between two rulebooks or calendars: the ids of rows, the numbers of years, each in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Only in the new one.
    pub added: Vec<String>,
    /// In both, and not the same.
    pub changed: Vec<String>,
    /// Only in the old one.
    pub removed: Vec<String>,
}

impl Changes {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }

    /// What `new` has otherwise than `old`, each row by its name.
    pub(crate) fn between<K: Ord + ToString, V: PartialEq>(old: &BTreeMap<K, V>, new: &BTreeMap<K, V>) -> Self {
        let mut changes = Self::default();
        for (name, row) in new {
            match old.get(name) {
                None => changes.added.push(name.to_string()),
                Some(before) if before != row => changes.changed.push(name.to_string()),
                Some(_) => {}
            }
        }
        changes.removed = old.keys().filter(|name| !new.contains_key(name)).map(ToString::to_string).collect();
        changes
    }
}

/// The rows of `[[name]]` in a TOML text, each with the name it goes by in errors until its own is known.
///
/// # Errors
/// One [`RowError`] when the text is not TOML, or has no such rows.
pub(crate) fn rows(text: &str, name: &str) -> Result<Vec<(String, toml::Table)>, RowError> {
    let mut table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let (line, column) = place_of(text, error.span().map_or(0, |span| span.start));
        let message = error.message();
        RowError {
            row: Say::new(format!("第 {line} 行第 {column} 个字符"), format!("line {line}, character {column}")),
            say: Say::new(format!("不是合法的 TOML：{message}"), format!("this is not TOML: {message}")),
        }
    })?;
    let Some(toml::Value::Array(values)) = table.remove(name) else {
        return Err(RowError::new(
            format!("[[{name}]]"),
            format!("文件中没有 [[{name}]] 行"),
            format!("the file has no [[{name}]] rows"),
        ));
    };
    let mut rows = Vec::with_capacity(values.len());
    for (index, value) in values.into_iter().enumerate() {
        let row = format!("[[{name}]] {}", index + 1);
        let toml::Value::Table(table) = value else {
            return Err(RowError::new(row, "不是表", "this is not a table"));
        };
        rows.push((row, table));
    }
    Ok(rows)
}

/// Line and character of a byte of the text, both from 1.
fn place_of(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    let characters = before.get(line_start..).unwrap_or_default().chars().count();
    (before.matches('\n').count() + 1, characters + 1)
}

/// A TOML day as a day; `None` when it carries a time, or is no day of the calendar.
pub(crate) fn day(value: &toml::value::Datetime) -> Option<Date> {
    let toml::value::Datetime { date: Some(date), time: None, offset: None } = value else { return None };
    Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

/// A day as TOML.
pub(crate) fn toml_day(day: Date) -> Option<toml::value::Datetime> {
    let date = toml::value::Date {
        year: u16::try_from(day.year()).ok()?,
        month: u8::try_from(day.month()).ok()?,
        day: u8::try_from(day.day()).ok()?,
    };
    Some(toml::value::Datetime { date: Some(date), time: None, offset: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_not_toml_names_its_line() {
        let error = rows("a = 1\nb = = 2\n", "rule").unwrap_err();
        assert_eq!((error.row.zh.as_str(), error.row.en.as_str()), ("第 2 行第 5 个字符", "line 2, character 5"));
        assert_eq!(place_of("法 = 一\n律 = 二", "法 = 一\n律".len()), (2, 2), "characters, not bytes");
        assert_eq!(rows("a = 1", "rule").unwrap_err().sentence().en, "[[rule]]: the file has no [[rule]] rows");
        assert_eq!(rows("rule = [1]", "rule").unwrap_err().row.en, "[[rule]] 1");
    }
}
