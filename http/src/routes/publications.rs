//! The rows of publications.

use axum::http::Method;
use heyi_core::publication::decisions::PublicationStep;

use super::{Decides, Row, STATISTICS, get, of};
use crate::guard::permission::{Permission, Where};
use crate::publications;

/// Publications: their list and pages, the figures as published; one form, one page post and one API post for each decision.
pub(super) fn publishing() -> Vec<Row> {
    let (list, one) = (Permission::In(STATISTICS, Where::Region), Permission::In(STATISTICS, Where::Publication));
    let mut rows = vec![
        get("/publications", list, publications::list::get),
        get("/api/v1/publications", list, publications::list::get)
            .about("Publications of figures, the newest first, and proposals that wait."),
        get("/publications/{publication}", one, publications::page::get),
        get("/api/v1/publications/{publication}", one, publications::page::get).about(
            "A publication: the figures as published, whether they are computed again alike, today's, and who made the difference.",
        ),
        get("/publications/{publication}/published", one, publications::output::get),
        get("/api/v1/publications/{publication}/published", one, publications::output::get)
            .about("The figures as published, and nothing else; `format=csv` for a sheet."),
    ];
    for kind in PublicationStep::ALL.iter().copied() {
        let proposes = kind == PublicationStep::ProposeFigures;
        let (path, place) = match proposes {
            true => (format!("/publications/{}", kind.name()), Where::Region),
            false => (format!("/publications/{{publication}}/{}", kind.name()), Where::Publication),
        };
        let permission = Permission::In(publications::recorders_of(kind), place);
        let api = if proposes { "/api/v1/publications".to_owned() } else { format!("/api/v1{path}") };
        let form = of(move |ask| publications::form_page::get(ask, kind));
        rows.push(Row::of(Method::GET, path.clone(), permission, form).decides(Decides::Publication(kind)));
        for path in [path, api] {
            let record = of(move |ask| publications::record::post(ask, kind));
            rows.push(Row::of(Method::POST, path, permission, record).decides(Decides::Publication(kind)));
        }
    }
    rows
}
