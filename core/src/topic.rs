//! The subjects a negotiation can be about (协商议题): 84 topics in 14 groups, with the tier of each.
//!
//! An event keeps the code alone. History never refuses a code; whoever records a new one checks it with [`TopicCode::known`].

use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::text::Say;

mod tiers;

pub use tiers::{TierThere, tier};

/// Topics named before all others: those of the work plan of 2023, with screening, child care, nursing rooms and mutual insurance.
const FIRST: [&str; 8] = ["CAR.01", "CAR.02", "CAR.03", "HLT.02", "CHD.01", "CHD.02", "NUR.01", "HLT.04"];

/// The code of a topic, such as `CAR.01`. As part of an event it is any text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TopicCode(pub String);

/// No topic has this code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no topic has the code {0:?}")]
pub struct NotATopic(pub String);

/// The three levels of the Jiangsu guidance of December 2020 (江苏2020指导意见). The order is frozen: it is written in events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// The law is definite and not carried out: agree how it will be.
    One,
    /// The law is general: agree what it means at this employer.
    Two,
    /// The law is silent and the demand strong: agree a solution.
    Three,
}

/// A mark of a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tag {
    /// Its evidence will hold health data.
    Medical,
    /// Its clause names an amount.
    Money,
    /// Of special weight in biomedicine.
    Biomed,
    /// Named in the work plan of 2023 (苏工女〔2023〕1号).
    Seed,
}

/// A family of topics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its code, such as `CAR`.
    pub code: String,
    /// Its name.
    pub name: Say,
}

/// A subject of negotiation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its code.
    pub code: TopicCode,
    /// The code of its group.
    pub group: String,
    /// Its name.
    pub name: Say,
    /// The project's own classification for Jiangsu as of 2026: a proposal, since the tier belongs to topic, jurisdiction and
    /// date. What a clause was taken for is recorded with the clause.
    pub tier: Tier,
    /// The law or practice it rests on, in Chinese; empty: none was found.
    pub basis: String,
    /// Its marks.
    pub tags: Vec<Tag>,
    /// What else to know, in English.
    pub note: Option<String>,
}

/// The list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topics {
    groups: Vec<Group>,
    topics: Vec<Topic>,
}

impl Topics {
    /// The 84 topics this program was built with.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the list is part of the program, and a test reads it")]
    pub fn shipped() -> &'static Self {
        static TOPICS: LazyLock<Topics> = LazyLock::new(|| {
            toml::from_str::<File>(include_str!("topic/topics.toml")).expect("the shipped topics read").into()
        });
        &TOPICS
    }

    /// The topic of this code.
    #[must_use]
    pub fn get(&self, code: &TopicCode) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.code == *code)
    }

    /// All topics, in the order of the list.
    pub fn iter(&self) -> impl Iterator<Item = &Topic> {
        self.topics.iter()
    }

    /// The topics named before all others, in their own order.
    pub fn first(&self) -> impl Iterator<Item = &Topic> {
        FIRST.iter().filter_map(|code| self.topics.iter().find(|topic| topic.code.as_str() == *code))
    }

    /// The groups, in the order of the list.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The topics of a group, in the order of the list.
    pub fn of<'a>(&'a self, group: &'a str) -> impl Iterator<Item = &'a Topic> {
        self.topics.iter().filter(move |topic| topic.group == group)
    }
}

impl Topic {
    /// Whether it is named before all others.
    #[must_use]
    pub fn is_first(&self) -> bool {
        FIRST.contains(&self.code.as_str())
    }
}

impl TopicCode {
    /// The code, if a topic of the list has it.
    ///
    /// # Errors
    /// [`NotATopic`] otherwise.
    pub fn known(text: &str) -> Result<Self, NotATopic> {
        let code = Self(text.to_owned());
        if Topics::shipped().get(&code).is_some() { Ok(code) } else { Err(NotATopic(code.0)) }
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The topic's name; the code itself when the list does not have it (any more).
    #[must_use]
    pub fn name(&self) -> Say {
        Topics::shipped().get(self).map_or_else(|| Say::new(&self.0, &self.0), |topic| topic.name.clone())
    }
}

impl NotATopic {
    /// The refusal in words.
    #[must_use]
    pub fn say(&self) -> Say {
        Say::new(format!("没有编号为“{}”的协商议题", self.0), self.to_string())
    }
}

impl Tier {
    /// 1, 2 or 3.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Three => 3,
        }
    }

    /// What the tier means.
    #[must_use]
    pub fn say(self) -> Say {
        match self {
            Self::One => Say::new("一层：法律明确，落实到位", "tier 1: the law is definite, carry it out"),
            Self::Two => Say::new("二层：法律原则，细化措施", "tier 2: the law is general, agree measures"),
            Self::Three => Say::new("三层：法律未定，协商解决", "tier 3: the law is silent, agree a solution"),
        }
    }
}

