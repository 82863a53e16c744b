//! `heyi export`: the whole log as NDJSON.

use heyi_core::text::Language;
use heyi_store::{codec, export};

use crate::office::Office;
use crate::output::{Answer, mistake};

pub(crate) async fn run(language: Language, office: &Office, answer: &mut Answer<'_>) -> anyhow::Result<u8> {
    let canonical =
        |event: &heyi_store::append::LogEvent| codec::canonical_entry(event).map_err(|error| error.to_string());
    let done = export::export(&*office.store.log, &canonical, answer.raw()).await;
    done.map_err(|error| mistake(&error.say(), language))?;
    Ok(0)
}
