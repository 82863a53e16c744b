//! Logging in and out.

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::ask::{Answer, Ask, html};
use crate::guard::password;
use crate::guard::permission::holds_anywhere;
use crate::guard::session::COOKIE;
use crate::problem::Problem;
use crate::routes;
use crate::text::Lang;
use crate::view::Frame;

#[derive(Template)]
#[template(path = "login.html")]
struct Page {
    l: Lang,
    f: Frame,
    login: String,
    next: String,
    wrong: Option<String>,
}

/// The form.
///
/// # Errors
/// None to be expected.
pub async fn page(ask: Ask) -> Answer {
    let next = local(ask.asked("next")).to_owned();
    form(&ask, String::new(), next, None)
}

fn form(ask: &Ask, login: String, next: String, wrong: Option<String>) -> Answer {
    let l = ask.l();
    html(&Page { l, f: Frame::of(ask, l.t("登录", "Log in")), login, next, wrong })
}

/// Begins a session.
///
/// # Errors
/// 401 for a wrong name or password, 429 after too many: the form again, with what is wrong.
pub async fn log_in(ask: Ask) -> Answer {
    match begin(&ask).await {
        Ok(response) => Ok(response),
        Err(problem) if problem.status.is_client_error() => {
            let (login, next) = (ask.sent.text("login").to_owned(), local(ask.sent.text("next")).to_owned());
            let page = form(&ask, login, next, Some(ask.l().say(&problem.say)))?;
            Ok(problem.shown_on(page))
        }
        Err(problem) => Err(problem),
    }
}

async fn begin(ask: &Ask) -> Answer {
    let (app, now) = (&ask.app, ask.app.store.clock.now());
    let (login, typed) = (ask.sent.text("login").to_lowercase(), ask.sent.field("password").unwrap_or_default());
    if typed.len() > password::LONGEST || login.len() > password::LONGEST {
        return Err(Problem::wrong_password());
    }
    app.throttle.attempt(&login, now).map_err(|wait| Problem::wait(wait.as_secs()))?;
    let account = app.store.accounts.by_login(&login).filter(|account| !account.disabled);
    let hash = match account.as_ref().and_then(|account| account.password) {
        Some(secret) => app.store.accounts.hash(secret).map_err(|error| Problem::store(&error))?,
        None => None,
    };
    let right = app.passwords.right(typed.to_owned(), hash).await;
    let account = account.filter(|_| right).ok_or_else(Problem::wrong_password)?;
    app.throttle.right(&login);
    let session =
        app.sessions.begin(account.id, now).map_err(|error| Problem::broken("beginning a session", &error))?;
    let secure = if app.settings.secure_cookies { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={}; Path=/; HttpOnly; SameSite=Lax{secure}", session.id);
    to(local(ask.sent.text("next")), &cookie)
}

/// Ends the session.
///
/// # Errors
/// None to be expected.
pub async fn log_out(ask: Ask) -> Answer {
    if let Some(session) = ask.who.as_ref().and_then(|who| who.session.as_ref()) {
        ask.app.sessions.end(&session.id);
    }
    to("/login", &format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"))
}

/// The start page: the first of the menu this account can open.
///
/// # Errors
/// None to be expected.
pub async fn home(ask: Ask) -> Answer {
    let grants = &ask.account()?.grants;
    let starts =
        [("/worklist", routes::READERS), ("/coverage", routes::STATISTICS), ("/accounts", routes::ADMINISTRATORS)];
    let start =
        starts.into_iter().find(|(_, roles)| holds_anywhere(grants, roles)).map_or("/account", |(path, _)| path);
    Ok(Redirect::to(start).into_response())
}

fn to(path: &str, cookie: &str) -> Answer {
    let mut response: Response = Redirect::to(path).into_response();
    let cookie = HeaderValue::from_str(cookie).map_err(|error| Problem::broken("setting a cookie", &error))?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// A path of this server; the start page for anything else, so that a link cannot send people elsewhere.
fn local(next: &str) -> &str {
    let plain =
        next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n']) && next.is_ascii();
    if plain && !next.chars().any(char::is_control) { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere_after_the_log_in() {
        assert_eq!(local("/cases?q=1"), "/cases?q=1");
        for bad in ["https://x.example", "//x.example", "/\\x.example", "", "javascript:1", "/a\r\nb"] {
            assert_eq!(local(bad), "/", "{bad}");
        }
    }
}
