//! Somebody at the pages: logged in with a cookie, or with a token at the API.

use reqwest::header::{AUTHORIZATION, COOKIE, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde_json::Value;

use crate::app::{PASSWORD, TestApp};

/// A person with a session.
pub struct Visitor {
    client: Client,
    base: String,
    cookie: Option<String>,
    /// The token that page forms carry.
    pub csrf: String,
}

impl Visitor {
    /// Somebody who is not logged in.
    #[must_use]
    pub fn nobody(app: &TestApp) -> Self {
        let client = Client::builder().redirect(Policy::none()).pool_max_idle_per_host(0).build().unwrap();
        Self { client, base: format!("http://{}", app.address), cookie: None, csrf: String::new() }
    }

    /// Logs in.
    pub async fn log_in(app: &TestApp, login: &str) -> Self {
        let mut visitor = Self::nobody(app);
        let form = [("login", login), ("password", PASSWORD)];
        let answer = visitor.request(Method::POST, "/login").form(&form).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{login} cannot log in");
        let cookies = answer.headers().get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
        let session =
            cookies.filter_map(|cookie| cookie.split(';').next()).find(|cookie| cookie.starts_with("heyi_session="));
        visitor.cookie = Some(session.unwrap().to_owned());
        let page = visitor.page("/account").await;
        let (_, after) = page.split_once(r#"name="_csrf" value=""#).expect("a page form carries its token");
        visitor.csrf = after.split('"').next().unwrap().to_owned();
        visitor
    }

    /// A request as this person.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.base));
        match &self.cookie {
            Some(cookie) => request.header(COOKIE, cookie),
            None => request,
        }
    }

    /// A page, which must be there.
    pub async fn page(&self, path: &str) -> String {
        let answer = self.request(Method::GET, path).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.text().await.unwrap()
    }

    /// Sends a page form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        let mut form = vec![("_csrf", self.csrf.as_str())];
        form.extend(fields);
        self.request(Method::POST, path).form(&form).send().await.unwrap()
    }
}

/// A program with an API token.
pub struct Program {
    client: Client,
    base: String,
    bearer: String,
}

impl Program {
    /// With a token of this account.
    pub async fn with_token(app: &TestApp, login: &str) -> Self {
        let account = app.store.accounts.by_login(login).unwrap().id;
        let mut token = heyi_http::guard::token::Token::fresh(uuid::Uuid::nil()).unwrap();
        let issued = app.store.accounts.issue_token(account, "tests".into(), &token.hash(), account).await;
        token.id = issued.unwrap();
        let client = Client::builder().redirect(Policy::none()).pool_max_idle_per_host(0).build().unwrap();
        Self { client, base: format!("http://{}", app.address), bearer: format!("Bearer {}", token.text()) }
    }

    /// The same program, asking a heyi that was started again.
    #[must_use]
    pub fn at(self, app: &TestApp) -> Self {
        Self { base: format!("http://{}", app.address), ..self }
    }

    /// A request as this program.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base)).header(AUTHORIZATION, &self.bearer)
    }

    /// Sends JSON.
    pub async fn post(&self, path: &str, body: &Value) -> Response {
        self.request(Method::POST, path).json(body).send().await.unwrap()
    }

    /// Asks for JSON, which must be there.
    pub async fn get(&self, path: &str) -> Value {
        let answer = self.request(Method::GET, path).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.json().await.unwrap()
    }
}

/// Whether the answer sends to the log-in page.
#[must_use]
pub fn sends_to_login(answer: &Response) -> bool {
    let to = answer.headers().get(LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default();
    answer.status() == StatusCode::SEE_OTHER && to.starts_with("/login")
}
