//! What a clause says: the fields shared by proposing a clause and countering it.

use heyi_core::event::clauses::ClauseText;

use super::choices::TIERS;
use super::{Field, Filler, Reader, Widget};

/// The fields of a clause's text.
pub const FIELDS: &[Field] = &[
    Field::required("topic", Widget::Topic, "协商议题", "Topic"),
    Field::required("text", Widget::Area, "条款文本", "Wording")
        .hint("写条款原文，不要写人名。", "The wording itself; name nobody."),
    Field::optional("tier", Widget::Choice(TIERS.choices), "议题层级", "Tier of the topic")
        .hint(
        "议题后标有该地该日的分层时，一般照选；另选的会在案件页标明。未分类的不选。",
        "Where the topic shows a tier for this place and day, usually that one; another is marked on the case. Leave it open when not classified.",
    ),
    Field::optional("measure", Widget::Area, "落实措施", "Measure that carries it out").hint(
        "金额、期限、负责部门等；只重复法律规定的留空。",
        "An amount, a term, who sees to it; empty when it only repeats the law.",
    ),
    Field::optional("beneficiaries", Widget::Line, "受益人群", "Whom it benefits")
        .hint("写人群，如“技术技能女职工”，不写人名。", "A group, such as \"skilled women\"; name nobody."),
    Field::optional("beneficiary_count", Widget::Number, "受益人数", "How many they are")
        .hint("不清楚的留空。", "Empty when not known."),
];

/// Reads the text of a clause.
pub fn read(form: &mut Reader<'_>) -> Option<ClauseText> {
    let topic = form.topic("topic");
    let text = form.text("text");
    let tier = form.choice("tier", &TIERS);
    let measure = form.text("measure");
    let beneficiaries = form.text("beneficiaries");
    let beneficiary_count = form.number("beneficiary_count");
    Some(ClauseText { topic: topic?, text, tier, measure, beneficiaries, beneficiary_count })
}

/// Fills in the text of a clause.
pub fn fill(text: &ClauseText, form: &mut Filler<'_>) {
    form.text("topic", text.topic.as_str());
    form.text("text", &text.text);
    if let Some(tier) = text.tier {
        form.choice("tier", &TIERS, tier);
    }
    form.text("measure", &text.measure);
    form.text("beneficiaries", &text.beneficiaries);
    form.number("beneficiary_count", text.beneficiary_count);
}
