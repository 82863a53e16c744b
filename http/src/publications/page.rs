//! One publication: what was published beside what would be said today and who made the difference; of a proposal, what would be
//! published.

use askama::Template;
use axum::Json;
use axum::response::IntoResponse as _;
use heyi_core::event::publication::{FigurePublished, PublishedTable};
use heyi_core::event::{PublicationEvent, Recorded};
use heyi_core::ids::{AccountId, PublicationId};
use heyi_core::publication::Publication;
use heyi_core::publication::decisions::PublicationStep;
use heyi_projections::publications::withholding::RULE;
use heyi_projections::{PublicationCard, PublishError};
use serde_json::{Value, json};

use crate::ask::{Answer, Ask, html};
use crate::problem::Problem;
use crate::text::Lang;
use crate::text::facts::Fact;
use crate::view::{Frame, Link};

use super::numbers::note;
use super::table::{TableView, table};
use super::{form_page, list, output, record, recorders_of};

#[derive(Template)]
#[template(path = "publication.html")]
struct Page {
    l: Lang,
    f: Frame,
    tag: &'static str,
    /// Why it was declined or withdrawn.
    notice: Option<Fact>,
    /// It restates another, or another restates it.
    related: Vec<(&'static str, Link)>,
    facts: Vec<Fact>,
    steps: Vec<(Link, &'static str)>,
    /// Whether the digits were computed again alike; of a proposal why it cannot be published.
    checked: Option<Checked>,
    is_published: bool,
    tables: Vec<TableView>,
    note: String,
    files: Vec<Link>,
    history: Vec<Fact>,
}

/// What computing the figures again came to.
pub(super) struct Checked {
    pub(super) equal: bool,
    pub(super) said: String,
}

/// A publication, or a proposal.
///
/// # Errors
/// 404 when there is none.
pub async fn get(ask: Ask) -> Answer {
    let publication = record::publication(&ask).await?.ok_or_else(Problem::not_found)?;
    let l = ask.l();
    let (tables, checked) = match &publication.published {
        Some(published) => (published.figures.tables.clone(), Some(checked(&ask, &published.figures).await?)),
        None => proposed(&ask, &publication).await?,
    };
    let compared = publication.published.is_some();
    let mut views = Vec::with_capacity(tables.len());
    for published in &tables {
        views.push(table(&ask, published, compared).await?);
    }
    let card = ask.app.read.publication(publication.id);
    if ask.api() {
        return Ok(Json(told(&publication, card.as_ref(), checked.as_ref(), &tables, &views)).into_response());
    }
    let proposal = publication.proposal.as_ref().ok_or_else(Problem::not_found)?;
    let step = |kind: &PublicationStep| {
        let href = format!("/publications/{}/{}", publication.id, kind.name());
        (Link { href, label: l.say(&kind.say()), current: false }, form_page::lead(*kind, l))
    };
    let by = ask.account()?.id;
    let allowed = PublicationStep::ALL.iter().filter(|kind| {
        let own = **kind == PublicationStep::PublishFigures && publication.proposers.contains(&by);
        !own && ask.holds(recorders_of(**kind), &proposal.place) && kind.may(&publication).is_ok()
    });
    let mut steps: Vec<(Link, &'static str)> = allowed.map(step).collect();
    if compared && ask.holds(super::PROPOSERS, &proposal.place) {
        let href = format!("/publications/propose-figures?replaces={}", publication.id);
        let label = l.t("更正发布", "Restate it").to_owned();
        let hint = l.t(
            "按今天所知重新提出同样的表，写明更正原因；原发布仍可查看。",
            "Propose the same tables as known today, with the reason; what was published stays readable.",
        );
        steps.push((Link { href, label, current: false }, hint));
    }
    let threshold = publication.published.as_ref().map_or(proposal.threshold, |it| it.figures.threshold);
    let file = |label: &str, href: String| Link { href, label: label.to_owned(), current: false };
    let at = format!("/publications/{}/published", publication.id);
    html(&Page {
        l,
        f: Frame::of(&ask, proposal.title.clone()),
        tag: card.as_ref().map_or("", |card| list::tag(card, l)),
        notice: notice(&publication, l),
        related: related(&ask, &publication, card.as_ref(), l),
        facts: facts(&ask, &publication, threshold, l),
        steps,
        checked,
        is_published: compared,
        tables: views,
        note: l.say(&note(threshold)),
        files: match compared {
            true => vec![
                file(l.t("发布的数字 CSV", "Published figures as CSV"), format!("{at}?format=csv")),
                file("JSON", at),
            ],
            false => Vec::new(),
        },
        history: publication.entries.iter().rev().map(|entry| line(&ask, entry, l)).collect(),
    })
}

/// What would be published, or why nothing can be.
async fn proposed(ask: &Ask, publication: &Publication) -> Result<(Vec<PublishedTable>, Option<Checked>), Problem> {
    let proposal = publication.proposal.as_ref().ok_or_else(Problem::not_found)?;
    match ask.app.read.publishing(&proposal.tables, proposal.threshold).await {
        Ok(publishing) => Ok((publishing.published, None)),
        Err(error) => Ok((Vec::new(), Some(Checked { equal: false, said: ask.l().say(&error.say()) }))),
    }
}

/// Whether the published digits are computed again alike.
async fn checked(ask: &Ask, figures: &FigurePublished) -> Result<Checked, Problem> {
    let l = ask.l();
    let ids: Vec<String> = figures.tables.iter().map(|table| table.id.clone()).collect();
    let computed = match ask.app.read.publishing(&ids, figures.threshold).await {
        Ok(publishing) => publishing.published,
        Err(PublishError::Query(error)) => {
            return Err(Problem::of_publishing(&PublishError::Query(error)));
        }
        Err(error) => return Ok(Checked { equal: false, said: l.say(&error.say()) }),
    };
    if computed == figures.tables {
        let said =
            l.t("重新计算：与发布的数字完全一致。", "Computed again: equal to what was published, to the digit.");
        return Ok(Checked { equal: true, said: said.to_owned() });
    }
    let differing = figures.tables.iter().zip(&computed).filter(|(then, now)| then != now);
    let named: Vec<&str> = differing.map(|(then, _)| then.id.as_str()).collect();
    let rule = if figures.rule == RULE { String::new() } else { format!(" {} → {RULE}", figures.rule) };
    let said =
        format!("{}{rule} {}", l.t("重新计算：与发布的数字不同：", "Computed again it differs:"), named.join(" "));
    Ok(Checked { equal: false, said })
}

fn notice(publication: &Publication, l: Lang) -> Option<Fact> {
    if let Some((on, reason)) = &publication.withdrawn {
        let label = format!("{} {}", l.t("已撤回", "Withdrawn"), l.occurred(on));
        return Some(Fact { label, value: reason.clone() });
    }
    let label = l.t("已退回", "Declined").to_owned();
    publication.declined.as_ref().map(|reason| Fact { label, value: reason.clone() })
}

fn related(ask: &Ask, publication: &Publication, card: Option<&PublicationCard>, l: Lang) -> Vec<(&'static str, Link)> {
    let link = |id: PublicationId| {
        let label = ask.app.read.publication(id).map_or_else(|| id.to_string(), |card| card.title);
        Link { href: format!("/publications/{id}"), label, current: false }
    };
    let restates = publication.proposal.as_ref().and_then(|proposal| proposal.replaces);
    let restates = restates.map(|id| (l.t("更正的是", "It restates"), link(id)));
    let by = card.into_iter().flat_map(|card| &card.replaced_by);
    restates.into_iter().chain(by.map(|id| (l.t("已由此更正", "Restated by"), link(*id)))).collect()
}

fn facts(ask: &Ask, publication: &Publication, threshold: u32, l: Lang) -> Vec<Fact> {
    let who = |id: AccountId| ask.app.store.accounts.by_id(id).map_or_else(|| id.to_string(), |account| account.login);
    let proposal = publication.proposal.as_ref();
    let published = publication.published.as_ref();
    let proposers: Vec<String> = publication.proposers.iter().map(|id| who(*id)).collect();
    let facts = [
        (l.t("编号", "Id"), publication.id.to_string()),
        (l.t("地区", "Place"), proposal.map(|it| l.place(&it.place)).unwrap_or_default()),
        (l.t("发布日期", "Published on"), published.map(|it| l.occurred(&it.occurred)).unwrap_or_default()),
        (l.t("提出", "Proposed by"), proposers.join(l.t("、", ", "))),
        (l.t("批准", "Approved by"), published.map(|it| who(it.by)).unwrap_or_default()),
        (l.t("人数门槛", "Threshold"), threshold.to_string()),
        (l.t("说明", "Remark"), proposal.map(|it| it.remark.clone()).unwrap_or_default()),
        (l.t("审核意见", "Remark of the reviewer"), published.map(|it| it.figures.remark.clone()).unwrap_or_default()),
        (l.t("隐去规则", "Rule of withholding"), published.map(|it| it.figures.rule.clone()).unwrap_or_default()),
    ];
    let filled = facts.into_iter().filter(|(_, value)| !value.is_empty());
    filled.map(|(label, value)| Fact { label: label.to_owned(), value }).collect()
}

fn line(ask: &Ask, entry: &Recorded<PublicationEvent>, l: Lang) -> Fact {
    let title = l.say(&PublicationStep::of(&entry.event).say());
    let who = ask.app.store.accounts.by_id(entry.by).map(|account| account.login).unwrap_or_default();
    let label = format!("#{} {title}", entry.version);
    Fact { label, value: format!("{who} · {}", l.instant(entry.recorded_at)) }
}

fn told(
    publication: &Publication,
    card: Option<&PublicationCard>,
    checked: Option<&Checked>,
    tables: &[PublishedTable],
    views: &[TableView],
) -> Value {
    let figures = publication.published.as_ref().map(|published| output::figures(publication, published));
    let preview: Vec<Value> = match figures {
        None => tables.iter().map(output::table).collect(),
        Some(_) => Vec::new(),
    };
    json!({
        "publication": publication.id,
        "version": publication.version.0,
        "state": publication.state(),
        "proposal": publication.proposal,
        "proposers": publication.proposers,
        "declined": publication.declined,
        "withdrawn": publication.withdrawn.as_ref().map(|(on, reason)| json!({"occurred": on, "reason": reason})),
        "replaced_by": card.map(|card| &card.replaced_by),
        "approved_by": publication.published.as_ref().map(|published| published.by),
        "position": publication.published.as_ref().map(|published| published.position.0),
        "published": figures,
        "would_publish": preview,
        "computed_again": checked.map(|checked| json!({"equal": checked.equal, "said": checked.said})),
        "today": views.iter().map(TableView::json).collect::<Vec<_>>(),
    })
}
