//! What was typed or sent, flattened: a form's pairs, the text parts of a multipart body and a JSON body read alike.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use heyi_core::text::Say;
use serde_json::Value;

/// The most values one request may hold.
pub const MOST_VALUES: usize = 4_000;
/// The most levels of JSON: the body, a list, a row, a list in a row.
pub const MOST_LEVELS: usize = 4;
/// The longest name of a field, with its row.
pub const LONGEST_NAME: usize = 100;

/// Values by name, each in the order given: `subject`, `topics` (several), `people[0].post` (a row).
///
/// Values are trimmed and their line breaks are `\n`. A JSON `null` is an absent value, `true` is `true`.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Input {
    values: BTreeMap<String, Vec<String>>,
    strict: bool,
}

/// The request cannot be read as a form at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    /// The JSON body is not an object.
    #[error("the body is not a JSON object")]
    NotAnObject,
    /// JSON nested too deeply.
    #[error("the body is nested more than {MOST_LEVELS} levels deep")]
    TooDeep,
    /// Too many values.
    #[error("the request holds more than {MOST_VALUES} values")]
    TooMany,
    /// A name that no field can have.
    #[error("a field's name has more than {LONGEST_NAME} bytes")]
    LongName,
}

impl InputError {
    /// The error in words.
    #[must_use]
    pub fn say(&self) -> Say {
        let zh = match self {
            Self::NotAnObject => "请求内容应为一个 JSON 对象。".to_owned(),
            Self::TooDeep => format!("请求内容嵌套超过 {MOST_LEVELS} 层。"),
            Self::TooMany => format!("请求内容超过 {MOST_VALUES} 个值。"),
            Self::LongName => format!("字段名超过 {LONGEST_NAME} 字节。"),
        };
        Say::new(zh, format!("{self}."))
    }
}

impl Input {
    /// From the pairs of a urlencoded body or the text parts of a multipart body.
    ///
    /// # Errors
    /// [`InputError`] when there are too many, or a name is too long.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Result<Self, InputError> {
        let mut input = Self::default();
        let mut count = 0;
        for (name, value) in pairs {
            input.push(name, &value, &mut count)?;
        }
        Ok(input)
    }

    /// From a JSON body. A name that no field has is an error when the form is read: a program's slip must not be lost.
    ///
    /// # Errors
    /// [`InputError`] when it is not an object, or too large a one.
    pub fn from_json(body: &Value) -> Result<Self, InputError> {
        let Value::Object(_) = body else { return Err(InputError::NotAnObject) };
        let mut input = Self { strict: true, ..Self::default() };
        input.flatten(String::new(), body, MOST_LEVELS, &mut 0)?;
        Ok(input)
    }

    fn flatten(&mut self, name: String, value: &Value, levels: usize, count: &mut usize) -> Result<(), InputError> {
        match value {
            Value::Null => Ok(()),
            Value::Bool(flag) => self.push(name, if *flag { "true" } else { "false" }, count),
            Value::Number(number) => self.push(name, &number.to_string(), count),
            Value::String(text) => self.push(name, text, count),
            Value::Array(_) | Value::Object(_) if levels == 0 => Err(InputError::TooDeep),
            Value::Array(items) => items.iter().enumerate().try_for_each(|(index, item)| {
                let name = if item.is_object() { format!("{name}[{index}]") } else { name.clone() };
                self.flatten(name, item, levels - 1, count)
            }),
            Value::Object(fields) => fields.iter().try_for_each(|(key, item)| {
                let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                self.flatten(name, item, levels - 1, count)
            }),
        }
    }

    fn push(&mut self, name: String, value: &str, count: &mut usize) -> Result<(), InputError> {
        *count += 1;
        if *count > MOST_VALUES {
            return Err(InputError::TooMany);
        }
        if name.len() > LONGEST_NAME {
            return Err(InputError::LongName);
        }
        self.add(name, value);
        Ok(())
    }

    /// Adds one more value of a name.
    pub fn add(&mut self, name: impl Into<String>, value: &str) {
        let value = value.replace("\r\n", "\n").trim().to_owned();
        self.values.entry(name.into()).or_default().push(value);
    }

    /// Gives a name this one value, in place of any it has.
    pub fn set(&mut self, name: impl Into<String>, value: &str) {
        self.values.insert(name.into(), vec![value.trim().to_owned()]);
    }

    /// Gives a name this value, unless it has one that is not empty: what the server knows and the form need not ask.
    pub fn or(&mut self, name: &str, value: &str) {
        if self.first(name).is_empty() {
            self.set(name, value);
        }
    }

    /// The first value of a name that is not empty; else empty.
    #[must_use]
    pub fn first(&self, name: &str) -> &str {
        self.all(name).find(|value| !value.is_empty()).unwrap_or_default()
    }

    /// Every value of a name.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        self.values.get(name).into_iter().flatten().map(String::as_str)
    }

    /// Whether a name has this value: a ticked box, a chosen topic.
    #[must_use]
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|given| given == value)
    }

    /// The numbers of the rows of `name` that hold anything, in order. Blank rows of a page are not rows.
    #[must_use]
    pub fn rows(&self, name: &str) -> Vec<usize> {
        let filled = self.values.iter().filter(|(_, values)| values.iter().any(|value| !value.is_empty()));
        let rows: BTreeSet<usize> = filled
            .filter_map(|(key, _)| key.strip_prefix(name)?.strip_prefix('[')?.split_once(']')?.0.parse().ok())
            .collect();
        rows.into_iter().collect()
    }

    /// Every name that has a value, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }

    /// Whether a name that no field has is an error.
    #[must_use]
    pub fn is_strict(&self) -> bool {
        self.strict
    }
}

