//! The rulebook: dated rules of law per jurisdiction, and the one way to ask it.
//!
//! A look-up names a place, a subject matter, a day and a suffix such as `offer.reply`. The city answers before the
//! province, the province before the nation; a row for fewer subject matters before one for more (a wage text before the
//! general one, for wages). Only a complete row in force on the day answers. See `rules/data/README.md` for the data.

mod cite;
mod events;
mod found;
mod parse;
mod rule;
mod words;

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;
use jiff::civil::Date;

pub use self::cite::Cite;
pub use self::events::{Recorded, recorded};
pub use self::found::Found;
pub(crate) use self::found::not_known;
pub use self::rule::{Confidence, Rule, RuleKind, SubjectMatter, Value};
pub use self::words::{event_words, what};
use crate::digest::Digest;
use crate::jurisdiction::Level;
use crate::place::Place;
use crate::rows::{Changes, RowError};

/// All rules, fitting together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rulebook {
    /// In the order of their ids.
    rules: Vec<Rule>,
    by_suffix: HashMap<String, Named, FixedState>,
    text: String,
    version: Digest,
}

/// The rules of one suffix.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Named {
    /// Their positions in `rules`.
    rules: Vec<usize>,
    /// Likewise those of cities, of provinces and of the nation, in this order, with the place in which each holds.
    by_level: [Vec<(Place, usize)>; 3],
    /// It is of [`NATIONAL_MATTERS`].
    is_national: bool,
}

/// The rules this program was built with, one text per jurisdiction.
const SHIPPED: [&str; 14] = [
    include_str!("rules/data/cn.toml"),
    include_str!("rules/data/cn-bj.toml"),
    include_str!("rules/data/cn-cq.toml"),
    include_str!("rules/data/cn-fj.toml"),
    include_str!("rules/data/cn-gd.toml"),
    include_str!("rules/data/cn-ha.toml"),
    include_str!("rules/data/cn-js.toml"),
    include_str!("rules/data/cn-sd.toml"),
    include_str!("rules/data/cn-sh.toml"),
    include_str!("rules/data/cn-zj.toml"),
    include_str!("rules/data/cn-zj-hz.toml"),
    include_str!("rules/data/cn-zj-nb.toml"),
    include_str!("rules/data/unknown-1.toml"),
    include_str!("rules/data/unknown-2.toml"),
];

/// Families of rules that only national law can set (立法法 (2023) 11: court procedure and arbitration; civil-law counting), so that a
/// province without a row of its own leaves nothing unverified.
const NATIONAL_MATTERS: [&str; 3] = ["arb.", "award.", "count."];

/// The levels of law, the one that answers first before the others.
const LEVELS: [Level; 3] = [Level::City, Level::Province, Level::Nation];

