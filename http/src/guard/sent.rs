//! What a request carries in its body, read once for pages and API alike: fields, files, and the fields that guard it.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest as _, Request};
use axum::http::{HeaderMap, header};
use heyi_core::digest::Digest;
use heyi_core::ids::Version;
use heyi_store::files::{Files, Staged};

use super::body::Incoming;
use crate::problem::Problem;

mod parts;

/// Fields in the order they were sent; a name may stand more than once.
pub type Pairs = Vec<(String, String)>;

/// Most fields of one form.
const MOST_FIELDS: usize = 5_000;

/// What was sent.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    /// Fields of a form; those whose name begins with `_` guard the request and are not among them.
    pub pairs: Pairs,
    /// A JSON body.
    pub json: Option<serde_json::Value>,
    /// Files, those without name and content left out.
    pub files: Vec<Upload>,
    /// `_csrf` or `X-CSRF-Token`: the session's token.
    pub csrf: Option<String>,
    /// `_key` or `Idempotency-Key`.
    pub key: Option<String>,
    /// `_version` or `If-Match`: the version of the case the person had in front of them.
    pub seen: Option<Version>,
    /// `_more`: the group of rows of which more are wanted. The form is shown again; nothing is recorded.
    pub more: Option<String>,
    /// Digest of fields, JSON and files: the same request has the same.
    pub fingerprint: Digest,
}

/// An uploaded file, staged while it arrived.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Its name on the sender's machine.
    pub name: String,
    /// Its media type, as told.
    pub media_type: String,
    /// Where it lies until it is kept; dropped with the request otherwise.
    pub staged: Arc<Staged>,
}

/// Whether a body of this kind can carry files; others need no room for them.
#[must_use]
pub fn may_carry_files(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("multipart/form-data"))
}

impl Sent {
    /// Reads a body by its content type. Files are staged in `files` piece by piece; at most `most_text` bytes of fields beside them.
    ///
    /// # Errors
    /// 400 for a body that is not of its type, 413 for one that is too large, 415 for a type that is not read, 400 for an
    /// `If-Match` that is no version. The body is read to its end also then, so that the sender learns of it.
    pub async fn read(headers: &HeaderMap, body: Incoming, files: &Files, most_text: usize) -> Result<Self, Problem> {
        let sent = Self::read_by_type(headers, &body, files, most_text).await;
        if sent.is_err() {
            body.drain().await;
        }
        let mut sent = sent?;
        sent.guards(headers)?;
        sent.fingerprint = sent.digest();
        Ok(sent)
    }

    async fn read_by_type(
        headers: &HeaderMap,
        body: &Incoming,
        files: &Files,
        most_text: usize,
    ) -> Result<Self, Problem> {
        let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let kind = kind.to_ascii_lowercase();
        let mut sent = Self::default();
        if kind.starts_with("multipart/form-data") {
            (sent.pairs, sent.files) = parts::read(headers, body, files, most_text).await?;
        } else {
            let body = body.clone().whole().await?;
            if body.is_empty() {
                // A body is optional: logging out needs none but its token.
            } else if kind.starts_with("application/x-www-form-urlencoded") {
                sent.pairs = urlencoded(body).await?;
            } else if kind.starts_with("application/json") {
                sent.json = Some(serde_json::from_slice(&body).map_err(|error| Problem::malformed(&error))?);
            } else {
                return Err(Problem::media_type());
            }
        }
        if sent.pairs.len() > MOST_FIELDS {
            return Err(Problem::too_large());
        }
        Ok(sent)
    }

