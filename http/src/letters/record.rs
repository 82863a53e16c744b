//! Recording a step of a letter: parse, execute, answer. The same walk for every decision, for pages and API.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use heyi_core::event::LetterEvent;
use heyi_core::ids::{LetterId, Version};
use heyi_core::letter::Letter;
use heyi_core::letter::decisions::{LetterRequest, LetterStep};
use heyi_store::ids;
use heyi_store::letters::Recording;
use serde_json::json;

use crate::ask::{Answer, Ask};
use crate::form::Input;
use crate::problem::Problem;
use crate::record::input;
use crate::routes::RECORDERS;

use super::{form_page, parse};

/// Records a step of the letter in the path, or issues one.
///
/// # Errors
/// As the store says. A page gets its form again, with what was typed, when it can be mended.
pub async fn post(ask: Ask, kind: LetterStep) -> Answer {
    match record(&ask, kind).await {
        Ok(done) => answer(&ask, &done).await,
        Err(problem) if !ask.api() && problem.keeps_form() => form_page::again(&ask, kind, &problem).await,
        Err(problem) => Err(problem),
    }
}

async fn record(ask: &Ask, kind: LetterStep) -> Result<Recording, Problem> {
    let (letters, asked) = (&ask.app.store.letters, ask.asked_by()?);
    if let Some(first) = letters.answered(&asked).await.map_err(Problem::of_letter)? {
        return Ok(first);
    }
    Problem::unless_writable(&ask.app.store.log.health())?;
    let now = letter(ask).await?;
    let id = now.as_ref().map_or_else(ids::letter, |now| now.id);
    let mut input = input(ask)?;
    // A letter is numbered by the office of the one who issues it; a correction keeps the office.
    let office = now.as_ref().and_then(Letter::text).map(|text| text.office.as_str().to_owned());
    match (kind, now.as_ref().and_then(|now| corrected(&input, now))) {
        (LetterStep::IssueLetter, _) => input.set("office", ask.account()?.office.as_str()),
        (LetterStep::CorrectLetterEntry, Some(event)) => {
            input.set("command", LetterStep::of(event).name());
            if matches!(event, LetterEvent::LetterIssued(_)) {
                input.set("office", &office.unwrap_or_default());
            }
        }
        _ => {}
    }
    let request = parse(kind, &input).map_err(Problem::fields)?;
    stays_inside(ask, id, &request).await?;
    letters.execute(id, &request, &asked).await.map_err(Problem::of_letter)
}

/// The letter in the path; `None` on the rows that name none.
///
/// # Errors
/// 404 when there is none.
pub(super) async fn letter(ask: &Ask) -> Result<Option<Letter>, Problem> {
    if !ask.params.contains_key("letter") {
        return Ok(None);
    }
    let id: LetterId = ask.param("letter")?;
    let letter = ask.app.store.letters.load(id).await.map_err(|error| Problem::store(&error))?;
    letter.map_or_else(|| Err(Problem::not_found()), |letter| Ok(Some(letter)))
}

/// The entry a correction or withdrawal names.
pub(super) fn named(input: &Input) -> Option<Version> {
    input.first("entry").trim_start_matches('#').parse().ok()
}

/// The entry a correction names, as it stands.
pub(super) fn corrected<'a>(input: &Input, letter: &'a Letter) -> Option<&'a LetterEvent> {
    letter.line(named(input)?).map(heyi_core::letter::Line::event)
}

/// A letter, its case, its employer and the letter it follows lie where the person records, also after what they ask for.
async fn stays_inside(ask: &Ask, id: LetterId, request: &LetterRequest) -> Result<(), Problem> {
    let after = ask.app.store.letters.preview(id, request).await.map_err(Problem::of_letter)?;
    let Some(text) = after.text().filter(|_| request.command.issues().is_some()) else { return Ok(()) };
    let read = &ask.app.read;
    let named = [
        Some(text.place.clone()),
        text.case.and_then(|case| read.place_of_case(case)),
        after.employer().and_then(|employer| read.place_of_employer(employer)),
        text.follows.and_then(|letter| read.place_of_letter(letter)),
    ];
    let inside = named.iter().flatten().all(|place| ask.holds(RECORDERS, place));
    if inside { Ok(()) } else { Err(Problem::outside_region()) }
}

/// 201 with the version, or on to the letter once lists show what was recorded.
async fn answer(ask: &Ask, done: &Recording) -> Answer {
    let span = tracing::Span::current();
    span.record("stream", tracing::field::display(done.letter)).record("position", done.position.0);
    if ask.api() {
        return Ok(created(done));
    }
    ask.app.read.caught_up_to(done.position, ask.app.settings.wait).await;
    Ok(Redirect::to(&format!("/letters/{}", done.letter)).into_response())
}

fn created(done: &Recording) -> Response {
    let path = format!("/api/v1/letters/{}", done.letter);
    let body = json!({
        "letter": done.letter, "version": done.version.0, "position": done.position.0, "repeated": done.repeated,
    });
    let mut response = (StatusCode::CREATED, Json(body)).into_response();
    for (name, value) in [(header::LOCATION, path), (header::ETAG, format!("\"{}\"", done.version))] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
