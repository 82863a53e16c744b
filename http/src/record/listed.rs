//! Employers typed into a coverage list: each is one of the register, found by its credit code or its id.

use heyi_core::credit_code::CreditCode;
use heyi_core::ids::EmployerId;
use heyi_store::employers;

use crate::ask::Ask;
use crate::form::{FieldError, Input, employer_lines, sentences};
use crate::problem::Problem;
use crate::routes::RECORDERS;

/// The fields that hold employers, one in a line.
const LISTS: [&str; 3] = ["joined", "left", "targets"];

/// Puts `id name` in the place of each employer that was typed, so that the form reads what the register knows.
///
/// # Errors
/// 422 with the line of each employer that is not in the register, or not in the regions of the one who asks.
pub async fn from_register(ask: &Ask, input: &mut Input) -> Result<(), Problem> {
    let mut errors = Vec::new();
    for list in LISTS {
        let typed = input.first(list).to_owned();
        if typed.is_empty() {
            continue;
        }
        let mut lines = Vec::new();
        for (index, line) in typed.lines().enumerate() {
            match found(ask, employer_lines::employer_of(line)).await? {
                Some(known) => lines.push(employer_lines::with_employer(line, &known)),
                None if line.trim().is_empty() => lines.push(String::new()),
                None => errors.push(not_found(list, index + 1, line)),
            }
        }
        input.set(list, &lines.join("\n"));
    }
    if errors.is_empty() { Ok(()) } else { Err(Problem::fields(errors)) }
}

/// `id name` of an employer of the register by its id or its credit code.
async fn found(ask: &Ask, typed: &str) -> Result<Option<String>, Problem> {
    let first = typed.split(' ').next().unwrap_or_default();
    let log = &*ask.app.store.log;
    let id: Option<EmployerId> = match (first.parse(), CreditCode::parse(first)) {
        (Ok(id), _) => Some(id),
        (_, Ok(code)) => employers::by_code(log, &code).await.map_err(|error| Problem::store(&error))?,
        _ => None,
    };
    let known = id.and_then(|id| ask.app.read.employer(id)).filter(|known| ask.holds(RECORDERS, &known.place));
    Ok(known.map(|known| format!("{} {}", known.id, known.name)))
}

fn not_found(list: &str, line: usize, typed: &str) -> FieldError {
    sentences::not_in_register(employer_lines::employer_of(typed)).in_line(line).at(list)
}
