//! Confirm that, and since when, the contract is in effect (即行生效).
//!
//! Nobody reports a silent review. The day of effect is derived, and a person confirms that no opinion was served.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::case::guard::{Guard, May};
use crate::case::{Case, clocks};
use crate::event::CaseEvent;
use crate::event::filing::{EffectBasis, EffectConfirmed};
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::Step;

use super::Decision;

/// Confirms the effect: deemed (劳动合同法 art 54: fifteen days from the receipt without an objection), or express.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfirmEffect {
    /// How it was made sure that no opinion was served.
    pub checked: String,
    /// The day of effect told by the source, where the receipt is unknown because the case was taken over.
    pub told_day: Option<Date>,
}

impl Decision for ConfirmEffect {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        let mut guard = Guard::open(case, ground)?;
        guard.needs(Step::Receipt, Some("effect.deemed"))?.not_yet(Step::Effect)?;
        let still_running = !case.has(Step::Clearance)
            && clocks::review_ends(case, ground).is_some_and(|(due, _)| ground.today <= due);
        guard
            .that(!still_running, || review_running(case, ground))?
            .allowed()
    }

    fn decide(self, at: &Occurred, case: &Case, ground: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        Refusal::unless_filled("checked", &self.checked)?;
        let (basis, effective_on, rule) = self.derive(at, case, ground)?;
        let expires_on = case.term_end(effective_on);
        Ok(CaseEvent::EffectConfirmed(EffectConfirmed { basis, effective_on, expires_on, checked: self.checked, rule }))
    }
}

impl ConfirmEffect {
    fn derive(&self, at: &Occurred, case: &Case, ground: &Ground<'_>) -> Result<(EffectBasis, Date, String), Refusal> {
        if let Some(cleared) = case.done.get(&Step::Clearance) {
            let day = cleared.occurred.latest.or(self.told_day).ok_or_else(day_unknown)?;
            return Ok((EffectBasis::Express, day, String::new()));
        }
        // A receipt whose day is not known gives no date: then the source must tell one.
        if let Some((due, rule)) = clocks::review_ends(case, ground) {
            if at.latest.is_some_and(|confirmed| confirmed <= due) {
                return Err(review_running(case, ground).at("occurred"));
            }
            let day = due.checked_add(1.day()).ok().ok_or_else(day_unknown)?;
            return Ok((EffectBasis::Deemed, day, rule));
        }
        let day = self.told_day.ok_or_else(day_unknown)?;
        if day > ground.today {
            return Err(Refusal::new(
                "effect-in-future",
                format!("生效日期 {day} 晚于今天（{}）。", ground.today),
                format!("The day of effect {day} lies after today ({}).", ground.today),
            )
            .at("told_day"));
        }
        Ok((EffectBasis::TakenOver, day, String::new()))
    }
}

fn review_running(case: &Case, ground: &Ground<'_>) -> Refusal {
    Refusal::new(
        "review-running",
        "审查期尚未届满，且没有明示无异议的审查意见，不能确认生效。",
        "The period of review has not ended, and no express clearance is recorded.",
    )
    .citing(ground.cite(case, "effect.deemed"))
}

fn day_unknown() -> Refusal {
    Refusal::new(
        "effect-day-unknown",
        "无法推算生效日期：受理日期不明。请填写资料所载的生效日期。",
        "The day of effect cannot be derived: the day of receipt is not known. Give the day the source tells.",
    )
    .at("told_day")
}

#[cfg(test)]
mod tests {
    use crate::event::filing::{ClearedExpressly, FilingReceived};
    use crate::scenario::{Scenario, date_of, day, main_line};
    use crate::stage::Stage;

    use super::*;

    fn confirm() -> ConfirmEffect {
        ConfirmEffect { checked: "电话向人社局核实，未出具审查意见书".into(), told_day: None }
    }

    #[test]
    fn silence_takes_effect_on_the_day_after_the_period() {
        let case = Scenario::through(Step::Receipt).when(confirm(), day(140)).recorded();
        let effect = case.effect.unwrap();
        // Received on day 104, Wednesday 15 April 2026; the fifteenth day, 30 April, is a working day.
        assert_eq!(effect.effective_on, date_of(120));
        assert_eq!((effect.basis, effect.rule.as_str()), (EffectBasis::Deemed, "cn.effect.deemed"));
        assert_eq!(case.stage, Stage::Effective);
    }

    #[test]
    fn not_before_the_period_has_ended() {
        Scenario::through(Step::Receipt).on(119).when(confirm(), day(119)).refused_citing("review-running", "54");
        Scenario::through(Step::Receipt).when(confirm(), day(119)).refused_citing("review-running", "54");
        let _ = Scenario::through(Step::Receipt).on(120).when(confirm(), day(120)).recorded();
    }

    #[test]
    fn an_express_clearance_takes_effect_at_once() {
        let cleared = CaseEvent::ClearedExpressly(ClearedExpressly { reference: "9号".into() });
        let case = Scenario::through(Step::Receipt).on(111).and(cleared, day(110)).when(confirm(), day(111)).recorded();
        let effect = case.effect.unwrap();
        assert_eq!((effect.basis, effect.effective_on), (EffectBasis::Express, date_of(110)));
    }

    #[test]
    fn a_receipt_of_an_unknown_day_gives_no_date_and_the_source_must_tell_one() {
        let mut line = main_line(Step::Filing);
        let received = CaseEvent::FilingReceived(FilingReceived { registration: "2026-118".into() });
        line.push((received, Occurred::unknown("回执日期不清")));
        let scenario = line.into_iter().fold(Scenario::empty(), |scenario, (event, at)| scenario.and(event, at));
        scenario.clone().when(confirm(), day(140)).refused("effect-day-unknown");
        let told = ConfirmEffect { told_day: Some(date_of(121)), ..confirm() };
        let effect = scenario.clone().when(told, day(140)).recorded().effect.unwrap();
        assert_eq!((effect.basis, effect.effective_on), (EffectBasis::TakenOver, date_of(121)));
        let on_140 = |told| scenario.clone().on(140).when(ConfirmEffect { told_day: Some(date_of(told)), ..confirm() }, day(140));
        let _ = on_140(140).recorded();
        on_140(141).refused("effect-in-future");
    }

    #[test]
    fn someone_must_have_checked() {
        let unchecked = ConfirmEffect { checked: String::new(), ..confirm() };
        Scenario::through(Step::Receipt).when(unchecked, day(140)).refused("required");
    }
}
