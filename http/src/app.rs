//! What every handler stands on, and the router built from the table.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::routing::{MethodFilter, on};
use heyi_core::place::Place;
use heyi_core::text::Say;
use heyi_projections::ReadSide;
use heyi_store::store::Store;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::events::Followers;
use crate::guard::password::Passwords;
use crate::guard::session::Sessions;
use crate::guard::throttle::Throttle;
use crate::problem::Problem;
use crate::routes::{self, Row};
use crate::{guard, problem};

/// The version shown in the footer.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// No script may run, but on pages that draw a chart, which say so themselves (`coverage/chart.rs`); nothing is loaded from elsewhere.
const CONTENT_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
                              frame-ancestors 'none'; base-uri 'none'";

/// What an operator sets.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The place this installation serves, such as `320000`.
    pub place: Place,
    /// Cookies are sent over TLS only. Off for `127.0.0.1` without a proxy.
    pub secure_cookies: bool,
    /// Most bytes of a body without files.
    pub max_body: usize,
    /// Most bytes of a body with files.
    pub max_upload: usize,
    /// How long a body without files may take to arrive; one with files ten times as long.
    pub body_time: Duration,
    /// How long a page waits until people can see their own entry.
    pub wait: Duration,
    /// How many streams of events may be open.
    pub followers: usize,
    /// How many of them one account may have; one more ends its oldest.
    pub followers_each: usize,
    /// How long a stream of events is quiet before it gives a sign of life.
    pub heartbeat: Duration,
    /// A line over every page, such as that this is a demonstration.
    pub banner: Option<Say>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            place: Place::nation(),
            secure_cookies: false,
            max_body: 1 << 20,
            max_upload: 34 << 20,
            body_time: Duration::from_secs(30),
            wait: Duration::from_secs(2),
            followers: 64,
            followers_each: 4,
            heartbeat: Duration::from_secs(10),
            banner: None,
        }
    }
}

/// What every handler stands on. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The log with what lies beside it.
    pub store: Store,
    /// Answers folded from the log.
    pub read: ReadSide,
    /// Who is logged in.
    pub sessions: Arc<Sessions>,
    /// Passwords, computed a few at a time.
    pub passwords: Arc<Passwords>,
    /// Wrong attempts to log in.
    pub throttle: Arc<Throttle>,
    /// Who follows the log.
    pub followers: Arc<Followers>,
    /// What an operator sets.
    pub settings: Arc<Settings>,
}

impl App {
    /// An application nobody is logged in to.
    #[must_use]
    pub fn new(store: Store, read: ReadSide, settings: Settings) -> Self {
        Self {
            store,
            read,
            sessions: Arc::default(),
            passwords: Arc::default(),
            throttle: Arc::default(),
            followers: Arc::default(),
            settings: Arc::new(settings),
        }
    }

    /// The router: every row of the table behind the guard, and what holds for every answer.
    pub fn router(self) -> Router {
        let mut router = Router::new();
        for row in routes::table() {
            let (path, Some(filter)) = (row.path.clone(), filter(&row)) else { continue };
            let (app, row) = (self.clone(), Arc::new(row));
            let serve = move |request: Request| guard::serve(app.clone(), Arc::clone(&row), request);
            router = router.route(&path, on(filter, serve));
        }
        let set = |name: HeaderName, value: &'static str| {
            SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
        };
        router
            .fallback(
                |request: Request| async move { Problem::not_found().of_nobody(request.headers(), request.uri()) },
            )
            .method_not_allowed_fallback(|request: Request| async move {
                Problem::method_not_allowed().of_nobody(request.headers(), request.uri())
            })
            .layer(CatchPanicLayer::custom(problem::of_panic))
            .layer(set(header::CONTENT_SECURITY_POLICY, CONTENT_POLICY))
            .layer(set(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .layer(set(header::REFERRER_POLICY, "same-origin"))
            .layer(set(header::CACHE_CONTROL, "no-store"))
    }
}

fn filter(row: &Row) -> Option<MethodFilter> {
    MethodFilter::try_from(row.method.clone()).ok()
}

#[cfg(test)]
mod tests;
