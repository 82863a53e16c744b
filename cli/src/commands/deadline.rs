//! `heyi deadline`: one deadline of law, for any place and day, with every step of the count.

use heyi_core::deadline::LookUp;
use heyi_core::rules::event_words;
use heyi_core::text::Language;

use crate::args::{DeadlineArgs, Format};
use crate::office::Office;
use crate::output::{Answer, mistake};

pub(crate) fn run(args: &DeadlineArgs, office: &Office, answer: &mut Answer<'_>) -> anyhow::Result<u8> {
    let language = args.reading.lang.into();
    let found = LookUp::of(&office.store.laws.current(), &args.place, &args.rule, args.from);
    let found = found.map_err(|error| mistake(&error.say(), language))?;
    match args.reading.format {
        Format::Json => answer.json(&found)?,
        Format::Text => print(&found, language, answer)?,
    }
    Ok(0)
}

fn print(found: &LookUp, language: Language, answer: &mut Answer<'_>) -> anyhow::Result<()> {
    let LookUp { due, deadline, .. } = found;
    let zh = language == Language::Zh;
    let what = deadline.what.to(language);
    answer.line(match (due, zh) {
        (Some(due), true) => format!("{what}：{due}"),
        (Some(due), false) => format!("{what}: {due}"),
        (None, true) => format!("{what}：期限未知"),
        (None, false) => format!("{what}: not known"),
    })?;
    if let Some(cite) = &deadline.cite {
        answer.line(cite.say().to(language))?;
    }
    if let Some(event) = &deadline.from_event {
        let event = event_words(event);
        answer.line(if zh { format!("起算：{}", event.zh) } else { format!("counted from: {}", event.en) })?;
    }
    for step in deadline.reckonings.iter().flat_map(|reckoning| reckoning.derivation.words()) {
        answer.line(format!("  {}", step.to(language)))?;
    }
    for caveat in &deadline.caveats {
        answer.line(format!("! {}", caveat.to(language)))?;
    }
    Ok(())
}
