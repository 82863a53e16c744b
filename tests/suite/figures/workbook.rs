//! The workbook, read back by another library and compared with the JSON digit for digit.

use std::io::Cursor;

use calamine::{Data, Range, Reader as _, Xlsx, open_workbook_from_rs};
use serde_json::Value;

use super::Desk;

/// The sheets by name, in their order.
fn opened(bytes: Vec<u8>) -> Vec<(String, Range<Data>)> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    names
        .into_iter()
        .map(|name| {
            let sheet = book.worksheet_range(&name).unwrap();
            (name, sheet)
        })
        .collect()
}

/// The heading of each column.
fn headings(sheet: &Range<Data>) -> Vec<String> {
    sheet.rows().next().unwrap().iter().map(ToString::to_string).collect()
}

/// The number under a heading in a row; `None`: the cell is empty. Text in its place is a mistake.
fn number(sheet: &Range<Data>, row: usize, heading: &str) -> Option<f64> {
    let column = headings(sheet).iter().position(|one| one == heading).unwrap_or_else(|| panic!("no column {heading}"));
    match &sheet[(row, column)] {
        Data::Empty => None,
        Data::Float(number) => Some(*number),
        other => panic!("{heading} of row {row} is no number but {other:?}"),
    }
}

/// What the JSON says in the columns of a sheet.
fn compare(sheet: &Range<Data>, row: usize, cell: &Value) {
    let whole = |value: &Value| value.as_f64();
    for (heading, value) in [
        ("其中已确认", &cell["confirmed"]),
        ("其中推算未确认", &cell["derived"]),
        ("生效日不明", &cell["undated"]),
        ("日期不精确，不能确定", &cell["imprecise"]),
        ("条款或日期未记录", &cell["untold"]),
        ("期限未满，未定", &cell["open"]),
        ("分母", &cell["base"]),
        ("不明是否属于分母", &cell["base_unknown"]),
        ("其中虚构示例", &cell["made_up"]),
    ] {
        assert_eq!(number(sheet, row, heading), whole(value), "{heading} of row {row}");
    }
    let counted = cell["confirmed"].as_f64().unwrap() + cell["derived"].as_f64().unwrap();
    assert_eq!(number(sheet, row, "计入"), Some(counted));
    let employers = &cell["employers"];
    if employers.is_object() {
        for (heading, name) in [
            ("单位：已确认", "confirmed"),
            ("单位：推算未确认", "derived"),
            ("单位：生效日不明", "undated"),
            ("单位：分母", "base"),
            ("单位：覆盖而人数不明", "without_count"),
            ("单位：分母中人数不明", "base_without_count"),
        ] {
            assert_eq!(number(sheet, row, heading), employers[name].as_f64(), "{heading} of row {row}");
        }
    }
    // The share is that of the page, two decimals of a percent, as a number that can be computed with.
    let base = cell["base"].as_f64().unwrap();
    let share = (base > 0.0).then(|| (counted * 10_000.0 / base).round() / 10_000.0);
    assert_eq!(number(sheet, row, "占比"), share, "of row {row}");
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_a_workbook_holds_the_digits_of_the_json_as_numbers() {
    let desk = Desk::open().await;
    desk.jiangsu().await;
    let question = "measure=women-covered&on=2026-06-30&by=city";
    let table = desk.ask(question).await;
    let (kind, bytes) = desk.file(&format!("{question}&format=xlsx")).await;
    assert_eq!(kind, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    assert_eq!(desk.file(&format!("{question}&format=xlsx")).await.1, bytes, "the same answer gives the same bytes");
    let sheets = opened(bytes);
    let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["1 覆盖女职工", "口径与依据"]);
    let sheet = &sheets[0].1;
    let rows = table["rows"].as_array().unwrap();
    assert_eq!((rows.len(), sheet.height()), (12, 14), "a heading, the rows, the total");
    for (place, row) in rows.iter().enumerate() {
        assert_eq!(sheet[(place + 1, 0)].to_string(), row["labels"][0]["zh"].as_str().unwrap());
        compare(sheet, place + 1, &row["cell"]);
    }
    assert_eq!(sheet[(13, 0)].to_string(), "合计");
    compare(sheet, 13, &table["total"]);

    // What it means and rests on.
    let said = &sheets[1].1;
    let all: Vec<String> = said.rows().nth(1).unwrap().iter().map(ToString::to_string).collect();
    let (definition, basis) = (&table["definition"], &table["basis"]);
    for expected in [
        &definition["id"],
        &definition["name"]["zh"],
        &definition["name"]["en"],
        &definition["counted"]["zh"],
        &definition["counted"]["en"],
        &definition["base"]["zh"],
        &definition["base"]["en"],
        &table["id"],
        &basis["chain"],
        &basis["rulebook"],
        &basis["calendar"],
        &basis["biomedicine_list"],
        &basis["checklist"],
    ] {
        assert!(all.iter().any(|cell| cell == expected.as_str().unwrap()), "{expected} is missing: {all:?}");
    }
    assert_eq!(number(said, 1, "日志位置"), basis["position"].as_f64());
    assert!(all.iter().any(|cell| cell == "2026-11-20 12:00:00 +08:00"), "when that was recorded: {all:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_a_workbook_has_a_sheet_for_each_question_and_its_course() {
    let desk = Desk::open().await;
    desk.jiangsu().await;
    // Every measure; with its course, each has two.
    let (_, bytes) = desk.file("measure=all&on=2026-06-30&from=2026-01-01&format=xlsx").await;
    assert_eq!(opened(bytes).len(), heyi_projections::Measure::ALL.len() + 1);
    let question =
        "measure=employers-covered&measure=contracts-in-force&on=2026-06-30&from=2026-04-01&trend=month&format=xlsx";
    let sheets = opened(desk.file(question).await.1);
    let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["1 覆盖单位", "2 覆盖单位（按月）", "3 有效合同份数", "4 有效合同份数（按月）", "口径与依据"]);
    let trend = desk.ask("measure=employers-covered&on=2026-06-30&from=2026-04-01&trend=month").await;
    let points = trend["points"].as_array().unwrap();
    assert_eq!((points.len(), sheets[1].1.height()), (3, 4));
    for (place, point) in points.iter().enumerate() {
        compare(&sheets[1].1, place + 1, &point["cell"]);
        assert!(matches!(sheets[1].1[(place + 1, 0)], Data::DateTime(_)), "a day is a day");
        let last = sheets[1].1.width() - 1;
        assert_eq!(sheets[1].1[(place + 1, last)].to_string(), point["id"].as_str().unwrap());
    }
    assert!(!headings(&sheets[2].1).contains(&"分母".to_owned()), "a number is no rate");

    // By the ids of tables, computed again; in English.
    let id = desk.ask("measure=employers-covered&on=2026-06-30").await["id"].as_str().unwrap().to_owned();
    let again = opened(desk.file(&format!("basis={id}&basis={id}&format=xlsx&lang=en")).await.1);
    assert_eq!(again.len(), 3);
    assert!(headings(&again[0].1).contains(&"counted".to_owned()));
    let digit = if id.ends_with('0') { '1' } else { '0' };
    for (question, field) in [
        (format!("basis={id}&basis={}{digit}&format=xlsx", &id[..id.len() - 1]), "basis"),
        ("measure=all&format=csv".to_owned(), "measure"),
        ("measure=employers-covered&measure=contracts-in-force".to_owned(), "measure"),
        ("measure=employers-covered&format=pdf".to_owned(), "format"),
        (format!("{}format=xlsx", "measure=employers-covered&".repeat(51)), "measure"),
    ] {
        let path = format!("/api/v1/coverage?region=320000&{question}");
        let answer = desk.statistician.request(reqwest::Method::GET, &path).send().await.unwrap();
        assert_eq!(answer.status(), 422, "{question}");
        let told: Value = answer.json().await.unwrap();
        assert_eq!(told["fields"][0]["field"], field, "{told}");
    }
}
