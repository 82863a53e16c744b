//! Settings: what is typed, then the environment, then `heyi.toml` in the data directory.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

use anyhow::Context as _;
use serde::Deserialize;
use tracing_subscriber::EnvFilter;

/// The file in the data directory.
const FILE: &str = "heyi.toml";

/// What the file may say.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// Where to listen.
    pub(crate) listen: Option<SocketAddr>,
}

impl Settings {
    /// Reads the file; without one, nothing is set.
    pub(crate) fn of(data: &Path) -> anyhow::Result<Self> {
        let path = data.join(FILE);
        match std::fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text).with_context(|| format!("{} is not as it should be", path.display())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
        }
    }

    /// Where to listen, when it was not typed.
    pub(crate) fn listen(&self) -> SocketAddr {
        self.listen.unwrap_or_else(|| (Ipv4Addr::LOCALHOST, 8080).into())
    }
}

/// Sends the program's own log to standard error: warnings, and `heyi` at `info`, unless `RUST_LOG` says otherwise.
pub(crate) fn init_tracing(json: bool) {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("warn,heyi=info,heyi_http=info,heyi_store=info,heyi_projections=info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if json { log.json().init() } else { log.compact().init() }
}
