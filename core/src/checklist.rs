//! The checklist a contract passes to count as standard (规范率): steps that the rules of law ask for. Data with a version.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::stage::Step;

/// A checklist.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checklist {
    version: String,
    item: Vec<Item>,
}

/// Something to have been done.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The step.
    pub step: Step,
    /// The suffix of the rule of law it rests on, such as `vote.pass`.
    pub rule: String,
}

impl Checklist {
    /// The checklist this program was built with.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the list is part of the program, and a test reads it")]
    pub fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Checklist> =
            LazyLock::new(|| toml::from_str(include_str!("checklist.toml")).expect("the shipped checklist reads"));
        &SHIPPED
    }

    /// Its version.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Its items.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.item
    }

    /// The steps of its items.
    pub fn steps(&self) -> impl Iterator<Item = Step> + Clone + '_ {
        self.item.iter().map(|item| item.step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rulebook;

    #[test]
    fn every_item_rests_on_a_rule_of_the_nation_and_stands_once() {
        let list = Checklist::shipped();
        for item in list.items() {
            let named = Rulebook::shipped().named(&item.rule).any(|rule| rule.id == format!("cn.{}", item.rule));
            assert!(named, "no rule cn.{}", item.rule);
        }
        let steps: std::collections::BTreeSet<Step> = list.steps().collect();
        assert_eq!((steps.len(), list.version()), (list.items().len(), "2026-11"));
    }
}
