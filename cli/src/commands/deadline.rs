//! `heyi deadline`: one deadline of law, for any place and day, with every step of the count.

use heyi_core::deadline::Deadline;
use heyi_core::jurisdiction::Jurisdiction;
use heyi_core::occurred::Occurred;
use heyi_core::place::Place;
use heyi_core::rules::{Rulebook, SubjectMatter, event_words};
use heyi_core::text::{Language, Say};
use jiff::civil::Date;
use serde::Serialize;

use crate::args::{DeadlineArgs, Format};
use crate::office::Office;
use crate::output::{Answer, mistake};

/// The answer: the deadline as the pages have it, with the place and the last day.
#[derive(Serialize)]
struct Answered {
    place: Place,
    /// `null`: there is no date, and `caveats` says why.
    due: Option<Date>,
    #[serde(flatten)]
    deadline: Deadline,
}

pub(crate) fn run(args: &DeadlineArgs, office: &Office, answer: &mut Answer<'_>) -> anyhow::Result<u8> {
    let language = args.reading.lang.into();
    let law = office.store.laws.current();
    let place = place(&args.place, language)?;
    is_known(&law.rulebook, &args.rule, language)?;
    let start = Occurred::on(args.from);
    let deadline = Deadline::reckon(&law.rulebook, &law.calendar, &place, SubjectMatter::Women, &args.rule, &start);
    let answered = Answered { place, due: deadline.due(), deadline };
    match args.reading.format {
        Format::Json => answer.json(&answered)?,
        Format::Text => print(&answered, language, answer)?,
    }
    Ok(0)
}

/// `CN-ZJ`, or a division code of six digits.
fn place(text: &str, language: Language) -> anyhow::Result<Place> {
    let jurisdiction = Jurisdiction::parse(text).ok().and_then(|jurisdiction| jurisdiction.place().cloned());
    jurisdiction.or_else(|| text.parse().ok()).ok_or_else(|| {
        let (zh, en) = (
            format!("没有“{text}”这个地方；请写 CN-ZJ 这样的代码，或六位区划代码。"),
            format!("there is no place {text}; write a code such as CN-ZJ, or a division code of six digits."),
        );
        mistake(&Say::new(zh, en), language)
    })
}

/// That the rulebook has a rule of this name with a period, in any place.
fn is_known(rules: &Rulebook, suffix: &str, language: Language) -> anyhow::Result<()> {
    if rules.named(suffix).next().is_some() {
        return Ok(());
    }
    let with_period = |suffix: &&str| rules.named(suffix).any(|rule| rule.period().is_some());
    let names: Vec<&str> = rules.suffixes().filter(with_period).collect();
    let (zh, en) = (
        format!("没有“{suffix}”这条规则；有期限的规则：{}。", names.join("、")),
        format!("there is no rule {suffix}; those with a period are {}.", names.join(", ")),
    );
    Err(mistake(&Say::new(zh, en), language))
}

fn print(answered: &Answered, language: Language, answer: &mut Answer<'_>) -> anyhow::Result<()> {
    let Answered { due, deadline, .. } = answered;
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
