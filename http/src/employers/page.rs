//! One employer: everything known of it with the day it is true of, what covers its women, its cases, its history.

use askama::Template;
use axum::Json;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse as _;
use heyi_core::employer::decisions::{RegisterKind, next_steps};
use heyi_core::employer::{Coded, Employer, Facts, Known};
use heyi_core::event::employer::{CommitteeKind, ContractHeldRecorded, HeldContract};
use heyi_core::industry::BiomedicineList;
use heyi_projections::{EmployerCard, InstrumentCard};
use serde_json::json;

use crate::ask::{Answer, Ask, html};
use crate::case_list::CardView;
use crate::case_page::login;
use crate::letters::list::LetterRow;
use crate::problem::Problem;
use crate::routes::{READERS, RECORDERS};
use crate::text::Lang;
use crate::text::facts::Fact;
use crate::text::register::{coded, industry_name};
use crate::text::words::Words;
use crate::view::{Frame, Link};

use super::history::EntryView;
use super::record;

#[derive(Template)]
#[template(path = "employer.html")]
struct Page {
    l: Lang,
    f: Frame,
    href: String,
    version: u64,
    facts: Vec<Fact>,
    made_up: bool,
    /// Merged into this employer.
    merged: Option<Link>,
    /// Why it is gone; empty: it is not.
    gone: String,
    instruments: Vec<Vec<Fact>>,
    cases: Vec<CardView>,
    may_read_cases: bool,
    /// Where a case of this employer is opened, for those who may.
    opening: Option<String>,
    /// What can be recorded of it, for those who may.
    steps: Vec<Link>,
    /// Supervision letters to it, for those who read cases.
    letters: Vec<LetterRow>,
    /// Where a letter to it is issued, for those who may.
    letter_href: Option<String>,
    history: Vec<EntryView>,
    /// The names of the forms that correct and withdraw an entry.
    correct: &'static str,
    withdraw: &'static str,
    may_record: bool,
}

/// Shows an employer.
///
/// # Errors
/// 404, or when the log cannot be read.
pub async fn get(ask: Ask) -> Answer {
    let employer = record::employer(&ask).await?.ok_or_else(Problem::not_found)?;
    let card = ask.app.read.employer(employer.id).ok_or_else(Problem::not_found)?;
    let cases = ask.app.read.cases_of(employer.id);
    let may_read_cases = ask.holds(READERS, &card.place);
    let mut response = if ask.api() {
        let mut shown = json!(card);
        if let Some(fields) = shown.as_object_mut() {
            fields.insert("known".to_owned(), json!(employer.facts));
        }
        let cases = if may_read_cases { json!(cases) } else { json!(cases.len()) };
        let list = json!({"version": ask.app.read.biomedicine_list().version()});
        Json(json!({
            "employer": shown, "version": employer.version.0, "cases": cases, "biomedicine_list": list,
        }))
        .into_response()
    } else {
        html(&page(&ask, &employer, &card, cases.iter().map(|card| CardView::of(card, ask.l())).collect()))?
    };
    if let Ok(version) = HeaderValue::from_str(&format!("\"{}\"", employer.version)) {
        response.headers_mut().insert(header::ETAG, version);
    }
    Ok(response)
}

