//! One file per command.

use std::io::{IsTerminal as _, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use heyi_store::disk::real::RealDisk;
use heyi_store::restore::is_unfinished;

use crate::args::{Args, Desk, Top};
use crate::office::{Office, Opened};
use crate::output::Answer;
use crate::socket;

mod backup;
mod calendar;
mod coverage;
mod deadline;
mod demo;
mod export;
mod head;
mod import_log;
mod law;
pub(crate) mod replay;
mod restore;
mod rules;
mod serve;
mod token;
mod user;
mod verify;

/// Runs what was typed.
pub(crate) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    match args.command {
        Top::Demo(args) => demo::run(&args).await,
        Top::Serve(args) => serve::run(&args).await,
        Top::Verify(args) => verify::run(&args),
        Top::Backup(args) => backup::run(&args).await,
        Top::Restore(args) => restore::run(&args),
        Top::ImportLog(args) => import_log::run(&args).await,
        Top::Desk(command) => here_or_there(&command).await,
    }
}

/// Runs a desk command in this process, or has the server that holds the directory run it: the same code either way.
async fn here_or_there(command: &Desk) -> anyhow::Result<ExitCode> {
    let data = command.data();
    is_store(data)?;
    let Some(path) = command.out() else {
        anyhow::ensure!(
            !(command.is_for_a_file() && std::io::stdout().is_terminal()),
            "a workbook is nothing to read on a terminal; say where it goes with --out FILE / 工作簿不能显示在终端，请用 --out 指定文件"
        );
        return run_to(command, data, &mut std::io::BufWriter::new(std::io::stdout())).await;
    };
    // Written by this process, as the server that holds the directory may see another one; and only once the answer is whole.
    let mut bytes = Vec::new();
    let code = run_to(command, data, &mut bytes).await?;
    std::fs::write(path, bytes).with_context(|| format!("{} cannot be written / 无法写入该文件", path.display()))?;
    Ok(code)
}

async fn run_to(command: &Desk, data: &Path, out: &mut (dyn Write + Send)) -> anyhow::Result<ExitCode> {
    match Office::open(data).await? {
        Opened::Elsewhere => socket::ask(data, command, out).await,
        Opened::Here(office) => {
            let result = desk(command, &office, &mut Answer::to(out)).await;
            out.flush()?;
            office.close().await?;
            result.map(ExitCode::from)
        }
    }
}

/// That a directory holds a store.
fn is_store(data: &Path) -> anyhow::Result<()> {
    anyhow::ensure!(
        data.join("log").is_dir(),
        "there is no store in {}; give its directory with --data / 此目录中没有数据，请用 --data 指定",
        data.display()
    );
    is_finished(data)
}

/// That a directory is not still being restored.
pub(crate) fn is_finished(data: &Path) -> anyhow::Result<()> {
    anyhow::ensure!(
        !is_unfinished(&RealDisk::at(data))?,
        "{} is being restored and is not whole yet; give the same heyi restore again / 此目录的恢复尚未完成，请重新执行同一条 heyi restore 命令",
        data.display()
    );
    Ok(())
}

/// Runs a desk command on an open store; its exit code.
pub(crate) async fn desk(command: &Desk, office: &Office, answer: &mut Answer<'_>) -> anyhow::Result<u8> {
    // A backup does not wait for lists and figures: they are not in it.
    if !matches!(command, Desk::Head(_)) {
        office.caught_up().await?;
    }
    match command {
        Desk::Head(reading) => head::run(reading, office, answer).await,
        Desk::Replay(args) => replay::run(args, office, answer).await,
        Desk::Coverage(args) => coverage::run(args, office, answer).await,
        Desk::Deadline(args) => deadline::run(args, office, answer),
        Desk::Rules(command) => rules::run(command, office, answer).await,
        Desk::Calendar(command) => calendar::run(command, office, answer).await,
        Desk::Export(reading) => export::run(reading.lang.into(), office, answer).await,
        Desk::User(command) => user::run(command, office, answer).await,
        Desk::Token(command) => token::run(command, office, answer).await,
    }
}
