//! Laws of whole histories: what no case may come to without a mark, and what a correction may not change.

use proptest::prelude::{any, proptest};
use proptest::sample::Index;

use crate::case::{Case, Mark};
use crate::event::CaseEvent;
use crate::event::entries::EntryCorrected;
use crate::event::representation::Side;
use crate::ids::Version;
use crate::occurred::Occurred;
use crate::scenario::{Scenario, day, sample_of_each};
use crate::stage::Step;

use super::{walk, walks};

/// What the procedure forbids (the invariants of the state machine), in words; empty for a case that keeps them all.
fn broken(case: &Case, scenario: &Scenario) -> Vec<&'static str> {
    let mut broken = Vec::new();
    let mut law = |holds: bool, law: &'static str| {
        if !holds {
            broken.push(law);
        }
    };
    let after = |step, before| !case.has(step) || case.has(before);
    law(after(Step::Signature, Step::Vote), "signed without a passed vote of the same round");
    law(after(Step::Filing, Step::Signature), "filed without the signatures");
    law(after(Step::Receipt, Step::Filing), "received without being filed");
    law(after(Step::Vote, Step::Draft), "a vote without a draft");
    law(!case.has(Step::Effect) || case.review_from.is_some(), "in effect and no receipt known");
    law(!case.has(Step::Outcome) || !case.has(Step::Receipt), "minutes, a memorandum or a policy under review");
    for seats in case.sides.values() {
        let chiefs = seats.iter().filter(|seat| seat.holder.chief);
        law(chiefs.clone().count() <= 1, "two chiefs of one side");
        law(chiefs.clone().all(|seat| !seat.holder.external), "a chief from outside");
    }
    for (side, seats) in &case.sides {
        let external = seats.iter().filter(|seat| seat.holder.external).count();
        let number = case.numbers.get(side).map_or(seats.len(), |number| *number as usize);
        law(external <= number / 3, "outsiders are more than a third");
    }
    let keys = |side| {
        let seats = case.sides.get(&side).into_iter().flatten().filter(|seat| seat.vacant.is_none());
        seats.filter_map(|seat| seat.holder.person.as_ref()).map(|person| person.key).collect::<Vec<_>>()
    };
    let staff = keys(Side::Staff);
    law(keys(Side::Employer).iter().all(|person| !staff.contains(person)), "somebody on both sides");
    if let (Some(end), Some(covers)) = (&case.roads.end, case.instrument(&scenario.ground()))
        && let Some(last) = end.last_day
    {
        law(covers.to.is_some_and(|to| to <= last), "covers after its end");
    }
    broken
}

/// A violation is seen by whoever reads the case: an entry without ground, or one that could not be checked.
fn marked(case: &Case) -> bool {
    let seen = |mark: &Mark| matches!(mark, Mark::WithoutGround(_) | Mark::NotCheckable(_));
    case.lines.iter().any(|line| line.marks.iter().any(seen))
}

/// The state but for what tells how it was entered.
fn state(case: &Case) -> String {
    let done: Vec<_> = case.done.iter().map(|(step, done)| (step, &done.occurred)).collect();
    format!(
        "{:?} {} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        case.stage,
        case.round,
        done,
        case.sides,
        case.clauses,
        case.draft,
        case.outcome,
        case.review_from,
        case.effect,
        case.suspension.as_ref().map(|suspension| suspension.resume_day),
        case.roads,
    )
}

fn grounded(case: &Case) -> bool {
    !case.lines.iter().any(|line| line.marks.iter().any(|mark| matches!(mark, Mark::WithoutGround(_))))
}

proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(96))]

    /// Decided step by step, no case comes to what the procedure forbids, whatever was withdrawn or came late, without a mark.
    #[test]
    fn what_was_decided_keeps_the_procedure_or_says_so(steps in walks()) {
        walk(&steps, |scenario, _, _| {
            let case = scenario.case();
            let broken = broken(&case, scenario);
            assert!(broken.is_empty() || marked(&case), "{broken:?}");
        });
    }

    /// Recorded without being asked whether it may be, any history replays at every prefix, and what it breaks is marked.
    #[test]
    fn any_history_replays_and_what_it_breaks_is_marked(events in proptest::collection::vec((any::<Index>(), -40_i64..300), 0..50)) {
        let samples = sample_of_each();
        let mut scenario = Scenario::opened();
        for (index, on) in events {
            scenario = scenario.and(index.get(&samples).clone(), if on < 0 { Occurred::unknown("不详") } else { day(on) });
            let case = scenario.case();
            let broken = broken(&case, &scenario);
            assert!(broken.is_empty() || marked(&case), "{broken:?}");
            let _ = crate::case::clocks::running(&case, &scenario.ground());
        }
    }

    /// Correcting an entry gives the state that entering it right at first would have given, where nothing lost its ground.
    #[test]
    fn a_correction_is_as_if_it_had_been_entered_right(steps in walks(), which in any::<Index>(), other in any::<Index>(), on in 0_i64..300) {
        let mut scenario = Scenario::opened();
        walk(&steps, |then, _, _| scenario = then.clone());
        let history = scenario.history();
        let entry = which.get(history).clone();
        let same_kind: Vec<CaseEvent> = sample_of_each().into_iter().filter(|event| event.kind() == entry.event.kind()).collect();
        let changes = matches!(entry.event, CaseEvent::EntryCorrected(_) | CaseEvent::EntryWithdrawn(_) | CaseEvent::CorrectionApproved(_));
        if !changes && entry.version > Version(1) {
            let (event, occurred) = (other.get(&same_kind).clone(), day(on));
            let corrected = CaseEvent::EntryCorrected(EntryCorrected {
                entry: entry.version,
                event: Box::new(event.clone()),
                occurred: occurred.clone(),
                reason: "录入错误".into(),
                awaits_approval: false,
            });
            let right = scenario.clone().but(entry.version, event, occurred).case();
            let mended = scenario.and(corrected, day(299)).case();
            if grounded(&right) && grounded(&mended) {
                assert_eq!(state(&mended), state(&right));
            }
        }
    }
}
