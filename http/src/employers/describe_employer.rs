//! The form of recording industry, size, ownership and union.

use heyi_core::employer::decisions::RegisterKind;
use heyi_core::employer::decisions::describe_employer::DescribeEmployer;
use heyi_core::event::employer::EmployerDescribed;
use heyi_core::event::employer::{Ownership, UnionKind};

use crate::form::choices::{OWNERSHIPS, SIZES, UNIONS};
use crate::form::opening::parse_industry;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec<RegisterKind> = FormSpec {
    kind: RegisterKind::DescribeEmployer,
    dated: true,
    fields: &[
        Field::optional("industry", Widget::Industry, "行业", "Industry")
            .hint("留空的各项仍按原有记录。", "What is left empty stays as it was known."),
        Field::optional("biomedicine", Widget::YesNoUnknown, "是否计入生物医药", "Counted as biomedicine"),
        Field::optional("size", Widget::Choice(SIZES.choices), "规模", "Size").hint(
            "按来源所述填写（《统计上大中小微型企业划分办法》），系统不推算。",
            "As the source has it, by the statistical classes of 2017; it is not worked out here.",
        ),
        Field::optional("ownership", Widget::Choice(OWNERSHIPS.choices), "所有制", "Ownership"),
        Field::optional("union", Widget::Choice(UNIONS.choices), "建会情况", "Union"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<DescribeEmployer> {
    Some(DescribeEmployer(EmployerDescribed {
        industry: form.parsed("industry", parse_industry),
        biomedicine: form.yes_no("biomedicine"),
        size: form.choice("size", &SIZES),
        // "Not known" says nothing, and takes nothing back: for that an entry is corrected.
        ownership: form.choice("ownership", &OWNERSHIPS).filter(|ownership| *ownership != Ownership::Unknown),
        union: form.choice("union", &UNIONS).filter(|union| *union != UnionKind::Unknown),
    }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &EmployerDescribed, form: &mut Filler<'_>) {
    form.text("industry", recorded.industry.as_deref().unwrap_or_default());
    form.yes_no("biomedicine", recorded.biomedicine);
    if let Some(size) = recorded.size {
        form.choice("size", &SIZES, size);
    }
    if let Some(ownership) = recorded.ownership {
        form.choice("ownership", &OWNERSHIPS, ownership);
    }
    if let Some(union) = recorded.union {
        form.choice("union", &UNIONS, union);
    }
}
