//! The fields of a proposal: the same when it is made and when it is changed.

use heyi_core::event::publication::FiguresProposed;
use heyi_core::ids::PublicationId;
use heyi_core::place::Place;
use heyi_core::publication::decisions::THRESHOLD;
use heyi_projections::coverage::question;

use crate::form::sentences::{self, Wrong};
use crate::form::{Field, Input, Reader, Widget};

/// What is asked.
pub static FIELDS: [Field; 6] = [
    Field::required("title", Widget::Line, "标题", "Title").hint("如“2026年上半年覆盖情况”。", "Such as \"Coverage, first half of 2026\"."),
    Field::required("tables", Widget::List, "统计表编号", "Ids of the tables").hint(
        "每行一个；编号在每张统计表下方“依据”一栏。一起发布的表按同一日志位置所知，隐去的人数也一起核对。",
        "One in a line; the id stands below each table. Tables published together are as known at one log position, and what is withheld \
         is checked over all of them.",
    ),
    Field::optional("threshold", Widget::Number, "人数门槛", "Threshold").hint(
        "小于此数（且不为0）的人数不发布；空为5。",
        "Numbers of people below it, other than 0, are withheld; empty is 5.",
    ),
    Field::optional("replaces", Widget::Line, "更正哪一次发布", "Which publication it restates")
        .hint("从原发布的页面进入时已填好；不是更正的留空。", "Filled in when you come from its page; empty when it restates none."),
    Field::optional("remark", Widget::Area, "说明", "Remark")
        .hint("用途；属于更正的，必须写明原因。不写人名。", "What it is for; of a restatement why, which is required. Name nobody."),
    Field::optional("place", Widget::Place, "地区", "Place")
        .hint("由统计表的地区得出，不用填写。", "Follows from the regions of the tables; leave it out."),
];

/// Reads a proposal.
pub fn parse(form: &mut Reader<'_>) -> Option<FiguresProposed> {
    let title = form.text("title");
    let tables = form.lines("tables", |line| {
        let id = line.trim();
        question(id).map(|_| id.to_owned()).map_err(|wrong| {
            let say = wrong.say();
            Wrong::new("no-such-table", say.zh, say.en)
        })
    });
    let threshold = form.number("threshold").unwrap_or(THRESHOLD);
    let replaces =
        form.parsed("replaces", |text| text.trim().parse::<PublicationId>().map_err(|_| not_a_publication(text)));
    let remark = form.text("remark");
    let place = form.parsed("place", |text| text.parse::<Place>().map_err(|_| sentences::not_a_place(text)));
    let place = place.unwrap_or_else(Place::nation);
    Some(FiguresProposed { title, place, tables, threshold, replaces, remark })
}

/// What the form of a proposal held.
#[must_use]
pub fn values_of(proposal: &FiguresProposed) -> Input {
    let mut input = Input::default();
    input.set("title", &proposal.title);
    input.set("tables", &proposal.tables.join("\n"));
    input.set("threshold", &proposal.threshold.to_string());
    input.set("replaces", &proposal.replaces.map(|id| id.to_string()).unwrap_or_default());
    input.set("remark", &proposal.remark);
    input
}

/// The smallest division that holds all regions.
#[must_use]
pub fn place_of(regions: &[Place]) -> Place {
    let Some(first) = regions.first() else { return Place::nation() };
    let province = first.province_digits().and_then(|digits| format!("{digits}0000").parse().ok());
    let wider = [Some(first.clone()), first.city(), province];
    let holds_all = |place: &Place| regions.iter().all(|region| region.within(place));
    wider.into_iter().flatten().find(holds_all).unwrap_or_else(Place::nation)
}

fn not_a_publication(text: &str) -> Wrong {
    Wrong::new(
        "not-a-publication",
        format!("“{text}”不是发布的编号；请从发布的页面复制。"),
        format!("\"{text}\" is no id of a publication. Copy it from its page."),
    )
}
