//! Who has a credit code. Each code has a stream; its last reservation names the owner, who has the code as long as the register says
//! so: a code that was mistyped and corrected is free again.

use heyi_core::employer::Employer;
use heyi_core::event::office::ValueReserved;
use heyi_core::event::{Event, OfficeEvent, Recorded};
use heyi_core::ids::EmployerId;
use heyi_core::occurred::Occurred;
use heyi_core::refusal::Refusal;

use crate::append::{Expect, NotAStream, StreamAppend, StreamId};
use crate::cases::one;
use crate::log::EventLog;
use crate::reading::{self, StoreError};
use crate::streams;

use super::{RegisterError, entry, load};

/// The code belongs to another employer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// For the person, naming the owner.
    pub refusal: Refusal,
    /// The owner.
    pub owner: EmployerId,
    /// Its name.
    pub name: String,
}

/// What reserving a code for an employer appends. The stream must be as it was read, so that of two who ask at once one is told.
///
/// # Errors
/// [`RegisterError::Taken`] when another employer has the code.
pub(super) async fn reserve(
    log: &dyn EventLog,
    code: &str,
    for_whom: EmployerId,
    occurred: Occurred,
) -> Result<StreamAppend, RegisterError> {
    let stream = stream(code)?;
    let reservations = reading::stream(log, &stream).await?;
    let expect = reservations.last().map_or(Expect::NoStream, |last| Expect::Exact(last.version));
    if let Some(holder) = holder(log, code, &reservations).await?.filter(|holder| holder.id != for_whom) {
        let (owner, name) = (holder.id, holder.name().to_owned());
        return Err(RegisterError::Taken(Box::new(Taken { refusal: taken(&name), owner, name })));
    }
    let reserved =
        ValueReserved { what: "credit-code".to_owned(), owner: streams::employer(for_whom)?.as_str().to_owned() };
    let reserved = entry(occurred, Event::Office(OfficeEvent::ValueReserved(reserved)));
    Ok(one(stream, expect, &reserved)?)
}

/// The stream of a code.
pub(super) fn stream(code: &str) -> Result<StreamId, NotAStream> {
    streams::unique("credit-code", code)
}

/// Who has a code, by its reservations and the register; `None`: nobody has, or no longer.
pub(super) async fn holder(
    log: &dyn EventLog,
    code: &str,
    reservations: &[Recorded<Event>],
) -> Result<Option<Employer>, StoreError> {
    let Some(owner) = reservations.last().and_then(|last| owner(&last.event)) else { return Ok(None) };
    Ok(load(log, owner).await?.filter(|holder| holder.credit_code() == Some(code)))
}

fn owner(event: &Event) -> Option<EmployerId> {
    match event {
        Event::Office(OfficeEvent::ValueReserved(reserved)) => {
            streams::as_employer(&StreamId::new(&reserved.owner).ok()?)
        }
        _ => None,
    }
}

fn taken(name: &str) -> Refusal {
    Refusal::new(
        "already-registered",
        format!("该统一社会信用代码已由名册中的“{name}”使用；请核对代码，或从名册选择该单位。"),
        format!("\"{name}\" in the register has that credit code. Check the code, or choose that employer."),
    )
    .at("credit_code")
}
