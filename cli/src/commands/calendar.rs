//! `heyi calendar`: years of working days, previewed and added.

use heyi_store::laws::Proposal;

use super::law::{self, Then};
use crate::args::{CalendarCommand, LawArgs};
use crate::office::Office;
use crate::output::Answer;

pub(crate) async fn run(command: &CalendarCommand, office: &Office, answer: &mut Answer<'_>) -> anyhow::Result<u8> {
    match command {
        CalendarCommand::Preview(args) => law::run(&proposal(args), Then::Nothing, &args.reading, office, answer).await,
        CalendarCommand::Add(args) => law::run(&proposal(args), Then::Adopt, &args.reading, office, answer).await,
    }
}

fn proposal(args: &LawArgs) -> Proposal {
    args.file.as_ref().map_or(Proposal::ShippedCalendar, |file| Proposal::Calendar(file.text.clone()))
}