impl TryFrom<u8> for Tier {
    type Error = Say;

    fn try_from(number: u8) -> Result<Self, Say> {
        match number {
            1 => Ok(Self::One),
            2 => Ok(Self::Two),
            3 => Ok(Self::Three),
            _ => Err(Say::new(format!("层级为 1 至 3，不是 {number}"), format!("a tier is 1 to 3, not {number}"))),
        }
    }
}

impl fmt::Display for TopicCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "schema")]
    _schema: u8,
    group: Vec<GroupRow>,
    topic: Vec<TopicRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupRow {
    code: String,
    zh: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TopicRow {
    code: TopicCode,
    group: String,
    zh: String,
    en: String,
    #[serde(deserialize_with = "tier_number")]
    tier: Tier,
    basis: String,
    #[serde(default)]
    tags: Vec<Tag>,
    note: Option<String>,
}

fn tier_number<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Tier, D::Error> {
    Tier::try_from(u8::deserialize(deserializer)?).map_err(|say| serde::de::Error::custom(say.en))
}

impl From<File> for Topics {
    fn from(file: File) -> Self {
        let group = |row: GroupRow| Group { code: row.code, name: Say::new(row.zh, row.en) };
        let topic = |row: TopicRow| Topic {
            code: row.code,
            group: row.group,
            name: Say::new(row.zh, row.en),
            tier: row.tier,
            basis: row.basis,
            tags: row.tags,
            note: row.note,
        };
        Self {
            groups: file.group.into_iter().map(group).collect(),
            topics: file.topic.into_iter().map(topic).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn there_are_84_topics_in_14_groups_each_in_a_group_and_once() {
        let topics = Topics::shipped();
        assert_eq!((topics.iter().count(), topics.groups().len()), (84, 14));
        assert_eq!(topics.iter().map(|topic| &topic.code).collect::<BTreeSet<_>>().len(), 84);
        let of_groups: usize = topics.groups().iter().map(|group| topics.of(&group.code).count()).sum();
        assert_eq!(of_groups, 84);
    }

    #[test]
    fn the_three_of_the_plan_are_marked() {
        let seed = Topics::shipped().iter().filter(|topic| topic.tags.contains(&Tag::Seed));
        assert_eq!(seed.map(|topic| topic.code.as_str()).collect::<Vec<_>>(), ["CAR.01", "CAR.02", "CAR.03"]);
        let first: Vec<_> = Topics::shipped().first().map(|topic| topic.code.as_str()).collect();
        assert_eq!(first, FIRST, "all of them are in the list");
    }

    #[test]
    fn without_a_basis_the_law_is_silent_or_the_list_says_less() {
        let bare: Vec<&str> = Topics::shipped()
            .iter()
            .filter(|topic| topic.basis.is_empty() && topic.tier != Tier::Three)
            .map(|topic| topic.code.as_str())
            .collect();
        assert_eq!(bare, ["ORG.03", "PRO.05"], "no basis was found, yet the list has them in tier 2");
    }

    #[test]
    fn history_keeps_a_code_the_list_does_not_have_but_recording_refuses_it() {
        let old: TopicCode = serde_json::from_str("\"OLD.99\"").unwrap();
        assert_eq!(old.name(), Say::new("OLD.99", "OLD.99"));
        assert_eq!(TopicCode::known("OLD.99").unwrap_err().say().zh, "没有编号为“OLD.99”的协商议题");
        assert_eq!(TopicCode::known("NUR.01").unwrap().name().zh, "哺乳室/母婴室/休息室");
    }
}
