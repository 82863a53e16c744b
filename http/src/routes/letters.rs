//! The rows of supervision letters.

use axum::http::Method;
use heyi_core::letter::decisions::LetterStep;

use super::{Decides, READERS, RECORDERS, Row, get, of};
use crate::guard::permission::{Permission, Where};
use crate::letters;

/// Supervision letters: their list and pages; one form, one page post and one API post for each step.
pub(super) fn supervising() -> Vec<Row> {
    let (here, there) = (Permission::In(READERS, Where::Region), Permission::In(READERS, Where::Letter));
    let mut rows = vec![
        get("/letters", here, letters::list::get),
        get("/api/v1/letters", here, letters::list::get)
            .about("Supervision letters, open ones first; `q` searches number, addressee and issuer."),
        get("/letters/{letter}", there, letters::page::get),
        get("/api/v1/letters/{letter}", there, letters::page::get)
            .about("One letter: what it says, its clocks, what can be recorded, its entries with both times."),
        get("/letters/{letter}/text", there, letters::paper::get),
    ];
    for kind in LetterStep::ALL.iter().copied() {
        let (place, path, api) = match kind {
            LetterStep::IssueLetter => {
                (Where::Region, format!("/letters/{}", kind.name()), "/api/v1/letters".to_owned())
            }
            _ => {
                let path = format!("/letters/{{letter}}/{}", kind.name());
                (Where::Letter, path.clone(), format!("/api/v1{path}"))
            }
        };
        let permission = Permission::In(RECORDERS, place);
        let form = of(move |ask| letters::form_page::get(ask, kind));
        rows.push(Row::of(Method::GET, path.clone(), permission, form).decides(Decides::Letter(kind)));
        for path in [path, api] {
            let record = of(move |ask| letters::record::post(ask, kind));
            rows.push(Row::of(Method::POST, path, permission, record).decides(Decides::Letter(kind)));
        }
    }
    rows
}
