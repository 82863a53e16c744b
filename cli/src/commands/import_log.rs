//! `heyi import-log`: a log made again from an export. It grows beside the data directory and takes its name once it is proved whole.

use std::fs::{self, DirBuilder, File};
use std::io::{self, BufRead, BufReader, Read};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use heyi_core::text::Language;
use heyi_store::append::{ChainPoint, Codec};
use heyi_store::clock::SystemClock;
use heyi_store::segment_log::SegmentLog;
use heyi_store::{codec, export};
use serde_json::value::RawValue;

use super::backup::lock;
use crate::args::{Format, ImportLogArgs};
use crate::output::{Answer, mistake};
use crate::progress::Progress;

pub(crate) async fn run(args: &ImportLogArgs) -> anyhow::Result<ExitCode> {
    let (data, language) = (&args.reading.data, args.reading.lang.into());
    anyhow::ensure!(
        is_empty(data)?,
        "{} is not empty; import into a new directory, given with --data / 此目录不为空，请用 --data 指定新目录",
        data.display()
    );
    let (input, len) = input(&args.file)?;
    let beside = beside(data)?;
    let imported = import(&beside, input, len, language).await;
    if imported.is_err() {
        // Of no use, and the next import would wipe it too.
        let _ = fs::remove_dir_all(&beside);
    }
    let end = imported?;
    fs::rename(&beside, data).with_context(|| format!("{} cannot be made", data.display()))?;
    File::open(above(data)?)?.sync_all().context("the directory above cannot be synced")?;

    let mut out = io::stdout();
    let mut answer = Answer::to(&mut out);
    match args.reading.format {
        Format::Json => answer.json(&end)?,
        Format::Text => print(end, language, &mut answer)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn is_empty(data: &Path) -> io::Result<bool> {
    match fs::read_dir(data) {
        Ok(mut listed) => Ok(listed.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

/// The export, and its length where that is known.
fn input(file: &Path) -> anyhow::Result<(Box<dyn Read + Send>, Option<u64>)> {
    if file == Path::new("-") {
        return Ok((Box::new(io::stdin()), None));
    }
    let opened =
        File::open(file).with_context(|| format!("{} cannot be read / 无法读取 {}", file.display(), file.display()))?;
    let len = opened.metadata()?.len();
    Ok((Box::new(opened), Some(len)))
}

/// Where the directory grows. What an import that was cut off has left there is of no use.
fn beside(data: &Path) -> anyhow::Result<PathBuf> {
    let mut name = data.file_name().context("--data names no directory / --data 不是目录名")?.to_owned();
    name.push(".importing");
    let beside = data.with_file_name(name);
    DirBuilder::new().recursive(true).mode(0o700).create(&beside)?;
    Ok(beside)
}

fn above(data: &Path) -> io::Result<PathBuf> {
    Ok(data.canonicalize()?.parent().map_or_else(|| PathBuf::from("/"), Path::to_path_buf))
}

async fn import(
    beside: &Path,
    input: Box<dyn Read + Send>,
    len: Option<u64>,
    language: Language,
) -> anyhow::Result<ChainPoint> {
    let lock = lock(beside)?.context("another import into this directory is under way / 另一导入正在写入此目录")?;
    for part in ["log", "index"] {
        match fs::remove_dir_all(beside.join(part)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    let (log, _) = SegmentLog::open_dir(Arc::new(lock), Arc::new(SystemClock))?;
    let body = |kind: &str, schema: u16, codec: Codec, json: &RawValue| {
        codec::body_of(kind, schema, codec, json).map_err(|error| error.to_string())
    };
    let mut lines = Counted { input: BufReader::new(input), done: 0, len, progress: Progress::default() };
    let imported = export::import(&log, &body, &mut lines).await;
    log.close();
    imported.map_err(|error| mistake(&error.say(), language))
}

/// Lines of an export, counted for the bar.
struct Counted {
    input: BufReader<Box<dyn Read + Send>>,
    done: u64,
    len: Option<u64>,
    progress: Progress,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.input.read(buffer)
    }
}

impl BufRead for Counted {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.input.consume(amount);
        self.done += amount as u64;
        self.progress.bytes("log", self.done, self.len.unwrap_or(self.done));
    }
}

fn print(end: ChainPoint, language: Language, answer: &mut Answer<'_>) -> io::Result<()> {
    let ChainPoint { position, chain } = end;
    answer.line(match language {
        Language::Zh => format!(
            "已导入至第 {position} 号；链值 {chain}，与导出文件一致。\n导出文件不含文本、密码散列和附件：请将同一数据的 vault/ 和 files/ 放入此目录。"
        ),
        Language::En => format!(
            "imported up to position {position}; chain {chain}, as in the export.\nTexts, hashes of passwords and attached files are not in an export: put vault/ and files/ of the same store into the directory."
        ),
    })
}
