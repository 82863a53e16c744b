//! `heyi head`: where the log ends, as the process that writes it knows.

use heyi_store::log::Health;

use crate::args::Reading;
use crate::office::Office;
use crate::output::{Answer, mistake};

pub(crate) async fn run(reading: &Reading, office: &Office, answer: &mut Answer<'_>) -> anyhow::Result<u8> {
    let log = &office.store.log;
    if let Health::ReadOnly(say) = log.health() {
        return Err(mistake(&say, reading.lang.into()));
    }
    answer.json(&log.chain_at(log.head()).await?)?;
    Ok(0)
}