    /// The first value of a field.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        let sent = self.pairs.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str());
        sent.or_else(|| self.json.as_ref()?.get(name)?.as_str())
    }

    /// The first value of a field, trimmed; empty when it was not sent.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.field(name).unwrap_or_default().trim()
    }

    /// Takes the guarding fields out of the others; headers go before fields.
    fn guards(&mut self, headers: &HeaderMap) -> Result<(), Problem> {
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let mut seen = None;
        let pairs = std::mem::take(&mut self.pairs);
        for (name, value) in pairs {
            match name.as_str() {
                "_csrf" => self.csrf = Some(value),
                "_key" => self.key = Some(value).filter(|key| !key.is_empty()),
                "_version" => seen = Some(value).filter(|version| !version.is_empty()),
                "_more" => self.more = Some(value),
                guard if guard.starts_with('_') => {}
                _ => self.pairs.push((name, value)),
            }
        }
        self.key = header("idempotency-key").or_else(|| self.key.take());
        if self.key.as_ref().is_some_and(|key| key.len() > heyi_store::append::MAX_KEY) {
            return Err(Problem::key_too_long());
        }
        self.csrf = header("x-csrf-token").or_else(|| self.csrf.take());
        if let Some(version) = header("if-match").filter(|value| value != "*").or(seen) {
            let digits = version.trim().trim_start_matches("W/").trim_matches('"');
            self.seen = Some(digits.parse().map_err(|_| Problem::not_a_version())?);
        }
        Ok(())
    }

    fn digest(&self) -> Digest {
        let pairs = serde_json::to_vec(&(&self.pairs, &self.json)).unwrap_or_default();
        let files = self.files.iter().flat_map(|file| [Digest::of(&[file.name.as_bytes()]), file.staged.sha256]);
        let files: Vec<u8> = files.flat_map(|digest| digest.0).collect();
        Digest::of(&[&Digest::of(&[&pairs]).0, &files])
    }
}

async fn urlencoded(body: Bytes) -> Result<Pairs, Problem> {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/x-www-form-urlencoded"));
    let mut request = rebuilt(&headers, body);
    *request.method_mut() = axum::http::Method::POST;
    let form = axum::Form::<Pairs>::from_request(request, &()).await;
    Ok(form.map_err(|error| Problem::malformed(&error))?.0)
}

/// The body again as a request, its limit already kept.
fn rebuilt(headers: &HeaderMap, body: impl Into<Body>) -> Request {
    let mut request = Request::new(body.into());
    if let Some(kind) = headers.get(header::CONTENT_TYPE) {
        request.headers_mut().insert(header::CONTENT_TYPE, kind.clone());
    }
    axum::extract::DefaultBodyLimit::disable().apply(&mut request);
    request
}

#[cfg(test)]
mod tests {
    use heyi_store::disk::Disk;
    use heyi_store::disk::simulated::SimulatedDisk;
    use heyi_store::files::FilesError;
    use heyi_store::vault::Vault;

    use super::*;

    fn files() -> (SimulatedDisk, Files) {
        let disk = SimulatedDisk::new(1);
        let on: Arc<dyn Disk> = Arc::new(disk.clone());
        let files = Files::open(Arc::clone(&on), Arc::new(Vault::open(on).unwrap())).unwrap();
        (disk, files)
    }

    async fn read(headers: &HeaderMap, body: impl Into<Body>) -> Result<Sent, Problem> {
        Sent::read(headers, Incoming::new(body.into(), 34 << 20, 34 << 20), &files().1, 1 << 20).await
    }

