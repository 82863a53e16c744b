//! The server's socket in the data directory: how a command reaches the process that holds the lock.
//!
//! The client sends one line of JSON, the command. The server answers in chunks: a tag byte (1: answer, 2: failure, 0: exit
//! code), a length of four bytes (big end first), and so many bytes. Only the owner of the directory can connect.

use std::io::{self, BufWriter, Write};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::mpsc;

use crate::args::Desk;
use crate::commands;
use crate::office::Office;
use crate::output::{Answer, FAILED};

const ANSWER: u8 = 1;
const FAILURE: u8 = 2;
const EXIT: u8 = 0;
/// The longest command line taken, in bytes: a file of law travels in it, and its line ends and quotation marks take two bytes.
const MAX_COMMAND: u64 = 4 << 20;
/// The longest chunk sent, in bytes.
const MAX_CHUNK: usize = 64 << 10;

fn path_in(data: &Path) -> PathBuf {
    data.join("heyi.sock")
}

/// Listens in the data directory, which this process holds.
pub(crate) fn listen(data: &Path) -> anyhow::Result<UnixListener> {
    let path = path_in(data);
    // Whoever left it is gone: the lock is ours.
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(error).context("an old socket is in the way");
        }
        _ => {}
    }
    let listener = UnixListener::bind(&path).with_context(|| format!("{} cannot be made", path.display()))?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))
        .context("the socket cannot be protected")?;
    Ok(listener)
}

/// Answers commands until the task is ended.
pub(crate) async fn serve(listener: UnixListener, office: Arc<Office>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let office = Arc::clone(&office);
                tokio::spawn(async move {
                    if let Err(error) = answer(stream, &office).await {
                        tracing::warn!(%error, "a command over the socket was not answered in full");
                    }
                });
            }
            Err(error) => {
                tracing::warn!(%error, "the socket took no connection");
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            }
        }
    }
}

async fn answer(stream: UnixStream, office: &Office) -> anyhow::Result<()> {
    let (from, mut to) = stream.into_split();
    let mut line = String::new();
    BufReader::new(from.take(MAX_COMMAND)).read_line(&mut line).await?;
    let command: Desk = serde_json::from_str(&line).context("this is not a command")?;
    let (chunks, mut sent) = mpsc::channel::<Vec<u8>>(16);
    // Sent by a task of its own: the command waits there for room, and must not wait for itself.
    let sending = tokio::spawn(async move {
        while let Some(bytes) = sent.recv().await {
            for chunk in bytes.chunks(MAX_CHUNK) {
                write_chunk(&mut to, ANSWER, chunk).await?;
            }
        }
        Ok::<_, io::Error>(to)
    });
    let mut out = BufWriter::with_capacity(MAX_CHUNK, Chunks(chunks));
    let result = commands::desk(&command, office, &mut Answer::to(&mut out)).await;
    out.flush()?;
    drop(out);
    let mut to = sending.await.context("the answer was not sent")??;
    let code = match result {
        Ok(code) => code,
        Err(error) => {
            write_chunk(&mut to, FAILURE, format!("{error:#}").as_bytes()).await?;
            FAILED
        }
    };
    write_chunk(&mut to, EXIT, &[code]).await?;
    Ok(())
}

async fn write_chunk(to: &mut (impl AsyncWriteExt + Unpin), tag: u8, bytes: &[u8]) -> io::Result<()> {
    to.write_u8(tag).await?;
    to.write_u32(u32::try_from(bytes.len()).unwrap_or(u32::MAX)).await?;
    to.write_all(bytes).await
}

/// Hands what is written to the task that sends it.
struct Chunks(mpsc::Sender<Vec<u8>>);

impl Write for Chunks {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Commands write from the runtime's threads; waiting for room there is what keeps an export from filling memory.
        tokio::task::block_in_place(|| self.0.blocking_send(bytes.to_vec()))
            .map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Has the server that holds `data` run a command, and passes its answer on.
pub(crate) async fn ask(data: &Path, command: &Desk, out: &mut (dyn Write + Send)) -> anyhow::Result<ExitCode> {
    let path = path_in(data);
    let mut stream = UnixStream::connect(&path).await.with_context(|| {
        format!("{} is in use by another process that does not answer on {}", data.display(), path.display())
    })?;
    let mut line = serde_json::to_vec(command)?;
    line.push(b'\n');
    stream.write_all(&line).await?;
    loop {
        let tag = stream.read_u8().await.context("the server went away before it had answered")?;
        let mut bytes = vec![0; (stream.read_u32().await? as usize).min(MAX_CHUNK)];
        stream.read_exact(&mut bytes).await?;
        match (tag, bytes.as_slice()) {
            (ANSWER, bytes) => out.write_all(bytes)?,
            (FAILURE, why) => anyhow::bail!("{}", String::from_utf8_lossy(why)),
            (EXIT, [code]) => {
                out.flush()?;
                return Ok(ExitCode::from(*code));
            }
            _ => anyhow::bail!("the server is of another version"),
        }
    }
}
