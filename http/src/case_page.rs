//! One case: the page a caseworker lives on, and the same as JSON.

use askama::Template;
use axum::Json;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse as _;
use heyi_core::case::Case;
use heyi_core::decisions::DecisionKind;
use heyi_core::event::account::Role;
use heyi_core::ids::AccountId;
use heyi_core::place::Place;
use heyi_projections::EmployerCard;

use crate::ask::{Answer, Ask, html};
use crate::letters::list::LetterRow;
use crate::problem::Problem;
use crate::routes;
use crate::text::Lang;
use crate::view::case::{Around, CaseView};
use crate::view::{Frame, Link};

mod api;

#[derive(Template)]
#[template(path = "case.html")]
struct Page {
    l: Lang,
    f: Frame,
    case: CaseView,
    /// What became of the employer since.
    employer_notes: Vec<Link>,
    /// Its supervision letters.
    letters: Vec<LetterRow>,
    /// Where a letter of this case is issued, for those who may.
    letter_href: Option<String>,
    may_correct: bool,
    may_approve: bool,
    may_erase: bool,
}

/// Shows a case.
///
/// # Errors
/// 404, or when the log cannot be read.
pub async fn get(ask: Ask) -> Answer {
    let case = ask.app.store.cases.load(ask.case_id()?, None).await.map_err(|error| Problem::store(&error))?;
    let case = case.ok_or_else(Problem::not_found)?;
    let mut response = if ask.api() { Json(api::case(&ask, &case)).into_response() } else { html(&page(&ask, &case))? };
    if let Ok(version) = HeaderValue::from_str(&format!("\"{}\"", case.version)) {
        response.headers_mut().insert(header::ETAG, version);
    }
    Ok(response)
}

fn page(ask: &Ask, case: &Case) -> Page {
    let (l, law) = (ask.l(), ask.app.store.cases.law());
    let place = case.opening.as_ref().map(|opened| opened.place.clone());
    let holds = |roles: &[Role]| place.as_ref().is_some_and(|place: &Place| ask.holds(roles, place));
    let login = |id| login(ask, id);
    let around = Around {
        l,
        ground: ask.ground(&law),
        names: &ask.names(),
        login: &login,
        may: &|kind: DecisionKind| holds(routes::recorders_of(kind)),
    };
    let view = CaseView::of(case, &around);
    let title = format!("{} {}", view.number, view.employer);
    Page {
        l,
        f: Frame::of(ask, title),
        case: view,
        employer_notes: employer_notes(ask, case),
        letters: letters(ask, case),
        letter_href: letter_href(case).filter(|_| holds(routes::RECORDERS)),
        may_correct: holds(routes::recorders_of(DecisionKind::CorrectEntry)),
        may_approve: holds(routes::recorders_of(DecisionKind::ApproveCorrection)),
        may_erase: holds(routes::ERASERS),
    }
}

/// The supervision letters of the case, where the reader may see them: a letter can lie in another place than its case.
fn letters(ask: &Ask, case: &Case) -> Vec<LetterRow> {
    let cards = ask.app.read.letters_of_case(case.id).into_iter();
    let seen = cards.filter(|card| ask.holds(routes::READERS, &card.place));
    seen.map(|card| LetterRow::of(&card, ask.l())).collect()
}

/// The form of a letter, with the case, its employer and place filled in.
fn letter_href(case: &Case) -> Option<String> {
    let opened = case.opening.as_ref()?;
    let employer = opened.employer().map(|employer| format!("&employer={employer}")).unwrap_or_default();
    Some(format!("/letters/issue-letter?case={}&place={}{employer}", case.id, opened.place.code()))
}

/// What became of the employer after the case was opened. None of it touches a contract; a merger is a reason to talk again.
fn employer_notes(ask: &Ask, case: &Case) -> Vec<Link> {
    let Some(opened) = &case.opening else { return Vec::new() };
    let own = opened.employer();
    let mut notes = Vec::new();
    for employer in own.into_iter().chain(case.covered.keys().copied()) {
        let Some(card) = ask.app.read.employer(employer) else { continue };
        // A coverage list names its employers by the register; only the case of one kept the name it had then.
        let then = own.map(|_| opened.title());
        let href = format!("/employers/{employer}");
        let told = became(&card, then, &opened.place, ask.l()).into_iter();
        notes.extend(told.map(|label| Link { href: href.clone(), label, current: false }));
    }
    notes
}

