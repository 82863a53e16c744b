//! Figures published beside a running server, shown by the command there, alone, and on another machine from an exported log.

use std::path::Path;

use reqwest::Client;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::demo::Demo;
use crate::{answer, heyi};

async fn post(server: &Demo, bearer: &str, path: &str, body: &Value) -> Value {
    let request =
        Client::new().post(format!("http://{}/api/v1{path}", server.address())).bearer_auth(bearer).json(body);
    let answer = request.send().await.unwrap();
    let status = answer.status();
    let body: Value = answer.json().await.unwrap();
    assert_eq!(status, 201, "{path}: {body}");
    body
}

fn bearer(data: &Path, account: &str) -> String {
    let issued = answer(data, &["token", "issue", account, "--label", "figures", "--format", "json"]);
    let token: Value = serde_json::from_slice(&issued).unwrap();
    token.get("bearer").and_then(Value::as_str).unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_published_is_shown_and_computed_again_alike_on_another_machine() {
    let dir = TempDir::new().unwrap();
    let (data, other) = (dir.path().join("heyi-data"), dir.path().join("other"));
    let server = Demo::start(&data);
    let asked = ["coverage", "--measure", "women-covered", "--on", "2026-06-30", "--by", "city", "--format", "json"];
    let table: Value = serde_json::from_slice(&answer(&data, &asked)).unwrap();
    let (statistician, reviewer) = (bearer(&data, "statistician"), bearer(&data, "reviewer"));
    let proposal = json!({"title": "覆盖女职工", "tables": table["id"], "threshold": "100"});
    let publication = post(&server, &statistician, "/publications", &proposal).await;
    let id = publication["publication"].as_str().unwrap();
    let waits = heyi(&data, &["coverage", "--published", id]);
    assert_eq!(waits.status.code(), Some(2), "a proposal is not published");
    let approval = json!({"occurred": "2026-07-01"});
    post(&server, &reviewer, &format!("/publications/{id}/publish-figures"), &approval).await;

    let said = answer(&data, &["coverage", "--published", id]);
    let text = String::from_utf8(said.clone()).unwrap();
    assert!(text.starts_with("覆盖女职工\n") && text.contains("236 / 236 (100.00%)"), "{text}");
    assert!(text.contains("重新计算：与发布的数字完全一致。"), "{text}");
    server.stop();
    assert_eq!(answer(&data, &["coverage", "--published", id]), said, "alone as beside the server");
    let log = dir.path().join("log.jsonl");
    std::fs::write(&log, answer(&data, &["export"])).unwrap();
    assert!(heyi(&other, &["import-log", log.to_str().unwrap()]).status.success());
    assert_eq!(answer(&other, &["coverage", "--published", id]), said, "on another machine");
    let told: Value =
        serde_json::from_slice(&answer(&other, &["coverage", "--published", id, "--format", "json"])).unwrap();
    assert_eq!((&told["computed_again"]["equal"], &told["state"]), (&json!(true), &json!("published")));
    for wrong in ["women-covered", "00000000-0000-0000-0000-000000000001"] {
        let refused = heyi(&other, &["coverage", "--published", wrong]);
        assert_eq!(refused.status.code(), Some(2));
        assert!(String::from_utf8(refused.stderr).unwrap().contains("没有编号为"));
    }
}
