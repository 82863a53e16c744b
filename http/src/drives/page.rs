//! One drive: what it is, how its cases come along, who has not answered, what was recorded.

use askama::Template;
use axum::Json;
use axum::response::IntoResponse as _;
use heyi_core::deadline::Status;
use heyi_core::drive::Drive;
use heyi_core::drive::decisions::DriveKind;
use heyi_core::event::drive::DriveOpened;
use heyi_core::letter::LetterState;
use heyi_projections::drives::is_silent;
use heyi_projections::{CaseCard, LetterCard, Progress};
use serde_json::{Value, json};

use crate::ask::{Answer, Ask, html};
use crate::case_list::CardView;
use crate::letters::list::LetterRow;
use crate::problem::Problem;
use crate::routes::RECORDERS;
use crate::text::Lang;
use crate::text::facts::{Fact, topic_name};
use crate::text::words::Words as _;
use crate::view::{Frame, Link};

use super::{form_page, record};

#[derive(Template)]
#[template(path = "drive.html")]
struct Page {
    l: Lang,
    f: Frame,
    facts: Vec<Fact>,
    closed: Option<Fact>,
    steps: Vec<(Link, &'static str)>,
    choose: Option<String>,
    progress: Vec<Fact>,
    /// What sources told, beside what is counted.
    told: Vec<Fact>,
    chased: Vec<Fact>,
    silent: Vec<SilentView>,
    cases: Vec<CardView>,
    /// Its letters, those without an answer first.
    letters: Vec<LetterRow>,
    letters_silent: usize,
    history: Vec<Fact>,
    made_up: bool,
}

/// A case whose offer is not answered.
struct SilentView {
    href: String,
    employer: String,
    number: String,
    due: String,
    overdue: bool,
}

/// A drive with its progress and chase list.
///
/// # Errors
/// 404 when there is none.
pub async fn get(ask: Ask) -> Answer {
    let drive = record::drive(&ask).await?.ok_or_else(Problem::not_found)?;
    let cases = ask.app.read.cases_of_drive(drive.id);
    let progress = Progress::of(cases.iter().map(|(card, _)| &**card));
    let (l, today) = (ask.l(), ask.today());
    let silent = cases.iter().filter(|(card, _)| is_silent(card));
    let mut letters = ask.app.read.letters_of_drive(drive.id);
    letters.sort_by_key(|letter| !waits(letter));
    let letters_silent = letters.iter().filter(|letter| waits(letter)).count();
    if ask.api() {
        let silent: Vec<Value> = silent
            .map(|(card, clock)| {
                json!({"case": card.case, "employer": card.employer, "name": card.employer_name,
                    "due": clock.as_ref().and_then(|clock| clock.due_latest),
                    "status": clock.as_ref().map(|clock| clock.status(today))})
            })
            .collect();
        return Ok(Json(json!({
            "drive": drive.id,
            "version": drive.version.0,
            "opened": drive.opened,
            "targets": drive.targets.iter().map(|(id, name)| json!({"employer": id, "name": name})).collect::<Vec<_>>(),
            "progress": progress,
            "silent": silent,
            "letters": letters.iter().map(|letter| {
                json!({"letter": letter.letter, "number": letter.number, "addressee": letter.addressee, "state": letter.state})
            }).collect::<Vec<_>>(),
            "letters_silent": letters_silent,
            "chase_lists": drive.chased.iter().map(|(on, list)| json!({"occurred": on, "list": list})).collect::<Vec<_>>(),
            "told": drive.told.iter().map(|(on, told)| json!({"occurred": on, "told": told})).collect::<Vec<_>>(),
            "closed": drive.closed.as_ref().map(|(on, report)| json!({"occurred": on, "report": report})),
        }))
        .into_response());
    }
    let opened = drive.opened.as_ref().ok_or_else(Problem::not_found)?;
    let may = ask.holds(RECORDERS, &opened.place);
    let step = |kind: &DriveKind| {
        let href = format!("/drives/{}/{}", drive.id, kind.name());
        (Link { href, label: l.say(&kind.say()), current: false }, form_page::lead(*kind, l))
    };
    let allowed = DriveKind::ALL.iter().filter(|kind| may && kind.may(&drive).is_ok());
    html(&Page {
        l,
        f: Frame::of(&ask, opened.name.clone()),
        facts: about(&drive, opened, l),
        closed: drive.closed.as_ref().map(|(on, report)| fact(l.occurred(on), report.clone())),
        steps: allowed.map(step).collect(),
        choose: (may && drive.closed.is_none()).then(|| format!("/drives/{}/choose", drive.id)),
        progress: counted(progress, l),
        told: told(&drive, l),
        chased: chased(&drive, l),
        silent: silent
            .map(|(card, clock)| SilentView {
                href: format!("/cases/{}", card.case),
                employer: card.employer_name.clone(),
                number: card.number.clone(),
                due: match clock.as_ref().and_then(|clock| clock.due_latest) {
                    Some(due) => format!("{} {}", l.t("答复期限", "reply due"), l.date(due)),
                    None => l.t("期限未知，或要约尚未送达", "no date known, or not delivered yet").to_owned(),
                },
                overdue: clock.as_ref().is_some_and(|clock| matches!(clock.status(today), Status::Overdue { .. })),
            })
            .collect(),
        cases: cases.iter().map(|(card, _): &(std::sync::Arc<CaseCard>, _)| CardView::of(card, l)).collect(),
        letters: letters.iter().map(|card| LetterRow::of(card, l)).collect(),
        letters_silent,
        history: history(&drive, l),
        made_up: opened.made_up,
    })
}

/// Issued or received, and neither answered nor taken further.
pub(super) fn waits(letter: &LetterCard) -> bool {
    matches!(letter.state, LetterState::Issued | LetterState::Received)
}

fn about(drive: &Drive, opened: &DriveOpened, l: Lang) -> Vec<Fact> {
    let day = |day: Option<jiff::civil::Date>| l.maybe_date(day);
    let topics: Vec<String> = opened.topics.iter().map(|topic| topic_name(topic, l)).collect();
    let told = opened.employers_told.map(|told| told.to_string()).unwrap_or_default();
    let facts = [
        (l.t("地区", "Place"), l.place(&opened.place)),
        (l.t("发出", "Issues"), opened.of.words(l)),
        (l.t("开始", "From"), day(opened.from)),
        (l.t("结束", "To"), day(opened.to)),
        (l.t("与综合要约同步", "With the general offer"), opened.synchronised.words(l)),
        (l.t("事由", "Subject"), opened.subject.clone()),
        (l.t("发函单位", "Letters issued by"), opened.issuer.clone()),
        (l.t("法律依据", "Law"), opened.law.clone()),
        (l.t("要求", "What is asked"), opened.request.clone()),
        (l.t("答复期限", "Reply by"), opened.reply_by.map(|day| l.date(day)).unwrap_or_default()),
        (l.t("议题", "Topics"), topics.join(l.t("、", ", "))),
        (l.t("选取条件", "Chosen by"), opened.selection.clone()),
        (l.t("名单家数", "Employers named"), drive.targets.len().to_string()),
        (l.t("资料所载家数", "Employers told of"), told),
        (l.t("资料来源", "Source"), opened.source.clone()),
    ];
    facts
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(label, value)| fact(label.to_owned(), value))
        .collect()
}

