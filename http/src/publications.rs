//! Publications of figures (发布): their pages, and the forms of their decisions, one file each with the same stem as in
//! `heyi_core::publication::decisions`.

use heyi_core::digest::Digest;
use heyi_core::erasable::Erasable;
use heyi_core::event::account::Role;
use heyi_core::publication::PublicationState;
use heyi_core::publication::decisions::{PublicationCommand, PublicationRequest, PublicationStep};
use heyi_projections::Table;
use uuid::Uuid;

use crate::ask::Ask;
use crate::form::{self, FieldError, FormSpec, Input, Names, Reader};
use crate::guard::permission::regions;
use crate::routes::REVIEWERS;
use crate::view::Link;

mod differences;
pub mod form_page;
pub mod list;
mod numbers;
pub mod output;
pub mod page;
pub mod proposal;
pub mod record;
mod table;

/// To so many open proposals a table can be added from its page.
const MOST_OFFERED: usize = 5;

/// Who proposes to publish figures.
pub const PROPOSERS: &[Role] = &[Role::Statistician];

/// Who records this decision.
#[must_use]
pub fn recorders_of(kind: PublicationStep) -> &'static [Role] {
    match kind {
        PublicationStep::ProposeFigures | PublicationStep::AmendProposal => PROPOSERS,
        PublicationStep::PublishFigures | PublicationStep::DeclineProposal | PublicationStep::WithdrawPublication => {
            REVIEWERS
        }
    }
}

/// From a table on to its publication: a new proposal, or one that waits already. Nothing for those who propose nothing there.
pub(crate) fn links(ask: &Ask, table: &Table) -> Vec<Link> {
    let (l, region) = (ask.l(), &table.question.region);
    if !ask.holds(PROPOSERS, region) {
        return Vec::new();
    }
    let link = |href: String, label: String| Link { href, label, current: false };
    let begin = format!("/publications/propose-figures?table={}", table.id);
    let mut links = vec![link(begin, l.t("发布此表", "Publish this table").to_owned())];
    let regions =
        regions(ask.account().map(|account| account.grants.clone()).unwrap_or_default().as_slice(), PROPOSERS);
    let cards = regions.iter().flat_map(|region| ask.app.read.publications(region));
    let open = cards.filter(|card| matches!(card.state, PublicationState::Proposed | PublicationState::Declined));
    links.extend(open.take(MOST_OFFERED).map(|card| {
        let href = format!("/publications/{}/amend-proposal?table={}", card.publication, table.id);
        link(href, format!("{}{}", l.t("加入提议：", "Add to the proposal: "), card.title))
    }));
    links
}

/// A form. Nothing of a publication is corrected by a form of its own.
pub struct Form {
    /// What is asked.
    pub spec: &'static FormSpec<PublicationStep>,
    /// Reads the command; `None` when something was wrong, which the reader has noted.
    pub parse: fn(&mut Reader<'_>) -> Option<PublicationCommand>,
}

/// Declares the forms: the file and its decision.
macro_rules! forms {
    ($($module:ident: $command:ident;)+) => {
        $(pub mod $module;)+

        /// The form of a decision.
        #[must_use]
        pub fn form_of(kind: PublicationStep) -> &'static Form {
            match kind {
                $(PublicationStep::$command => {
                    static FORM: Form =
                        Form { spec: &$module::FORM, parse: |form| $module::parse(form).map(PublicationCommand::from) };
                    &FORM
                })+
            }
        }
    };
}

forms! {
    propose_figures: ProposeFigures;
    amend_proposal: AmendProposal;
    publish_figures: PublishFigures;
    decline_proposal: DeclineProposal;
    withdraw_publication: WithdrawPublication;
}

/// Reads the form of a decision. The tables that a reviewer publishes are computed, not typed: they are filled in afterwards.
///
/// # Errors
/// Everything that is wrong, at once.
pub fn parse(kind: PublicationStep, input: &Input) -> Result<PublicationRequest, Vec<FieldError>> {
    let form = form_of(kind);
    let (command, occurred, _) = form::read(form.spec, input, &mut Nobody, form.parse)?;
    Ok(PublicationRequest { command, occurred })
}

/// Forms of a publication have no field for a person; were there one, its text would go nowhere.
struct Nobody;

impl Names for Nobody {
    fn name(&mut self, _: &str) -> Erasable {
        Erasable { key: Uuid::nil(), commitment: Digest::default() }
    }
}

#[cfg(test)]
mod tests;
