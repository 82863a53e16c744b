//! Canonical JSON (RFC 8785), for the values events are made of: written directly, in one pass, without a tree in between.

use serde::Serialize;

mod members;
mod writer;

/// The value cannot be written canonically.
#[derive(Debug, thiserror::Error)]
pub enum NotCanonical {
    /// It cannot be written as JSON at all.
    #[error("the value cannot be written as JSON: {0}")]
    Json(String),
    /// A number that another reader could read differently.
    #[error("numbers in a canonical form are integers below 2^53")]
    Number,
    /// A key outside ASCII, whose order would depend on the reader, or a key twice.
    #[error("keys in a canonical form are ASCII, and each stands once")]
    Key,
}

impl serde::ser::Error for NotCanonical {
    fn custom<T: std::fmt::Display>(what: T) -> Self {
        Self::Json(what.to_string())
    }
}

/// The largest integer that every JSON reader reads exactly.
const MAX_EXACT: u64 = (1 << 53) - 1;

/// Writes `value` as canonical JSON: keys sorted, no white space, shortest escapes.
///
/// # Errors
/// [`NotCanonical`] when the value holds a float, an integer of 2^53 or more, or a key outside ASCII.
pub fn to_vec(value: &impl Serialize) -> Result<Vec<u8>, NotCanonical> {
    let mut out = Vec::new();
    write(value, &mut out)?;
    Ok(out)
}

/// Appends `value` to `out` as canonical JSON.
///
/// # Errors
/// As [`to_vec`]; `out` then ends in the middle of a value.
pub fn write(value: &impl Serialize, out: &mut Vec<u8>) -> Result<(), NotCanonical> {
    value.serialize(&mut writer::Writer::to(out))
}

/// Appends an integer, which the caller knows to be below 2^53.
pub(super) use writer::put_integer;

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
    use serde_json::Value;

    use super::*;

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (0..=MAX_EXACT).prop_map(Value::from),
            (-9_007_199_254_740_991_i64..0).prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            "[\\x00-\\x7f\"\\\\]{0,12}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 32, 6, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                proptest::collection::btree_map("[ !#-\\[\\]-~]{0,8}", inner, 0..6)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    /// Every shape that a payload can have, its fields in no order.
    #[derive(Serialize)]
    struct Shapes<'a> {
        z: Option<i32>,
        inner: Inner<'a>,
        a: (u8, &'a str),
        unit: Choice,
        newtype: Choice,
        tuple: Choice,
        fields: Choice,
        map: BTreeMap<&'a str, char>,
        day: jiff::civil::Date,
        id: uuid::Uuid,
        digest: crate::digest::Digest,
        nothing: (),
    }

    #[derive(Serialize)]
    struct Inner<'a> {
        y: Option<u8>,
        b: &'a str,
    }

    #[derive(Serialize)]
    #[serde(rename_all = "kebab-case")]
    enum Choice {
        NoValue,
        OneValue(Vec<bool>),
        TwoValues(u64, i8),
        Fields { second: u16, first: String },
    }

    proptest! {
        #[test]
        fn agrees_with_the_canonicalizer(value in values()) {
            assert_eq!(to_vec(&value).unwrap(), serde_json_canonicalizer::to_vec(&value).unwrap());
        }

        #[test]
        fn agrees_with_the_canonicalizer_on_every_shape(text in any::<String>(), c in any::<char>(), n in any::<u8>()) {
            let shapes = Shapes {
                z: (n > 9).then_some(-i32::from(n)),
                inner: Inner { y: None, b: &text },
                a: (n, &text),
                unit: Choice::NoValue,
                newtype: Choice::OneValue(vec![true, n > 3]),
                tuple: Choice::TwoValues(MAX_EXACT, i8::MIN),
                fields: Choice::Fields { second: 65_535, first: text.clone() },
                map: [("b", c), ("a", '\u{1f}'), ("", '"')].into(),
                day: jiff::civil::date(2026, 3, 7),
                id: uuid::Uuid::from_u128(u128::from(n)),
                digest: crate::digest::Digest::of(&[text.as_bytes()]),
                nothing: (),
            };
            let ours = to_vec(&shapes).unwrap();
            assert_eq!(ours, serde_json_canonicalizer::to_vec(&shapes).unwrap());
            assert!(serde_json::from_slice::<Value>(&ours).unwrap().is_object());
        }
    }

    #[test]
    fn what_readers_disagree_on_is_refused() {
        assert!(matches!(to_vec(&1.5), Err(NotCanonical::Number)));
        assert!(matches!(to_vec(&(MAX_EXACT + 1)), Err(NotCanonical::Number)));
        assert!(matches!(to_vec(&-9_007_199_254_740_992_i64), Err(NotCanonical::Number)));
        assert!(matches!(to_vec(&serde_json::json!({"键": 1})), Err(NotCanonical::Key)));
        assert!(matches!(to_vec(&BTreeMap::from([(1, 2)])), Err(NotCanonical::Key)));
    }
}
