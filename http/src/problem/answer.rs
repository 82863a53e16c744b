//! A problem as JSON and as a page.

use askama::Template;
use axum::response::{Html, IntoResponse as _, Response};
use serde_json::{Value, json};

use super::Problem;
use crate::ask::Reader;
use crate::text::Lang;
use crate::view::Frame;

/// Problem details of RFC 9457, with what helps a program: code, fields, article, what is allowed next, what was recorded
/// meanwhile.
pub(super) fn details(problem: &Problem, reader: &Reader) -> Value {
    let l = reader.l;
    let mut body = json!({
        "type": format!("/api#{}", problem.code),
        "title": problem.status.canonical_reason(),
        "status": problem.status.as_u16(),
        "code": problem.code,
        "detail": l.say(&problem.say),
        "request": reader.request_id,
    });
    let Value::Object(members) = &mut body else { return body };
    if let Some(cite) = &problem.cite {
        members.insert("article".to_owned(), json!(l.say(&cite.say())));
    }
    if !problem.fields.is_empty() {
        let fields = problem
            .fields
            .iter()
            .map(|wrong| json!({"field": wrong.field, "code": wrong.code, "detail": l.say(&wrong.say)}));
        members.insert("fields".to_owned(), fields.collect());
    }
    if !problem.next.is_empty() {
        let next = problem.next.iter().map(|kind| json!({"decision": kind.name(), "title": l.say(&kind.say())}));
        members.insert("allowed".to_owned(), next.collect());
    }
    if let Some(see) = &problem.see {
        members.insert("see".to_owned(), json!({"path": see.0, "title": see.1}));
    }
    if let Some(now) = problem.now {
        members.insert("version".to_owned(), json!(now.0));
        let meanwhile = problem.meanwhile.iter().map(|entry| {
            json!({"entry": entry.entry.0, "decision": entry.decision, "recorded_at": entry.recorded_at.to_string()})
        });
        members.insert("meanwhile".to_owned(), meanwhile.collect());
    }
    body
}

#[derive(Template)]
#[template(path = "problem.html")]
struct Page<'a> {
    l: Lang,
    f: Frame,
    problem: &'a Problem,
    request_id: &'a str,
}

/// The page for a problem that has no form to go back to.
pub(super) fn page(problem: &Problem, reader: &Reader) -> Response {
    let l = reader.l;
    let f = Frame::bare(reader, l.t("不能完成", "This cannot be done"));
    match (Page { l, f, problem, request_id: &reader.request_id }).render() {
        Ok(text) => Html(text).into_response(),
        Err(_) => l.say(&problem.say).into_response(),
    }
}
