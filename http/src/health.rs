//! Whether the process lives, and whether it can work: if not, why not, in codes for a program.

use std::time::Duration;

use axum::Json;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use heyi_core::ids::Position;
use heyi_core::text::Say;
use heyi_store::log::Health;
use serde_json::{Value, json};

use crate::app::{App, VERSION};
use crate::ask::{Answer, Ask};

/// How long answers may lag behind the log.
const PATIENCE: Duration = Duration::from_secs(1);

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The record is damaged or shortened: nothing can be recorded.
    ReadOnly(Say),
    /// A sync failed: nothing can be recorded until the log is opened again.
    Poisoned,
    /// Lists and figures do not contain yet what was recorded.
    Behind,
    /// Lists and figures cannot be computed further.
    StandStill,
    /// A torn end of the log was cut, and nobody has taken note of it.
    CutUnacknowledged(Position),
    /// So many torn ends of the log were cut, and the log could not record that yet.
    CutsUnrecorded(usize),
}

impl Reason {
    /// Its code, which stays.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::ReadOnly(_) => "read-only",
            Self::Poisoned => "poisoned",
            Self::Behind => "behind",
            Self::StandStill => "projections-stand-still",
            Self::CutUnacknowledged(_) => "tail-cut-unacknowledged",
            Self::CutsUnrecorded(_) => "tail-cut-unrecorded",
        }
    }

    /// What does not work because of it.
    fn stops(&self) -> Option<&'static str> {
        match self {
            Self::ReadOnly(_) | Self::Poisoned => Some("recording"),
            Self::Behind | Self::StandStill => Some("answers"),
            Self::CutUnacknowledged(_) | Self::CutsUnrecorded(_) => None,
        }
    }

    /// For a program. Anybody may ask, so it says where to look and nothing of what is there.
    pub(crate) fn told(&self) -> Value {
        let (code, stops) = (self.code(), self.stops());
        match self {
            Self::CutUnacknowledged(position) => json!({"code": code, "stops": stops, "position": position.0}),
            Self::CutsUnrecorded(count) => json!({"code": code, "stops": stops, "count": count}),
            _ => json!({"code": code, "stops": stops}),
        }
    }
}

/// Everything that is not as it should be. `lags`: answers do not contain what was recorded.
pub(crate) fn reasons(app: &App, lags: bool) -> Vec<Reason> {
    let mut reasons = Vec::new();
    match app.store.log.health() {
        Health::Writable => {}
        Health::ReadOnly(say) => reasons.push(Reason::ReadOnly(say)),
        Health::Poisoned => reasons.push(Reason::Poisoned),
    }
    if app.read.failure().is_some() {
        reasons.push(Reason::StandStill);
    } else if lags {
        reasons.push(Reason::Behind);
    }
    let cuts = &app.store.cuts;
    reasons.extend(cuts.unacknowledged().into_iter().map(Reason::CutUnacknowledged));
    reasons.extend(Some(cuts.owed()).filter(|owed| *owed > 0).map(Reason::CutsUnrecorded));
    reasons
}

/// The process lives.
///
/// # Errors
/// Never.
pub async fn alive(_: Ask) -> Answer {
    Ok(Json(json!({"alive": true, "version": VERSION})).into_response())
}

/// It can record, and the read side has caught up with what was recorded when this was asked.
///
/// # Errors
/// Never; what is not ready is told with 503.
pub async fn ready(ask: Ask) -> Answer {
    let head = ask.app.store.log.head();
    let lags = !ask.app.read.caught_up_to(head, PATIENCE).await;
    let reasons = reasons(&ask.app, lags);
    let ready = reasons.iter().all(|reason| reason.stops().is_none());
    let told: Vec<Value> = reasons.iter().map(Reason::told).collect();
    let body = json!({"ready": ready, "recorded": head.0, "answered": ask.app.read.position().0, "reasons": told});
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    Ok((status, Json(body)).into_response())
}
