//! The register of employers, and one page for each.

use askama::Template;
use axum::Json;
use axum::response::IntoResponse as _;
use heyi_core::ids::EmployerId;
use heyi_core::industry;
use heyi_projections::{EmployerCard, InstrumentCard};
use serde_json::json;

use crate::ask::{Answer, Ask, html};
use crate::case_list::{CardView, encode};
use crate::guard::permission::holds;
use crate::problem::Problem;
use crate::routes::{READERS, RECORDERS};
use crate::text::Lang;
use crate::text::facts::Fact;
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
}

struct RowView {
    href: String,
    name: String,
    code: String,
    place: String,
    women: String,
    covered: String,
    made_up: bool,
}

#[derive(Template)]
#[template(path = "employer.html")]
struct OnePage {
    l: Lang,
    f: Frame,
    facts: Vec<Fact>,
    made_up: bool,
    instruments: Vec<Vec<Fact>>,
    cases: Vec<CardView>,
    may_read_cases: bool,
    /// Where a case of this employer is opened, for those who may.
    opening: Option<String>,
}

/// Employers of the regions of the one who asks, the newest first.
///
/// # Errors
/// 422 for a region, cursor or limit that cannot be read.
pub async fn list(ask: Ask) -> Answer {
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
    html(&ListPage { l, f: Frame::of(&ask, l.t("用人单位", "Employers")), search, employers, more })
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
    found.into_iter().map(|card| (card.id.to_string(), card.name)).collect()
}

/// One employer.
///
/// # Errors
/// 404.
pub async fn one(ask: Ask) -> Answer {
    let id: EmployerId = ask.param("employer")?;
    let card = ask.app.read.employer(id).ok_or_else(Problem::not_found)?;
    let cases = ask.app.read.cases_of(id);
    let may_read_cases = holds(&ask.account()?.grants, READERS, &card.place);
    if ask.api() {
        let cases = if may_read_cases { json!(cases) } else { json!(cases.len()) };
        return Ok(Json(json!({"employer": card, "cases": cases})).into_response());
    }
    let l = ask.l();
    html(&OnePage {
        l,
        f: Frame::of(&ask, card.name.clone()),
        facts: facts(&card, l),
        made_up: card.made_up,
        instruments: card.instruments.iter().map(|instrument| covering(instrument, ask.today(), l)).collect(),
        cases: cases.iter().map(|card| CardView::of(card, l)).collect(),
        may_read_cases,
        opening: ask.holds(RECORDERS, &card.place).then(|| format!("/cases/open-case?employer={id}")),
    })
}

fn row(card: &EmployerCard, today: jiff::civil::Date, l: Lang) -> RowView {
    let covered = match card.in_force(today) {
        Some(instrument) => format!("{} · {}", l.t("覆盖中", "covered"), instrument.form.words(l)),
        None => l.t("未覆盖", "not covered").to_owned(),
    };
    RowView {
        href: format!("/employers/{}", card.id),
        name: card.name.clone(),
        code: card.credit_code.clone().unwrap_or_else(|| card.no_code_reason.clone()),
        place: l.place(&card.place),
        women: card.women.words(l),
        covered,
        made_up: card.made_up,
    }
}

fn facts(card: &EmployerCard, l: Lang) -> Vec<Fact> {
    let fact = |zh: &str, en: &str, value: String| Fact { label: l.t(zh, en).to_owned(), value };
    let code = card.credit_code.clone().unwrap_or_else(|| format!("{}{}", l.t("无：", "none: "), card.no_code_reason));
    let industry = card.industry.as_deref().map_or_else(
        || l.unknown().to_owned(),
        |code| industry::find(code).map_or_else(|| code.to_owned(), |division| format!("{code} {}", division.name)),
    );
    vec![
        fact("统一社会信用代码", "Credit code", code),
        fact("用工地", "Place of work", l.place(&card.place)),
        fact("行业", "Industry", industry),
        fact("生物医药", "Biomedicine", card.biomedicine.words(l)),
        fact("所有制", "Ownership", card.ownership.words(l)),
        fact("工会", "Union", card.union.words(l)),
        fact("职工总数", "Staff", card.staff.words(l)),
        fact("女职工", "Women", card.women.words(l)),
        fact("技术技能女职工", "Technical and skilled women", card.skilled_women.words(l)),
    ]
}

fn covering(instrument: &InstrumentCard, today: jiff::civil::Date, l: Lang) -> Vec<Fact> {
    let fact = |zh: &str, en: &str, value: String| Fact { label: l.t(zh, en).to_owned(), value };
    let derived = if instrument.derived { l.t("（推算，尚待确认）", " (derived, not confirmed)") } else { "" };
    let to = instrument.to.map_or_else(|| l.t("未载明", "no end known").to_owned(), |day| l.date(day));
    vec![
        fact("名称", "Title", instrument.title.clone()),
        fact("形式", "Form", instrument.form.words(l)),
        fact("自", "From", format!("{}{derived}", l.maybe_date(instrument.from))),
        fact("至", "Until", to),
        fact("今天有效", "In force today", instrument.in_force(today).words(l)),
        fact("计入女职工覆盖", "Counts for the coverage of women", instrument.counts_for_women.words(l)),
    ]
}

#[cfg(test)]
mod tests {
    use heyi_core::case::Step;
    use heyi_core::event::employer::{Ownership, UnionKind};
    use heyi_core::scenario::Scenario;
    use uuid::Uuid;

    use super::*;
    use crate::ask::{Reader, Side};

    #[test]
    fn both_pages_render_in_both_languages() {
        let scenario = Scenario::through(Step::Publication);
        let instruments = vec![InstrumentCard::of(&scenario.case(), &scenario.ground()).unwrap()];
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
            cases: 1,
            instruments,
        };
        let today = jiff::civil::date(2026, 12, 1);
        for l in [Lang::ZH, Lang::EN] {
            let reader = Reader { l, side: Side::Page, request_id: "r".into(), here: "/employers".into() };
            let f = || Frame::bare(&reader, "t");
            let employers = vec![row(&card, today, l)];
            let list = ListPage { l, f: f(), search: String::new(), employers, more: None }.render().unwrap();
            assert!(
                list.contains("示例生物医药有限公司") && list.contains(l.unknown()),
                "an unknown count is shown as unknown"
            );
            let instruments = card.instruments.iter().map(|one| covering(one, today, l)).collect();
            let one = OnePage {
                l,
                f: f(),
                facts: facts(&card, l),
                made_up: true,
                instruments,
                cases: Vec::new(),
                may_read_cases: true,
                opening: None,
            };
            assert!(one.render().unwrap().contains("27"));
        }
    }
}
