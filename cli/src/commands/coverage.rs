//! `heyi coverage`: a measure on a day or over a span, as known then or now, and a table computed again from its id.

use heyi_core::place::Place;
use heyi_core::text::{Language, Say};
use heyi_projections::coverage::{CoverageQuery, Definition, Period, QueryError, Table, Trend, Words, question};
use heyi_projections::{Cell, Row};

use crate::args::{CoverageArgs, Format};
use crate::office::Office;
use crate::output::{Answer, mistake};

mod published;

pub(crate) async fn run(args: &CoverageArgs, office: &Office, answer: &mut Answer<'_>) -> anyhow::Result<u8> {
    let language = args.reading.lang.into();
    if let Some(id) = &args.published {
        return published::run(id, &args.reading, office, answer).await;
    }
    let query = query(args, office, language)?;
    let wrong = |error: QueryError| mistake(&error.say(), language);
    if let Some(name) = &args.trend {
        let trend = office.read.trend(&query, period(name, language)?).await.map_err(wrong)?;
        match args.reading.format {
            Format::Json => answer.json(&trend)?,
            Format::Text => print_trend(&trend, language, answer)?,
        }
        return Ok(0);
    }
    let table = office.read.coverage(&query).await.map_err(wrong)?;
    if let Some(id) = args.basis.as_ref().filter(|id| **id != table.id) {
        let (zh, en) = (
            format!("该编号与本日志不符：日志、法规、日历、清单或口径不同。\n编号：{id}\n现为：{}", table.id),
            format!(
                "The id rests on another log, law, calendar, list or definition.\nGiven: {id}\nHere:  {}",
                table.id
            ),
        );
        return Err(mistake(&Say::new(zh, en), language));
    }
    match args.reading.format {
        Format::Json => answer.json(&table)?,
        Format::Text => print(&table, language, answer)?,
    }
    Ok(0)
}

fn query(args: &CoverageArgs, office: &Office, language: Language) -> anyhow::Result<CoverageQuery> {
    if let Some(id) = &args.basis {
        return question(id).map_err(|wrong| mistake(&wrong.say(), language));
    }
    let words = Words {
        measure: &args.measure,
        from: args.from.as_deref().unwrap_or_default(),
        on: args.on.as_deref().unwrap_or_default(),
        known: args.known.as_deref().unwrap_or_default(),
        region: &args.place,
        by: args.by.iter().flat_map(|by| by.split(',')).collect(),
        filters: args.filter.iter().map(String::as_str).collect(),
    };
    words.read(office.store.clock.today(), &Place::nation()).map_err(|error| mistake(&error.say(), language))
}

fn period(name: &str, language: Language) -> anyhow::Result<Period> {
    Period::named(name).ok_or_else(|| {
        let say = Say::new("趋势只能按月（month）或按季（quarter）。", "A trend goes by month or by quarter.");
        mistake(&say, language)
    })
}

fn print(table: &Table, language: Language, answer: &mut Answer<'_>) -> anyhow::Result<()> {
    let query = &table.question;
    let days = match query.measure.is_of_a_span() {
        true => format!("{}–{}", query.first_day(), query.on),
        false => query.on.to_string(),
    };
    head(&table.definition, &format!("{days} {}", query.region), language, answer)?;
    for Row { labels, cell, .. } in &table.rows {
        let label: Vec<&str> = labels.iter().map(|label| label.to(language)).collect();
        answer.line(sentence(&label.join(" · "), cell, &table.definition, language))?;
    }
    answer.line(sentence(Say::new("合计", "total").to(language), &table.total, &table.definition, language))?;
    answer.line(format!("{} {}", Say::new("统计表编号：", "id:").to(language), table.id))?;
    Ok(())
}

fn print_trend(trend: &Trend, language: Language, answer: &mut Answer<'_>) -> anyhow::Result<()> {
    head(&trend.definition, &trend.question.region.to_string(), language, answer)?;
    for point in &trend.points {
        let label = format!("{}–{}", point.from, point.on);
        answer.line(sentence(&label, &point.cell, &trend.definition, language))?;
    }
    Ok(())
}

fn head(of: &Definition, about: &str, language: Language, answer: &mut Answer<'_>) -> anyhow::Result<()> {
    answer.line(format!("{} {about} [{}]", of.name.to(language), of.id))?;
    answer.line(format!("{}{}", Say::new("计入：", "counted: ").to(language), of.counted.to(language)))?;
    if let Some(base) = &of.base {
        answer.line(format!("{}{}", Say::new("分母：", "of: ").to(language), base.to(language)))?;
    }
    Ok(())
}

/// A row as a sentence; never a bare percentage.
fn sentence(label: &str, cell: &Cell, of: &Definition, language: Language) -> String {
    let (split, unit) = (cell.split, of.unit.say());
    let counted = split.counted();
    let share = match (cell.base, cell.percent()) {
        (Some(base), Some(percent)) => format!("{counted} / {base} ({percent}%)"),
        (Some(base), None) => format!("{counted} / {base}"),
        (None, _) => counted.to_string(),
    };
    let mut parts = vec![format!("{label}: {share} {}", unit.to(language))];
    let mut part = |zh: &str, en: &str, text: String| parts.push(format!("{} {text}", Say::new(zh, en).to(language)));
    let of_units = cell.employers.map_or(split, |employers| employers.split);
    if let Some(employers) = cell.employers {
        part("单位", "employers", format!("{} / {}", employers.split.counted(), employers.base));
        let unknown = format!("{} / {}", employers.without_count, employers.base_without_count);
        part("人数不明的单位", "employers without a count", unknown);
    }
    for (zh, en, number) in [
        ("推算未确认", "derived and unconfirmed", of_units.derived),
        ("生效日不明", "day of effect not known", of_units.undated),
        ("日期不精确", "a day is not exact", of_units.imprecise),
        ("条款或日期未记录", "clauses or a day not told", of_units.untold),
        ("期限未满", "open", of_units.open),
        ("不明是否属于分母", "not known whether in the base", cell.base_unknown),
    ] {
        if number > 0 {
            part(zh, en, number.to_string());
        }
    }
    if let Some(days) = cell.days {
        part("中位数（天）", "median days", days.median.to_string());
        part("第九十百分位（天）", "90th percentile", days.p90.to_string());
    }
    parts.join("; ")
}
