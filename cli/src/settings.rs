//! Settings: what is typed, then the environment, then `heyi.toml` in the data directory.

use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::path::Path;

use anyhow::Context as _;
use heyi_core::place::Place;
use heyi_http::Settings as Web;
use heyi_store::segment_log::Options;
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
    /// The place this installation serves; the nation unless set.
    pub(crate) place: Option<Place>,
    /// Whether cookies are sent over TLS only; not unless set.
    pub(crate) secure_cookies: Option<bool>,
    /// How many days a request that is sent again is known by its idempotency key; 30 unless set.
    pub(crate) keys_kept_days: Option<NonZeroU32>,
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

    /// What the pages and the API are to know.
    pub(crate) fn web(&self) -> Web {
        let web = Web::default();
        Web {
            place: self.place.clone().unwrap_or(web.place),
            secure_cookies: self.secure_cookies.unwrap_or(web.secure_cookies),
            ..web
        }
    }

    /// How the log is to be kept.
    pub(crate) fn log(&self) -> Options {
        let options = Options::default();
        Options { keys_kept_days: self.keys_kept_days.map_or(options.keys_kept_days, NonZeroU32::get), ..options }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_reaches_the_pages() {
        let dir = tempfile::tempdir().unwrap();
        let web = Settings::of(dir.path()).unwrap().web();
        assert_eq!((web.place, web.secure_cookies), (Place::nation(), false), "without a file");
        std::fs::write(dir.path().join(FILE), "place = \"320000\"\nsecure_cookies = true\n").unwrap();
        let web = Settings::of(dir.path()).unwrap().web();
        assert_eq!((web.place.code(), web.secure_cookies), ("320000", true));
        std::fs::write(dir.path().join(FILE), "secure_cookie = true\n").unwrap();
        assert!(Settings::of(dir.path()).is_err(), "a misspelt key is told");
        std::fs::write(dir.path().join(FILE), "keys_kept_days = 90\n").unwrap();
        assert_eq!(Settings::of(dir.path()).unwrap().log().keys_kept_days, 90);
        assert_eq!(Settings::default().log().keys_kept_days, 30);
        std::fs::write(dir.path().join(FILE), "keys_kept_days = 0\n").unwrap();
        assert!(Settings::of(dir.path()).is_err(), "at least one");
    }
}
