//! What a request carries in its body, read once for pages and API alike: fields, files, and the fields that guard it.

use axum::body::Bytes;
use axum::extract::{FromRequest as _, Multipart};
use axum::http::{HeaderMap, Request, header};
use heyi_core::digest::Digest;
use heyi_core::ids::Version;

use crate::problem::Problem;

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

/// An uploaded file.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Its name on the sender's machine.
    pub name: String,
    /// Its media type, as told.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Bytes,
}

/// Whether a body of this kind can carry files; others need no room for them.
#[must_use]
pub fn may_carry_files(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("multipart/form-data"))
}

impl Sent {
    /// Reads a body by its content type.
    ///
    /// # Errors
    /// 400 for a body that is not of its type, 415 for a type that is not read, 400 for an `If-Match` that is no version.
    pub async fn read(headers: &HeaderMap, body: Bytes) -> Result<Self, Problem> {
        let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let kind = kind.to_ascii_lowercase();
        let mut sent = Self::default();
        if body.is_empty() {
            // A body is optional: logging out needs none but its token.
        } else if kind.starts_with("multipart/form-data") {
            sent.multipart(headers, body).await?;
        } else if kind.starts_with("application/x-www-form-urlencoded") {
            sent.pairs = urlencoded(body).await?;
        } else if kind.starts_with("application/json") {
            let json = serde_json::from_slice(&body).map_err(|error| Problem::malformed(&error))?;
            sent.json = Some(json);
        } else {
            return Err(Problem::media_type());
        }
        if sent.pairs.len() > MOST_FIELDS {
            return Err(Problem::too_large());
        }
        sent.guards(headers)?;
        sent.fingerprint = sent.digest();
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

    async fn multipart(&mut self, headers: &HeaderMap, body: Bytes) -> Result<(), Problem> {
        let mut parts =
            Multipart::from_request(rebuilt(headers, body), &()).await.map_err(|error| Problem::malformed(&error))?;
        while let Some(part) = parts.next_field().await.map_err(|error| Problem::malformed(&error))? {
            let name = part.name().unwrap_or_default().to_owned();
            let file = part.file_name().map(str::to_owned);
            let media_type = part.content_type().unwrap_or("application/octet-stream").to_owned();
            let bytes = part.bytes().await.map_err(|error| Problem::malformed(&error))?;
            match file {
                Some(file) if !(file.is_empty() && bytes.is_empty()) => {
                    self.files.push(Upload { name: file, media_type, bytes });
                }
                Some(_) => {}
                None => {
                    let text = String::from_utf8(bytes.to_vec()).map_err(|error| Problem::malformed(&error))?;
                    self.pairs.push((name, text));
                }
            }
        }
        Ok(())
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
        let files =
            self.files.iter().flat_map(|file| [Digest::of(&[file.name.as_bytes()]), Digest::of(&[&file.bytes])]);
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
fn rebuilt(headers: &HeaderMap, body: Bytes) -> axum::extract::Request {
    let mut request = Request::new(axum::body::Body::from(body));
    if let Some(kind) = headers.get(header::CONTENT_TYPE) {
        request.headers_mut().insert(header::CONTENT_TYPE, kind.clone());
    }
    axum::extract::DefaultBodyLimit::disable().apply(&mut request);
    request
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let sent = Sent::read(&headers("application/x-www-form-urlencoded"), body).await.unwrap();
        assert_eq!(sent.pairs, [("way".to_owned(), "公开栏".to_owned()), ("way".to_owned(), "b".to_owned())]);
        assert_eq!((sent.csrf.as_deref(), sent.key.as_deref(), sent.seen), (Some("c"), Some("k"), Some(Version(3))));
    }

    #[tokio::test]
    async fn headers_go_before_fields_and_do_not_change_the_fingerprint() {
        let mut with = headers("application/json");
        let plain = Sent::read(&with, Bytes::from_static(b"{\"way\":\"x\"}")).await.unwrap();
        with.insert("if-match", header::HeaderValue::from_static("\"7\""));
        with.insert("idempotency-key", header::HeaderValue::from_static("abc"));
        let sent = Sent::read(&with, Bytes::from_static(b"{\"way\":\"x\"}")).await.unwrap();
        assert_eq!((sent.seen, sent.key.as_deref(), sent.text("way")), (Some(Version(7)), Some("abc"), "x"));
        assert_eq!(sent.fingerprint, plain.fingerprint);
        assert_ne!(sent.fingerprint, Sent::default().digest());
    }

    #[tokio::test]
    async fn files_come_beside_the_fields_and_may_be_larger_than_two_megabytes() {
        let head = "--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhi\r\n\
                    --b\r\nContent-Disposition: form-data; name=\"evidence\"; filename=\"\"\r\n\r\n\r\n\
                    --b\r\nContent-Disposition: form-data; name=\"evidence\"; filename=\"a.txt\"\r\n\
                    Content-Type: text/plain\r\n\r\n";
        let body = format!("{head}{}\r\n--b--\r\n", "x".repeat(3 << 20));
        let sent = Sent::read(&headers("multipart/form-data; boundary=b"), Bytes::from(body)).await.unwrap();
        assert_eq!(sent.text("note"), "hi");
        assert_eq!(sent.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["a.txt"]);
        assert_eq!(sent.files[0].bytes.len(), 3 << 20);
    }

    #[tokio::test]
    async fn what_cannot_be_read_is_a_problem_and_never_a_panic() {
        for (kind, body) in [
            ("application/json", &b"{"[..]),
            ("text/plain", b"x"),
            ("multipart/form-data; boundary=b", b"--b\r\nnonsense"),
            ("multipart/form-data", b"x"),
        ] {
            assert!(Sent::read(&headers(kind), Bytes::from_static(body)).await.is_err(), "{kind}");
        }
        let mut wrong = headers("application/json");
        wrong.insert("if-match", header::HeaderValue::from_static("\"x\""));
        assert!(Sent::read(&wrong, Bytes::new()).await.is_err());
    }
}
