//! Jiangsu's thirteen cities as tiles of one size on a grid that resembles where they lie. No border is drawn: a tile is as large for
//! a small city as for a large one, and says in numbers what its shade says.

use heyi_core::divisions;
use heyi_core::place::Place;
use heyi_projections::coverage::dimension::UNKNOWN;
use heyi_projections::coverage::{CoverageQuery, Part, Table, Unit};
use heyi_projections::{Cell, Dimension, Row};

use super::formats::tells_days;
use super::question::address;
use crate::text::Lang;

/// Jiangsu.
const JIANGSU: &str = "320000";

/// Where each city's tile stands: a layout for the eye and nothing else, as the crow flies from Xuzhou in the north-west to Suzhou in the
/// south-east. Four columns, so that a phone shows it.
const GRID: [[&str; 4]; 5] = [
    ["320300", "", "320700", ""],
    ["321300", "320800", "320900", ""],
    ["", "321000", "321200", "320600"],
    ["320100", "321100", "320400", "320200"],
    ["", "", "", "320500"],
];

/// Upper ends of the shades, in hundredths of a percent; the last shade has none.
const SHADES: [u64; 4] = [2_000, 4_000, 6_000, 8_000];

/// The map.
pub(super) struct TileMap {
    pub(super) heading: String,
    /// The grid, row by row; `None`: nothing lies there.
    pub(super) tiles: Vec<Option<Tile>>,
    /// What lies in Jiangsu and in no city that is known.
    pub(super) unplaced: Option<Tile>,
    /// What each shade stands for, the lightest first.
    pub(super) shades: Vec<(usize, String)>,
    pub(super) hint: String,
}

/// A city.
pub(super) struct Tile {
    pub(super) code: String,
    pub(super) name: String,
    /// Whom it counts; empty: nothing is recorded there.
    pub(super) href: String,
    pub(super) counted: String,
    /// Of how many; empty: the measure is no rate.
    pub(super) base: String,
    /// The share, or for a measure of days the median.
    pub(super) share: String,
    /// From 1, the lightest; 0: there is no number to shade by.
    pub(super) shade: usize,
    /// The share as the length of a bar of a hundred; empty: there is none.
    pub(super) bar: String,
    /// What is not known, apart: how many units may count, with which they are; empty: none.
    pub(super) unknown: String,
    pub(super) unknown_href: String,
    /// Of people: how many employers do not tell theirs; empty: none.
    pub(super) without_count: String,
}

impl TileMap {
    /// The map of a table by city alone, of Jiangsu or of the country where something lies in Jiangsu.
    pub(super) fn of(table: &Table, l: Lang) -> Option<Self> {
        let (jiangsu, region) = (JIANGSU.parse::<Place>().ok()?, &table.question.region);
        let by_city = table.question.by.as_slice() == [Dimension::City];
        let rows: Vec<&Row> = table.rows.iter().filter(|row| lies_in(row, &jiangsu)).collect();
        if !by_city || !jiangsu.within(region) || rows.is_empty() {
            return None;
        }
        let most = rows.iter().map(|row| row.cell.split.counted()).max().unwrap_or_default();
        let rate = table.definition.base.is_some() && !tells_days(table.question.measure);
        let tile = |code: &str| {
            let row = rows.iter().find(|row| row.keys.first().is_some_and(|key| key == code));
            let place = code.parse::<Place>().ok()?;
            let name = divisions::name(&place).unwrap_or_else(|| code.to_owned());
            Some(match row {
                Some(row) => Tile::of(code, name, &row.cell, table, most, l),
                None => Tile::empty(code, name, l),
            })
        };
        // Of the country the row without a city is not Jiangsu's alone; the table has it.
        let unplaced =
            table.rows.iter().find(|row| region == &jiangsu && row.keys.first().is_some_and(|key| key == UNKNOWN));
        let tiles: Vec<Option<Tile>> = GRID.iter().flatten().map(|code| tile(code)).collect();
        let shaded = tiles.iter().flatten().any(|tile| tile.shade > 0);
        Some(Self {
            heading: l.t("江苏省各设区市", "The cities of Jiangsu").to_owned(),
            tiles,
            unplaced: unplaced.map(|row| {
                let name = l.t("设区的市不明", "city not known").to_owned();
                Tile::of(UNKNOWN, name, &row.cell, table, most, l)
            }),
            shades: if shaded { shades(rate, most) } else { Vec::new() },
            hint: hint(rate, table.definition.unit, l),
        })
    }
}

fn lies_in(row: &Row, province: &Place) -> bool {
    row.keys.first().and_then(|key| key.parse::<Place>().ok()).is_some_and(|place| place.within(province))
}

