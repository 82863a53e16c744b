//! JSON-stat, checked against the format as published (json-stat.org/full, version 2.0), and the values against this project's own JSON.

use serde_json::{Map, Value, json};

use super::Desk;

/// That an object holds these properties and, besides them, only those.
fn holds<'a>(value: &'a Value, required: &[&str], optional: &[&str]) -> &'a Map<String, Value> {
    let object = value.as_object().unwrap_or_else(|| panic!("no object: {value}"));
    for name in required {
        assert!(object.contains_key(*name), "{name} is required: {value}");
    }
    for name in object.keys() {
        assert!(
            required.contains(&name.as_str()) || optional.contains(&name.as_str()),
            "{name} is no property of the format"
        );
    }
    object
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect()
}

/// What the format demands of a dataset.
fn check(cube: &Value) {
    let root = holds(
        cube,
        &["version", "class", "id", "size", "dimension", "value"],
        &["label", "note", "source", "updated", "role", "status", "extension", "href", "link", "error"],
    );
    assert_eq!((&cube["version"], &cube["class"]), (&json!("2.0"), &json!("dataset")));
    let ids = texts(&cube["id"]);
    let sizes: Vec<usize> =
        cube["size"].as_array().unwrap().iter().map(|size| usize::try_from(size.as_u64().unwrap()).unwrap()).collect();
    assert_eq!(ids.len(), sizes.len());
    let dimensions = cube["dimension"].as_object().unwrap();
    assert_eq!(dimensions.len(), ids.len(), "a dimension for each id and no other");
    for (id, size) in ids.iter().zip(&sizes) {
        holds(&dimensions[*id], &["category"], &["label", "note", "href", "link", "extension"]);
        let category = &dimensions[*id]["category"];
        holds(category, &["index"], &["label", "note", "unit", "child", "coordinates"]);
        let index = texts(&category["index"]);
        assert_eq!(index.len(), *size, "{id}");
        let labels = category["label"].as_object().unwrap();
        assert!(index.iter().all(|key| labels[*key].is_string()) && labels.len() == index.len(), "{id}");
        if let Some(units) = category.get("unit") {
            assert!(texts(&cube["role"]["metric"]).contains(id), "only a metric has units");
            for unit in units.as_object().unwrap().values() {
                holds(
                    unit,
                    &["decimals"],
                    &["label", "symbol", "position", "base", "type", "multiplier", "adjustment"],
                );
                assert!(unit.get("position").is_none_or(|place| place == "start" || place == "end"));
            }
        }
    }
    holds(&cube["role"], &["time", "metric"], &["geo"]);
    for role in cube["role"].as_object().unwrap().values() {
        assert!(texts(role).iter().all(|id| ids.contains(id)), "{role}");
    }
    let cells: usize = sizes.iter().product();
    let one = |value: &Value| assert!(value.is_number() || value.is_null(), "{value}");
    match &cube["value"] {
        Value::Array(values) => {
            assert_eq!(values.len(), cells, "a value for each cell");
            values.iter().for_each(one);
        }
        Value::Object(values) => {
            assert!(values.len() < cells, "else it is an array");
            for (place, value) in values {
                assert!(place.parse::<usize>().unwrap() < cells, "{place}");
                one(value);
            }
        }
        other => panic!("{other}"),
    }
    if let Some(status) = root.get("status") {
        for (place, code) in status.as_object().unwrap() {
            assert!(place.parse::<usize>().unwrap() < cells, "{place}");
            assert!(cube["extension"]["status"]["label"][code.as_str().unwrap()].is_string(), "{code} is explained");
        }
    }
    if let Some(updated) = root.get("updated") {
        updated.as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    }
    assert!(
        texts(&cube["note"]).iter().all(|note| !note.is_empty())
            && cube["label"].is_string()
            && cube["source"].is_string()
    );
}

/// The value at these categories, one for each dimension.
fn at(cube: &Value, keys: &[&str]) -> Option<f64> {
    let place = place(cube, keys);
    match &cube["value"] {
        Value::Array(values) => values[place].as_f64(),
        values => values.get(place.to_string()).and_then(Value::as_f64),
    }
}

