//! Offers that may not be refused, by the texts of the place. A refusal stands all the same, with a mark that says so: the remedy
//! is guidance by the upper union, coordination, and an order to correct it.

use jiff::civil::Date;

use crate::case::{Case, Mark};
use crate::ground::Ground;
use crate::text::Say;

/// The subjects no employer may refuse to negotiate: the rule that says so, by the end of its id and its whole id, and the subjects.
const SUBJECTS: [(&str, &str, &str, &str); 4] = [
    ("offer.reply", "zj.offer.reply", "对职工方的要约不得拒绝", "an offer of the staff side may not be refused"),
    (
        "offer.reply",
        "bj.offer.reply",
        "涉及劳动报酬、劳动条件、裁员的要约不得拒绝或拖延",
        "an offer on pay, conditions or layoffs may be neither refused nor delayed",
    ),
    ("offer.reply", "cq.offer.reply", "对要约不得拒绝或拖延", "an offer may be neither refused nor delayed"),
    (
        "offer.no_refusal.layoff",
        "sh.offer.no_refusal.layoff",
        "裁减人员 20 人以上或占职工 10% 以上、停工或上访、重大隐患的要约不得拒绝或拖延",
        "an offer on laying off 20 persons or 10 % of the staff, on stoppages or petitions, or on major hazards may be neither \
         refused nor delayed",
    ),
];

/// The mark on a refusal where a text of the place forbids to refuse.
pub(super) fn mark(day: Date, case: &Case, ground: &Ground<'_>) -> Option<Mark> {
    SUBJECTS.iter().find_map(|(suffix, id, zh, en)| {
        let rule = ground.rule(case, day, suffix).filter(|rule| rule.id == *id)?;
        let say = Say::new(
            format!("该地规定：{zh}。可由上级工会指导、申请协调处理或由有关机关责令改正。"),
            format!(
                "The text of the place: {en}. The upper union can guide, the department coordinate, an authority order it corrected."
            ),
        );
        Some(Mark::Irregular(say, Some(rule.cite())))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rulebook;

    #[test]
    fn each_rests_on_a_row_that_says_so() {
        for (suffix, id, ..) in SUBJECTS {
            let rule = Rulebook::shipped().get(id).unwrap();
            assert_eq!(rule.suffix(), suffix);
            assert!(rule.is_complete() && rule.note.as_deref().unwrap().contains("refus"), "{id}");
        }
    }
}
