//! What every request passes before its handler, in this order: request id, language, session or token, permission in the
//! region, size, body, CSRF token. Permissions come from the table, never from a handler.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::RequestExt as _;
use axum::extract::{RawPathParams, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::response::Response;
use heyi_store::accounts::Account;
use tracing::Instrument as _;
use tracing::field::Empty;

use crate::app::App;
use crate::ask::{self, Answer, Ask, LANGUAGE_COOKIE, Reader, Side, Who};
use crate::problem::Problem;
use crate::routes::Row;
use crate::text::Lang;

pub mod access;
pub mod body;
pub mod password;
pub mod permission;
pub mod sent;
pub mod session;
pub mod throttle;
pub mod token;

use body::Incoming;
use permission::Permission;
use sent::Sent;

/// Names the request in answer and logs.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Serves one request of a row.
pub async fn serve(app: App, row: Arc<Row>, request: Request) -> Response {
    let reader = Reader::of(request.headers(), request.uri(), request_id());
    let span = tracing::info_span!(
        "request", request_id = %reader.request_id, method = %row.method, route = %row.path,
        account = Empty, stream = Empty, position = Empty, status = Empty
    );
    let work = async {
        let chosen = chosen_language(&request);
        let mut response = match admit(app, &row, request, reader.clone()).await {
            Ok(response) => response,
            Err(problem) => problem.respond(&reader),
        };
        finish(&mut response, &reader, chosen);
        tracing::Span::current().record("status", response.status().as_u16());
        response
    };
    work.instrument(span).await
}

async fn admit(app: App, row: &Row, mut request: Request, reader: Reader) -> Answer {
    let who = who(&app, request.headers())?;
    if let Some(who) = &who {
        tracing::Span::current().record("account", tracing::field::display(who.account.id));
    }
    let params = path_params(&mut request).await;
    let query = ask::query(request.uri());
    access::before_body(&app, row.permission, who.as_ref(), &params, &query).await?;
    let (parts, body) = request.into_parts();
    let sent = if row.method == Method::GET {
        Sent::default()
    } else {
        let settings = &app.settings;
        let (limit, time) = if row.files && sent::may_carry_files(&parts.headers) {
            (settings.max_upload, settings.body_time.saturating_mul(10))
        } else {
            (settings.max_body, settings.body_time)
        };
        // A sender that stalls must not hold memory, disk and a connection for ever.
        let body = Incoming::new(body, limit, settings.max_upload);
        let read = Sent::read(&parts.headers, body, &app.store.files, settings.max_body);
        let sent = tokio::time::timeout(time, read).await.map_err(|_| Problem::too_slow())??;
        not_forged(row, &parts.headers, who.as_ref(), &sent)?;
        sent
    };
    access::after_body(row.permission, who.as_ref(), &sent)?;
    if row.changes() {
        Problem::unless_writable(&app.store.log.health())?;
    }
    let route = format!("{} {}", row.method, row.path);
    let ask = Ask { app, reader, who, permission: row.permission, route, params, query, sent, headers: parts.headers };
    row.handler.run(ask).await
}

/// Who asks: by token where one is sent, else by session.
fn who(app: &App, headers: &HeaderMap) -> Result<Option<Who>, Problem> {
    let accounts = &app.store.accounts;
    if let Some(sent) = headers.get(header::AUTHORIZATION) {
        let token = sent.to_str().ok().and_then(token::Token::read).ok_or_else(Problem::bad_token)?;
        let account = accounts.by_token(token.id).filter(|account| !account.disabled).ok_or_else(Problem::bad_token)?;
        let kept = accounts.hash(token.id).map_err(|error| Problem::store(&error))?.unwrap_or_default();
        if !token.fits(kept.as_bytes()) {
            return Err(Problem::bad_token());
        }
        return Ok(Some(Who { account, session: None, token: Some(token.id) }));
    }
    let session = ask::cookie(headers, session::COOKIE).and_then(|id| app.sessions.find(id, app.store.clock.now()));
    Ok(session.and_then(|session| {
        let account = accounts.by_id(session.account).filter(|account| !account.disabled)?;
        Some(Who { account, session: Some(session), token: None })
    }))
}

/// The account of who asked, looked at again while an answer is still being given; `None` once it may not be used any more, or
/// the session or token was ended. This is no use of the session: an open stream must not keep it alive.
pub(crate) fn still(app: &App, who: &Who) -> Option<Account> {
    let account = app.store.accounts.by_id(who.account.id).filter(|account| !account.disabled)?;
    let valid = match (&who.session, who.token) {
        (Some(session), _) => app.sessions.lives(&session.id, app.store.clock.now()),
        (None, token) => account.tokens.iter().any(|(id, _)| Some(*id) == token),
    };
    valid.then_some(account)
}

/// A session's request to change something must carry the session's token; the log-in, which has none yet, must not come
/// from another site.
fn not_forged(row: &Row, headers: &HeaderMap, who: Option<&Who>, sent: &Sent) -> Result<(), Problem> {
    let from_elsewhere = headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site");
    let session = who.and_then(|who| who.session.as_ref());
    let forged = match session {
        _ if from_elsewhere => true,
        Some(session) => {
            row.permission != Permission::Public && !sent.csrf.as_ref().is_some_and(|csrf| session.sent(csrf))
        }
        None => false,
    };
    if forged { Err(Problem::forged()) } else { Ok(()) }
}

async fn path_params(request: &mut Request) -> BTreeMap<String, String> {
    let params = request.extract_parts::<RawPathParams>().await;
    let params = params.iter().flat_map(|params| params.iter());
    params.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn chosen_language(request: &Request) -> Option<Lang> {
    let asked = ask::query(request.uri()).into_iter().find(|(name, _)| name == "lang");
    asked.and_then(|(_, code)| Lang::from_code(&code))
}

fn finish(response: &mut Response, reader: &Reader, chosen: Option<Lang>) {
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(&reader.request_id) {
        headers.insert(REQUEST_ID, id);
    }
    if reader.side == Side::Page {
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(reader.l.tag()));
        if let Some(l) = chosen
            && let Ok(cookie) = HeaderValue::from_str(&format!(
                "{LANGUAGE_COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax",
                l.code()
            ))
        {
            headers.append(header::SET_COOKIE, cookie);
        }
    }
}

/// Only names the request; unique enough for one machine's logs.
fn request_id() -> String {
    let mut bytes = [0; 8];
    match getrandom::fill(&mut bytes) {
        Ok(()) => hex::encode(bytes),
        Err(_) => "unnamed".to_owned(),
    }
}
