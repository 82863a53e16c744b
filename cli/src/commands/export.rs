//! `heyi export`: the whole log as NDJSON.

use heyi_store::{codec, export};

use crate::office::Office;
use crate::output::Answer;

pub(crate) async fn run(office: &Office, answer: &mut Answer<'_>) -> anyhow::Result<u8> {
    let canonical =
        |event: &heyi_store::append::LogEvent| codec::canonical_entry(event).map_err(|error| error.to_string());
    export::export(&*office.store.log, &canonical, answer.raw()).await?;
    Ok(0)
}
