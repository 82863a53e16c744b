//! The feed of events: pages of what is recorded, or a stream that goes on with what will be, as lines of JSON, as server-sent
//! events, or in the form of CloudEvents. Who has a role in a region is given the events of its cases and employers; the
//! whole log needs the auditor's role for the whole place.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use heyi_core::ids::Position;
use heyi_core::place::Place;
use heyi_store::append::{LogEvent, MAX_READ, ReadError};

use crate::ask::{Answer, Ask};
use crate::problem::Problem;

mod followers;
mod live;
mod scope;
mod wire;

pub use followers::Followers;
pub(crate) use wire::Header;

use live::Live;
use scope::Scope;
use wire::Wire;

/// Most events of one page, and how many a page has unless it is asked for fewer.
const PAGE: usize = 1_000;
/// So many events are looked at for one page, whether they are given or not.
const LOOKED_AT: usize = 20_000;
/// The header with which a client of server-sent events resumes.
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
/// Tells a proxy to pass each line on at once.
const NO_BUFFER: HeaderName = HeaderName::from_static("x-accel-buffering");

/// What was asked.
struct Asked {
    after: Position,
    region: Option<Place>,
    wire: Wire,
    follow: bool,
}

/// The feed.
///
/// # Errors
/// 422 for a query that cannot be read, 503 when the log cannot be read or too many follow it.
pub async fn feed(ask: Ask) -> Answer {
    let asked = Asked::of(&ask)?;
    let scope = Scope::of(ask.account()?, asked.region.as_ref(), &ask.app.settings.place);
    let scope = scope.ok_or_else(Problem::not_permitted)?;
    if asked.follow { follow(ask, asked, scope) } else { page(&ask, &asked, &scope).await }
}

impl Asked {
    fn of(ask: &Ask) -> Result<Self, Problem> {
        let wire = Wire::of(&ask.headers, ask.asked("form"))?;
        let follow = match ask.asked("follow") {
            "" | "false" | "0" => wire.is_server_sent(),
            "true" | "1" => true,
            other => return Err(Problem::bad_query("follow", other)),
        };
        if follow && !wire.can_follow() {
            return Err(Problem::bad_query("follow", ""));
        }
        // A browser that resumes asks the address it began with, and says in the header how far it had come.
        let after = match ask.headers.get(LAST_EVENT_ID) {
            Some(last) => {
                let last = last.to_str().ok().and_then(|last| last.trim().parse().ok());
                last.ok_or_else(|| Problem::bad_query("Last-Event-ID", ""))?
            }
            None => ask.asked_for::<u64>("after")?.unwrap_or_default(),
        };
        Ok(Self { after: Position(after), region: ask.asked_for("region")?, wire, follow })
    }
}

fn follow(ask: Ask, asked: Asked, scope: Scope) -> Answer {
    let slot = ask.app.followers.join(ask.account()?.id, &ask.app.settings).ok_or_else(Problem::busy)?;
    let wire = asked.wire;
    let live = Live::new(ask, asked, scope, slot);
    let mut response = answer(wire, Body::from_stream(live.into_stream()));
    response.headers_mut().insert(NO_BUFFER, HeaderValue::from_static("no"));
    Ok(response)
}

async fn page(ask: &Ask, asked: &Asked, scope: &Scope) -> Answer {
    let limit = ask.asked_for::<usize>("limit")?.unwrap_or(PAGE).clamp(1, PAGE);
    let log = &ask.app.store.log;
    let head = log.head();
    let until = scope.known_to(&ask.app.read, head).await;
    let unreadable = |error: ReadError| Problem::store(&error.into());
    let (mut cursor, mut looked_at, mut bytes) = (asked.after, 0, 0);
    let mut given: Vec<LogEvent> = Vec::new();
    'reading: while cursor < until {
        let commits = log.read_commits(cursor, PAGE).await.map_err(unreadable)?;
        let events = commits.into_iter().flat_map(|commit| commit.events).filter(|event| event.position > cursor);
        let events: Vec<LogEvent> = events.collect();
        for event in events {
            if event.position > until {
                break 'reading;
            }
            (cursor, looked_at) = (event.position, looked_at + 1);
            if scope.shows(&event, &ask.app.read) {
                bytes += event.body.len();
                given.push(event);
            }
            if given.len() == limit || looked_at == LOOKED_AT || bytes >= MAX_READ {
                break 'reading;
            }
        }
    }
    let mut response = answer(asked.wire, Body::from(asked.wire.page(&ask.app.settings.place, &given)?));
    if cursor < head
        && let Ok(link) = next_link(ask, cursor, limit).parse()
    {
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}

/// Where the next page is: the same question, after what this one looked at.
fn next_link(ask: &Ask, cursor: Position, limit: usize) -> String {
    let mut address = format!("/api/v1/events?after={cursor}&limit={limit}");
    for name in ["region", "form"] {
        // What is passed on was read before, so it needs no quoting.
        if !ask.asked(name).is_empty() {
            address.push_str(&format!("&{name}={}", ask.asked(name)));
        }
    }
    format!("<{address}>; rel=\"next\"")
}

fn answer(wire: Wire, body: Body) -> Response {
    ([(header::CONTENT_TYPE, wire.media_type()), (header::VARY, "accept")], body).into_response()
}

#[cfg(test)]
mod tests;
