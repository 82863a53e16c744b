//! The worklist: everything with a deadline in the regions of the one who asks, the most urgent first.

use askama::Template;
use axum::Json;
use axum::response::IntoResponse as _;
use heyi_core::deadline::Deadline;
use heyi_projections::{LetterItem, Todo, WorkItem};
use jiff::civil::Date;
use serde::Serialize;
use serde_json::json;

use crate::ask::{Answer, Ask, html};
use crate::case_list::CardView;
use crate::letters::list::LetterRow;
use crate::text::Lang;
use crate::view::Frame;
use crate::view::deadline::DeadlineView;

#[derive(Template)]
#[template(path = "worklist.html")]
struct Page {
    l: Lang,
    f: Frame,
    late: usize,
    today: usize,
    items: Vec<ItemView>,
}

struct ItemView {
    of: Of,
    deadline: Option<DeadlineView>,
    /// What waits for a reviewer, when it is not a running clock.
    review: Option<ReviewView>,
}

/// What an item is about.
enum Of {
    Case(CardView),
    Letter(LetterRow),
}

/// An item of either kind: in JSON one has `case`, the other `letter`.
#[derive(Serialize)]
#[serde(untagged)]
enum Item {
    Case(WorkItem),
    Letter(LetterItem),
}

impl Item {
    fn todo(&self) -> &Todo {
        match self {
            Self::Case(item) => &item.todo,
            Self::Letter(item) => &item.todo,
        }
    }
}

struct ReviewView {
    title: String,
    why: String,
    href: String,
}

/// Shows the worklist.
///
/// # Errors
/// 422 for a region that is no place.
pub async fn get(ask: Ask) -> Answer {
    let today = ask.today();
    let regions = ask.regions()?;
    let mut items: Vec<Item> = Vec::new();
    for region in &regions {
        items.extend(ask.app.read.worklist(region, today).into_iter().map(Item::Case));
        items.extend(ask.app.read.letters_waiting(region, today).into_iter().map(Item::Letter));
    }
    // Each list came in this order; where two are alike, cases stand before letters.
    items.sort_by_key(|item| item.todo().urgency());
    if ask.api() {
        let position = ask.app.read.position().0;
        return Ok(Json(json!({"today": today, "position": position, "items": items})).into_response());
    }
    html(&page(Frame::of(&ask, ask.l().t("待办期限", "Worklist")), &items, today, ask.l()))
}

fn page(f: Frame, items: &[Item], today: Date, l: Lang) -> Page {
    let items: Vec<ItemView> = items.iter().map(|item| view(item, today, l)).collect();
    let count = |urgency: &str| {
        items.iter().filter(|item| item.deadline.as_ref().is_some_and(|one| one.urgency == urgency)).count()
    };
    Page { l, f, late: count("late"), today: count("today"), items }
}

fn view(item: &Item, today: Date, l: Lang) -> ItemView {
    match item {
        Item::Case(item) => of_case(item, today, l),
        Item::Letter(item) => {
            let deadline = match &item.todo {
                Todo::Deadline { deadline, .. } => Some(DeadlineView::of(deadline, today, l)),
                Todo::ConfirmEffect { .. } | Todo::Approve { .. } => None,
            };
            ItemView { of: Of::Letter(LetterRow::of(&item.letter, l)), deadline, review: None }
        }
    }
}

fn of_case(item: &WorkItem, today: Date, l: Lang) -> ItemView {
    let case = CardView::of(&item.case, l);
    let (deadline, review) = match &item.todo {
        Todo::Deadline { deadline, .. } => (Some(DeadlineView::of(deadline, today, l)), None),
        Todo::ConfirmEffect { review, cleared } => (None, Some(to_confirm(&case, review, *cleared, l))),
        Todo::Approve { entry, .. } => {
            let title = l.t("有更正等待批准", "A correction waits for approval").to_owned();
            let why = l.t(
                "本案已结案，更正须由提出人以外的复核人批准。",
                "The case is closed: a reviewer other than its author must approve it.",
            );
            let href = format!("{}/approve-correction?entry={entry}", case.href);
            (None, Some(ReviewView { title, why: why.to_owned(), href }))
        }
    };
    ItemView { of: Of::Case(case), deadline, review }
}

fn to_confirm(case: &CardView, review: &Deadline, cleared: bool, l: Lang) -> ReviewView {
    let due = l.maybe_date(review.due_latest);
    let why = match (cleared, l) {
        (true, _) => l.t("人社部门已书面表示无异议。", "The department wrote that it has no objection.").to_owned(),
        (false, Lang::ZH) => format!("审查期已于 {due} 届满，没有记录到异议；请核实后确认生效。"),
        (false, _) => {
            format!("The period of review ended on {due} and no objection is recorded: make sure, then confirm.")
        }
    };
    let title = l.t("确认生效", "Confirm the effect").to_owned();
    ReviewView { title, why, href: format!("{}/confirm-effect", case.href) }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use heyi_core::case::Step;
    use heyi_core::ids::{AccountId, Version};
    use heyi_core::scenario::Scenario;
    use heyi_projections::CaseCard;

    use super::*;
    use crate::ask::{Reader, Side};

    #[test]
    fn the_page_renders_every_kind_of_item_in_both_languages() {
        let scenario = Scenario::through(Step::Delivery);
        let case = Arc::new(CaseCard::of(&scenario.case()).unwrap());
        let deadline = Arc::new(scenario.running().remove(0));
        let due = deadline.due_latest.unwrap();
        let todos = [
            Todo::Deadline { deadline: deadline.clone(), status: deadline.status(due) },
            Todo::ConfirmEffect { review: deadline, cleared: false },
            Todo::Approve { entry: Version(3), by: AccountId(uuid::Uuid::nil()) },
        ];
        let items: Vec<_> = todos.into_iter().map(|todo| Item::Case(WorkItem { case: case.clone(), todo })).collect();
        for l in [Lang::ZH, Lang::EN] {
            let reader = Reader { l, side: Side::Page, request_id: "r".into(), here: "/worklist".into() };
            let page = page(Frame::bare(&reader, "t"), &items, due, l);
            assert_eq!((page.late, page.today), (0, 1));
            let text = page.render().unwrap();
            assert!(text.contains("/approve-correction?entry=3") && text.contains("/confirm-effect"));
        }
    }
}
