//! What is said about a field that cannot be read: a stable code and a sentence in both languages, all in one place.

use heyi_core::text::Say;

use super::FieldError;

/// What is wrong, before it is known of which field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Stable code for programs.
    pub code: &'static str,
    /// What is wrong and what to do.
    pub say: Say,
}

impl Wrong {
    /// A code with its sentence.
    pub fn new(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, say: Say::new(zh, en) }
    }

    /// The same, of a line of a list.
    #[must_use]
    pub fn in_line(self, line: usize) -> Self {
        Self {
            say: Say::new(format!("第 {line} 行：{}", self.say.zh), format!("Line {line}: {}", self.say.en)),
            ..self
        }
    }

    /// The same, of that field.
    pub fn at(self, field: impl Into<String>) -> FieldError {
        FieldError { field: field.into(), code: self.code, say: self.say }
    }
}

/// A required field is empty.
#[must_use]
pub fn required() -> Wrong {
    Wrong::new("required", "此项必填，请填写。", "This field is required; please fill it in.")
}

/// A required choice is empty.
#[must_use]
pub fn choose() -> Wrong {
    Wrong::new("required", "此项必选，请选择一项。", "This field is required; please choose.")
}

/// No day, no span and no words.
#[must_use]
pub fn day_or_words() -> Wrong {
    Wrong::new(
        "required",
        "请填写日期；不知道确切日期的，请填最早、最晚日期，或抄录资料原话。",
        "Give a day; if it is not known, give the earliest or latest day, or the words of the source.",
    )
}

/// A single value was given several times.
#[must_use]
pub fn given_twice() -> Wrong {
    Wrong::new("given-twice", "此项只能填一个值。", "Only one value can be given here.")
}

/// The text is too long.
#[must_use]
pub fn too_long(length: usize, limit: usize) -> Wrong {
    Wrong::new(
        "too-long",
        format!("共 {length} 字，最多 {limit} 字，请缩短；原文可作为附件上传。"),
        format!(
            "This has {length} characters and may have {limit}. Shorten it; a full text can be attached as a file."
        ),
    )
}

/// The text has a line break, or a character that is not printed.
#[must_use]
pub fn not_plain(several_lines: bool) -> Wrong {
    if several_lines {
        return Wrong::new(
            "not-plain-text",
            "含有不可显示的控制字符，请删除后重试。",
            "There are control characters in this text; please remove them.",
        );
    }
    Wrong::new(
        "not-plain-text",
        "请写成一行，不要换行或含控制字符。",
        "Write this on one line, without line breaks or control characters.",
    )
}

/// Not a whole number.
#[must_use]
pub fn not_a_number(text: &str) -> Wrong {
    let text = quoted(text);
    Wrong::new(
        "not-a-number",
        format!("“{text}”不是整数，请只填数字，如 12。"),
        format!("\"{text}\" is not a whole number; write digits only, such as 12."),
    )
}

/// Larger than anything counted here.
#[must_use]
pub fn out_of_range(limit: u32) -> Wrong {
    Wrong::new(
        "out-of-range",
        format!("数字过大，最大为 {limit}，请核对。"),
        format!("This number is too large; the largest is {limit}. Please check it."),
    )
}

/// Not a day.
#[must_use]
pub fn not_a_day(text: &str) -> Wrong {
    let text = quoted(text);
    Wrong::new(
        "not-a-day",
        format!("“{text}”不是日期，请写成 2026-02-10 或 2026年2月10日。"),
        format!("\"{text}\" is not a day; write it as 2026-02-10."),
    )
}

/// A day no calendar has.
#[must_use]
pub fn no_such_day(text: &str) -> Wrong {
    let text = quoted(text);
    Wrong::new(
        "no-such-day",
        format!("日历上没有“{text}”这一天，请核对。"),
        format!("The calendar has no day \"{text}\"; please check it."),
    )
}

/// A year that cannot be meant.
#[must_use]
pub fn year_out_of_range(text: &str, first: i16, last: i16) -> Wrong {
    let text = quoted(text);
    Wrong::new(
        "year-out-of-range",
        format!("“{text}”的年份应在 {first} 至 {last} 之间，请核对。"),
        format!("The year of \"{text}\" should lie between {first} and {last}; please check it."),
    )
}

