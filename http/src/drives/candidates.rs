//! Whom a drive could be addressed to: employers of the register by place, women, biomedicine, and whether something covers them.

use axum::Json;
use axum::response::IntoResponse as _;
use heyi_core::place::Place;
use heyi_core::stage::Stage;
use heyi_projections::EmployerCard;
use serde_json::json;

use heyi_core::drive::decisions::open_drive::MOST_TARGETS;

use crate::ask::{Answer, Ask};
use crate::problem::Problem;
use crate::text::Lang;

/// What employers are chosen by.
#[derive(Clone, Debug)]
pub struct Criteria {
    /// Where they are.
    pub place: Place,
    /// Those counted as biomedicine only.
    pub biomedicine: bool,
    /// At least so many women; an unknown number is not enough.
    pub women: u32,
    /// Only those that nothing in force covers today.
    pub uncovered: bool,
}

impl Criteria {
    /// What the query asks for; `None` when it names no place.
    ///
    /// # Errors
    /// 422 for a place or a number that cannot be read.
    pub fn of(ask: &Ask) -> Result<Option<Self>, Problem> {
        let Some(place) = ask.asked_for::<Place>("place")? else { return Ok(None) };
        let ticked = |name| matches!(ask.asked(name), "yes" | "on" | "true" | "1");
        let women = ask.asked_for::<u32>("women")?.unwrap_or_default();
        Ok(Some(Self { place, biomedicine: ticked("biomedicine"), women, uncovered: ticked("uncovered") }))
    }

    /// In words, for the drive's own record.
    #[must_use]
    pub fn words(&self, l: Lang) -> String {
        let mut words = vec![l.place(&self.place)];
        if self.biomedicine {
            words.push(l.t("生物医药单位", "biomedicine").to_owned());
        }
        if self.women > 0 {
            words.push(format!("{} {}", l.t("女职工不少于（人）", "women at least"), self.women));
        }
        if self.uncovered {
            words.push(l.t("目前没有生效成果覆盖", "nothing in force covers them").to_owned());
        }
        words.join(l.t("，", ", "))
    }
}

/// The employers that meet the criteria, the newest first, and whether there are more than one entry may name. One that was merged,
/// is gone, or negotiates already is left out.
#[must_use]
pub fn found(ask: &Ask, criteria: &Criteria) -> (Vec<EmployerCard>, bool) {
    let today = ask.today();
    let all = ask.app.read.employers(&criteria.place, "", None, usize::MAX).items.into_iter();
    let mut meet = all.filter(|card| {
        card.merged.is_none()
            && card.gone.is_none()
            && (!criteria.biomedicine || card.biomedicine == Some(true))
            && card.women.as_ref().map_or(0, |women| women.people) >= criteria.women
            && !(criteria.uncovered && card.in_force(today).is_some())
            && !negotiates(ask, card)
    });
    let some: Vec<_> = meet.by_ref().take(MOST_TARGETS).collect();
    (some, meet.next().is_some())
}

/// One line for each: its id and name.
#[must_use]
pub fn lines(cards: &[EmployerCard]) -> String {
    cards.iter().map(|card| format!("{} {}", card.id, card.name)).collect::<Vec<_>>().join("\n")
}

/// An offer or talks are under way.
fn negotiates(ask: &Ask, card: &EmployerCard) -> bool {
    let before_effect = |stage| {
        !matches!(
            stage,
            Stage::Effective
                | Stage::InPerformance
                | Stage::Changing
                | Stage::OutcomeRecorded
                | Stage::Ended
                | Stage::Closed
        )
    };
    ask.app.read.cases_of(card.id).iter().any(|case| before_effect(case.stage))
}

/// The employers that `place`, `biomedicine`, `women` and `uncovered` choose.
///
/// # Errors
/// 422 without a place.
pub async fn get(ask: Ask) -> Answer {
    let criteria = Criteria::of(&ask)?
        .ok_or_else(|| Problem::field("place", "required", "请填写地区（place）。", "Give a place."))?;
    let (cards, more) = found(&ask, &criteria);
    let employers: Vec<_> = cards
        .iter()
        .map(|card| json!({"id": card.id, "name": card.name, "place": card.place, "women": card.women}))
        .collect();
    Ok(Json(json!({"selection": criteria.words(ask.l()), "employers": employers, "more": more})).into_response())
}
