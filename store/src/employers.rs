//! The register of employers: one stream each, codes reserved so that none is entered twice.

use heyi_core::credit_code::CreditCode;
use heyi_core::event::employer::{EmployerRegistered, HeadCountRecorded};
use heyi_core::event::office::ValueReserved;
use heyi_core::event::{EmployerEvent, Entry, Event, OfficeEvent};
use heyi_core::ids::EmployerId;
use heyi_core::occurred::Occurred;
use heyi_core::refusal::Refusal;
use heyi_core::text::Say;

use crate::append::{Expect, StreamAppend};
use crate::cases::one;
use crate::codec;
use crate::log::EventLog;
use crate::reading::{self, StoreError};
use crate::streams;

/// An employer could not be entered.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// Something about it is wrong.
    #[error("refused: {}", .0.say.en)]
    Refused(Box<Refusal>),
    /// The store could not answer.
    #[error("the store could not answer")]
    Store(#[from] StoreError),
}

/// An employer as the register has it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmployerRecord {
    /// Which.
    pub id: EmployerId,
    /// Its name now.
    pub name: String,
    /// As entered.
    pub registered: EmployerRegistered,
    /// Head counts, in order of recording.
    pub counts: Vec<HeadCountRecorded>,
}

/// The employer with this id; `None` when there is none.
///
/// # Errors
/// When the log cannot be read.
pub async fn load(log: &dyn EventLog, id: EmployerId) -> Result<Option<EmployerRecord>, StoreError> {
    let mut record: Option<EmployerRecord> = None;
    for recorded in reading::stream(log, &streams::employer(id)?).await? {
        match (recorded.event, &mut record) {
            (Event::Employer(EmployerEvent::EmployerRegistered(registered)), _) => {
                record = Some(EmployerRecord { id, name: registered.name.clone(), registered, counts: Vec::new() });
            }
            (Event::Employer(EmployerEvent::HeadCountRecorded(counts)), Some(record)) => record.counts.push(counts),
            _ => {}
        }
    }
    Ok(record)
}

/// The employer that has this credit code; `None`: nobody has.
///
/// # Errors
/// When the log cannot be read.
pub async fn by_code(log: &dyn EventLog, code: &CreditCode) -> Result<Option<EmployerId>, StoreError> {
    let reserved = reading::stream(log, &streams::unique("credit-code", code.as_str())?).await?;
    let owner = reserved.into_iter().find_map(|recorded| match recorded.event {
        Event::Office(OfficeEvent::ValueReserved(reserved)) => Some(reserved.owner),
        _ => None,
    });
    Ok(owner.and_then(|owner| owner.parse().ok()).as_ref().and_then(streams::as_employer))
}

/// What entering an employer appends: its stream, and the reservation of its code.
///
/// # Errors
/// `credit-code` with what is wrong about it; `code-or-reason` when there is neither.
pub fn registration(
    id: EmployerId,
    registered: EmployerRegistered,
    occurred: Occurred,
) -> Result<Vec<StreamAppend>, RegisterError> {
    let store = |error: StoreError| RegisterError::Store(error);
    let stream = streams::employer(id).map_err(StoreError::from)?;
    let mut appends = Vec::new();
    match &registered.credit_code {
        Some(code) => {
            let code = CreditCode::parse(code).map_err(|error| refuse("credit-code", error.say(), "credit_code"))?;
            let reserved = ValueReserved { what: "credit-code".to_owned(), owner: stream.as_str().to_owned() };
            let reserved = entry(occurred.clone(), Event::Office(OfficeEvent::ValueReserved(reserved)));
            let place = streams::unique("credit-code", code.as_str()).map_err(StoreError::from)?;
            appends.push(one(place, Expect::NoStream, &reserved).map_err(store)?);
        }
        None if registered.no_code_reason.trim().is_empty() => {
            let refusal = Refusal::new(
                "code-or-reason",
                "请填写统一社会信用代码；没有代码的须说明原因。",
                "Give the unified social credit code, or the reason why there is none.",
            );
            return Err(RegisterError::Refused(Box::new(refusal.at("credit_code"))));
        }
        None => {}
    }
    let event = entry(occurred, Event::Employer(EmployerEvent::EmployerRegistered(registered)));
    appends.push(one(stream, Expect::NoStream, &event).map_err(store)?);
    Ok(appends)
}

/// What recording head counts appends.
///
/// # Errors
/// When the log cannot be read.
pub async fn head_count(
    log: &dyn EventLog,
    id: EmployerId,
    counts: HeadCountRecorded,
    occurred: Occurred,
) -> Result<StreamAppend, StoreError> {
    let stream = streams::employer(id)?;
    let version = log.version(&stream).await?;
    let counted = entry(occurred, Event::Employer(EmployerEvent::HeadCountRecorded(counts)));
    Ok(StreamAppend { stream, expect: Expect::Exact(version), events: vec![codec::encode(&counted)?] })
}

/// The refusal for a code that is taken.
#[must_use]
pub fn already_registered() -> Refusal {
    Refusal::new(
        "already-registered",
        "该统一社会信用代码已在名册中；请从名册选择该单位。",
        "That credit code is in the register already; choose the employer from the register.",
    )
    .at("credit_code")
}

/// The refusal for an employer that is not in the register.
#[must_use]
pub fn unknown() -> Refusal {
    Refusal::new("unknown-employer", "名册中没有这个单位。", "There is no such employer in the register.")
        .at("employer")
}

/// An entry without remark or papers.
pub(crate) fn entry(occurred: Occurred, event: Event) -> Entry {
    Entry { occurred, event, note: None, evidence: Vec::new() }
}

fn refuse(code: &'static str, say: Say, field: &'static str) -> RegisterError {
    RegisterError::Refused(Box::new(Refusal::new(code, say.zh, say.en).at(field)))
}
