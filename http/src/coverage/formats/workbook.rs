//! As a workbook: one sheet for each question, numbers as numbers, and a last sheet that says what each figure means and rests on.

use heyi_projections::Cell;
use heyi_projections::coverage::{Period, Table, Trend};
use jiff::Timestamp;
use jiff::civil::Date;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::numbers::{Figure, Number, of_measure};
use super::{Answered, FormatError};
use crate::text::Lang;

mod definitions;

/// The most characters of a sheet's name.
const MOST_OF_A_NAME: usize = 31;
/// Widths of columns, in characters: of a value in words, of a day, of a number, of an id.
const WORDS: f64 = 26.0;
const DAY: f64 = 12.0;
const ID: f64 = 70.0;
const NUMBER: f64 = 10.0;
/// Height of the headings, in points: four lines, as not every program makes room for what is wrapped.
const HEADINGS: f64 = 60.0;

/// What stands before the numbers of a row.
enum Head {
    Words(String),
    Total(&'static str),
    Day(Date),
}

/// How cells look.
struct Looks {
    head: Format,
    head_of_numbers: Format,
    total: Format,
    number: Format,
    percent: Format,
    day: Format,
    words: Format,
}

/// Tables and trends as one workbook. `known_at` is when the last position that the first of them knew was recorded.
///
/// The same answers give the same bytes: the day of the file is that of its first question.
///
/// # Errors
/// When a sheet cannot hold what it is to hold.
pub fn workbook(answers: &[Answered], known_at: Option<Timestamp>, l: Lang) -> Result<Vec<u8>, FormatError> {
    let mut book = Workbook::new();
    let title = l.t("合意：覆盖统计", "heyi: coverage statistics");
    let mut properties = DocProperties::new().set_title(title).set_author("heyi");
    if let Some(first) = answers.first() {
        properties = properties.set_creation_datetime(&date(first.question().on)?);
    }
    book.set_properties(&properties);
    let (looks, names) = (Looks::new(), names(answers, l));
    for (answered, name) in answers.iter().zip(&names) {
        let sheet = book.add_worksheet();
        sheet.set_name(name)?;
        match answered {
            Answered::Table(table) => of_table(sheet, table, &looks, l)?,
            Answered::Trend(trend) => of_trend(sheet, trend, &looks, l)?,
        }
        print_on_one_width(sheet)?;
    }
    definitions::write(book.add_worksheet(), answers, &names, known_at, &looks, l)?;
    Ok(book.save_to_buffer()?)
}

fn of_table(sheet: &mut Worksheet, table: &Table, looks: &Looks, l: Lang) -> Result<(), XlsxError> {
    let by = &table.question.by;
    let mut heads: Vec<String> = by.iter().map(|by| l.say(&by.say())).collect();
    // Without a dimension there is the total alone, and its row needs a name too.
    if heads.is_empty() {
        heads.push(l.t("范围", "of").to_owned());
    }
    let numbers = of_measure(table.question.measure, &table.definition);
    begin(sheet, (&heads, WORDS), &numbers, looks, l)?;
    let mut at = 1;
    for row in &table.rows {
        let words = row.labels.iter().map(|label| Head::Words(l.say(label))).collect::<Vec<_>>();
        write(sheet, at, &words, (&row.cell, &numbers), looks)?;
        at += 1;
    }
    let mut total = vec![Head::Total(l.t("合计", "total"))];
    total.resize_with(heads.len(), || Head::Total(""));
    write(sheet, at, &total, (&table.total, &numbers), looks)
}

fn of_trend(sheet: &mut Worksheet, trend: &Trend, looks: &Looks, l: Lang) -> Result<(), XlsxError> {
    let heads = [l.t("自", "from").to_owned(), l.t("至", "to").to_owned()];
    let numbers = of_measure(trend.question.measure, &trend.definition);
    begin(sheet, (&heads, DAY), &numbers, looks, l)?;
    // A point can be computed again by itself.
    let ids = u16::try_from(heads.len() + numbers.len()).unwrap_or(u16::MAX);
    sheet.write_string_with_format(0, ids, l.t("统计表编号", "id of the table"), &looks.head)?;
    sheet.set_column_width(ids, ID)?;
    for (at, point) in (1..).zip(&trend.points) {
        write(sheet, at, &[Head::Day(point.from), Head::Day(point.on)], (&point.cell, &numbers), looks)?;
        sheet.write_string(at, ids, &point.id)?;
    }
    Ok(())
}

/// The row of headings, which stays in sight.
fn begin(
    sheet: &mut Worksheet,
    (heads, width): (&[String], f64),
    numbers: &[Number],
    looks: &Looks,
    l: Lang,
) -> Result<(), XlsxError> {
    let words = heads.iter().cloned().map(|head| (head, width, &looks.head));
    let all = words.chain(numbers.iter().map(|number| (l.say(&number.say()), NUMBER, &looks.head_of_numbers)));
    for (column, (head, width, look)) in (0..).zip(all) {
        sheet.write_string_with_format(0, column, head, look)?;
        sheet.set_column_width(column, width)?;
    }
    sheet.set_row_height(0, HEADINGS)?;
    sheet.set_freeze_panes(1, u16::try_from(heads.len()).unwrap_or_default())?;
    Ok(())
}

/// A row; a number that the cell does not have stays empty, as a zero would say another thing.
fn write(
    sheet: &mut Worksheet,
    row: u32,
    heads: &[Head],
    (cell, numbers): (&Cell, &[Number]),
    looks: &Looks,
) -> Result<(), XlsxError> {
    let mut column = 0;
    for head in heads {
        match head {
            Head::Words(words) => sheet.write_string_with_format(row, column, words, &looks.words)?,
            Head::Total(words) => sheet.write_string_with_format(row, column, *words, &looks.total)?,
            Head::Day(day) => sheet.write_datetime_with_format(row, column, &date(*day)?, &looks.day)?,
        };
        column += 1;
    }
    for number in numbers {
        if let Some(figure) = number.of(cell) {
            let (value, look) = real(&figure, looks);
            sheet.write_number_with_format(row, column, value, look)?;
        }
        column += 1;
    }
    Ok(())
}

/// A figure as the number that a cell of a sheet holds: exact for every count below 2^53.
fn real<'a>(figure: &Figure, looks: &'a Looks) -> (f64, &'a Format) {
    match figure {
        #[expect(
            clippy::cast_precision_loss,
            reason = "counts of people and employers of a country are far below 2^53"
        )]
        Figure::Whole(number) => (*number as f64, &looks.number),
        #[expect(clippy::cast_precision_loss, reason = "as above")]
        Figure::Days(days) => (*days as f64, &looks.number),
        // By one division of whole numbers, so that 65.15 % is 0.6515 and not the next number beside it.
        Figure::Percent(percent) => {
            let hundredths: u32 = percent.replace('.', "").parse().unwrap_or_default();
            (f64::from(hundredths) / 10_000.0, &looks.percent)
        }
    }
}

