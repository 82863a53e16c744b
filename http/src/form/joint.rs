//! How a case of many employers begins: the fields shared by opening one and taking one over.

use heyi_core::event::opening::{HeadCount, JointCaseOpened, Procedure};
use heyi_core::ids::OfficeId;
use heyi_core::occurred::Occurred;
use heyi_core::place::Place;
use heyi_core::rules::SubjectMatter;

use super::choices::{EMPLOYERS_SIDES, JOINT_SCOPES, PROCEDURES, SUBJECTS};
use super::opening::parse_industry;
use super::{Field, Filler, Reader, Widget, sentences};

/// The fields of an opening.
pub const FIELDS: &[Field] = &[
    Field::required("office", Widget::Office, "承办办公室", "Office that keeps the case")
        .hint("一般就是您所在的办公室。", "Usually your own."),
    Field::required("scope", Widget::Choice(JOINT_SCOPES.choices), "范围", "What the employers share"),
    Field::required("name", Widget::Line, "区域或行业名称", "Name of the area or industry")
        .hint("如“某某工业园”“某区餐饮行业”。", "Such as a park, or the catering trade of a district."),
    Field::required("place", Widget::Place, "地点", "Place").hint(
        "决定适用哪个地方的规定。六位区划代码，一般为县级。",
        "Decides whose rules apply. Six digits, usually of a county.",
    ),
    Field::optional("industry", Widget::Industry, "行业", "Industry"),
    Field::optional("union", Widget::Line, "区域或行业工会", "Union of the area or industry"),
    Field::required(
        "employers_side",
        Widget::Choice(EMPLOYERS_SIDES.choices),
        "用人单位方",
        "Who speaks for the employers",
    ),
    Field::optional("organisation", Widget::Line, "用人单位方组织名称", "Their organisation"),
    Field::optional("subject", Widget::Choice(SUBJECTS.choices), "协商内容", "What is negotiated")
        .hint("不选即为女职工权益保护专项。", "Women workers' rights, unless chosen otherwise."),
    Field::optional("procedure", Widget::Choice(PROCEDURES.choices), "程序", "Procedure")
        .hint("不选即为普通程序。", "Ordinary, unless chosen otherwise."),
    Field::optional("employers", Widget::Number, "单位数", "Employers").hint(
        "资料所载的家数；名册在立案后登记。不清楚的留空。",
        "How many the source tells of; the coverage list comes after the opening. Empty when not known.",
    ),
    Field::optional("staff", Widget::Number, "职工总数", "Staff")
        .hint("不清楚的留空，不要填 0。", "Empty when not known; not 0."),
    Field::optional("women", Widget::Number, "女职工人数", "Women")
        .hint("不清楚的留空，不要填 0。", "Empty when not known; not 0."),
    Field::optional("about", Widget::Check, "以上为约数", "These numbers are approximate"),
    Field::optional("counted_on", Widget::Span, "以上数字的日期", "Day these numbers are true of")
        .hint("不填即为立案（接管）之日。", "Empty when it is the day of the opening."),
    Field::optional("made_up", Widget::Check, "演示用虚构案例", "Made up for demonstration"),
];

/// Reads an opening. Its number is left empty.
pub fn read(form: &mut Reader<'_>) -> Option<JointCaseOpened> {
    let office = form.parsed("office", |text| text.parse::<OfficeId>().map_err(|_| sentences::not_an_office(text)));
    let scope = form.choice("scope", &JOINT_SCOPES);
    let name = form.text("name");
    let place = form.parsed("place", |text| text.parse::<Place>().map_err(|_| sentences::not_a_place(text)));
    let industry = form.parsed("industry", parse_industry);
    let union = form.text("union");
    let employers_side = form.choice("employers_side", &EMPLOYERS_SIDES);
    let organisation = form.text("organisation");
    let subject = form.choice("subject", &SUBJECTS).unwrap_or(SubjectMatter::Women);
    let procedure = form.choice("procedure", &PROCEDURES).unwrap_or(Procedure::Ordinary);
    let numbers = ["employers", "staff", "women"].map(|name| form.number(name));
    let about = form.check("about");
    let as_of = form.span("counted_on");
    let made_up = form.check("made_up");
    let count = |people: Option<u32>| people.map(|people| HeadCount { people, about, as_of: as_of.clone() });
    let [employers, staff, women] = numbers.map(count);
    Some(JointCaseOpened {
        number: String::new(),
        office: office?,
        scope: scope?,
        name,
        place: place?,
        industry,
        union,
        employers_side: employers_side?,
        organisation,
        subject,
        procedure,
        employers,
        staff,
        women,
        made_up,
    })
}

/// Fills in an opening.
pub fn fill(opened: &JointCaseOpened, form: &mut Filler<'_>) {
    form.text("office", opened.office.as_str());
    form.choice("scope", &JOINT_SCOPES, opened.scope);
    form.text("name", &opened.name);
    form.text("place", opened.place.code());
    form.text("industry", opened.industry.as_deref().unwrap_or_default());
    form.text("union", &opened.union);
    form.choice("employers_side", &EMPLOYERS_SIDES, opened.employers_side);
    form.text("organisation", &opened.organisation);
    form.choice("subject", &SUBJECTS, opened.subject);
    form.choice("procedure", &PROCEDURES, opened.procedure);
    let counts = [("employers", &opened.employers), ("staff", &opened.staff), ("women", &opened.women)];
    for (name, count) in counts {
        form.number(name, count.as_ref().map(|count| count.people));
    }
    if let Some(count) = counts.into_iter().find_map(|(_, count)| count.as_ref()) {
        form.check("about", count.about);
        form.span("counted_on", &count.as_of);
    }
    form.check("made_up", opened.made_up);
}

/// Numbers typed without a day are of the day of the opening.
pub fn date_counts(opened: &mut JointCaseOpened, day: &Occurred) {
    let counts = [&mut opened.employers, &mut opened.staff, &mut opened.women];
    for count in counts.into_iter().flatten().filter(|count| count.as_of == Occurred::default()) {
        count.as_of.clone_from(day);
    }
}
