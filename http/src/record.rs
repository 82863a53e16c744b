//! Recording a step of a case: parse, execute, answer. The same walk for every decision, for pages and API.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use heyi_core::case::Case;
use heyi_core::command::Request;
use heyi_core::decisions::{self, Command, DecisionKind};
use heyi_core::erasable::Erasable;
use heyi_core::event::CaseEvent;
use heyi_core::event::opening::CaseOpened;
use heyi_core::ids::{CaseId, Version};
use heyi_core::place::Place;
use heyi_store::cases::{Asked, Executed};
use heyi_store::vault::Draft;
use serde_json::json;

use crate::ask::{Answer, Ask};
use crate::form::{self, FieldError, Input, Names};
use crate::form_page;
use crate::problem::Problem;

pub mod entries;
mod evidence;
pub mod listed;
pub mod open;

/// Records a decision of the case in the path.
///
/// # Errors
/// As the store says. A page gets its form again, with what was typed, when it can be mended.
pub async fn post(ask: Ask, kind: DecisionKind) -> Answer {
    if ask.sent.more.is_some() {
        return form_page::again(&ask, kind, None).await;
    }
    match record(&ask, kind).await {
        Ok(done) => answer(&ask, &done).await,
        Err(problem) if !ask.api() && problem.keeps_form() => form_page::again(&ask, kind, Some(problem)).await,
        Err(problem) => Err(problem),
    }
}

async fn record(ask: &Ask, kind: DecisionKind) -> Result<Executed, Problem> {
    let (case, asked) = (ask.case_id()?, ask.asked_by()?);
    if let Some(first) = repeated(ask, &asked, Some(case)).await? {
        return Ok(first);
    }
    Problem::unless_writable(&ask.app.store.log.health())?;
    let now = ask.app.store.cases.load(case, None).await.map_err(|error| Problem::store(&error))?;
    let now = now.ok_or_else(Problem::not_found)?;
    let mut names = InVault(ask.app.store.vault.draft(case.0));
    let mut input = input(ask)?;
    listed::from_register(ask, &mut input).await?;
    if kind == DecisionKind::JoinDrive
        && let Some(drive) = input.first("drive").parse().ok().and_then(|drive| ask.app.read.drive(drive))
    {
        input.or("name", &drive.name);
    }
    let mut request = parse(kind, &input, &now, &mut names).map_err(Problem::fields)?;
    entries::may_change(ask, &request, &now).await?;
    other_within(ask, &request.command).await?;
    would_stand(ask, &request, &now, asked.seen)?;
    let kept = evidence::keep(ask, names.0).await?;
    request.evidence = kept.iter().map(|kept| kept.file.clone()).collect();
    let done = ask.app.store.cases.execute(case, request, asked).await;
    drop(kept);
    done.map_err(Problem::of_execute)
}

/// Reads the form; that of a correction against the entry as it stands.
fn parse(kind: DecisionKind, input: &Input, case: &Case, names: &mut InVault<'_>) -> Result<Request, Vec<FieldError>> {
    match (kind, corrected(input, case)) {
        (DecisionKind::CorrectEntry, Some(original)) => form::parse_correction(original, input, names),
        _ => form::parse(kind, input, names),
    }
}

/// The entry a correction names, as it stands.
pub fn corrected<'a>(input: &Input, case: &'a Case) -> Option<&'a CaseEvent> {
    let entry: Version = input.first("entry").trim_start_matches('#').parse().ok()?;
    case.line(entry).map(heyi_core::case::Line::event)
}

/// Decides before anything goes to the vault or the files, so that a refusal leaves no texts behind. The store decides again.
fn would_stand(ask: &Ask, request: &Request, case: &Case, seen: Option<Version>) -> Result<(), Problem> {
    if let Some(seen) = seen.filter(|seen| *seen != case.version) {
        let since: Vec<_> = case.lines.iter().filter(|line| line.recorded.version > seen).cloned().collect();
        return Err(Problem::changed(case.version, &since));
    }
    let law = ask.app.store.cases.law();
    let ground = ask.ground(&law);
    let refused = decisions::decide(request.clone(), case, &ground).err();
    refused.map_or(Ok(()), |refusal| Err(Problem::refused(refusal, decisions::next_steps(case, &ground))))
}

