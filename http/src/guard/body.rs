//! Reading a body within its limit.

use axum::body::{Body, Bytes};
use futures::StreamExt as _;

use crate::problem::Problem;

/// Reads a body of at most `limit` bytes. A longer one is read on without being kept, up to `most` bytes, so that who sends it is
/// told that it is too large, and not cut off in the middle.
///
/// # Errors
/// 413 when it is longer, 400 when it breaks off.
pub async fn read(body: Body, limit: usize, most: usize) -> Result<Bytes, Problem> {
    let mut chunks = body.into_data_stream();
    let (mut kept, mut seen) = (Vec::new(), 0_usize);
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|error| Problem::malformed(&error))?;
        seen = seen.saturating_add(chunk.len());
        if seen > most {
            break;
        }
        if seen <= limit {
            kept.extend_from_slice(&chunk);
        }
    }
    if seen > limit { Err(Problem::too_large()) } else { Ok(kept.into()) }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::*;

    #[tokio::test]
    async fn a_body_is_kept_within_its_limit_only() {
        let body = || Body::from(vec![7; 10]);
        assert_eq!(read(body(), 10, 100).await.ok().map(|kept| kept.len()), Some(10));
        for most in [9, 100] {
            let refused = read(body(), 9, most).await.err().map(|problem| problem.status);
            assert_eq!(refused, Some(StatusCode::PAYLOAD_TOO_LARGE));
        }
    }
}
