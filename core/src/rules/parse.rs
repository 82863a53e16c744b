//! Rules from text and back, with errors that name the row.

use serde::{Deserialize, Serialize};
use toml::value::Datetime;

use crate::jurisdiction::Jurisdiction;
use crate::rows::{self, RowError};
use crate::rules::{Confidence, Rule, RuleKind, SubjectMatter, Value};
use crate::share::{Op, Share};

/// A row as it stands in a file.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    jurisdiction: String,
    kind: RuleKind,
    applies_to: Vec<SubjectMatter>,
    value: Option<toml::Value>,
    unit: Option<String>,
    op: Option<Op>,
    from_event: Option<String>,
    to_event: Option<String>,
    law: String,
    article: Option<String>,
    in_force_from: Option<Datetime>,
    in_force_to: Option<Datetime>,
    /// Where the row was read: for whoever checks the data, not kept.
    #[serde(skip_serializing, rename = "source")]
    _source: Option<String>,
    confidence: Confidence,
    note: Option<String>,
    roll_over: Option<bool>,
}

/// A period longer than this is a slip of the pen, not law.
const LONGEST: u32 = 10_000;

/// The rules of a text, in its order. Whether they fit together is judged by the rulebook.
pub(super) fn rules(text: &str) -> Result<Vec<Rule>, Vec<RowError>> {
    let mut rules = Vec::new();
    let mut errors = Vec::new();
    for (place, table) in rows::rows(text, "rule").map_err(|error| vec![error])? {
        match rule(&place, table) {
            Ok(rule) => rules.push(rule),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(rules) } else { Err(errors) }
}

fn rule(place: &str, table: toml::Table) -> Result<Rule, RowError> {
    let name = table.get("id").and_then(toml::Value::as_str).unwrap_or(place).to_owned();
    let wrong = |zh: String, en: String| RowError::new(&name, zh, en);
    let row: Row = table.try_into().map_err(|error: toml::de::Error| {
        wrong(format!("读不懂：{}", error.message()), format!("this cannot be read: {}", error.message()))
    })?;

    let jurisdiction = Jurisdiction::parse(&row.jurisdiction)
        .map_err(|error| wrong(format!("没有法域“{}”", error.0), format!("there is no jurisdiction {:?}", error.0)))?;
    let value = row.value.as_ref().map(|given| {
        value(given).ok_or_else(|| wrong(format!("数值 {given} 读不懂"), format!("the value {given} cannot be read")))
    });
    let day = |given: Option<Datetime>| {
        given.map(|given| {
            rows::day(&given).ok_or_else(|| wrong(format!("{given} 不是日期"), format!("{given} is not a day")))
        })
    };
    let mut applies_to = row.applies_to;
    applies_to.sort_unstable();
    applies_to.dedup();

    let rule = Rule {
        jurisdiction,
        kind: row.kind,
        applies_to,
        value: value.transpose()?,
        unit: row.unit,
        from_event: row.from_event,
        to_event: row.to_event,
        op: row.op,
        law: row.law,
        article: row.article,
        in_force_from: day(row.in_force_from).transpose()?,
        in_force_to: day(row.in_force_to).transpose()?,
        confidence: row.confidence,
        note: row.note,
        rolls_over: row.roll_over.unwrap_or(true),
        id: row.id,
    };
    match objection(&rule) {
        Some((zh, en)) => Err(wrong(zh.to_owned(), en.to_owned())),
        None => Ok(rule),
    }
}

/// What makes a row useless or misleading although it reads.
fn objection(rule: &Rule) -> Option<(&'static str, &'static str)> {
    if rule.suffix().is_empty() || !rule.id.bytes().all(|b| b.is_ascii_alphanumeric() || b"._".contains(&b)) {
        return Some((
            "编号须为“前缀.名称”，限用 ASCII 字母、数字、点和下划线",
            "an id is a prefix, a point and a name, of ASCII letters, digits, points and underscores",
        ));
    }
    if rule.applies_to.is_empty() {
        return Some(("没有适用事项 applies_to", "applies_to names no subject matter"));
    }
    if rule.law.trim().is_empty() {
        return Some(("没有法律名称", "the law has no name"));
    }
    if matches!((rule.in_force_from, rule.in_force_to), (Some(from), Some(to)) if from > to) {
        return Some(("施行日晚于失效日", "its first day in force is after its last"));
    }
    let clock = matches!(rule.kind, RuleKind::Deadline | RuleKind::Extension | RuleKind::Window | RuleKind::Recurring);
    if clock && rule.number().is_some() && !rule.period().is_some_and(|period| (1..=LONGEST).contains(&period.number()))
    {
        return Some((
            "期限须为 1 至 10000 个 day、working_day 或 month",
            "a period is 1 to 10000 of day, working_day or month",
        ));
    }
    if rule.confidence == Confidence::NotFound && rule.value.is_some() {
        return Some(("标为 not_found 却有数值", "it is marked not_found and yet has a value"));
    }
    None
}

fn value(given: &toml::Value) -> Option<Value> {
    match given {
        toml::Value::Integer(number) => u32::try_from(*number).ok().map(Value::Number),
        toml::Value::Boolean(flag) => Some(Value::Flag(*flag)),
        // Only halves occur (a half day of leave); any other decimal would not be exact.
        toml::Value::Float(number) if *number == 0.5 => Share::new(1, 2).map(Value::Share),
        toml::Value::String(text) => Some(words(text)),
        _ => None,
    }
}

/// `2/3` and `10%` are shares, `12-36` is a range, `2023-03` (a month) and everything else is words.
fn words(text: &str) -> Value {
    if text.contains(['/', '%'])
        && let Ok(share) = Share::parse(text)
    {
        return Value::Share(share);
    }
    let range = text.split_once('-').and_then(|(low, high)| Some((low.parse().ok()?, high.parse().ok()?)));
    match range {
        Some((low, high)) if low < high => Value::Range(low, high),
        _ => Value::Words(text.to_owned()),
    }
}

/// The rules as text that [`rules`] reads back, each exactly one way, so that equal rulebooks have equal texts.
pub(super) fn to_text<'a>(rules: impl Iterator<Item = &'a Rule>) -> String {
    let mut text = String::new();
    for rule in rules {
        let row = Row {
            id: rule.id.clone(),
            jurisdiction: rule.jurisdiction.code().to_owned(),
            kind: rule.kind,
            applies_to: rule.applies_to.clone(),
            value: rule.value.as_ref().map(to_toml),
            unit: rule.unit.clone(),
            op: rule.op,
            from_event: rule.from_event.clone(),
            to_event: rule.to_event.clone(),
            law: rule.law.clone(),
            article: rule.article.clone(),
            in_force_from: rule.in_force_from.and_then(rows::toml_day),
            in_force_to: rule.in_force_to.and_then(rows::toml_day),
            _source: None,
            confidence: rule.confidence,
            note: rule.note.clone(),
            roll_over: (!rule.rolls_over).then_some(false),
        };
        text.push_str("[[rule]]\n");
        // A row of strings, numbers and days always has a TOML form; were one to fail, the read-back test would show it.
        text.push_str(&toml::to_string(&row).unwrap_or_default());
    }
    text
}

