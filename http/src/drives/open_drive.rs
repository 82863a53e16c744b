//! The form of opening a drive (开展要约行动): what it issues, and to whom.

use heyi_core::drive::decisions::DriveKind;
use heyi_core::drive::decisions::open_drive::OpenDrive;
use heyi_core::event::drive::DriveOpened;
use heyi_core::ids::OfficeId;
use heyi_core::place::Place;

use crate::form::choices::DRIVES_OF;
use crate::form::{Field, FormSpec, Reader, Widget, employer_lines, sentences};

/// What is asked.
pub static FORM: FormSpec<DriveKind> = FormSpec {
    kind: DriveKind::OpenDrive,
    dated: true,
    fields: &[
        Field::required("office", Widget::Office, "承办办公室", "Office that keeps it"),
        Field::required("name", Widget::Line, "行动名称", "Name").hint("如“2026年三月女职工要约行动”。", "Such as \"March offers 2026\"."),
        Field::required("of", Widget::Choice(DRIVES_OF.choices), "发出", "What it issues")
            .hint("发出要约的，每家单位同时立案。", "An offer opens a case for each employer."),
        Field::required("place", Widget::Place, "地区", "Place"),
        Field::optional("from", Widget::Day, "开始日期", "First day"),
        Field::optional("to", Widget::Day, "结束日期", "Last day").hint("可以是将来的日期。", "May lie ahead."),
        Field::optional("synchronised", Widget::YesNoUnknown, "是否与综合要约同步", "Made together with the general offer"),
        Field::optional("topics", Widget::Topics, "协商议题", "Topics"),
        Field::optional("subject", Widget::Area, "要约事由或提示事项", "Subject, or facts of the letters")
            .hint("有名单时必填。", "Required with a list of employers."),
        Field::optional("issuer", Widget::Line, "提示函：发函单位", "Letters: issued by").hint("发提示函时必填。", "Required for letters."),
        Field::optional("law", Widget::Area, "提示函：法律依据", "Letters: the law"),
        Field::optional("request", Widget::Area, "提示函：要求", "Letters: what is asked").hint("发提示函时必填。", "Required for letters."),
        Field::optional("reply_by", Widget::Day, "提示函：答复期限", "Letters: reply by"),
        Field::optional("selection", Widget::Line, "选取条件", "How they were chosen"),
        Field::optional("source", Widget::Line, "资料来源", "Source").hint("依公开资料补记的行动填写。", "For a drive taken from a report."),
        Field::optional("employers_told", Widget::Number, "资料所载家数", "Employers told of")
            .hint("资料只有家数、没有名单时填写。", "Where a source tells a number and no names."),
        Field::optional("targets", Widget::List, "名单", "Employers").hint(
            "每行一家：统一社会信用代码或名册编号。可从名册按条件选出后删改；一次最多 1,000 家。",
            "One in a line: credit code, or id in the register. Choose them from the register, then take off whom you like; at most 1,000.",
        ),
        Field::optional("made_up", Widget::Check, "演示用虚构行动", "Made up for demonstration"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<OpenDrive> {
    let office = form.parsed("office", |text| text.parse::<OfficeId>().map_err(|_| sentences::not_an_office(text)));
    let name = form.text("name");
    let of = form.choice("of", &DRIVES_OF);
    let place = form.parsed("place", |text| text.parse::<Place>().map_err(|_| sentences::not_a_place(text)));
    let (from, to) = (form.day("from"), form.day("to"));
    let synchronised = form.yes_no("synchronised");
    let topics = form.topics("topics");
    let (subject, issuer) = (form.text("subject"), form.text("issuer"));
    let (law, request) = (form.text("law"), form.text("request"));
    let reply_by = form.day("reply_by");
    let selection = form.text("selection");
    let source = form.text("source");
    let employers_told = form.number("employers_told");
    let targets = form.lines("targets", employer_lines::target);
    let made_up = form.check("made_up");
    Some(OpenDrive(Box::new(DriveOpened {
        name,
        office: office?,
        place: place?,
        of: of?,
        from,
        to,
        synchronised,
        topics,
        subject,
        issuer,
        law,
        request,
        reply_by,
        selection,
        source,
        employers_told,
        targets,
        made_up,
    })))
}
