//! The only place where an error becomes an answer: problem details (RFC 9457) for programs, a page for people, one line in the
//! log. A person's input never ends in a 500.

use std::any::Any;
use std::error::Error;
use std::fmt::{self, Display};

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use heyi_core::case::Line;
use heyi_core::decisions::DecisionKind;
use heyi_core::employer::decisions::RegisterKind;
use heyi_core::ids::Version;
use heyi_core::refusal::Refusal;
use heyi_core::rules::Cite;
use heyi_core::text::Say;
use heyi_store::accounts::AccountError;
use heyi_store::cases::ExecuteError;
use heyi_store::employers::{RegisterError, Taken};

use crate::ask::{Reader, Side};
use crate::form::FieldError;
use crate::text::Lang;

mod answer;
mod letter;
mod publication;
mod store;

/// Why a request was not answered as asked.
#[derive(Debug)]
pub struct Problem {
    /// The status.
    pub status: StatusCode,
    /// Stable code for programs.
    pub code: String,
    /// What is wrong and what to do.
    pub say: Box<Say>,
    /// The article it rests on.
    pub cite: Option<Box<Cite>>,
    /// What is wrong, field by field.
    pub fields: Vec<FieldError>,
    /// What can be recorded instead.
    pub next: Vec<DecisionKind>,
    /// What was recorded since the person looked.
    pub meanwhile: Vec<Meanwhile>,
    /// The page to look at, with its name: the employer that has the code.
    pub see: Option<Box<(String, String)>>,
    /// The version of the case or employer now, when that is the matter.
    pub now: Option<Version>,
    /// Seconds to wait before trying again.
    pub retry_after: Option<i64>,
    /// The cause, for the log only.
    cause: Option<String>,
}

/// An entry somebody else recorded.
#[derive(Clone, Debug)]
pub struct Meanwhile {
    /// Its number in the case.
    pub entry: Version,
    /// The name of the decision it records.
    pub decision: &'static str,
    /// The same for people.
    pub title: Say,
    /// When it was recorded.
    pub recorded_at: jiff::Timestamp,
}