fn page(ask: &Ask, employer: &Employer, card: &EmployerCard, cases: Vec<CardView>) -> Page {
    let (l, id) = (ask.l(), employer.id);
    let may_record = ask.holds(RECORDERS, &card.place);
    let known = &employer.facts;
    let letters = ask.app.read.letters_to(id);
    let href = format!("/employers/{id}");
    let mut history: Vec<EntryView> =
        employer.lines.iter().map(|line| EntryView::of(line, l, &|id| login(ask, id))).collect();
    history.reverse();
    let steps = next_steps(employer).into_iter().filter(|kind| may_record && !kind.is_about_entries());
    let link = |href: String, label: String| Link { href, label, current: false };
    Page {
        l,
        f: Frame::of(ask, employer.name()),
        version: employer.version.0,
        facts: facts(known, &ask.app.read.biomedicine_list(), l),
        made_up: known.made_up,
        merged: known
            .merged
            .as_ref()
            .map(|merged| link(format!("/employers/{}", merged.value.into), merged.value.name.clone())),
        gone: known
            .gone
            .as_ref()
            .map(|gone| format!("{} · {}", gone.value, l.occurred(&gone.as_of)))
            .unwrap_or_default(),
        instruments: card.instruments.iter().map(|instrument| covering(instrument, ask.today(), l)).collect(),
        cases,
        may_read_cases: ask.holds(READERS, &card.place),
        opening: may_record.then(|| format!("/cases/open-case?employer={id}")),
        steps: steps.map(|kind| link(format!("{href}/{}", kind.name()), l.say(&kind.say()))).collect(),
        letters: letters
            .iter()
            .filter(|letter| ask.holds(READERS, &letter.place))
            .map(|card| LetterRow::of(card, l))
            .collect(),
        letter_href: may_record.then(|| format!("/letters/issue-letter?employer={id}&place={}", card.place.code())),
        history,
        correct: RegisterKind::CorrectRegisterEntry.name(),
        withdraw: RegisterKind::WithdrawRegisterEntry.name(),
        may_record,
        href,
    }
}

/// Everything known of an employer. What is not known is shown as not known.
fn facts(known: &Facts, list: &BiomedicineList, l: Lang) -> Vec<Fact> {
    let fact = |zh: &str, en: &str, value: String| Fact { label: l.t(zh, en).to_owned(), value };
    let mut facts = Vec::new();
    for name in known.former_names.iter().rev() {
        let since = format!("{}（{} {}）", name.value, l.t("始于", "since"), l.occurred(&name.as_of));
        facts.push(fact("曾用名", "Former name", since));
    }
    let code = known.credit_code.as_ref();
    let none = || format!("{}{}", l.t("无：", "none: "), known.no_code_reason);
    facts.push(fact("统一社会信用代码", "Credit code", code.map_or_else(none, |code| dated(code, l, Clone::clone))));
    facts.push(fact("用工地", "Place of work", place(known.place.as_ref(), l)));
    for place in known.former_places.iter().rev() {
        facts.push(fact("原区划", "Former division", self::place(Some(place), l)));
    }
    let industry = |code: &String| match list.part(code) {
        Some(part) => format!(
            "{} · {}（{} {}）",
            industry_name(code),
            l.say(&part.say()),
            l.t("生物医药清单", "biomedicine list"),
            list.version()
        ),
        None => industry_name(code),
    };
    let words = |value: Option<String>| value.unwrap_or_else(|| l.unknown().to_owned());
    facts.push(fact("行业", "Industry", words(known.industry.as_ref().map(|known| dated(known, l, industry)))));
    facts.push(fact("计入生物医药（人工标注）", "Counted as biomedicine, by flag", say(known.biomedicine.as_ref(), l)));
    facts.push(fact("规模", "Size", say(known.size.as_ref(), l)));
    facts.push(fact("所有制", "Ownership", say(known.ownership.as_ref(), l)));
    facts.push(fact("工会", "Union", say(known.union.as_ref(), l)));
    let committee = known.committee.as_ref().map(|known| {
        dated(known, l, |committee| match committee.since {
            Some(since) => format!("{}，{} {}", committee.kind.words(l), l.t("成立于", "since"), l.date(since)),
            None if committee.kind == CommitteeKind::None => committee.kind.words(l),
            None => format!("{}，{}", committee.kind.words(l), l.t("成立日期未知", "since when is not known")),
        })
    });
    facts.push(fact("女职工组织", "Women workers' committee", words(committee)));
    for contract in [HeldContract::General, HeldContract::Wage] {
        let held = known.contracts.get(&contract).map(|known| dated(known, l, |held| term(held, l)));
        facts.push(Fact { label: contract.words(l), value: words(held) });
    }
    facts.push(fact("职工总数", "Staff", known.staff.words(l)));
    facts.push(fact("女职工", "Women", known.women.words(l)));
    facts.push(fact("技术技能女职工", "Technical and skilled women", known.skilled_women.words(l)));
    let form = known.new_business_form.as_ref().map(|known| {
        dated(known, l, |form| match form.has {
            false => form.has.words(l),
            true => format!(
                "{}；{} {}；{} {}",
                form.has.words(l),
                l.t("人数", "people"),
                form.people.words(l),
                l.t("其中女性", "women"),
                form.women.words(l)
            ),
        })
    });
    facts.push(fact("新就业形态劳动者（另计）", "New business form, counted apart", words(form)));
    facts
}

