//! Another law, as `heyi rules` and `heyi calendar` show and adopt it.

use heyi_core::ground::LawVersions;
use heyi_core::ids::Position;
use heyi_core::rows::{Changes, RowError};
use heyi_core::text::{Language, Say};
use heyi_projections::{Due, Moved, Preview};
use heyi_store::laws::{AdoptError, Proposal, nobody};
use serde::Serialize;

use crate::args::{Format, Reading};
use crate::office::Office;
use crate::output::{Answer, mistake};

/// What is done once the preview is made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    /// Nothing changes.
    Nothing,
    /// The law is adopted.
    Adopt,
}

/// What is answered.
#[derive(Serialize)]
struct Told {
    /// The law that held when this was asked.
    now: LawVersions,
    /// The law that would hold, or holds from now on.
    then: LawVersions,
    #[serde(flatten)]
    preview: Preview,
    /// Where the adoption is recorded; `None`: nothing was.
    adopted: Option<Position>,
}

pub(super) async fn run(
    proposal: &Proposal,
    then: Then,
    reading: &Reading,
    office: &Office,
    answer: &mut Answer<'_>,
) -> anyhow::Result<u8> {
    let (store, language) = (&office.store, reading.lang.into());
    let now = store.laws.current();
    let law = store.laws.proposed(proposal).map_err(|rows| wrong(&rows, language))?;
    let preview = office.read.preview(&now, &law, store.clock.today()).await?;
    let adopted = match then {
        Then::Nothing => None,
        Then::Adopt => {
            let adopted = store.laws.adopt(proposal, now.versions(), nobody()).await;
            adopted.map_err(|error| refused(error, language))?
        }
    };
    let told = Told { now: now.versions(), then: law.versions(), preview, adopted };
    match reading.format {
        Format::Json => answer.json(&told)?,
        Format::Text => print(&told, then, language, answer)?,
    }
    Ok(0)
}

fn refused(error: AdoptError, language: Language) -> anyhow::Error {
    match error {
        AdoptError::Wrong(rows) => wrong(&rows, language),
        AdoptError::Changed => {
            let (zh, en) = (
                "预览期间另有法规或日历被采用；没有采用任何内容，请重新预览。",
                "Another law was adopted meanwhile; nothing was adopted now. Preview again.",
            );
            mistake(&Say::new(zh, en), language)
        }
        AdoptError::Store(error) => anyhow::Error::new(error),
    }
}

/// Every row that is wrong, each on a line.
fn wrong(rows: &[RowError], language: Language) -> anyhow::Error {
    let head = Say::new("没有采用任何内容：", "nothing is adopted:");
    let rows = rows.iter().map(|row| format!("\n  {}", row.sentence().to(language)));
    anyhow::anyhow!("{}{}", head.to(language), rows.collect::<String>())
}

fn print(told: &Told, then: Then, language: Language, answer: &mut Answer<'_>) -> anyhow::Result<()> {
    let zh = language == Language::Zh;
    let preview = &told.preview;
    if preview.is_same() {
        answer.line(if zh {
            "与现行的法规和日历相同，没有需要采用的内容。"
        } else {
            "This is what holds already; there is nothing to adopt."
        })?;
        return Ok(());
    }
    changes(if zh { "规则" } else { "rules" }, &preview.rules, answer)?;
    changes(if zh { "日历年份" } else { "years of the calendar" }, &preview.calendar, answer)?;
    for id in &preview.incomplete {
        answer.line(if zh {
            format!("! {id}：缺条款、施行日或数值，不作回答")
        } else {
            format!("! {id}: lacks article, start or value, and answers nothing")
        })?;
    }
    let (count, open) = (preview.moved.len(), preview.open_cases);
    answer.line(match (zh, count) {
        (true, 0) => format!("{open} 个未结案件中没有期限变动。"),
        (false, 0) => format!("no deadline moves in {open} open cases."),
        (true, _) => format!("{open} 个未结案件中有 {count} 个期限变动："),
        (false, _) => format!("of {open} open cases, deadlines that move: {count}"),
    })?;
    for moved in &preview.moved {
        answer.line(line(moved, language))?;
    }
    answer.line(match (told.adopted, then, zh) {
        (Some(position), _, true) => format!("已采用，记录于第 {position} 号；自此适用，以前的答复不变。"),
        (Some(position), _, false) => {
            format!("adopted at position {position}; it holds from now on, and no earlier answer changes.")
        }
        (None, _, true) => "尚未采用。".to_owned(),
        (None, _, false) => "nothing is adopted yet.".to_owned(),
    })?;
    Ok(())
}

fn changes(what: &str, changes: &Changes, answer: &mut Answer<'_>) -> std::io::Result<()> {
    for (sign, names) in [("+", &changes.added), ("~", &changes.changed), ("-", &changes.removed)] {
        if !names.is_empty() {
            answer.line(format!("{sign} {what} {}", names.join(", ")))?;
        }
    }
    Ok(())
}

fn line(moved: &Moved, language: Language) -> String {
    let due = |due: Option<&Due>| due.map_or_else(|| "—".to_owned(), |due| as_words(due, language));
    let Moved { number, employer_name, rule, .. } = moved;
    let (what, before, after) = (moved.what.to(language), due(moved.before.as_ref()), due(moved.after.as_ref()));
    format!("  {number} {employer_name} · {what} [{rule}] {before} → {after}")
}

fn as_words(due: &Due, language: Language) -> String {
    let certainty = due.certainty.say();
    let certainty = certainty.to(language);
    match (due.earliest, due.latest) {
        (None, None) => certainty.to_owned(),
        (Some(from), Some(to)) if from == to => format!("{from} {certainty}"),
        (from, to) => {
            let day = |day: Option<jiff::civil::Date>| day.map_or_else(|| "?".to_owned(), |day| day.to_string());
            format!("{} … {} {certainty}", day(from), day(to))
        }
    }
}
