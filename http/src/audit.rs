//! The audit trail: entries as the log holds them, with position, both times, who, and leaf; and the chain over them.

use askama::Template;
use axum::Json;
use axum::response::IntoResponse as _;
use heyi_core::event::{Event, SystemEvent};
use heyi_core::ids::{Position, Version};
use heyi_core::occurred::Occurred;
use heyi_store::append::{LogEvent, ReadError};
use heyi_store::{codec, streams};
use serde_json::json;

use crate::ask::{Answer, Ask, html};
use crate::case_page::login;
use crate::events::Header;
use crate::problem::Problem;
use crate::text::Lang;
use crate::view::{Frame, Link};

/// Entries on one page.
const PAGE: usize = 200;

#[derive(Template)]
#[template(path = "audit.html")]
struct Page {
    l: Lang,
    f: Frame,
    head: Option<Link>,
    position: u64,
    chain: String,
    rows: Vec<RowView>,
    more: Option<String>,
}

struct RowView {
    position: u64,
    stream: String,
    href: String,
    version: u64,
    kind: String,
    /// What an event of the system says, where it concerns a case.
    more: Option<(Link, String)>,
    occurred: String,
    recorded: String,
    clock_held: bool,
    by: String,
    leaf: String,
}

/// The entries of a case.
///
/// # Errors
/// 404, or when the log cannot be read.
pub async fn of_case(ask: Ask) -> Answer {
    let case = ask.case_id()?;
    let stream = streams::case(case).map_err(|_| Problem::not_found())?;
    let after = ask.asked_for::<u64>("after")?.map_or(Version::ZERO, Version);
    let read = ask.app.store.log.read_stream(&stream, after, PAGE + 1).await;
    let mut events = read.map_err(|error| Problem::store(&error.into()))?;
    let more = events.len() > PAGE;
    events.truncate(PAGE);
    let next = events.last().filter(|_| more).map(|event| event.version.0);
    if ask.api() {
        let entries: Vec<Header<'_>> = events.iter().map(Header::of).collect();
        return Ok(Json(json!({"case": case, "entries": entries, "next": next})).into_response());
    }
    let l = ask.l();
    let head = Link { href: format!("/cases/{case}"), label: l.t("案件", "The case").to_owned(), current: false };
    let more = next.map(|next| format!("/cases/{case}/audit?after={next}"));
    let title = l.t("本案审计轨迹", "Audit trail of the case");
    page(&ask, title, Some(head), &events, more).await
}

/// The whole log.
///
/// # Errors
/// When the log cannot be read.
pub async fn whole(ask: Ask) -> Answer {
    let (events, next) = read_all(&ask, PAGE).await?;
    let more = next.map(|next| format!("/audit?after={next}"));
    let title = ask.l().t("全部记录的审计轨迹", "Audit trail of the whole log");
    page(&ask, title, None, &events, more).await
}

/// Events after the position asked for, and where to go on when there are more.
async fn read_all(ask: &Ask, limit: usize) -> Result<(Vec<LogEvent>, Option<u64>), Problem> {
    let after = ask.asked_for::<u64>("after")?.map_or(Position::ZERO, Position);
    let mut events = match ask.app.store.log.read_all(after, limit + 1).await {
        Ok(events) => events,
        Err(ReadError::Beyond { .. }) => Vec::new(),
        Err(error) => return Err(Problem::store(&error.into())),
    };
    let more = events.len() > limit;
    events.truncate(limit);
    let next = events.last().filter(|_| more).map(|event| event.position.0);
    Ok((events, next))
}

async fn page(ask: &Ask, title: &str, head: Option<Link>, events: &[LogEvent], more: Option<String>) -> Answer {
    let (l, log) = (ask.l(), &ask.app.store.log);
    let point = log.chain_at(log.head()).await.map_err(|error| Problem::store(&error.into()))?;
    let rows = events.iter().map(|event| row(ask, event)).collect();
    let (f, chain) = (Frame::of(ask, title), point.chain.to_string());
    html(&Page { l, f, head, position: point.position.0, chain, rows, more })
}

fn row(ask: &Ask, event: &LogEvent) -> RowView {
    let l = ask.l();
    let occurred = Occurred { earliest: event.earliest, latest: event.latest, words: String::new() };
    RowView {
        position: event.position.0,
        stream: event.stream.as_str().to_owned(),
        href: streams::as_case(&event.stream)
            .map(|case| format!("/cases/{case}#entry-{}", event.version))
            .unwrap_or_default(),
        version: event.version.0,
        kind: event.kind.clone(),
        more: erased(event, l),
        occurred: l.occurred(&occurred),
        recorded: l.instant(event.recorded_at),
        clock_held: event.clock_held,
        by: login(ask, event.by),
        leaf: event.leaf.to_string(),
    }
}

/// Where a text was erased, and why: it stands in the stream of the system, not in that of the case.
fn erased(event: &LogEvent, l: Lang) -> Option<(Link, String)> {
    if streams::system().ok().as_ref() != Some(&event.stream) {
        return None;
    }
    match codec::decode(event).ok()?.event {
        Event::System(SystemEvent::TextErased(erased)) => {
            let label = l.t("所在案件", "the case").to_owned();
            Some((Link { href: format!("/cases/{}", erased.case), label, current: false }, erased.reason))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ask::{Reader, Side};

    #[test]
    fn the_page_renders_in_both_languages() {
        for l in [Lang::ZH, Lang::EN] {
            let reader = Reader { l, side: Side::Page, request_id: "r".into(), here: "/audit".into() };
            let row = RowView {
                position: 7,
                stream: "case-1".into(),
                href: "/cases/1".into(),
                version: 2,
                kind: "offer-issued".into(),
                more: None,
                occurred: "x".into(),
                recorded: "y".into(),
                clock_held: true,
                by: "caseworker".into(),
                leaf: "00ff".into(),
            };
            let f = Frame::bare(&reader, "t");
            let page = Page {
                l,
                f,
                head: None,
                position: 7,
                chain: "aa".into(),
                rows: vec![row],
                more: Some("/audit?after=7".into()),
            };
            assert!(page.render().unwrap().contains("offer-issued"));
        }
    }
}
