//! The text of a letter for printing, in black on white.

use askama::Template;

use crate::ask::{Answer, Ask, html};
use crate::problem::Problem;
use crate::text::Lang;
use crate::text::facts::Fact;
use crate::text::words::Words as _;
use crate::view::Frame;

use super::record;

#[derive(Template)]
#[template(path = "letter_text.html")]
struct Paper {
    l: Lang,
    f: Frame,
    href: String,
    number: String,
    addressee: String,
    parts: Vec<Fact>,
    /// Empty: the letter names no day.
    reply_by: String,
    issuer: String,
    signed_by: String,
    day: String,
}

/// Shows the text.
///
/// # Errors
/// 404, or when the log cannot be read.
pub async fn get(ask: Ask) -> Answer {
    let letter = record::letter(&ask).await?.ok_or_else(Problem::not_found)?;
    let issued = letter.issued.as_ref().ok_or_else(Problem::not_found)?;
    let (l, text) = (ask.l(), &issued.value);
    let part = |zh: &str, en: &str, value: &str| Fact { label: l.t(zh, en).to_owned(), value: value.to_owned() };
    let parts = [
        part("一、事实", "Facts", &text.facts),
        part("二、法律规定", "The law", &text.law),
        part("三、要求", "What is asked", &text.request),
    ];
    html(&Paper {
        l,
        f: Frame::of(&ask, format!("{}{}", l.t("工会劳动法律监督", "Supervision of labour law: "), text.kind.words(l))),
        href: format!("/letters/{}", letter.id),
        number: text.number.clone(),
        addressee: text.addressee.name().to_owned(),
        parts: parts.into_iter().filter(|part| !part.value.is_empty()).collect(),
        reply_by: text.reply_by.map(|day| l.date(day)).unwrap_or_default(),
        issuer: text.issuer.clone(),
        signed_by: text.signed_by.clone(),
        day: l.occurred(&issued.as_of),
    })
}
