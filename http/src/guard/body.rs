//! Reading a body within its limit, as it arrives.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use axum::body::{Body, BodyDataStream, Bytes};
use futures::{Stream, StreamExt as _};

use crate::problem::Problem;

/// A body on its way. Clones read the same one.
#[derive(Clone)]
pub struct Incoming {
    state: Arc<Mutex<State>>,
    limit: usize,
    most: usize,
}

struct State {
    chunks: BodyDataStream,
    seen: usize,
    ended: bool,
}

/// The body cannot be read on.
#[derive(Debug, thiserror::Error)]
pub enum BrokenOff {
    /// It is longer than its limit.
    #[error("the body is longer than its limit")]
    TooLong,
    /// Its sender stopped.
    #[error("the body broke off")]
    Sender(#[source] axum::Error),
}

impl Incoming {
    /// A body of which at most `limit` bytes are taken. A longer one is read on without being kept, up to `most` bytes, so that
    /// who sends it is told that it is too large, and not cut off in the middle.
    #[must_use]
    pub fn new(body: Body, limit: usize, most: usize) -> Self {
        let state = State { chunks: body.into_data_stream(), seen: 0, ended: false };
        Self { state: Arc::new(Mutex::new(state)), limit, most }
    }

    /// All of it.
    ///
    /// # Errors
    /// 413 when it is longer than its limit, 400 when it breaks off.
    pub async fn whole(mut self) -> Result<Bytes, Problem> {
        let mut kept = Vec::new();
        while let Some(chunk) = self.next().await {
            kept.extend_from_slice(&chunk.map_err(|error| error.problem())?);
        }
        Ok(kept.into())
    }

    /// Reads what is left, up to the most that is read, and forgets it.
    pub async fn drain(&self) {
        let rest = futures::stream::poll_fn(|context| match self.state().poll(context) {
            Poll::Ready(Some(Ok((_, seen)))) if seen <= self.most => Poll::Ready(Some(())),
            Poll::Ready(_) => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        });
        rest.for_each(|()| std::future::ready(())).await;
    }

    /// Whether it was longer than its limit.
    #[must_use]
    pub fn is_too_long(&self) -> bool {
        self.state().seen > self.limit
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The next chunk, and how much was seen with it.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<(Bytes, usize), axum::Error>>> {
        if self.ended {
            return Poll::Ready(None);
        }
        let next = self.chunks.poll_next_unpin(context);
        match next {
            Poll::Ready(Some(Ok(chunk))) => {
                self.seen = self.seen.saturating_add(chunk.len());
                Poll::Ready(Some(Ok((chunk, self.seen))))
            }
            Poll::Ready(Some(Err(error))) => {
                self.ended = true;
                Poll::Ready(Some(Err(error)))
            }
            Poll::Ready(None) => {
                self.ended = true;
                Poll::Ready(None)
            }
            Poll::Pending => Poll::Pending,
        }
    }
}

impl Stream for Incoming {
    type Item = Result<Bytes, BrokenOff>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = self.state().poll(context);
        next.map(|next| {
            next.map(|read| match read {
                Ok((_, seen)) if seen > self.limit => Err(BrokenOff::TooLong),
                Ok((chunk, _)) => Ok(chunk),
                Err(error) => Err(BrokenOff::Sender(error)),
            })
        })
    }
}

impl BrokenOff {
    fn problem(&self) -> Problem {
        match self {
            Self::TooLong => Problem::too_large(),
            Self::Sender(error) => Problem::malformed(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::http::StatusCode;

    use super::*;

    #[tokio::test]
    async fn a_body_is_kept_within_its_limit_only() {
        let body = || Body::from(vec![7; 10]);
        assert_eq!(Incoming::new(body(), 10, 100).whole().await.ok().map(|kept| kept.len()), Some(10));
        for most in [9, 100] {
            let refused = Incoming::new(body(), 9, most).whole().await.err().map(|problem| problem.status);
            assert_eq!(refused, Some(StatusCode::PAYLOAD_TOO_LARGE));
        }
    }

    #[tokio::test]
    async fn what_is_left_is_read_up_to_the_most_and_no_further() {
        for (most, read) in [(1_000, 10), (35, 4)] {
            let sent = Arc::new(AtomicUsize::new(0));
            let count = Arc::clone(&sent);
            let chunks = (0..10).map(move |_| {
                count.fetch_add(1, Ordering::Relaxed);
                Ok::<_, std::io::Error>(vec![7; 10])
            });
            let mut incoming = Incoming::new(Body::from_stream(futures::stream::iter(chunks)), 15, most);
            assert!(incoming.next().await.unwrap().is_ok());
            assert!(matches!(incoming.next().await, Some(Err(BrokenOff::TooLong))));
            incoming.drain().await;
            assert_eq!(sent.load(Ordering::Relaxed), read);
        }
    }
}