fn counted(progress: Progress, l: Lang) -> Vec<Fact> {
    let rows = [
        (l.t("案件合计", "Cases"), progress.cases),
        (l.t("已发出、未送达", "Issued, not delivered"), progress.issued),
        (l.t("已送达、未答复", "Delivered, not answered"), progress.unanswered),
        (l.t("拒绝或协调处理中", "Refused, or being coordinated"), progress.refused),
        (l.t("协商中", "In talks"), progress.in_talks),
        (l.t("已签订、报送或审查中", "Signed, filed or under review"), progress.signed),
        (l.t("已生效或形成成果", "In effect, or another outcome"), progress.in_effect),
        (l.t("已结案或终止", "Closed or ended"), progress.closed),
    ];
    rows.into_iter().map(|(label, number)| fact(label.to_owned(), number.to_string())).collect()
}

fn told(drive: &Drive, l: Lang) -> Vec<Fact> {
    let number = |zh: &str, en: &str, number: Option<u32>| number.map(|number| format!("{} {number}", l.t(zh, en)));
    let says = |told: &heyi_core::event::drive::DriveProgressTold| {
        let parts = [
            number("已答复", "answered", told.answered),
            number("已签订", "signed", told.signed),
            number("总数", "of", told.of),
            Some(told.words.clone()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(l.t("，", ", "))
    };
    drive.told.iter().map(|(on, told)| fact(l.occurred(on), says(told))).collect()
}

fn chased(drive: &Drive, l: Lang) -> Vec<Fact> {
    let says = |list: &heyi_core::event::drive::ChaseListPublished| {
        let employers = list.employers.map(|number| format!("{} {number}", l.t("家数", "employers")));
        let by = list.answer_by.map(|day| format!("{} {}", l.t("要求答复期限", "to answer by"), l.date(day)));
        let within = list
            .answer_days
            .map(|days| format!("{} {days}", l.t("自公布起答复天数", "days from publication to answer in")));
        let parts = [Some(list.way.clone()), employers, by, within].into_iter().flatten();
        parts.collect::<Vec<_>>().join(l.t("，", ", "))
    };
    drive.chased.iter().map(|(on, list)| fact(l.occurred(on), says(list))).collect()
}

fn history(drive: &Drive, l: Lang) -> Vec<Fact> {
    let line = |recorded: &heyi_core::event::Recorded<heyi_core::event::DriveEvent>| {
        let title = l.say(&DriveKind::of(&recorded.event).say());
        fact(
            format!("#{} {title}", recorded.version),
            format!("{} · {}", l.occurred(&recorded.occurred), l.instant(recorded.recorded_at)),
        )
    };
    drive.entries.iter().rev().map(line).collect()
}

fn fact(label: String, value: String) -> Fact {
    Fact { label, value }
}
