//! The sheet that says of each other sheet what its figures mean, what was asked, and what they rest on.

use heyi_core::text::Say;
use heyi_projections::coverage::{Basis, dimension};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{Looks, date};
use crate::coverage::formats::Answered;
use crate::text::Lang;

/// Height of a row, in points: six lines of a definition.
const ROW: f64 = 90.0;

/// What stands in a cell.
enum Value {
    Words(String),
    Day(jiff::civil::Date),
    Number(u64),
}

/// Writes it: a row for each other sheet.
pub(super) fn write(
    sheet: &mut Worksheet,
    answers: &[Answered],
    names: &[String],
    known_at: Option<Timestamp>,
    looks: &Looks,
    l: Lang,
) -> Result<(), XlsxError> {
    sheet.set_name(l.t("口径与依据", "Definitions"))?;
    for (row, (answered, name)) in (1..).zip(answers.iter().zip(names)) {
        sheet.set_row_height(row, ROW)?;
        // When a position was recorded is told of the one they share.
        let shared = answers.first().is_some_and(|first| first.position() == answered.position());
        let fields = fields(answered, name, known_at.filter(|_| shared), l);
        for (column, (head, width, value)) in (0..).zip(fields) {
            if row == 1 {
                sheet.write_string_with_format(0, column, head, &looks.head)?;
                sheet.set_column_width(column, width)?;
            }
            match value {
                Value::Words(words) => sheet.write_string_with_format(row, column, words, &looks.words)?,
                Value::Day(day) => sheet.write_datetime_with_format(row, column, &date(day)?, &looks.day)?,
                #[expect(clippy::cast_precision_loss, reason = "positions are below 2^53")]
                Value::Number(number) => sheet.write_number_with_format(row, column, number as f64, &looks.number)?,
            };
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    super::print_on_one_width(sheet)
}

/// The heading, the width and the value of each column.
fn fields(answered: &Answered, name: &str, known_at: Option<Timestamp>, l: Lang) -> Vec<(&'static str, f64, Value)> {
    let (query, definition) = (answered.question(), answered.definition());
    let words = |say: &str| Value::Words(say.to_owned());
    let both = |say: Option<&Say>| {
        let say = say.cloned().unwrap_or_else(|| Say::new("无（只是数目）", "none: it is a number"));
        [Value::Words(say.zh), Value::Words(say.en)]
    };
    let [name_zh, name_en] = both(Some(&definition.name));
    let [counted_zh, counted_en] = both(Some(&definition.counted));
    let [base_zh, base_en] = both(definition.base.as_ref());
    let spans = query.measure.is_of_a_span() || matches!(answered, Answered::Trend(_));
    let by: Vec<String> = query.by.iter().map(|by| l.say(&by.say())).collect();
    let filter = |(of, key): &(dimension::Dimension, String)| {
        format!("{}: {}", l.say(&of.say()), l.say(&dimension::value::say(*of, key)))
    };
    let filters: Vec<String> = query.filters.iter().map(filter).collect();
    let overlapping = matches!(answered, Answered::Table(table) if table.overlapping);
    let mut fields = vec![
        (l.t("工作表", "sheet"), 24.0, words(name)),
        (l.t("口径", "definition"), 24.0, words(&definition.id)),
        ("指标", 24.0, name_zh),
        ("measure", 24.0, name_en),
        ("计入", 40.0, counted_zh),
        ("counted", 40.0, counted_en),
        ("分母", 40.0, base_zh),
        ("of", 40.0, base_en),
        (l.t("单位", "unit"), 14.0, Value::Words(l.say(&definition.unit.say()))),
        (l.t("地区", "region"), 16.0, Value::Words(l.place(&query.region))),
        (l.t("地区代码", "code of the region"), 10.0, Value::Words(query.region.to_string())),
        (l.t("自", "from"), 12.0, if spans { Value::Day(query.first_day()) } else { words("") }),
        (l.t("哪一天（期间的末日）", "day (the last of the span)"), 12.0, Value::Day(query.on)),
        (l.t("分组", "by"), 16.0, Value::Words(by.join(" · "))),
        (l.t("筛选", "filter"), 20.0, Value::Words(filters.join("; "))),
        (
            l.t("各行相加是否大于合计", "whether rows add up to more than the total"),
            14.0,
            words(if overlapping {
                l.t("是：同一单位可列入多行", "yes: a unit may stand in several")
            } else {
                l.t("否", "no")
            }),
        ),
    ];
    let (id, basis) = match answered {
        Answered::Table(table) => (table.id.clone(), &table.basis),
        Answered::Trend(trend) => (l.t("见各行", "in each row").to_owned(), &trend.basis),
    };
    fields.push((l.t("统计表编号", "id of the table"), 40.0, Value::Words(id)));
    fields.extend(rests_on(basis, known_at, l));
    fields
}

fn rests_on(basis: &Basis, known_at: Option<Timestamp>, l: Lang) -> Vec<(&'static str, f64, Value)> {
    let shanghai = TimeZone::fixed(jiff::tz::offset(8));
    let instant = known_at.map(|at| at.to_zoned(shanghai).strftime("%Y-%m-%d %H:%M:%S +08:00").to_string());
    vec![
        (l.t("日志位置", "log position"), 12.0, Value::Number(basis.position.0)),
        (l.t("该位置的记录时间", "that position was recorded at"), 20.0, Value::Words(instant.unwrap_or_default())),
        (l.t("链值", "chain"), 24.0, Value::Words(basis.chain.to_string())),
        (l.t("规则版本", "rulebook"), 24.0, Value::Words(basis.rulebook.to_string())),
        (l.t("日历版本", "calendar"), 24.0, Value::Words(basis.calendar.to_string())),
        (l.t("生物医药清单", "biomedicine list"), 14.0, Value::Words(basis.biomedicine_list.clone())),
        (l.t("规范核对清单", "checklist"), 14.0, Value::Words(basis.checklist.clone())),
    ]
}
