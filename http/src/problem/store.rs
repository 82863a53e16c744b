//! What the store could not do, as an answer: whatever failed, it says what to do and whether anything was recorded.

use std::error::Error;
use std::io;

use axum::http::StatusCode;
use heyi_store::append::AppendError;
use heyi_store::files::FilesError;
use heyi_store::log::Health;
use heyi_store::reading::StoreError;

use super::Problem;

impl Problem {
    /// 503: the store could not answer; nothing was recorded.
    #[must_use]
    pub fn store(error: &StoreError) -> Self {
        match error {
            StoreError::Append(AppendError::TooLarge { .. }) | StoreError::Files(FilesError::TooLarge) => {
                Self::too_large()
            }
            StoreError::Append(AppendError::KeyReused) => Self::key_reused(),
            StoreError::Files(FilesError::Erased) => Self::erased(),
            StoreError::Append(AppendError::ReadOnly { .. }) => Self::read_only().caused(error),
            StoreError::Append(AppendError::Full) => Self::full().caused(error),
            StoreError::Append(AppendError::Poisoned) => {
                let (zh, en) = (
                    "磁盘没有确认写入，这一条是否已经记录尚不能确定。请联系管理员重新启动系统，核对之后再录入。",
                    "The disk did not confirm the write; whether this is recorded is not known. Ask an administrator to start the system again, and look before sending again.",
                );
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "poisoned", zh, en).caused(error)
            }
            _ => Self::broken("asking the store", error),
        }
    }

    /// 503: the record is damaged or shortened.
    fn read_only() -> Self {
        let (zh, en) = (
            "日志已损坏或不完整，系统目前只能查看，不能记录；这一条没有记录。请联系管理员。",
            "The log is damaged or incomplete: everything can be read, nothing recorded, and this was not. Tell an administrator.",
        );
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "read-only", zh, en)
    }

    /// 503: there is no room on the disk. It may have been made by the next attempt.
    fn full() -> Self {
        let (zh, en) = (
            "磁盘已满，没有记录。请联系管理员腾出空间，然后再试。",
            "The disk is full; nothing was recorded. Ask an administrator to make room, then try again.",
        );
        Self { retry_after: Some(30), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "full", zh, en) }
    }

    /// Whether the log takes entries: asked before anything is kept for one.
    ///
    /// # Errors
    /// 503 with what is wrong.
    pub fn unless_writable(health: &Health) -> Result<(), Self> {
        match health {
            Health::Writable => Ok(()),
            Health::ReadOnly(say) => Err(Self::read_only().because(&say.en)),
            Health::Poisoned => {
                let (zh, en) = (
                    "磁盘没有确认先前的写入，系统已停止记录；这一条没有记录。请联系管理员重新启动系统。",
                    "The disk did not confirm an earlier write, so nothing is recorded any more, and this was not. Ask an administrator to start the system again.",
                );
                Err(Self::new(StatusCode::SERVICE_UNAVAILABLE, "poisoned", zh, en))
            }
        }
    }

    /// 503: something of ours does not work.
    #[must_use]
    pub fn broken(doing: &str, error: &(dyn Error + 'static)) -> Self {
        if disk_is_full(error) {
            return Self::full().caused(error);
        }
        let (zh, en) = (
            "系统暂时不能完成此操作，没有记录任何内容。请稍后再试。",
            "This cannot be done at present; nothing was recorded. Try again later.",
        );
        let mut problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", zh, en).caused(error);
        problem.cause = Some(format!("{doing}: {}", problem.cause.unwrap_or_default()));
        problem
    }
}

/// Whether what an error rests on is a disk without room.
fn disk_is_full(error: &(dyn Error + 'static)) -> bool {
    let full = |error: &io::Error| matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded);
    let mut below = Some(error);
    while let Some(error) = below {
        if error.downcast_ref().is_some_and(full) {
            return true;
        }
        below = error.source();
    }
    false
}
