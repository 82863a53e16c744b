//! `heyi serve`: the pages and the API, until told to stop.

use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use heyi_http::{App, Settings as Web};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::args::ServeArgs;
use crate::office::Office;
use crate::settings::Settings;
use crate::socket;

pub(crate) async fn run(args: &ServeArgs) -> anyhow::Result<ExitCode> {
    let office = Office::open_alone(&args.data).await?;
    let listen = match args.listen {
        Some(listen) => listen,
        None => Settings::of(&args.data)?.listen(),
    };
    serve(office, &args.data, listen, Web::default(), |_| Ok(())).await
}

/// Serves an open office on `listen` until SIGINT or SIGTERM, then stops in an orderly way. `ready` is told the address.
pub(super) async fn serve(
    office: Office,
    data: &Path,
    listen: SocketAddr,
    web: Web,
    ready: impl FnOnce(SocketAddr) -> anyhow::Result<()>,
) -> anyhow::Result<ExitCode> {
    let listener = TcpListener::bind(listen).await.with_context(|| {
        format!("{listen} cannot be listened on; is another server running? Choose another with --listen")
    })?;
    let address = listener.local_addr()?;
    let socket = socket::listen(data)?;
    let office = Arc::new(office);
    let commands = tokio::spawn(socket::serve(socket, Arc::clone(&office)));
    let router = App::new(office.store.clone(), office.read.clone(), web).router();
    tracing::info!(%address, head = %office.store.log.head(), "serving");
    ready(address)?;
    axum::serve(listener, router).with_graceful_shutdown(stop_asked()).await.context("the server stopped")?;
    commands.abort();
    let _ = commands.await;
    tracing::info!("stopping");
    match Arc::try_unwrap(office) {
        Ok(office) => office.close().await?,
        // A command over the socket still runs; the log is safe without the mark of a clean stop.
        Err(_) => tracing::warn!("stopped while a command was running"),
    }
    Ok(ExitCode::SUCCESS)
}

/// Waits for SIGINT or SIGTERM.
async fn stop_asked() {
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
