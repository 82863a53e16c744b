//! The values of the dimensions.

use std::collections::BTreeMap;

use heyi_core::divisions::{Kind, jiangsu};
use heyi_core::event::clauses::ClauseText;
use heyi_core::event::opening::Procedure;
use heyi_core::event::outcome::OutcomeForm;
use heyi_core::industry::find;
use heyi_core::place::Place;
use serde::Serialize;

use super::case::Case;
use super::employer::Attributes;
use super::opening::Opening;

/// Dimensions of a clause.
pub const OF_CLAUSES: [&str; 3] = ["topic", "tier", "measure"];
/// Dimensions of an employer, beside its place.
const OF_EMPLOYERS: [&str; 8] =
    ["section", "division", "biomedicine", "ownership", "size", "union", "women", "new-form"];
/// So many women are ten or more.
const MANY_WOMEN: u64 = 10;

/// A value for each of some dimensions.
pub type Values = BTreeMap<&'static str, String>;

const UNKNOWN: &str = "unknown";

/// Where a division lies.
#[must_use]
pub fn of_place(place: &Place) -> Values {
    let code = place.code();
    let province = place.province_digits().map(|digits| format!("{digits}0000"));
    let city = place.city().map(|city| city.code().to_owned());
    let county = place.city().filter(|_| !code.ends_with("00")).map(|_| code.to_owned());
    let zone = jiangsu().iter().any(|division| division.place == *place && division.kind == Kind::StatisticalZone);
    let known = |value: Option<String>| value.unwrap_or_else(|| UNKNOWN.to_owned());
    Values::from([
        ("province", known(province)),
        ("city", known(city)),
        ("county", known(county)),
        ("zone", if zone { code.to_owned() } else { "none".to_owned() }),
    ])
}

/// What an employer is, without its place.
#[must_use]
pub fn of_employer(employer: &Attributes) -> Values {
    let women = employer.women.map(|count| if count.people >= MANY_WOMEN { "ten-or-more" } else { "fewer" });
    let mut values = of_industry(employer.industry.as_deref());
    values.extend([
        ("biomedicine", yes_or_no(employer.biomedicine)),
        ("ownership", name(&employer.ownership)),
        ("size", employer.size.map_or_else(|| UNKNOWN.to_owned(), |size| name(&size))),
        ("union", name(&employer.union)),
        ("women", women.unwrap_or(UNKNOWN).to_owned()),
        ("new-form", yes_or_no(employer.new_form)),
    ]);
    values
}

/// One value for every dimension of an employer.
#[must_use]
pub fn no_employer(value: &str) -> Values {
    OF_EMPLOYERS.iter().map(|dimension| (*dimension, value.to_owned())).collect()
}

/// Of a case of many employers: its industry, and `many`.
#[must_use]
pub fn of_many(opening: &Opening) -> Values {
    let mut values = no_employer("many");
    values.extend(of_industry(opening.industry.as_deref()));
    values
}

fn of_industry(industry: Option<&str>) -> Values {
    let division = industry.and_then(find);
    Values::from([
        ("section", division.map_or(UNKNOWN, |division| division.section).to_owned()),
        ("division", division.map_or(UNKNOWN, |division| division.code).to_owned()),
    ])
}

/// Of a case: `scope` and `procedure`.
#[must_use]
pub fn of_case(case: &Case, opening: &Opening) -> Values {
    let procedure = case.procedure.map_or_else(|| UNKNOWN.to_owned(), |procedure: Procedure| name(&procedure));
    Values::from([("scope", opening.scope.to_owned()), ("procedure", procedure)])
}

/// Of a text or a signing: `form` and `order`.
#[must_use]
pub fn of_text(case: &Case, form: Option<OutcomeForm>, changed: bool) -> Values {
    let order = match (changed, case.renews.is_empty()) {
        (true, _) => "change",
        (false, false) => "renewal",
        (false, true) => "first",
    };
    let form = form.map_or_else(|| UNKNOWN.to_owned(), |form| name(&form));
    Values::from([("form", form), ("order", order.to_owned())])
}

/// Of a clause: `topic`, `tier` and `measure`.
#[must_use]
pub fn of_clause(clause: &ClauseText) -> Values {
    let tier = clause.tier.map_or_else(|| UNKNOWN.to_owned(), |tier| tier.number().to_string());
    let measure = if clause.measure.is_empty() { "law" } else { "measure" };
    Values::from([("topic", clause.topic.as_str().to_owned()), ("tier", tier), ("measure", measure.to_owned())])
}

fn yes_or_no(known: Option<bool>) -> String {
    known.map_or(UNKNOWN, |yes| if yes { "yes" } else { "no" }).to_owned()
}

/// The name of a value as events write it.
fn name(value: &impl Serialize) -> String {
    let name = serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned));
    name.expect("a value without payload is written as its name")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(code: &str) -> Values {
        of_place(&code.parse().unwrap())
    }

    #[test]
    fn above_a_level_its_value_is_unknown() {
        let names = |values: &Values| ["province", "city", "county", "zone"].map(|dimension| values[dimension].clone());
        assert_eq!(names(&place("320106")), ["320000", "320100", "320106", "none"]);
        assert_eq!(names(&place("320100")), ["320000", "320100", "unknown", "none"]);
        assert_eq!(names(&place("320000")), ["320000", "unknown", "unknown", "none"]);
        assert_eq!(names(&place("100000")), ["unknown", "unknown", "unknown", "none"]);
        let zone = jiangsu().iter().find(|division| division.kind == Kind::StatisticalZone).unwrap();
        assert_eq!(of_place(&zone.place)["zone"], zone.place.code());
    }

    #[test]
    fn a_division_lies_in_its_section() {
        assert_eq!(of_industry(Some("2720")), Values::from([("section", "C".into()), ("division", "27".into())]));
        assert_eq!(of_industry(None)["section"], "unknown");
    }
}
