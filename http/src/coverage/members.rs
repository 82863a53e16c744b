//! Who stands behind a number: employers, cases or letters, each with the reason.

use std::collections::BTreeSet;

use askama::Template;
use axum::Json;
use axum::response::IntoResponse as _;
use heyi_core::ids::CaseId;
use heyi_core::place::Place;
use heyi_projections::coverage::{Member, Part, Subject};
use serde_json::json;

use super::question;
use crate::ask::{Answer, Ask, html};
use crate::problem::Problem;
use crate::routes::READERS;
use crate::text::Lang;
use crate::view::{Frame, Link};

/// Rows of one page, unless asked otherwise.
const PAGE: usize = 50;
/// Most rows of one answer.
const MOST: usize = 1_000;

#[derive(Template)]
#[template(path = "coverage_members.html")]
struct Page {
    l: Lang,
    f: Frame,
    heading: String,
    back: String,
    parts: Vec<Link>,
    number: usize,
    rows: Vec<RowView>,
    more: Option<String>,
}

struct RowView {
    /// Its page; empty: the account may not open it.
    href: String,
    name: String,
    why: String,
    people: String,
    /// Of an employer: the cases whose instruments cover it, or did.
    cases: Vec<Link>,
}

/// A page of the units of a part.
///
/// # Errors
/// As a question; 422 for a part that there is not.
pub async fn get(ask: Ask) -> Answer {
    let query = heyi_projections::CoverageQuery { by: Vec::new(), ..question::of(&ask)? };
    let part = match ask.asked("part") {
        "" => Part::Counted,
        name => Part::named(name).ok_or_else(|| {
            let allowed = Part::ALL.map(Part::name).join(", ");
            let (zh, en) =
                (format!("没有这一部分；可用：{allowed}。"), format!("There is no such part; there are {allowed}."));
            Problem::field("part", "not-askable", &zh, &en)
        })?,
    };
    let skip = ask.asked_for::<usize>("after")?.unwrap_or_default();
    let limit = ask.asked_for::<usize>("limit")?.unwrap_or(PAGE).clamp(1, MOST);
    let found = ask.app.read.members(&query, part, (skip, limit)).await.map_err(|error| super::problem(&error))?;
    let next = (skip + found.items.len() < found.number).then_some(skip + found.items.len());
    if ask.api() {
        return Ok(Json(
            json!({"question": query, "part": part, "number": found.number, "members": found.items, "next": next}),
        )
        .into_response());
    }
    let (l, at) = (ask.l(), question::address(&query));
    let link = |one: Part| Link {
        href: format!("/coverage/members?{at}&part={}", one.name()),
        label: l.say(&one.say()),
        current: one == part,
    };
    let definition = query.measure.definition();
    html(&Page {
        l,
        f: Frame::of(&ask, format!("{}：{}", l.say(&definition.name), l.say(&part.say()))),
        heading: format!("{} · {}", l.place(&query.region), l.date(query.on)),
        back: format!("/coverage?{at}"),
        parts: Part::ALL.map(link).into(),
        number: found.number,
        rows: found.items.iter().map(|member| row(&ask, member, l)).collect(),
        more: next.map(|next| format!("/coverage/members?{at}&part={}&after={next}", part.name())),
    })
}

fn row(ask: &Ask, member: &Member, l: Lang) -> RowView {
    let read = &ask.app.read;
    let reads = |place: Option<Place>| place.is_some_and(|place| ask.holds(READERS, &place));
    let mut cases = Vec::new();
    let (href, name) = match member.subject {
        Subject::Employer(id) => {
            let card = read.employer(id);
            let covering: BTreeSet<CaseId> =
                card.iter().flat_map(|card| &card.instruments).map(|instrument| instrument.case).collect();
            cases.extend(covering.into_iter().filter_map(|case| case_link(ask, case)));
            (format!("/employers/{id}"), card.map_or_else(|| id.to_string(), |card| card.name))
        }
        Subject::Case(id) => {
            case_link(ask, id).map_or_else(|| (String::new(), id.to_string()), |link| (link.href, link.label))
        }
        Subject::Letter(id) => {
            let name = read.letter(id).map(|card| format!("{} {}", card.number, card.addressee.name()));
            let href = if reads(read.place_of_letter(id)) { format!("/letters/{id}") } else { String::new() };
            (href, name.unwrap_or_else(|| id.to_string()))
        }
    };
    let people = match (member.people, member.days) {
        (Some(people), _) => format!("{people} {}", l.t("人", "people")),
        (None, Some(days)) => format!("{days} {}", l.t("天", "days")),
        (None, None) => String::new(),
    };
    RowView { href, name, why: l.say(&member.why), people, cases }
}

/// A case by its number and title, with its address where the account may open it.
fn case_link(ask: &Ask, id: CaseId) -> Option<Link> {
    let card = ask.app.read.case_card(id)?;
    let href = if ask.holds(READERS, &card.place) { format!("/cases/{id}") } else { String::new() };
    Some(Link { href, label: format!("{} {}", card.number, card.employer_name), current: false })
}
