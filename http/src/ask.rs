//! One request, admitted: who asks, in which language, for what, with what in the body.

use std::collections::BTreeMap;
use std::str::FromStr;

use askama::Template;
use axum::http::{HeaderMap, Uri, header};
use axum::response::{Html, IntoResponse as _, Response};
use heyi_core::erasable::Erasable;
use heyi_core::event::account::Role;
use heyi_core::ground::{Ground, Law};
use heyi_core::ids::{AccountId, CaseId};
use heyi_core::place::Place;
use heyi_store::accounts::Account;
use heyi_store::append::IdempotencyKey;
use heyi_store::cases::Asked;
use heyi_store::vault::{Revealed, Vault};
use jiff::civil::Date;
use uuid::Uuid;

use crate::app::App;
use crate::guard::permission::{self, Permission};
use crate::guard::sent::{Pairs, Sent};
use crate::guard::session::Session;
use crate::problem::Problem;
use crate::text::Lang;
use crate::text::facts::Reveal;

/// What a handler answers.
pub type Answer = Result<Response, Problem>;

/// The cookie that keeps the language.
pub const LANGUAGE_COOKIE: &str = "heyi_lang";

/// Who will read the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// A person with a browser.
    Page,
    /// A program.
    Api,
}

/// What an answer needs to know of its reader, also when the request was not admitted.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The language.
    pub l: Lang,
    /// Page or API.
    pub side: Side,
    /// Names the request in the logs.
    pub request_id: String,
    /// Path and query asked for.
    pub here: String,
}

/// Who asks.
#[derive(Clone, Debug)]
pub struct Who {
    /// The account.
    pub account: Account,
    /// Their session; `None`: a token.
    pub session: Option<Session>,
    /// The id of the token they sent, when they did.
    pub token: Option<Uuid>,
}

/// One admitted request.
#[derive(Clone)]
pub struct Ask {
    /// What handlers stand on.
    pub app: App,
    /// Who will read the answer.
    pub reader: Reader,
    /// Who asks; `None` on public rows only.
    pub who: Option<Who>,
    /// What the table asks for on this row.
    pub permission: Permission,
    /// The row: method and path with its names, such as `POST /cases/{case}/publish`.
    pub route: String,
    /// Values of the names in the path.
    pub params: BTreeMap<String, String>,
    /// The query.
    pub query: Pairs,
    /// The body.
    pub sent: Sent,
    /// The headers.
    pub headers: HeaderMap,
}

impl Reader {
    /// The reader of a request: `?lang=`, else the cookie, else Chinese.
    #[must_use]
    pub fn of(headers: &HeaderMap, uri: &Uri, request_id: String) -> Self {
        let api = ["/api/", "/healthz", "/readyz", "/openapi.json"].iter().any(|prefix| uri.path().starts_with(prefix));
        let asked =
            query(uri).into_iter().find(|(name, _)| name == "lang").and_then(|(_, code)| Lang::from_code(&code));
        let kept = cookie(headers, LANGUAGE_COOKIE).and_then(Lang::from_code);
        let told = headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok())
            .filter(|value| api && value.starts_with("en"))
            .map(|_| Lang::EN);
        let here = uri.path_and_query().map_or_else(|| uri.path().to_owned(), ToString::to_string);
        let side = if api { Side::Api } else { Side::Page };
        Self { l: asked.or(kept).or(told).unwrap_or_default(), side, request_id, here }
    }
}

impl Ask {
    /// The language.
    #[must_use]
    pub fn l(&self) -> Lang {
        self.reader.l
    }

    /// Whether a program asks.
    #[must_use]
    pub fn api(&self) -> bool {
        self.reader.side == Side::Api
    }

    /// A named part of the path, read; 404 when it is not of its form, since nothing can be there.
    ///
    /// # Errors
    /// 404.
    pub fn param<T: FromStr>(&self, name: &str) -> Result<T, Problem> {
        self.params.get(name).and_then(|text| text.parse().ok()).ok_or_else(Problem::not_found)
    }

    /// The case in the path.
    ///
    /// # Errors
    /// 404 when it is no id.
    pub fn case_id(&self) -> Result<CaseId, Problem> {
        self.param("case")
    }

    /// A value of the query, trimmed; empty when there is none.
    #[must_use]
    pub fn asked(&self, name: &str) -> &str {
        self.query.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
    }