fn date(day: Date) -> Result<ExcelDateTime, XlsxError> {
    let part = |part: i8| u8::try_from(part).unwrap_or_default();
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or_default(), part(day.month()), part(day.day()))
}

/// As wide as the paper, lying; the headings on each sheet of it.
fn print_on_one_width(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

/// A name for each sheet: its number, so that no two are alike, the measure, and the step of a trend.
fn names(answers: &[Answered], l: Lang) -> Vec<String> {
    let name = |(place, answered): (usize, &Answered)| {
        let step = match answered {
            Answered::Table(_) => "",
            Answered::Trend(trend) => match trend.period {
                Period::Month => l.t("（按月）", " (monthly)"),
                Period::Quarter => l.t("（按季）", " (quarterly)"),
            },
        };
        let title: String = l.say(&answered.definition().name).replace(['[', ']', ':', '*', '?', '/', '\\'], " ");
        let start = format!("{} ", place + 1);
        let room = MOST_OF_A_NAME - start.chars().count() - step.chars().count();
        format!("{start}{}{step}", title.chars().take(room).collect::<String>())
    };
    answers.iter().enumerate().map(name).collect()
}

impl Looks {
    fn new() -> Self {
        let top = Format::new().set_align(FormatAlign::Top);
        let words = top.clone().set_text_wrap();
        let bold = words.clone().set_bold();
        let head = bold.clone().set_border_bottom(FormatBorder::Thin);
        Self {
            total: bold.set_border_top(FormatBorder::Thin),
            head_of_numbers: head.clone().set_align(FormatAlign::Right),
            head,
            number: top.clone().set_num_format("0"),
            percent: top.clone().set_num_format("0.00%"),
            day: top.set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            words,
        }
    }
}
