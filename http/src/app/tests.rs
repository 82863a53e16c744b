//! The whole router over a log in memory: what people and programs do, end to end.

use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use heyi_core::event::account::Role;
use heyi_core::ids::AccountId;
use heyi_store::accounts::NewAccount;
use heyi_store::clock::ManualClock;
use heyi_store::disk::simulated::SimulatedDisk;
use heyi_store::memory::MemoryLog;
use serde_json::{Value, json};
use tower::ServiceExt as _;
use uuid::Uuid;

use super::*;
use crate::guard::token::Token;

struct World {
    app: App,
    router: Router,
}

struct Got {
    status: StatusCode,
    headers: axum::http::HeaderMap,
    text: String,
}

impl Got {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    fn location(&self) -> &str {
        self.headers[header::LOCATION].to_str().unwrap()
    }
}

async fn world() -> World {
    let clock = Arc::new(ManualClock::at("2026-03-10T02:00:00Z".parse().unwrap()));
    let log = Arc::new(MemoryLog::new(Arc::clone(&clock) as Arc<dyn heyi_store::clock::Clock>));
    let disk = Arc::new(SimulatedDisk::new(1));
    let store = Store::open(Arc::clone(&log) as _, Arc::clone(&disk) as _, clock).await.unwrap();
    let options = heyi_projections::Options::default();
    let (read, _runner) = heyi_projections::start(Arc::clone(&log) as _, disk, log, options).await.unwrap();
    let settings = Settings { place: "320000".parse().unwrap(), ..Settings::default() };
    let app = App::new(store, read, settings);
    World { router: app.clone().router(), app }
}

impl World {
    /// A token of a new account with this role there.
    async fn token(&self, login: &str, role: Role, region: &str) -> String {
        let new = NewAccount {
            login: login.into(),
            name: "王某".into(),
            office: "js-nanjing".parse().unwrap(),
            grants: vec![(role, region.parse().unwrap())],
            password_hash: Some(guard::password::hash_of("correct horse").unwrap()),
        };
        let by = AccountId(Uuid::nil());
        let (id, _) = self.app.store.accounts.create(new, by).await.unwrap();
        let mut token = Token::fresh(Uuid::nil()).unwrap();
        token.id = self.app.store.accounts.issue_token(id, "test".into(), &token.hash(), by).await.unwrap();
        token.text()
    }

