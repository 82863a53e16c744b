//! The list of employers, searched by name, former name or code.

use askama::Template;
use axum::Json;
use axum::response::IntoResponse as _;
use heyi_core::ids::EmployerId;
use heyi_projections::EmployerCard;
use serde_json::json;

use crate::ask::{Answer, Ask, html};
use crate::case_list::encode;
use crate::guard::permission;
use crate::problem::Problem;
use crate::routes::RECORDERS;
use crate::text::Lang;
use crate::text::words::Words as _;
use crate::view::Frame;

/// Rows on one page.
const PAGE: usize = 50;
/// Most rows of one answer, and most employers to choose from in a form.
const MOST: usize = 500;

#[derive(Template)]
#[template(path = "employers.html")]
struct ListPage {
    l: Lang,
    f: Frame,
    search: String,
    employers: Vec<RowView>,
    more: Option<String>,
    /// Whether this account may enter one.
    may_enter: bool,
}

struct RowView {
    href: String,
    name: String,
    /// Names it had before.
    former: String,
    /// Merged or gone; empty: it exists.
    ended: String,
    code: String,
    place: String,
    women: String,
    covered: String,
    made_up: bool,
}

/// Employers of the regions of the one who asks, the newest first.
///
/// # Errors
/// 422 for a region, cursor or limit that cannot be read.
pub async fn get(ask: Ask) -> Answer {
    let after = ask.asked_for::<EmployerId>("after")?;
    let limit = ask.asked_for::<usize>("limit")?.unwrap_or(PAGE).clamp(1, MOST);
    let (employers, more) = found(&ask, ask.asked("q"), after, limit)?;
    let cursor = employers.last().filter(|_| more).map(|card| card.id);
    if ask.api() {
        return Ok(Json(json!({"employers": employers, "next": cursor, "position": ask.app.read.position().0}))
            .into_response());
    }
    let (l, search) = (ask.l(), ask.asked("q").to_owned());
    let more = cursor.map(|id| format!("/employers?q={}&after={id}", encode(&search)));
    let employers = employers.iter().map(|card| row(card, ask.today(), l)).collect();
    let may_enter = permission::holds_anywhere(&ask.account()?.grants, RECORDERS);
    html(&ListPage { l, f: Frame::of(&ask, l.t("用人单位", "Employers")), search, employers, more, may_enter })
}

fn found(
    ask: &Ask,
    search: &str,
    after: Option<EmployerId>,
    limit: usize,
) -> Result<(Vec<EmployerCard>, bool), Problem> {
    let (mut employers, mut more) = (Vec::new(), false);
    for region in ask.regions()? {
        let page = ask.app.read.employers(&region, search, after, limit);
        more |= page.more;
        employers.extend(page.items);
    }
    employers.sort_unstable_by_key(|card| std::cmp::Reverse(card.id));
    employers.dedup_by(|a, b| a.id == b.id);
    more |= employers.len() > limit;
    employers.truncate(limit);
    Ok((employers, more))
}

/// Employers to choose from in a form: id and name, those of the regions of the one who asks.
#[must_use]
pub fn choices(ask: &Ask) -> Vec<(String, String)> {
    let found = found(ask, "", None, MOST).map(|(employers, _)| employers).unwrap_or_default();
    // Nobody negotiates with one that was merged or is gone; a case of the time before names it by itself.
    let exist = found.into_iter().filter(|card| card.merged.is_none() && card.gone.is_none());
    exist.map(|card| (card.id.to_string(), card.name)).collect()
}

fn row(card: &EmployerCard, today: jiff::civil::Date, l: Lang) -> RowView {
    let covered = match card.in_force(today) {
        Some(instrument) => format!("{} · {}", l.t("覆盖中", "covered"), instrument.form.words(l)),
        None => l.t("未覆盖", "not covered").to_owned(),
    };
    RowView {
        href: format!("/employers/{}", card.id),
        name: card.name.clone(),
        former: card.former_names.join(l.t("、", ", ")),
        ended: match (&card.merged, &card.gone) {
            (Some(merged), _) => format!("{}{}", l.t("已并入", "merged into "), merged.name),
            (None, Some(_)) => l.t("已不存在", "no longer exists").to_owned(),
            (None, None) => String::new(),
        },
        code: card.credit_code.clone().unwrap_or_else(|| card.no_code_reason.clone()),
        place: l.place(&card.place),
        women: card.women.words(l),
        covered,
        made_up: card.made_up,
    }
}

#[cfg(test)]
mod tests {
    use heyi_core::event::employer::{Ownership, UnionKind};
    use uuid::Uuid;

    use super::*;
    use crate::ask::{Reader, Side};

    #[test]
    fn the_list_renders_in_both_languages() {
        let card = EmployerCard {
            id: EmployerId(Uuid::from_u128(2)),
            name: "示例生物医药有限公司".into(),
            credit_code: None,
            no_code_reason: "虚构".into(),
            place: "320100".parse().unwrap(),
            industry: Some("27".into()),
            biomedicine: Some(true),
            ownership: Ownership::Private,
            union: UnionKind::Own,
            made_up: true,
            staff: None,
            women: None,
            skilled_women: None,
            former_names: vec!["旧名".into()],
            merged: None,
            gone: None,
            cases: 1,
            instruments: Vec::new(),
        };
        let today = jiff::civil::date(2026, 12, 1);
        for l in [Lang::ZH, Lang::EN] {
            let reader = Reader { l, side: Side::Page, request_id: "r".into(), here: "/employers".into() };
            let f = || Frame::bare(&reader, "t");
            let employers = vec![row(&card, today, l)];
            let list =
                ListPage { l, f: f(), search: String::new(), employers, more: None, may_enter: true }.render().unwrap();
            assert!(
                list.contains("示例生物医药有限公司") && list.contains(l.unknown()),
                "an unknown count is shown as unknown"
            );
        }
    }
}
