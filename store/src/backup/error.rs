//! Why a backup, or a restore from one, stopped: each a sentence that says what to do.

use std::io;

use heyi_core::ids::Position;
use heyi_core::text::Say;
use uuid::Uuid;

use super::manifest::MANIFEST;
use crate::findings;

/// Why a backup, or a restore from one, stopped.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.say().en)]
pub enum BackupError {
    /// A disk refused.
    Disk {
        /// What was being done.
        doing: &'static str,
        /// What the disk answered.
        source: io::Error,
    },
    /// What was to be backed up is damaged.
    Damaged {
        /// The file, within the data directory.
        file: String,
        /// What is wrong.
        what: String,
    },
    /// The directory of the backup holds something else.
    NotABackup,
    /// There is no finished backup to restore from.
    NoBackup,
    /// The backup was made by a later version.
    Later,
    /// The backup is one of another log.
    OtherLog {
        /// The log of the backup.
        backup: Uuid,
    },
    /// The backup reaches further than the log.
    Shortened {
        /// How far the backup reaches.
        backup: Position,
        /// How far the log does.
        here: Position,
    },
    /// The log and the backup hold different events at the same position.
    OtherCourse {
        /// A position at or before which they part.
        position: Position,
    },
    /// The backup is protected in another way than it is to be now.
    OtherProtection,
    /// The passphrase or identity does not open the backup.
    WrongKey,
    /// The backup is encrypted, and no key was given.
    NoKey,
    /// Not the text of an age recipient.
    NotARecipient(String),
    /// Not a file with an age identity.
    NotAnIdentity,
    /// `identity.age` is missing from a backup that was encrypted to a passphrase.
    IdentityMissing,
    /// A part of the backup is missing or not what it was when it was made.
    PartDamaged {
        /// The file, within the backup.
        part: String,
        /// What is wrong.
        what: String,
    },
    /// The directory to restore to holds something that is no store.
    NotAStore,
}

impl BackupError {
    /// What people are told.
    #[must_use]
    pub fn say(&self) -> Say {
        match self {
            Self::Disk { doing, source } => Say::new(
                format!("磁盘操作失败（{doing}）：{source}。处理后重新执行同一命令即可继续。"),
                format!("the disk refused while {doing}: {source}. Mend that and give the same command again"),
            ),
            Self::Damaged { file, what } => Say::new(
                format!(
                    "数据已损坏（{file}：{}），未作备份，原有备份保持不变；请运行 heyi verify，再用 heyi restore 修复。",
                    findings::zh(what)
                ),
                format!(
                    "the store is damaged ({file}: {what}); nothing was backed up and the earlier backup is as it was: run heyi verify, then heyi restore"
                ),
            ),
            Self::NotABackup => Say::new(
                format!("此目录不是备份目录（没有 {MANIFEST}），且不为空；请另指一个空目录或已有的备份目录。"),
                format!(
                    "the directory is not empty and no backup (it has no {MANIFEST}); give an empty directory or that of a backup"
                ),
            ),
            Self::NoBackup => Say::new(
                format!("此目录中没有完整的备份（没有 {MANIFEST}）；请用 --from 指定备份目录。"),
                format!(
                    "there is no finished backup in the directory (it has no {MANIFEST}); give that of one with --from"
                ),
            ),
            Self::Later => Say::new(
                "此备份由更新的版本生成；请使用该版本或更新的版本。",
                "a later version of heyi made this backup; use that version or a newer one",
            ),
            Self::OtherLog { backup } => Say::new(
                format!("此备份属于另一份日志（{backup}）；请指定正确的目录，或为此数据另选备份目录。"),
                format!(
                    "the backup is of another log ({backup}); name the right directory, or another one for this store"
                ),
            ),
            Self::Shortened { backup, here } => Say::new(
                format!(
                    "备份到第 {backup} 号，而日志只到第 {here} 号：日志缺少末尾，未作备份；请用 heyi restore 修复。"
                ),
                format!(
                    "the backup reaches position {backup}, the log only {here}: its end is missing, and nothing was backed up; mend it with heyi restore"
                ),
            ),
            Self::OtherCourse { position } => Say::new(
                format!("日志与备份在第 {position} 号或之前内容不同，不是同一份历史；未作改动，请另选目录。"),
                format!(
                    "log and backup differ at or before position {position}: they are not one history. Nothing was changed; choose another directory"
                ),
            ),
            Self::OtherProtection => Say::new(
                "此目录中的备份采用另一种加密方式或另一个接收者；请用原来的方式，或另选目录。",
                "the backup in this directory is encrypted in another way or to others; use the same way, or another directory",
            ),
            Self::WrongKey => Say::new(
                "口令或密钥打不开此备份；请检查后重试。",
                "the passphrase or identity does not open this backup; check it and try again",
            ),
            Self::NoKey => Say::new(
                "此备份已加密；请用 --identity 或 --passphrase-file 给出密钥或口令。",
                "the backup is encrypted; give its key with --identity or --passphrase-file",
            ),
            Self::NotARecipient(text) => Say::new(
                format!("“{text}”不是 age 接收者；应以 age1 开头。"),
                format!("{text} is no age recipient; it begins with age1"),
            ),
            Self::NotAnIdentity => Say::new(
                "该文件中没有 age 密钥；其中应有一行以 AGE-SECRET-KEY-1 开头。",
                "the file holds no age identity; one line of it begins with AGE-SECRET-KEY-1",
            ),
            Self::IdentityMissing => Say::new(
                "备份目录缺少 identity.age，没有它就打不开备份；请找回该文件，或另选目录重新备份。",
                "identity.age is missing from the backup, which cannot be opened without it; bring it back, or begin a backup in another directory",
            ),
            Self::PartDamaged { part, what } => Say::new(
                format!("备份中的 {part} 已损坏（{}），不予使用；请改用另一份备份。", findings::zh(what)),
                format!("{part} of the backup is damaged ({what}) and is not used; use another backup"),
            ),
            Self::NotAStore => Say::new(
                "目标目录不为空，也不是数据目录；请指定空目录，或要修复的数据目录。",
                "the directory is neither empty nor a store; give an empty one, or that of the store to be mended",
            ),
        }
    }

    pub(crate) fn part(part: &str, what: impl Into<String>) -> Self {
        Self::PartDamaged { part: part.to_owned(), what: what.into() }
    }
}

/// For `map_err`: the disk refused while this was being done.
pub(crate) fn doing(doing: &'static str) -> impl Fn(io::Error) -> BackupError {
    move |source| BackupError::Disk { doing, source }
}
