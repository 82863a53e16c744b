//! Files: papers of a case, and what the pages themselves need.

use std::io::Write as _;
use std::sync::LazyLock;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use futures::{StreamExt as _, TryStreamExt as _};
use heyi_core::digest::Digest;
use heyi_core::erasable::FileRef;
use heyi_store::files::{FilesError, Reading};
use heyi_store::reading::StoreError;

use crate::ask::{Answer, Ask};
use crate::problem::Problem;
use crate::text::facts::Reveal as _;

const STYLE: &str = include_str!("../static/heyi.css");
const DRAWING: &str = include_str!("../static/coverage-chart.js");
const LICENCES: &str = concat!(
    include_str!("../static/echarts/NOTICE"),
    "\n\n",
    include_str!("../static/echarts/LICENSE"),
    "\n\n",
    include_str!("../static/echarts/LICENSE-zrender"),
    "\n\n",
    include_str!("../static/echarts/LICENSE-d3"),
);

/// A file of others that is carried along unchanged.
pub(crate) struct Vendored {
    /// Its version, which its address carries.
    pub(crate) version: &'static str,
    text: &'static str,
}

/// What draws charts: Apache ECharts. `static/echarts/vendored.toml` says where it is from.
pub(crate) const CHARTS: Vendored =
    Vendored { version: "6.1.0", text: include_str!("../static/echarts/echarts.common.min.js") };

/// How long a browser may keep a file: of this program for a day, as its address carries the program's version; of others, whose
/// version never changes, for a year.
const A_DAY: &str = "public, max-age=86400";
const A_YEAR: &str = "public, max-age=31536000, immutable";

/// A file of the program.
///
/// # Errors
/// 404.
pub async fn asset(ask: Ask) -> Answer {
    let script = "text/javascript; charset=utf-8";
    let (kind, keep, text) = match ask.params.get("file").map(String::as_str) {
        Some("heyi.css") => ("text/css; charset=utf-8", A_DAY, STYLE),
        Some("coverage-chart.js") => (script, A_DAY, DRAWING),
        Some("echarts.common.min.js") => return Ok(compressed(&ask, script)),
        Some("echarts-licences.txt") => ("text/plain; charset=utf-8", A_DAY, LICENCES),
        _ => return Err(Problem::not_found()),
    };
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep)], text).into_response())
}

/// The library of charts: a third of its size for browsers that take it compressed, which all do.
fn compressed(ask: &Ask, kind: &'static str) -> Response {
    static PACKED: LazyLock<Option<Bytes>> = LazyLock::new(|| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(CHARTS.text.as_bytes()).ok()?;
        packer.finish().ok().map(Bytes::from)
    });
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, A_YEAR), (header::VARY, "accept-encoding")];
    let taken = ask.headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    match PACKED.as_ref().filter(|_| taken.is_some_and(|taken| taken.contains("gzip"))) {
        Some(packed) => (headers, [(header::CONTENT_ENCODING, "gzip")], packed.clone()).into_response(),
        None => (headers, CHARTS.text).into_response(),
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
    fn what_draws_charts_is_the_published_file_and_its_licences_stand_beside_it() {
        let from = include_str!("../static/echarts/vendored.toml");
        let said = |name: &str| {
            let line = from.lines().find(|line| line.starts_with(&format!("{name} = "))).unwrap();
            line.split('"').nth(1).unwrap().to_owned()
        };
        assert_eq!(said("sha256"), hex::encode(<sha2::Sha256 as sha2::Digest>::digest(CHARTS.text)));
        assert_eq!(said("version"), CHARTS.version);
        assert_eq!(said("bytes"), CHARTS.text.len().to_string());
        for holder in ["Apache License", "Apache ECharts", "Baidu Inc.", "Mike Bostock"] {
            assert!(LICENCES.contains(holder), "{holder}");
        }
    }

    #[test]
    fn no_script_makes_code_of_text_or_asks_elsewhere() {
        for script in [CHARTS.text, DRAWING] {
            assert!(!script.contains("eval(") && !script.contains("new Function"), "the policy of the page forbids it");
        }
        for word in ["fetch(", "XMLHttpRequest", "innerHTML", "http:", "https:", "import("] {
            assert!(!DRAWING.contains(word), "{word}");
        }
    }

    #[test]
    fn the_sheet_loads_nothing_from_elsewhere() {
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
    }
}