/// Both a day and a span.
#[must_use]
pub fn day_and_span() -> Wrong {
    Wrong::new(
        "day-and-span",
        "已填确切日期，请清空最早、最晚日期；或清空确切日期。",
        "An exact day is given: clear the earliest and latest day, or clear the exact day.",
    )
}

/// The span is empty.
#[must_use]
pub fn ends_before_it_begins() -> Wrong {
    Wrong::new(
        "ends-before-it-begins",
        "最晚日期早于最早日期，请核对。",
        "The latest day lies before the earliest; please check them.",
    )
}

/// Neither ticked nor not.
#[must_use]
pub fn not_yes_or_no(text: &str) -> Wrong {
    let text = quoted(text);
    Wrong::new(
        "not-yes-or-no",
        format!("“{text}”不是“是”或“否”，请填 yes 或 no，不清楚的留空。"),
        format!("\"{text}\" is neither yes nor no; write yes or no, or leave it empty when not known."),
    )
}

/// None of the choices.
#[must_use]
pub fn unknown_choice(text: &str, choices: &[super::Choice]) -> Wrong {
    let text = quoted(text);
    let zh: Vec<String> = choices.iter().map(|choice| format!("{}（{}）", choice.value, choice.label.zh)).collect();
    let en: Vec<&str> = choices.iter().map(|choice| choice.value).collect();
    Wrong::new(
        "unknown-choice",
        format!("没有“{text}”这个选项，请从以下选项中选择：{}。", zh.join("、")),
        format!("\"{text}\" is not one of the choices; choose one of {}.", en.join(", ")),
    )
}

/// No topic has this code.
#[must_use]
pub fn unknown_topic(text: &str) -> Wrong {
    let text = quoted(text);
    Wrong::new(
        "unknown-topic",
        format!("没有编号为“{text}”的协商议题，请从议题表中选择，如 CAR.01。"),
        format!("No topic has the code \"{text}\"; choose one of the list, such as CAR.01."),
    )
}

/// No decision of this name can be corrected.
#[must_use]
pub fn unknown_decision(text: &str) -> Wrong {
    let text = quoted(text);
    Wrong::new(
        "unknown-choice",
        format!("“{text}”不是可以更正的记录种类，请填写原记录的种类，如 take-vote。"),
        format!("\"{text}\" is no kind of entry that can be corrected; name that of the entry, such as take-vote."),
    )
}

/// Not a division code.
#[must_use]
pub fn not_a_place(text: &str) -> Wrong {
    let text = quoted(text);
    Wrong::new(
        "not-a-place",
        format!("“{text}”不是行政区划代码，请填六位数字，如 320100（南京市）。"),
        format!("\"{text}\" is not the code of a place; write its six digits, such as 320100 for Nanjing."),
    )
}

/// Not a division of the industry standard.
#[must_use]
pub fn unknown_industry(text: &str) -> Wrong {
    let text = quoted(text);
    Wrong::new(
        "unknown-industry",
        format!("没有代码为“{text}”的行业，请填国民经济行业分类代码，如 27（医药制造业）。"),
        format!("No industry has the code \"{text}\"; use GB/T 4754-2017, such as 27 for pharmaceuticals."),
    )
}

/// Not the id of an employer.
#[must_use]
pub fn not_an_employer(text: &str) -> Wrong {
    let text = quoted(text);
    Wrong::new(
        "not-an-employer",
        format!("“{text}”不是用人单位的编号，请从名册中选择，或留空并填写单位名称以登记新单位。"),
        format!(
            "\"{text}\" is not the id of an employer; choose one of the register, or leave it empty and name a new one."
        ),
    )
}

/// The id of a letter cannot be read.
#[must_use]
pub fn not_a_letter(text: &str) -> Wrong {
    let text = quoted(text);
    Wrong::new(
        "not-a-letter",
        format!("“{text}”不是监督函的编号，请从该函的页面发起。"),
        format!("\"{text}\" is not the id of a letter; begin on the page of that letter."),
    )
}

/// A letter has one addressee.
#[must_use]
pub fn one_addressee() -> Wrong {
    Wrong::new(
        "one-addressee",
        "收函方须填且只能填一项：名册中的单位、主管部门，或未逐一列名的单位。",
        "Give one addressee and no more: an employer of the register, an authority, or employers not named one by one.",
    )
}

