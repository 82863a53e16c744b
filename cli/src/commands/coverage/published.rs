//! `heyi coverage --published`: figures as they were published, and whether they are computed again alike.

use heyi_core::event::publication::{PublishedNumber, PublishedNumbers, PublishedTable};
use heyi_core::ids::PublicationId;
use heyi_core::publication::{Publication, Published};
use heyi_core::text::{Language, Say};
use heyi_projections::coverage::question;
use serde_json::json;

use crate::args::{CoverageArgs, FiguresFormat};
use crate::office::Office;
use crate::output::{Answer, mistake};

/// Answers 1 when the figures are computed again differently.
pub(super) async fn run(id: &str, args: &CoverageArgs, office: &Office, answer: &mut Answer<'_>) -> anyhow::Result<u8> {
    let language = args.store.lang.into();
    let (publication, published) = find(id, office, language).await?;
    let ids: Vec<String> = published.figures.tables.iter().map(|table| table.id.clone()).collect();
    let computed = office.read.publishing(&ids, published.figures.threshold).await;
    let (equal, why) = match computed {
        Ok(computed) => (computed.published == published.figures.tables, None),
        Err(error) => (false, Some(error.say())),
    };
    match args.format {
        FiguresFormat::Json => answer.json(&json!({
            "publication": publication.id,
            "title": publication.proposal.as_ref().map(|proposal| &proposal.title),
            "state": publication.state(),
            "published_on": published.occurred,
            "figures": published.figures,
            "computed_again": {"equal": equal, "why": why},
        }))?,
        FiguresFormat::Text => print(&publication, &published, equal, why.as_ref(), language, answer)?,
        FiguresFormat::Csv | FiguresFormat::JsonStat | FiguresFormat::Xlsx => {
            let (zh, en) = (
                "已发布的数据在此只有 text 与 json 两种形式；CSV 请在发布页面下载。",
                "What was published is answered as text or json here; its page has it as CSV.",
            );
            return Err(mistake(&Say::new(zh, en), language));
        }
    }
    Ok(u8::from(!equal))
}

async fn find(id: &str, office: &Office, language: Language) -> anyhow::Result<(Publication, Published)> {
    let unknown = || {
        let (zh, en) = (
            format!("没有编号为 {id} 的发布；编号在发布的页面上。"),
            format!("There is no publication {id}; its id stands on its page."),
        );
        mistake(&Say::new(zh, en), language)
    };
    let read = id.parse::<PublicationId>().map_err(|_| unknown())?;
    let publication = office.store.publications.load(read).await?.ok_or_else(unknown)?;
    let Some(published) = publication.published.clone() else {
        let (zh, en) = ("该提议尚未发布。", "The proposal is not published.");
        return Err(mistake(&Say::new(zh, en), language));
    };
    Ok((publication, published))
}

fn print(
    publication: &Publication,
    published: &Published,
    equal: bool,
    why: Option<&Say>,
    language: Language,
    answer: &mut Answer<'_>,
) -> anyhow::Result<()> {
    if let Some(proposal) = &publication.proposal {
        answer.line(&proposal.title)?;
    }
    for table in &published.figures.tables {
        answer.line("")?;
        print_table(table, language, answer)?;
    }
    let threshold = published.figures.threshold;
    let note = Say::new(
        format!("“·”：未发布（少于 {threshold} 人，或可推出少于 {threshold} 人的数）"),
        format!("\"·\": withheld (below {threshold} people, or it would give such a number away)"),
    );
    answer.line("")?;
    answer.line(note.to(language))?;
    let said = match (equal, why) {
        (true, _) => Say::new("重新计算：与发布的数字完全一致。", "Computed again: equal to what was published."),
        (false, Some(why)) => why.clone(),
        (false, None) => Say::new("重新计算：与发布的数字不同。", "Computed again it differs from what was published."),
    };
    answer.line(said.to(language))?;
    Ok(())
}

fn print_table(table: &PublishedTable, language: Language, answer: &mut Answer<'_>) -> anyhow::Result<()> {
    if let Ok(asked) = question(&table.id) {
        let definition = asked.measure.definition();
        answer.line(format!("{} {} {} [{}]", definition.name.to(language), asked.on, asked.region, definition.id))?;
    }
    for row in &table.rows {
        let label: Vec<&str> = row.labels.iter().map(|label| label.to(language)).collect();
        answer.line(sentence(&label.join(" · "), &row.numbers))?;
    }
    answer.line(sentence(Say::new("合计", "total").to(language), &table.total))?;
    answer.line(format!("{} {}", Say::new("统计表编号：", "id:").to(language), table.id))?;
    Ok(())
}

fn sentence(label: &str, numbers: &PublishedNumbers) -> String {
    let number = |number: PublishedNumber| match number {
        PublishedNumber::Number(number) => number.to_string(),
        PublishedNumber::Withheld => "·".to_owned(),
    };
    let base = numbers.base.map(|base| format!(" / {}", number(base))).unwrap_or_default();
    let share = numbers.share.map(|share| format!(" ({}.{:02}%)", share / 100, share % 100)).unwrap_or_default();
    format!("{label}: {}{base}{share}", number(numbers.counted))
}
