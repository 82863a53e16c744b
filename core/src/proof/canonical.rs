//! Canonical JSON (RFC 8785), for the values events are made of.

use serde::Serialize;
use serde_json::Value;

/// The value cannot be written canonically.
#[derive(Debug, thiserror::Error)]
pub enum NotCanonical {
    /// It cannot be written as JSON at all.
    #[error("the value cannot be written as JSON")]
    Json(#[source] serde_json::Error),
    /// A number that another reader could read differently.
    #[error("numbers in a canonical form are integers below 2^53")]
    Number,
    /// A key outside ASCII, whose order would depend on the reader.
    #[error("keys in a canonical form are ASCII")]
    Key,
}

/// The largest integer that every JSON reader reads exactly.
const MAX_EXACT: u64 = (1 << 53) - 1;

/// Writes `value` as canonical JSON: keys sorted, no white space, shortest escapes.
///
/// # Errors
/// [`NotCanonical`] when the value holds a float, an integer of 2^53 or more, or a key outside ASCII.
pub fn to_vec(value: &impl Serialize) -> Result<Vec<u8>, NotCanonical> {
    let value = serde_json::to_value(value).map_err(NotCanonical::Json)?;
    let mut out = Vec::new();
    write(&value, &mut out)?;
    Ok(out)
}

/// Writes a value. Keys are sorted here: whether serde_json's own map is sorted depends on what other crates of a build ask of it.
fn write(value: &Value, out: &mut Vec<u8>) -> Result<(), NotCanonical> {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => write_json(value, out)?,
        Value::Number(number) => {
            let exact = number.as_u64().or_else(|| number.as_i64().map(i64::unsigned_abs));
            if exact.is_none_or(|number| number > MAX_EXACT) {
                return Err(NotCanonical::Number);
            }
            write_json(number, out)?;
        }
        Value::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write(item, out)?;
            }
            out.push(b']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            // For ASCII keys the order of bytes is RFC 8785's order of UTF-16 units.
            members.sort_unstable_by_key(|(key, _)| *key);
            out.push(b'{');
            for (index, (key, member)) in members.into_iter().enumerate() {
                if !key.is_ascii() {
                    return Err(NotCanonical::Key);
                }
                if index > 0 {
                    out.push(b',');
                }
                write_json(key, out)?;
                out.push(b':');
                write(member, out)?;
            }
            out.push(b'}');
        }
    }
    Ok(())
}

/// Strings, numbers and the rest as serde_json writes them: with the shortest escapes, as RFC 8785 does.
fn write_json(value: &impl Serialize, out: &mut Vec<u8>) -> Result<(), NotCanonical> {
    serde_json::to_writer(out, value).map_err(NotCanonical::Json)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};

    use super::*;

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (0..=MAX_EXACT).prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 32, 6, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                proptest::collection::btree_map("[a-z_]{0,8}", inner, 0..6)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn agrees_with_the_canonicalizer(value in values()) {
            assert_eq!(to_vec(&value).unwrap(), serde_json_canonicalizer::to_vec(&value).unwrap());
        }
    }

    #[test]
    fn keys_are_sorted_whatever_order_the_fields_are_declared_in() {
        #[derive(Serialize)]
        struct Outer {
            z: u8,
            inner: Inner,
            a: u8,
        }
        #[derive(Serialize)]
        struct Inner {
            y: Option<u8>,
            b: &'static str,
        }
        let outer = Outer { z: 1, inner: Inner { y: None, b: "二" }, a: 3 };
        assert_eq!(String::from_utf8(to_vec(&outer).unwrap()).unwrap(), r#"{"a":3,"inner":{"b":"二","y":null},"z":1}"#);
    }

    #[test]
    fn what_readers_disagree_on_is_refused() {
        assert!(matches!(to_vec(&1.5), Err(NotCanonical::Number)));
        assert!(matches!(to_vec(&(MAX_EXACT + 1)), Err(NotCanonical::Number)));
        assert!(matches!(to_vec(&serde_json::json!({"键": 1})), Err(NotCanonical::Key)));
    }
}