/// A value with the day it is true of.
fn dated<T>(known: &Known<T>, l: Lang, words: impl FnOnce(&T) -> String) -> String {
    format!("{}（{} {}）", words(&known.value), l.t("截至", "as of"), l.occurred(&known.as_of))
}

fn say<T: Words>(known: Option<&Known<T>>, l: Lang) -> String {
    known.map_or_else(|| l.unknown().to_owned(), |known| dated(known, l, |value| value.words(l)))
}

fn place(known: Option<&Known<Coded>>, l: Lang) -> String {
    known.map_or_else(
        || l.unknown().to_owned(),
        |known| {
            let Coded { place, code_set } = &known.value;
            format!("{}（{} {code_set}）", coded(l, place), l.t("代码集", "code set of"))
        },
    )
}

fn term(held: &ContractHeldRecorded, l: Lang) -> String {
    if !held.held {
        return l.t("没有", "none").to_owned();
    }
    format!("{} {} {}", l.maybe_date(held.from), l.t("至", "to"), l.maybe_date(held.to))
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
    use heyi_core::employer::scenario::{Register, sample_of_each};
    use heyi_core::scenario::{Scenario, day};

    use super::*;
    use crate::ask::{Reader, Side};

    #[test]
    fn everything_known_is_shown_with_its_day_and_what_is_not_known_too() {
        let scenario = Scenario::through(Step::Publication);
        let instrument = InstrumentCard::of(&scenario.case(), &scenario.ground()).unwrap();
        let every = sample_of_each().into_iter().skip(1);
        let every = every.filter(|event| !RegisterKind::of(event).is_about_entries()).enumerate();
        let whole = every.fold(Register::entered(), |register, (n, event)| register.and(event, day(10 + n as i64)));
        for l in [Lang::ZH, Lang::EN] {
            for employer in [Register::entered().employer(), whole.employer()] {
                let reader = Reader { l, side: Side::Page, request_id: "r".into(), here: "/employers".into() };
                let page = Page {
                    l,
                    f: Frame::bare(&reader, employer.name()),
                    href: "/employers/x".into(),
                    version: employer.version.0,
                    facts: facts(&employer.facts, &BiomedicineList::shipped(), l),
                    made_up: true,
                    merged: Some(Link { href: "/employers/y".into(), label: "另一家".into(), current: false }),
                    gone: "注销".into(),
                    instruments: vec![covering(&instrument, jiff::civil::date(2026, 12, 1), l)],
                    cases: Vec::new(),
                    may_read_cases: true,
                    opening: None,
                    steps: Vec::new(),
                    letters: Vec::new(),
                    letter_href: None,
                    correct: "correct-register-entry",
                    withdraw: "withdraw-register-entry",
                    history: employer
                        .lines
                        .iter()
                        .map(|line| EntryView::of(line, l, &|_| "caseworker".into()))
                        .collect(),
                    may_record: true,
                };
                let page = page.render().unwrap();
                assert!(page.contains("27") && page.contains("2023-06-30") && page.contains("另一家"));
                assert!(page.contains(l.unknown()), "what is not known is shown as such");
            }
        }
        let labels: Vec<String> = facts(&whole.employer().facts, &BiomedicineList::shipped(), Lang::ZH)
            .into_iter()
            .map(|fact| fact.label)
            .collect();
        assert!(labels.iter().any(|label| label == "曾用名") && labels.iter().any(|label| label == "原区划"));
    }
}