/// What became of one employer, a sentence each; `then` is the name it had.
fn became(card: &EmployerCard, then: Option<&str>, place: &Place, l: Lang) -> Vec<String> {
    let mut told = Vec::new();
    if then.is_some_and(|then| then != card.name) {
        let renamed = format!("{}“{}”。", l.t("用人单位现名", "The employer's name is now "), card.name);
        told.push(format!("{renamed}{}", l.t("合同效力不受影响。", " Agreements stay valid.")));
    }
    let name = if then.is_some() { l.t("用人单位", "The employer") } else { card.name.as_str() };
    if let Some(merged) = &card.merged {
        let into = format!("{name}{}“{}”。", l.t("已并入", " was merged into "), merged.name);
        told.push(format!("{into}{}", again(place, l)));
    }
    if card.gone.is_some() {
        told.push(format!("{name}{}", l.t("已不存在。", " no longer exists.")));
    }
    told
}

/// What a merger means for the talks: known of Shanghai alone, where the article was found and its text is not in the rulebook.
fn again(place: &Place, l: Lang) -> &'static str {
    if place.province_digits() == Some("31") {
        return l.t(
            "上海市集体合同条例第20条：合并后重新协商（条文未核对）。",
            " Shanghai's regulation, article 20: after a merger the talks begin again (text not checked).",
        );
    }
    l.t("合并后是否须重新协商，请核对当地规定。", " Check whether local rules ask for new talks after a merger.")
}

/// The log-in name of an account, which is a role's name and no person's.
#[must_use]
pub fn login(ask: &Ask, id: AccountId) -> String {
    let account = ask.app.store.accounts.by_id(id).map(|account| account.login);
    account.unwrap_or_else(|| ask.l().t("系统", "system").to_owned())
}

#[cfg(test)]
mod tests {
    use heyi_core::case::Step;
    use heyi_core::event::CaseEvent;
    use heyi_core::event::representation::Side;
    use heyi_core::scenario::{Scenario, day, representatives, taken_over};

    use super::*;
    use crate::ask::{Reader, Side as Reading};
    use crate::view::case::tests::sample;

    fn rendered(scenario: &Scenario, l: Lang) -> String {
        let reader = Reader { l, side: Reading::Page, request_id: "r".into(), here: "/cases/1".into() };
        let f = Frame::bare(&reader, "t");
        Page {
            l,
            f,
            case: sample(scenario, l),
            employer_notes: Vec::new(),
            letters: Vec::new(),
            letter_href: None,
            may_correct: true,
            may_approve: true,
            may_erase: true,
        }
        .render()
        .unwrap()
    }

    #[test]
    fn the_page_shows_both_times_the_next_step_and_why() {
        let page = rendered(&Scenario::through(Step::Delivery), Lang::ZH);
        for shown in [
            "〔2026〕1",
            "示例生物医药有限公司",
            "要约已送达",
            "记录答复",
            "发生",
            "录入",
            "怎样算出来的",
            "2026年1月7日 星期三",
        ] {
            assert!(page.contains(shown), "{shown}");
        }
        assert!(rendered(&Scenario::through(Step::Publication), Lang::EN).contains("published, in performance"));
    }

    #[test]
    fn a_case_taken_over_says_what_is_not_known() {
        let taken = CaseEvent::CaseTakenOver(taken_over(&[Step::Offer, Step::Reply]).into());
        let page = rendered(&Scenario::empty().and(taken, day(0)), Lang::ZH);
        assert!(page.contains("接管的旧案") && page.contains("旧台账第 3 页") && page.contains("情况不详"));
    }

    #[test]
    fn names_come_from_the_vault() {
        let named = CaseEvent::RepresentativesNamed(representatives(Side::Staff));
        assert!(rendered(&Scenario::opened().and(named, day(1)), Lang::ZH).contains("张三"));
    }
}
