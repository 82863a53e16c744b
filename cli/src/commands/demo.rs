//! `heyi demo`: a store to try heyi with, made once and served.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use heyi_core::event::account::Role;
use heyi_core::ids::AccountId;
use heyi_core::place::Place;
use heyi_core::text::Say;
use heyi_http::Settings as Web;
use heyi_http::guard::password::hash_of;
use heyi_store::accounts::{AccountError, NewAccount};
use heyi_store::laws::nobody;
use heyi_store::lock::DataLock;

use crate::args::DemoArgs;
use crate::demo::{self, Recorders, Tally};
use crate::office::Office;

use super::serve;

/// Marks a data directory as a demonstration: its passwords are known to everybody.
const MARKER: &str = "demo";

/// Marks one that is still being made: written before anything else, replaced by [`MARKER`] at the end.
const UNFINISHED: &str = "demo-unfinished";

/// What a store consists of; wiped where a demonstration was not finished, and nowhere else.
const PARTS: [&str; 5] = ["log", "index", "projections", "vault", "files"];

/// The accounts, named by role, with what each is for.
const ACCOUNTS: [(&str, Role, &str); 5] = [
    ("caseworker", Role::Caseworker, "记录步骤 records steps"),
    ("reviewer", Role::Reviewer, "确认生效、批准更正 confirms effects, approves corrections"),
    ("statistician", Role::Statistician, "查询统计 asks statistics"),
    ("auditor", Role::Auditor, "查验记录 replays and proves"),
    ("administrator", Role::Administrator, "管理账户 keeps accounts"),
];

pub(crate) async fn run(args: &DemoArgs) -> anyhow::Result<ExitCode> {
    super::is_finished(&args.data)?;
    let fresh = is_fresh(&args.data)?;
    let office = Office::open_alone(&args.data).await?;
    let tally = if fresh { Some(make(&office, &args.data).await?) } else { None };
    office.caught_up().await?;
    let banner = Say::new(
        "演示系统：账户和密码公开，请勿录入真实资料。",
        "Demonstration: its accounts and passwords are public. Enter nothing real.",
    );
    let web = Web { banner: Some(banner), ..Web::default() };
    serve::serve(office, &args.data, args.listen, web, |address| tell(address, tally)).await
}

/// Whether the directory is still to be filled. A store that is no demonstration is left alone; a demonstration that was not
/// finished is wiped, because half of it would be taken for the whole.
fn is_fresh(data: &Path) -> anyhow::Result<bool> {
    if data.join(MARKER).exists() {
        return Ok(false);
    }
    // Held while the directory is looked at and wiped: one that is being filled by another process is no leftover.
    let _lock = DataLock::take(data).context("the data directory could not be locked")?;
    if data.join(MARKER).exists() {
        return Ok(false);
    }
    let unfinished = data.join(UNFINISHED);
    if unfinished.exists() {
        tell_wiping(data);
        for part in PARTS {
            match std::fs::remove_dir_all(data.join(part)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(error).with_context(|| format!("{part}/ of an unfinished demonstration stays"));
                }
                _ => {}
            }
        }
    }
    anyhow::ensure!(
        !data.join("log").exists(),
        "{} holds a store that is no demonstration; give another directory with --data / 该目录中是正式数据，请用 --data 另指目录",
        data.display()
    );
    std::fs::write(unfinished, "a demonstration store being made; heyi demo wipes what it finds beside this\n")
        .context("the directory cannot be marked")?;
    Ok(true)
}

#[expect(clippy::print_stderr, reason = "what is wiped is said, whatever the program's log is set to")]
fn tell_wiping(data: &Path) {
    eprintln!(
        "{}: a demonstration that was not finished is wiped and made again / 上次未完成的演示数据已清除，重新生成",
        data.display()
    );
}

async fn make(office: &Office, data: &Path) -> anyhow::Result<Tally> {
    let mut ids = Vec::new();
    for (login, role, _) in ACCOUNTS {
        ids.push(account(office, login, role).await?);
    }
    let [caseworker, reviewer, ..] = ids[..] else { anyhow::bail!("the demonstration needs its accounts") };
    let tally = demo::record_all(&office.store, Recorders { caseworker, reviewer }).await?;
    std::fs::write(data.join(UNFINISHED), "demonstration store: its passwords are public\n")
        .and_then(|()| std::fs::rename(data.join(UNFINISHED), data.join(MARKER)))
        .context("the directory cannot be marked")?;
    Ok(tally)
}

async fn account(office: &Office, login: &str, role: Role) -> anyhow::Result<AccountId> {
    let new = NewAccount {
        login: login.to_owned(),
        name: format!("演示账户 {login}"),
        office: "demo".parse()?,
        grants: vec![(role, Place::nation())],
        password_hash: Some(hash_of(&password_of(login))?),
    };
    match office.store.accounts.create(new, nobody()).await {
        Ok((id, _)) => Ok(id),
        Err(AccountError::Refused(refusal)) => anyhow::bail!("{}", refusal.say.en),
        Err(AccountError::Store(error)) => Err(error.into()),
    }
}

/// The password of a demonstration account.
fn password_of(login: &str) -> String {
    format!("heyi-demo-{login}")
}

#[expect(clippy::print_stdout, reason = "what a new user needs to begin is this command's answer")]
fn tell(address: std::net::SocketAddr, tally: Option<Tally>) -> anyhow::Result<()> {
    if let Some(Tally { as_events, as_notes }) = tally {
        let all = as_events + as_notes;
        println!(
            "{as_events} of {all} facts as events, {as_notes} as notes / {all} 条公开事实中 {as_events} 条记为事件，{as_notes} 条仅为备注"
        );
    }
    println!("heyi 合意 (demo): http://{address}");
    for (login, _, what) in ACCOUNTS {
        println!("  {login:<14} {:<26} {what}", password_of(login));
    }
    println!("Ctrl-C 停止 stops.");
    Ok(())
}
