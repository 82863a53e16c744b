//! The texts about people in a case, and erasing one of them for ever.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect};
use heyi_core::case::Case;
use heyi_core::erasable::Erasable;
use heyi_core::event::CaseEvent;
use heyi_core::event::system::TextErased;
use heyi_core::text::Say;
use heyi_store::erasures;
use heyi_store::vault::Revealed;
use uuid::Uuid;

use crate::ask::{Answer, Ask, html};
use crate::form::FieldError;
use crate::problem::Problem;
use crate::text::Lang;
use crate::text::facts::Reveal as _;
use crate::view::{Frame, Link};

#[derive(Template)]
#[template(path = "people.html")]
struct Page {
    l: Lang,
    f: Frame,
    head: Link,
    action: String,
    /// What is wrong with what was sent.
    wrong: Vec<String>,
    texts: Vec<TextView>,
}

struct TextView {
    key: Uuid,
    shown: String,
    /// It can be read, or nothing records yet that it was erased.
    erasable: bool,
    /// It is gone, and nothing records it.
    unrecorded: bool,
    entries: String,
    /// The reason as typed, when the form comes back.
    reason: String,
}

/// Longest reason, in characters.
const LONGEST_REASON: usize = 500;

/// Lists the texts of a case that lie in the vault.
///
/// # Errors
/// 404, or when the log cannot be read.
pub async fn get(ask: Ask) -> Answer {
    page(&ask, None).await
}

async fn page(ask: &Ask, problem: Option<&Problem>) -> Answer {
    let (l, case) = (ask.l(), load(ask).await?);
    let recorded = erasures::recorded(&*ask.app.store.log).await.map_err(|error| Problem::store(&error))?;
    let texts = texts(&case).into_values().map(|(text, entries)| {
        let entries: Vec<String> = entries.iter().map(|entry| format!("#{entry}")).collect();
        let revealed = ask.app.store.vault.reveal(&text);
        let unrecorded = revealed == Revealed::Erased && !recorded.contains(&text.key);
        let erasable = unrecorded || matches!(revealed, Revealed::Text(_));
        let shown = ask.names().reveal(&text, l);
        let typed = ask.sent.text("key") == text.key.to_string();
        let reason = if typed { ask.sent.text("reason").to_owned() } else { String::new() };
        TextView { key: text.key, shown, erasable, unrecorded, entries: entries.join(" "), reason }
    });
    let head = Link { href: format!("/cases/{}", case.id), label: title(&case), current: false };
    let wrong = problem.map(|problem| problem.told(l)).unwrap_or_default();
    let f = Frame::of(ask, l.t("个人信息和删除", "Personal data and erasing it"));
    html(&Page { l, f, head, action: format!("/cases/{}/people", case.id), wrong, texts: texts.collect() })
}

/// Erases one of them, and records that and why. The entries that refer to it stay and verify as before.
///
/// # Errors
/// 422 when it was not confirmed or no reason was given, 404 when the case has no such text.
pub async fn erase(ask: Ask) -> Answer {
    let reason = match confirmed(&ask) {
        Ok(reason) => reason,
        Err(problem) if ask.api() => return Err(problem),
        Err(problem) => {
            let again = page(&ask, Some(&problem)).await?;
            return Ok(problem.shown_on(again));
        }
    };
    let key: Uuid = ask.sent.text("key").parse().map_err(|_| Problem::not_found())?;
    let case = load(&ask).await?;
    if !texts(&case).contains_key(&key) {
        return Err(Problem::not_found());
    }
    let (store, by) = (&ask.app.store, ask.account()?.id);
    let erased = TextErased { key, case: case.id, reason };
    erasures::erase(Arc::clone(&store.vault), &*store.log, erased, by).await.map_err(|error| Problem::store(&error))?;
    let span = tracing::Span::current();
    span.record("stream", tracing::field::display(case.id)).record("position", store.log.head().0);
    if ask.api() {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    Ok(Redirect::to(&format!("/cases/{}/people", case.id)).into_response())
}

/// The reason, when one is given and the person is sure.
fn confirmed(ask: &Ask) -> Result<String, Problem> {
    let sure = ask.sent.text("sure") == "true" || ask.sent.json.as_ref().is_some_and(|json| json["sure"] == true);
    let reason = ask.sent.text("reason");
    let wrong = |field: &str, code, zh, en| FieldError { field: field.to_owned(), code, say: Say::new(zh, en) };
    let mut errors = Vec::new();
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        let (zh, en) =
            ("请写明删除原因，不超过 500 字，不要写人名。", "Say why, in at most 500 characters, naming nobody.");
        errors.push(wrong("reason", "required", zh, en));
    }
    if !sure {
        errors.push(wrong("sure", "not-sure", "请先勾选确认；删除不能撤销。", "Confirm first: it cannot be undone."));
    }
    if errors.is_empty() { Ok(reason.to_owned()) } else { Err(Problem::fields(errors)) }
}

async fn load(ask: &Ask) -> Result<Case, Problem> {
    let case = ask.app.store.cases.load(ask.case_id()?, None).await.map_err(|error| Problem::store(&error))?;
    case.ok_or_else(Problem::not_found)
}

fn title(case: &Case) -> String {
    case.opening.as_ref().map(|opened| format!("{} {}", opened.number, opened.title())).unwrap_or_default()
}

/// Every text of the case in the vault with the entries it stands in: names, notes, names of files.
fn texts(case: &Case) -> BTreeMap<Uuid, (Erasable, Vec<u64>)> {
    let mut texts: BTreeMap<Uuid, (Erasable, Vec<u64>)> = BTreeMap::new();
    for recorded in case.history() {
        let mut found: Vec<&Erasable> = in_event(&recorded.event);
        found.extend(recorded.note.iter().chain(recorded.evidence.iter().map(|file| &file.name)));
        for text in found {
            let (_, entries) = texts.entry(text.key).or_insert_with(|| (text.clone(), Vec::new()));
            if entries.last() != Some(&recorded.version.0) {
                entries.push(recorded.version.0);
            }
        }
    }
    texts
}

fn in_event(event: &CaseEvent) -> Vec<&Erasable> {
    match event {
        CaseEvent::RepresentativesNamed(named) => named.people.iter().filter_map(|one| one.person.as_ref()).collect(),
        CaseEvent::RepresentativeReplaced(replaced) => replaced.successor.person.iter().collect(),
        CaseEvent::SessionHeld(session) => session.recorder.iter().collect(),
        CaseEvent::EntryCorrected(corrected) => in_event(&corrected.event),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use heyi_core::event::representation::Side;
    use heyi_core::scenario::{Scenario, day, representatives, session};

    use super::*;

    #[test]
    fn every_text_of_a_case_is_listed_with_its_entries() {
        let named = CaseEvent::RepresentativesNamed(representatives(Side::Staff));
        let scenario = Scenario::opened().and(named, day(1)).and(CaseEvent::SessionHeld(session().into()), day(40));
        let texts = texts(&scenario.case());
        assert_eq!(texts.len(), 4);
        assert!(texts.values().all(|(_, entries)| entries.len() == 1));
    }
}
