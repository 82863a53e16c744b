//! The answer of a look-up: a local rule, the national one in its place, or that the value is not known.

use crate::rules::{Cite, Rule};
use crate::text::Say;

/// What the rulebook knows for one place, subject matter, day and suffix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found<'a> {
    /// The city's or the province's own complete row.
    Local {
        /// The row that answers.
        rule: &'a Rule,
    },
    /// The national row.
    NationalDefault {
        /// The row that answers.
        rule: &'a Rule,
        /// Whether a local text may say otherwise: true when the place has a row that cannot answer, or none.
        unverified: bool,
        /// The local row that cannot answer: incomplete, for another subject matter, or not in force that day.
        local: Option<&'a Rule>,
    },
    /// No row answers.
    NotKnown {
        /// The nearest row that should have answered and is incomplete.
        rule: Option<&'a Rule>,
    },
}

impl<'a> Found<'a> {
    /// The row that answers; `None` when the value is not known.
    #[must_use]
    pub fn rule(&self) -> Option<&'a Rule> {
        match *self {
            Self::Local { rule } | Self::NationalDefault { rule, .. } => Some(rule),
            Self::NotKnown { .. } => None,
        }
    }

    /// The row to cite: the one that answers, or the incomplete one that should have.
    #[must_use]
    pub fn text(&self) -> Option<&'a Rule> {
        match *self {
            Self::NotKnown { rule } => rule,
            _ => self.rule(),
        }
    }

    /// Law and article of [`Found::text`].
    #[must_use]
    pub fn cite(&self) -> Option<Cite> {
        self.text().map(Rule::cite)
    }

    /// What people must be told beside the value; `None` for a local row and for national rules no province may change.
    #[must_use]
    pub fn caveat(&self) -> Option<Say> {
        match self {
            Self::Local { .. } | Self::NationalDefault { unverified: false, .. } => None,
            Self::NationalDefault { .. } => {
                Some(Say::new("按国家规定，省级数值未核实", "national default, provincial value unverified"))
            }
            Self::NotKnown { rule } => Some(not_known(*rule)),
        }
    }
}

/// 期限未知，见原文: with what the text says instead of a number, where it is known to set none.
pub(crate) fn not_known(rule: Option<&Rule>) -> Say {
    let instead = match rule.and_then(|rule| rule.unit.as_deref()) {
        Some("promptly") => Some(("及时", "promptly")),
        Some("by_agreement") => Some(("由双方商定", "as both sides agree")),
        _ => None,
    };
    match instead {
        Some((zh, en)) => Say::new(
            format!("期限未知，见原文（原文为“{zh}”，未定日数）"),
            format!("period not known; see the text (it says \"{en}\" and sets no number of days)"),
        ),
        None => Say::new("期限未知，见原文", "period not known; see the text"),
    }
}
