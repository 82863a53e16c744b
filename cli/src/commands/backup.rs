//! `heyi backup`: the whole store into a directory, beside a running server or alone.

use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use heyi_core::text::Language;
use heyi_projections::checkpoint;
use heyi_store::append::ChainPoint;
use heyi_store::backup::{Backup, BackupError, Done, Protection, Source, backup};
use heyi_store::clock::SystemClock;
use heyi_store::disk::Disk;
use heyi_store::disk::real::RealDisk;
use heyi_store::lock::{DataLock, LockError};

use crate::args::{BackupArgs, Desk, Format, Reading};
use crate::output::{Answer, mistake};
use crate::progress::Progress;
use crate::{secret, socket};

pub(crate) async fn run(args: &BackupArgs) -> anyhow::Result<ExitCode> {
    let reading = &args.reading;
    super::is_store(&reading.data)?;
    let protection = protection(args)?;
    let dir = place(&args.dir, &reading.data)?;
    let to: Arc<dyn Disk> = Arc::new(RealDisk::at(&dir));
    // One backup at a time into a directory.
    let _alone = lock(&dir)?.with_context(|| {
        format!(
            "another backup into {} is under way; wait for it / 另一备份正在写入此目录，请等待其完成",
            dir.display()
        )
    })?;
    let disk: Arc<dyn Disk> = Arc::new(RealDisk::at(&reading.data));
    let seen = checkpoint::remembered(&*disk)?.into_iter().map(|(_, end)| end).collect();
    let locked = lock(&reading.data)?;
    let head = if locked.is_some() { None } else { Some(head_of_server(reading).await?) };
    let mut progress = Progress::default();
    let source = Source { disk, head, seen };
    let done =
        backup(&source, &to, &protection, &SystemClock, &mut |doing, done, all| progress.backup(doing, done, all))
            .map_err(|error| told(&error, reading.lang.into()))?;
    drop(progress);
    let mut out = std::io::stdout();
    let mut answer = Answer::to(&mut out);
    match reading.format {
        Format::Json => answer.json(&done)?,
        Format::Text => print(&done, reading.lang.into(), &mut answer)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// What an error of a backup or restore says to the person who typed.
pub(super) fn told(error: &BackupError, language: Language) -> anyhow::Error {
    mistake(&error.say(), language)
}

/// The directory of the backup, made if it is not there; it lies apart from the data directory.
fn place(dir: &Path, data: &Path) -> anyhow::Result<PathBuf> {
    let (absolute, data) = (std::path::absolute(dir)?, data.canonicalize()?);
    // Where it will lie is seen before it is made.
    let there = absolute.ancestors().find_map(|above| above.canonicalize().ok()).unwrap_or_default();
    anyhow::ensure!(
        !there.starts_with(&data) && !data.starts_with(&absolute) && (!absolute.exists() || !data.starts_with(&there)),
        "the backup must lie outside the data directory, best on another disk / 备份目录不能在数据目录之内或包含数据目录，最好放在另一块磁盘上"
    );
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .with_context(|| format!("{} cannot be made", dir.display()))?;
    Ok(dir.canonicalize()?)
}

fn protection(args: &BackupArgs) -> anyhow::Result<Protection> {
    if args.plain {
        return Ok(Protection::Plain);
    }
    if let Some(path) = &args.passphrase_file {
        return Ok(Protection::Passphrase(secret::passphrase_in(path)?));
    }
    if args.passphrase {
        let anew = Backup::protected(&RealDisk::at(&args.dir)).is_err();
        return Ok(Protection::Passphrase(secret::ask_passphrase(anew)?));
    }
    anyhow::ensure!(
        !args.recipients.is_empty() || args.recipients_file.is_some(),
        "a backup holds names and hashes of passwords: encrypt it with --recipient AGE1…, --passphrase or --passphrase-file FILE, or say --plain / 备份含有姓名和密码散列：请用 --recipient、--passphrase 或 --passphrase-file 加密；确实不加密时用 --plain"
    );
    let mut recipients = args.recipients.clone();
    if let Some(path) = &args.recipients_file {
        let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        recipients.extend(lines.map(str::to_owned));
    }
    anyhow::ensure!(!recipients.is_empty(), "the file names no age recipient / 文件中没有 age 接收者");
    Ok(Protection::Recipients(recipients))
}

/// The lock on a directory; `None`: another process holds it.
pub(super) fn lock(dir: &Path) -> anyhow::Result<Option<DataLock>> {
    match DataLock::take(dir) {
        Ok(lock) => Ok(Some(lock)),
        Err(LockError::Held(_)) => Ok(None),
        Err(error) => Err(error).context("the directory could not be locked"),
    }
}

/// Where the log ends, as the running server says: everything it has answered as recorded lies at or before that.
async fn head_of_server(reading: &Reading) -> anyhow::Result<ChainPoint> {
    let mut answer = Vec::new();
    socket::ask(&reading.data, &Desk::Head(reading.clone()), &mut answer).await?;
    serde_json::from_slice(&answer).context("the server is of another version")
}

fn print(done: &Done, language: Language, answer: &mut Answer<'_>) -> anyhow::Result<()> {
    let Done { end, segments, segments_copied, files, files_copied, bytes_written } = done;
    answer.line(match language {
        Language::Zh => format!(
            "已备份至第 {} 号；链值 {}\n段文件 {segments} 个（本次复制 {segments_copied} 个），附件 {files} 个（本次复制 {files_copied} 个），写入 {bytes_written} 字节",
            end.position, end.chain
        ),
        Language::En => format!(
            "backed up to position {}; chain {}\n{segments} segments ({segments_copied} copied now), {files} attached files ({files_copied} copied now), {bytes_written} bytes written",
            end.position, end.chain
        ),
    })?;
    Ok(())
}
