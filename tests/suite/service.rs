//! What people and programs meet when the disk fails: reading goes on, nothing is half recorded, and each refusal says why.

use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use heyi_core::event::account::Role;
use heyi_store::disk::Disk;
use heyi_store::disk::simulated::{Fault, Operation, SimulatedDisk};
use heyi_store::verify::{Verify, verify};
use heyi_tests::app::TestApp;
use heyi_tests::visitor::{Program, Visitor};
use reqwest::multipart::{Form, Part};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};

/// The people of these tests, and a case of theirs.
struct Office {
    app: TestApp,
    caseworker: Program,
    administrator: Program,
    case: String,
}

impl Office {
    async fn new(app: TestApp) -> Self {
        app.account("caseworker", Role::Caseworker, "320100").await;
        app.account("administrator", Role::Administrator, "100000").await;
        app.account("auditor", Role::Auditor, "100000").await;
        let caseworker = Program::with_token(&app, "caseworker").await;
        let administrator = Program::with_token(&app, "administrator").await;
        let opened = caseworker.post("/api/v1/cases", &opening()).await;
        assert_eq!(opened.status(), StatusCode::CREATED);
        let case = opened.headers()["location"].to_str().unwrap().to_owned();
        app.caught_up().await;
        Self { app, caseworker, administrator, case }
    }

    /// The same people at a store that was started again.
    async fn again(app: TestApp, case: String) -> Self {
        let caseworker = Program::with_token(&app, "caseworker").await;
        let administrator = Program::with_token(&app, "administrator").await;
        Self { app, caseworker, administrator, case }
    }

    async fn offer(&self, key: &str) -> Response {
        let offer = json!({"by": "staff", "in_writing": true, "subject": "考核", "occurred": "2026-02-03"});
        let request = self.caseworker.request(Method::POST, &format!("{}/issue-offer", self.case));
        request.header("idempotency-key", key).json(&offer).send().await.unwrap()
    }

    /// One with a remark, which goes to the vault, and a paper, which goes to the files.
    async fn offer_with_paper(&self) -> Response {
        let mut form = Form::new().part("evidence", Part::bytes(vec![7; 100_000]).file_name("要约.pdf"));
        for (name, value) in
            [("by", "staff"), ("in_writing", "true"), ("subject", "考核"), ("occurred", "2026-02-03"), ("note", "备注")]
        {
            form = form.text(name, value);
        }
        let path = format!("{}/issue-offer", self.case);
        self.caseworker.request(Method::POST, &path).multipart(form).send().await.unwrap()
    }

    /// Everything that is read is answered.
    async fn reads(&self) {
        let person = Visitor::log_in(&self.app, "caseworker").await;
        let case = self.case.replace("/api/v1", "");
        for path in ["/worklist", "/cases", "/employers", "/coverage", &case, &format!("{case}/audit")] {
            person.page(path).await;
        }
        person.page(&format!("{case}/issue-offer")).await;
        let auditor = Visitor::log_in(&self.app, "auditor").await;
        auditor.page("/audit").await;
        for path in ["/api/v1/events", "/api/v1/worklist", "/api/v1/cases", &self.case] {
            let answer = self.caseworker.request(Method::GET, path).send().await.unwrap();
            assert_eq!(answer.status(), StatusCode::OK, "{path}");
        }
        self.administrator.get("/api/v1/storage").await;
    }

