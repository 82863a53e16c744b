//! What can be decided about an employer of the register: one file per decision, each with its command, guard, refusals and tests.

use crate::event::EmployerEvent;
use crate::history::{self, decisions};
use crate::ids::EmployerId;
use crate::occurred::Occurred;
use crate::refusal::Refusal;

use super::Employer;
use super::guard::RegisterGround;

/// What a person asks to record of an employer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterRequest {
    /// What is to be recorded.
    pub command: RegisterCommand,
    /// The day it occurred on, or is true of, as claimed.
    pub occurred: Occurred,
}

decisions! {
    of Employer, on RegisterGround<'_>, recording EmployerEvent, as RegisterCommand and RegisterKind:
    register_employer::RegisterEmployer = "register-employer" => EmployerRegistered, "登记用人单位", "Enter an employer";
    record_head_count::RecordHeadCount = "record-head-count" => HeadCountRecorded, "登记人数", "Record head counts";
    record_womens_committee::RecordWomensCommittee = "record-womens-committee" => WomensCommitteeRecorded,
        "登记女职工委员会", "Record the women workers' committee";
    describe_employer::DescribeEmployer = "describe-employer" => EmployerDescribed,
        "登记行业、规模、所有制和建会情况", "Record industry, size, ownership and union";
    record_contract_held::RecordContractHeld = "record-contract-held" => ContractHeldRecorded,
        "登记综合或工资合同", "Record a general or wage contract";
    record_new_business_form::RecordNewBusinessForm = "record-new-business-form" => NewBusinessFormRecorded,
        "登记新就业形态", "Record work in a new business form";
    record_credit_code::RecordCreditCode = "record-credit-code" => CreditCodeRecorded,
        "登记信用代码", "Record the credit code";
    rename_employer::RenameEmployer = "rename-employer" => EmployerRenamed, "单位更名", "Rename the employer";
    recode_employer::RecodeEmployer = "recode-employer" => EmployerRecoded,
        "变更区划代码", "Change the division code";
    merge_employer::MergeEmployer = "merge-employer" => EmployerMerged, "并入其他单位", "Merge into another employer";
    dissolve_employer::DissolveEmployer = "dissolve-employer" => EmployerGone, "单位终止", "Record that it no longer exists";
    correct_register_entry::CorrectRegisterEntry = "correct-register-entry" => RegisterEntryCorrected,
        "更正名册记录", "Correct an entry of the register";
    withdraw_register_entry::WithdrawRegisterEntry = "withdraw-register-entry" => RegisterEntryWithdrawn,
        "撤回名册记录", "Withdraw an entry of the register";
}

impl RegisterCommand {
    /// The other employer it names, which [`RegisterGround::other`] is to hold.
    #[must_use]
    pub fn names(&self) -> Option<EmployerId> {
        match self {
            Self::MergeEmployer(merge) => Some(merge.into),
            Self::CorrectRegisterEntry(correction) => correction.command.names(),
            _ => None,
        }
    }
}

/// Decides: the event to record, or why not. What occurred earlier than other entries is judged against the employer as it stood then.
///
/// # Errors
/// The refusal; nothing is recorded then.
pub fn decide(
    request: RegisterRequest,
    employer: &Employer,
    ground: &RegisterGround<'_>,
) -> Result<EmployerEvent, Refusal> {
    history::not_in_future(&request.occurred, ground.today)?;
    let kind = request.command.kind();
    let before;
    let then = if kind.is_about_entries() {
        employer
    } else {
        before = employer.before(&request.occurred);
        &before
    };
    kind.may(then)?;
    request.command.decide(then, ground)
}

impl RegisterKind {
    /// Whether it is about entries rather than facts: then it is judged against the employer as it stands.
    #[must_use]
    pub fn is_about_entries(self) -> bool {
        matches!(self, Self::CorrectRegisterEntry | Self::WithdrawRegisterEntry)
    }
}
