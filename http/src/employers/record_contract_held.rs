//! The form of recording a general or wage contract.

use heyi_core::employer::decisions::RegisterKind;
use heyi_core::employer::decisions::record_contract_held::RecordContractHeld;
use heyi_core::event::employer::ContractHeldRecorded;

use crate::form::choices::HELD_CONTRACTS;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};
use crate::form::sentences;

/// What is asked.
pub static FORM: FormSpec<RegisterKind> = FormSpec {
    kind: RegisterKind::RecordContractHeld,
    dated: true,
    fields: &[
        Field::required("contract", Widget::Choice(HELD_CONTRACTS.choices), "合同种类", "Contract"),
        Field::required("held", Widget::YesNoUnknown, "现有此合同", "There is one"),
        Field::optional("from", Widget::Day, "起始日", "First day"),
        Field::optional("to", Widget::Day, "届满日", "Last day"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<RecordContractHeld> {
    let contract = form.choice("contract", &HELD_CONTRACTS);
    let held = form.yes_no("held");
    let (from, to) = (form.day("from"), form.day("to"));
    if held.is_none() {
        form.refuse("held", sentences::choose());
    }
    Some(RecordContractHeld(ContractHeldRecorded { contract: contract?, held: held?, from, to }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &ContractHeldRecorded, form: &mut Filler<'_>) {
    form.choice("contract", &HELD_CONTRACTS, recorded.contract);
    form.yes_no("held", Some(recorded.held));
    form.day("from", recorded.from);
    form.day("to", recorded.to);
}
