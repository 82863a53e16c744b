//! The parts of a multipart body: text into memory, files piece by piece into the staging of the files, so that neither a
//! file's size nor the number of senders counts in memory, and nothing lies on disk in clear.

use std::sync::Arc;

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest as _, Multipart};
use axum::http::HeaderMap;
use heyi_store::files::{Files, FilesError, Staged, Staging};

use super::{Pairs, Upload};
use crate::guard::body::Incoming;
use crate::problem::Problem;

/// Most files of one entry.
const MOST_FILES: usize = 20;
/// So much of a file is collected before it is written.
const PIECE: usize = 64 << 10;

/// Reads fields and files; the latter are staged, those without name and content left out.
///
/// # Errors
/// 400 when it is not of its form or breaks off, 413 when it is too large, 503 when the disk refuses.
pub(super) async fn read(
    headers: &HeaderMap,
    body: &Incoming,
    files: &Files,
    most_text: usize,
) -> Result<(Pairs, Vec<Upload>), Problem> {
    let stream = axum::body::Body::from_stream(body.clone());
    let unreadable = |error: MultipartError| {
        if body.is_too_long() { Problem::too_large() } else { Problem::malformed(&error) }
    };
    let mut parts = Multipart::from_request(super::rebuilt(headers, stream), &())
        .await
        .map_err(|error| Problem::malformed(&error))?;
    let (mut pairs, mut uploads, mut left) = (Pairs::new(), Vec::new(), most_text);
    while let Some(mut part) = parts.next_field().await.map_err(unreadable)? {
        let name = part.name().unwrap_or_default().to_owned();
        left = left.checked_sub(name.len()).ok_or_else(Problem::too_large)?;
        let Some(file) = part.file_name().map(str::to_owned) else {
            let mut text = Vec::new();
            while let Some(chunk) = part.chunk().await.map_err(unreadable)? {
                left = left.checked_sub(chunk.len()).ok_or_else(Problem::too_large)?;
                text.extend_from_slice(&chunk);
            }
            pairs.push((name, String::from_utf8(text).map_err(|error| Problem::malformed(&error))?));
            continue;
        };
        let media_type = part.content_type().unwrap_or("application/octet-stream").to_owned();
        left = left.checked_sub(file.len() + media_type.len()).ok_or_else(Problem::too_large)?;
        if let Some(staged) = stage(&mut part, !file.is_empty(), files).await.map_err(|why| why.problem(body))? {
            if uploads.len() == MOST_FILES {
                return Err(Problem::too_large());
            }
            uploads.push(Upload { name: file, media_type, staged: Arc::new(staged) });
        }
    }
    Ok((pairs, uploads))
}

enum Stopped {
    Body(MultipartError),
    Files(FilesError),
    Task(tokio::task::JoinError),
}

impl Stopped {
    fn problem(self, body: &Incoming) -> Problem {
        match self {
            Self::Body(_) if body.is_too_long() => Problem::too_large(),
            Self::Body(error) => Problem::malformed(&error),
            Self::Files(error) => Problem::store(&error.into()),
            Self::Task(error) => Problem::broken("staging a file", &error),
        }
    }
}

/// Stages one file; `None` when it is empty and an empty one is not `wanted`.
async fn stage(part: &mut Field<'_>, wanted: bool, files: &Files) -> Result<Option<Staged>, Stopped> {
    let (mut staging, mut waiting, mut over) = (None, Vec::new(), false);
    while !over {
        match part.chunk().await.map_err(Stopped::Body)? {
            Some(chunk) => waiting.extend_from_slice(&chunk),
            None => over = true,
        }
        if waiting.len() >= PIECE || (over && (!waiting.is_empty() || (wanted && staging.is_none()))) {
            let (files, piece) = (files.clone(), std::mem::take(&mut waiting));
            let write = tokio::task::spawn_blocking(move || {
                let mut staging: Staging = staging.map_or_else(|| files.stage(), Ok)?;
                staging.write(&piece)?;
                Ok(staging)
            });
            staging = Some(write.await.map_err(Stopped::Task)?.map_err(Stopped::Files)?);
        }
    }
    match staging {
        None => Ok(None),
        Some(staging) => {
            let finished = tokio::task::spawn_blocking(move || staging.finish()).await;
            finished.map_err(Stopped::Task)?.map(Some).map_err(Stopped::Files)
        }
    }
}