/// Not the id of a drive.
#[must_use]
pub fn not_a_drive(text: &str) -> Wrong {
    let text = quoted(text);
    Wrong::new(
        "not-a-drive",
        format!("“{text}”不是要约行动的编号，请从列表中选择。"),
        format!("\"{text}\" is not the id of a drive; choose one from the list."),
    )
}

/// Not an employer of the register, by code or id.
#[must_use]
pub fn not_in_register(text: &str) -> Wrong {
    let text = quoted(text);
    Wrong::new(
        "not-in-register",
        format!("名册中没有“{text}”，或不在您的管辖区域；请填统一社会信用代码，没有的先在名册登记。"),
        format!(
            "\"{text}\" is not in the register, or not in your region; give its credit code, and enter it in the register first."
        ),
    )
}

/// More columns in a line than are asked for.
#[must_use]
pub fn too_many_columns(text: &str) -> Wrong {
    let text = quoted(text);
    Wrong::new(
        "too-many-columns",
        format!("列数过多，从“{text}”起多余；各列用制表符或逗号分隔。"),
        format!("There are too many columns, from \"{text}\" on; separate them with tabs or commas."),
    )
}

/// Not the id of a case.
#[must_use]
pub fn not_a_case(text: &str) -> Wrong {
    let text = quoted(text);
    Wrong::new(
        "not-a-case",
        format!("“{text}”不是案件的编号，请从列表中选择同一单位的案件。"),
        format!("\"{text}\" is not the id of a case; choose one of the same employer from the list."),
    )
}

/// Not the short name of an office.
#[must_use]
pub fn not_an_office(text: &str) -> Wrong {
    let text = quoted(text);
    Wrong::new(
        "not-an-office",
        format!("“{text}”不是办公室的简称，应为 1 至 32 个小写字母、数字或连字符，如 js-nanjing。"),
        format!("\"{text}\" is not an office's short name: 1 to 32 of a-z, 0-9 and -, such as js-nanjing."),
    )
}

/// Belongs to a new employer, and one of the register was chosen.
#[must_use]
pub fn employer_is_registered() -> Wrong {
    Wrong::new(
        "employer-is-registered",
        "已选择名册中的用人单位，此项请留空。",
        "An employer of the register was chosen; leave this empty.",
    )
}

/// Neither a credit code nor a reason why there is none.
#[must_use]
pub fn code_or_reason() -> Wrong {
    Wrong::new(
        "required",
        "请填写统一社会信用代码；没有的，请写明原因。",
        "Give the unified social credit code, or the reason why there is none.",
    )
}

/// A credit code and a reason why there is none.
#[must_use]
pub fn code_and_reason() -> Wrong {
    Wrong::new("code-and-reason", "已填统一社会信用代码，此项请留空。", "A credit code is given; leave this empty.")
}

/// More rows than anyone fills in.
#[must_use]
pub fn too_many_rows(limit: usize) -> Wrong {
    Wrong::new(
        "too-many-rows",
        format!("最多 {limit} 行，其余请作为附件上传。"),
        format!("At most {limit} rows; attach the rest as a file."),
    )
}

/// A row that is required is missing.
#[must_use]
pub fn at_least_one_row() -> Wrong {
    Wrong::new("required", "请至少填写一行。", "Please fill in at least one row.")
}

/// No field has this name.
#[must_use]
pub fn unknown_field(name: &str) -> Wrong {
    let name = quoted(name);
    Wrong::new(
        "unknown-field",
        format!("没有名为“{name}”的字段，请对照接口说明核对名称。"),
        format!("There is no field \"{name}\" here; check the name against the API's description."),
    )
}

/// The decision does not begin a case.
#[must_use]
pub fn not_an_opening() -> Wrong {
    Wrong::new(
        "not-an-opening",
        "只有“立案”和“接管旧案”可以新建案件。",
        "Only open-case and take-over-case begin a case.",
    )
}

/// The text as quoted in a sentence: its beginning, when it is long.
fn quoted(text: &str) -> String {
    const SHOWN: usize = 40;
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    text.chars().take(SHOWN).chain(['…']).collect()
}
