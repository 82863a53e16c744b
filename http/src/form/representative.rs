//! One representative: the fields shared by naming a side and replacing one of it.

use heyi_core::event::representation::Representative;

use super::choices::SEXES;
use super::{Field, Filler, Reader, Widget};

/// The fields of a representative.
pub const FIELDS: &[Field] = &[
    Field::optional("name", Widget::Name, "姓名", "Name").hint(
        "可附联系方式；单独加密保存。资料未写姓名的留空。",
        "May include contact; kept apart, encrypted. Empty when the source names nobody.",
    ),
    Field::optional("post", Widget::Line, "职务", "Post")
        .hint("如“工会主席”“女职工委员”；不清楚的留空。", "Such as \"union chair\"; empty when not known."),
    Field::optional("sex", Widget::Choice(SEXES.choices), "性别", "Sex")
        .hint("不清楚的不选。", "Leave it open when not known."),
    Field::optional("external", Widget::Check, "外聘代表", "From outside the employer")
        .hint("须有书面委托。", "Needs a written mandate."),
    Field::optional("chief", Widget::Check, "首席代表", "Chief representative"),
];

/// Reads a representative.
pub fn read(form: &mut Reader<'_>) -> Option<Representative> {
    Some(Representative {
        person: form.name("name"),
        post: form.text("post"),
        sex: form.choice("sex", &SEXES),
        external: form.check("external"),
        chief: form.check("chief"),
    })
}

/// Fills in a representative.
pub fn fill(representative: &Representative, form: &mut Filler<'_>) {
    form.name("name", representative.person.as_ref());
    form.text("post", &representative.post);
    if let Some(sex) = representative.sex {
        form.choice("sex", &SEXES, sex);
    }
    form.check("external", representative.external);
    form.check("chief", representative.chief);
}
