use heyi_core::rules::Confidence;

use heyi_store::append::AppendError;
use heyi_store::reading::StoreError;

use super::*;

fn reader(side: Side) -> Reader {
    Reader { l: Lang::ZH, side, request_id: "r1".to_owned(), here: "/cases?q=甲".to_owned() }
}

#[test]
fn a_refusal_says_code_sentence_article_field_and_what_is_allowed() {
    let cite =
        Cite { law: "集体合同规定".to_owned(), article: Some("42".to_owned()), confidence: Confidence::Text };
    let refusal =
        Refusal::new("needs-vote", "须先记录职代会审议通过。", "First record the vote.").citing(Some(cite)).at("x");
    let problem = Problem::refused(refusal, vec![DecisionKind::TakeVote]);
    let body = answer::details(&problem, &reader(Side::Api));
    assert_eq!(body["code"], "needs-vote");
    assert_eq!(body["status"], 422);
    assert_eq!(body["allowed"][0]["decision"], "take-vote");
    assert_eq!(body["fields"][0]["field"], "x");
    assert!(body["article"].as_str().unwrap().contains("第42条"));
}

#[test]
fn a_page_without_session_goes_to_the_log_in_and_comes_back() {
    let response = Problem::log_in().respond(&reader(Side::Page));
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers()[header::LOCATION], "/login?next=/cases%3Fq%3D%E7%94%B2");
    let response = Problem::log_in().respond(&reader(Side::Api));
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
}

#[test]
fn a_full_disk_is_503_and_a_large_append_413() {
    let status = |error| Problem::store(&StoreError::Append(error)).status;
    assert_eq!(status(AppendError::Full), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(status(AppendError::Poisoned), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(status(AppendError::TooLarge { what: "x", limit: 1 }), StatusCode::PAYLOAD_TOO_LARGE);
}
