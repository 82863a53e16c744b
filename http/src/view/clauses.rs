//! Clauses with every version of their text, for people.

use heyi_core::case::{Case, ClauseState};
use heyi_core::event::CaseEvent;
use heyi_core::event::clauses::ClauseText;
use heyi_core::topic::tier;

use crate::text::Lang;
use crate::text::facts::{clause_label, tier_in_short, topic_name};
use crate::text::words::Words as _;

/// One clause.
#[derive(Clone, Debug)]
pub struct ClauseView {
    /// Its number.
    pub number: u32,
    /// 第 3 条.
    pub label: String,
    /// Its topic.
    pub topic: String,
    /// Where it stands.
    pub state: String,
    /// `open`, `agreed`, `withdrawn`.
    pub class: &'static str,
    /// The text that counts.
    pub text: TextView,
    /// Every version, the first one first.
    pub versions: Vec<TextView>,
}

/// One version of a text.
#[derive(Clone, Debug, Default)]
pub struct TextView {
    /// From 1.
    pub version: usize,
    /// The wording.
    pub text: String,
    /// The tier, as recorded.
    pub tier: String,
    /// What the list of topics has for the place and day of the case; empty: the same, or not known there.
    pub tier_of_list: String,
    /// The measure.
    pub measure: String,
    /// Whom it benefits and how many.
    pub beneficiaries: String,
}

/// The clauses of a case by number.
#[must_use]
pub fn clauses(case: &Case, l: Lang) -> Vec<ClauseView> {
    let shown = |number, version, text: &ClauseText| TextView {
        tier_of_list: otherwise(case, number, text, l),
        ..one(version, text, l)
    };
    let view = |(number, clause): (&u32, &heyi_core::case::Clause)| ClauseView {
        number: *number,
        label: clause_label(*number, l),
        topic: clause.text().map(|text| topic_name(&text.topic, l)).unwrap_or_default(),
        state: clause.state.words(l),
        class: match clause.state {
            ClauseState::Open => "open",
            ClauseState::Agreed(_) => "agreed",
            ClauseState::Withdrawn => "withdrawn",
        },
        text: clause.text().map(|text| shown(*number, 0, text)).unwrap_or_default(),
        versions: clause.texts.iter().enumerate().map(|(index, text)| shown(*number, index + 1, text)).collect(),
    };
    case.clauses.iter().map(view).collect()
}

/// The tier that the list has where and when the clause was put on the table, when it is another than the one recorded.
fn otherwise(case: &Case, number: u32, text: &ClauseText, l: Lang) -> String {
    let proposed = case.lines.iter().find(|line| match line.event() {
        CaseEvent::ClauseProposed(proposed) => proposed.clause == number,
        _ => false,
    });
    let day = proposed.and_then(|line| line.occurred().latest);
    let Some((opened, day)) = case.opening.as_ref().zip(day) else { return String::new() };
    let there = tier(&text.topic, &opened.place, day);
    match there.tier() {
        Some(of_list) if text.tier != Some(of_list) => {
            format!("{}（{}）", tier_in_short(of_list, l), l.say(there.say()))
        }
        _ => String::new(),
    }
}

fn one(version: usize, text: &ClauseText, l: Lang) -> TextView {
    let count = text.beneficiary_count.words(l);
    let beneficiaries = match l {
        Lang::ZH => format!("{}（人数：{count}）", text.beneficiaries),
        _ => format!("{} (how many: {count})", text.beneficiaries),
    };
    let (tier, measure) = (text.tier.words(l), text.measure.clone());
    TextView { version, text: text.text.clone(), tier, tier_of_list: String::new(), measure, beneficiaries }
}

#[cfg(test)]
mod tests {
    use heyi_core::scenario::Scenario;

    use super::*;

    #[test]
    fn an_agreed_clause_shows_its_text_and_state() {
        let clauses = clauses(&Scenario::talks_with_agreed_clause().case(), Lang::ZH);
        assert_eq!((clauses[0].state.as_str(), clauses[0].class), ("已达成一致（第 1 稿）", "agreed"));
        assert!(clauses[0].text.beneficiaries.contains("88") && clauses[0].versions.len() == 1);
    }

    #[test]
    fn a_tier_other_than_that_of_the_list_is_marked() {
        let mut case = Scenario::talks_with_agreed_clause().case();
        let text = case.clauses.get_mut(&1).unwrap().texts.last_mut().unwrap();
        text.tier = None;
        assert!(clauses(&case, Lang::ZH)[0].text.tier_of_list.contains("层"));
        let of_list = tier(&text_of(&case).topic, &case.opening.as_ref().unwrap().place, jiff::civil::date(2026, 3, 1));
        case.clauses.get_mut(&1).unwrap().texts.last_mut().unwrap().tier = of_list.tier();
        assert_eq!(clauses(&case, Lang::ZH)[0].text.tier_of_list, "");
    }

    fn text_of(case: &Case) -> &ClauseText {
        case.clauses[&1].texts.last().unwrap()
    }
}
