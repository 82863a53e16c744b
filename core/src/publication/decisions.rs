//! What can be decided about a publication: one file per decision, each with its command, guard, refusals and tests.

use crate::event::PublicationEvent;
use crate::event::publication::FiguresProposed;
use crate::history::{self, decisions};
use crate::ids::PublicationId;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::ground::PublicationGround;
use super::{Publication, PublicationState};

/// The smallest threshold: with 1 nothing would be withheld.
pub const LEAST_THRESHOLD: u32 = 2;
/// The largest threshold.
pub const MOST_THRESHOLD: u32 = 100;
/// The threshold unless another is asked for.
pub const THRESHOLD: u32 = 5;
/// The most tables published together.
pub const MOST_TABLES: usize = 12;

/// What a person asks to record of a publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicationRequest {
    /// What is to be recorded.
    pub command: PublicationCommand,
    /// The day it occurred on, as claimed.
    pub occurred: Occurred,
}

decisions! {
    of Publication, on PublicationGround, recording PublicationEvent, as PublicationCommand and PublicationStep:
    propose_figures::ProposeFigures = "propose-figures" => FiguresProposed, "提出发布", "Propose to publish";
    amend_proposal::AmendProposal = "amend-proposal" => ProposalAmended, "修改提议", "Change the proposal";
    publish_figures::PublishFigures = "publish-figures" => FigurePublished, "批准发布", "Approve and publish";
    decline_proposal::DeclineProposal = "decline-proposal" => ProposalDeclined, "不予发布", "Decline the proposal";
    withdraw_publication::WithdrawPublication = "withdraw-publication" => PublicationWithdrawn,
        "撤回发布", "Withdraw the publication";
}

impl PublicationCommand {
    /// The publication it restates: whether that was published, [`PublicationGround`] is to say.
    #[must_use]
    pub fn replaces(&self) -> Option<PublicationId> {
        match self {
            Self::ProposeFigures(propose) => propose.0.replaces,
            Self::AmendProposal(amend) => amend.0.replaces,
            _ => None,
        }
    }
}

/// Decides: the event to record, or why not.
///
/// # Errors
/// The refusal; nothing is recorded then.
pub fn decide(
    request: PublicationRequest,
    publication: &Publication,
    ground: &PublicationGround,
) -> Result<PublicationEvent, Refusal> {
    history::not_in_future(&request.occurred, ground.today)?;
    request.command.kind().may(publication)?;
    request.command.decide(publication, ground)
}

/// A proposal waits for a reviewer.
fn waits(publication: &Publication) -> Result<(), Refusal> {
    exists(publication)?;
    match publication.state() {
        PublicationState::Proposed => Ok(()),
        PublicationState::Declined => Err(Refusal::new(
            "declined",
            "该提议已被退回；请先修改提议。",
            "The proposal was declined. It must be changed first.",
        )),
        PublicationState::Published | PublicationState::Withdrawn => Err(already_published()),
    }
}

fn exists(publication: &Publication) -> Result<(), Refusal> {
    if publication.proposal.is_some() {
        return Ok(());
    }
    Err(Refusal::new("publication-unknown", "没有这次发布。", "There is no such publication."))
}

fn already_published() -> Refusal {
    Refusal::new(
        "already-published",
        "已经发布，不能再改；数字有变的，请另行提出发布，并写明更正的是哪一次。",
        "It is published and is not changed any more. To restate it, propose another publication that names this one.",
    )
}

/// What both forms of a proposal must be.
fn check(proposal: &FiguresProposed, publication: &Publication, ground: &PublicationGround) -> Result<(), Refusal> {
    Refusal::unless_filled("title", &proposal.title)?;
    let number = proposal.tables.len();
    if number == 0 {
        return Err(
            Refusal::new("no-table", "请至少填写一个统计表编号。", "Give the id of one table at least.").at("tables")
        );
    }
    if number > MOST_TABLES {
        return Err(Refusal::new(
            "too-many-tables",
            format!("一次最多发布 {MOST_TABLES} 张表，现为 {number} 张；请分次发布。"),
            format!(
                "At most {MOST_TABLES} tables are published together; there are {number}. Make several publications."
            ),
        )
        .at("tables"));
    }
    let mut named = std::collections::BTreeSet::new();
    if let Some(twice) = proposal.tables.iter().find(|id| !named.insert(id.as_str())) {
        return Err(Refusal::new(
            "table-twice",
            format!("统计表 {twice} 填写了两次；请删去一个。"),
            format!("The table {twice} stands twice. Leave one out."),
        )
        .at("tables"));
    }
    if !(LEAST_THRESHOLD..=MOST_THRESHOLD).contains(&proposal.threshold) {
        return Err(Refusal::new(
            "threshold",
            format!("人数门槛应为 {LEAST_THRESHOLD} 至 {MOST_THRESHOLD}。"),
            format!("The threshold is a number from {LEAST_THRESHOLD} to {MOST_THRESHOLD}."),
        )
        .at("threshold"));
    }
    if let Some(replaced) = proposal.replaces {
        if replaced == publication.id || !ground.restates_what_was_published {
            return Err(Refusal::new(
                "restates-nothing",
                "所更正的发布不存在或尚未发布；请从发布页面复制编号。",
                "What it restates is no publication, or was not published. Copy the id from its page.",
            )
            .at("replaces"));
        }
        Refusal::unless_filled("remark", &proposal.remark)?;
    }
    Ok(())
}
