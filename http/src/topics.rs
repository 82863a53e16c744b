//! The subjects of negotiation (协商议题): the 84 by group, with the tier of each for a place and a day, and what it rests on.

use askama::Template;
use axum::Json;
use axum::response::IntoResponse as _;
use heyi_core::place::Place;
use heyi_core::topic::{Tag, Topic, Topics, tier};
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::ask::{Answer, Ask, html};
use crate::form::opening::parse_place;
use crate::problem::Problem;
use crate::text::Lang;
use crate::view::Frame;

#[derive(Template)]
#[template(path = "topics.html")]
struct Page {
    l: Lang,
    f: Frame,
    place: String,
    place_name: String,
    on: String,
    groups: Vec<GroupView>,
}

struct GroupView {
    name: String,
    topics: Vec<TopicView>,
}

struct TopicView {
    code: String,
    name: String,
    first: bool,
    tier: String,
    source: String,
    basis: String,
    tags: Vec<&'static str>,
}

/// Lists them. Without a place, for the place this installation serves; without a day, for today.
///
/// # Errors
/// 422 for a place or day that cannot be read.
pub async fn get(ask: Ask) -> Answer {
    let on = ask.asked_for::<Date>("on")?.unwrap_or_else(|| ask.today());
    let place = match ask.asked("place") {
        "" => ask.app.settings.place.clone(),
        Place::NATION => Place::nation(),
        text => parse_place(text).map_err(|wrong| Problem::fields(vec![wrong.at("place")]))?,
    };
    if ask.api() {
        let topics: Vec<Value> = Topics::shipped().iter().map(|topic| told(topic, &place, on)).collect();
        return Ok(Json(json!({"place": place, "on": on, "topics": topics})).into_response());
    }
    html(&page(Frame::of(&ask, ask.l().t("协商议题", "Topics")), &place, on, ask.l()))
}

fn told(topic: &Topic, place: &Place, on: Date) -> Value {
    let group = Topics::shipped().groups().iter().find(|group| group.code == topic.group);
    let there = tier(&topic.code, place, on);
    json!({
        "code": topic.code, "name": topic.name, "group": group.map(|group| json!({"code": group.code, "name": group.name})),
        "first": topic.is_first(), "tier": there.tier().map(heyi_core::topic::Tier::number), "source": there.say(),
        "basis": Some(&topic.basis).filter(|basis| !basis.is_empty()), "tags": topic.tags,
    })
}

fn page(f: Frame, place: &Place, on: Date, l: Lang) -> Page {
    let topics = Topics::shipped();
    let shown = |topic: &Topic| {
        let there = tier(&topic.code, place, on);
        TopicView {
            code: topic.code.0.clone(),
            name: l.say(&topic.name),
            first: topic.is_first(),
            tier: there.tier().map_or_else(|| l.unknown().to_owned(), |tier| l.say(&tier.say())),
            source: l.say(there.say()),
            basis: topic.basis.clone(),
            tags: topic.tags.iter().map(|tag| tag_words(*tag, l)).collect(),
        }
    };
    let first =
        GroupView { name: l.t("重点议题", "First of all").to_owned(), topics: topics.first().map(shown).collect() };
    let groups = topics
        .groups()
        .iter()
        .map(|group| GroupView { name: l.say(&group.name), topics: topics.of(&group.code).map(shown).collect() });
    Page {
        l,
        f,
        place: place.code().to_owned(),
        place_name: l.place(place),
        on: on.to_string(),
        groups: std::iter::once(first).chain(groups).collect(),
    }
}

fn tag_words(tag: Tag, l: Lang) -> &'static str {
    match tag {
        Tag::Medical => l.t("证据含健康信息", "evidence holds health data"),
        Tag::Money => l.t("条款含金额", "the clause names an amount"),
        Tag::Biomed => l.t("生物医药重点", "of weight in biomedicine"),
        Tag::Seed => l.t("2023年要点", "work plan of 2023"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ask::{Reader, Side};

    #[test]
    fn the_tier_is_of_a_place_and_a_day_and_unknown_is_said() {
        let place: Place = "320100".parse().unwrap();
        for (l, unknown) in [(Lang::ZH, "未知"), (Lang::EN, "not known")] {
            let reader = Reader { l, side: Side::Page, request_id: "r".into(), here: "/topics".into() };
            let page = |on| page(Frame::bare(&reader, "t"), &place, on, l).render().unwrap();
            let today = page(jiff::civil::date(2026, 11, 1));
            let unknown = format!("<p>{unknown} ");
            assert!(today.contains("CAR.01") && !today.contains(&unknown));
            assert!(page(jiff::civil::date(2020, 1, 1)).contains(&unknown));
        }
    }
}
