//! `heyi restore`: a whole store from a backup, or exactly what is damaged in one.

use std::os::unix::fs::DirBuilderExt as _;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use heyi_core::text::Language;
use heyi_projections::checkpoint;
use heyi_store::backup::{Backup, Key, Protected};
use heyi_store::disk::Disk;
use heyi_store::disk::real::RealDisk;
use heyi_store::findings;
use heyi_store::restore::{Restored, SegmentMended, restore};
use heyi_store::verify::Seen;

use super::backup::{lock, told};
use super::verify;
use crate::args::{Format, RestoreArgs};
use crate::output::{Answer, FOUND_WRONG};
use crate::progress::Progress;
use crate::secret;

pub(crate) fn run(args: &RestoreArgs) -> anyhow::Result<ExitCode> {
    let (data, language) = (&args.reading.data, args.reading.lang.into());
    anyhow::ensure!(
        args.from.is_dir(),
        "there is no backup in {} / {} 中没有备份",
        args.from.display(),
        args.from.display()
    );
    let from: Arc<dyn Disk> = Arc::new(RealDisk::at(&args.from));
    let backup =
        Backup::open(Arc::clone(&from), &key(args, &*from, language)?).map_err(|error| told(&error, language))?;
    // A directory that is not there is not made by looking.
    let locked = if args.dry_run && !data.exists() {
        None
    } else {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(data)?;
        Some(lock(data)?)
    };
    anyhow::ensure!(
        !matches!(locked, Some(None)),
        "{} is in use by another process of heyi; stop it first / 数据目录正被另一个 heyi 进程使用，请先停止它",
        data.display()
    );
    if !args.dry_run {
        sync_name_of(data)?;
    }
    let disk: Arc<dyn Disk> = Arc::new(RealDisk::at(data));
    let seen = checkpoint::remembered(&*disk)?.into_iter().map(|(by, end)| Seen { by, end }).collect();
    let mut progress = Progress::default();
    let restored =
        restore(&backup, &disk, seen, args.dry_run, &mut |doing, done, all| progress.backup(doing, done, all))
            .map_err(|error| told(&error, language))?;
    drop(progress);
    let mut out = std::io::stdout();
    let mut answer = Answer::to(&mut out);
    match args.reading.format {
        Format::Json => answer.json(&restored)?,
        Format::Text => print(&restored, language, &mut answer)?,
    }
    Ok(if restored.is_sound() { ExitCode::SUCCESS } else { ExitCode::from(FOUND_WRONG) })
}

fn key(args: &RestoreArgs, from: &dyn Disk, language: Language) -> anyhow::Result<Key> {
    let protected = Backup::protected(from).map_err(|error| told(&error, language))?;
    if protected == Protected::Plain {
        return Ok(Key::None);
    }
    if let Some(path) = &args.identity {
        let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
        return Ok(Key::Identity(text));
    }
    if let Some(path) = &args.passphrase_file {
        return Ok(Key::Passphrase(secret::passphrase_in(path)?));
    }
    match protected {
        Protected::Passphrase => Ok(Key::Passphrase(secret::ask_passphrase(false)?)),
        _ => Ok(Key::None),
    }
}

/// A directory that was made just now stays where it is over a power cut.
fn sync_name_of(data: &std::path::Path) -> anyhow::Result<()> {
    let above = data.canonicalize()?.parent().map(std::fs::File::open).transpose()?;
    above.map_or(Ok(()), |above| above.sync_all()).context("the directory above cannot be synced")
}

fn print(restored: &Restored, language: Language, answer: &mut Answer<'_>) -> anyhow::Result<()> {
    let Restored { backup, segments, texts, secrets, files, erased, .. } = restored;
    let (position, would) = (backup.position, restored.dry_run);
    answer.line(match (language, restored.whole) {
        (Language::Zh, true) if would => format!("将从备份恢复全部数据，至第 {position} 号；未作改动。"),
        (Language::Zh, true) => format!("已从备份恢复全部数据，至第 {position} 号。"),
        (Language::En, true) if would => {
            format!("would restore the whole store from the backup, up to position {position}; nothing was changed.")
        }
        (Language::En, true) => format!("the whole store was restored from the backup, up to position {position}."),
        (Language::Zh, false) => format!(
            "{}段文件 {} 个，文本 {texts} 条，密码或令牌散列 {secrets} 个，附件 {files} 个；再次删除文本 {erased} 条（备份至第 {position} 号）",
            if would { "将修复（未作改动）：" } else { "已修复：" },
            segments.len()
        ),
        (Language::En, false) => format!(
            "{}: {} segments, {texts} texts, {secrets} hashes of passwords and tokens, {files} attached files; {erased} texts erased again (the backup reaches position {position})",
            if would { "would mend (nothing was changed)" } else { "mended" },
            segments.len()
        ),
    })?;
    for SegmentMended { file, ranges, set_aside } in segments {
        let ranges: Vec<_> = ranges.iter().map(|range| format!("{}+{}", range.offset, range.bytes)).collect();
        let kept = set_aside.as_deref().map_or_else(String::new, |kept| match language {
            Language::Zh => format!("；原文件存于 {kept}"),
            Language::En => format!("; the damaged file is kept as {kept}"),
        });
        answer.line(format!("{file} [{}]{kept}", ranges.join(" ")))?;
    }
    for unusable in &restored.unusable {
        answer.line(match language {
            Language::Zh => {
                format!("备份中的 {} 已损坏，未予使用：{}", unusable.part, findings::zh(&unusable.what))
            }
            Language::En => format!("{} of the backup is damaged and was not used: {}", unusable.part, unusable.what),
        })?;
    }
    if let Some(verified) = &restored.verified {
        return verify::print(verified, language, answer);
    }
    for problem in &restored.remaining {
        answer.line(verify::line(problem, language))?;
    }
    Ok(())
}
