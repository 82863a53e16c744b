//! A case as JSON.

mod roads;

use heyi_core::case::{Case, Line, Mark, Standing, clocks};
use heyi_core::decisions::DecisionKind;
use heyi_core::erasable::Erasable;
use heyi_core::event::{CaseEvent, PayloadVisitor};
use serde::Serialize;
use serde_json::{Value, json};

use crate::ask::Ask;
use crate::next;
use crate::routes::BEGINNING;
use crate::text::facts::Reveal as _;
use crate::view::clauses::clauses;

/// State, deadlines, what can be recorded and what cannot and why, clauses, timeline.
pub(super) fn case(ask: &Ask, case: &Case) -> Value {
    let (l, law) = (ask.l(), ask.app.store.cases.law());
    let ground = ask.ground(&law);
    let deadlines: Vec<Value> = clocks::running(case, &ground)
        .iter()
        .map(|deadline| json!({"status": deadline.status(ground.today), "deadline": deadline}))
        .collect();
    let usually = next::usual_of(case);
    let (mut allowed, mut not_now) = (Vec::new(), Vec::new());
    for kind in DecisionKind::ALL.iter().filter(|kind| !BEGINNING.contains(kind)) {
        let title = l.say(&kind.say());
        match kind.may(case, &ground) {
            Ok(may) => allowed.push(json!({
                "decision": kind.name(), "title": title, "usual": usually.contains(kind),
                "not_checkable": may.not_checkable.iter().map(|step| step.code()).collect::<Vec<_>>(),
            })),
            Err(refusal) => not_now.push(json!({
                "decision": kind.name(), "title": title, "code": refusal.code, "detail": l.say(&refusal.say),
                "article": refusal.cite.map(|cite| l.say(&cite.say())),
            })),
        }
    }
    let clauses: Vec<Value> = clauses(case, l)
        .iter()
        .map(|clause| {
            json!({"clause": clause.number, "topic": clause.topic, "state": clause.class, "text": clause.text.text,
            "measure": clause.text.measure, "versions": clause.versions.len()})
        })
        .collect();
    json!({
        "case": case.id,
        "version": case.version.0,
        "opening": case.opening,
        "stage": {"code": case.stage, "title": l.say(&case.stage.say())},
        "round": case.round,
        "done": case.done.iter().map(|(step, done)| json!({"step": step.code(), "entry": done.entry.0, "occurred": done.occurred})).collect::<Vec<_>>(),
        "taken_over": case.taken_over,
        "contradictory": case.contradictory(),
        "awaiting_approval": case.awaiting_approval().map(|(entry, _)| entry.0).collect::<Vec<_>>(),
        "sides": case.sides.iter().map(|(side, seats)| json!({"side": side, "seats": seats})).collect::<Vec<_>>(),
        "deadlines": deadlines,
        "allowed": allowed,
        "not_now": not_now,
        "clauses": clauses,
        "covered": roads::covered(case, &ground, l),
        "roads": roads::roads(case),
        "timeline": case.lines.iter().map(|line| entry(ask, line)).collect::<Vec<_>>(),
    })
}

/// One entry: as recorded, as it stands, and what is to be said about it. Both times, never merged.
fn entry(ask: &Ask, line: &Line) -> Value {
    let (l, recorded) = (ask.l(), &line.recorded);
    let names = ask.names();
    let (standing, by) = match line.standing {
        Standing::Stands => ("stands", None),
        Standing::Corrected(entry) => ("corrected", Some(entry)),
        Standing::Withdrawn(entry) => ("withdrawn", Some(entry)),
        Standing::AwaitsApproval => ("awaits-approval", None),
    };
    let marks: Vec<Value> = line
        .marks
        .iter()
        .map(|mark| match mark {
            Mark::WithoutGround(refusal) => json!({"mark": "without-ground", "code": refusal.code, "detail": l.say(&refusal.say)}),
            Mark::NotCheckable(step) => json!({"mark": "not-checkable", "step": step.code()}),
            Mark::Irregular(say, cite) => json!({"mark": "irregular", "detail": l.say(say), "article": cite.as_ref().map(|cite| l.say(&cite.say()))}),
        })
        .collect();
    let reveal = |text: &Erasable| names.reveal(text, l);
    json!({
        "entry": recorded.version.0,
        "position": recorded.position.0,
        "kind": recorded.event.kind(),
        "recorded_at": recorded.recorded_at.to_string(),
        "by": recorded.by,
        "occurred": recorded.occurred,
        "event": payload(&recorded.event),
        "now": line.corrected.as_deref().map(|(event, occurred)| json!({"occurred": occurred, "event": payload(event)})),
        "standing": standing,
        "changed_by": by,
        "marks": marks,
        "stage_after": line.stage,
        "note": recorded.note.as_ref().map(reveal),
        "evidence": recorded.evidence.iter().map(|file| json!({
            "sha256": file.sha256, "bytes": file.bytes, "media_type": file.media_type, "name": reveal(&file.name),
        })).collect::<Vec<_>>(),
    })
}

fn payload(event: &CaseEvent) -> Value {
    struct ToJson;
    impl PayloadVisitor for ToJson {
        type Out = Value;
        fn visit<T: Serialize>(self, payload: &T) -> Value {
            serde_json::to_value(payload).unwrap_or(Value::Null)
        }
    }
    event.visit(ToJson)
}
