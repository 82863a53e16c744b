//! `heyi rules`: the rules of law, previewed and adopted.

use heyi_store::laws::Proposal;

use super::law::{self, Then};
use crate::args::{LawArgs, RulesCommand};
use crate::office::Office;
use crate::output::Answer;

pub(crate) async fn run(command: &RulesCommand, office: &Office, answer: &mut Answer<'_>) -> anyhow::Result<u8> {
    match command {
        RulesCommand::Preview(args) => law::run(&proposal(args), Then::Nothing, &args.reading, office, answer).await,
        RulesCommand::Adopt(args) => law::run(&proposal(args), Then::Adopt, &args.reading, office, answer).await,
    }
}

fn proposal(args: &LawArgs) -> Proposal {
    args.file.as_ref().map_or(Proposal::ShippedRules, |file| Proposal::Rules(file.text.clone()))
}
