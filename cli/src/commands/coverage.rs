//! `heyi coverage`: a measure on a day or over a span, as known then or now, and a table computed again from its id; for people, or
//! in the forms that other programs read.

use heyi_core::place::Place;
use heyi_core::text::{Language, Say};
use heyi_http::coverage::formats::{self, Answered};
use heyi_http::text::Lang;
use heyi_projections::coverage::{CoverageQuery, Definition, Period, QueryError, Table, Trend, Words, question};
use heyi_projections::{Cell, Measure, Row};

use crate::args::{CoverageArgs, FiguresFormat};
use crate::office::Office;
use crate::output::{Answer, mistake};

mod published;

pub(crate) async fn run(args: &CoverageArgs, office: &Office, answer: &mut Answer<'_>) -> anyhow::Result<u8> {
    let language = args.store.lang.into();
    if let Some(id) = &args.published {
        return published::run(id, args, office, answer).await;
    }
    let questions = questions(args, office, language)?;
    let trend = args.trend.as_deref().map(|name| period(name, language)).transpose()?;
    let wrong = |error: QueryError| mistake(&error.say(), language);
    if args.format == FiguresFormat::Xlsx {
        let answers = formats::answer(&office.read, questions, trend).await.map_err(wrong)?;
        let tables = answers.iter().filter_map(|answered| match answered {
            Answered::Table(table) => Some(&table.id),
            Answered::Trend(_) => None,
        });
        for (given, found) in args.basis.iter().zip(tables) {
            is_same(given, found, language)?;
        }
        let known_at = match answers.first() {
            Some(first) => formats::recorded_at(&*office.store.log, first.position()).await?,
            None => None,
        };
        answer.raw().write_all(&formats::workbook(&answers, known_at, Lang(language))?)?;
        return Ok(0);
    }
    let [question] = questions.as_slice() else {
        let (zh, en) =
            ("一次只能查一项；几项一起请用 --format xlsx。", "One question at a time; several take --format xlsx.");
        return Err(mistake(&Say::new(zh, en), language));
    };
    let answered = match trend {
        Some(period) => Answered::from(office.read.trend(question, period).await.map_err(wrong)?),
        None => office.read.coverage(question).await.map_err(wrong)?.into(),
    };
    if let (Some(given), Answered::Table(table)) = (args.basis.first(), &answered) {
        is_same(given, &table.id, language)?;
    }
    write(&answered, args.format, language, office, answer).await?;
    Ok(0)
}

/// One answer, in a form that is no workbook.
async fn write(
    answered: &Answered,
    format: FiguresFormat,
    language: Language,
    office: &Office,
    answer: &mut Answer<'_>,
) -> anyhow::Result<()> {
    match (format, answered) {
        (FiguresFormat::Csv, _) => answer.raw().write_all(&formats::csv(answered, Lang(language))?)?,
        (FiguresFormat::JsonStat, _) => {
            let known_at = formats::recorded_at(&*office.store.log, answered.position()).await?;
            answer.json(&formats::json_stat(answered, known_at, Lang(language)))?;
        }
        (FiguresFormat::Json, Answered::Table(table)) => answer.json(table)?,
        (FiguresFormat::Json, Answered::Trend(trend)) => answer.json(trend)?,
        (_, Answered::Table(table)) => print(table, language, answer)?,
        (_, Answered::Trend(trend)) => print_trend(trend, language, answer)?,
    }
    Ok(())
}

/// That the table computed is the one whose id was given.
fn is_same(given: &str, found: &str, language: Language) -> anyhow::Result<()> {
    if given == found {
        return Ok(());
    }
    let (zh, en) = (
        format!("该编号与本日志不符：日志、法规、日历、清单或口径不同。\n编号：{given}\n现为：{found}"),
        format!("The id rests on another log, law, calendar, list or definition.\nGiven: {given}\nHere:  {found}"),
    );
    Err(mistake(&Say::new(zh, en), language))
}

/// What is asked: the tables of some ids, else the measures.
fn questions(args: &CoverageArgs, office: &Office, language: Language) -> anyhow::Result<Vec<CoverageQuery>> {
    if !args.basis.is_empty() {
        let ids = args.basis.iter().map(|id| question(id).map_err(|wrong| mistake(&wrong.say(), language)));
        return ids.collect();
    }
    let named: Vec<&str> = args.measure.iter().map(String::as_str).collect();
    let read = |measure| {
        let words = Words {
            measure,
            from: args.from.as_deref().unwrap_or_default(),
            on: args.on.as_deref().unwrap_or_default(),
            known: args.known.as_deref().unwrap_or_default(),
            region: &args.place,
            by: args.by.iter().flat_map(|by| by.split(',')).collect(),
            filters: args.filter.iter().map(String::as_str).collect(),
        };
        words.read(office.store.clock.today(), &Place::nation()).map_err(|error| mistake(&error.say(), language))
    };
    // Every one of them goes into a workbook only; elsewhere the word is none of the measures, and is refused as such.
    let names = if args.format == FiguresFormat::Xlsx { formats::measures(&named) } else { named };
    names.into_iter().map(read).collect()
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
        answer.line(sentence(&label.join(" · "), cell, query.measure, language))?;
    }
    answer.line(sentence(Say::new("合计", "total").to(language), &table.total, query.measure, language))?;
    answer.line(format!("{} {}", Say::new("统计表编号：", "id:").to(language), table.id))?;
    Ok(())
}

fn print_trend(trend: &Trend, language: Language, answer: &mut Answer<'_>) -> anyhow::Result<()> {
    head(&trend.definition, &trend.question.region.to_string(), language, answer)?;
    for point in &trend.points {
        let label = format!("{}–{}", point.from, point.on);
        answer.line(sentence(&label, &point.cell, trend.question.measure, language))?;
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
fn sentence(label: &str, cell: &Cell, measure: Measure, language: Language) -> String {
    let (split, unit) = (cell.split, measure.unit().say());
    let counted = split.counted();
    let share = match (cell.base, cell.percent().filter(|_| !formats::tells_days(measure))) {
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
