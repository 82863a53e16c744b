//! Files: papers of a case, and what the pages themselves need.

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse as _;
use futures::{StreamExt as _, TryStreamExt as _};
use heyi_core::digest::Digest;
use heyi_core::erasable::FileRef;
use heyi_store::files::{FilesError, Reading};
use heyi_store::reading::StoreError;

use crate::ask::{Answer, Ask};
use crate::problem::Problem;
use crate::text::facts::Reveal as _;

const STYLE: &str = include_str!("../static/heyi.css");

/// A file of the program.
///
/// # Errors
/// 404.
pub async fn asset(ask: Ask) -> Answer {
    match ask.params.get("file").map(String::as_str) {
        Some("heyi.css") => {
            // The address carries the version, so a browser may keep it.
            let headers =
                [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=86400")];
            Ok((headers, STYLE).into_response())
        }
        _ => Err(Problem::not_found()),
    }
}

/// A paper of the case. Always saved, never shown in place: it was written by others.
///
/// # Errors
/// 404 when no entry of the case has it, 410 when it was erased.
pub async fn file(ask: Ask) -> Answer {
    let sha256: Digest = ask.param("sha256")?;
    let case = ask.app.store.cases.load(ask.case_id()?, None).await.map_err(|error| Problem::store(&error))?;
    let case = case.ok_or_else(Problem::not_found)?;
    let papers = case.lines.iter().flat_map(|line| &line.recorded.evidence);
    let paper: FileRef =
        papers.into_iter().find(|file| file.sha256 == sha256).cloned().ok_or_else(Problem::not_found)?;
    let name = ask.names().reveal(&paper.name, ask.l());
    let (files, wanted) = (ask.app.store.files.clone(), paper.clone());
    // Begun before anything is answered, so that what is missing or erased is told as such.
    let begun = tokio::task::spawn_blocking(move || {
        let mut reading = files.read(&wanted)?;
        let first = reading.next_chunk()?.unwrap_or_default();
        Ok((reading, first))
    });
    let (reading, first) = begun
        .await
        .map_err(|error| Problem::broken("reading a file", &error))?
        .map_err(|error: FilesError| Problem::store(&error.into()))?;
    let mut response = streamed(reading, first).into_response();
    let headers = response.headers_mut();
    for (header, value) in [
        (header::CONTENT_TYPE, paper.media_type),
        (header::CONTENT_LENGTH, paper.bytes.to_string()),
        (header::CONTENT_DISPOSITION, disposition(&name)),
    ] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(header, value);
        }
    }
    Ok(response)
}

/// A chunk at a time, as it is taken. Where the rest is damaged the answer breaks off before its length is reached, so that nobody
/// takes it for whole.
fn streamed(reading: Reading, first: Vec<u8>) -> Body {
    let rest = futures::stream::try_unfold(reading, |mut reading| async move {
        let next =
            tokio::task::spawn_blocking(move || reading.next_chunk().map(|chunk| Some((chunk?, reading)))).await?;
        if let Err(error) = &next {
            tracing::error!(%error, "a file could not be read to its end");
        }
        Ok::<_, StoreError>(next?)
    });
    let first = futures::stream::once(std::future::ready(Ok(first)));
    Body::from_stream(first.chain(rest).map_ok(Bytes::from))
}

/// The name in the form of RFC 8187, which takes Chinese.
fn disposition(name: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._".contains(&b);
    let encoded: String =
        name.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect();
    format!("attachment; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_name_survives_the_header() {
        assert_eq!(disposition("答复.pdf"), "attachment; filename*=UTF-8''%E7%AD%94%E5%A4%8D.pdf");
    }

    #[test]
    fn the_sheet_loads_nothing_from_elsewhere() {
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
    }
}
