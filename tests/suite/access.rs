//! Every row of the table of routes, driven as nobody, as each role inside its region, and as each role outside.

use std::collections::BTreeMap;

use heyi_core::event::account::Role;
use heyi_http::guard::permission::{Permission, Where};
use heyi_http::routes::{self, Row};
use heyi_tests::app::TestApp;
use heyi_tests::visitor::{Program, Visitor, sends_to_login};
use reqwest::StatusCode;
use serde_json::json;

const ROLES: [(Role, &str); 5] = [
    (Role::Caseworker, "caseworker"),
    (Role::Reviewer, "reviewer"),
    (Role::Statistician, "statistician"),
    (Role::Auditor, "auditor"),
    (Role::Administrator, "administrator"),
];

/// Rows not driven as somebody, with the reason. The list may only shrink.
const EXCEPTIONS: [(&str, &str); 2] =
    [("/login", "ends the session it is driven with"), ("/logout", "ends the session it is driven with")];

/// What the paths name.
struct Named {
    case: String,
    employer: String,
    letter: String,
    account: String,
    drive: String,
    publication: String,
}

impl Named {
    fn path(&self, row: &Row) -> String {
        row.path
            .replace("{case}", &self.case)
            .replace("{employer}", &self.employer)
            .replace("{letter}", &self.letter)
            .replace("{account}", &self.account)
            .replace("{drive}", &self.drive)
            .replace("{publication}", &self.publication)
            .replace("{sha256}", &"0".repeat(64))
            .replace("{token}", "00000000-0000-0000-0000-000000000000")
            .replace("{file}", "heyi.css")
            .replace("{position}", "1")
    }
}

/// A case of an employer in Nanjing, and an account there to do things to.
async fn named(app: &TestApp) -> Named {
    app.account("opener", Role::Caseworker, "320100").await;
    let opener = Program::with_token(app, "opener").await;
    let opened = opener
        .post(
            "/api/v1/cases",
            &json!({
                "office": "js-nanjing", "employer_name": "示例", "no_code_reason": "虚构", "place": "320106",
                "staff": 30, "women": 12, "staff_as_of": "2026-01-01", "occurred": "2026-01-05",
            }),
        )
        .await;
    assert_eq!(opened.status(), StatusCode::CREATED, "{}", opened.text().await.unwrap());
    app.caught_up().await;
    let issued = opener
        .post(
            "/api/v1/letters",
            &json!({
                "kind": "proposal", "issuer": "示例工会", "authority": "示例部门", "place": "320106", "facts": "示例",
                "request": "示例", "occurred": "2026-01-05",
            }),
        )
        .await;
    assert_eq!(issued.status(), StatusCode::CREATED, "{}", issued.text().await.unwrap());
    let letter = issued.headers()["location"].to_str().unwrap().rsplit('/').next().unwrap().to_owned();
    app.caught_up().await;
    let card = app.read.cases(&"320106".parse().unwrap(), "", None, 1).items.remove(0);
    let account = app.account("done-to", Role::Caseworker, "320106").await;
    let drive = opener
        .post(
            "/api/v1/drives",
            &json!({"name": "示例行动", "of": "offers", "place": "320106", "occurred": "2026-01-05"}),
        )
        .await;
    assert_eq!(drive.status(), StatusCode::CREATED);
    let drive = drive.headers()["location"].to_str().unwrap().rsplit('/').next().unwrap().to_owned();
    app.caught_up().await;
    Named {
        case: card.case.to_string(),
        employer: card.employer.unwrap().to_string(),
        letter,
        account: account.to_string(),
        drive,
        publication: publication(app).await,
    }
}

/// A proposal to publish a table of Gulou.
async fn publication(app: &TestApp) -> String {
    app.account("proposer", Role::Statistician, "320106").await;
    let proposer = Program::with_token(app, "proposer").await;
    let table = proposer.get("/api/v1/coverage?region=320106&measure=employers-covered&on=2026-06-30").await;
    let proposal = json!({"title": "示例", "tables": table["id"]});
    let proposed = proposer.post("/api/v1/publications", &proposal).await;
    assert_eq!(proposed.status(), StatusCode::CREATED, "{}", proposed.text().await.unwrap());
    app.caught_up().await;
    proposed.headers()["location"].to_str().unwrap().rsplit('/').next().unwrap().to_owned()
}

