//! The page of a form of a drive: empty, filled with employers chosen from the register, or again with what was typed.

use heyi_core::drive::Drive;
use heyi_core::drive::decisions::DriveKind;

use crate::ask::{Answer, Ask};
use crate::form::{Field, Input, Widget};
use crate::problem::Problem;
use crate::record::input;
use crate::text::Lang;
use crate::view::Link;
use crate::view::form::Showing;
use crate::view::form_page::Asking;

use super::candidates::{self, Criteria};
use super::{form_of, record};

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
    page(&ask, kind, drive.as_ref(), &input, None)
}

/// The form again, with what was typed and what is wrong with it.
///
/// # Errors
/// 404, or when the store cannot answer.
pub async fn again(ask: &Ask, kind: DriveKind, problem: &Problem) -> Answer {
    let drive = record::drive(ask).await?;
    let shown = page(ask, kind, drive.as_ref(), &input(ask)?, Some(problem))?;
    Ok(problem.shown_on(shown))
}

fn page(ask: &Ask, kind: DriveKind, drive: Option<&Drive>, input: &Input, problem: Option<&Problem>) -> Answer {
    let l = ask.l();
    let fields: Vec<&Field> = form_of(kind).spec.all_fields().collect();
    let name = l.say(&kind.say());
    let asking = Asking {
        name,
        head: head(drive, l),
        lead: lead(kind, l),
        version: drive.map(|drive| drive.version),
        problem,
        allowed: Vec::new(),
        evidence: false,
    };
    let is_hidden = |field: &Field| matches!(field.widget, Widget::Office);
    asking.page(ask, &fields, is_hidden, &Showing::of(ask, input, problem))
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
