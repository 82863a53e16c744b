//! `heyi coverage`: who is covered on a day, as known then or now.

use heyi_core::ids::Position;
use heyi_core::text::{Language, Say};
use heyi_projections::{CoverageQuery, Dimension, Known, Row, Table};
use jiff::Timestamp;

use crate::args::{CoverageArgs, Format};
use crate::office::Office;
use crate::output::{Answer, mistake};

pub(crate) async fn run(args: &CoverageArgs, office: &Office, answer: &mut Answer<'_>) -> anyhow::Result<u8> {
    let language = args.reading.lang.into();
    let table = office.read.coverage(&query(args, language)?).await.map_err(|error| mistake(&error.say(), language))?;
    match args.reading.format {
        Format::Json => answer.json(&table)?,
        Format::Text => print(&table, language, answer)?,
    }
    Ok(0)
}

fn query(args: &CoverageArgs, language: Language) -> anyhow::Result<CoverageQuery> {
    let wrong = |zh: String, en: String| mistake(&Say::new(zh, en), language);
    let known = match &args.known {
        None => None,
        Some(text) => Some(known(text).ok_or_else(|| {
            wrong(
                format!("“{text}”既不是日志位置，也不是时间；请写 1234 或 2026-07-05T00:00:00Z。"),
                format!("{text} is neither a position nor an instant; write 1234 or 2026-07-05T00:00:00Z."),
            )
        })?),
    };
    let by = match &args.by {
        None => None,
        Some(name) => Some(Dimension::named(name).ok_or_else(|| {
            let names = Dimension::ALL.map(Dimension::name).join(", ");
            wrong(
                format!("不能按“{name}”分组；可用：{names}。"),
                format!("There is no breakdown by {name}; there are {names}."),
            )
        })?),
    };
    let region = args.place.parse().map_err(|_| {
        wrong(
            format!("“{}”不是六位区划代码。", args.place),
            format!("{} is not a division code of six digits.", args.place),
        )
    })?;
    Ok(CoverageQuery { on: args.on, known, region, by })
}

fn known(text: &str) -> Option<Known> {
    let position = text.parse().map(|position| Known::Position(Position(position))).ok();
    position.or_else(|| text.parse::<Timestamp>().map(Known::Instant).ok())
}

fn print(table: &Table, language: Language, answer: &mut Answer<'_>) -> anyhow::Result<()> {
    let definition = match language {
        Language::Zh => table.definition.zh,
        Language::En => table.definition.en,
    };
    answer.line(format!("{} {} [{}]", table.on, table.region, table.definition.id))?;
    answer.line(definition)?;
    for row in table.rows.iter().chain([&table.total]) {
        answer.line(sentence(row, language))?;
    }
    let basis = &table.basis;
    answer.line(format!(
        "{} {} chain {} rulebook {} calendar {}",
        Say::new("依据：位置", "basis: position").to(language),
        basis.position,
        basis.chain,
        basis.rulebook,
        basis.calendar
    ))?;
    Ok(())
}

/// A row as a sentence; never a bare percentage.
fn sentence(row: &Row, language: Language) -> String {
    let Row { employers_covered, employers_total, unconfirmed, unknown_effect, women_covered, .. } = row;
    let (women_total, unknown, unknown_all) =
        (row.women_total, row.women_unknown_employers, row.women_total_unknown_employers);
    Say::new(
        format!(
            "{}：覆盖单位 {employers_covered} / {employers_total}（其中推定生效未确认 {unconfirmed}；另有生效日不明 {unknown_effect}）；\
             覆盖女职工 {women_covered} / {women_total}（人数不明的单位：覆盖 {unknown}，全部 {unknown_all}）",
            row.label.zh
        ),
        format!(
            "{}: employers covered {employers_covered} of {employers_total} ({unconfirmed} derived and unconfirmed; \
             {unknown_effect} more with an unknown day of effect); women covered {women_covered} of {women_total} \
             (employers with unknown numbers: {unknown} covered, {unknown_all} in all)",
            row.label.en
        ),
    )
    .to(language)
    .to_owned()
}