impl Problem {
    fn new(status: StatusCode, code: &str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            status,
            code: code.to_owned(),
            say: Box::new(Say::new(zh, en)),
            cite: None,
            fields: Vec::new(),
            next: Vec::new(),
            meanwhile: Vec::new(),
            see: None,
            now: None,
            retry_after: None,
            cause: None,
        }
    }

    /// 422: fields, all that are wrong at once.
    #[must_use]
    pub fn fields(fields: Vec<FieldError>) -> Self {
        let (zh, en) = (
            "有些内容需要改正，已在各项旁标明；其余内容已保留。",
            "Some fields need mending; they are marked, and the rest is kept.",
        );
        Self { fields, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid-fields", zh, en) }
    }

    /// 422: one field.
    #[must_use]
    pub fn field(field: &str, code: &'static str, zh: &str, en: &str) -> Self {
        Self::fields(vec![FieldError { field: field.to_owned(), code, say: Say::new(zh, en) }])
    }

    /// 422: a value of the query.
    #[must_use]
    pub fn bad_query(name: &str, _: &str) -> Self {
        Self::field(name, "bad-query", "此项无法识别，请核对后重试。", "This cannot be read; check it and try again.")
    }

    /// 422: a refusal.
    #[must_use]
    pub fn refused(refusal: Refusal, next: Vec<DecisionKind>) -> Self {
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, &refusal.code, "", "");
        if let Some(field) = refusal.field {
            let say = refusal.say.clone();
            problem.fields.push(FieldError { field: field.to_owned(), code: "refused", say });
        }
        Self { say: Box::new(refusal.say), cite: refusal.cite.map(Box::new), next, ..problem }
    }

    /// What the store answered to a decision.
    #[must_use]
    pub fn of_execute(error: ExecuteError) -> Self {
        match error {
            ExecuteError::UnknownCase => Self::not_found(),
            ExecuteError::Refused { refusal, next } => Self::refused(*refusal, next),
            ExecuteError::CodeTaken(taken) => Self::code_taken(*taken),
            ExecuteError::Changed { now, since } => Self::changed(now, &since),
            ExecuteError::KeyReused => Self::key_reused(),
            ExecuteError::Store(error) => Self::store(&error),
        }
    }

    /// What the store answered to a change of an account.
    #[must_use]
    pub fn of_account(error: AccountError) -> Self {
        match error {
            AccountError::Refused(refusal) if refusal.code == "no-such-account" => Self::not_found(),
            AccountError::Refused(refusal) => Self::refused(*refusal, Vec::new()),
            AccountError::Store(error) => Self::store(&error),
        }
    }

    /// 409: somebody else recorded something since the person looked.
    #[must_use]
    pub fn changed(now: Version, since: &[Line]) -> Self {
        let meanwhile = since.iter().map(|line| Meanwhile {
            entry: line.recorded.version,
            decision: DecisionKind::of(&line.recorded.event).name(),
            title: DecisionKind::of(&line.recorded.event).say(),
            recorded_at: line.recorded.recorded_at,
        });
        let (zh, en) = (
            "您打开页面之后，本案又有新的记录。请看过下面的新记录，再决定是否提交。",
            "Something was recorded in this case since you opened the page. Look at it, then decide whether to send again.",
        );
        Self { now: Some(now), meanwhile: meanwhile.collect(), ..Self::new(StatusCode::CONFLICT, "changed", zh, en) }
    }

    /// What the store answered to a fact of the register.
    #[must_use]
    pub fn of_register(error: RegisterError) -> Self {
        match error {
            RegisterError::UnknownEmployer => Self::not_found(),
            RegisterError::Refused { refusal, .. } => Self::refused(*refusal, Vec::new()),
            RegisterError::Taken(taken) => Self::code_taken(*taken),
            RegisterError::Changed { now, since } => Self::employer_changed(now, &since),
            RegisterError::KeyReused => Self::key_reused(),
            RegisterError::Store(error) => Self::store(&error),
        }
    }

    /// 422: another employer has the code; its page is named.
    fn code_taken(taken: Taken) -> Self {
        let see = (format!("/employers/{}", taken.owner), taken.name);
        Self { see: Some(Box::new(see)), ..Self::refused(taken.refusal, Vec::new()) }
    }

    /// 409: somebody else recorded something of this employer since the person looked.
    fn employer_changed(now: Version, since: &[heyi_core::employer::Line]) -> Self {
        let meanwhile = since.iter().map(|line| Meanwhile {
            entry: line.recorded.version,
            decision: RegisterKind::of(&line.recorded.event).name(),
            title: RegisterKind::of(&line.recorded.event).say(),
            recorded_at: line.recorded.recorded_at,
        });
        let (zh, en) = (
            "您打开页面之后，该单位又有新的记录。请看过下面的新记录，再决定是否提交。",
            "Something was recorded of this employer since you opened the page. Look at it, then decide whether to send again.",
        );
        Self { now: Some(now), meanwhile: meanwhile.collect(), ..Self::new(StatusCode::CONFLICT, "changed", zh, en) }
    }

    /// 409: another law was adopted since the person looked at what would move.
    #[must_use]
    pub fn law_changed() -> Self {
        let (zh, en) = (
            "您打开页面之后，已有人采用了别的规则或日历。下面是现在会变动的期限，请看过再决定。",
            "Another law was adopted since you opened the page. What would move now is below; look at it, then decide.",
        );
        Self::new(StatusCode::CONFLICT, "law-changed", zh, en)
    }

    /// 422: the idempotency key was used for something else.
    #[must_use]
    pub fn key_reused() -> Self {
        let (zh, en) = (
            "同一提交编号已用于另一内容。请重新打开页面再填写。",
            "This idempotency key was used for another request. Open the page again.",
        );
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "key-reused", zh, en)
    }

    /// 404.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "没有找到您要的内容。", "There is nothing here.")
    }

    /// 405.
    #[must_use]
    pub fn method_not_allowed() -> Self {
        let (zh, en) = ("这个地址不支持这种请求方式。", "This address does not take this method.");
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", zh, en)
    }

    /// 401: nobody is logged in; a page goes to the log-in.
    #[must_use]
    pub fn log_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "log-in", "请先登录。", "Log in first.")
    }

    /// 401: the token is unknown, revoked, or not of the form.
    #[must_use]
    pub fn bad_token() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "bad-token",
            "令牌无效或已吊销。",
            "The token is not valid, or was revoked.",
        )
    }

    /// 401: wrong log-in name or password. Which, is not told.
    #[must_use]
    pub fn wrong_password() -> Self {
        let (zh, en) = ("登录名或密码不对。", "Wrong log-in name or password.");
        Self::new(StatusCode::UNAUTHORIZED, "wrong-password", zh, en)
    }

    /// 429: too many wrong attempts.
    #[must_use]
    pub fn wait(seconds: i64) -> Self {
        let seconds = seconds.max(1);
        let zh = format!("连续多次登录失败，请 {seconds} 秒后再试。");
        let en = format!("Too many wrong attempts. Try again in {seconds} seconds.");
        Self { retry_after: Some(seconds), ..Self::new(StatusCode::TOO_MANY_REQUESTS, "wait", zh, en) }
    }

    /// 403: none of the account's roles may do this.
    #[must_use]
    pub fn not_permitted() -> Self {
        let (zh, en) =
            ("您的账户没有此项权限；如有需要请联系管理员。", "Your account may not do this. Ask an administrator.");
        Self::new(StatusCode::FORBIDDEN, "not-permitted", zh, en)
    }

    /// 403: the role does not hold there.
    #[must_use]
    pub fn outside_region() -> Self {
        let (zh, en) = ("这不在您负责的地区之内。", "This lies outside the regions of your account.");
        Self::new(StatusCode::FORBIDDEN, "outside-region", zh, en)
    }

    /// 403: the form did not come from a page of this session.
    #[must_use]
    pub fn forged() -> Self {
        let (zh, en) = (
            "页面已过期或不是由本系统打开的。请返回上一页，刷新后再提交。",
            "The page has expired or was not opened here. Go back, reload it and send again.",
        );
        Self::new(StatusCode::FORBIDDEN, "forged", zh, en)
    }

    /// 503: as many follow the log as may.
    #[must_use]
    pub fn busy() -> Self {
        let (zh, en) = ("同时跟踪事件的连接已满，请稍后再试。", "As many follow the events as may. Try again later.");
        Self { retry_after: Some(30), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", zh, en) }
    }

    /// 413.
    #[must_use]
    pub fn too_large() -> Self {
        let (zh, en) = (
            "提交的内容太大。单个文件不超过 32 MB；请压缩或分几次上传。",
            "What was sent is too large. A file may have at most 32 MB.",
        );
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", zh, en)
    }

    /// 408.
    #[must_use]
    pub fn too_slow() -> Self {
        let (zh, en) = (
            "提交的内容未能及时传完，没有记录；请检查网络后重试。",
            "What was sent did not arrive in time; nothing was recorded. Try again.",
        );
        Self::new(StatusCode::REQUEST_TIMEOUT, "too-slow", zh, en)
    }

    /// 415.
    #[must_use]
    pub fn media_type() -> Self {
        let (zh, en) = ("不支持这种内容类型。", "This content type is not read here: send a form, multipart, or JSON.");
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", zh, en)
    }

    /// 400: the body is not what its type says.
    #[must_use]
    pub fn malformed(error: &dyn Display) -> Self {
        let (zh, en) = ("提交的内容无法读取。", "What was sent cannot be read.");
        Self::new(StatusCode::BAD_REQUEST, "malformed", zh, en).because(error)
    }

    /// 400: the body cannot be read as a form.
    #[must_use]
    pub fn not_a_form(say: Say) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", say.zh, say.en)
    }

    /// 400: `If-Match` holds no version.
    #[must_use]
    pub fn not_a_version() -> Self {
        let (zh, en) =
            ("If-Match 应为案件的版本号。", "If-Match must be the version of the case, as its ETag gives it.");
        Self::new(StatusCode::BAD_REQUEST, "not-a-version", zh, en)
    }

    /// 400: the idempotency key is too long.
    #[must_use]
    pub fn key_too_long() -> Self {
        let (zh, en) = ("Idempotency-Key 过长。", "The idempotency key is too long.");
        Self::new(StatusCode::BAD_REQUEST, "key-too-long", zh, en)
    }

    /// 410: the text or file was erased.
    #[must_use]
    pub fn erased() -> Self {
        Self::new(StatusCode::GONE, "erased", "该内容已依法删除。", "This was erased.")
    }

    /// The sentence, for a page.
    #[must_use]
    pub fn sentence(&self, l: Lang) -> String {
        l.say(&self.say)
    }

    /// The article, for a page; empty when there is none.
    #[must_use]
    pub fn article(&self, l: Lang) -> String {
        self.cite.as_ref().map(|cite| l.say(&cite.say())).unwrap_or_default()
    }

    /// What is wrong with each field, for a page.
    #[must_use]
    pub fn told(&self, l: Lang) -> Vec<String> {
        self.fields.iter().map(|wrong| l.say(&wrong.say)).collect()
    }

    /// Whether the form is shown again with what was typed.
    #[must_use]
    pub fn keeps_form(&self) -> bool {
        matches!(self.status, StatusCode::UNPROCESSABLE_ENTITY | StatusCode::CONFLICT)
    }

    fn because(mut self, cause: &dyn Display) -> Self {
        self.cause = Some(cause.to_string());
        self
    }

    /// With the error and everything it rests on.
    fn caused(mut self, error: &dyn Error) -> Self {
        let mut chain = error.to_string();
        let mut source = error.source();
        while let Some(below) = source {
            chain.push_str(": ");
            chain.push_str(&below.to_string());
            source = below.source();
        }
        self.cause = Some(chain);
        self
    }

    /// The answer, and its line in the log.
    #[must_use]
    pub fn respond(self, reader: &Reader) -> Response {
        self.log();
        if self.status == StatusCode::UNAUTHORIZED && reader.side == Side::Page && self.code == "log-in" {
            return Redirect::to(&login_path(&reader.here)).into_response();
        }
        let mut response = match reader.side {
            Side::Page => answer::page(&self, reader),
            Side::Api => Json(answer::details(&self, reader)).into_response(),
        };
        if reader.side == Side::Api {
            let kind = HeaderValue::from_static("application/problem+json");
            response.headers_mut().insert(header::CONTENT_TYPE, kind);
        }
        self.dress(response)
    }

    /// A page that shows this problem in its own way, such as a form with what was typed; and its line in the log.
    #[must_use]
    pub fn shown_on(&self, page: Response) -> Response {
        self.log();
        self.dress(page)
    }

    /// The answer to a request no row takes.
    #[must_use]
    pub fn of_nobody(self, headers: &HeaderMap, uri: &Uri) -> Response {
        self.respond(&Reader::of(headers, uri, "none".to_owned()))
    }

    fn dress(&self, mut response: Response) -> Response {
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(now) = self.now
            && let Ok(tag) = HeaderValue::from_str(&format!("\"{now}\""))
        {
            headers.insert(header::ETAG, tag);
        }
        response
    }

    /// One line for each failure. It names codes, never what was typed, and no field either: a program can send any name.
    fn log(&self) {
        let fields: Vec<&str> = self.fields.iter().map(|wrong| wrong.code).collect();
        let (code, cause) = (self.code.as_str(), self.cause.as_deref().unwrap_or(""));
        if self.status.is_server_error() {
            tracing::error!(status = self.status.as_u16(), code, cause, "a request could not be served");
        } else {
            tracing::info!(status = self.status.as_u16(), code, cause, ?fields, "a request was refused");
        }
    }
}

impl Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.status.as_u16(), self.code, self.say.en)
    }
}

/// Where a page sends somebody who is not logged in.
fn login_path(here: &str) -> String {
    let next: String = here
        .bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b"/-_.".contains(&b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect();
    if next == "/" { "/login".to_owned() } else { format!("/login?next={next}") }
}

/// The last resort: a handler panicked. Its message may quote input, so only the fact is logged.
#[must_use]
pub fn of_panic(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!(status = 500, code = "panicked", "a handler panicked");
    let problem = Problem::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "panicked",
        "系统出错，请联系管理员。",
        "Something went wrong. Tell an administrator.",
    );
    (StatusCode::INTERNAL_SERVER_ERROR, format!("{} / {}\n", problem.say.zh, problem.say.en)).into_response()
}

#[cfg(test)]
mod tests;
