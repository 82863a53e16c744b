//! Recording a step of a publication: parse, compute what is to be published, execute, answer. For pages and API alike.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use heyi_core::event::publication::FiguresProposed;
use heyi_core::ids::PublicationId;
use heyi_core::place::Place;
use heyi_core::publication::Publication;
use heyi_core::publication::decisions::{PublicationCommand, PublicationRequest, PublicationStep};
use heyi_projections::coverage::question;
use heyi_store::ids;
use heyi_store::publications::PublicationRecorded;
use serde_json::json;

use crate::ask::{Answer, Ask};
use crate::problem::Problem;
use crate::record::input;

use super::proposal::place_of;
use super::{PROPOSERS, form_page, parse};

/// Records a step of the publication in the path, or proposes one.
///
/// # Errors
/// As the store says. A page gets its form again, with what was typed, when it can be mended.
pub async fn post(ask: Ask, kind: PublicationStep) -> Answer {
    match record(&ask, kind).await {
        Ok(done) => answer(&ask, &done).await,
        Err(problem) if !ask.api() && problem.keeps_form() => form_page::again(&ask, kind, &problem).await,
        Err(problem) => Err(problem),
    }
}

async fn record(ask: &Ask, kind: PublicationStep) -> Result<PublicationRecorded, Problem> {
    let (publications, asked) = (&ask.app.store.publications, ask.asked_by()?);
    if let Some(first) = publications.answered(&asked).await.map_err(Problem::of_publication)? {
        return Ok(first);
    }
    Problem::unless_writable(&ask.app.store.log.health())?;
    let now = publication(ask).await?;
    let mut input = input(ask)?;
    if super::recorders_of(kind) == PROPOSERS {
        // A proposal lies where its tables lie, which need not be typed.
        input.set("place", place_of(&regions(input.first("tables"))).code());
    }
    let mut request = parse(kind, &input).map_err(Problem::fields)?;
    check(ask, &mut request, now.as_ref()).await?;
    let id = now.map_or_else(ids::publication, |now| now.id);
    publications.execute(id, &request, &asked).await.map_err(Problem::of_publication)
}

/// The regions of the tables with these ids; what is no id is refused by the form.
fn regions(ids: &str) -> Vec<Place> {
    ids.lines().filter_map(|id| question(id.trim()).ok()).map(|query| query.region).collect()
}

/// A proposal is computed before it is recorded, so that nothing is proposed that could not be published; what is published is
/// computed from the proposal.
async fn check(ask: &Ask, request: &mut PublicationRequest, now: Option<&Publication>) -> Result<(), Problem> {
    let roles = super::recorders_of(request.command.kind());
    let computed = async |proposal: &FiguresProposed| {
        if regions(&proposal.tables.join("\n")).iter().any(|region| !ask.holds(roles, region)) {
            return Err(Problem::outside_region());
        }
        let publishing = ask.app.read.publishing(&proposal.tables, proposal.threshold).await;
        publishing.map_err(|error| Problem::of_publishing(&error))
    };
    match &mut request.command {
        PublicationCommand::ProposeFigures(propose) => drop(computed(&propose.0).await?),
        PublicationCommand::AmendProposal(amend) => drop(computed(&amend.0.clone().into()).await?),
        PublicationCommand::PublishFigures(publish) => {
            if let Some(proposal) = now.and_then(|now| now.proposal.as_ref()) {
                publish.tables = computed(proposal).await?.published;
            }
        }
        PublicationCommand::DeclineProposal(_) | PublicationCommand::WithdrawPublication(_) => {}
    }
    Ok(())
}

/// The publication in the path; `None` on the rows that name none.
///
/// # Errors
/// 404 when there is none.
pub(super) async fn publication(ask: &Ask) -> Result<Option<Publication>, Problem> {
    if !ask.params.contains_key("publication") {
        return Ok(None);
    }
    let id: PublicationId = ask.param("publication")?;
    let publication = ask.app.store.publications.load(id).await.map_err(|error| Problem::store(&error))?;
    publication.map_or_else(|| Err(Problem::not_found()), |publication| Ok(Some(publication)))
}

/// 201 with the version, or on to the publication once its lists show what was recorded.
async fn answer(ask: &Ask, done: &PublicationRecorded) -> Answer {
    let span = tracing::Span::current();
    span.record("stream", tracing::field::display(done.publication)).record("position", done.position.0);
    if ask.api() {
        return Ok(created(done));
    }
    ask.app.read.caught_up_to(done.position, ask.app.settings.wait).await;
    Ok(Redirect::to(&format!("/publications/{}", done.publication)).into_response())
}

fn created(done: &PublicationRecorded) -> Response {
    let path = format!("/api/v1/publications/{}", done.publication);
    let body = json!({
        "publication": done.publication, "version": done.version.0, "position": done.position.0, "repeated": done.repeated,
    });
    let mut response = (StatusCode::CREATED, Json(body)).into_response();
    for (name, value) in [(header::LOCATION, path), (header::ETAG, format!("\"{}\"", done.version))] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
