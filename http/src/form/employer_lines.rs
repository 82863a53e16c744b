//! Employers of a coverage list, one in a line: as pasted from a spreadsheet, with tabs or commas between the columns.
//!
//! Before a form is read each employer's column is `id name` (see [`crate::record`]): what was typed there, a credit code or an
//! id, was looked up in the register.

use heyi_core::event::coverage_list::{Binding, EmployerJoined, EmployerLeft};
use heyi_core::event::drive::DriveTarget;
use heyi_core::event::opening::HeadCount;
use heyi_core::ids::EmployerId;
use heyi_core::occurred::Occurred;
use jiff::civil::Date;

use super::choices::BINDINGS;
use super::reader::parse_number;
use super::sentences::{self, Wrong};
use super::{Filler, day};

/// The columns of a line, trimmed.
fn columns(line: &str) -> impl Iterator<Item = &str> {
    line.split(['\t', ',', '，']).map(str::trim)
}

/// The first column of a line: the employer.
#[must_use]
pub fn employer_of(line: &str) -> &str {
    columns(line).next().unwrap_or_default()
}

/// The line with another first column.
#[must_use]
pub fn with_employer(line: &str, employer: &str) -> String {
    let rest: Vec<&str> = columns(line).skip(1).collect();
    if rest.is_empty() { employer.to_owned() } else { format!("{employer}\t{}", rest.join("\t")) }
}

/// An employer that joined: `id name`, day, binding, staff, women, day of the counts; all but the first may be empty.
///
/// # Errors
/// What is wrong with the line.
pub fn joined(line: &str) -> Result<EmployerJoined, Wrong> {
    let mut columns = columns(line);
    let mut next = || columns.next().unwrap_or_default();
    let (employer, name) = employer(next())?;
    let from = optional(next(), day::parse)?;
    let binding =
        optional(next(), |text| BINDINGS.named(text).ok_or_else(|| sentences::unknown_choice(text, BINDINGS.choices)))?;
    let (staff, women) = (optional(next(), parse_number)?, optional(next(), parse_number)?);
    let as_of = optional(next(), day::parse)?.or(from).map_or_else(Occurred::default, Occurred::on);
    let count = |people: Option<u32>| people.map(|people| HeadCount { people, about: false, as_of: as_of.clone() });
    match columns.find(|column| !column.is_empty()) {
        Some(more) => Err(sentences::too_many_columns(more)),
        None => Ok(EmployerJoined {
            employer,
            name,
            from,
            binding: binding.unwrap_or(Binding::None),
            staff: count(staff),
            women: count(women),
        }),
    }
}

/// An employer that left: `id name`, last day, reason.
///
/// # Errors
/// What is wrong with the line.
pub fn left(line: &str) -> Result<EmployerLeft, Wrong> {
    let mut columns = columns(line);
    let mut next = || columns.next().unwrap_or_default();
    let (employer, _) = employer(next())?;
    let until: Option<Date> = optional(next(), day::parse)?;
    Ok(EmployerLeft { employer, until, reason: next().to_owned() })
}

/// An employer a drive is addressed to: `id name`.
///
/// # Errors
/// What is wrong with the line.
pub fn target(line: &str) -> Result<DriveTarget, Wrong> {
    let (employer, name) = employer(employer_of(line))?;
    Ok(DriveTarget { employer, name })
}

/// Fills in the lines.
pub fn fill(joined: &[EmployerJoined], left: &[EmployerLeft], form: &mut Filler<'_>) {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let people = |count: &Option<HeadCount>| count.as_ref().map(|count| count.people.to_string()).unwrap_or_default();
    let joined = joined.iter().map(|of| {
        let binding = BINDINGS.choice(of.binding).map(|choice| choice.value).unwrap_or_default();
        let as_of = of.staff.iter().chain(&of.women).find_map(|count| count.as_of.day());
        let columns = [day(of.from), binding.to_owned(), people(&of.staff), people(&of.women), day(as_of)].join("\t");
        format!("{} {}\t{columns}", of.employer, of.name)
    });
    form.text("joined", &joined.collect::<Vec<_>>().join("\n"));
    let left = left.iter().map(|of| format!("{}\t{}\t{}", of.employer, day(of.until), of.reason));
    form.text("left", &left.collect::<Vec<_>>().join("\n"));
}

fn employer(column: &str) -> Result<(EmployerId, String), Wrong> {
    let (id, name) = column.split_once(' ').unwrap_or((column, ""));
    let id = id.parse().map_err(|_| sentences::not_an_employer(column))?;
    Ok((id, name.trim().to_owned()))
}

fn optional<T>(text: &str, parse: impl Fn(&str) -> Result<T, Wrong>) -> Result<Option<T>, Wrong> {
    if text.is_empty() { Ok(None) } else { parse(text).map(Some) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    const ID: &str = "00000000-0000-0000-0000-000000000007";

    #[test]
    fn a_line_pasted_from_a_spreadsheet_is_read_column_by_column() {
        let read = joined(&format!("{ID} 示例厂\t2026-03-08\t认可\t30\t12\t2026年3月1日")).unwrap();
        let count = |people| Some(HeadCount { people, about: false, as_of: Occurred::on(date(2026, 3, 1)) });
        let expected = EmployerJoined {
            employer: EmployerId(Uuid::from_u128(7)),
            name: "示例厂".into(),
            from: Some(date(2026, 3, 8)),
            binding: Binding::Recognition,
            staff: count(30),
            women: count(12),
        };
        assert_eq!(read, expected);
        let bare = joined(&format!("{ID} 示例厂")).unwrap();
        assert_eq!((bare.from, bare.binding, bare.staff), (None, Binding::None, None));
    }

    #[test]
    fn what_is_wrong_in_a_line_is_told() {
        let code = |line: &str| joined(line).unwrap_err().code;
        assert_eq!(code("示例厂"), "not-an-employer");
        assert_eq!(code(&format!("{ID} 厂,2026-02-30")), "no-such-day");
        assert_eq!(code(&format!("{ID} 厂,,口头")), "unknown-choice");
        assert_eq!(code(&format!("{ID} 厂,,,多")), "not-a-number");
        assert_eq!(code(&format!("{ID} 厂,,,1,1,,又")), "too-many-columns");
        assert_eq!(left(&format!("{ID},昨天")).unwrap_err().code, "not-a-day");
    }

    #[test]
    fn the_employer_of_a_line_can_be_put_in_its_place() {
        assert_eq!(employer_of("914403001922038216，2026-03-08"), "914403001922038216");
        assert_eq!(
            with_employer("914403001922038216，2026-03-08", &format!("{ID} 厂")),
            format!("{ID} 厂\t2026-03-08")
        );
    }
}
