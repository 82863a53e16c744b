//! The list of cases with its search, and the ways a case begins.

use askama::Template;
use axum::Json;
use axum::response::IntoResponse as _;
use heyi_core::case::Stage;
use heyi_core::decisions::DecisionKind;
use heyi_core::ids::CaseId;
use heyi_projections::CaseCard;
use serde_json::json;

use crate::ask::{Answer, Ask, html};
use crate::guard::permission::holds_anywhere;
use crate::next;
use crate::routes::RECORDERS;
use crate::text::Lang;
use crate::view::steps::StepView;
use crate::view::{Frame, Link};

/// Rows on one page.
const PAGE: usize = 50;
/// Most rows of one answer.
const MOST: usize = 500;

#[derive(Template)]
#[template(path = "cases.html")]
struct Page {
    l: Lang,
    f: Frame,
    search: String,
    may_open: bool,
    cases: Vec<CardView>,
    more: Option<String>,
}

/// A case in one row.
#[derive(Clone, Debug)]
pub struct CardView {
    /// Its page.
    pub href: String,
    /// Its number.
    pub number: String,
    /// Its employer.
    pub employer: String,
    /// Place of work.
    pub place: String,
    /// How far it has come.
    pub stage: String,
    /// What is to be said about it: contradictory, waiting, not checkable, made up.
    pub marks: Vec<String>,
}

#[derive(Template)]
#[template(path = "begin.html")]
struct Begin {
    l: Lang,
    f: Frame,
    steps: Vec<StepView>,
}

/// Cases of the regions of the one who asks, the newest first.
///
/// # Errors
/// 422 for a region, cursor or limit that cannot be read.
pub async fn get(ask: Ask) -> Answer {
    let after = ask.asked_for::<CaseId>("after")?;
    let limit = ask.asked_for::<usize>("limit")?.unwrap_or(PAGE).clamp(1, MOST);
    let (cases, more) = found(&ask, after, limit)?;
    let cursor = cases.last().filter(|_| more).map(|card| card.case);
    if ask.api() {
        return Ok(Json(json!({"cases": cases, "next": cursor, "position": ask.app.read.position().0})).into_response());
    }
    let (l, search) = (ask.l(), ask.asked("q").to_owned());
    let query = encode(&search);
    html(&Page {
        l,
        f: Frame::of(&ask, l.t("案件", "Cases")),
        may_open: holds_anywhere(&ask.account()?.grants, RECORDERS),
        cases: cases.iter().map(|card| CardView::of(card, l)).collect(),
        more: cursor.map(|case| format!("/cases?q={query}&after={case}")),
        search,
    })
}

/// The newest cases of every region, in one order.
fn found(ask: &Ask, after: Option<CaseId>, limit: usize) -> Result<(Vec<CaseCard>, bool), crate::problem::Problem> {
    let (mut cases, mut more) = (Vec::new(), false);
    for region in ask.regions()? {
        let page = ask.app.read.cases(&region, ask.asked("q"), after, limit);
        more |= page.more;
        cases.extend(page.items);
    }
    cases.sort_unstable_by_key(|card| std::cmp::Reverse(card.case));
    cases.dedup_by(|a, b| a.case == b.case);
    more |= cases.len() > limit;
    cases.truncate(limit);
    Ok((cases, more))
}

/// The choice between opening a case and taking one over, for one employer or many.
///
/// # Errors
/// None to be expected.
pub async fn begin(ask: Ask) -> Answer {
    let l = ask.l();
    let step = |kind: DecisionKind| StepView {
        link: Link { href: format!("/cases/{}", kind.name()), label: l.say(&kind.say()), current: false },
        hint: next::hint(kind, l),
    };
    let steps = next::usual(Stage::None).iter().copied().map(step).collect();
    html(&Begin { l, f: Frame::of(&ask, l.t("新案件", "A new case")), steps })
}

impl CardView {
    /// The row in words.
    #[must_use]
    pub fn of(card: &CaseCard, l: Lang) -> Self {
        let mut marks = Vec::new();
        let mut mark = |holds: bool, zh: &str, en: &str| {
            if holds {
                marks.push(l.t(zh, en).to_owned());
            }
        };
        mark(card.contradictory, "记录互相矛盾", "contradictory");
        mark(card.awaiting_approval > 0, "有更正待批准", "a correction waits");
        mark(card.not_checkable > 0, "部分无法核对", "not all checkable");
        mark(card.made_up, "虚构示例", "made-up example");
        Self {
            href: format!("/cases/{}", card.case),
            number: card.number.clone(),
            employer: card.employer_name.clone(),
            place: l.place(&card.place),
            stage: l.say(&card.stage.say()),
            marks,
        }
    }
}

/// A search as part of an address.
#[must_use]
pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use heyi_core::case::Step;
    use heyi_core::scenario::Scenario;

    use super::*;
    use crate::ask::{Reader, Side};

    #[test]
    fn both_pages_render_in_both_languages() {
        let card = CaseCard::of(&Scenario::through(Step::Reply).case()).unwrap();
        for l in [Lang::ZH, Lang::EN] {
            let reader = Reader { l, side: Side::Page, request_id: "r".into(), here: "/cases".into() };
            let f = || Frame::bare(&reader, "t");
            let cases = vec![CardView::of(&card, l)];
            let page =
                Page { l, f: f(), search: "甲".into(), may_open: true, cases, more: Some("/cases?after=1".into()) };
            assert!(page.render().unwrap().contains("〔2026〕1"));
            assert!(Begin { l, f: f(), steps: Vec::new() }.render().is_ok());
        }
        assert_eq!(encode("甲 a"), "%E7%94%B2%20a");
    }
}
