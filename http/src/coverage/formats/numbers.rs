//! The numbers of a cell, each with its name for programs and its words for people: once, for every form.

use heyi_core::text::Say;
use heyi_projections::coverage::{Days, Definition, Employers, Unit};
use heyi_projections::{Cell, Measure};

/// A number that a cell may hold.
pub(super) struct Number {
    /// For programs.
    pub(super) name: &'static str,
    words: (&'static str, &'static str),
    pub(super) kind: Kind,
    of: fn(&Cell) -> Option<Figure>,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Units of the measure.
    Units,
    /// Units of the measure, the denominator.
    Base,
    /// Units of the measure, of measures of people their employers.
    OfBase,
    /// Hundredths of the base.
    Share,
    /// Employers, of measures of people.
    Employers,
    /// Days, of measures of durations.
    Days,
}

/// A number as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Figure {
    Whole(u64),
    Days(i64),
    /// With two decimals, such as `81.25`.
    Percent(String),
}

/// The headline: confirmed and derived together.
pub(super) const COUNTED: Number =
    number("counted", Kind::Units, ("计入", "counted"), |cell| whole(cell.split.counted()));

/// Everything else, in the order of the columns of comma-separated values.
pub(super) const NUMBERS: [Number; 21] = [
    number("confirmed", Kind::Units, ("其中已确认", "confirmed"), |cell| whole(cell.split.confirmed)),
    number("derived", Kind::Units, ("其中推算未确认", "derived, not confirmed"), |cell| {
        whole(cell.split.derived)
    }),
    number("undated", Kind::Units, ("生效日不明", "day of effect not known"), |cell| whole(cell.split.undated)),
    number("imprecise", Kind::Units, ("日期不精确，不能确定", "a day is not exact"), |cell| {
        whole(cell.split.imprecise)
    }),
    number("untold", Kind::Units, ("条款或日期未记录", "clauses or a day not told"), |cell| {
        whole(cell.split.untold)
    }),
    number("open", Kind::Units, ("期限未满，未定", "a period has not ended"), |cell| whole(cell.split.open)),
    number("base", Kind::Base, ("分母", "of"), |cell| cell.base.and_then(whole)),
    number("base_unknown", Kind::OfBase, ("不明是否属于分母", "not known whether in the base"), |cell| {
        whole(cell.base_unknown)
    }),
    number("made_up", Kind::OfBase, ("其中虚构示例", "of these made up"), |cell| whole(cell.made_up)),
    number("employers_confirmed", Kind::Employers, ("单位：已确认", "employers: confirmed"), |cell| {
        employers(cell, |of| of.split.confirmed)
    }),
    number("employers_derived", Kind::Employers, ("单位：推算未确认", "employers: derived"), |cell| {
        employers(cell, |of| of.split.derived)
    }),
    number(
        "employers_undated",
        Kind::Employers,
        ("单位：生效日不明", "employers: day of effect not known"),
        |cell| employers(cell, |of| of.split.undated),
    ),
    number(
        "employers_imprecise",
        Kind::Employers,
        ("单位：日期不精确", "employers: a day is not exact"),
        |cell| employers(cell, |of| of.split.imprecise),
    ),
    number("employers_untold", Kind::Employers, ("单位：条款未记录", "employers: clauses not told"), |cell| {
        employers(cell, |of| of.split.untold)
    }),
    number("employers_base", Kind::Employers, ("单位：分母", "employers: of"), |cell| {
        employers(cell, |of| of.base)
    }),
    number(
        "employers_without_count",
        Kind::Employers,
        ("单位：覆盖而人数不明", "employers: covered, no count"),
        |cell| employers(cell, |of| of.without_count),
    ),
    number(
        "employers_base_without_count",
        Kind::Employers,
        ("单位：分母中人数不明", "employers: of the base, no count"),
        |cell| employers(cell, |of| of.base_without_count),
    ),
    number(
        "employers_stale",
        Kind::Employers,
        ("单位：人数早于24个月", "employers: count over 24 months old"),
        |cell| employers(cell, |of| of.stale),
    ),
    number("days_median", Kind::Days, ("中位数（天）", "median, days"), |cell| days(cell, |of| of.median)),
    number("days_p90", Kind::Days, ("第九十百分位（天）", "90th percentile, days"), |cell| {
        days(cell, |of| of.p90)
    }),
    number("percent", Kind::Share, ("占比", "share"), |cell| cell.percent().map(Figure::Percent)),
];

