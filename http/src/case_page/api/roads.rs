//! The side roads of a case as JSON.

use heyi_core::case::covered::Covered;
use heyi_core::case::dispute::Dispute;
use heyi_core::case::roads::Coordination;
use heyi_core::case::{Bounds, Case, Done};
use heyi_core::ground::Ground;
use heyi_core::ids::EmployerId;
use serde_json::{Value, json};

use crate::text::Lang;

/// What the case has met beside its main line; a road that was not taken is null or empty.
pub(super) fn roads(case: &Case) -> Value {
    let roads = &case.roads;
    let renewal = &roads.renewal;
    json!({
        "procedures": roads.procedures.iter().map(|(to, done)| json!({"to": to, "done": done})).collect::<Vec<_>>(),
        "coordination": roads.coordination.as_deref().map(coordination),
        "disputes": roads.disputes.iter().map(|(number, of)| dispute(*number, of)).collect::<Vec<_>>(),
        "change": roads.change.as_ref().map(|change| json!({"requested": change.requested})),
        "cancellation": roads.cancellation,
        "end": roads.end.as_ref().map(|end| json!({"done": end.done, "ground": end.ground, "last_day": end.last_day})),
        "ending_filed": roads.ending_filed,
        "renewal": {
            "proposed": told(renewal.proposed.as_ref()),
            "refused": told(renewal.refused.as_ref()),
            "renews": renewal.renews,
            "renewed_by": renewal.renewed_by,
        },
    })
}

/// The coverage list of a case of many employers, each with whether it is bound and why.
pub(super) fn covered(case: &Case, ground: &Ground<'_>, l: Lang) -> Vec<Value> {
    let day = case.effect.as_ref().map_or(ground.today, |effect| effect.effective_on);
    let row = |(id, covered): (&EmployerId, &Covered)| {
        let bound = case.bound(covered, day, ground);
        json!({
            "employer": id,
            "name": covered.name,
            "listed": covered.listed,
            "days": covered.stays.iter().map(|stay| json!({"from": stay.from, "to": stay.until.and_then(Bounds::day)})).collect::<Vec<_>>(),
            "binding": covered.binding,
            "bound": bound.bound,
            "why": l.say(&bound.why),
            "article": bound.cite.map(|cite| l.say(&cite.say())),
            "staff": covered.staff,
            "women": covered.women,
            "vote": covered.vote.as_deref().map(|(_, result)| result),
        })
    };
    case.covered.iter().map(row).collect()
}

fn coordination(of: &Coordination) -> Value {
    let (ended, agreed) = of.ended.as_ref().map_or((None, None), |(done, agreed)| (Some(done), Some(agreed)));
    json!({"applied": of.applied, "accepted": of.accepted, "extended": of.extended, "ended": ended, "agreed": agreed})
}

fn dispute(number: u32, of: &Dispute) -> Value {
    json!({
        "breach": number,
        "by": of.by,
        "clauses": of.clauses,
        "facts": of.facts,
        "known_since": of.known_since,
        "over": of.is_over(),
        "done": of.done.iter().map(|(step, done)| json!({"step": step.code(), "done": done})).collect::<Vec<_>>(),
    })
}

fn told<T: serde::Serialize>(of: Option<&(Done, T)>) -> Value {
    of.map_or(Value::Null, |(done, by)| json!({"done": done, "by": by}))
}
