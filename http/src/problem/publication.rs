//! What the store answered to a step of a publication, and why tables are not published.

use axum::http::StatusCode;
use heyi_core::ids::Version;
use heyi_projections::publications::withholding::NotPublishable;
use heyi_projections::{PublishError, QueryError};
use heyi_store::cases::ExecuteError;

use super::Problem;

impl Problem {
    /// What the store answered to a step of a publication.
    #[must_use]
    pub fn of_publication(error: ExecuteError) -> Self {
        match error {
            ExecuteError::Changed { now, .. } => Self::publication_changed(now),
            other => Self::of_execute(other),
        }
    }

    /// 422: why tables are not published; 503 when they could not be computed.
    #[must_use]
    pub fn of_publishing(error: &PublishError) -> Self {
        let code = match error {
            PublishError::NotAnId(_) => "no-such-table",
            PublishError::AnotherBasis { .. } => "another-basis",
            PublishError::AnotherPosition { .. } => "another-position",
            PublishError::TooManyRows(_) | PublishError::NotPublishable(NotPublishable::TooMany(_)) => "too-many-rows",
            PublishError::NotPublishable(_) => "not-publishable",
            PublishError::Query(QueryError::Behind { .. } | QueryError::Read(_)) => {
                return Self::broken("counting", error);
            }
            PublishError::Query(_) => "not-askable",
        };
        let say = error.say();
        Self::field("tables", code, &say.zh, &say.en)
    }

    /// 409: somebody else recorded something of this publication since the person looked.
    fn publication_changed(now: Version) -> Self {
        let (zh, en) = (
            "您打开页面之后，这次发布又有新的记录。请重新打开页面，看过之后再决定。",
            "Something was recorded of this publication since you opened the page. Open it again, look at it, then decide.",
        );
        Self { now: Some(now), ..Self::new(StatusCode::CONFLICT, "changed", zh, en) }
    }
}
