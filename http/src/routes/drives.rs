//! The rows of drives.

use axum::http::Method;
use heyi_core::drive::decisions::DriveKind;

use super::{Decides, READERS, RECORDERS, Row, get, of};
use crate::drives;
use crate::guard::permission::{Permission, Where};

/// Drives: their list and pages, whom one could be addressed to; one form, one page post and one API post for each decision.
pub(super) fn driving() -> Vec<Row> {
    let here = Permission::In(RECORDERS, Where::Region);
    let there = Permission::In(RECORDERS, Where::Drive);
    let (list, one) = (Permission::In(READERS, Where::Region), Permission::In(READERS, Where::Drive));
    let mut rows = vec![
        get("/drives", list, drives::list::get),
        get("/api/v1/drives", list, drives::list::get)
            .about("Drives, the newest first, with how their cases come along."),
        get("/drives/{drive}", one, drives::page::get),
        get("/api/v1/drives/{drive}", one, drives::page::get)
            .about("A drive: progress, who has not answered, what was recorded."),
        get("/api/v1/drives/candidates", here, drives::candidates::get).about(
            "Employers a drive could be addressed to, by `place`, `women` (at least), `biomedicine` and `uncovered`.",
        ),
        get("/drives/choose", here, drives::list::begin),
        get("/drives/{drive}/choose", there, drives::list::begin),
    ];
    for kind in DriveKind::ALL.iter().copied() {
        let opens = kind == DriveKind::OpenDrive;
        let (path, permission) = match opens {
            true => (format!("/drives/{}", kind.name()), here),
            false => (format!("/drives/{{drive}}/{}", kind.name()), there),
        };
        let api = if opens { "/api/v1/drives".to_owned() } else { format!("/api/v1{path}") };
        let form = of(move |ask| drives::form_page::get(ask, kind));
        rows.push(Row::of(Method::GET, path.clone(), permission, form).decides(Decides::Drive(kind)));
        for path in [path, api] {
            let record = of(move |ask| drives::record::post(ask, kind));
            rows.push(Row::of(Method::POST, path, permission, record).decides(Decides::Drive(kind)));
        }
    }
    rows
}