    /// A value of the query, read; `None` when it is absent or empty.
    ///
    /// # Errors
    /// 422 at that field when it is not of its form.
    pub fn asked_for<T: FromStr>(&self, name: &'static str) -> Result<Option<T>, Problem> {
        match self.asked(name) {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| Problem::bad_query(name, text)),
        }
    }

    /// Who asks.
    ///
    /// # Errors
    /// 401; never on a row that asks for an account, since the guard saw to it.
    pub fn account(&self) -> Result<&Account, Problem> {
        self.who.as_ref().map(|who| &who.account).ok_or_else(Problem::log_in)
    }

    /// The regions in which who asks may do this, narrowed to the `region` asked for.
    ///
    /// # Errors
    /// 422 when the region asked for is no place.
    pub fn regions(&self) -> Result<Vec<Place>, Problem> {
        if let Some(region) = self.asked_for::<Place>("region")? {
            return Ok(vec![region]);
        }
        let Permission::In(roles, _) = self.permission else { return Ok(Vec::new()) };
        Ok(self.who.as_ref().map(|who| permission::regions(&who.account.grants, roles)).unwrap_or_default())
    }

    /// Whether who asks has one of the roles at `place`.
    #[must_use]
    pub fn holds(&self, roles: &[Role], place: &Place) -> bool {
        self.who.as_ref().is_some_and(|who| permission::holds(&who.account.grants, roles, place))
    }

    /// The day in Asia/Shanghai.
    #[must_use]
    pub fn today(&self) -> Date {
        self.app.store.clock.today()
    }

    /// What decisions stand on, for who asks.
    #[must_use]
    pub fn ground<'a>(&self, law: &'a Law) -> Ground<'a> {
        let by = self.who.as_ref().map_or(AccountId(Uuid::nil()), |who| who.account.id);
        Ground { today: self.today(), by, law }
    }

    /// What the store must know about the one who asks.
    ///
    /// # Errors
    /// 401 as [`Ask::account`].
    pub fn asked_by(&self) -> Result<Asked, Problem> {
        let by = self.account()?.id;
        let key = self.sent.key.clone().map(|key| IdempotencyKey {
            account: by,
            route: self.route.clone(),
            key,
            fingerprint: heyi_core::digest::Digest::of(&[self.reader.here.as_bytes(), &self.sent.fingerprint.0]),
        });
        Ok(Asked { by, seen: self.sent.seen, key })
    }

    /// Shows texts of the vault.
    #[must_use]
    pub fn names(&self) -> Names<'_> {
        Names(&self.app.store.vault)
    }
}

/// Shows texts of the vault, or that they were erased.
pub struct Names<'a>(&'a Vault);

impl Names<'_> {
    /// The text for a form: empty when it cannot be read any more.
    #[must_use]
    pub fn readable(&self, text: &Erasable) -> String {
        match self.0.reveal(text) {
            Revealed::Text(text) => text,
            Revealed::Erased | Revealed::Damaged => String::new(),
        }
    }
}

impl Reveal for Names<'_> {
    fn reveal(&self, text: &Erasable, l: Lang) -> String {
        match self.0.reveal(text) {
            Revealed::Text(text) => text,
            Revealed::Erased => l.t("〔已删除〕", "[erased]").to_owned(),
            Revealed::Damaged => l.t("〔无法读取〕", "[cannot be read]").to_owned(),
        }
    }
}

/// A rendered page.
///
/// # Errors
/// 503 when a template fails, which only a mistake in it can cause.
pub fn html(page: &impl Template) -> Answer {
    let text = page.render().map_err(|error| Problem::broken("rendering a page", &error))?;
    Ok(Html(text).into_response())
}

/// The value of a cookie.
#[must_use]
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(named, _)| *named == name)
        .map(|(_, value)| value)
}

/// The query as pairs; empty when it is not of that form.
#[must_use]
pub fn query(uri: &Uri) -> Pairs {
    axum::extract::Query::<Pairs>::try_from_uri(uri).map(|query| query.0).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(uri: &str, headers: &[(header::HeaderName, &'static str)]) -> Reader {
        let headers = headers.iter().map(|(name, value)| (name.clone(), header::HeaderValue::from_static(value)));
        Reader::of(&headers.collect(), &uri.parse().unwrap(), "r".to_owned())
    }

    #[test]
    fn pages_are_chinese_unless_asked_otherwise() {
        assert_eq!(reader("/worklist", &[(header::ACCEPT_LANGUAGE, "en")]).l, Lang::ZH);
        assert_eq!(reader("/worklist", &[(header::COOKIE, "a=b; heyi_lang=en")]).l, Lang::EN);
        assert_eq!(reader("/worklist?lang=zh", &[(header::COOKIE, "heyi_lang=en")]).l, Lang::ZH);
        let api = reader("/api/v1/worklist", &[(header::ACCEPT_LANGUAGE, "en")]);
        assert_eq!((api.l, api.side), (Lang::EN, Side::Api));
        assert_eq!(reader("/api", &[]).side, Side::Page);
    }
}
