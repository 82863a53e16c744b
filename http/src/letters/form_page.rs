//! The page of a form of a letter: empty, filled from the entry it corrects, or again with what was typed.

use axum::response::{IntoResponse as _, Redirect};
use heyi_core::ids::LetterId;
use heyi_core::letter::Letter;
use heyi_core::letter::decisions::LetterStep;

use crate::ask::{Answer, Ask};
use crate::employers;
use crate::form::{Field, Input, Widget};
use crate::problem::Problem;
use crate::record::input;
use crate::routes::RECORDERS;
use crate::text::Lang;
use crate::text::words::Words as _;
use crate::view::Link;
use crate::view::form::Showing;
use crate::view::form_page::Asking;

use super::{correct_letter_entry, form_of, record, values_of_correction};

/// The empty form of a decision; the query fills what it names. A correction or withdrawal begins at its entry: without one, on to
/// the letter's page.
///
/// # Errors
/// 404, or when the store cannot answer.
pub async fn get(ask: Ask, kind: LetterStep) -> Answer {
    let letter = record::letter(&ask).await?;
    let asked = ask.query.iter().filter(|(name, _)| name != "lang").cloned();
    let asked = Input::from_pairs(asked).map_err(|error| Problem::not_a_form(error.say()))?;
    let input = match (&letter, record::named(&asked)) {
        (Some(letter), entry) if kind.is_about_entries() => {
            let Some(line) = entry.and_then(|entry| letter.line(entry)) else {
                return Ok(Redirect::to(&format!("/letters/{}#history", letter.id)).into_response());
            };
            let entry = line.recorded.version;
            let correction = kind == LetterStep::CorrectLetterEntry;
            if correction { values_of_correction(entry, line.event(), line.occurred()) } else { asked }
        }
        _ => asked,
    };
    page(&ask, kind, letter.as_ref(), &input, None)
}

/// The form again, with what was typed and what is wrong with it.
///
/// # Errors
/// 404, or when the store cannot answer.
pub async fn again(ask: &Ask, kind: LetterStep, problem: &Problem) -> Answer {
    let letter = record::letter(ask).await?;
    let shown = page(ask, kind, letter.as_ref(), &input(ask)?, Some(problem))?;
    Ok(problem.shown_on(shown))
}

fn page(ask: &Ask, kind: LetterStep, letter: Option<&Letter>, input: &Input, problem: Option<&Problem>) -> Answer {
    let l = ask.l();
    let original = letter.and_then(|letter| record::corrected(input, letter));
    let original = original.filter(|_| kind == LetterStep::CorrectLetterEntry).map(LetterStep::of);
    let fields: Vec<&Field> = match original {
        Some(inner) => correct_letter_entry::fields_for(inner).collect(),
        None => form_of(kind).spec.all_fields().collect(),
    };
    let issues = original.unwrap_or(kind) == LetterStep::IssueLetter;
    let showing = Showing {
        employers: &if issues { employers::list::choices(ask) } else { Vec::new() },
        cases: &case_named(ask, input),
        letters: &letter_named(ask, input, l),
        ..Showing::of(ask, input, problem)
    };
    let name = match original {
        Some(inner) => format!("{} #{} {}", l.say(&kind.say()), input.first("entry"), l.say(&inner.say())),
        None if kind.is_about_entries() => format!("{} #{}", l.say(&kind.say()), input.first("entry")),
        None => l.say(&kind.say()),
    };
    let asking = Asking {
        name,
        head: head(letter, l),
        lead: lead(kind, l),
        version: letter.map(|letter| letter.version),
        problem,
        allowed: Vec::new(),
        evidence: false,
    };
    asking.page(ask, &fields, |field| is_hidden(field, input), &showing)
}

/// What the page knows and does not ask. A case and a letter to follow are named by the page one comes from.
fn is_hidden(field: &Field, input: &Input) -> bool {
    match field.widget {
        Widget::Entry | Widget::Decision | Widget::Office => true,
        Widget::OtherCase | Widget::Letter => input.first(field.name).is_empty(),
        _ => false,
    }
}

/// The case a form names, where the person records there.
fn case_named(ask: &Ask, input: &Input) -> Vec<(String, String)> {
    let card = input.first("case").parse().ok().and_then(|case| ask.app.read.case_card(case));
    let card = card.filter(|card| ask.holds(RECORDERS, &card.place));
    card.map(|card| (card.case.to_string(), format!("{} {}", card.number, card.employer_name))).into_iter().collect()
}

/// The letter a form follows, likewise.
fn letter_named(ask: &Ask, input: &Input, l: Lang) -> Vec<(String, String)> {
    let card = input.first("follows").parse::<LetterId>().ok().and_then(|letter| ask.app.read.letter(letter));
    let card = card.filter(|card| ask.holds(RECORDERS, &card.place));
    let name = |card: &heyi_projections::LetterCard| {
        format!("{} {} {}", card.kind.words(l), card.number, card.addressee.name())
    };
    card.map(|card| (card.letter.to_string(), name(&card))).into_iter().collect()
}

fn head(letter: Option<&Letter>, l: Lang) -> Link {
    match letter.and_then(|letter| Some((letter, letter.text()?))) {
        Some((letter, text)) => Link {
            href: format!("/letters/{}", letter.id),
            label: format!("{} {}", text.kind.words(l), text.number),
            current: false,
        },
        None => {
            Link {
                href: "/letters".to_owned(), label: l.t("监督函", "Supervision letters").to_owned(), current: false
            }
        }
    }
}

/// When to record this, in one sentence.
fn lead(kind: LetterStep, l: Lang) -> &'static str {
    use LetterStep as K;
    match kind {
        K::IssueLetter => l.t(
            "提示函发给用人单位；意见书发给查明违法的一家单位；建议书发给主管部门。函号由系统给出。",
            "A reminder goes to employers, an opinion to the one found in breach, a proposal to an authority. The number is given here.",
        ),
        K::ReceiveLetter => {
            l.t("函件已经送达收函方；法定答复期限从这一天起算。", "It reached its addressee; the law's period runs from this day.")
        }
        K::AnswerLetter => {
            l.t("收函方的答复；逾期答复照常记录，并会标明。", "What they answered; a late answer is recorded too, and marked.")
        }
        K::EscalateLetter => l.t(
            "逾期未答复、拒绝或未整改的，移送或升级；期限未满的照常记录，并会标明。",
            "Not answered in time, refused or not mended; before its day it is recorded too, and marked.",
        ),
        K::CloseLetter => l.t("这份函件的事项已经了结，或转到其他途径。", "The matter is over, or goes on elsewhere."),
        K::CorrectLetterEntry => l.t(
            "原记录保留可查，从此以更正后的内容为准。",
            "The entry stays readable; what you write here holds from now on.",
        ),
        K::WithdrawLetterEntry => {
            l.t("原记录保留可查，从此不再计入。", "The entry stays readable and no longer counts.")
        }
    }
}