impl Rulebook {
    /// The rules this program was built with.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the texts are part of the program, and a test reads them")]
    pub fn shipped() -> &'static Self {
        static BOOK: LazyLock<Rulebook> =
            LazyLock::new(|| Rulebook::parse(&SHIPPED).expect("the shipped rules read and fit together"));
        &BOOK
    }

    /// Reads a rulebook from texts with `[[rule]]` rows.
    ///
    /// # Errors
    /// Every row that is wrong, given twice, or in contradiction with another.
    pub fn parse(texts: &[&str]) -> Result<Self, Vec<RowError>> {
        let mut rules = Vec::new();
        let mut errors = Vec::new();
        for text in texts {
            match parse::rules(text) {
                Ok(mut more) => rules.append(&mut more),
                Err(mut wrong) => errors.append(&mut wrong),
            }
        }
        if errors.is_empty() { Self::of(rules) } else { Err(errors) }
    }

    /// This rulebook with the rows of `text` added, or put in the place of rows with the same id.
    ///
    /// # Errors
    /// As [`Rulebook::parse`].
    pub fn with(&self, text: &str) -> Result<Self, Vec<RowError>> {
        let added = parse::rules(text)?;
        let kept = self.rules.iter().filter(|rule| !added.iter().any(|new| new.id == rule.id)).cloned();
        Self::of(kept.chain(added.iter().cloned()).collect())
    }

    /// Reads a rulebook as a log has adopted it. Its text and version are those of the record, however this program would
    /// write the same rows: a figure of long ago names the same version for ever.
    ///
    /// # Errors
    /// As [`Rulebook::parse`].
    pub fn adopted(content: &str) -> Result<Self, Vec<RowError>> {
        let book = Self::parse(&[content])?;
        Ok(Self { text: content.to_owned(), version: Digest::of(&[content.as_bytes()]), ..book })
    }

    fn of(mut rules: Vec<Rule>) -> Result<Self, Vec<RowError>> {
        rules.sort_by(|a, b| a.id.cmp(&b.id));
        let mut by_suffix = HashMap::<String, Named, FixedState>::default();
        for (index, rule) in rules.iter().enumerate() {
            let named = by_suffix.entry(rule.suffix().to_owned()).or_insert_with_key(|suffix| Named::none(suffix));
            named.push(rule, index);
        }
        let text = parse::to_text(rules.iter());
        let version = Digest::of(&[text.as_bytes()]);
        let book = Self { rules, by_suffix, text, version };
        let errors = book.contradictions();
        if errors.is_empty() { Ok(book) } else { Err(errors) }
    }

    /// What holds in `place` for `subject` on `day`: `lookup(place, Women, day, "offer.reply")`.
    ///
    /// The day is that of the act the rule judges, or that starts the clock.
    #[must_use]
    pub fn lookup(&self, place: &Place, subject: SubjectMatter, day: Date, suffix: &str) -> Found<'_> {
        let mut local = None;
        let mut silent = None;
        let Some(named) = self.by_suffix.get(suffix) else { return Found::NotKnown { rule: None } };
        for (level, rules) in LEVELS.into_iter().zip(&named.by_level) {
            // Few rules hold here: of the others nothing is read.
            let holding = || rules.iter().filter(|(region, _)| place.within(region));
            let here = || holding().filter_map(|(_, at)| self.rules.get(*at));
            let applies = |rule: &&Rule| rule.answers(subject) && rule.in_force(day);
            let answer =
                here().filter(applies).filter(|rule| rule.is_complete()).min_by_key(|rule| rule.applies_to.len());
            match answer {
                Some(rule) if level == Level::Nation => {
                    let unverified = !place.is_nation() && !named.is_national;
                    return Found::NationalDefault { rule, unverified, local };
                }
                Some(rule) => return Found::Local { rule },
                None => {
                    silent = silent.or_else(|| here().find(applies));
                    local = local.or(silent).or_else(|| here().next());
                }
            }
        }
        Found::NotKnown { rule: silent }
    }

    /// The row of this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Rule> {
        let index = self.rules.binary_search_by(|rule| rule.id.as_str().cmp(id)).ok()?;
        self.rules.get(index)
    }

    /// All rows, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter()
    }

    /// The rows that share a suffix, in the order of their ids.
    pub fn named(&self, suffix: &str) -> impl Iterator<Item = &Rule> {
        let named = self.by_suffix.get(suffix).into_iter().flat_map(|named| &named.rules);
        named.filter_map(|index| self.rules.get(*index))
    }

    /// The suffixes a look-up can ask for, in order.
    pub fn suffixes(&self) -> impl Iterator<Item = &str> {
        let mut suffixes: Vec<&str> = self.by_suffix.keys().map(String::as_str).collect();
        suffixes.sort_unstable();
        suffixes.into_iter()
    }

    /// The whole rulebook as text that [`Rulebook::parse`] reads back: what an adoption records.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What differs from the rulebook that held before, row by row.
    #[must_use]
    pub fn changes_since(&self, before: &Self) -> Changes {
        let rows = |book: &'_ Self| book.rules.iter().map(|rule| (rule.id.clone(), rule.clone())).collect();
        Changes::between(&rows(before), &rows(self))
    }

    /// The rows that lack article, start or value: they answer nothing.
    pub fn incomplete(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter().filter(|rule| !rule.is_complete())
    }

    /// SHA-256 of [`Rulebook::text`].
    #[must_use]
    pub fn version(&self) -> Digest {
        self.version
    }

    /// Rows given twice, and complete rows that would answer the same question on the same day.
    ///
    /// An incomplete row answers nothing and contradicts nothing; a row for fewer subject matters goes before one for more.
    fn contradictions(&self) -> Vec<RowError> {
        let mut errors = Vec::new();
        for suffix in self.suffixes() {
            let rules: Vec<&Rule> = self.named(suffix).collect();
            for (index, rule) in rules.iter().enumerate() {
                for other in rules.iter().skip(index + 1) {
                    if rule.id == other.id {
                        errors.push(RowError::new(&rule.id, "编号重复", "this id is given twice"));
                    } else if contradict(rule, other) {
                        errors.push(RowError::new(
                            &rule.id,
                            format!("与 {} 冲突：同一法域、同一事项，施行期间重叠", other.id),
                            format!(
                                "it overlaps with {}: same jurisdiction, subject matter and days in force",
                                other.id
                            ),
                        ));
                    }
                }
            }
        }
        errors
    }
}

impl Named {
    fn none(suffix: &str) -> Self {
        let is_national = NATIONAL_MATTERS.iter().any(|family| suffix.starts_with(family));
        Self { rules: Vec::new(), by_level: Default::default(), is_national }
    }

    fn push(&mut self, rule: &Rule, index: usize) {
        self.rules.push(index);
        let of_level =
            LEVELS.iter().zip(&mut self.by_level).find(|(level, _)| rule.jurisdiction.level() == Some(**level));
        if let (Some((_, rules)), Some(place)) = (of_level, rule.jurisdiction.place()) {
            rules.push((place.clone(), index));
        }
    }
}

fn contradict(a: &Rule, b: &Rule) -> bool {
    let shared = a.applies_to.iter().filter(|subject| b.answers(**subject)).count();
    let one_is_special =
        a.applies_to.len() != b.applies_to.len() && shared == a.applies_to.len().min(b.applies_to.len());
    let apart = |a: &Rule, b: &Rule| matches!((a.in_force_to, b.in_force_from), (Some(to), Some(from)) if to < from);
    a.jurisdiction.place().is_some()
        && a.jurisdiction.place() == b.jurisdiction.place()
        && a.is_complete()
        && b.is_complete()
        && shared > 0
        && !one_is_special
        && !apart(a, b)
        && !apart(b, a)
}

#[cfg(test)]
mod tests;
