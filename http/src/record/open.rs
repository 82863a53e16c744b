//! Opening a case, or taking one over: the employer is one of the register or entered with it.

use heyi_core::decisions::DecisionKind;
use heyi_core::place::Place;
use heyi_store::cases::{Employer, Executed, Opening};
use heyi_store::ids;

use crate::ask::{Answer, Ask};
use crate::form::{self, Input, OpeningForm};
use crate::form_page;
use crate::guard::permission::Permission;
use crate::problem::Problem;

use super::{InVault, answer, evidence, input, opened, place, repeated};

/// Opens a case or takes one over.
///
/// # Errors
/// As the store says. A page gets its form again, with what was typed, when it can be mended.
pub async fn post(ask: Ask, kind: DecisionKind) -> Answer {
    if ask.sent.more.is_some() {
        return form_page::again(&ask, kind, None).await;
    }
    match open(&ask, kind).await {
        Ok(done) => answer(&ask, &done).await,
        Err(problem) if !ask.api() && problem.keeps_form() => form_page::again(&ask, kind, Some(problem)).await,
        Err(problem) => Err(problem),
    }
}

async fn open(ask: &Ask, kind: DecisionKind) -> Result<Executed, Problem> {
    let asked = ask.asked_by()?;
    if let Some(first) = repeated(ask, &asked, None).await? {
        return Ok(first);
    }
    Problem::unless_writable(&ask.app.store.log.health())?;
    let case = ids::case();
    let mut input = input(ask)?;
    // A case is numbered by the office of the one who opens it.
    input.set("office", ask.account()?.office.as_str());
    from_register(ask, &mut input)?;
    let mut names = InVault(ask.app.store.vault.draft(case.0));
    let OpeningForm { mut request, register } =
        form::parse_opening(kind, &input, &mut names).map_err(Problem::fields)?;
    within(ask, place(&request.command).ok_or_else(Problem::not_found)?)?;
    let (employer, counts) = match register {
        Some(register) => {
            let known = opened(&request.command).map(|opened| Employer::Known(opened.employer));
            (register.employer.map(|new| Employer::New(ids::employer(), new)).or(known), register.counts)
        }
        None => (None, None),
    };
    let kept = evidence::keep(ask, names.0).await?;
    request.evidence = kept.iter().map(|kept| kept.file.clone()).collect();
    let opening = Opening { case, request, employer, counts };
    let done = ask.app.store.cases.open(opening, asked).await;
    drop(kept);
    done.map_err(Problem::of_execute)
}

/// What the register knows of a chosen employer need not be typed. One outside the region is not for this account.
fn from_register(ask: &Ask, input: &mut Input) -> Result<(), Problem> {
    let Some(known) = input.first("employer").parse().ok().and_then(|id| ask.app.read.employer(id)) else {
        return Ok(());
    };
    within(ask, &known.place)?;
    input.or("employer_name", &known.name);
    input.or("place", known.place.code());
    Ok(())
}

/// The guard saw every place the form names; this one is the place as read, however it was written.
fn within(ask: &Ask, place: &Place) -> Result<(), Problem> {
    match ask.permission {
        Permission::In(roles, _) if ask.holds(roles, place) => Ok(()),
        _ => Err(Problem::outside_region()),
    }
}