fn hint(rate: bool, unit: Unit, l: Lang) -> String {
    let shaded = if rate { l.t("占比", "share") } else { l.t("计入数", "number") };
    let unit = l.say(&unit.say());
    match l {
        Lang::ZH => {
            format!("方格只表示大致方位，不是地图，也不划边界。颜色越深，{shaded}越大；以数字为准。单位：{unit}。")
        }
        _ => format!(
            "Tiles stand about where the cities lie; no border is drawn. The darker, the larger the {shaded}; the numbers say it. In {unit}."
        ),
    }
}

/// What the shades stand for: fifths of a hundred percent, or of the largest number.
fn shades(rate: bool, most: u64) -> Vec<(usize, String)> {
    let end = |fifth: u64| if rate { format!("{}%", fifth * 20) } else { (most * fifth / 5).to_string() };
    if !rate && most < 5 {
        return Vec::new();
    }
    (1..=5)
        .map(|shade: u64| (usize::try_from(shade).unwrap_or_default(), format!("{}–{}", end(shade - 1), end(shade))))
        .collect()
}

fn shade(hundredths: u64) -> usize {
    SHADES.iter().filter(|end| hundredths >= **end).count() + 1
}

impl Tile {
    fn of(code: &str, name: String, cell: &Cell, table: &Table, most: u64, l: Lang) -> Self {
        let mut city = CoverageQuery { by: Vec::new(), ..table.question.clone() };
        city.filters.push((Dimension::City, code.to_owned()));
        let list = |part: Part| format!("/coverage/members?{}&part={}", address(&city), part.name());
        let counted = cell.split.counted();
        let percent = cell.percent().filter(|_| !tells_days(table.question.measure));
        let hundredths = match (cell.base.filter(|base| *base > 0), percent.is_some()) {
            (Some(base), true) => Some(counted * 10_000 / base),
            (None, _) if cell.base.is_none() && most > 0 => Some(counted * 10_000 / most),
            _ => None,
        };
        let days = cell.days.map(|days| format!("{} {} {}", l.t("中位数", "median"), days.median, l.t("天", "days")));
        let unknown = cell.employers.map_or(cell.split, |employers| employers.split).unknown();
        let of_people = cell.employers.is_some();
        let without_count = cell.employers.map(|employers| employers.base_without_count).unwrap_or_default();
        // Of people it is their employers that are not known.
        let told = |what: &str, number: u64| match (number, of_people) {
            (0, _) => String::new(),
            (_, true) => format!("{what} {number} {}", l.t("家", "employers")),
            (_, false) => format!("{what} {number}"),
        };
        Self {
            code: code.to_owned(),
            name,
            href: list(Part::Counted),
            counted: counted.to_string(),
            base: cell.base.map(|base| base.to_string()).unwrap_or_default(),
            share: percent.as_ref().map(|percent| format!("{percent}%")).or(days).unwrap_or_default(),
            shade: hundredths.map_or(0, shade),
            bar: hundredths.map(|part| format!("{}.{:02}", part / 100, part % 100)).unwrap_or_default(),
            unknown: told(l.t("不明", "not known"), unknown),
            unknown_href: list(Part::Unknown),
            without_count: told(l.t("人数不明", "without a count"), without_count),
        }
    }

    fn empty(code: &str, name: String, l: Lang) -> Self {
        let none = l.t("无记录", "nothing recorded").to_owned();
        Self {
            code: code.to_owned(),
            name,
            href: String::new(),
            counted: String::new(),
            base: String::new(),
            share: none,
            shade: 0,
            bar: String::new(),
            unknown: String::new(),
            unknown_href: String::new(),
            without_count: String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_grid_holds_each_city_of_jiangsu_once_and_nothing_else() {
        let tiles: Vec<&str> = GRID.into_iter().flatten().filter(|code| !code.is_empty()).collect();
        let cities: BTreeSet<String> = divisions::jiangsu()
            .iter()
            .map(|division| division.place.to_string())
            .filter(|code| code.ends_with("00") && code != JIANGSU)
            .collect();
        assert_eq!((tiles.len(), cities.len()), (13, 13));
        assert_eq!(tiles.into_iter().map(str::to_owned).collect::<BTreeSet<_>>(), cities);
    }

    #[test]
    fn shades_are_fifths_and_what_is_whole_is_the_darkest() {
        assert_eq!([0, 1_999, 2_000, 5_999, 8_000, 10_000].map(shade), [1, 1, 2, 3, 5, 5]);
        assert_eq!(shades(true, 7).len(), 5);
        assert_eq!(shades(true, 7).first(), Some(&(1, "0%–20%".to_owned())));
        assert!(shades(false, 3).is_empty(), "fewer than five are told by their numbers alone");
    }
}
