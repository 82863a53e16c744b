//! How a case begins: the fields shared by opening a case and taking one over, with the employer when it is new.

use heyi_core::case::Opening;
use heyi_core::credit_code::{CreditCode, NotACreditCode};
use heyi_core::decisions::Command;
use heyi_core::event::CaseEvent;
use heyi_core::event::employer::{EmployerRegistered, HeadCountRecorded, Ownership, UnionKind};
use heyi_core::event::opening::{CaseOpened, HeadCount, Procedure};
use heyi_core::ids::{EmployerId, OfficeId};
use heyi_core::occurred::Occurred;
use heyi_core::place::Place;
use heyi_core::rules::SubjectMatter;
use heyi_core::{divisions, industry};

use super::choices::{OWNERSHIPS, PROCEDURES, SUBJECTS, UNIONS};
use super::sentences::{self, Wrong};
use super::{Field, Filler, Reader, Widget, joint};

/// The fields of an opening.
pub const FIELDS: &[Field] = &[
    Field::required("office", Widget::Office, "承办办公室", "Office that keeps the case")
        .hint("一般就是您所在的办公室。", "Usually your own."),
    Field::optional("employer", Widget::Employer, "用人单位（名册中已有）", "Employer in the register").hint(
        "名册中没有的，留空并填写下面各项。",
        "If it is not in the register, leave this empty and fill in what follows.",
    ),
    Field::required("employer_name", Widget::Line, "单位名称", "Name of the employer").hint("写全称。", "In full."),
    Field::optional("credit_code", Widget::Line, "统一社会信用代码", "Unified social credit code")
        .hint("新单位填写，18 位。", "Of a new employer; 18 characters."),
    Field::optional("no_code_reason", Widget::Line, "无代码的原因", "Why there is no code")
        .hint("没有信用代码时填写，如“报道未载明”。", "When there is none, such as \"not in the report\"."),
    Field::required("place", Widget::Place, "工作地点", "Place of work").hint(
        "决定适用哪个地方的规定。六位区划代码，如 320100。",
        "Decides whose rules apply. Six digits, such as 320100.",
    ),
    Field::optional("industry", Widget::Industry, "行业", "Industry"),
    Field::optional("biomedicine", Widget::YesNoUnknown, "是否计入生物医药", "Counted as biomedicine"),
    Field::optional("ownership", Widget::Choice(OWNERSHIPS.choices), "所有制", "Ownership"),
    Field::optional("union", Widget::Choice(UNIONS.choices), "建会情况", "Union"),
    Field::optional("subject", Widget::Choice(SUBJECTS.choices), "协商内容", "What is negotiated")
        .hint("不选即为女职工权益保护专项。", "Women workers' rights, unless chosen otherwise."),
    Field::optional("procedure", Widget::Choice(PROCEDURES.choices), "程序", "Procedure")
        .hint("不选即为普通程序。", "Ordinary, unless chosen otherwise."),
    Field::optional("staff", Widget::Number, "职工总数", "Staff")
        .hint("不清楚的留空，不要填 0。", "Empty when not known; not 0."),
    Field::optional("staff_about", Widget::Check, "职工总数为约数", "The number of staff is approximate"),
    Field::optional("staff_as_of", Widget::Span, "职工总数的统计日期", "Day the number of staff is true of")
        .hint("不填即为立案（接管）之日。", "Empty when it is the day of the opening."),
    Field::optional("women", Widget::Number, "女职工人数", "Women")
        .hint("不清楚的留空，不要填 0。", "Empty when not known; not 0."),
    Field::optional("women_about", Widget::Check, "女职工人数为约数", "The number of women is approximate"),
    Field::optional("women_as_of", Widget::Span, "女职工人数的统计日期", "Day the number of women is true of")
        .hint("与职工总数同日的留空。", "Empty when it is that of the staff."),
    Field::optional("skilled_women", Widget::Number, "技术技能女职工人数", "Technical and skilled women")
        .hint("记入单位名册；日期同女职工人数。", "For the register; the day is that of the women."),
    Field::optional("made_up", Widget::Check, "演示用虚构案例", "Made up for demonstration"),
];

