//! The list of supervision letters, open ones first, searched by number, addressee or issuer.

use askama::Template;
use axum::Json;
use axum::response::IntoResponse as _;
use heyi_core::ids::LetterId;
use heyi_core::letter::LetterState;
use heyi_projections::LetterCard;
use serde_json::json;

use crate::ask::{Answer, Ask, html};
use crate::case_list::encode;
use crate::guard::permission;
use crate::routes::RECORDERS;
use crate::text::Lang;
use crate::text::words::Words as _;
use crate::view::Frame;

/// Rows on one page.
const PAGE: usize = 50;
/// Most rows of one answer.
const MOST: usize = 500;

#[derive(Template)]
#[template(path = "letters.html")]
struct ListPage {
    l: Lang,
    f: Frame,
    search: String,
    letters: Vec<LetterRow>,
    more: Option<String>,
    /// Whether this account may issue one.
    may_issue: bool,
}

/// A letter in one row.
#[derive(Clone, Debug)]
pub struct LetterRow {
    /// Its page.
    pub href: String,
    /// Number and kind.
    pub name: String,
    /// To whom.
    pub addressee: String,
    /// Where, when and by whom.
    pub about: String,
    /// Where it stands.
    pub state: String,
    /// A made-up example.
    pub made_up: bool,
}

impl LetterRow {
    /// The row of a letter.
    #[must_use]
    pub fn of(card: &LetterCard, l: Lang) -> Self {
        Self {
            href: format!("/letters/{}", card.letter),
            name: format!("{} {}", card.kind.words(l), card.number),
            addressee: card.addressee.name().to_owned(),
            about: format!("{} · {} · {}", l.place(&card.place), l.occurred(&card.issued), card.issuer),
            state: card.state.words(l),
            made_up: card.made_up,
        }
    }
}

/// Letters of the regions of the one who asks.
///
/// # Errors
/// 422 for a region, cursor or limit that cannot be read.
pub async fn get(ask: Ask) -> Answer {
    let after = ask.asked_for::<LetterId>("after")?;
    let limit = ask.asked_for::<usize>("limit")?.unwrap_or(PAGE).clamp(1, MOST);
    let (mut letters, mut more) = (Vec::new(), false);
    for region in ask.regions()? {
        let page = ask.app.read.letters(&region, ask.asked("q"), after, limit);
        more |= page.more;
        letters.extend(page.items);
    }
    letters.sort_by_key(|card| (card.state == LetterState::Closed, std::cmp::Reverse(card.letter)));
    letters.dedup_by(|a, b| a.letter == b.letter);
    more |= letters.len() > limit;
    letters.truncate(limit);
    let cursor = letters.last().filter(|_| more).map(|card| card.letter);
    if ask.api() {
        return Ok(
            Json(json!({"letters": letters, "next": cursor, "position": ask.app.read.position().0})).into_response()
        );
    }
    let (l, search) = (ask.l(), ask.asked("q").to_owned());
    let more = cursor.map(|id| format!("/letters?q={}&after={id}", encode(&search)));
    let letters = letters.iter().map(|card| LetterRow::of(card, l)).collect();
    let may_issue = permission::holds_anywhere(&ask.account()?.grants, RECORDERS);
    html(&ListPage { l, f: Frame::of(&ask, l.t("监督函", "Supervision letters")), search, letters, more, may_issue })
}
