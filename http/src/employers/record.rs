//! Recording a fact of the register: parse, execute, answer. The same walk for every decision, for pages and API.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use heyi_core::employer::Employer;
use heyi_core::employer::decisions::{RegisterKind, RegisterRequest};
use heyi_core::event::EmployerEvent;
use heyi_core::ids::{EmployerId, Version};
use heyi_store::employers::Registered;
use heyi_store::ids;
use serde_json::json;

use crate::ask::{Answer, Ask};
use crate::form::Input;
use crate::problem::Problem;
use crate::record::input;
use crate::routes::RECORDERS;

use super::{form_page, parse};

/// Records a fact of the employer in the path, or enters one.
///
/// # Errors
/// As the store says. A page gets its form again, with what was typed, when it can be mended.
pub async fn post(ask: Ask, kind: RegisterKind) -> Answer {
    match record(&ask, kind).await {
        Ok(done) => answer(&ask, &done).await,
        Err(problem) if !ask.api() && problem.keeps_form() => form_page::again(&ask, kind, &problem).await,
        Err(problem) => Err(problem),
    }
}

async fn record(ask: &Ask, kind: RegisterKind) -> Result<Registered, Problem> {
    let (employers, asked) = (&ask.app.store.employers, ask.asked_by()?);
    if let Some(first) = employers.answered(&asked).await.map_err(Problem::of_register)? {
        return Ok(first);
    }
    Problem::unless_writable(&ask.app.store.log.health())?;
    let now = employer(ask).await?;
    let id = now.as_ref().map_or_else(ids::employer, |now| now.id);
    let mut input = input(ask)?;
    if kind == RegisterKind::CorrectRegisterEntry
        && let Some(event) = now.as_ref().and_then(|now| corrected(&input, now))
    {
        input.set("command", RegisterKind::of(event).name());
    }
    let request = parse(kind, &input).map_err(Problem::fields)?;
    stays_inside(ask, id, &request).await?;
    employers.execute(id, &request, &asked).await.map_err(Problem::of_register)
}

/// The employer in the path; `None` on the rows that name none.
///
/// # Errors
/// 404 when it is not in the register.
pub(super) async fn employer(ask: &Ask) -> Result<Option<Employer>, Problem> {
    if !ask.params.contains_key("employer") {
        return Ok(None);
    }
    let id: EmployerId = ask.param("employer")?;
    let employer = ask.app.store.employers.load(id).await.map_err(|error| Problem::store(&error))?;
    employer.map_or_else(|| Err(Problem::not_found()), |employer| Ok(Some(employer)))
}

/// The entry a correction or withdrawal names.
pub(super) fn named(input: &Input) -> Option<Version> {
    input.first("entry").trim_start_matches('#').parse().ok()
}

/// The entry a correction names, as it stands.
pub(super) fn corrected<'a>(input: &Input, employer: &'a Employer) -> Option<&'a EmployerEvent> {
    employer.line(named(input)?).map(heyi_core::employer::Line::event)
}

/// The employer must lie where the person records, also after what they ask for: nobody enters one elsewhere, or moves one there.
async fn stays_inside(ask: &Ask, id: EmployerId, request: &RegisterRequest) -> Result<(), Problem> {
    let after = ask.app.store.employers.preview(id, request).await.map_err(Problem::of_register)?;
    match after.place() {
        Some(place) if !ask.holds(RECORDERS, place) => Err(Problem::outside_region()),
        _ => Ok(()),
    }
}

/// 201 with the version, or on to the employer once its lists show what was recorded.
async fn answer(ask: &Ask, done: &Registered) -> Answer {
    let span = tracing::Span::current();
    span.record("stream", tracing::field::display(done.employer)).record("position", done.position.0);
    if ask.api() {
        return Ok(created(done));
    }
    ask.app.read.caught_up_to(done.position, ask.app.settings.wait).await;
    Ok(Redirect::to(&format!("/employers/{}", done.employer)).into_response())
}

fn created(done: &Registered) -> Response {
    let path = format!("/api/v1/employers/{}", done.employer);
    let body = json!({
        "employer": done.employer, "version": done.version.0, "position": done.position.0, "repeated": done.repeated,
    });
    let mut response = (StatusCode::CREATED, Json(body)).into_response();
    for (name, value) in [(header::LOCATION, path), (header::ETAG, format!("\"{}\"", done.version))] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
