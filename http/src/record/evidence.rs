//! The papers of a request: kept before the event that refers to them is recorded.

use std::sync::Arc;

use heyi_core::erasable::Erasable;
use heyi_store::files::Kept;
use heyi_store::vault::Draft;

use crate::ask::Ask;
use crate::guard::sent::Upload;
use crate::problem::Problem;

/// Keeps what the draft collected, and the files that were sent. Durable when it returns. What is answered must live until the event
/// that names the files was answered, so that they are not swept before.
pub(super) async fn keep(ask: &Ask, mut draft: Draft<'_>) -> Result<Vec<Kept>, Problem> {
    let files: Vec<(Upload, Erasable)> =
        ask.sent.files.iter().map(|file| (file.clone(), draft.refer_to(&plain_name(&file.name)))).collect();
    let staged = draft.finish().map_err(|error| Problem::broken("staging texts", &error))?;
    let (vault, keeper) = (Arc::clone(&ask.app.store.vault), ask.app.store.files.clone());
    let kept = tokio::task::spawn_blocking(move || {
        vault.keep(&staged).map_err(|error| Problem::store(&error.into()))?;
        let keep =
            |(file, name): (Upload, Erasable)| keeper.keep_staged(&file.staged, name, &media_type(&file.media_type));
        files.into_iter().map(keep).collect::<Result<Vec<_>, _>>().map_err(|error| Problem::store(&error.into()))
    });
    kept.await.map_err(|error| Problem::broken("keeping files", &error))?
}

/// The last part of the name, without what could mislead in a download.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String =
        last.chars().filter(|c| !c.is_control() && !"\"<>|:*?\u{202e}".contains(*c)).take(120).collect();
    if plain.trim().is_empty() { "file".to_owned() } else { plain.trim().to_owned() }
}

/// A media type of plain form; anything else is just bytes.
fn media_type(told: &str) -> String {
    let plain = told.len() <= 100 && told.bytes().all(|b| b.is_ascii_alphanumeric() || b"/.+-".contains(&b));
    if plain && told.contains('/') { told.to_ascii_lowercase() } else { "application/octet-stream".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_types_are_made_plain() {
        assert_eq!(plain_name("C:\\Users\\王\\答复书.pdf"), "答复书.pdf");
        assert_eq!(plain_name("../\"\n"), "file");
        assert_eq!(media_type("application/PDF"), "application/pdf");
        assert_eq!(media_type("text/html; charset=\"x\""), "application/octet-stream");
    }
}
