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
    // serde_json's map is sorted by key (BTreeMap), and for ASCII keys byte order is RFC 8785's order of UTF-16 units.
    let value = serde_json::to_value(value).map_err(NotCanonical::Json)?;
    check(&value)?;
    serde_json::to_vec(&value).map_err(NotCanonical::Json)
}

fn check(value: &Value) -> Result<(), NotCanonical> {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => Ok(()),
        Value::Number(number) => {
            let exact = number.as_u64().or_else(|| number.as_i64().map(i64::unsigned_abs));
            if exact.is_some_and(|n| n <= MAX_EXACT) { Ok(()) } else { Err(NotCanonical::Number) }
        }
        Value::Array(items) => items.iter().try_for_each(check),
        Value::Object(members) => members
            .iter()
            .try_for_each(|(key, member)| if key.is_ascii() { check(member) } else { Err(NotCanonical::Key) }),
    }
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
    fn what_readers_disagree_on_is_refused() {
        assert!(matches!(to_vec(&1.5), Err(NotCanonical::Number)));
        assert!(matches!(to_vec(&(MAX_EXACT + 1)), Err(NotCanonical::Number)));
        assert!(matches!(to_vec(&serde_json::json!({"键": 1})), Err(NotCanonical::Key)));
    }
}
