//! Data that an operator can supply (rules of law, working days): refused with a sentence that names the row.

use jiff::civil::Date;

use crate::text::Say;

/// One thing wrong with a data file: which row, and what.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{row}: {}", .say.en)]
pub struct RowError {
    /// The row's id, year or place in the file.
    pub row: String,
    /// What is wrong with it; the row is named beside it, not in it.
    pub say: Say,
}

impl RowError {
    pub(crate) fn new(row: impl Into<String>, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { row: row.into(), say: Say::new(zh, en) }
    }

    /// The row and what is wrong with it, as one sentence.
    #[must_use]
    pub fn sentence(&self) -> Say {
        Say::new(format!("{}：{}", self.row, self.say.zh), format!("{}: {}", self.row, self.say.en))
    }
}

/// The rows of `[[name]]` in a TOML text, each with the name it goes by in errors until its own is known.
///
/// # Errors
/// One [`RowError`] when the text is not TOML, or has no such rows.
pub(crate) fn rows(text: &str, name: &str) -> Result<Vec<(String, toml::Table)>, RowError> {
    let mut table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let line = error.span().map_or(1, |span| text.bytes().take(span.start).filter(|b| *b == b'\n').count() + 1);
        let message = error.message();
        RowError::new(
            format!("line {line}"),
            format!("不是合法的 TOML：{message}"),
            format!("this is not TOML: {message}"),
        )
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
        assert_eq!(error.row, "line 2");
        assert_eq!(rows("a = 1", "rule").unwrap_err().sentence().en, "[[rule]]: the file has no [[rule]] rows");
        assert_eq!(rows("rule = [1]", "rule").unwrap_err().row, "[[rule]] 1");
    }
}
