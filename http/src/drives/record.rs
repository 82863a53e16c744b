//! Recording a step of a drive: parse, execute, answer. The same walk for every decision, for pages and API.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use heyi_core::drive::Drive;
use heyi_core::drive::decisions::{DriveCommand, DriveKind};
use heyi_core::ids::DriveId;
use heyi_store::drives::DriveRecorded;
use heyi_store::ids;
use serde_json::json;

use crate::ask::{Answer, Ask};
use crate::problem::Problem;
use crate::record::{input, listed};
use crate::routes::RECORDERS;

use super::{form_page, parse};

/// Records a step of the drive in the path, or opens one.
///
/// # Errors
/// As the store says. A page gets its form again, with what was typed, when it can be mended.
pub async fn post(ask: Ask, kind: DriveKind) -> Answer {
    match record(&ask, kind).await {
        Ok(done) => answer(&ask, &done).await,
        Err(problem) if !ask.api() && problem.keeps_form() => form_page::again(&ask, kind, &problem).await,
        Err(problem) => Err(problem),
    }
}

async fn record(ask: &Ask, kind: DriveKind) -> Result<DriveRecorded, Problem> {
    let (drives, asked) = (&ask.app.store.drives, ask.asked_by()?);
    if let Some(first) = drives.answered(&asked).await.map_err(Problem::of_execute)? {
        return Ok(first);
    }
    Problem::unless_writable(&ask.app.store.log.health())?;
    let now = drive(ask).await?;
    let mut input = input(ask)?;
    if kind == DriveKind::OpenDrive {
        // A drive is kept, and its cases numbered, by the office of the one who opens it.
        input.set("office", ask.account()?.office.as_str());
    }
    listed::from_register(ask, &mut input).await?;
    let request = parse(kind, &input).map_err(Problem::fields)?;
    if let DriveCommand::OpenDrive(open) = &request.command
        && !ask.holds(RECORDERS, &open.0.place)
    {
        return Err(Problem::outside_region());
    }
    let id = now.map_or_else(ids::drive, |now| now.id);
    drives.execute(id, &request, &asked).await.map_err(Problem::of_execute)
}

/// The drive in the path; `None` on the rows that name none.
///
/// # Errors
/// 404 when there is none.
pub(super) async fn drive(ask: &Ask) -> Result<Option<Drive>, Problem> {
    if !ask.params.contains_key("drive") {
        return Ok(None);
    }
    let id: DriveId = ask.param("drive")?;
    let drive = ask.app.store.drives.load(id).await.map_err(|error| Problem::store(&error))?;
    drive.map_or_else(|| Err(Problem::not_found()), |drive| Ok(Some(drive)))
}

/// 201 with the version, or on to the drive once its lists show what was recorded.
async fn answer(ask: &Ask, done: &DriveRecorded) -> Answer {
    let span = tracing::Span::current();
    span.record("stream", tracing::field::display(done.drive)).record("position", done.position.0);
    if ask.api() {
        return Ok(created(done));
    }
    ask.app.read.caught_up_to(done.position, ask.app.settings.wait).await;
    Ok(Redirect::to(&format!("/drives/{}", done.drive)).into_response())
}

fn created(done: &DriveRecorded) -> Response {
    let path = format!("/api/v1/drives/{}", done.drive);
    let body = json!({
        "drive": done.drive, "version": done.version.0, "position": done.position.0, "repeated": done.repeated,
    });
    let mut response = (StatusCode::CREATED, Json(body)).into_response();
    for (name, value) in [(header::LOCATION, path), (header::ETAG, format!("\"{}\"", done.version))] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
