//! The page of a form of a publication: empty, filled with tables to be published, or again with what was typed.

use heyi_core::ids::PublicationId;
use heyi_core::publication::Publication;
use heyi_core::publication::decisions::{PublicationStep, THRESHOLD};

use crate::ask::{Answer, Ask};
use crate::form::{Field, Input, Widget};
use crate::problem::Problem;
use crate::record::input;
use crate::text::Lang;
use crate::view::Link;
use crate::view::form::Showing;
use crate::view::form_page::Asking;

use super::{form_of, proposal, record};

/// The empty form of a decision. Tables in the query (`table`, as often as wanted) are filled in, those of a proposal with them, all as
/// known at the latest of their positions.
///
/// # Errors
/// 404 or 422, or when the store cannot answer.
pub async fn get(ask: Ask, kind: PublicationStep) -> Answer {
    let publication = record::publication(&ask).await?;
    let mut filled = Input::default();
    match kind {
        PublicationStep::ProposeFigures | PublicationStep::AmendProposal => {
            let proposed = publication.as_ref().and_then(|publication| publication.proposal.as_ref());
            let mut tables: Vec<String> = proposed.map(|proposed| proposed.tables.clone()).unwrap_or_default();
            match proposed {
                Some(proposed) => filled = proposal::values_of(proposed),
                None => filled.set("threshold", &THRESHOLD.to_string()),
            }
            let added: Vec<&str> = asked_for(&ask, "table").collect();
            let another = added.iter().any(|id| !tables.iter().any(|table| table == id));
            tables.extend(added.iter().map(|id| (*id).to_owned()));
            if another {
                tables = ask.app.read.at_one_position(&tables).await.map_err(|error| Problem::of_publishing(&error))?;
            }
            let mut named = std::collections::BTreeSet::new();
            tables.retain(|id| named.insert(id.clone()));
            filled.set("tables", &tables.join("\n"));
            if let Some(replaced) = ask.asked_for::<PublicationId>("replaces")? {
                filled.set("replaces", &replaced.to_string());
                restate(&ask, replaced, &mut filled).await?;
            }
        }
        PublicationStep::PublishFigures | PublicationStep::WithdrawPublication => {
            filled.set("occurred", &ask.today().to_string());
        }
        PublicationStep::DeclineProposal => {}
    }
    page(&ask, kind, publication.as_ref(), &filled, None)
}

/// A restatement asks the same questions again, as known now.
async fn restate(ask: &Ask, replaced: PublicationId, filled: &mut Input) -> Result<(), Problem> {
    let store = &ask.app.store.publications;
    let Some(replaced) = store.load(replaced).await.map_err(|error| Problem::store(&error))? else { return Ok(()) };
    let Some(proposal) = replaced.proposal.filter(|_| filled.first("tables").is_empty()) else { return Ok(()) };
    let again = ask.app.read.as_known_now(&proposal.tables).await.map_err(|error| Problem::of_publishing(&error))?;
    filled.set("title", &proposal.title);
    filled.set("threshold", &proposal.threshold.to_string());
    filled.set("tables", &again.join("\n"));
    Ok(())
}

fn asked_for<'a>(ask: &'a Ask, name: &'static str) -> impl Iterator<Item = &'a str> {
    ask.query.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.trim()).filter(|id| !id.is_empty())
}

/// The form again, with what was typed and what is wrong with it.
///
/// # Errors
/// 404, or when the store cannot answer.
pub async fn again(ask: &Ask, kind: PublicationStep, problem: &Problem) -> Answer {
    let publication = record::publication(ask).await?;
    let shown = page(ask, kind, publication.as_ref(), &input(ask)?, Some(problem))?;
    Ok(problem.shown_on(shown))
}

fn page(
    ask: &Ask,
    kind: PublicationStep,
    publication: Option<&Publication>,
    input: &Input,
    problem: Option<&Problem>,
) -> Answer {
    let l = ask.l();
    let fields: Vec<&Field> = form_of(kind).spec.all_fields().collect();
    let asking = Asking {
        name: l.say(&kind.say()),
        head: head(publication, l),
        lead: lead(kind, l),
        version: publication.map(|publication| publication.version),
        problem,
        allowed: Vec::new(),
        evidence: false,
    };
    let is_hidden = |field: &Field| matches!(field.widget, Widget::Place);
    asking.page(ask, &fields, is_hidden, &Showing::of(ask, input, problem))
}

fn head(publication: Option<&Publication>, l: Lang) -> Link {
    match publication.and_then(|publication| Some((publication.id, publication.proposal.as_ref()?))) {
        Some((id, proposal)) => {
            Link { href: format!("/publications/{id}"), label: proposal.title.clone(), current: false }
        }
        None => {
            Link {
                href: "/publications".to_owned(), label: l.t("数据发布", "Publications").to_owned(), current: false
            }
        }
    }
}

/// When to record this, in one sentence.
#[must_use]
pub fn lead(kind: PublicationStep, l: Lang) -> &'static str {
    match kind {
        PublicationStep::ProposeFigures => l.t(
            "提出后由另一人（复核人）批准才发布；较小的人数将隐去。",
            "Another person, a reviewer, must approve before anything is published; small numbers of people are withheld.",
        ),
        PublicationStep::AmendProposal => l.t(
            "加表、改标题或门槛；改后重新等待复核人批准。",
            "Add a table, change title or threshold; it then waits for a reviewer again.",
        ),
        PublicationStep::PublishFigures => l.t(
            "批准即发布，数字从此不变；日后有变的另行更正发布。",
            "Approving publishes: the digits stay as they are. What changes later is restated by another publication.",
        ),
        PublicationStep::DeclineProposal => {
            l.t("退回并说明原因，提出人可修改后再报。", "Send it back with the reason; it can be changed and sent again.")
        }
        PublicationStep::WithdrawPublication => l.t(
            "发布有误且暂不能更正的，公开撤回；原数字和原因都保留。",
            "Where it was wrong and cannot be restated yet: withdraw it openly. Figures and reason both stay.",
        ),
    }
}
