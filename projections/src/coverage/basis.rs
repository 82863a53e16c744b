//! What a table was computed from, and the id by which anybody computes the same digits again.
//!
//! The id holds the whole question with the position it was asked at, and sixteen hexadecimal digits that stand for everything else:
//! the chain of the log there, the versions of rulebook, calendar, lists and definition. So nothing has to be kept for it, and on
//! another machine, with the same log, it gives the same table or says that something is another.

use std::fmt::Write as _;

use heyi_core::digest::Digest;
use heyi_core::ids::Position;
use heyi_core::place::Place;
use heyi_core::text::Say;
use serde::Serialize;

use super::{CoverageQuery, Dimension, Known, Measure};

/// How many hexadecimal digits of the check an id has.
const CHECK: usize = 16;

/// What a table was computed from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Basis {
    /// The last position that was known.
    pub position: Position,
    /// The chain of the log there.
    pub chain: Digest,
    /// Version of the rulebook known there.
    pub rulebook: Digest,
    /// Version of the working calendar known there.
    pub calendar: Digest,
    /// Id of the definition.
    pub definition: String,
    /// Version of the list of biomedicine known there.
    pub biomedicine_list: String,
    /// Version of the checklist of the standard rate.
    pub checklist: String,
}

/// The text is no id of a table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no id of a table")]
pub struct NotAnId(pub String);

impl NotAnId {
    /// The refusal in words.
    #[must_use]
    pub fn say(&self) -> Say {
        let id = &self.0;
        Say::new(
            format!("“{id}”不是统计表编号；请完整复制表下方的编号。"),
            format!("{id} is no id of a table. Copy the whole id that stands below the table."),
        )
    }
}

impl Basis {
    /// The id of the table that answers a question on this basis. Its characters need no quoting in addresses and commands.
    #[must_use]
    pub fn id(&self, query: &CoverageQuery) -> String {
        let mut id = self.definition.replace('/', ".");
        // Writing to a text does not fail.
        let _ = write!(id, "~on.{}", query.on);
        if query.measure.is_of_a_span() {
            let _ = write!(id, "~from.{}", query.first_day());
        }
        let _ = write!(id, "~known.{}~in.{}", self.position, query.region);
        for by in &query.by {
            let _ = write!(id, "~by.{}", by.name());
        }
        for (dimension, key) in &query.filters {
            let _ = write!(id, "~where.{}.{key}", dimension.name());
        }
        let (position, chain) = (self.position.0.to_be_bytes(), self.chain.0);
        let versions = [self.biomedicine_list.as_bytes(), b"\0", self.checklist.as_bytes()].concat();
        let parts: [&[u8]; 6] = [id.as_bytes(), &position, &chain, &self.rulebook.0, &self.calendar.0, &versions];
        let check = Digest::of(&parts).to_string();
        format!("{id}~{}", check.get(..CHECK).unwrap_or_default())
    }
}

/// The question that an id stands for.
///
/// # Errors
/// [`NotAnId`].
pub fn question(id: &str) -> Result<CoverageQuery, NotAnId> {
    read(id).ok_or_else(|| NotAnId(id.to_owned()))
}

fn read(id: &str) -> Option<CoverageQuery> {
    let (asked, check) = id.trim().rsplit_once('~')?;
    if check.len() != CHECK || !check.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut parts = asked.split('~');
    let (name, version) = parts.next()?.rsplit_once('.')?;
    let measure = Measure::named(&format!("{name}/{version}"))?;
    let (mut from, mut on, mut known, mut region) = (None, None, None, None);
    let (mut by, mut filters) = (Vec::new(), Vec::new());
    for part in parts {
        let (what, value) = part.split_once('.')?;
        match what {
            "on" => on = Some(value.parse().ok()?),
            "from" => from = Some(value.parse().ok()?),
            "known" => known = Some(Known::Position(Position(value.parse().ok()?))),
            "in" => region = Some(value.parse::<Place>().ok()?),
            "by" => by.push(Dimension::named(value)?),
            "where" => {
                let (dimension, key) = value.split_once('.')?;
                filters.push((Dimension::named(dimension)?, key.to_owned()));
            }
            _ => return None,
        }
    }
    Some(CoverageQuery { measure, from, on: on?, known: Some(known?), region: region?, by, filters })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn basis() -> Basis {
        let digest = Digest::of(&[b"x"]);
        Basis {
            position: Position(17),
            chain: digest,
            rulebook: digest,
            calendar: digest,
            definition: "offer-response/1".into(),
            biomedicine_list: "2026-11".into(),
            checklist: "2026-11".into(),
        }
    }

    fn asked() -> CoverageQuery {
        CoverageQuery {
            from: Some(date(2026, 1, 1)),
            known: Some(Known::Position(Position(17))),
            region: "320000".parse().unwrap(),
            by: vec![Dimension::City, Dimension::Ownership],
            filters: vec![(Dimension::Division, "27".into()), (Dimension::Scope, "area-industry".into())],
            ..CoverageQuery::of(Measure::OfferResponse, date(2026, 6, 30))
        }
    }

    #[test]
    fn an_id_holds_its_question() {
        let id = basis().id(&asked());
        assert_eq!(question(&id), Ok(asked()), "{id}");
        assert!(id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)), "{id}");
        let topic = CoverageQuery { filters: vec![(Dimension::Topic, "CAR.01".into())], ..asked() };
        assert_eq!(question(&basis().id(&topic)), Ok(topic));
    }

    #[test]
    fn whatever_it_was_computed_from_changes_it() {
        let id = basis().id(&asked());
        let other = Digest::of(&[b"y"]);
        for changed in [
            Basis { chain: other, ..basis() },
            Basis { rulebook: other, ..basis() },
            Basis { calendar: other, ..basis() },
            Basis { biomedicine_list: "2027-01".into(), ..basis() },
            Basis { checklist: "2027-01".into(), ..basis() },
        ] {
            assert_ne!(changed.id(&asked()), id);
        }
    }

    #[test]
    fn what_is_no_id_is_refused_by_name() {
        let id = basis().id(&asked());
        for bad in [
            "",
            "~",
            "women-covered",
            &id[1..],
            &id[..id.len() - 1],
            &id.replace("~on", "~off"),
            "x.1~on.2026-01-01~0123456789abcdef",
        ] {
            assert!(question(bad).unwrap_err().say().zh.contains(bad), "{bad}");
        }
    }
}
