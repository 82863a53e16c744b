//! One letter: what it says, until when an answer is due and why, what can be recorded, its history.

use askama::Template;
use axum::Json;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse as _;
use heyi_core::case::Mark;
use heyi_core::deadline::Deadline;
use heyi_core::event::LetterEvent;
use heyi_core::ground::Law;
use heyi_core::letter::decisions::{LetterStep, next_steps};
use heyi_core::letter::{Letter, LetterState, clocks};
use serde_json::{Value, json};

use crate::ask::{Answer, Ask, html};
use crate::case_page::login;
use crate::employers::history::EntryView;
use crate::problem::Problem;
use crate::routes::RECORDERS;
use crate::text::Lang;
use crate::text::facts::Fact;
use crate::text::letters;
use crate::text::words::Words as _;
use crate::view::deadline::DeadlineView;
use crate::view::{Frame, Link};

use super::{history, record};

#[derive(Template)]
#[template(path = "letter.html")]
struct Page {
    l: Lang,
    f: Frame,
    href: String,
    version: u64,
    state: String,
    made_up: bool,
    steps: Vec<Link>,
    deadlines: Vec<DeadlineView>,
    /// Why no clock runs.
    no_clock: &'static str,
    facts: Vec<Fact>,
    /// Its case, its employer, the letter it follows.
    links: Vec<Link>,
    history: Vec<EntryView>,
    /// The names of the forms that correct and withdraw an entry.
    correct: &'static str,
    withdraw: &'static str,
    may_record: bool,
}

/// Shows a letter.
///
/// # Errors
/// 404, or when the log cannot be read.
pub async fn get(ask: Ask) -> Answer {
    let letter = record::letter(&ask).await?.ok_or_else(Problem::not_found)?;
    let law = ask.app.store.cases.law();
    let mut response =
        if ask.api() { Json(as_json(&ask, &letter, &law)).into_response() } else { html(&page(&ask, &letter, &law))? };
    if let Ok(version) = HeaderValue::from_str(&format!("\"{}\"", letter.version)) {
        response.headers_mut().insert(header::ETAG, version);
    }
    Ok(response)
}

fn page(ask: &Ask, letter: &Letter, law: &Law) -> Page {
    let (l, href) = (ask.l(), format!("/letters/{}", letter.id));
    let may_record = letter.place().is_some_and(|place| ask.holds(RECORDERS, place));
    let text = letter.text();
    let title = text.map(|text| format!("{} {} · {}", text.kind.words(l), text.number, text.addressee.name()));
    let event = letter.text().cloned().map(LetterEvent::LetterIssued);
    let mut entries: Vec<EntryView> =
        letter.lines.iter().map(|line| history::entry(letter, line, law, l, &|id| login(ask, id))).collect();
    entries.reverse();
    let steps = next_steps(letter).into_iter().filter(|kind| may_record && !kind.is_about_entries());
    let step = |kind: LetterStep| link(format!("{href}/{}", kind.name()), l.say(&kind.say()));
    Page {
        l,
        f: Frame::of(ask, title.unwrap_or_default()),
        version: letter.version.0,
        state: letter.state().words(l),
        made_up: text.is_some_and(|text| text.made_up),
        steps: steps.map(step).chain(following(letter, l).filter(|_| may_record)).collect(),
        deadlines: deadlines(letter, law).iter().map(|clock| DeadlineView::of(clock, ask.today(), l)).collect(),
        no_clock: no_clock(letter, l),
        facts: event.map(|event| letters::facts(&event, l)).unwrap_or_default(),
        links: links(letter, l),
        history: entries,
        correct: LetterStep::CorrectLetterEntry.name(),
        withdraw: LetterStep::WithdrawLetterEntry.name(),
        may_record,
        href,
    }
}

fn as_json(ask: &Ask, letter: &Letter, law: &Law) -> Value {
    let today = ask.today();
    let deadlines: Vec<Value> = deadlines(letter, law)
        .into_iter()
        .map(|deadline| json!({"status": deadline.status(today), "deadline": deadline}))
        .collect();
    let entries: Vec<Value> = letter
        .lines
        .iter()
        .map(|line| {
            let marks: Vec<Value> = clocks::marks(letter, line, law).iter().filter_map(irregular).collect();
            json!({
                "entry": line.recorded.version, "kind": line.recorded.event.kind(), "says": line.event(),
                "counts": line.counts(), "occurred": line.occurred(),
                "recorded_at": line.recorded.recorded_at, "marks": marks,
            })
        })
        .collect();
    let next: Vec<&str> = next_steps(letter).into_iter().map(LetterStep::name).collect();
    json!({
        "letter": letter.text(), "id": letter.id, "state": letter.state(), "version": letter.version,
        "deadlines": deadlines, "next": next, "entries": entries,
    })
}

fn irregular(mark: &Mark) -> Option<Value> {
    match mark {
        Mark::Irregular(say, cite) => Some(json!({"zh": say.zh, "en": say.en, "cite": cite})),
        Mark::WithoutGround(_) | Mark::NotCheckable(_) => None,
    }
}

fn deadlines(letter: &Letter, law: &Law) -> Vec<Deadline> {
    clocks::running(letter, law)
}

fn no_clock(letter: &Letter, l: Lang) -> &'static str {
    match letter.state() {
        LetterState::Issued | LetterState::Received => l.t(
            "函件没有载明答复日期；当地没有已知的法定答复期限，或尚未送达。",
            "The letter names no day, and no period of law is known here, or it is not served yet.",
        ),
        _ => l.t("现在没有在走的期限。", "No clock runs now."),
    }
}

/// A letter can be followed by another about the same matter.
fn following(letter: &Letter, l: Lang) -> impl Iterator<Item = Link> + use<> {
    let href = letter.text().filter(|_| letter.closed.is_none()).map(|text| {
        let case = text.case.map(|case| format!("&case={case}")).unwrap_or_default();
        format!("/letters/issue-letter?follows={}&place={}{case}", letter.id, text.place.code())
    });
    let label = l.t("就同一事项发出另一函件", "Issue another letter on the matter").to_owned();
    href.map(|href| link(href, label)).into_iter()
}

fn links(letter: &Letter, l: Lang) -> Vec<Link> {
    let Some(text) = letter.text() else { return Vec::new() };
    let case = text.case.map(|case| link(format!("/cases/{case}"), l.t("所属案件", "Of the case").to_owned()));
    let employer = text.addressee.employer();
    let employer = employer.map(|id| link(format!("/employers/{id}"), l.t("用人单位", "The employer").to_owned()));
    let follows = text.follows;
    let follows = follows.map(|id| link(format!("/letters/{id}"), l.t("所依据的函件", "It follows").to_owned()));
    [case, employer, follows].into_iter().flatten().collect()
}

fn link(href: String, label: String) -> Link {
    Link { href, label, current: false }
}
