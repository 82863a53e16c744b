//! The page of a form of a drive: empty, filled with employers chosen from the register, or again with what was typed.

use askama::Template;
use heyi_core::drive::Drive;
use heyi_core::drive::decisions::DriveKind;
use heyi_core::ids::Version;

use crate::ask::{Answer, Ask, html};
use crate::form::{Field, Input, Widget};
use crate::form_page::wrong;
use crate::guard::session::random;
use crate::problem::Problem;
use crate::record::input;
use crate::text::Lang;
use crate::view::form::{FieldView, Showing};
use crate::view::{Frame, Link};

use super::candidates::{self, Criteria};
use super::{form_of, record};

#[derive(Template)]
#[template(path = "form.html")]
struct Page<'a> {
    l: Lang,
    f: Frame,
    head: Option<Link>,
    lead: &'a str,
    problem: Option<&'a Problem>,
    wrong: Vec<Link>,
    meanwhile: Vec<String>,
    allowed: Vec<Link>,
    files_lost: bool,
    action: String,
    key: String,
    version: Option<Version>,
    hidden: Vec<(String, String)>,
    fields: Vec<FieldView>,
    evidence: bool,
    submit: &'a str,
}

/// The empty form of a decision. Criteria in the query (`place`, `biomedicine`, `women`, `uncovered`) fill in the employers.
///
/// # Errors
/// 404 or 422, or when the store cannot answer.
pub async fn get(ask: Ask, kind: DriveKind) -> Answer {
    let drive = record::drive(&ask).await?;
    let mut input = Input::default();
    if matches!(kind, DriveKind::OpenDrive | DriveKind::ExtendDrive)
        && let Some(criteria) = Criteria::of(&ask)?
    {
        let (cards, _) = candidates::found(&ask, &criteria);
        input.set("of", "offers");
        input.set("place", criteria.place.code());
        input.set("selection", &criteria.words(ask.l()));
        input.set("targets", &candidates::lines(&cards));
    }
    html(&page(&ask, kind, drive.as_ref(), &input, None)?)
}

/// The form again, with what was typed and what is wrong with it.
///
/// # Errors
/// 404, or when the store cannot answer.
pub async fn again(ask: &Ask, kind: DriveKind, problem: &Problem) -> Answer {
    let drive = record::drive(ask).await?;
    let shown = html(&page(ask, kind, drive.as_ref(), &input(ask)?, Some(problem))?)?;
    Ok(problem.shown_on(shown))
}

fn page<'a>(
    ask: &Ask,
    kind: DriveKind,
    drive: Option<&Drive>,
    input: &Input,
    problem: Option<&'a Problem>,
) -> Result<Page<'a>, Problem> {
    let l = ask.l();
    let errors = problem.map(|problem| problem.fields.as_slice()).unwrap_or_default();
    let fields: Vec<&Field> =
        form_of(kind).spec.all_fields().filter(|field| !matches!(field.widget, Widget::Office)).collect();
    let (today, none) = (ask.today(), &[]);
    let showing = Showing {
        l,
        input,
        errors,
        case: None,
        employers: none,
        cases: none,
        drives: none,
        letters: none,
        more: None,
        today,
    };
    let name = l.say(&kind.say());
    let f = Frame::of(ask, if errors.is_empty() { name } else { format!("{} · {name}", l.t("请改正", "Please mend")) });
    Ok(Page {
        l,
        f,
        head: Some(head(drive, l)),
        lead: lead(kind, l),
        problem,
        wrong: problem.map(|problem| wrong(problem, &fields, l)).unwrap_or_default(),
        meanwhile: Vec::new(),
        allowed: Vec::new(),
        files_lost: false,
        action: ask.reader.here.split('?').next().unwrap_or_default().to_owned(),
        key: random().map_err(|error| Problem::broken("making a key", &error))?,
        version: drive.map(|drive| drive.version),
        hidden: Vec::new(),
        fields: showing.fields(fields.iter().copied()),
        evidence: false,
        submit: l.t("记录", "Record"),
    })
}

fn head(drive: Option<&Drive>, l: Lang) -> Link {
    match drive.and_then(|drive| Some((drive.id, drive.opened.as_ref()?))) {
        Some((id, opened)) => Link { href: format!("/drives/{id}"), label: opened.name.clone(), current: false },
        None => Link { href: "/drives".to_owned(), label: l.t("要约行动", "Drives").to_owned(), current: false },
    }
}

/// When to record this, in one sentence.
#[must_use]
pub fn lead(kind: DriveKind, l: Lang) -> &'static str {
    match kind {
        DriveKind::OpenDrive => l.t(
            "一次向多家单位发出要约或提示函；名单中的单位同时全部发出。",
            "Offers or letters to many employers at once; all on the list are issued together.",
        ),
        DriveKind::ExtendDrive => l.t("再向一批单位发出。", "Issue to more employers."),
        DriveKind::PublishChaseList => {
            l.t("已公布未答复单位的名单。", "The names of those who have not answered were published.")
        }
        DriveKind::TellProgress => l.t("资料公布了进展数字。", "A source published how far it has come."),
        DriveKind::CloseDrive => l.t("行动结束，写总结。", "The drive is over; write its report."),
        DriveKind::ReopenDrive => l.t("行动结束得早了，继续进行。", "It was closed too early and goes on."),
    }
}
