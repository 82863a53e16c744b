//! The list of drives, and the page to begin one: whom to choose from the register.

use askama::Template;
use axum::Json;
use axum::response::IntoResponse as _;
use heyi_core::event::drive::DriveOf;
use heyi_projections::{DriveCard, LetterCard, Progress};
use serde_json::{Value, json};

use crate::ask::{Answer, Ask, html};
use crate::guard::permission;
use crate::routes::RECORDERS;
use crate::text::Lang;
use crate::text::words::Words as _;
use crate::view::Frame;
use crate::view::form::places;

use super::page::waits;

#[derive(Template)]
#[template(path = "drives.html")]
struct ListPage {
    l: Lang,
    f: Frame,
    drives: Vec<RowView>,
    may_open: bool,
}

struct RowView {
    href: String,
    name: String,
    about: String,
    progress: String,
    closed: bool,
    made_up: bool,
}

#[derive(Template)]
#[template(path = "drive_begin.html")]
struct BeginPage {
    l: Lang,
    f: Frame,
    /// Where the choice leads: a new drive, or one that takes in more.
    action: String,
    places: Vec<(String, String)>,
}

/// Drives of the regions of the one who asks, the newest first.
///
/// # Errors
/// 422 for a region that cannot be read.
pub async fn get(ask: Ask) -> Answer {
    let mut drives: Vec<DriveCard> = Vec::new();
    for region in ask.regions()? {
        drives.extend(ask.app.read.drives(&region));
    }
    drives.sort_unstable_by_key(|card| std::cmp::Reverse(card.drive));
    drives.dedup_by(|a, b| a.drive == b.drive);
    if ask.api() {
        let rows: Vec<Value> =
            drives.iter().map(|card| json!({"drive": card, "progress": progress(&ask, card)})).collect();
        return Ok(Json(json!({"drives": rows, "position": ask.app.read.position().0})).into_response());
    }
    let l = ask.l();
    let rows = drives.iter().map(|card| row(card, progress(&ask, card), &letters(&ask, card), l)).collect();
    let may_open = permission::holds_anywhere(&ask.account()?.grants, RECORDERS);
    html(&ListPage { l, f: Frame::of(&ask, l.t("要约行动", "Drives")), drives: rows, may_open })
}

/// The page to choose employers by place, women, biomedicine and coverage.
///
/// # Errors
/// None to be expected.
pub async fn begin(ask: Ask) -> Answer {
    let l = ask.l();
    let action = match ask.params.get("drive") {
        Some(drive) => format!("/drives/{drive}/extend-drive"),
        None => "/drives/open-drive".to_owned(),
    };
    let f = Frame::of(&ask, l.t("从名册选单位", "Choose employers from the register"));
    html(&BeginPage { l, f, action, places: places(l) })
}

fn progress(ask: &Ask, card: &DriveCard) -> Progress {
    let cases = ask.app.read.cases_of_drive(card.drive);
    Progress::of(cases.iter().map(|(card, _)| &**card))
}

/// A drive of offers issues none.
fn letters(ask: &Ask, card: &DriveCard) -> Vec<LetterCard> {
    match card.of {
        DriveOf::Letters => ask.app.read.letters_of_drive(card.drive),
        DriveOf::Offers => Vec::new(),
    }
}

fn row(card: &DriveCard, progress: Progress, letters: &[LetterCard], l: Lang) -> RowView {
    let days = match (card.from, card.to) {
        (Some(from), Some(to)) => format!("{} – {}", l.date(from), l.date(to)),
        (Some(from), None) => l.date(from),
        (None, Some(to)) => format!("– {}", l.date(to)),
        (None, None) => l.t("日期未载明", "days not told").to_owned(),
    };
    RowView {
        href: format!("/drives/{}", card.drive),
        name: card.name.clone(),
        about: [l.place(&card.place), card.of.words(l), days].join(" · "),
        progress: told(progress, letters, card, l),
        closed: card.closed,
        made_up: card.made_up,
    }
}

fn told(progress: Progress, letters: &[LetterCard], card: &DriveCard, l: Lang) -> String {
    match (progress.cases + letters.len(), card.employers_told) {
        (0, Some(told)) => format!("{} {told}", l.t("资料所载家数", "employers told of")),
        _ if card.of == DriveOf::Letters => format!(
            "{} {} · {} {}",
            l.t("函件", "letters"),
            letters.len(),
            l.t("尚无答复", "not answered"),
            letters.iter().filter(|letter| waits(letter)).count()
        ),
        _ => format!(
            "{} {} · {} {}",
            l.t("案件", "cases"),
            progress.cases,
            l.t("已答复", "answered"),
            progress.answered()
        ),
    }
}
