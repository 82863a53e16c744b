//! `heyi demo`: a store to try heyi with, made once and served.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use heyi_core::event::account::Role;
use heyi_core::ids::AccountId;
use heyi_core::place::Place;
use heyi_core::text::Say;
use heyi_http::Settings as Web;
use heyi_http::guard::password::hash_of;
use heyi_store::accounts::{AccountError, NewAccount};
use heyi_store::clock::{Clock, ManualClock, SystemClock};
use heyi_store::country::{self, Country};
use heyi_store::laws::nobody;
use heyi_store::lock::DataLock;
use jiff::Span;
use jiff::tz::TimeZone;

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

/// What the made-up country comes from.
const SEED: u64 = 1;

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
    let made_up = match args.employers {
        Some(employers) if fresh => Some(country(&args.data, employers).await?),
        Some(_) => anyhow::bail!(
            "{} holds a demonstration already; --employers makes one only in an empty directory: give another with --data / 该目录中已有演示系统；--employers 只用于新目录，请用 --data 另指目录",
            args.data.display()
        ),
        None => None,
    };
    let office = Office::open_alone(&args.data).await?;
    let tally = if fresh { Some(make(&office, &args.data).await?) } else { None };
    office.caught_up().await?;
    let banner = Say::new(
        "演示系统：账户和密码公开，请勿录入真实资料。",
        "Demonstration: its accounts and passwords are public. Enter nothing real.",
    );
    let web = Web { banner: Some(banner), ..Web::default() };
    serve::serve(office, &args.data, args.listen, web, |address| tell(address, tally, made_up)).await
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

/// A made-up country, recorded day by day in the ten years before this month. How many events that were.
#[expect(clippy::print_stderr, reason = "of a large country somebody waits for minutes")]
async fn country(data: &Path, employers: u32) -> anyhow::Result<u64> {
    eprintln!("making up {employers} employers / 正在生成 {employers} 家虚构用人单位");
    let years = Span::new().months(i64::from(country::MONTHS));
    let begin = SystemClock.today().first_of_month().saturating_sub(years);
    let clock = Arc::new(ManualClock::at(begin.to_zoned(TimeZone::UTC)?.timestamp()));
    let office = Office::open_alone_with(data, Arc::clone(&clock) as Arc<dyn Clock>).await?;
    let mut country = Country::new(Arc::clone(&office.store.log), clock, employers, SEED).since(begin);
    let events = country.live().await?;
    office.close().await?;
    Ok(events)
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
fn tell(address: std::net::SocketAddr, tally: Option<Tally>, made_up: Option<u64>) -> anyhow::Result<()> {
    if let Some(events) = made_up {
        println!("{events} events made up besides / 另有 {events} 条虚构记录");
    }
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
