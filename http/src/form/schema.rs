//! The JSON Schema of a form, from the same description that draws and reads it.

use serde_json::{Map, Value, json};

use super::reader::{LARGEST_NUMBER, LONGEST_AREA, LONGEST_LINE, LONGEST_LIST, MOST_ROWS};
use super::{Choice, Field, FormSpec, Records, Widget};

/// The body of the form as JSON Schema (draft 2020-12), described in English.
#[must_use]
pub fn schema<K: Records>(form: &FormSpec<K>) -> Value {
    let fields: Vec<&Field> = form.all_fields().collect();
    // A correction also holds the fields of the entry's own form.
    let open = fields.iter().any(|field| matches!(field.widget, Widget::Decision));
    let mut schema = object(&fields, open);
    schema.insert("title".to_owned(), json!(form.kind.say().en));
    Value::Object(schema)
}

/// An object of these fields; `open`: others may stand beside them.
fn object(fields: &[&Field], open: bool) -> Map<String, Value> {
    let properties: Map<String, Value> = fields.iter().flat_map(|field| properties_of(field)).collect();
    // Of a span any of its parts will do, which the sentence of the field says.
    let required = fields.iter().filter(|field| field.required && !matches!(field.widget, Widget::Span));
    let required: Vec<&str> = required.map(|field| field.name).collect();
    Map::from_iter([
        ("type".to_owned(), json!("object")),
        ("properties".to_owned(), Value::Object(properties)),
        ("required".to_owned(), json!(required)),
        ("additionalProperties".to_owned(), json!(open)),
    ])
}

fn properties_of(field: &Field) -> Vec<(String, Value)> {
    if let Widget::Span = field.widget {
        let part = |end: &str, text: &str, value: Value| {
            let description =
                format!("{text}{}", if end.is_empty() { description(field) } else { field.label.en.into() });
            (format!("{}{end}", field.name), described(value, &description))
        };
        return vec![
            part("", "", day()),
            part("_earliest", "Earliest possible: ", day()),
            part("_latest", "Latest possible: ", day()),
            part("_words", "In the words of the source: ", text(LONGEST_LINE)),
        ];
    }
    vec![(field.name.to_owned(), described(value(field.widget), &description(field)))]
}

fn value(widget: Widget) -> Value {
    match widget {
        Widget::Line | Widget::Name | Widget::Industry | Widget::Office | Widget::Decision => text(LONGEST_LINE),
        Widget::Area | Widget::NameArea => text(LONGEST_AREA),
        Widget::List => text(LONGEST_LIST),
        Widget::Number | Widget::Clause | Widget::Entry | Widget::Seat | Widget::Breach => number(),
        Widget::Day | Widget::Span => day(),
        Widget::Check => json!({ "type": "boolean", "default": false }),
        Widget::YesNoUnknown => json!({ "type": ["boolean", "null"] }),
        Widget::Choice(choices) => one_of(choices),
        Widget::Choices(choices) => list(&one_of(choices)),
        Widget::Topic => topic(),
        Widget::Topics => list(&topic()),
        Widget::Clauses => list(&number()),
        Widget::Place => json!({ "type": "string", "pattern": "^[0-9]{6}$" }),
        Widget::Employer | Widget::OtherCase | Widget::Listed | Widget::Drive | Widget::Letter => {
            json!({ "type": "string", "format": "uuid" })
        }
        Widget::Group(fields) => Value::Object(object(&fields.iter().collect::<Vec<_>>(), false)),
        Widget::Rows(fields) => list(&Value::Object(object(&fields.iter().collect::<Vec<_>>(), false))),
    }
}

fn text(longest: usize) -> Value {
    json!({ "type": "string", "maxLength": longest })
}

fn number() -> Value {
    json!({ "type": "integer", "minimum": 0, "maximum": LARGEST_NUMBER })
}

fn day() -> Value {
    json!({ "type": "string", "format": "date" })
}

fn topic() -> Value {
    json!({ "type": "string", "pattern": "^[A-Z]{3}\\.[0-9]{2}$" })
}

fn list(items: &Value) -> Value {
    json!({ "type": "array", "items": items, "maxItems": MOST_ROWS })
}

fn one_of(choices: &[Choice]) -> Value {
    let values: Vec<&str> = choices.iter().map(|choice| choice.value).collect();
    let meaning: Vec<String> = choices.iter().map(|choice| format!("{}: {}", choice.value, choice.label.en)).collect();
    json!({ "type": "string", "enum": values, "description": meaning.join("; ") })
}

fn description(field: &Field) -> String {
    match field.hint {
        Some(hint) => format!("{}. {}", field.label.en, hint.en),
        None => format!("{}.", field.label.en),
    }
}

/// Puts the field's sentence before what the value says of itself.
fn described(mut value: Value, sentence: &str) -> Value {
    let own = value.get("description").and_then(Value::as_str).map(|own| format!(" {own}.")).unwrap_or_default();
    if let Value::Object(value) = &mut value {
        value.insert("description".to_owned(), json!(format!("{sentence}{own}")));
    }
    value
}

#[cfg(test)]
mod tests {
    use heyi_core::decisions::DecisionKind;

    use super::*;
    use crate::form::spec;

    #[test]
    fn a_form_is_described_with_types_choices_and_what_is_required() {
        let offer = schema(spec(DecisionKind::IssueOffer));
        assert_eq!(offer["required"], json!(["by", "subject"]));
        assert_eq!(offer["properties"]["by"]["enum"], json!(["staff", "employer", "upper-union"]));
        assert_eq!(offer["properties"]["topics"]["type"], "array");
        assert_eq!(offer["properties"]["occurred_earliest"]["format"], "date");
        assert_eq!(offer["additionalProperties"], false);
    }

    #[test]
    fn rows_are_lists_of_objects() {
        let inspection = schema(spec(DecisionKind::InspectPerformance));
        assert_eq!(inspection["properties"]["findings"]["items"]["required"], json!(["clause", "finding"]));
        assert_eq!(inspection["properties"]["findings"]["maxItems"], 60);
    }

    #[test]
    fn a_correction_leaves_room_for_the_fields_of_the_entry() {
        assert_eq!(schema(spec(DecisionKind::CorrectEntry))["additionalProperties"], true);
    }

    #[test]
    fn every_property_is_described() {
        for kind in DecisionKind::ALL {
            let schema = schema(spec(*kind));
            let properties = schema["properties"].as_object().unwrap();
            assert!(properties.values().all(|property| property["description"].as_str().is_some_and(|d| d.len() > 3)));
        }
    }
}
