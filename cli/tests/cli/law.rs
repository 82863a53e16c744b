//! The law from the command line: previewed, adopted beside a running server and alone, and refused.

use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::demo::Demo;
use super::{RULES, YEAR, heyi};

fn text(data: &Path, args: &[&str]) -> String {
    let output = heyi(data, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn value(data: &Path, args: &[&str]) -> Value {
    serde_json::from_str(&text(data, &[args, &["--format", "json"]].concat())).unwrap()
}

/// Why a command was refused.
fn refused(data: &Path, args: &[&str]) -> String {
    let output = heyi(data, args);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{args:?}");
    String::from_utf8(output.stderr).unwrap()
}

fn head(data: &Path) -> Value {
    value(data, &["head"]).get("position").cloned().unwrap()
}

/// Twenty days from here end after New Year 2027.
const REPLY: [&str; 7] = ["deadline", "--place", "CN-BJ", "--rule", "offer.reply", "--from", "2026-12-14"];

#[test]
fn a_year_added_beside_a_server_holds_from_the_next_request_and_changes_no_earlier_answer() {
    let dir = TempDir::new().unwrap();
    let data = dir.path().join("heyi-data");
    let server = Demo::start(&data);
    let before = head(&data);
    let known = before.to_string();
    let coverage = ["coverage", "--on", "2027-01-31", "--known", &known];
    let was = value(&data, &coverage);
    assert_eq!(value(&data, &REPLY)["certainty"], "provisional");

    let preview = value(&data, &["calendar", "preview", YEAR]);
    assert_eq!((&preview["calendar"]["added"], &preview["adopted"]), (&json!(["2027"]), &Value::Null));
    assert_eq!((head(&data), &value(&data, &REPLY)["certainty"]), (before.clone(), &json!("provisional")));

    let added = value(&data, &["calendar", "add", YEAR]);
    assert_eq!(added["moved"], preview["moved"], "what was previewed is what was adopted");
    assert_eq!(added["adopted"], before.as_u64().unwrap() + 1);
    let reply = value(&data, &REPLY);
    assert_eq!((&reply["certainty"], &reply["due"]), (&json!("firm"), &json!("2027-01-04")));
    assert_eq!(value(&data, &coverage), was, "as known then, with the versions of then");
    let now = value(&data, &["coverage", "--on", "2027-01-31"]);
    assert_eq!(now["basis"]["calendar"], added["then"]["calendar"]);
    assert_ne!(now["basis"]["calendar"], was["basis"]["calendar"]);

    let again = text(&data, &["calendar", "add", YEAR]);
    assert!(again.contains("没有需要采用的内容"), "{again}");
    assert_eq!(head(&data), added["adopted"], "what holds already records nothing");
    server.stop();
    assert_eq!(value(&data, &REPLY), reply, "and after a stop");
    assert_eq!(value(&data, &coverage), was);
    assert!(text(&data, &["calendar", "preview"]).contains("没有需要采用的内容"), "the years shipped take none away");
    assert!(text(&data, &["export"]).contains("\"kind\":\"calendar-adopted\""));
}

#[test]
fn rules_of_an_operator_are_previewed_adopted_and_given_up_again() {
    let dir = TempDir::new().unwrap();
    let data = dir.path().join("heyi-data");
    Demo::start(&data).stop();
    let jiangsu = ["deadline", "--place", "CN-JS", "--rule", "offer.reply", "--from", "2026-03-02"];
    let before = value(&data, &jiangsu);
    assert_eq!(before["certainty"], "national-default");

    let said = text(&data, &["rules", "preview", RULES]);
    for part in ["+ 规则 test.offer.reply", "! test.publish：缺条款、施行日或数值", "尚未采用"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(value(&data, &jiangsu), before);
    let adopted = value(&data, &["rules", "adopt", RULES]);
    assert_eq!(adopted["incomplete"], json!(["test.publish"]));
    assert_eq!(value(&data, &jiangsu)["rule_id"], "test.offer.reply");

    // What this program ships takes the place of everything an operator added, and says so first.
    let back = value(&data, &["rules", "adopt"]);
    assert_eq!(back["rules"]["removed"], json!(["test.offer.reply", "test.publish", "test.renewal.window"]));
    assert_eq!(value(&data, &jiangsu), before);
    assert_eq!(back["then"]["rulebook"], adopted["now"]["rulebook"], "the same rules, the same version");
}

#[test]
fn a_wrong_file_is_refused_by_its_row_and_changes_nothing() {
    let dir = TempDir::new().unwrap();
    let data = dir.path().join("heyi-data");
    let server = Demo::start(&data);
    let before = head(&data);
    let rules = std::fs::read_to_string(RULES).unwrap();
    let year = std::fs::read_to_string(YEAR).unwrap();
    let file = dir.path().join("law.toml");
    let path = file.to_str().unwrap();
    let refuse = |command: &[&str], content: String, told: &str| {
        std::fs::write(&file, content).unwrap();
        let why = refused(&data, &[command, &[path]].concat());
        assert!(why.contains(told), "{told}: {why}");
    };
    let adopt: &[&str] = &["rules", "adopt"];
    refuse(adopt, rules.replacen("CN-JS", "CN-XX", 1), "test.offer.reply：没有法域“CN-XX”");
    refuse(adopt, rules.replacen("law = \"测试条例\"\n", "", 1), "test.offer.reply：读不懂：missing field `law`");
    refuse(
        adopt,
        rules.replace("CN-JS", "CN-ZJ").replace("\"general\"", "\"general\", \"wage\""),
        "test.offer.reply：与 zj.offer.reply 冲突",
    );
    refuse(adopt, rules.replacen("value = 30", "value = 30 days", 1), "第 7 行第 9 个字符：不是合法的 TOML");
    refuse(adopt, year.clone(), "[[rule]]：文件中没有 [[rule]] 行");
    refuse(adopt, String::new(), "文件中没有 [[rule]] 行");
    let add: &[&str] = &["calendar", "add"];
    refuse(add, year.replace("2027-02-05", "2027-02-29"), "第 4 行第");
    refuse(add, year.replace("2027-02-05", "2026-02-05"), "2027：2026-02-05 不是这一年的日期");
    refuse(add, year.replace("work = [2027-02-14]", "work = [2027-02-15]"), "2027：2027-02-15 是工作日");
    refuse(add, format!("{year}{year}"), "2027：这一年出现两次");
    refuse(add, "year = 2027".to_owned(), "文件中没有 [[year]] 行");
    refuse(add, "x".repeat((1 << 20) + 1), "1 MiB");
    assert!(refused(&data, &["rules", "adopt", "/nothing/there.toml"]).contains("无法读取"));
    assert_eq!(head(&data), before);
    server.stop();
    assert!(refused(&data, &["calendar", "add", path]).contains("1 MiB"), "alone as beside a server");
}