fn to_toml(value: &Value) -> toml::Value {
    match value {
        Value::Number(number) => toml::Value::Integer(i64::from(*number)),
        Value::Range(low, high) => toml::Value::String(format!("{low}-{high}")),
        Value::Share(share) => toml::Value::String(share.to_string()),
        Value::Flag(flag) => toml::Value::Boolean(*flag),
        Value::Words(words) => toml::Value::String(words.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: &str = r#"
[[rule]]
id = "x.offer.reply"
jurisdiction = "CN-JS"
kind = "deadline"
applies_to = ["women"]
value = 10
unit = "day"
law = "某条例"
confidence = "text"
"#;

    fn refused(change: &str, to: &str) -> Vec<String> {
        assert!(ROW.contains(change), "{change}");
        rules(&ROW.replace(change, to)).unwrap_err().iter().map(|error| error.sentence().en).collect()
    }

    #[test]
    fn a_wrong_row_is_named() {
        assert_eq!(refused("CN-JS", "CN-XX"), ["x.offer.reply: there is no jurisdiction \"CN-XX\""]);
        assert_eq!(refused("= 10", "= -1"), ["x.offer.reply: the value -1 cannot be read"]);
        assert_eq!(
            refused("\"day\"", "\"days\""),
            ["x.offer.reply: a period is 1 to 10000 of day, working_day or month"]
        );
        assert_eq!(refused("[\"women\"]", "[]"), ["x.offer.reply: applies_to names no subject matter"]);
        assert_eq!(refused("\"text\"", "\"not_found\""), ["x.offer.reply: it is marked not_found and yet has a value"]);
        assert_eq!(
            refused("unit", "in_force_from = 2020-01-02\nin_force_to = 2020-01-01\nunit"),
            ["x.offer.reply: its first day in force is after its last"]
        );
        assert!(refused("\"deadline\"", "\"dealine\"")[0].starts_with("x.offer.reply: this cannot be read"));
        assert!(refused("unit", "aricle")[0].starts_with("x.offer.reply: this cannot be read"));
        assert!(refused("id = \"x.offer.reply\"\n", "")[0].starts_with("[[rule]] 1: this cannot be read"));
        assert!(refused("x.offer.reply", "x")[0].starts_with("x: an id is a prefix"));
    }

    #[test]
    fn every_wrong_row_is_reported_at_once() {
        let text = format!("{}{}", ROW.replace("= 10", "= 0"), ROW.replace("CN-JS", "JS"));
        assert_eq!(rules(&text).unwrap_err().len(), 2);
    }

    #[test]
    fn values_keep_their_kind() {
        let of = |text: &str| words(text);
        assert_eq!(of("2/3"), Value::Share(Share::new(2, 3).unwrap()));
        assert_eq!(of("10%"), Value::Share(Share::new(1, 10).unwrap()));
        assert_eq!(of("12-36"), Value::Range(12, 36));
        assert_eq!(of("5-5"), Value::Words("5-5".to_owned()), "a range has two ends");
        assert_eq!(of("2023-03"), Value::Words("2023-03".to_owned()), "a month is not a range");
        assert_eq!(of("20 persons or 10% of staff"), Value::Words("20 persons or 10% of staff".to_owned()));
        assert_eq!(value(&toml::Value::Float(0.5)), Some(Value::Share(Share::new(1, 2).unwrap())));
        assert_eq!(value(&toml::Value::Float(0.3)), None);
    }

    #[test]
    fn the_start_is_a_day() {
        let rule = &rules(&ROW.replace("unit", "in_force_from = 2023-05-01\nunit")).unwrap()[0];
        assert_eq!(rule.in_force_from, Some(jiff::civil::date(2023, 5, 1)));
        assert!(!rule.is_complete(), "it has no article");
    }
}
