//! The form of issuing a supervision letter.

use heyi_core::event::letter::{Addressee, LetterIssued};
use heyi_core::ids::OfficeId;
use heyi_core::letter::decisions::LetterStep;
use heyi_core::letter::decisions::issue_letter::IssueLetter;

use crate::form::choices::LETTER_KINDS;
use crate::form::opening::parse_place;
use crate::form::sentences;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec<LetterStep> = FormSpec {
    kind: LetterStep::IssueLetter,
    dated: true,
    fields: &[
        Field::required("office", Widget::Office, "承办办公室", "Office that keeps the letter"),
        Field::required("kind", Widget::Choice(LETTER_KINDS.choices), "函件种类", "Kind of letter"),
        Field::required("issuer", Widget::Line, "发函单位", "Issued by")
            .hint("工会组织的全称。", "The federation or union, in full."),
        Field::optional("employer", Widget::Employer, "收函单位（名册中的用人单位）", "To an employer of the register")
            .hint("意见书必须选择一家单位。", "An opinion must go to one."),
        Field::optional("authority", Widget::Line, "收函部门（主管部门）", "To an authority")
            .hint("建议书填写，如“县人力资源和社会保障局”。", "For a proposal: the department's name."),
        Field::optional("employers", Widget::Line, "收函单位（未逐一列名）", "To employers not named one by one")
            .hint("只用于提示函，如“未开展协商的各企业”。", "For reminders only."),
        Field::required("place", Widget::Place, "所在地", "Place").hint(
            "决定适用哪个地方的规定。六位区划代码，如 330100。",
            "Decides whose rules apply. Six digits, such as 330100.",
        ),
        Field::optional("case", Widget::OtherCase, "所属案件", "Of the case"),
        Field::optional("follows", Widget::Letter, "所依据的前一份函件", "The letter it follows"),
        Field::optional("topics", Widget::Topics, "涉及议题", "Topics"),
        Field::required("facts", Widget::Area, "事实及查明方式", "Facts, and how they were found")
            .hint("不要写人名。", "Name nobody."),
        Field::optional("law", Widget::Area, "违反的或修改的法律规定", "The law broken or changed")
            .hint("意见书必填，写明法律名称和条文。", "Required for an opinion: the law and its article."),
        Field::required("request", Widget::Area, "要求", "What is asked"),
        Field::optional("reply_by", Widget::Day, "请于何日前答复", "Reply by")
            .hint("函件没有载明的留空；法定期限由系统计算。", "Empty when the letter names none; the law's period is counted."),
        Field::optional("signed_by", Widget::Line, "签发人职务", "Signed by, as")
            .hint("写职务，如“工会主席”，不写人名。", "The office held, such as \"chair of the union\"; no name."),
        Field::optional("made_up", Widget::Check, "演示用虚构函件", "Made up for demonstration"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<IssueLetter> {
    let office = form.parsed("office", |text| text.parse::<OfficeId>().map_err(|_| sentences::not_an_office(text)));
    let kind = form.choice("kind", &LETTER_KINDS);
    let issuer = form.text("issuer");
    let addressee = addressee(form);
    let place = form.parsed("place", parse_place);
    let case = form.case("case");
    let follows = form.parsed("follows", |text| text.parse().map_err(|_| sentences::not_a_letter(text)));
    let topics = form.topics("topics");
    let (facts, law, request) = (form.text("facts"), form.text("law"), form.text("request"));
    let reply_by = form.day("reply_by");
    let signed_by = form.text("signed_by");
    let made_up = form.check("made_up");
    Some(IssueLetter(LetterIssued {
        number: String::new(),
        office: office?,
        kind: kind?,
        issuer,
        addressee: addressee?,
        place: place?,
        case,
        drive: None,
        follows,
        topics,
        facts,
        law,
        request,
        reply_by,
        signed_by,
        made_up,
    }))
}

/// The one addressee that was given.
fn addressee(form: &mut Reader<'_>) -> Option<Addressee> {
    let employer = form.parsed("employer", |text| Ok(text.to_owned()));
    let (authority, employers) = (form.text("authority"), form.text("employers"));
    match (employer, authority.is_empty(), employers.is_empty()) {
        (Some(_), true, true) => {
            let id = form.parsed("employer", |text| text.parse().map_err(|_| sentences::not_an_employer(text)))?;
            Some(Addressee::Employer(id, String::new()))
        }
        (None, false, true) => Some(Addressee::Authority(authority)),
        (None, true, false) => Some(Addressee::Employers(employers)),
        _ => {
            form.refuse("employer", sentences::one_addressee());
            None
        }
    }
}

/// Fills in what was recorded.
pub fn fill(recorded: &LetterIssued, form: &mut Filler<'_>) {
    form.text("office", recorded.office.as_str());
    form.choice("kind", &LETTER_KINDS, recorded.kind);
    form.text("issuer", &recorded.issuer);
    match &recorded.addressee {
        Addressee::Employer(id, _) => form.text("employer", &id.to_string()),
        Addressee::Authority(name) => form.text("authority", name),
        Addressee::Employers(name) => form.text("employers", name),
    }
    form.text("place", recorded.place.code());
    form.text("case", &recorded.case.map(|case| case.to_string()).unwrap_or_default());
    form.text("follows", &recorded.follows.map(|letter| letter.to_string()).unwrap_or_default());
    form.topics("topics", &recorded.topics);
    form.text("facts", &recorded.facts);
    form.text("law", &recorded.law);
    form.text("request", &recorded.request);
    form.day("reply_by", recorded.reply_by);
    form.text("signed_by", &recorded.signed_by);
    form.check("made_up", recorded.made_up);
}
