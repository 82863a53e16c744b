//! The list of publications.

use askama::Template;
use axum::Json;
use axum::response::IntoResponse as _;
use heyi_core::publication::PublicationState;
use heyi_projections::PublicationCard;
use serde_json::json;

use crate::ask::{Answer, Ask, html};
use crate::guard::permission;
use crate::text::Lang;
use crate::view::Frame;

use super::PROPOSERS;

#[derive(Template)]
#[template(path = "publications.html")]
struct Page {
    l: Lang,
    f: Frame,
    parts: Vec<Part>,
    may_propose: bool,
}

struct Part {
    heading: &'static str,
    rows: Vec<RowView>,
}

struct RowView {
    href: String,
    title: String,
    about: String,
    tag: &'static str,
}

/// Publications of the regions of the one who asks: what waits for a reviewer, then the newest first.
///
/// # Errors
/// 422 for a region that cannot be read.
pub async fn get(ask: Ask) -> Answer {
    let mut cards: Vec<PublicationCard> = Vec::new();
    for region in ask.regions()? {
        cards.extend(ask.app.read.publications(&region));
    }
    cards.sort_unstable_by_key(|card| std::cmp::Reverse(card.publication));
    cards.dedup_by(|a, b| a.publication == b.publication);
    if ask.api() {
        return Ok(Json(json!({"publications": cards, "position": ask.app.read.position().0})).into_response());
    }
    let l = ask.l();
    let (published, proposed): (Vec<_>, Vec<_>) = cards
        .into_iter()
        .partition(|card| matches!(card.state, PublicationState::Published | PublicationState::Withdrawn));
    let rows = |cards: Vec<PublicationCard>| cards.iter().map(|card| row(card, l)).collect();
    let mut parts = vec![
        Part { heading: l.t("提议", "Proposals"), rows: rows(proposed) },
        Part { heading: l.t("已发布", "Published"), rows: rows(published) },
    ];
    parts.retain(|part| !part.rows.is_empty());
    let may_propose = permission::holds_anywhere(&ask.account()?.grants, PROPOSERS);
    html(&Page { l, f: Frame::of(&ask, l.t("数据发布", "Publications")), parts, may_propose })
}

fn row(card: &PublicationCard, l: Lang) -> RowView {
    let tables = format!("{} {}", card.tables, l.t("张表", "tables"));
    RowView {
        href: format!("/publications/{}", card.publication),
        title: card.title.clone(),
        about: [l.place(&card.place), tables, l.instant(card.recorded_at)].join(" · "),
        tag: tag(card, l),
    }
}

/// Where it stands, in a word; empty: published, and nothing has happened since.
pub(super) fn tag(card: &PublicationCard, l: Lang) -> &'static str {
    match card.state {
        PublicationState::Proposed => l.t("待复核", "waits for a reviewer"),
        PublicationState::Declined => l.t("已退回", "declined"),
        PublicationState::Withdrawn => l.t("已撤回", "withdrawn"),
        PublicationState::Published if !card.replaced_by.is_empty() => l.t("已更正", "restated"),
        PublicationState::Published => "",
    }
}
