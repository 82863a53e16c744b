//! `heyi serve`: the pages and the API, until told to stop.

use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use heyi_http::events::Followers;
use heyi_http::{App, Settings as Web};
use heyi_store::files::sweep::Swept;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::args::ServeArgs;
use crate::clock;
use crate::office::Office;
use crate::settings::Settings;
use crate::socket;

/// How long requests under way may take once the server was asked to stop.
const DRAIN: Duration = Duration::from_secs(10);
/// How long from one sweep of the files to the next.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

pub(crate) async fn run(args: &ServeArgs) -> anyhow::Result<ExitCode> {
    let office = Office::open_alone(&args.data).await?;
    let settings = Settings::of(&args.data)?;
    let listen = args.listen.unwrap_or_else(|| settings.listen());
    serve(office, &args.data, listen, settings.web(), |_| Ok(())).await
}

/// Serves an open office on `listen` until SIGINT or SIGTERM, then stops in an orderly way. `ready` is told the address.
pub(super) async fn serve(
    office: Office,
    data: &Path,
    listen: SocketAddr,
    web: Web,
    ready: impl FnOnce(SocketAddr) -> anyhow::Result<()>,
) -> anyhow::Result<ExitCode> {
    clock::tell(&office.store).await?;
    let listener = TcpListener::bind(listen).await.with_context(|| {
        format!("{listen} cannot be listened on; is another server running? Choose another with --listen")
    })?;
    let address = listener.local_addr()?;
    let socket = socket::listen(data)?;
    let office = Arc::new(office);
    let commands = tokio::spawn(socket::serve(socket, Arc::clone(&office)));
    let sweeping = tokio::spawn(sweep_daily(Arc::clone(&office)));
    let app = App::new(office.store.clone(), office.read.clone(), web);
    let (followers, router) = (Arc::clone(&app.followers), app.router());
    // Listened for before anybody is told the address: a stop asked for at once is an orderly one too.
    let stop = stop_asked().context("signals cannot be listened for")?;
    tokio::spawn(end_streams(stop.clone(), followers));
    tracing::info!(%address, head = %office.store.log.head(), "serving");
    ready(address)?;
    until_stopped(axum::serve(listener, router), stop).await?;
    for task in [commands, sweeping] {
        task.abort();
        let _ = task.await;
    }
    tracing::info!("stopping");
    match Arc::try_unwrap(office) {
        Ok(office) => office.close().await?,
        // A command over the socket still runs; the log is safe without the mark of a clean stop.
        Err(_) => tracing::warn!("stopped while a command was running"),
    }
    Ok(ExitCode::SUCCESS)
}

/// Removes attached files that no event names, at the start and then daily. A log that is damaged is left alone, with all beside it.
async fn sweep_daily(office: Arc<Office>) {
    let mut sweeper = office.store.sweeper();
    loop {
        if office.is_writable() {
            match sweeper.sweep().await {
                Ok(Swept { files: 0, litter: 0, .. }) => {}
                Ok(Swept { files, litter, .. }) => {
                    tracing::info!(files, litter, "files that no event names were removed");
                }
                Err(error) => tracing::warn!(%error, "files that no event names were not swept"),
            }
        }
        tokio::time::sleep(DAY).await;
    }
}

/// Serves until asked to stop, then lets requests under way finish, for [`DRAIN`] at most.
async fn until_stopped(
    server: axum::serve::Serve<TcpListener, axum::Router, axum::Router>,
    mut stop: watch::Receiver<bool>,
) -> anyhow::Result<()> {
    let mut asked = stop.clone();
    let server = server.with_graceful_shutdown(async move {
        let _ = asked.wait_for(|asked| *asked).await;
    });
    let overdue = async {
        let _ = stop.wait_for(|asked| *asked).await;
        tokio::time::sleep(DRAIN).await;
    };
    tokio::select! {
        served = server.into_future() => served.context("the server stopped"),
        () = overdue => {
            tracing::warn!("requests still under way were cut off");
            Ok(())
        }
    }
}

/// A stream of events has no end of its own: asked to stop, the server ends it.
async fn end_streams(mut stop: watch::Receiver<bool>, followers: Arc<Followers>) {
    if stop.wait_for(|asked| *asked).await.is_ok() {
        followers.end_all();
    }
}

/// Turns true at SIGINT or SIGTERM.
fn stop_asked() -> std::io::Result<watch::Receiver<bool>> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let (asked, stop) = watch::channel(false);
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        let _ = asked.send(true);
    });
    Ok(stop)
}
