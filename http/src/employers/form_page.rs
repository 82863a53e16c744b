//! The page of a form of the register: empty, filled from the entry it corrects, or again with what was typed.

use axum::response::{IntoResponse as _, Redirect};
use heyi_core::employer::Employer;
use heyi_core::employer::decisions::RegisterKind;

use crate::ask::{Answer, Ask};
use crate::form::{Field, Input, Widget};
use crate::problem::Problem;
use crate::record::input;
use crate::text::Lang;
use crate::view::Link;
use crate::view::form::Showing;
use crate::view::form_page::Asking;

use super::{correct_register_entry, form_of, list, record, values_of_correction};

/// The empty form of a decision; the query fills what it names. A correction or withdrawal begins at its entry: without one, on to
/// the employer's page.
///
/// # Errors
/// 404, or when the store cannot answer.
pub async fn get(ask: Ask, kind: RegisterKind) -> Answer {
    let employer = record::employer(&ask).await?;
    let asked = ask.query.iter().filter(|(name, _)| name != "lang").cloned();
    let asked = Input::from_pairs(asked).map_err(|error| Problem::not_a_form(error.say()))?;
    let input = match (&employer, record::named(&asked)) {
        (Some(employer), entry) if kind.is_about_entries() => {
            let Some(line) = entry.and_then(|entry| employer.line(entry)) else {
                return Ok(Redirect::to(&format!("/employers/{}#history", employer.id)).into_response());
            };
            let entry = line.recorded.version;
            let correction = kind == RegisterKind::CorrectRegisterEntry;
            if correction { values_of_correction(entry, line.event(), line.occurred()) } else { asked }
        }
        _ => asked,
    };
    page(&ask, kind, employer.as_ref(), &input, None)
}

/// The form again, with what was typed and what is wrong with it.
///
/// # Errors
/// 404, or when the store cannot answer.
pub async fn again(ask: &Ask, kind: RegisterKind, problem: &Problem) -> Answer {
    let employer = record::employer(ask).await?;
    let shown = page(ask, kind, employer.as_ref(), &input(ask)?, Some(problem))?;
    Ok(problem.shown_on(shown))
}

fn page(
    ask: &Ask,
    kind: RegisterKind,
    employer: Option<&Employer>,
    input: &Input,
    problem: Option<&Problem>,
) -> Answer {
    let l = ask.l();
    let original = employer.and_then(|employer| record::corrected(input, employer));
    let original = original.filter(|_| kind == RegisterKind::CorrectRegisterEntry).map(RegisterKind::of);
    let mut others = match kind {
        RegisterKind::MergeEmployer | RegisterKind::CorrectRegisterEntry => list::choices(ask),
        _ => Vec::new(),
    };
    others.retain(|(id, _)| employer.is_none_or(|one| one.id.to_string() != *id));
    let fields: Vec<&Field> = match original {
        Some(inner) => correct_register_entry::fields_for(inner).collect(),
        None => form_of(kind).spec.all_fields().collect(),
    };
    let name = match original {
        Some(inner) => format!("{} #{} {}", l.say(&kind.say()), input.first("entry"), l.say(&inner.say())),
        None if kind.is_about_entries() => format!("{} #{}", l.say(&kind.say()), input.first("entry")),
        None => l.say(&kind.say()),
    };
    let asking = Asking {
        name,
        head: head(employer, l),
        lead: lead(kind, l),
        version: employer.map(|employer| employer.version),
        problem,
        allowed: Vec::new(),
        evidence: false,
    };
    let is_hidden = |field: &Field| matches!(field.widget, Widget::Entry | Widget::Decision);
    let showing = Showing { employers: &others, ..Showing::of(ask, input, problem) };
    asking.page(ask, &fields, is_hidden, &showing)
}

fn head(employer: Option<&Employer>, l: Lang) -> Link {
    match employer {
        Some(employer) => {
            let href = format!("/employers/{}", employer.id);
            Link { href, label: employer.name().to_owned(), current: false }
        }
        None => {
            Link { href: "/employers".to_owned(), label: l.t("用人单位", "Employers").to_owned(), current: false }
        }
    }
}

/// When to record this, in one sentence.
fn lead(kind: RegisterKind, l: Lang) -> &'static str {
    use RegisterKind as K;
    match kind {
        K::RegisterEmployer => {
            l.t("把一家单位登记入册，不必同时立案。", "Enter an employer; no case needs to be opened.")
        }
        K::RecordHeadCount => l.t("某一天的职工和女职工人数。", "How many staff and women there are on a day."),
        K::RecordWomensCommittee => {
            l.t("有没有女职工委员会，何时成立。", "Whether there is a women workers' committee, and since when.")
        }
        K::DescribeEmployer => {
            l.t("来源说明了行业、规模、所有制或建会情况。", "A source tells industry, size, ownership or union.")
        }
        K::RecordContractHeld => l.t(
            "综合集体合同或工资专项集体合同的有无和起止。",
            "Whether there is a general or wage contract, and for how long.",
        ),
        K::RecordNewBusinessForm => l.t(
            "平台、骑手、司机等新就业形态劳动者，单独计数。",
            "Couriers, drivers and others of a platform, counted apart.",
        ),
        K::RecordCreditCode => l.t("信用代码后来取得，或已变更。", "The code became known later, or changed."),
        K::RenameEmployer => l.t("单位更名；合同效力不受影响。", "It has another name; agreements stay valid."),
        K::RecodeEmployer => {
            l.t("区划调整或单位搬迁；合同效力不受影响。", "The divisions changed or it moved; agreements stay valid.")
        }
        K::MergeEmployer => {
            l.t("单位并入另一家；其案件页会提示。", "It was merged into another; the pages of its cases say so.")
        }
        K::DissolveEmployer => l.t("单位已注销或不复存在。", "It was deregistered, or no longer exists."),
        K::CorrectRegisterEntry => l.t(
            "原记录保留可查，从此以更正后的内容为准。",
            "The entry stays readable; what you write here holds from now on.",
        ),
        K::WithdrawRegisterEntry => {
            l.t("原记录保留可查，从此不再计入。", "The entry stays readable and no longer counts.")
        }
    }
}