/// The fields of head counts in the register.
pub const COUNTS: &[Field] = &[
    Field::optional("staff", Widget::Number, "职工总数", "Staff")
        .hint("不清楚的留空，不要填 0。", "Empty when not known; not 0."),
    Field::optional("staff_about", Widget::Check, "职工总数为约数", "The number of staff is approximate"),
    Field::optional(
        "staff_as_of",
        Widget::Span,
        "职工总数的统计日期（不填即下面的日期）",
        "Day the number of staff is true of, if another than below",
    )
    .hint("与下面的日期相同的留空。", "Empty when it is the day below."),
    Field::optional("women", Widget::Number, "女职工人数", "Women")
        .hint("不清楚的留空，不要填 0。", "Empty when not known; not 0."),
    Field::optional("women_about", Widget::Check, "女职工人数为约数", "The number of women is approximate"),
    Field::optional(
        "women_as_of",
        Widget::Span,
        "女职工人数的统计日期（不填即同职工总数）",
        "Day the number of women is true of, if another than the staff's",
    )
    .hint("与职工总数同日的留空。", "Empty when it is that of the staff."),
    Field::optional("skilled_women", Widget::Number, "技术技能女职工人数", "Technical and skilled women")
        .hint("日期同女职工人数。", "The day is that of the women."),
];

/// What an opening brings to the register of employers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Register {
    /// The employer, when it is new.
    pub employer: Option<EmployerRegistered>,
    /// Head counts, when any was given.
    pub counts: Option<HeadCountRecorded>,
}

/// Reads an opening. Its number is left empty; the employer's id is nil when the employer is new.
pub fn read(form: &mut Reader<'_>) -> Option<(CaseOpened, Register)> {
    let office = form.parsed("office", |text| text.parse::<OfficeId>().map_err(|_| sentences::not_an_office(text)));
    let known = form.parsed("employer", |text| text.parse().map_err(|_| sentences::not_an_employer(text)));
    let employer_name = form.text("employer_name");
    let place = form.parsed("place", parse_place);
    let subject = form.choice("subject", &SUBJECTS).unwrap_or(SubjectMatter::Women);
    let procedure = form.choice("procedure", &PROCEDURES).unwrap_or(Procedure::Ordinary);
    let counts = read_counts(form);
    let made_up = form.check("made_up");
    let code = read_code(form, known);
    let industry = form.parsed("industry", parse_industry);
    let biomedicine = form.yes_no("biomedicine");
    let ownership = form.choice("ownership", &OWNERSHIPS).unwrap_or(Ownership::Unknown);
    let union = form.choice("union", &UNIONS).unwrap_or(UnionKind::Unknown);
    let (office, place) = (office?, place?);
    let employer = known.is_none().then(|| EmployerRegistered {
        name: employer_name.clone(),
        credit_code: code.0,
        no_code_reason: code.1,
        place: place.clone(),
        industry,
        biomedicine,
        ownership,
        union,
        made_up,
    });
    let opened = CaseOpened {
        number: String::new(),
        office,
        employer: known.unwrap_or(EmployerId(uuid::Uuid::nil())),
        employer_name,
        place,
        subject,
        procedure,
        staff: counts.staff.clone(),
        women: counts.women.clone(),
        made_up,
    };
    let any = counts.staff.is_some() || counts.women.is_some() || counts.skilled_women.is_some();
    Some((opened, Register { employer, counts: any.then_some(counts) }))
}

/// The employer's code, or why there is none; a registered employer has told it already.
pub fn read_code(form: &mut Reader<'_>, known: Option<EmployerId>) -> (Option<String>, String) {
    let typed = form.text("credit_code");
    let reason = form.text("no_code_reason");
    match (known, typed.is_empty(), reason.is_empty()) {
        (None, true, true) => form.refuse("credit_code", sentences::code_or_reason()),
        (Some(_), false, _) => form.refuse("credit_code", sentences::employer_is_registered()),
        (Some(_), true, false) => form.refuse("no_code_reason", sentences::employer_is_registered()),
        (None, false, false) => form.refuse("no_code_reason", sentences::code_and_reason()),
        (None, ..) | (Some(_), true, true) => {}
    }
    (form.parsed("credit_code", parse_code), reason)
}

/// A division of GB/T 4754-2017, from one of its codes.
pub fn parse_industry(text: &str) -> Result<String, Wrong> {
    industry::find(text).map(|division| division.code.to_owned()).ok_or_else(|| sentences::unknown_industry(text))
}

/// A place of work, by a code that exists.
pub fn parse_place(text: &str) -> Result<Place, Wrong> {
    let place: Place = text.parse().map_err(|_| sentences::not_a_place(text))?;
    divisions::exists(&place).map_err(|error| Wrong { code: "unknown-division", say: error.say() })?;
    Ok(place)
}

/// A credit code whose check characters are right.
pub fn parse_code(text: &str) -> Result<String, Wrong> {
    let wrong = |error: NotACreditCode| Wrong { code: "not-a-credit-code", say: error.say() };
    CreditCode::parse(text).map(|code| code.as_str().to_owned()).map_err(wrong)
}