fn place(cube: &Value, keys: &[&str]) -> usize {
    let mut place = 0;
    for ((id, size), key) in texts(&cube["id"]).iter().zip(cube["size"].as_array().unwrap()).zip(keys) {
        let index = texts(&cube["dimension"][*id]["category"]["index"]);
        let found = index.iter().position(|one| one == key).unwrap_or_else(|| panic!("no {key} in {id}"));
        place = place * usize::try_from(size.as_u64().unwrap()).unwrap() + found;
    }
    place
}

async fn cube(desk: &Desk, question: &str) -> Value {
    let (kind, bytes) = desk.file(&format!("{question}&format=json-stat")).await;
    assert_eq!(kind, "application/json");
    let cube = serde_json::from_slice(&bytes).unwrap();
    check(&cube);
    cube
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_json_stat_is_of_the_published_form_and_holds_the_same_digits() {
    let desk = Desk::open().await;
    desk.jiangsu().await;
    let day = "2026-06-30";
    // By one dimension, which is a place.
    let question = format!("measure=women-covered&on={day}&by=city");
    let (table, by_city) = (desk.ask(&question).await, cube(&desk, &question).await);
    assert_eq!(by_city["id"], json!(["region", "period", "city", "figure"]));
    assert_eq!(by_city["role"], json!({"geo": ["region", "city"], "time": ["period"], "metric": ["figure"]}));
    for row in table["rows"].as_array().unwrap() {
        let (city, cell) = (row["keys"][0].as_str().unwrap(), &row["cell"]);
        for name in ["confirmed", "derived", "undated", "base", "base_unknown"] {
            assert_eq!(at(&by_city, &["320000", day, city, name]), cell[name].as_f64(), "{name} of {city}");
        }
        let employers = at(&by_city, &["320000", day, city, "employers_without_count"]);
        assert_eq!(employers, cell["employers"]["without_count"].as_f64());
    }
    // In Suzhou one effect is derived, and of one employer the number of women is not known: neither headline nor base is complete.
    let counted = place(&by_city, &["320000", day, "320500", "counted"]);
    assert_eq!(by_city["status"][counted.to_string()], "incomplete");
    let base = place(&by_city, &["320000", day, "320500", "base"]);
    assert_eq!(by_city["status"][base.to_string()], "incomplete");
    assert!(by_city["status"].get(place(&by_city, &["320000", day, "320500", "derived"]).to_string()).is_none());
    assert_eq!(by_city["extension"]["id"], table["id"]);
    assert_eq!(by_city["extension"]["basis"], table["basis"]);
    assert_eq!(by_city["extension"]["total"], table["total"]);
    assert_eq!(by_city["updated"], "2026-11-20T04:00:00Z");

    // By none, by two of which not every pair occurs, and a measure that tells days of which there are none.
    let none = cube(&desk, &format!("measure=employers-covered&on={day}")).await;
    assert_eq!(none["id"], json!(["region", "period", "figure"]));
    let total = desk.ask(&format!("measure=employers-covered&on={day}")).await;
    assert_eq!(at(&none, &["320000", day, "confirmed"]), total["total"]["confirmed"].as_f64());
    let question = format!("measure=employers-covered&on={day}&by=city&by=ownership");
    let (table, pairs) = (desk.ask(&question).await, cube(&desk, &question).await);
    assert!(pairs["value"].is_object(), "the employer whose ownership is not known is of one city alone");
    for row in table["rows"].as_array().unwrap() {
        let keys = ["320000", day, row["keys"][0].as_str().unwrap(), row["keys"][1].as_str().unwrap(), "base"];
        assert_eq!(at(&pairs, &keys), row["cell"]["base"].as_f64(), "{row}");
    }
    let days = cube(&desk, &format!("measure=offer-to-effect&on={day}&from=2026-01-01")).await;
    let median = place(&days, &["320000", "2026-01-01/2026-06-30", "days_median"]);
    assert_eq!((&days["value"][median], &days["status"][median.to_string()]), (&Value::Null, &json!("none")));

    // Over time.
    let question = format!("measure=employers-covered&on={day}&from=2026-01-15&trend=quarter");
    let (trend, course) = (desk.ask(&question).await, cube(&desk, &question).await);
    assert_eq!(course["size"][1], 2);
    for point in trend["points"].as_array().unwrap() {
        let period = format!("{}/{}", point["from"].as_str().unwrap(), point["on"].as_str().unwrap());
        assert_eq!(at(&course, &["320000", &period, "confirmed"]), point["cell"]["confirmed"].as_f64());
        assert_eq!(course["extension"]["ids"][&period], point["id"]);
    }
}
