//! A cell in words: never a bare percentage, and what is not known beside what is.

use heyi_projections::coverage::{CoverageQuery, Part, Split};
use heyi_projections::{Cell, Measure};

use super::formats::tells_days;
use super::question::address;
use crate::text::Lang;

/// A number with its name.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    pub(super) label: String,
    pub(super) value: String,
    /// Who stands behind it; empty: nobody can be listed.
    pub(super) href: String,
}

/// The headline of a cell: the number, of how many, and the share with two decimals; what tells days has none.
pub(super) fn headline(cell: &Cell, measure: Measure, l: Lang) -> String {
    let (counted, unit) = (cell.split.counted(), measure.unit());
    match (cell.base, cell.percent().filter(|_| !tells_days(measure))) {
        (Some(base), Some(percent)) if l == Lang::ZH => format!("{counted} / {base}（{percent}%）"),
        (Some(base), Some(percent)) => format!("{counted} / {base} ({percent}%)"),
        (Some(base), None) => format!("{counted} / {base}"),
        (None, _) => format!("{counted} {}", l.say(&unit.say())),
    }
}

/// Everything else a cell says: what it is made of and what is not known. Zeros are said where their absence could be taken for one.
pub(super) fn facts(cell: &Cell, query: &CoverageQuery, l: Lang) -> Vec<Fact> {
    let list = |part: Part| format!("/coverage/members?{}&part={}", address(query), part.name());
    let mut facts = Vec::new();
    let mut say = |label: (&str, &str), value: String, part: Option<Part>| {
        facts.push(Fact { label: l.t(label.0, label.1).to_owned(), value, href: part.map(&list).unwrap_or_default() });
    };
    if let Some(employers) = cell.employers {
        let value = format!("{} / {}", employers.split.counted(), employers.base);
        say(("其单位", "employers"), value, Some(Part::Counted));
    }
    if let Some(days) = cell.days {
        say(("中位数", "median"), format!("{} {}", days.median, l.t("天", "days")), None);
        say(("第九十百分位", "90th percentile"), format!("{} {}", days.p90, l.t("天", "days")), None);
    }
    let split = cell.employers.map_or(cell.split, |employers| employers.split);
    if !query.measure.is_of_a_span() {
        say(("其中推算未确认", "of these, derived and not confirmed"), split.derived.to_string(), Some(Part::Counted));
        say(("生效日不明", "day of effect not known"), split.undated.to_string(), Some(Part::Unknown));
    }
    let Split { derived, imprecise, untold, open, .. } = split;
    for (label, number, part) in [
        (("其中推算未确认", "of these, derived and not confirmed"), derived, Part::Counted),
        (("日期不精确，不能确定", "not known: a day is not exact"), imprecise, Part::Unknown),
        (("条款或日期未记录，不能确定", "not known: clauses or a day not told"), untold, Part::Unknown),
        (("期限未满，未定", "open: a period has not ended"), open, Part::Unknown),
        (("不明是否属于分母", "not known whether in the base"), cell.base_unknown, Part::BaseUnknown),
    ] {
        let said = part == Part::Counted && !query.measure.is_of_a_span();
        if number > 0 && !said {
            say(label, number.to_string(), Some(part));
        }
    }
    if let Some(employers) = cell.employers {
        let value = format!("{} / {}", employers.without_count, employers.base_without_count);
        say(("人数不明的单位（覆盖/全部）", "employers without a count (covered / all)"), value, None);
        if employers.stale > 0 {
            let label = ("人数早于24个月的覆盖单位", "covered employers whose count is older than 24 months");
            say(label, employers.stale.to_string(), None);
        }
    }
    if cell.made_up > 0 {
        say(("其中虚构示例", "of these made up"), cell.made_up.to_string(), None);
    }
    facts
}

#[cfg(test)]
mod tests {
    use heyi_projections::coverage::Employers;
    use jiff::civil::date;

    use super::*;

    fn cell(confirmed: u64, base: Option<u64>) -> Cell {
        Cell { split: Split { confirmed, ..Split::default() }, base, ..Cell::default() }
    }

    #[test]
    fn a_share_stands_beside_both_its_numbers() {
        assert_eq!(headline(&cell(26, Some(32)), Measure::EmployersCovered, Lang::ZH), "26 / 32（81.25%）");
        assert_eq!(headline(&cell(26, Some(32)), Measure::EmployersCovered, Lang::EN), "26 / 32 (81.25%)");
        assert_eq!(headline(&cell(0, Some(0)), Measure::EmployersCovered, Lang::ZH), "0 / 0");
        assert_eq!(headline(&cell(7, None), Measure::ContractsInForce, Lang::ZH), "7 份");
        assert_eq!(headline(&cell(0, Some(21)), Measure::OfferToEffect, Lang::ZH), "0 / 21", "days are no rate");
    }

    #[test]
    fn what_is_not_known_is_said_and_who_stands_behind_it() {
        let query = CoverageQuery::of(Measure::WomenCovered, date(2026, 6, 30));
        let employers = Employers { base: 3, without_count: 1, base_without_count: 2, ..Employers::default() };
        let cell = Cell { base_unknown: 4, employers: Some(employers), ..cell(96, Some(120)) };
        let said: Vec<String> = facts(&cell, &query, Lang::EN)
            .into_iter()
            .map(|fact| format!("{}: {}{}", fact.label, fact.value, if fact.href.is_empty() { "" } else { " >" }))
            .collect();
        assert_eq!(
            said,
            [
                "employers: 0 / 3 >",
                "of these, derived and not confirmed: 0 >",
                "day of effect not known: 0 >",
                "not known whether in the base: 4 >",
                "employers without a count (covered / all): 1 / 2",
            ]
        );
    }
}
