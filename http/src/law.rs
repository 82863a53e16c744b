//! The law: what the log has adopted and since when, what this program ships, and, for administrators of the whole place, what
//! would move if that were adopted, with the button that does.

use axum::Json;
use axum::response::{IntoResponse as _, Redirect};
use heyi_core::digest::Digest;
use heyi_core::ground::{Law, LawVersions};
use heyi_core::ids::Position;
use heyi_projections::Preview;
use heyi_store::laws::{AdoptError, Proposal};
use serde_json::{Value, json};

use crate::ask::{Answer, Ask, html};
use crate::problem::Problem;
use crate::routes::ADMINISTRATORS;

mod page;

/// Shows it.
///
/// # Errors
/// When the log cannot be read.
pub async fn get(ask: Ask) -> Answer {
    let preview = preview(&ask).await?;
    if ask.api() {
        return Ok(Json(told(&ask, preview.as_ref())).into_response());
    }
    html(&page::of(&ask, preview.as_ref(), None))
}

/// Adopts what this program ships; what is sent names the law that was looked at.
///
/// # Errors
/// 409 when another law was adopted meanwhile, 422 when the request names none.
pub async fn adopt(ask: Ask) -> Answer {
    match record(&ask).await {
        Ok(position) if ask.api() => {
            Ok(Json(json!({"adopted": position, "now": ask.app.store.laws.current().versions()})).into_response())
        }
        Ok(_) => Ok(Redirect::to("/law").into_response()),
        Err(problem) if !ask.api() && problem.keeps_form() => {
            let preview = preview(&ask).await?;
            let again = html(&page::of(&ask, preview.as_ref(), Some(&problem)))?;
            Ok(problem.shown_on(again))
        }
        Err(problem) => Err(problem),
    }
}

async fn record(ask: &Ask) -> Result<Option<Position>, Problem> {
    let seen = LawVersions { rulebook: version(ask, "rulebook")?, calendar: version(ask, "calendar")? };
    let adopted = ask.app.store.laws.adopt(&Proposal::Shipped, seen, ask.account()?.id).await;
    adopted.map_err(|error| match &error {
        AdoptError::Changed => Problem::law_changed(),
        AdoptError::Store(error) => Problem::store(error),
        // What this program ships fits together: a test reads it.
        AdoptError::Wrong(_) => Problem::broken("adopting the law shipped", &error),
    })
}

/// The version of the law that was looked at.
fn version(ask: &Ask, field: &'static str) -> Result<Digest, Problem> {
    ask.sent.text(field).parse().map_err(|_| {
        let (zh, en) =
            ("请写明所查看的现行版本（64 位十六进制）。", "Name the version that holds, as looked at: 64 hex digits.");
        Problem::field(field, "required", zh, en)
    })
}

/// The law that would hold, where this program ships another.
fn shipped(ask: &Ask, now: &Law) -> Option<Law> {
    ask.app.store.laws.proposed(&Proposal::Shipped).ok().filter(|law| law.versions() != now.versions())
}

/// What would move if what is shipped were adopted: for those who may adopt it, since it shows cases of the whole place.
async fn preview(ask: &Ask) -> Result<Option<Preview>, Problem> {
    if !ask.holds(ADMINISTRATORS, &ask.app.settings.place) {
        return Ok(None);
    }
    let now = ask.app.store.laws.current();
    let Some(then) = shipped(ask, &now) else { return Ok(None) };
    let preview = ask.app.read.preview(&now, &then, ask.today()).await;
    preview.map(Some).map_err(|error| Problem::store(&error))
}

fn told(ask: &Ask, preview: Option<&Preview>) -> Value {
    let laws = &ask.app.store.laws;
    let now = laws.current();
    let incomplete: Vec<&str> = now.rulebook.incomplete().map(|rule| rule.id.as_str()).collect();
    json!({
        "now": now.versions(),
        "adoptions": laws.adoptions(),
        "rules": now.rulebook.iter().count(),
        "years": now.calendar.published().collect::<Vec<_>>(),
        "incomplete": incomplete,
        "shipped": laws.shipped().versions(),
        "ships_another": laws.ships_another(),
        "preview": preview,
    })
}