    async fn send(&self, request: Request<Body>) -> Got {
        let response: Response<Body> = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Got { status: parts.status, headers: parts.headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    async fn get(&self, token: &str, path: &str) -> Got {
        let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    async fn post(&self, token: &str, path: &str, body: &Value, headers: &[(&str, &str)]) -> Got {
        let mut request = Request::post(path)
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// A case in Nanjing, opened by API; its path there.
    async fn case(&self, token: &str) -> String {
        let opened = self.post(token, "/api/v1/cases", &opening("320100"), &[]).await;
        assert_eq!(opened.status, StatusCode::CREATED, "{}", opened.text);
        opened.location().to_owned()
    }
}

fn opening(place: &str) -> Value {
    json!({"employer_name": "示例生物医药有限公司", "no_code_reason": "虚构", "place": place, "women": 236,
        "women_as_of": "2026-03-01", "occurred": "2026-03-02", "made_up": true})
}

fn offer() -> Value {
    json!({"by": "staff", "in_writing": true, "subject": "生育后考核", "occurred": "2026-03-03"})
}

#[tokio::test]
async fn a_step_is_recorded_once_and_a_stale_version_is_told_what_happened() {
    let world = world().await;
    let token = world.token("caseworker", Role::Caseworker, "320100").await;
    let case = world.case(&token).await;
    let path = format!("{case}/issue-offer");
    let first = world.post(&token, &path, &offer(), &[("idempotency-key", "k1"), ("if-match", "\"1\"")]).await;
    assert_eq!(
        (first.status, first.headers[header::ETAG].to_str().unwrap()),
        (StatusCode::CREATED, "\"2\""),
        "{}",
        first.text
    );
    let again = world.post(&token, &path, &offer(), &[("idempotency-key", "k1"), ("if-match", "\"1\"")]).await;
    assert_eq!((again.status, again.json()["version"].clone()), (StatusCode::CREATED, json!(2)));
    let mut other = offer();
    other["subject"] = json!("别的");
    let reused = world.post(&token, &path, &other, &[("idempotency-key", "k1")]).await;
    assert_eq!((reused.status, reused.json()["code"].clone()), (StatusCode::UNPROCESSABLE_ENTITY, json!("key-reused")));
    let delivery = json!({"way": "hand", "received_by": "人力资源部", "occurred": "2026-03-04"});
    let stale = world.post(&token, &format!("{case}/deliver-offer"), &delivery, &[("if-match", "\"1\"")]).await;
    assert_eq!(
        (stale.status, stale.json()["meanwhile"][0]["decision"].clone()),
        (StatusCode::CONFLICT, json!("issue-offer"))
    );
    let refused = world.post(&token, &format!("{case}/take-vote"), &json!({"members": 10, "present": 10, "in_favour": 10, "against": 0, "abstained": 0, "occurred": "2026-03-05"}), &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.json()["allowed"].as_array().unwrap().iter().any(|next| next["decision"] == "deliver-offer"),
        "{}",
        refused.text
    );
    let wrong = world.post(&token, &path, &json!({"by": "nobody", "nonsense": 1, "occurred": "2026-02-30"}), &[]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.json()["fields"].as_array().unwrap().len() >= 3, "all at once: {}", wrong.text);
}

#[tokio::test]
async fn roles_hold_in_their_region_only() {
    let world = world().await;
    let nanjing = world.token("nanjing", Role::Caseworker, "320100").await;
    let wuxi = world.token("wuxi", Role::Caseworker, "320200").await;
    let statistician = world.token("statistician", Role::Statistician, "320000").await;
    let case = world.case(&nanjing).await;
    assert_eq!(world.get(&wuxi, &case).await.status, StatusCode::FORBIDDEN);
    assert_eq!(world.get(&statistician, &case).await.status, StatusCode::FORBIDDEN);
    assert_eq!(world.post(&wuxi, &format!("{case}/issue-offer"), &offer(), &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(world.post(&wuxi, "/api/v1/cases", &opening("320100"), &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(world.get(&nanjing, "/api/v1/coverage?region=320200").await.status, StatusCode::FORBIDDEN);
    assert_eq!(world.get(&statistician, "/api/v1/events").await.status, StatusCode::FORBIDDEN);
    assert_eq!(world.get(&wuxi, "/api/v1/events").await.text, "", "nothing lies in their region");
    assert_eq!(world.get(&wuxi, "/api/v1/events?region=320100").await.status, StatusCode::FORBIDDEN);
    assert_eq!(world.get("x", &case).await.status, StatusCode::UNAUTHORIZED);
    let unknown = format!("/api/v1/cases/{}", Uuid::nil());
    assert_eq!(world.get(&nanjing, &unknown).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.get(&nanjing, "/api/v1/cases/nonsense").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_correction_reaches_no_further_than_recording() {
    let world = world().await;
    let caseworker = world.token("caseworker", Role::Caseworker, "320100").await;
    let reviewer = world.token("reviewer", Role::Reviewer, "320100").await;
    let case = world.case(&caseworker).await;
    let correct = async |token: &str, changes: &[(&str, Value)]| {
        let mut body = json!({"entry": "1", "correction_reason": "录入错误", "employer_name": "改名单位",
            "place": "320100", "women": 236, "women_as_of": "2026-03-01", "occurred": "2026-03-02", "made_up": true});
        for (name, value) in changes {
            body[*name] = value.clone();
        }
        world.post(token, &format!("{case}/correct-entry"), &body, &[]).await
    };
    let employer = world.app.store.cases.load(case.rsplit('/').next().unwrap().parse().unwrap(), None).await;
    let employer = json!(employer.unwrap().unwrap().opening.unwrap().employer());
    let same = ("employer", employer.clone());
    let elsewhere = correct(&caseworker, &[same.clone(), ("place", json!("310000"))]).await;
    assert_eq!(elsewhere.status, StatusCode::FORBIDDEN, "{}", elsewhere.text);
    for unknown in [Uuid::nil(), Uuid::from_u128(7)] {
        let refused = correct(&caseworker, &[("employer", json!(unknown))]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
        assert_eq!(refused.json()["code"], "unknown-employer");
    }
    let not_theirs = correct(&reviewer, std::slice::from_ref(&same)).await;
    assert_eq!(not_theirs.status, StatusCode::FORBIDDEN, "a reviewer opens no case: {}", not_theirs.text);
    let withdrawal = json!({"entry": "2", "reason": "误录"});
    world.post(&caseworker, &format!("{case}/issue-offer"), &offer(), &[]).await;
    let not_theirs = world.post(&reviewer, &format!("{case}/withdraw-entry"), &withdrawal, &[]).await;
    assert_eq!(not_theirs.status, StatusCode::FORBIDDEN, "{}", not_theirs.text);
    let done = correct(&caseworker, &[same]).await;
    assert_eq!(done.status, StatusCode::CREATED, "{}", done.text);
    let withdrawn = world.post(&caseworker, &format!("{case}/withdraw-entry"), &withdrawal, &[]).await;
    assert_eq!(withdrawn.status, StatusCode::CREATED, "{}", withdrawn.text);
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_not_waited_for() {
    let World { app, .. } = world().await;
    let settings = Settings { body_time: Duration::from_millis(20), ..Settings::default() };
    let app = App::new(app.store, app.read, settings);
    let world = World { router: app.clone().router(), app };
    let stalled = Body::from_stream(futures::stream::pending::<Result<Vec<u8>, std::io::Error>>());
    let form = Request::post("/login").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let got = world.send(form.body(stalled).unwrap()).await;
    assert_eq!(got.status, StatusCode::REQUEST_TIMEOUT);
}

#[tokio::test]
async fn attempts_at_the_same_time_do_not_pass_the_limit() {
    let world = world().await;
    world.token("caseworker", Role::Caseworker, "320100").await;
    let attempt = || {
        let form = Request::post("/login").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        world.send(form.body(Body::from("login=caseworker&password=wrong")).unwrap())
    };
    let got = futures::future::join_all((0..8).map(|_| attempt())).await;
    let tried = got.iter().filter(|got| got.status == StatusCode::UNAUTHORIZED).count();
    assert_eq!((tried, got[7].status), (5, StatusCode::TOO_MANY_REQUESTS));
}

#[tokio::test]
async fn every_page_opens_for_those_who_may() {
    let world = world().await;
    let caseworker = world.token("caseworker", Role::Caseworker, "320100").await;
    let case = world.case(&caseworker).await;
    let position = world.app.store.log.head();
    assert!(world.app.read.caught_up_to(position, Duration::from_secs(5)).await);
    let page = case.replace("/api/v1", "");
    let auditor = world.token("auditor", Role::Auditor, "320000").await;
    let administrator = world.token("administrator", Role::Administrator, "320000").await;
    let listed = world.get(&caseworker, "/api/v1/employers").await.json();
    let employer = format!("/employers/{}", listed["employers"][0]["id"].as_str().unwrap());
    let mut pages: Vec<(&str, String)> = [
        "/worklist",
        "/cases?q=示例",
        "/cases/begin",
        "/cases/open-case",
        "/cases/open-joint-case",
        "/cases/take-over-joint-case",
        "/employers",
        "/coverage?by=place",
        "/deadlines",
        "/deadlines?place=CN-ZJ&rule=offer.reply&from=2026-02-10",
        "/account",
        "/api",
    ]
    .map(|path| (caseworker.as_str(), path.replace("示例", "%E7%A4%BA")))
    .into();
    pages.extend(
        [page.clone(), format!("{page}/audit"), employer, format!("{page}/correct-entry?entry=1")]
            .map(|path| (caseworker.as_str(), path)),
    );
    pages.extend([
        (auditor.as_str(), "/audit".to_owned()),
        (administrator.as_str(), "/accounts".to_owned()),
        (administrator.as_str(), format!("{page}/people")),
    ]);
    let of_a_case = |kind: &&heyi_core::decisions::DecisionKind| !routes::BEGINNING.contains(kind);
    for kind in heyi_core::decisions::DecisionKind::ALL.iter().filter(of_a_case) {
        if routes::recorders_of(*kind).contains(&Role::Caseworker) {
            pages.push((&caseworker, format!("{page}/{}", kind.name())));
        }
    }
    for (token, path) in pages {
        for lang in ["zh", "en"] {
            let joint = if path.contains('?') { '&' } else { '?' };
            let got = world.get(token, &format!("{path}{joint}lang={lang}")).await;
            assert_eq!(got.status, StatusCode::OK, "{path}: {}", got.text);
            assert!(
                got.text.contains("</html>") && got.headers.contains_key(header::CONTENT_SECURITY_POLICY),
                "{path}"
            );
        }
    }
    let correcting = world.get(&caseworker, &format!("{page}/correct-entry?entry=1")).await;
    assert!(
        correcting.text.contains("#1 立案") && correcting.text.contains("示例生物医药有限公司"),
        "filled with what stands"
    );
    let id = listed["employers"][0]["id"].as_str().unwrap();
    let chosen = format!("value=\"{id}\" selected");
    assert!(correcting.text.contains(&chosen), "{}", correcting.text);
    let opening = format!("/cases/open-case?employer={id}");
    assert!(world.get(&caseworker, &format!("/employers/{id}")).await.text.contains(&opening));
    assert!(world.get(&caseworker, &opening).await.text.contains(&chosen));
    for path in ["/healthz", "/readyz", "/openapi.json", "/static/heyi.css", "/login"] {
        assert_eq!(world.send(Request::get(path).body(Body::empty()).unwrap()).await.status, StatusCode::OK, "{path}");
    }
    let feed = world.get(&auditor, "/api/v1/events?limit=2").await;
    assert_eq!(feed.text.lines().count(), 2);
    assert!(
        feed.headers.contains_key(header::LINK) && !world.get(&auditor, "/api/v1/events").await.text.contains("argon2")
    );
}

#[tokio::test]
async fn a_person_logs_in_and_records_through_pages_without_script() {
    let world = world().await;
    world.token("caseworker", Role::Caseworker, "320100").await;
    let log_in = |password: &'static str| {
        let form = Request::post("/login").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        form.body(Body::from(format!("login=caseworker&password={password}&next=%2Fcases%2Fopen-case"))).unwrap()
    };
    assert_eq!(world.send(log_in("wrong")).await.status, StatusCode::UNAUTHORIZED);
    let entered = world.send(log_in("correct+horse")).await;
    assert_eq!((entered.status, entered.location()), (StatusCode::SEE_OTHER, "/cases/open-case"));
    let cookie = entered.headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
    let form =
        world.send(Request::get("/cases/open-case").header(header::COOKIE, &cookie).body(Body::empty()).unwrap()).await;
    let hidden = |name: &str| {
        let (_, after) = form.text.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
        after.split('"').next().unwrap().to_owned()
    };
    let (csrf, key) = (hidden("_csrf"), hidden("_key"));
    let send = |fields: String| {
        let form = Request::post("/cases/open-case").header(header::COOKIE, &cookie);
        form.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(Body::from(fields)).unwrap()
    };
    let fields = "employer_name=Example&no_code_reason=none&place=320100&occurred=2026-03-02";
    assert_eq!(world.send(send(fields.to_owned())).await.status, StatusCode::FORBIDDEN, "without the token");
    let wrong = world.send(send(format!("_csrf={csrf}&_key={key}&employer_name=Example&place=1"))).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("value=\"Example\"") && wrong.text.contains("aria-invalid"), "{}", wrong.text);
    let opened = world.send(send(format!("_csrf={csrf}&_key={key}&{fields}"))).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
    let twice = world.send(send(format!("_csrf={csrf}&_key={key}&{fields}"))).await;
    assert_eq!(twice.location(), opened.location(), "a double click records once");
    let nobody = world.send(Request::get("/worklist").body(Body::empty()).unwrap()).await;
    assert_eq!((nobody.status, nobody.location()), (StatusCode::SEE_OTHER, "/login?next=/worklist"));
    let large = send(format!("_csrf={csrf}&note={}", "x".repeat(35 << 20)));
    assert_eq!(world.send(large).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}