/// How far a role reaches, seen from Gulou in Nanjing, where everything these requests name lies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    Whole,
    City,
    Elsewhere,
}

impl Reach {
    fn region(self) -> &'static str {
        match self {
            Self::Whole => "100000",
            Self::City => "320100",
            Self::Elsewhere => "330000",
        }
    }
}

/// The request of a row: where the place is not in the path, it names Gulou in its query or form.
fn asked(named: &Named, row: &Row) -> (String, Vec<(&'static str, &'static str)>) {
    let path = named.path(row);
    match row.permission {
        Permission::In(_, Where::Region) if row.method == reqwest::Method::GET => {
            (format!("{path}?region=320106"), Vec::new())
        }
        Permission::In(_, Where::Region) => (path, vec![("place", "320106"), ("region", "320106")]),
        _ => (path, Vec::new()),
    }
}

fn is_api(row: &Row) -> bool {
    row.path.starts_with("/api/v1")
}

#[tokio::test(flavor = "multi_thread")]
async fn access_nobody_gets_only_what_is_public() {
    let app = TestApp::start().await;
    let named = named(&app).await;
    let nobody = Visitor::nobody(&app);
    for row in routes::table() {
        let answer = nobody.request(row.method.clone(), &named.path(&row)).send().await.unwrap();
        let public = row.permission == Permission::Public;
        let kept_out = answer.status() == StatusCode::UNAUTHORIZED || sends_to_login(&answer);
        assert!(!answer.status().is_server_error(), "{} {}", row.method, row.path);
        if row.path != "/login" {
            assert_eq!(kept_out, !public, "{} {}: {}", row.method, row.path, answer.status());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn access_each_role_gets_what_the_table_grants_in_its_region_and_nothing_outside() {
    let app = TestApp::start().await;
    let named = named(&app).await;
    for (role, name) in ROLES {
        for reach in [Reach::Whole, Reach::City, Reach::Elsewhere] {
            let region = reach.region();
            let login = format!("{name}-{region}");
            app.account(&login, role, region).await;
            let person = Visitor::log_in(&app, &login).await;
            let program = Program::with_token(&app, &login).await;
            for row in routes::table() {
                if EXCEPTIONS.iter().any(|(path, _)| row.path == *path) {
                    continue;
                }
                let (path, fields) = asked(&named, &row);
                let answer = if is_api(&row) {
                    program
                        .request(row.method.clone(), &path)
                        .json(&fields.iter().copied().collect::<BTreeMap<_, _>>())
                        .send()
                        .await
                        .unwrap()
                } else if row.method == reqwest::Method::POST {
                    person.post(&path, &fields).await
                } else {
                    person.request(row.method.clone(), &path).send().await.unwrap()
                };
                let status = answer.status();
                let refused =
                    status == StatusCode::FORBIDDEN || (reach == Reach::Elsewhere && status == StatusCode::NOT_FOUND);
                let granted = granted(row.permission, role, reach);
                assert!(!status.is_server_error(), "{login}: {} {} {status}", row.method, row.path);
                if granted {
                    assert_ne!(status, StatusCode::FORBIDDEN, "{login}: {} {}", row.method, row.path);
                    assert!(!sends_to_login(&answer), "{login}: {} {}", row.method, row.path);
                } else {
                    assert!(refused, "{login}: {} {} {status}", row.method, row.path);
                }
            }
        }
    }
}

/// What the table says of a role, read again here by itself.
fn granted(permission: Permission, role: Role, reach: Reach) -> bool {
    match permission {
        Permission::Public | Permission::SignedIn => true,
        Permission::In(roles, place) => {
            let reaches = match place {
                Where::Whole => reach == Reach::Whole,
                Where::Case
                | Where::Employer
                | Where::Letter
                | Where::Drive
                | Where::Publication
                | Where::Account
                | Where::Region => reach != Reach::Elsewhere,
                Where::Anywhere => true,
            };
            roles.contains(&role) && reaches
        }
    }
}