const fn number(
    name: &'static str,
    kind: Kind,
    words: (&'static str, &'static str),
    of: fn(&Cell) -> Option<Figure>,
) -> Number {
    Number { name, words, kind, of }
}

fn whole(number: u64) -> Option<Figure> {
    Some(Figure::Whole(number))
}

fn employers(cell: &Cell, of: fn(&Employers) -> u64) -> Option<Figure> {
    cell.employers.as_ref().map(|employers| Figure::Whole(of(employers)))
}

fn days(cell: &Cell, of: fn(&Days) -> i64) -> Option<Figure> {
    cell.days.as_ref().map(|days| Figure::Days(of(days)))
}

impl Number {
    /// Its words.
    pub(super) fn say(&self) -> Say {
        Say::new(self.words.0, self.words.1)
    }

    /// The number in a cell; `None`: the cell does not have it.
    pub(super) fn of(&self, cell: &Cell) -> Option<Figure> {
        (self.of)(cell)
    }

    /// Whether cells of a measure can have it.
    pub(super) fn is_of(&self, measure: Measure, definition: &Definition) -> bool {
        match self.kind {
            Kind::Units | Kind::OfBase => true,
            Kind::Base => definition.base.is_some(),
            Kind::Share => definition.base.is_some() && !tells_days(measure),
            Kind::Employers => definition.unit.is_people(),
            Kind::Days => tells_days(measure),
        }
    }

    /// What it counts, in words.
    pub(super) fn unit(&self, unit: Unit) -> Say {
        match self.kind {
            Kind::Units | Kind::Base => unit.say(),
            Kind::OfBase | Kind::Employers if unit.is_people() => Unit::Employers.say(),
            Kind::OfBase | Kind::Employers => unit.say(),
            Kind::Share => Say::new("%", "%"),
            Kind::Days => Say::new("天", "days"),
        }
    }
}

/// Whether the measure tells how long something took, and so has no share even where it has a base.
#[must_use]
pub fn tells_days(measure: Measure) -> bool {
    measure == Measure::OfferToEffect
}

/// The numbers that cells of a measure can have: the headline, of how many, the share, and then what they are made of.
pub(super) fn of_measure(measure: Measure, definition: &Definition) -> Vec<Number> {
    let others = NUMBERS.into_iter().filter(|number| number.is_of(measure, definition));
    let mut numbers: Vec<Number> = std::iter::once(COUNTED).chain(others).collect();
    numbers.sort_by_key(|number| match number.name {
        "counted" => 0,
        "base" => 1,
        "percent" => 2,
        _ => 3,
    });
    numbers
}

#[cfg(test)]
mod tests {
    use heyi_projections::coverage::Split;

    use super::*;

    #[test]
    fn a_measure_has_the_numbers_of_its_kind_and_a_cell_has_each_of_them() {
        let names = |measure: Measure| -> Vec<&str> {
            let numbers = of_measure(measure, &measure.definition());
            numbers.iter().map(|number| number.name).collect()
        };
        assert!(!names(Measure::ContractsInForce).contains(&"base"), "a number is no rate");
        assert_eq!(names(Measure::WomenCovered).get(..3), Some(&["counted", "base", "percent"][..]));
        assert!(names(Measure::WomenCovered).contains(&"employers_without_count"));
        assert!(!names(Measure::EmployersCovered).contains(&"employers_base"));
        assert!(
            names(Measure::OfferToEffect).contains(&"days_p90") && !names(Measure::OfferToEffect).contains(&"percent")
        );
        let cell = Cell {
            split: Split { confirmed: 2, derived: 1, ..Split::default() },
            base: Some(4),
            employers: Some(Employers::default()),
            days: Some(Days { median: 40, p90: 90 }),
            ..Cell::default()
        };
        assert_eq!(COUNTED.of(&cell), Some(Figure::Whole(3)));
        let missing: Vec<&str> =
            NUMBERS.iter().filter(|number| number.of(&cell).is_none()).map(|number| number.name).collect();
        assert_eq!(missing, ["percent"], "what tells days is no rate");
    }
}
