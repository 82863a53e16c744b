//! Clauses with every version of their text, for people.

use heyi_core::case::{Case, ClauseState};
use heyi_core::event::clauses::ClauseText;

use crate::text::Lang;
use crate::text::facts::{clause_label, topic_name};
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
    /// The tier.
    pub tier: String,
    /// The measure.
    pub measure: String,
    /// Whom it benefits and how many.
    pub beneficiaries: String,
}

/// The clauses of a case by number.
#[must_use]
pub fn clauses(case: &Case, l: Lang) -> Vec<ClauseView> {
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
        text: clause.text().map(|text| one(0, text, l)).unwrap_or_default(),
        versions: clause.texts.iter().enumerate().map(|(index, text)| one(index + 1, text, l)).collect(),
    };
    case.clauses.iter().map(view).collect()
}

fn one(version: usize, text: &ClauseText, l: Lang) -> TextView {
    let count = text.beneficiary_count.words(l);
    let beneficiaries = match l {
        Lang::ZH => format!("{}（人数：{count}）", text.beneficiaries),
        _ => format!("{} (how many: {count})", text.beneficiaries),
    };
    let (tier, measure) = (text.tier.words(l), text.measure.clone());
    TextView { version, text: text.text.clone(), tier, measure, beneficiaries }
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
}