    fn headers(kind: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::CONTENT_TYPE, header::HeaderValue::from_static(kind))])
    }

    #[test]
    fn a_media_type_is_read_however_it_is_written() {
        assert!(may_carry_files(&headers("Multipart/Form-Data; boundary=x")));
        assert!(!may_carry_files(&headers("application/json")));
    }

    #[tokio::test]
    async fn guarding_fields_are_taken_out() {
        let body = Bytes::from_static(b"_csrf=c&_key=k&_version=3&way=%E5%85%AC%E5%BC%80%E6%A0%8F&way=b");
        let sent = read(&headers("application/x-www-form-urlencoded"), body).await.unwrap();
        assert_eq!(sent.pairs, [("way".to_owned(), "公开栏".to_owned()), ("way".to_owned(), "b".to_owned())]);
        assert_eq!((sent.csrf.as_deref(), sent.key.as_deref(), sent.seen), (Some("c"), Some("k"), Some(Version(3))));
    }

    #[tokio::test]
    async fn headers_go_before_fields_and_do_not_change_the_fingerprint() {
        let mut with = headers("application/json");
        let plain = read(&with, Bytes::from_static(b"{\"way\":\"x\"}")).await.unwrap();
        with.insert("if-match", header::HeaderValue::from_static("\"7\""));
        with.insert("idempotency-key", header::HeaderValue::from_static("abc"));
        let sent = read(&with, Bytes::from_static(b"{\"way\":\"x\"}")).await.unwrap();
        assert_eq!((sent.seen, sent.key.as_deref(), sent.text("way")), (Some(Version(7)), Some("abc"), "x"));
        assert_eq!(sent.fingerprint, plain.fingerprint);
        assert_ne!(sent.fingerprint, Sent::default().digest());
    }

    const FIELD: &str = "--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n";
    const FILE: &str = "\r\n--b\r\nContent-Disposition: form-data; name=\"evidence\"; filename=\"a.txt\"\r\n\
                        Content-Type: text/plain\r\n\r\n";

    #[tokio::test]
    async fn files_come_beside_the_fields_and_may_be_larger_than_two_megabytes() {
        let empty = "\r\n--b\r\nContent-Disposition: form-data; name=\"evidence\"; filename=\"\"\r\n\r\n";
        let body = format!("{FIELD}hi{empty}{FILE}{}\r\n--b--\r\n", "x".repeat(3 << 20));
        let sent = read(&headers("multipart/form-data; boundary=b"), body).await.unwrap();
        assert_eq!(sent.text("note"), "hi");
        assert_eq!(sent.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["a.txt"]);
        let staged = &sent.files[0].staged;
        assert_eq!((staged.bytes, staged.sha256), (3 << 20, Digest::of(&["x".repeat(3 << 20).as_bytes()])));
    }

    #[tokio::test]
    async fn what_is_too_large_is_read_to_its_end_and_leaves_nothing_behind() {
        let (disk, files) = files();
        let text = "x".repeat(2 << 20);
        let large = "x".repeat((32 << 20) + 1);
        let many: String = (0..21).map(|_| format!("{FILE}x")).collect();
        for parts in [format!("{FIELD}{text}{FILE}x"), format!("{FIELD}hi{FILE}{large}"), format!("{FIELD}hi{many}")] {
            let body = format!("{parts}{FILE}x\r\n--b--\r\n");
            let incoming = Incoming::new(body.into(), 34 << 20, 34 << 20);
            let kind = headers("multipart/form-data; boundary=b");
            let refused = Sent::read(&kind, incoming.clone(), &files, 1 << 20).await.err();
            assert_eq!(refused.map(|problem| problem.code), Some("too-large".to_owned()));
            assert!(futures::StreamExt::next(&mut incoming.clone()).await.is_none(), "there was more to read");
            assert!(disk.list("files").unwrap().is_empty());
        }
    }

    #[tokio::test]
    async fn a_disk_that_is_full_while_a_file_arrives_is_told_as_such() {
        let (disk, files) = files();
        disk.set_full(true);
        let incoming = Incoming::new(format!("{FIELD}hi{FILE}x\r\n--b--\r\n").into(), 1 << 20, 1 << 20);
        let refused = Sent::read(&headers("multipart/form-data; boundary=b"), incoming, &files, 1 << 20).await.err();
        assert_eq!(refused.map(|problem| problem.code), Some("full".to_owned()));
        assert!(matches!(files.stage(), Err(FilesError::Disk(_))));
    }

    #[tokio::test]
    async fn what_cannot_be_read_is_a_problem_and_never_a_panic() {
        for (kind, body) in [
            ("application/json", &b"{"[..]),
            ("text/plain", b"x"),
            ("multipart/form-data; boundary=b", b"--b\r\nnonsense"),
            ("multipart/form-data", b"x"),
        ] {
            assert!(read(&headers(kind), Bytes::from_static(body)).await.is_err(), "{kind}");
        }
        let mut wrong = headers("application/json");
        wrong.insert("if-match", header::HeaderValue::from_static("\"x\""));
        assert!(read(&wrong, Bytes::new()).await.is_err());
    }
}
