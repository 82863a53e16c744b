//! What can be decided about an employer of the register: one file per decision, each with its command, guard, refusals and tests.

use crate::event::EmployerEvent;
use crate::ids::EmployerId;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::text::Say;

use super::Employer;
use super::guard::RegisterGround;

/// One thing that can be decided about an employer.
pub trait Decision {
    /// Whether it can be recorded of this employer, whatever its details.
    ///
    /// # Errors
    /// Why not.
    fn may(employer: &Employer) -> Result<(), Refusal>;

    /// The event to record, or why not. `employer` is the employer as it stood when this occurred; the guard was asked already.
    ///
    /// # Errors
    /// What is wrong with the details.
    fn decide(self, employer: &Employer, ground: &RegisterGround<'_>) -> Result<EmployerEvent, Refusal>;
}

/// What a person asks to record of an employer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterRequest {
    /// What is to be recorded.
    pub command: RegisterCommand,
    /// The day it occurred on, or is true of, as claimed.
    pub occurred: Occurred,
}

/// Declares the decisions: module, command, kind, the event each records, and its name in both languages.
macro_rules! decisions {
    ($($module:ident :: $command:ident = $kind:literal => $event:ident, $zh:literal, $en:literal;)+) => {
        $(pub mod $module;)+

        /// Everything a person can ask to record of an employer.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum RegisterCommand {
            $(#[doc = $en] $command($module::$command),)+
        }

        /// The decisions by name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RegisterKind {
            $(#[doc = $en] $command,)+
        }

        impl RegisterKind {
            /// Every decision, in the order pages show them.
            pub const ALL: &'static [Self] = &[$(Self::$command),+];

            /// Its name in addresses and commands, such as `rename-employer`; also the stem of its files.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$command => $kind,)+ }
            }

            /// Its name for people.
            #[must_use]
            pub fn say(self) -> Say {
                match self { $(Self::$command => Say::new($zh, $en),)+ }
            }

            /// Whether it can be recorded of `employer`.
            ///
            /// # Errors
            /// Why not.
            pub fn may(self, employer: &Employer) -> Result<(), Refusal> {
                match self { $(Self::$command => <$module::$command as Decision>::may(employer),)+ }
            }

            /// The decision that records this event.
            #[must_use]
            pub fn of(event: &EmployerEvent) -> Self {
                match event { $(EmployerEvent::$event(_) => Self::$command,)+ }
            }
        }

        impl RegisterCommand {
            /// Which decision this is.
            #[must_use]
            pub fn kind(&self) -> RegisterKind {
                match self { $(Self::$command(_) => RegisterKind::$command,)+ }
            }

            fn decide(self, employer: &Employer, ground: &RegisterGround<'_>) -> Result<EmployerEvent, Refusal> {
                match self { $(Self::$command(command) => command.decide(employer, ground),)+ }
            }
        }

        $(impl From<$module::$command> for RegisterCommand {
            fn from(command: $module::$command) -> Self {
                Self::$command(command)
            }
        })+
    };
}

decisions! {
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
    not_in_future(&request.occurred, ground)?;
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

/// Everything that can be recorded of `employer` now.
#[must_use]
pub fn next_steps(employer: &Employer) -> Vec<RegisterKind> {
    RegisterKind::ALL.iter().copied().filter(|kind| kind.may(employer).is_ok()).collect()
}

impl RegisterKind {
    /// Whether it is about entries rather than facts: then it is judged against the employer as it stands.
    #[must_use]
    pub fn is_about_entries(self) -> bool {
        matches!(self, Self::CorrectRegisterEntry | Self::WithdrawRegisterEntry)
    }
}

fn not_in_future(occurred: &Occurred, ground: &RegisterGround<'_>) -> Result<(), Refusal> {
    match occurred.earliest {
        Some(day) if day > ground.today => Err(Refusal::new(
            "occurred-in-future",
            format!("日期 {day} 晚于今天（{}）。只能记录已经发生的事。", ground.today),
            format!("The day {day} lies after today ({}). Only what has happened can be recorded.", ground.today),
        )
        .at("occurred")),
        _ => Ok(()),
    }
}