/// Head counts: staff, women and skilled women, each with its day.
pub fn read_counts(form: &mut Reader<'_>) -> HeadCountRecorded {
    let staff_as_of = form.span("staff_as_of");
    let women_as_of = Some(form.span("women_as_of")).filter(|day| *day != Default::default());
    let women_as_of = women_as_of.unwrap_or_else(|| staff_as_of.clone());
    let (staff_about, women_about) = (form.check("staff_about"), form.check("women_about"));
    let women = |people| HeadCount { people, about: women_about, as_of: women_as_of.clone() };
    HeadCountRecorded {
        staff: form.number("staff").map(|people| HeadCount { people, about: staff_about, as_of: staff_as_of }),
        women: form.number("women").map(women),
        skilled_women: form.number("skilled_women").map(women),
    }
}

/// Fills in head counts.
pub fn fill_counts(counts: &HeadCountRecorded, form: &mut Filler<'_>) {
    if let Some(staff) = &counts.staff {
        form.number("staff", staff.people);
        form.check("staff_about", staff.about);
        form.span("staff_as_of", &staff.as_of);
    }
    // The skilled women are told with the women: their day and their "about" are the same.
    if let Some(women) = counts.women.as_ref().or(counts.skilled_women.as_ref()) {
        form.check("women_about", women.about);
        form.span("women_as_of", &women.as_of);
    }
    form.number("women", counts.women.as_ref().map(|women| women.people));
    form.number("skilled_women", counts.skilled_women.as_ref().map(|women| women.people));
}

/// Fills in an opening. The employer is in the register by then.
pub fn fill(opened: &CaseOpened, form: &mut Filler<'_>) {
    form.text("office", opened.office.as_str());
    form.text("employer", &opened.employer.to_string());
    form.text("employer_name", &opened.employer_name);
    form.text("place", opened.place.code());
    form.choice("subject", &SUBJECTS, opened.subject);
    form.choice("procedure", &PROCEDURES, opened.procedure);
    if let Some(staff) = &opened.staff {
        form.number("staff", staff.people);
        form.check("staff_about", staff.about);
        form.span("staff_as_of", &staff.as_of);
    }
    if let Some(women) = &opened.women {
        form.number("women", women.people);
        form.check("women_about", women.about);
        form.span("women_as_of", &women.as_of);
    }
    form.check("made_up", opened.made_up);
}

/// What an event that begins a case holds of its opening.
#[must_use]
pub fn of(event: &CaseEvent) -> Option<Opening> {
    match event {
        CaseEvent::CaseOpened(opened) => Some((&**opened).into()),
        CaseEvent::CaseTakenOver(taken) => Some((&taken.opening).into()),
        CaseEvent::JointCaseOpened(opened) => Some((&**opened).into()),
        CaseEvent::JointCaseTakenOver(taken) => Some((&*taken.opening).into()),
        _ => None,
    }
}

/// Head counts typed without a day are of the day of the opening; of no day at all they would be missing from every answer.
pub fn date_counts(command: &mut Command, counts: Option<&mut HeadCountRecorded>, day: &Occurred) {
    let opened = match command {
        Command::OpenCase(open) => Some(&mut open.0),
        Command::TakeOverCase(take_over) => Some(&mut take_over.0.opening),
        Command::OpenJointCase(open) => return joint::date_counts(&mut open.0, day),
        Command::TakeOverJointCase(take_over) => return joint::date_counts(&mut take_over.0.opening, day),
        _ => None,
    };
    let of_case = opened.into_iter().flat_map(|opened| [&mut opened.staff, &mut opened.women]);
    let of_register =
        counts.into_iter().flat_map(|counts| [&mut counts.staff, &mut counts.women, &mut counts.skilled_women]);
    for count in of_case.chain(of_register).flatten().filter(|count| count.as_of == Occurred::default()) {
        count.as_of.clone_from(day);
    }
}

/// Gives a corrected opening the number the case already has.
pub fn keep_number(command: &mut Command, original: &CaseEvent) {
    let number = match command {
        Command::OpenCase(open) => &mut open.0.number,
        Command::TakeOverCase(take_over) => &mut take_over.0.opening.number,
        Command::OpenJointCase(open) => &mut open.0.number,
        Command::TakeOverJointCase(take_over) => &mut take_over.0.opening.number,
        _ => return,
    };
    if let Some(original) = of(original) {
        *number = original.number;
    }
}
