//! The form of entering an employer in the register.

use heyi_core::employer::decisions::RegisterKind;
use heyi_core::employer::decisions::register_employer::RegisterEmployer;
use heyi_core::event::employer::EmployerRegistered;
use heyi_core::event::employer::{Ownership, UnionKind};

use crate::form::choices::{OWNERSHIPS, UNIONS};
use crate::form::opening::{parse_industry, parse_place, read_code};
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec<RegisterKind> = FormSpec {
    kind: RegisterKind::RegisterEmployer,
    dated: true,
    fields: &[
        Field::required("name", Widget::Line, "单位名称", "Name").hint("写全称。", "In full."),
        Field::optional("credit_code", Widget::Line, "统一社会信用代码", "Unified social credit code")
            .hint("18 位，会核对校验位。", "18 characters; the check characters are verified."),
        Field::optional("no_code_reason", Widget::Line, "无代码的原因", "Why there is no code")
            .hint("没有信用代码时填写，如“尚未取得”。", "When there is none, such as \"not obtained yet\"."),
        Field::required("place", Widget::Place, "工作地点", "Place of work").hint(
            "用工所在地，不一定是注册地。六位区划代码，如 320100。",
            "Where people work, which need not be where it is registered. Six digits, such as 320100.",
        ),
        Field::optional("industry", Widget::Industry, "行业", "Industry"),
        Field::optional("biomedicine", Widget::YesNoUnknown, "是否计入生物医药", "Counted as biomedicine").hint(
            "研发企业常登记在其他行业，可在此标注。",
            "Research firms are often registered in other industries; mark them here.",
        ),
        Field::optional("ownership", Widget::Choice(OWNERSHIPS.choices), "所有制", "Ownership"),
        Field::optional("union", Widget::Choice(UNIONS.choices), "建会情况", "Union"),
        Field::optional("made_up", Widget::Check, "演示用虚构单位", "Made up for demonstration"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<RegisterEmployer> {
    let name = form.text("name");
    let (credit_code, no_code_reason) = read_code(form, None);
    let place = form.parsed("place", parse_place);
    let industry = form.parsed("industry", parse_industry);
    let biomedicine = form.yes_no("biomedicine");
    let ownership = form.choice("ownership", &OWNERSHIPS).unwrap_or(Ownership::Unknown);
    let union = form.choice("union", &UNIONS).unwrap_or(UnionKind::Unknown);
    let made_up = form.check("made_up");
    Some(RegisterEmployer(EmployerRegistered {
        name,
        credit_code,
        no_code_reason,
        place: place?,
        industry,
        biomedicine,
        ownership,
        union,
        made_up,
    }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &EmployerRegistered, form: &mut Filler<'_>) {
    form.text("name", &recorded.name);
    form.text("credit_code", recorded.credit_code.as_deref().unwrap_or_default());
    form.text("no_code_reason", &recorded.no_code_reason);
    form.text("place", recorded.place.code());
    form.text("industry", recorded.industry.as_deref().unwrap_or_default());
    form.yes_no("biomedicine", recorded.biomedicine);
    form.choice("ownership", &OWNERSHIPS, recorded.ownership);
    form.choice("union", &UNIONS, recorded.union);
    form.check("made_up", recorded.made_up);
}