    /// Every entry of every kind is refused with this code, in both languages, and leaves nothing on the disk.
    async fn refuses(&self, code: &str, disk: &dyn Disk) {
        let (before, head) = (everything(disk), self.app.store.log.head());
        let account = self.app.store.accounts.by_login("caseworker").unwrap().id;
        let grant = format!("/accounts/{account}/grant");
        refused(self.offer("refused").await, code).await;
        refused(self.offer_with_paper().await, code).await;
        refused(self.caseworker.post("/api/v1/cases", &opening()).await, code).await;
        let english = self.caseworker.request(Method::POST, "/api/v1/cases").header("accept-language", "en");
        let english: Value = english.json(&opening()).send().await.unwrap().json().await.unwrap();
        assert!(english["detail"].as_str().unwrap().is_ascii(), "{english}");
        let people = json!({"key": uuid::Uuid::nil(), "reason": "本人要求", "sure": true});
        let erasing = self.administrator.post(&format!("{}/people", self.case), &people).await;
        assert!([StatusCode::SERVICE_UNAVAILABLE, StatusCode::NOT_FOUND].contains(&erasing.status()));
        let person = Visitor::log_in(&self.app, "administrator").await;
        let page = person.post(&grant, &[("role", "reviewer"), ("region", "320100")]).await;
        assert_eq!(page.status(), StatusCode::SERVICE_UNAVAILABLE);
        let page = page.text().await.unwrap();
        assert!(page.contains("</html>") && page.contains("没有记录"), "{page}");
        assert_eq!((everything(disk), self.app.store.log.head()), (before, head), "something was left");
    }
}

fn opening() -> Value {
    json!({
        "employer_name": "示例", "no_code_reason": "虚构", "place": "320106", "staff": 30, "women": 12,
        "staff_as_of": "2026-01-01", "occurred": "2026-01-05", "note": "备注",
    })
}

async fn refused(answer: Response, code: &str) {
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE, "{code}");
    let waits = answer.headers().get("retry-after").is_some();
    let body: Value = answer.json().await.unwrap();
    assert_eq!((body["code"].as_str(), waits), (Some(code), code == "full"), "{body}");
    assert!(body["detail"].as_str().unwrap().contains("没有记录"), "{body}");
}

/// The names of all files of vault and files.
fn everything(disk: &dyn Disk) -> Vec<String> {
    fn below(disk: &dyn Disk, dir: &str, found: &mut Vec<String>) {
        for listed in disk.list(dir).unwrap_or_default() {
            let path = format!("{dir}/{}", listed.name);
            if listed.is_dir { below(disk, &path, found) } else { found.push(path) }
        }
    }
    let mut found = Vec::new();
    ["vault", "files"].iter().for_each(|dir| below(disk, dir, &mut found));
    found
}

async fn readiness(app: &TestApp) -> (StatusCode, Vec<String>) {
    let answer = reqwest::get(app.url("/readyz")).await.unwrap();
    let (status, body): (_, Value) = (answer.status(), answer.json().await.unwrap());
    let codes = body["reasons"].as_array().unwrap().iter().map(|reason| reason["code"].as_str().unwrap().to_owned());
    (status, codes.collect())
}

fn sound(disk: &dyn Disk) {
    let canonical = |event: &heyi_store::append::LogEvent| {
        heyi_store::codec::canonical_entry(event).map_err(|error| error.to_string())
    };
    let report = verify(disk, &Verify { canonical: Some(&canonical), seen: Vec::new() }, &mut |_, _| ()).unwrap();
    assert!(report.is_sound(), "{:?}", report.problems);
}

