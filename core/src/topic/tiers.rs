//! The tier of a topic belongs to (topic, place, day): when a law appears, what it was silent on becomes definite.
//!
//! The answers are data (`tiers.toml`). Where it has none the tier is not known, and nothing is made up.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::place::Place;
use crate::rows;
use crate::text::Say;

use super::{Tier, Topic, TopicCode, Topics};

/// What is known of a topic's tier somewhere on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TierThere {
    /// It has this tier.
    Known {
        /// The tier.
        tier: Tier,
        /// Where this is known from.
        source: Say,
        /// Since when it holds.
        from: Date,
    },
    /// Not known, and why.
    Unknown(Say),
}

impl TierThere {
    /// The tier, when it is known.
    #[must_use]
    pub fn tier(&self) -> Option<Tier> {
        match self {
            Self::Known { tier, .. } => Some(*tier),
            Self::Unknown(_) => None,
        }
    }

    /// Where it is known from, or why it is not.
    #[must_use]
    pub fn say(&self) -> &Say {
        match self {
            Self::Known { source, .. } | Self::Unknown(source) => source,
        }
    }
}

/// The tier of a topic at a place on a day.
#[must_use]
pub fn tier(topic: &TopicCode, place: &Place, day: Date) -> TierThere {
    let Some(topic) = Topics::shipped().get(topic) else {
        return TierThere::Unknown(Say::new("议题表中没有这个编号", "the list has no topic of this code"));
    };
    let here: Vec<&Row> = rows().iter().filter(|row| place.within(&row.place) && row.fits(topic)).collect();
    let holds = here.iter().filter(|row| row.from <= day).max_by_key(|row| row.from);
    match (holds, here.iter().map(|row| row.from).min()) {
        (Some(row), _) => TierThere::Known { tier: topic.tier, source: row.source.clone(), from: row.from },
        (None, Some(first)) => TierThere::Unknown(Say::new(
            format!("{first} 之前没有依据"),
            format!("nothing is known of it before {first}"),
        )),
        (None, None) => TierThere::Unknown(Say::new(
            "尚无该地的分层依据；目前只有江苏省的",
            "there is no source for this place; so far only Jiangsu's is here",
        )),
    }
}

#[derive(Clone, Debug)]
struct Row {
    place: Place,
    from: Date,
    group: String,
    basis: String,
    source: Say,
}

impl Row {
    fn fits(&self, topic: &Topic) -> bool {
        (self.group.is_empty() || self.group == topic.group) && topic.basis.starts_with(&self.basis)
    }
}

#[expect(clippy::expect_used, reason = "the rows are part of the program, and a test reads them")]
fn rows() -> &'static [Row] {
    static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| parse(include_str!("tiers.toml")).expect("the rows read"));
    &ROWS
}

fn parse(text: &str) -> Option<Vec<Row>> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        row: Vec<Written>,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Written {
        place: Place,
        from: toml::value::Datetime,
        group: String,
        basis: String,
        zh: String,
        en: String,
    }
    let file: File = toml::from_str(text).ok()?;
    let row = |row: Written| {
        let (from, source) = (rows::day(&row.from)?, Say::new(row.zh, row.en));
        Some(Row { place: row.place, from, group: row.group, basis: row.basis, source })
    };
    file.row.into_iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn there(topic: &str, place: &str, day: Date) -> TierThere {
        tier(&TopicCode(topic.into()), &place.parse().unwrap(), day)
    }

    #[test]
    fn an_equality_topic_is_definite_since_the_law_and_not_known_before() {
        assert_eq!(there("EQ.01", "320106", date(2023, 1, 1)).tier(), Some(Tier::One));
        assert!(there("EQ.01", "320106", date(2023, 1, 1)).say().zh.contains("2023-01-01"));
        let before = there("EQ.01", "320106", date(2022, 12, 31));
        assert_eq!(before.tier(), None);
        assert!(before.say().en.contains("2023-01-01"), "{before:?}");
    }

    #[test]
    fn other_topics_are_classified_for_jiangsu_as_of_2026_only() {
        assert_eq!(
            there("CAR.01", "320000", date(2026, 3, 1)).tier(),
            Topics::shipped().get(&TopicCode("CAR.01".into())).map(|topic| topic.tier)
        );
        assert_eq!(there("CAR.01", "320000", date(2025, 3, 1)).tier(), None);
        assert_eq!(there("CAR.01", "330100", date(2026, 3, 1)).tier(), None);
        assert_eq!(there("EQ.01", "100000", date(2026, 3, 1)).tier(), None, "the nation is not Jiangsu");
        assert_eq!(there("OLD.99", "320000", date(2026, 3, 1)).tier(), None);
    }

    #[test]
    fn every_topic_has_a_tier_in_jiangsu_today() {
        for topic in Topics::shipped().iter() {
            assert_eq!(there(topic.code.as_str(), "320000", date(2026, 11, 1)).tier(), Some(topic.tier));
        }
    }
}
