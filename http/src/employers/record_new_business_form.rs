//! The form of recording work in a new business form.

use heyi_core::employer::decisions::RegisterKind;
use heyi_core::employer::decisions::record_new_business_form::RecordNewBusinessForm;
use heyi_core::event::employer::NewBusinessFormRecorded;
use heyi_core::event::opening::HeadCount;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};
use crate::form::sentences;

/// What is asked.
pub static FORM: FormSpec<RegisterKind> = FormSpec {
    kind: RegisterKind::RecordNewBusinessForm,
    dated: true,
    fields: &[
        Field::required("has", Widget::YesNoUnknown, "有新就业形态劳动者", "It has people in a new business form")
            .hint("如外卖骑手、网约车司机；不计入职工总数。", "Such as couriers or drivers of a platform; they are no part of the staff."),
        Field::optional("people", Widget::Number, "人数", "How many").hint("不清楚的留空，不要填 0。", "Empty when not known; not 0."),
        Field::optional("people_about", Widget::Check, "人数为约数", "The number is approximate"),
        Field::optional("people_as_of", Widget::Span, "人数的统计日期（不填即下面的日期）", "Day the number is true of, if another than below")
            .hint("与下面的日期相同的留空。", "Empty when it is the day below."),
        Field::optional("women", Widget::Number, "其中女性", "Women among them").hint("不清楚的留空，不要填 0。", "Empty when not known; not 0."),
        Field::optional("women_about", Widget::Check, "女性人数为约数", "The number of women is approximate"),
        Field::optional("women_as_of", Widget::Span, "女性人数的统计日期（不填即下面的日期）", "Day the number of women is true of, if another than below")
            .hint("与下面的日期相同的留空。", "Empty when it is the day below."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<RecordNewBusinessForm> {
    let has = form.yes_no("has");
    if has.is_none() {
        form.refuse("has", sentences::choose());
    }
    let mut count = |name: &str| {
        let (about, as_of) = (form.check(&format!("{name}_about")), form.span(&format!("{name}_as_of")));
        form.number(name).map(|people| HeadCount { people, about, as_of })
    };
    let (people, women) = (count("people"), count("women"));
    Some(RecordNewBusinessForm(NewBusinessFormRecorded { has: has?, people, women }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &NewBusinessFormRecorded, form: &mut Filler<'_>) {
    form.yes_no("has", Some(recorded.has));
    for (name, count) in [("people", &recorded.people), ("women", &recorded.women)] {
        if let Some(count) = count {
            form.number(name, count.people);
            form.check(&format!("{name}_about"), count.about);
            form.span(&format!("{name}_as_of"), &count.as_of);
        }
    }
}
