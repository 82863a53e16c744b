//! A deadline of law by itself: place, rule, day; for a caseworker on the telephone.

use askama::Template;
use axum::Json;
use axum::response::IntoResponse as _;
use heyi_core::deadline::{LookUp, with_period};
use heyi_core::jurisdiction;
use heyi_core::rules::{Rulebook, what};
use jiff::civil::Date;

use crate::ask::{Answer, Ask, html};
use crate::problem::Problem;
use crate::text::Lang;
use crate::view::Frame;
use crate::view::deadline::DeadlineView;

/// What is asked when nothing else is.
const USUAL: &str = "offer.reply";

#[derive(Template)]
#[template(path = "deadlines.html")]
struct Page {
    l: Lang,
    f: Frame,
    place: String,
    places: Vec<(String, String)>,
    rules: Vec<(String, String, bool)>,
    from: String,
    deadline: Option<DeadlineView>,
}

/// Counts the deadline that is asked for; the page without a question shows the form.
///
/// # Errors
/// 422 for a place, rule or day that is not there.
pub async fn get(ask: Ask) -> Answer {
    let (place, from) = (ask.asked("place"), ask.asked_for::<Date>("from")?);
    let rule = Some(ask.asked("rule")).filter(|rule| !rule.is_empty()).unwrap_or(USUAL);
    let law = ask.app.store.cases.law();
    let found = if place.is_empty() && !ask.api() {
        None
    } else {
        let found = LookUp::of(&law, place, rule, from.unwrap_or_else(|| ask.today()));
        Some(found.map_err(|error| {
            let say = error.say();
            Problem::field(error.field(), "not-found", &say.zh, &say.en)
        })?)
    };
    if ask.api() {
        return Ok(Json(found).into_response());
    }
    let l = ask.l();
    html(&Page {
        l,
        f: Frame::of(&ask, l.t("期限计算", "Deadlines")),
        place: place.to_owned(),
        places: jurisdiction::provinces().map(|(code, _, say)| (code, l.say(&say))).collect(),
        rules: rules(&law.rulebook, rule, l),
        from: from.unwrap_or_else(|| ask.today()).to_string(),
        deadline: found.map(|found| by_itself(DeadlineView::of(&found.deadline, ask.today(), l))),
    })
}

/// Whether it is late nobody can say: there is no case in which it was kept or not.
fn by_itself(deadline: DeadlineView) -> DeadlineView {
    DeadlineView { status: String::new(), urgency: "open", ..deadline }
}

/// Every rule with a period: its name, what it is for, and whether it was asked for.
fn rules(book: &Rulebook, asked: &str, l: Lang) -> Vec<(String, String, bool)> {
    let rule = |name: &str| {
        let words = book.named(name).next().map(|rule| l.say(&what(rule))).unwrap_or_default();
        (name.to_owned(), format!("{words}（{name}）"), name == asked)
    };
    with_period(book).map(rule).collect()
}
