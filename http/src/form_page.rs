//! The page of a decision's form: empty, filled from the entry it corrects, or again with what was typed.

use axum::response::Response;
use heyi_core::case::Case;
use heyi_core::decisions::DecisionKind;
use heyi_core::event::CaseEvent;
use heyi_core::ids::Version;
use heyi_core::place::Place;

use crate::ask::{Answer, Ask};
use crate::cases::correct_entry;
use crate::form::{self, Field, Input, NOTE, Widget};
use crate::next;
use crate::problem::Problem;
use crate::text::Lang;
use crate::view::Link;
use crate::view::form::Showing;
use crate::view::form_page::Asking;
use crate::{record, routes};

/// The empty form of a decision; the query fills what it names.
///
/// # Errors
/// 404, or when the store cannot answer.
pub async fn get(ask: Ask, kind: DecisionKind) -> Answer {
    let case = case(&ask).await?;
    let asked = ask.query.iter().filter(|(name, _)| name != "lang").cloned();
    let asked = Input::from_pairs(asked).map_err(|error| Problem::not_a_form(error.say()))?;
    let input = recorded(&ask, kind, &asked, case.as_ref()).unwrap_or(asked);
    page(&ask, kind, case.as_ref(), &input, None)
}

/// The form again, with what was typed and what is wrong with it.
///
/// # Errors
/// 404, or when the store cannot answer.
pub async fn again(ask: &Ask, kind: DecisionKind, problem: Option<Problem>) -> Answer {
    let case = case(ask).await?;
    let input = record::input(ask)?;
    let shown: Response = page(ask, kind, case.as_ref(), &input, problem.as_ref())?;
    Ok(match problem {
        Some(problem) => problem.shown_on(shown),
        None => shown,
    })
}

async fn case(ask: &Ask) -> Result<Option<Case>, Problem> {
    if !ask.params.contains_key("case") {
        return Ok(None);
    }
    let case = ask.app.store.cases.load(ask.case_id()?, None).await.map_err(|error| Problem::store(&error))?;
    case.map_or_else(|| Err(Problem::not_found()), |case| Ok(Some(case)))
}

/// For a correction: the form of the entry, filled with what stands.
fn recorded(ask: &Ask, kind: DecisionKind, asked: &Input, case: Option<&Case>) -> Option<Input> {
    let entry: Version = asked.first("entry").parse().ok()?;
    let line = case?.line(entry)?;
    if kind != DecisionKind::CorrectEntry {
        return None;
    }
    let names = ask.names();
    let reveal = |text: &heyi_core::erasable::Erasable| names.readable(text);
    Some(form::values_of_correction(entry, line.event(), line.occurred(), &reveal))
}

fn page(ask: &Ask, kind: DecisionKind, case: Option<&Case>, input: &Input, problem: Option<&Problem>) -> Answer {
    let l = ask.l();
    let original = case.and_then(|case| record::corrected(input, case)).filter(|_| kind == DecisionKind::CorrectEntry);
    let showing = Showing {
        case,
        employers: &employers(ask, kind, original, input),
        cases: &other_cases(ask, case, l),
        drives: &open_drives(ask, case),
        ..Showing::of(ask, input, problem)
    };
    let fields: Vec<&Field> = match original {
        Some(original) => correct_entry::fields_for(DecisionKind::of(original)).chain([&NOTE]).collect(),
        None => form::spec(kind).all_fields().collect(),
    };
    let name = match original {
        Some(original) => {
            let corrected = l.say(&DecisionKind::of(original).say());
            format!("{} #{} {corrected}", l.say(&kind.say()), input.first("entry"))
        }
        None => l.say(&kind.say()),
    };
    let asking = Asking {
        name,
        head: head(case, l),
        lead: next::hint(kind, l),
        version: case.map(|case| case.version),
        problem,
        allowed: problem.zip(case).map(|(problem, case)| allowed(problem, case, l)).unwrap_or_default(),
        evidence: true,
    };
    asking.page(ask, &fields, |field| is_hidden(field, kind, original.is_some()), &showing)
}

/// What the page knows and does not ask: the kind of a corrected entry, the office of the one who opens a case.
fn is_hidden(field: &Field, kind: DecisionKind, correcting: bool) -> bool {
    match field.widget {
        Widget::Office => true,
        Widget::Decision | Widget::Entry => correcting && kind == DecisionKind::CorrectEntry,
        _ => false,
    }
}

fn head(case: Option<&Case>, l: Lang) -> Link {
    match case.and_then(|case| Some((case, case.opening.as_ref()?))) {
        Some((case, opened)) => {
            let label = format!("{} {}", opened.number, opened.title());
            Link { href: format!("/cases/{}", case.id), label, current: false }
        }
        None => Link { href: "/cases".to_owned(), label: l.t("案件", "Cases").to_owned(), current: false },
    }
}

fn allowed(problem: &Problem, case: &Case, l: Lang) -> Vec<Link> {
    let link = |kind: &DecisionKind| Link {
        href: format!("/cases/{}/{}", case.id, kind.name()),
        label: l.say(&kind.say()),
        current: false,
    };
    problem.next.iter().filter(|kind| !next::from_elsewhere(**kind)).map(link).collect()
}

/// The register's employers in the regions of the one who opens a case or corrects an opening; the one that is asked for is
/// always among them.
fn employers(ask: &Ask, kind: DecisionKind, original: Option<&CaseEvent>, input: &Input) -> Vec<(String, String)> {
    let kept = original.and_then(form::opening::of);
    if !matches!(kind, DecisionKind::OpenCase | DecisionKind::TakeOverCase) && kept.is_none() {
        return Vec::new();
    }
    let mut choices = crate::employers::list::choices(ask);
    let asked = input.first("employer");
    if !choices.iter().any(|(id, _)| id == asked)
        && let Some(known) = asked.parse().ok().and_then(|id| ask.app.read.employer(id))
        && (ask.holds(routes::RECORDERS, &known.place) || kept.is_some_and(|kept| kept.employer() == Some(known.id)))
    {
        choices.insert(0, (asked.to_owned(), known.name));
    }
    choices
}

/// Drives that go on where the case is.
fn open_drives(ask: &Ask, case: Option<&Case>) -> Vec<(String, String)> {
    let Some(place) = case.and_then(|case| Some(&case.opening.as_ref()?.place)) else { return Vec::new() };
    let drives = ask.app.read.drives(&Place::nation()).into_iter();
    drives
        .filter(|card| !card.closed && place.within(&card.place))
        .map(|card| (card.drive.to_string(), card.name))
        .collect()
}

/// Other cases of the same employer in the regions of the one who links them.
fn other_cases(ask: &Ask, case: Option<&Case>, l: Lang) -> Vec<(String, String)> {
    let Some((case, opened)) = case.and_then(|case| Some((case, case.opening.as_ref()?))) else { return Vec::new() };
    let Some(employer) = opened.employer() else { return Vec::new() };
    let others = ask.app.read.cases_of(employer).into_iter();
    others
        .filter(|card| card.case != case.id && ask.holds(routes::RECORDERS, &card.place))
        .map(|card| (card.case.to_string(), format!("{} · {}", card.number, l.say(&card.stage.say()))))
        .collect()
}
