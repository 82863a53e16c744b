//! `heyi verify`: the whole store, checked from the first byte to the last without changing anything.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use heyi_core::text::Language;
use heyi_projections::checkpoint;
use heyi_store::disk::Disk;
use heyi_store::disk::real::RealDisk;
use heyi_store::findings;
use heyi_store::verify::{Problem, Seen, Whole, verify_whole};

use crate::args::{Format, Reading};
use crate::output::{Answer, FOUND_WRONG};
use crate::progress::Progress;

pub(crate) fn run(args: &Reading) -> anyhow::Result<ExitCode> {
    super::is_store(&args.data)?;
    let whole = check(&args.data)?;
    let mut out = std::io::stdout();
    let mut answer = Answer::to(&mut out);
    match args.format {
        Format::Json => answer.json(&whole)?,
        Format::Text => print(&whole, args.lang.into(), &mut answer)?,
    }
    Ok(if whole.is_sound() { ExitCode::SUCCESS } else { ExitCode::from(FOUND_WRONG) })
}

/// Checks the store in a directory.
pub(super) fn check(data: &Path) -> anyhow::Result<Whole> {
    let disk: Arc<dyn Disk> = Arc::new(RealDisk::at(data));
    // Read before the log is: what a server keeps meanwhile lies further on.
    let seen = checkpoint::remembered(&*disk)?.into_iter().map(|(by, end)| Seen { by, end }).collect();
    let mut progress = Progress::default();
    let whole = verify_whole(&disk, seen, &mut |doing, done, all| progress.verify(doing, done, all))?;
    Ok(whole)
}

pub(super) fn print(whole: &Whole, language: Language, answer: &mut Answer<'_>) -> anyhow::Result<()> {
    let Whole { log, texts, texts_erased, secrets, files, file_bytes, .. } = whole;
    let (head, chain, durable) = (log.head, log.chain, log.durable);
    let (segments, commits, events, streams, leaves) = (log.segments, log.commits, log.events, log.streams, log.leaves);
    answer.line(match language {
        Language::Zh => format!(
            "已检查至第 {head} 号（落盘至 {durable}）：{segments} 个段文件，{commits} 次提交，{events} 条记录，{streams} 个流，重算 {leaves} 个叶散列\n链值 {chain}\n保险库：{texts} 条文本（其中 {texts_erased} 条已删除），{secrets} 个密码或令牌散列；附件：{files} 个，{file_bytes} 字节"
        ),
        Language::En => format!(
            "checked up to position {head} (durable up to {durable}): {segments} segments, {commits} commits, {events} events, {streams} streams, {leaves} leaves computed again\nchain {chain}\nvault: {texts} texts ({texts_erased} of them erased), {secrets} hashes of passwords and tokens; {files} attached files, {file_bytes} bytes"
        ),
    })?;
    if let Some(tail) = &log.tail {
        answer.line(match language {
            Language::Zh => format!("{} 第 {} 字节起为未写完的尾部，不是损坏", tail.file, tail.offset),
            Language::En => format!("{} from byte {}: an unfinished tail, not damage", tail.file, tail.offset),
        })?;
    }
    for cut in whole.tails_cut.iter().filter(|cut| !cut.acknowledged) {
        answer.line(match language {
            Language::Zh => format!(
                "第 {} 号：日志残尾 {} 字节曾被切下（自第 {} 号起），存于 cut/，尚未有管理员确认（存储状态页）",
                cut.position, cut.bytes, cut.from
            ),
            Language::En => format!(
                "position {}: a torn end of {} bytes was cut (from position {}), lies in cut/, and no administrator has acknowledged it (page: Store)",
                cut.position, cut.bytes, cut.from
            ),
        })?;
    }
    for problem in &log.problems {
        answer.line(line(problem, language))?;
    }
    let found = log.problems.len();
    answer.line(match (language, whole.is_sound()) {
        (Language::Zh, true) => "未发现问题。".to_owned(),
        (Language::En, true) => "Nothing is wrong.".to_owned(),
        (Language::Zh, false) => format!("发现 {found} 处问题；请停止服务，用 heyi restore 从备份修复。"),
        (Language::En, false) => {
            format!("{found} problems; stop the server and mend them from a backup with heyi restore.")
        }
    })?;
    Ok(())
}

/// Where something is wrong, with positions and streams.
pub(super) fn line(problem: &Problem, language: Language) -> String {
    let last = problem.last.map_or_else(|| "?".to_owned(), |last| last.to_string());
    let Problem { file, offset, first, what, streams, .. } = problem;
    let what = if language == Language::Zh { findings::zh(what) } else { what.clone() };
    format!("{file}:{offset} [{first}..{last}] {what} {}", streams.join(" "))
}
