//! Industries (GB/T 4754-2017): 20 sections and 97 divisions, and which of them are biomedicine.
//!
//! Biomedicine (生物医药) is no category of the standard: it is a list of the project's own, with a version, and an employer
//! may be marked by hand besides.

use std::sync::LazyLock;

mod biomedicine;

pub use biomedicine::{BiomedicineList, Part};

/// The version of the list of biomedicine divisions that this program ships.
const BIOMEDICINE_LIST: &str = "2026-11";

/// How a division belongs to biomedicine, in the list this program ships.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Biomedicine {
    /// Altogether.
    Core,
    /// Only the group named.
    Partial(&'static str),
    /// Beside it, counted apart; with the reason.
    Related(&'static str),
}

/// A division (大类) of the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Division {
    /// Two digits, such as `27`.
    pub code: &'static str,
    /// Its Chinese name.
    pub name: &'static str,
    /// The letter of its section (门类).
    pub section: &'static str,
    /// The Chinese name of its section.
    pub section_name: &'static str,
    /// Its part in biomedicine by the list shipped, which another may have replaced: [`BiomedicineList`]. `None`: none.
    pub biomedicine: Option<Biomedicine>,
}

/// The divisions, in the order of their codes.
#[must_use]
pub fn divisions() -> &'static [Division] {
    static DIVISIONS: LazyLock<Vec<Division>> =
        LazyLock::new(|| include_str!("industry/gbt4754.csv").lines().skip(1).filter_map(division).collect());
    &DIVISIONS
}

/// The division of a code of two to four digits: a group (`358`) or class (`2720`) lies in the division of its first two.
#[must_use]
pub fn find(code: &str) -> Option<&'static Division> {
    let whole = (2..=4).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit());
    let division = code.get(..2).filter(|_| whole)?;
    divisions().iter().find(|known| known.code == division)
}

/// A row of the list; `None` for the rows of the sections themselves.
fn division(line: &'static str) -> Option<Division> {
    let mut fields = line.split(',');
    let mut field = || fields.next();
    let (section, section_name, code, name, biomedicine) = (field()?, field()?, field()?, field()?, field()?);
    let biomedicine = match biomedicine.split_once(':') {
        Some(("partial", group)) => Some(Biomedicine::Partial(group)),
        Some(("related", reason)) => Some(Biomedicine::Related(reason)),
        _ => (biomedicine == "core").then_some(Biomedicine::Core),
    };
    (!code.is_empty()).then_some(Division { code, name, section, section_name, biomedicine })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn all_97_divisions_of_20_sections_are_there_in_order() {
        let codes: Vec<String> = (1..=97).map(|number| format!("{number:02}")).collect();
        assert_eq!(divisions().iter().map(|division| division.code).collect::<Vec<_>>(), codes);
        assert_eq!(divisions().iter().map(|division| division.section).collect::<BTreeSet<_>>().len(), 20);
        assert!(divisions().iter().all(|division| !division.name.is_empty()));
    }

    #[test]
    fn biomedicine_is_one_division_whole_and_parts_of_others() {
        let of = |wanted: fn(Biomedicine) -> bool| -> Vec<&str> {
            divisions().iter().filter(|d| d.biomedicine.is_some_and(wanted)).map(|d| d.code).collect()
        };
        assert_eq!(of(|b| b == Biomedicine::Core), ["27"]);
        assert_eq!(of(|b| matches!(b, Biomedicine::Partial(_))), ["35", "51", "52", "73", "74"]);
        assert_eq!(of(|b| matches!(b, Biomedicine::Related(_))), ["26", "84"]);
    }

    #[test]
    fn a_group_lies_in_its_division() {
        assert_eq!(find("27").unwrap().name, "医药制造业");
        assert_eq!(find("2720"), find("27"));
        for bad in ["", "2", "98", "00", "27200", "医药", "2a"] {
            assert_eq!(find(bad), None, "{bad}");
        }
    }
}