#[tokio::test(flavor = "multi_thread")]
async fn service_a_damaged_log_is_read_and_every_entry_refused_in_words() {
    let disk = SimulatedDisk::new(1);
    let office = Office::new(TestApp::start_on(Arc::new(disk.clone())).await).await;
    // Tokens are issued before the damage: afterwards none can be.
    let (caseworker, administrator) = (office.caseworker, office.administrator);
    let case = office.case;
    let spare = caseworker.post("/api/v1/cases", &opening()).await;
    assert_eq!(spare.status(), StatusCode::CREATED);
    office.app.stop().await;
    disk.damage("log/00000001.seg", |bytes| {
        let last = (0..bytes.len()).step_by(8).rfind(|at| bytes[*at..].starts_with(b"heyF")).unwrap();
        bytes[last + 100] ^= 1;
    })
    .unwrap();
    let app = TestApp::start_on(Arc::new(disk.clone())).await;
    app.caught_up().await;
    let office = Office { caseworker: caseworker.at(&app), administrator: administrator.at(&app), app, case };
    assert_eq!(readiness(&office.app).await, (StatusCode::SERVICE_UNAVAILABLE, vec!["read-only".to_owned()]));
    office.reads().await;
    office.refuses("read-only", &disk).await;
    let told = office.administrator.get("/api/v1/storage").await;
    assert_eq!(told["damage"]["file"], "log/00000001.seg", "{told}");
    let person = Visitor::log_in(&office.app, "administrator").await;
    let page = person.page("/storage").await;
    assert!(page.contains("heyi verify") && page.contains("log/00000001.seg"), "{page}");
    assert!(office.app.read.failure().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn service_starts_wherever_the_log_is_damaged() {
    let disk = SimulatedDisk::new(4);
    let office = Office::new(TestApp::start_on(Arc::new(disk.clone())).await).await;
    office.app.stop().await;
    let (mut places, whole) = (vec![20], heyi_store::disk::read(&disk, "log/00000001.seg").unwrap());
    places.extend((0..whole.len()).step_by(8).filter(|at| whole[*at..].starts_with(b"heyF")).map(|at| at + 120));
    for place in places.iter().step_by(2) {
        disk.damage("log/00000001.seg", |bytes| bytes[*place] ^= 1).unwrap();
        let app = TestApp::start_on(Arc::new(disk.clone())).await;
        app.caught_up().await;
        assert_eq!(readiness(&app).await, (StatusCode::SERVICE_UNAVAILABLE, vec!["read-only".to_owned()]), "{place}");
        for path in ["/login", "/healthz", "/api"] {
            assert_eq!(reqwest::get(app.url(path)).await.unwrap().status(), StatusCode::OK, "{place} {path}");
        }
        app.stop().await;
        disk.damage("log/00000001.seg", |bytes| bytes[*place] ^= 1).unwrap();
    }
    let office = TestApp::start_on(Arc::new(disk.clone())).await;
    assert_eq!(readiness(&office).await.0, StatusCode::OK, "undamaged again, it is as it was");
}

#[tokio::test(flavor = "multi_thread")]
async fn service_goes_on_by_itself_once_a_full_disk_has_room() {
    let disk = SimulatedDisk::new(2);
    let office = Office::new(TestApp::start_on(Arc::new(disk.clone())).await).await;
    disk.set_full(true);
    office.reads().await;
    office.refuses("full", &disk).await;
    assert_eq!(readiness(&office.app).await.0, StatusCode::OK, "a full disk is told to whoever records");
    disk.set_full(false);
    assert_eq!(office.offer_with_paper().await.status(), StatusCode::CREATED);
    disk.set_full(true);
    refused(office.caseworker.post("/api/v1/cases", &opening()).await, "full").await;
    disk.set_full(false);
    assert_eq!(office.caseworker.post("/api/v1/cases", &opening()).await.status(), StatusCode::CREATED);
    assert!(everything(&disk).iter().all(|path| !path.contains("tmp")), "{:?}", everything(&disk));
    office.app.stop().await;
    sound(&disk);
}

#[tokio::test(flavor = "multi_thread")]
async fn service_an_error_of_the_disk_refuses_one_entry_and_a_failed_sync_all_until_a_restart() {
    let disk = SimulatedDisk::new(3);
    let office = Office::new(TestApp::start_on(Arc::new(disk.clone())).await).await;
    let head = office.app.store.log.head();
    disk.fail(Fault { on: Operation::Write, error: ErrorKind::Other, after: 0, times: 1 });
    refused(office.offer("k1").await, "unavailable").await;
    assert_eq!(office.app.store.log.head(), head);
    let done = office.offer("k1").await;
    assert_eq!(done.status(), StatusCode::CREATED, "the same request, sent again");

    disk.fail(Fault { on: Operation::Sync, error: ErrorKind::Other, after: 0, times: 1 });
    let delivery = json!({"way": "hand", "received_by": "人力资源部", "occurred": "2026-02-04"});
    let path = format!("{}/deliver-offer", office.case);
    let unsure = office.caseworker.post(&path, &delivery).await;
    assert_eq!(unsure.status(), StatusCode::SERVICE_UNAVAILABLE);
    let unsure: Value = unsure.json().await.unwrap();
    assert_eq!(unsure["code"], "poisoned");
    assert!(unsure["detail"].as_str().unwrap().contains("尚不能确定"), "{unsure}");
    assert_eq!(readiness(&office.app).await, (StatusCode::SERVICE_UNAVAILABLE, vec!["poisoned".to_owned()]));
    office.reads().await;
    office.refuses("poisoned", &disk).await;
    // What was answered before is answered again, also now.
    let again: Value = office.offer("k1").await.json().await.unwrap();
    assert_eq!(again["repeated"], true, "{again}");

    let case = office.case.clone();
    office.app.stop().await;
    let office = Office::again(TestApp::start_on(Arc::new(disk.clone())).await, case).await;
    let after = office.caseworker.post(&path, &delivery).await.status();
    assert!([StatusCode::CREATED, StatusCode::UNPROCESSABLE_ENTITY].contains(&after), "{after}");
    assert_eq!(readiness(&office.app).await.0, StatusCode::OK);
    office.app.stop().await;
    sound(&disk);
}

/// A small file system, taken down when dropped.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// `None` where it cannot be mounted, said in one line.
    fn of(size: &str) -> Option<Self> {
        let dir = tempfile::TempDir::new().unwrap();
        let options = format!("size={size},mode=0700");
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", &options, "heyi-small"]).arg(dir.path()).output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self(dir));
        }
        eprintln!("a really full disk was not tried: no file system can be mounted here (it needs root)");
        None
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.0.path()).status();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn service_on_a_small_real_disk_goes_on_once_there_is_room() {
    let Some(small) = SmallDisk::of("24m") else { return };
    let data = Arc::new(tempfile::TempDir::new_in(small.path()).unwrap());
    let ballast = small.path().join("ballast");
    std::fs::write(&ballast, vec![1; 8 << 20]).unwrap();
    let office = Office::new(TestApp::start_in(Arc::clone(&data)).await).await;
    // Papers until it is full.
    let mut kept = 0;
    let mut full = 0;
    for n in 0..40_u8 {
        let paper = Form::new().part("evidence", Part::bytes(vec![n; 2 << 20]).file_name("a.pdf"));
        let mut form = paper;
        for (name, value) in
            [("employer_name", "示例"), ("no_code_reason", "虚构"), ("place", "320106"), ("occurred", "2026-01-05")]
        {
            form = form.text(name, value);
        }
        let answer = office.caseworker.request(Method::POST, "/api/v1/cases").multipart(form).send().await.unwrap();
        match answer.status() {
            StatusCode::CREATED => kept += 1,
            StatusCode::SERVICE_UNAVAILABLE => {
                refused(answer, "full").await;
                full += 1;
            }
            other => panic!("{other}: {}", answer.text().await.unwrap()),
        }
        if full == 3 {
            break;
        }
    }
    assert!(kept > 0 && full == 3, "{kept} kept, {full} refused");
    office.reads().await;
    std::fs::remove_file(&ballast).unwrap();
    assert_eq!(office.offer_with_paper().await.status(), StatusCode::CREATED, "without a restart");
    let head = office.app.store.log.head();
    let case = office.case.clone();
    office.app.stop().await;
    let office = Office::again(TestApp::start_in(Arc::clone(&data)).await, case).await;
    assert!(office.app.store.log.head() > head, "what was answered is there, and two tokens more");
    office.reads().await;
    office.app.stop().await;
    sound(&heyi_store::disk::real::RealDisk::at(data.path()));
}