/// The names only: values may be about people, and must not reach a log.
impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.values.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn pairs_and_json_read_alike() {
        let pairs = [("subject", " 岗位 "), ("topics", "CAR.01"), ("topics", "CAR.02"), ("people[0].post", "主席")];
        let typed = Input::from_pairs(pairs.map(|(name, value)| (name.into(), value.into()))).unwrap();
        let body =
            json!({"subject": "岗位", "topics": ["CAR.01", "CAR.02"], "people": [{"post": "主席", "sex": null}]});
        let sent = Input::from_json(&body).unwrap();
        assert!(typed.names().eq(sent.names()));
        assert!(typed.names().all(|name| typed.all(name).eq(sent.all(name))));
        assert_eq!(sent.first("subject"), "岗位");
        assert!(sent.has("topics", "CAR.02") && !sent.has("topics", "CAR.03"));
    }

    #[test]
    fn what_is_too_large_or_no_object_is_refused() {
        assert_eq!(Input::from_json(&json!([1])), Err(InputError::NotAnObject));
        assert_eq!(Input::from_json(&json!({"a": [{"b": [{"c": 1}]}]})), Err(InputError::TooDeep));
        assert_eq!(Input::from_json(&json!({"a": vec![1; MOST_VALUES + 1]})), Err(InputError::TooMany));
        assert_eq!(Input::from_json(&json!({"a".repeat(LONGEST_NAME + 1): 1})), Err(InputError::LongName));
        assert!(InputError::TooDeep.say().zh.contains('4') && InputError::TooDeep.say().en.contains('4'));
    }

    #[test]
    fn blank_rows_are_no_rows() {
        let pairs =
            [("people[2].post", "主席"), ("people[0].post", " "), ("people[10].post", "委员"), ("people[x].a", "1")];
        let typed = Input::from_pairs(pairs.map(|(name, value)| (name.into(), value.into()))).unwrap();
        assert_eq!(typed.rows("people"), [2, 10]);
    }

    #[test]
    fn what_is_known_fills_what_is_empty() {
        let mut typed = Input::from_pairs([("office".to_owned(), " ".to_owned())]).unwrap();
        typed.or("office", "js");
        typed.or("office", "zj");
        assert_eq!(typed.first("office"), "js");
    }

    #[test]
    fn values_do_not_reach_a_log() {
        let typed = Input::from_pairs([("name".to_owned(), "王某".to_owned())]).unwrap();
        assert_eq!(format!("{typed:?}"), r#"{"name"}"#);
    }
}