/// A step that is told to another case too is for those who record there.
async fn other_within(ask: &Ask, command: &Command) -> Result<(), Problem> {
    let other = match command {
        Command::LinkRenewal(link) => link.0.renews,
        Command::MarkRenewed(mark) => mark.0.by,
        _ => return Ok(()),
    };
    let other = ask.app.store.cases.load(other, None).await.map_err(|error| Problem::store(&error))?;
    // One that is not there is told by the store, in the words of the form.
    match other.and_then(|other| other.opening) {
        Some(opening) if !ask.holds(crate::routes::RECORDERS, &opening.place) => Err(Problem::outside_region()),
        _ => Ok(()),
    }
}

/// The first answer, when this very request was recorded before; asked first, so that nothing is kept twice.
async fn repeated(ask: &Ask, asked: &Asked, case: Option<CaseId>) -> Result<Option<Executed>, Problem> {
    let Some(key) = &asked.key else { return Ok(None) };
    let first = ask.app.store.log.answered(key).await.map_err(|error| Problem::store(&error.into()))?;
    let Some(first) = first else { return Ok(None) };
    let streams =
        first.versions.iter().filter_map(|(stream, version)| Some((heyi_store::streams::as_case(stream)?, *version)));
    let found = streams.into_iter().find(|(named, _)| case.is_none_or(|case| case == *named));
    Ok(found.map(|(case, version)| Executed { case, version, position: first.last, repeated: true }))
}

/// What was typed or sent.
///
/// # Errors
/// 400 when it cannot be a form.
pub fn input(ask: &Ask) -> Result<Input, Problem> {
    let input = match &ask.sent.json {
        Some(json) => Input::from_json(json),
        None => Input::from_pairs(ask.sent.pairs.iter().cloned()),
    };
    input.map_err(|error| Problem::not_a_form(error.say()))
}

/// The opening of a case of one employer that a command records.
fn opened(command: &Command) -> Option<&CaseOpened> {
    match command {
        Command::OpenCase(open) => Some(&open.0),
        Command::TakeOverCase(taken) => Some(&taken.0.opening),
        _ => None,
    }
}

/// Where a case lies that a command opens.
fn place(command: &Command) -> Option<&Place> {
    match command {
        Command::OpenCase(open) => Some(&open.0.place),
        Command::TakeOverCase(taken) => Some(&taken.0.opening.place),
        Command::OpenJointCase(open) => Some(&open.0.place),
        Command::TakeOverJointCase(taken) => Some(&taken.0.opening.place),
        _ => None,
    }
}

/// Texts about people go to the vault's draft.
struct InVault<'a>(Draft<'a>);

impl Names for InVault<'_> {
    fn name(&mut self, text: &str) -> Erasable {
        self.0.refer_to(text)
    }
}

/// 201 with the version, or on to the case once its lists show what was recorded.
async fn answer(ask: &Ask, done: &Executed) -> Answer {
    let span = tracing::Span::current();
    span.record("stream", tracing::field::display(done.case)).record("position", done.position.0);
    if ask.api() {
        return Ok(created(done));
    }
    ask.app.read.caught_up_to(done.position, ask.app.settings.wait).await;
    Ok(Redirect::to(&format!("/cases/{}#entry-{}", done.case, done.version)).into_response())
}

fn created(done: &Executed) -> Response {
    let path = format!("/api/v1/cases/{}", done.case);
    let body = json!({
        "case": done.case, "version": done.version.0, "position": done.position.0, "repeated": done.repeated,
    });
    let mut response = (StatusCode::CREATED, Json(body)).into_response();
    let headers = response.headers_mut();
    for (name, value) in [(header::LOCATION, path), (header::ETAG, format!("\"{}\"", done.version))] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    response
}
