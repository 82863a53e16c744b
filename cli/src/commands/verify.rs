//! `heyi verify`: the record, checked from the first byte to the last without changing anything. Files and vault are not checked yet.

use std::process::ExitCode;
use std::sync::Arc;

use heyi_core::text::Language;
use heyi_store::append::LogEvent;
use heyi_store::codec;
use heyi_store::disk::real::RealDisk;
use heyi_store::verify::{Report, Verify, verify};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::args::{Format, Reading};
use crate::output::{Answer, FOUND_WRONG};

mod cuts;

use cuts::Cuts;

pub(crate) fn run(args: &Reading) -> anyhow::Result<ExitCode> {
    anyhow::ensure!(
        args.data.join("log").is_dir(),
        "there is no store in {}; give its directory with --data / 此目录中没有数据，请用 --data 指定",
        args.data.display()
    );
    let cuts = Arc::new(Cuts::default());
    let seen = Arc::clone(&cuts);
    let canonical = move |event: &LogEvent| {
        seen.see(event);
        codec::canonical_entry(event).map_err(|error| error.to_string())
    };
    let with = Verify { canonical: Some(&canonical), seen: Vec::new() };
    let bar = ProgressBar::new(0).with_style(ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes}")?);
    let report = verify(&RealDisk::at(&args.data), &with, &mut |done, all| {
        bar.set_length(all);
        bar.set_position(done);
    })?;
    bar.finish_and_clear();
    let mut out = std::io::stdout();
    let mut answer = Answer::to(&mut out);
    match args.format {
        Format::Json => answer.json(&Told { report: &report, tail_cuts_unacknowledged: cuts.unacknowledged() })?,
        Format::Text => {
            cuts.print(args.lang.into(), &mut answer)?;
            print(&report, args.lang.into(), &mut answer)?;
        }
    }
    Ok(if report.is_sound() { ExitCode::SUCCESS } else { ExitCode::from(FOUND_WRONG) })
}

/// The answer for a program.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    report: &'a Report,
    tail_cuts_unacknowledged: Vec<u64>,
}

fn print(report: &Report, language: Language, answer: &mut Answer<'_>) -> anyhow::Result<()> {
    let Report { head, chain, durable, segments, commits, events, streams, leaves, .. } = report;
    answer.line(match language {
        Language::Zh => format!(
            "已检查至第 {head} 号（落盘至 {durable}）：{segments} 个段文件，{commits} 次提交，{events} 条记录，{streams} 个流，重算 {leaves} 个叶散列\n链值 {chain}"
        ),
        Language::En => format!(
            "checked up to position {head} (durable up to {durable}): {segments} segments, {commits} commits, {events} events, {streams} streams, {leaves} leaves computed again\nchain {chain}"
        ),
    })?;
    if let Some(tail) = &report.tail {
        answer.line(match language {
            Language::Zh => format!("{} 第 {} 字节起为未写完的尾部，不是损坏", tail.file, tail.offset),
            Language::En => format!("{} from byte {}: an unfinished tail, not damage", tail.file, tail.offset),
        })?;
    }
    for problem in &report.problems {
        let last = problem.last.map_or_else(|| "?".to_owned(), |last| last.to_string());
        answer.line(format!(
            "{}:{} [{}..{last}] {} {}",
            problem.file,
            problem.offset,
            problem.first,
            problem.what,
            problem.streams.join(" ")
        ))?;
    }
    answer.line(match (language, report.is_sound()) {
        (Language::Zh, true) => "未发现问题。".to_owned(),
        (Language::En, true) => "Nothing is wrong.".to_owned(),
        (Language::Zh, false) => format!("发现 {} 处问题；请勿写入，从备份恢复。", report.problems.len()),
        (Language::En, false) => format!("{} problems; write nothing, restore from a backup.", report.problems.len()),
    })?;
    Ok(())
}
