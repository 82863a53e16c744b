use heyi_core::case::Case;
use heyi_core::decisions::DecisionKind;
use heyi_core::scenario::Scenario;

use super::*;
use crate::ask::{Reader, Side};
use crate::form::{self, Input, Widget};
use crate::next;

fn rendered(kind: DecisionKind, case: Option<&Case>, input: &Input, errors: &[FieldError], l: Lang) -> String {
    let reader = Reader { l, side: Side::Page, request_id: "r".into(), here: "/cases/1/x".into() };
    let problem = (!errors.is_empty()).then(|| Problem::fields(errors.to_vec()));
    let (employers, today) = ([("1".into(), "示例公司".into())], jiff::civil::date(2026, 3, 1));
    let showing = Showing {
        l,
        input,
        errors,
        case,
        employers: &employers,
        cases: &[],
        drives: &[],
        letters: &[],
        more: None,
        today,
    };
    let page = Page {
        l,
        f: Frame::bare(&reader, "t"),
        head: Link { href: "/cases".into(), label: "案件".into(), current: false },
        lead: next::hint(kind, l),
        problem: problem.as_ref(),
        wrong: problem.as_ref().map(|problem| wrong(problem, &[], l)).unwrap_or_default(),
        meanwhile: Vec::new(),
        allowed: Vec::new(),
        files_lost: false,
        action: "/cases/1/x".into(),
        key: "k".into(),
        version: case.map(|case| case.version),
        hidden: Vec::new(),
        fields: showing.fields(form::spec(kind).all_fields()),
        evidence: true,
    };
    page.render().unwrap()
}

#[test]
fn every_form_is_drawn_in_both_languages_with_every_field() {
    let case = Scenario::talks_with_agreed_clause().case();
    for kind in DecisionKind::ALL {
        for l in [Lang::ZH, Lang::EN] {
            let page = rendered(*kind, Some(&case), &Input::default(), &[], l);
            for field in form::spec(*kind).all_fields().filter(|field| {
                !matches!(field.widget, Widget::Group(_) | Widget::Rows(_) | Widget::Seat | Widget::Clauses)
            }) {
                assert!(page.contains(&format!("name=\"{}\"", field.name)), "{kind:?}: {}", field.name);
            }
            assert!(page.contains("name=\"_csrf\"") && page.contains("name=\"_key\""), "{kind:?}");
        }
    }
}

#[test]
fn what_was_typed_is_kept_and_what_is_wrong_is_told_beside_it() {
    let typed = [("answer", "maybe"), ("reasons", "<b>经营困难</b>"), ("occurred", "2026-02-30")];
    let typed = Input::from_pairs(typed.map(|(name, value)| (name.to_owned(), value.to_owned()))).unwrap();
    let wrong = FieldError {
        field: "occurred".into(),
        code: "no-such-day",
        say: heyi_core::text::Say::new("没有这一天", "no such day"),
    };
    let page = rendered(DecisionKind::RecordReply, None, &typed, &[wrong], Lang::ZH);
    assert!(page.contains("&#60;b&#62;经营困难&#60;/b&#62;") || page.contains("&lt;b&gt;经营困难"), "escaped and kept");
    assert!(page.contains("2026-02-30") && page.contains("没有这一天"));
}
