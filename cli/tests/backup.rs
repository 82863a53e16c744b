//! `heyi backup` and `heyi restore` as an operator uses them: beside a running server, with a passphrase, an age identity and in
//! clear; what they answer and their exit codes.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as it must be")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

#[path = "kit/demo.rs"]
mod demo;

use demo::{Demo, HEYI};

const RECIPIENT: &str = "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa";
const IDENTITY: &str = "AGE-SECRET-KEY-1GQ9778VQXMMJVE8SK7J6VT8UJ4HDQAJUVSFCWCM02D8GEWQ72PVQ2Y5J33\n";

fn heyi(args: &[&str]) -> Output {
    Command::new(HEYI).args(args).env_remove("HEYI_DATA").stdin(Stdio::null()).output().unwrap()
}

/// The answer in JSON of a command that ends with this exit code.
fn answer(args: &[&str], code: i32) -> Value {
    let output = heyi(&[args, &["--format", "json"]].concat());
    assert_eq!(output.status.code(), Some(code), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What a command says that is refused.
fn refused(args: &[&str]) -> String {
    let output = heyi(args);
    assert_eq!(output.status.code(), Some(2), "{args:?}: {}", String::from_utf8_lossy(&output.stdout));
    assert!(output.stdout.is_empty(), "standard output carries nothing but the answer");
    String::from_utf8(output.stderr).unwrap()
}

struct Places {
    _dir: TempDir,
    data: String,
    backup: String,
    new: String,
    passphrase: String,
    wrong: String,
}

impl Places {
    fn new() -> Self {
        let dir = TempDir::new().unwrap();
        let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
        let places = Self {
            data: path("data"),
            backup: path("backup"),
            new: path("new"),
            passphrase: path("passphrase"),
            wrong: path("wrong"),
            _dir: dir,
        };
        std::fs::write(&places.passphrase, "correct horse battery\n").unwrap();
        std::fs::write(&places.wrong, "another one\n").unwrap();
        places
    }

    fn add_user(&self, login: &str) {
        let name = format!("name of {login}");
        let args = ["user", "add", login, "--name", &name, "--office", "js-nanjing", "--role", "caseworker@320100"];
        assert!(heyi(&[&args[..], &["--data", &self.data]].concat()).status.success());
    }
}

fn first_segment(data: &str) -> PathBuf {
    Path::new(data).join("log/00000001.seg")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_beside_a_server_holds_what_was_acknowledged_and_restores_to_a_store_that_serves() {
    let at = Places::new();
    let server = Demo::start(Path::new(&at.data));
    let backup = ["backup", &at.backup, "--data", &at.data, "--passphrase-file", &at.passphrase];
    let mut last = 0;
    for number in 0..3 {
        // The answer was given: it is in the backup, although nothing was recorded after it.
        at.add_user(&format!("nanjing-{number}"));
        let done = answer(&backup, 0);
        let position = done["position"].as_u64().unwrap();
        assert!(position > last, "{done}");
        last = position;
    }
    let restore = ["restore", "--from", &at.backup, "--data", &at.new, "--passphrase-file", &at.passphrase];
    let beside = ["restore", "--from", &at.backup, "--data", &at.data, "--passphrase-file", &at.passphrase];
    assert!(refused(&beside).contains("stop it first"));
    server.stop();

    let looked = answer(&[&restore[..], &["--dry-run"]].concat(), 0);
    assert!(looked["whole"] == true && looked["verified"].is_null() && !Path::new(&at.new).exists(), "{looked}");
    let done = answer(&restore, 0);
    assert_eq!(
        (&done["whole"], &done["verified"]["head"], &done["remaining"]),
        (&Value::Bool(true), &last.into(), &Value::Array(vec![]))
    );
    let same = |args: &[&str]| {
        let of = |data: &str| heyi(&[args, &["--data", data]].concat()).stdout;
        assert_eq!(String::from_utf8_lossy(&of(&at.data)), String::from_utf8_lossy(&of(&at.new)), "{args:?}");
    };
    same(&["export"]);
    same(&["user", "list"]);
    let listed = heyi(&["user", "list", "--data", &at.new]).stdout;
    assert!(String::from_utf8(listed).unwrap().contains("nanjing-2"));
    let server = Demo::start(Path::new(&at.new));
    let client = reqwest::Client::builder().cookie_store(true).build().unwrap();
    let form = [("login", "caseworker"), ("password", "heyi-demo-caseworker")];
    let page = client.post(format!("http://{}/login", server.address())).form(&form).send().await.unwrap();
    assert!(page.status().is_success(), "{}", page.status());
    let cases = client.get(format!("http://{}/cases", server.address())).send().await.unwrap().text().await.unwrap();
    assert!(cases.contains("示例"), "{cases}");
    server.stop();
    assert_eq!(heyi(&["verify", "--data", &at.new]).status.code(), Some(0));
}

#[test]
fn a_backup_opens_with_its_key_only_and_none_is_made_in_clear_by_accident() {
    let at = Places::new();
    Demo::start(Path::new(&at.data)).stop();
    let data = ["--data", &at.data];
    let backup = |dir: &str, how: &[&str]| {
        [&["backup", dir], how, &data[..]].concat().iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>()
    };
    let run = |args: &[String]| heyi(&args.iter().map(String::as_str).collect::<Vec<_>>());
    let said = |args: &[String]| refused(&args.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(said(&backup(&at.backup, &[])).contains("--plain"));
    assert!(!Path::new(&at.backup).exists(), "what is refused makes nothing");
    let inside = format!("{}/backup", at.data);
    assert!(said(&backup(&inside, &["--plain"])).contains("outside"));
    assert!(!Path::new(&inside).exists());
    assert!(said(&backup(&at.backup, &["--recipient", "age1nobody"])).contains("age1nobody"));
    assert_eq!(run(&backup(&at.backup, &["--plain", "--recipient", RECIPIENT])).status.code(), Some(2));

    assert!(run(&backup(&at.backup, &["--recipient", RECIPIENT])).status.success());
    let restore = ["restore", "--from", &at.backup, "--data", &at.new];
    assert!(refused(&restore).contains("--identity"));
    assert!(refused(&[&restore[..], &["--passphrase-file", &at.passphrase]].concat()).contains("打不开"));
    let identity = format!("{}.age-identity", at.passphrase);
    std::fs::write(&identity, "nothing of the kind").unwrap();
    assert!(refused(&[&restore[..], &["--identity", &identity]].concat()).contains("AGE-SECRET-KEY-1"));
    std::fs::write(&identity, IDENTITY).unwrap();
    assert!(!Path::new(&at.new).join("log").exists());
    answer(&[&restore[..], &["--identity", &identity]].concat(), 0);

    let second = format!("{}-2", at.backup);
    assert!(run(&backup(&second, &["--passphrase-file", &at.passphrase])).status.success());
    assert!(said(&backup(&second, &["--passphrase-file", &at.wrong, "--lang", "en"])).contains("does not open"));
    let wrong = ["restore", "--from", &second, "--data", &at.new, "--passphrase-file", &at.wrong];
    assert!(refused(&wrong).contains("打不开"));
    let asked = ["restore", "--from", &second, "--data", &at.new];
    assert!(refused(&asked).contains("no terminal"));
}

#[test]
fn damage_is_mended_to_the_byte_and_the_exit_code_says_whether_all_of_it() {
    let at = Places::new();
    let server = Demo::start(Path::new(&at.data));
    assert!(heyi(&["backup", &at.backup, "--data", &at.data, "--plain"]).status.success());
    at.add_user("newer");
    server.stop();
    let segment = first_segment(&at.data);
    let whole = std::fs::read(&segment).unwrap();
    let mut damaged = whole.clone();
    damaged[20_000] ^= 1;
    std::fs::write(&segment, &damaged).unwrap();
    assert_eq!(heyi(&["verify", "--data", &at.data]).status.code(), Some(1));
    assert!(refused(&["backup", &at.backup, "--data", &at.data, "--plain"]).contains("heyi verify"));
    let restore = ["restore", "--from", &at.backup, "--data", &at.data];
    let looked = answer(&[&restore[..], &["--dry-run"]].concat(), 0);
    assert_eq!(looked["segments"][0]["ranges"], serde_json::json!([{"offset": 20_000, "bytes": 8}]));
    assert!(std::fs::read(&segment).unwrap() == damaged, "looking changes nothing");
    let mended = answer(&restore, 0);
    assert!(std::fs::read(&segment).unwrap() == whole, "newer entries stay");
    let kept = Path::new(&at.data).join(mended["segments"][0]["set_aside"].as_str().unwrap());
    assert!(damaged.starts_with(&std::fs::read(kept).unwrap()));
    assert_eq!(heyi(&["verify", "--data", &at.data]).status.code(), Some(0));
    assert!(heyi(&["user", "list", "--data", &at.data]).status.success());

    // What is newer than the backup is not in it: said with positions.
    let frames: Vec<_> = (0..whole.len()).step_by(8).filter(|at| whole[*at..].starts_with(b"heyF")).collect();
    let newest = frames[frames.len() - 1];
    let mut damaged = std::fs::read(&segment).unwrap();
    damaged[newest + 100] ^= 1;
    std::fs::write(&segment, &damaged).unwrap();
    let told = answer(&restore, 1);
    assert_eq!(told["remaining"][0]["offset"].as_u64(), Some(newest as u64), "{told}");
    assert!(told["remaining"][0]["first"].as_u64() > told["backup"]["position"].as_u64(), "{told}");
    let said = heyi(&restore);
    assert_eq!(said.status.code(), Some(1));
    assert!(String::from_utf8(said.stdout).unwrap().contains(&format!("log/00000001.seg:{newest}")));
}

#[test]
fn a_restore_that_was_not_finished_is_neither_served_nor_read_nor_backed_up() {
    let at = Places::new();
    Demo::start(Path::new(&at.data)).stop();
    assert!(heyi(&["backup", &at.backup, "--data", &at.data, "--plain"]).status.success());
    let restore = ["restore", "--from", &at.backup, "--data", &at.new];
    answer(&restore, 0);
    // As it is when the power goes before the last segment.
    std::fs::write(Path::new(&at.new).join("restore-unfinished"), "").unwrap();
    std::fs::remove_file(first_segment(&at.new)).unwrap();
    let other = format!("{}-2", at.backup);
    for args in [
        &["serve", "--listen", "127.0.0.1:0", "--data", &at.new][..],
        &["demo", "--listen", "127.0.0.1:0", "--data", &at.new],
        &["verify", "--data", &at.new],
        &["export", "--data", &at.new],
        &["backup", &other, "--plain", "--data", &at.new],
    ] {
        assert!(refused(args).contains("heyi restore"), "{args:?}");
    }
    answer(&restore, 0);
    assert!(heyi(&["export", "--data", &at.new]).stdout == heyi(&["export", "--data", &at.data]).stdout);
    std::fs::write(Path::new(&at.backup).join("heyi-backup.json"), "{\"heyi_backup\": 2}").unwrap();
    assert!(refused(&restore).contains("更新的版本"));
    assert!(refused(&["restore", "--from", &at.wrong, "--data", &at.new]).contains("no backup"));
    let strange = Path::new(&at.data).parent().unwrap().join("letters");
    std::fs::create_dir(&strange).unwrap();
    std::fs::write(strange.join("letter.txt"), "x").unwrap();
    let strange = strange.to_str().unwrap();
    assert!(refused(&["backup", strange, "--plain", "--data", &at.data]).contains("不是备份目录"));
}
