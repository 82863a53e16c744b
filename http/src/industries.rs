//! The list of industries that are biomedicine: shown to everybody, replaced by an administrator of the whole place.

use askama::Template;
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect};
use heyi_core::ids::Position;
use heyi_core::industry::{BiomedicineList, find};
use heyi_store::industry_lists::{self, AdoptError};
use serde_json::{Value, json};

use crate::ask::{Answer, Ask, html};
use crate::problem::Problem;
use crate::routes::ADMINISTRATORS;
use crate::text::Lang;
use crate::view::Frame;

#[derive(Template)]
#[template(path = "industries.html")]
struct Page {
    l: Lang,
    f: Frame,
    version: String,
    rows: Vec<(String, String)>,
    /// Versions before this one, the latest first.
    earlier: Vec<String>,
    /// What is wrong with what was sent.
    wrong: Vec<String>,
    /// The list as typed, for those who may replace it.
    typed: Option<(String, String)>,
}

/// Shows the list.
///
/// # Errors
/// None to be expected.
pub async fn get(ask: Ask) -> Answer {
    let (list, earlier) = lists(&ask);
    if ask.api() {
        return Ok(Json(told(&list, &earlier)).into_response());
    }
    html(&page(&ask, &list, earlier, None))
}

/// Adopts another list.
///
/// # Errors
/// 422 for a version that is taken, or a row that is wrong, which is named.
pub async fn adopt(ask: Ask) -> Answer {
    match record(&ask).await {
        Ok(position) if ask.api() => Ok((StatusCode::CREATED, Json(json!({"position": position.0}))).into_response()),
        Ok(position) => {
            ask.app.read.caught_up_to(position, ask.app.settings.wait).await;
            Ok(Redirect::to("/industries").into_response())
        }
        Err(problem) if !ask.api() && problem.keeps_form() => {
            let (list, earlier) = lists(&ask);
            Ok(problem.shown_on(html(&page(&ask, &list, earlier, Some(&problem)))?))
        }
        Err(problem) => Err(problem),
    }
}

async fn record(ask: &Ask) -> Result<Position, Problem> {
    let list = BiomedicineList::parse(ask.sent.text("version"), ask.sent.text("list")).map_err(|error| {
        let (field, say) = (if error.row.en == "version" { "version" } else { "list" }, error.sentence());
        Problem::field(field, "not-a-list", &say.zh, &say.en)
    })?;
    match industry_lists::adopt(&*ask.app.store.log, &list, ask.account()?.id).await {
        Ok(position) => Ok(position),
        Err(AdoptError::Version(version)) => Err(Problem::field(
            "version",
            "version-taken",
            &format!("已有版本 {version}；每个版本只对应一份清单，请换一个版本号。"),
            &format!("There is a list of version {version}; a version names one list, so choose another."),
        )),
        Err(AdoptError::Store(error)) => Err(Problem::store(&error)),
    }
}

/// The list in use, and the versions before it, the latest first.
fn lists(ask: &Ask) -> (BiomedicineList, Vec<String>) {
    let mut versions = ask.app.read.biomedicine_versions();
    versions.pop();
    versions.reverse();
    (ask.app.read.biomedicine_list(), versions)
}

fn told(list: &BiomedicineList, earlier: &[String]) -> Value {
    let part = |(code, part): &(String, heyi_core::industry::Part)| json!({"code": code, "name": find(code).map(|division| division.name), "part": part.say()});
    let parts: Vec<Value> = list.parts().iter().map(part).collect();
    json!({"version": list.version(), "parts": parts, "list": list.text(), "earlier": earlier})
}

fn page(ask: &Ask, list: &BiomedicineList, earlier: Vec<String>, problem: Option<&Problem>) -> Page {
    let l = ask.l();
    let row = |(code, part): &(String, heyi_core::industry::Part)| {
        let name = find(code).map_or("", |division| division.name);
        (format!("{code} {name}"), l.say(&part.say()))
    };
    let typed = match problem {
        Some(_) => (ask.sent.text("version").to_owned(), ask.sent.text("list").to_owned()),
        None => (String::new(), list.text()),
    };
    Page {
        l,
        f: Frame::of(ask, l.t("生物医药行业清单", "Industries that are biomedicine")),
        version: list.version().to_owned(),
        rows: list.parts().iter().map(row).collect(),
        earlier,
        wrong: problem.map(|problem| problem.told(l)).unwrap_or_default(),
        typed: ask.holds(ADMINISTRATORS, &ask.app.settings.place).then_some(typed),
    }
}
