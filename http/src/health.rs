//! Whether the process lives, and whether it can work.

use std::time::Duration;

use axum::Json;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use serde_json::json;

use crate::app::VERSION;
use crate::ask::{Answer, Ask};

/// How long answers may lag behind the log.
const PATIENCE: Duration = Duration::from_secs(1);

/// The process lives.
///
/// # Errors
/// Never.
pub async fn alive(_: Ask) -> Answer {
    Ok(Json(json!({"alive": true, "version": VERSION})).into_response())
}

/// It can answer: the read side has caught up with what was recorded when this was asked.
///
/// # Errors
/// Never; what is not ready is told with 503.
pub async fn ready(ask: Ask) -> Answer {
    let head = ask.app.store.log.head();
    let ready = ask.app.read.caught_up_to(head, PATIENCE).await && ask.app.read.failure().is_none();
    let body = json!({"ready": ready, "recorded": head.0, "answered": ask.app.read.position().0});
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    Ok((status, Json(body)).into_response())
}
