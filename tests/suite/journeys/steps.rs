//! The steps of a case as forms filled in, in the browser or, to get to the point of a journey, as a browser sends them.

use heyi_core::event::account::Role;
use heyi_tests::app::TestApp;
use heyi_tests::visitor::Visitor;
use reqwest::StatusCode;
use reqwest::header::LOCATION;

use super::page::Person;

/// One step: the decision's name, and its form as filled in; `choose=` and `tick=` say what is not typed.
pub(super) type Step<'a> = (&'a str, &'a [(&'a str, &'a str)]);

/// From the demands to the delivery of the offer.
pub(super) const TALKS: &[Step<'_>] = &[
    ("collect-demands", &[("way", "问卷"), ("heard", "60"), ("text", "生育不影响考核"), ("occurred", "2026-02-02")]),
    (
        "issue-offer",
        &[
            ("choose=by", "staff"),
            ("tick=in_writing", "true"),
            ("tick=topics", "CAR.01"),
            ("subject", "生育后的考核评价"),
            ("occurred", "2026-02-03"),
        ],
    ),
    ("deliver-offer", &[("choose=way", "hand"), ("received_by", "人力资源部"), ("occurred", "2026-02-04")]),
];

/// From the reply to the receipt of the department.
pub(super) const TO_THE_RECEIPT: &[Step<'_>] = &[
    ("record-reply", &[("choose=answer", "agrees"), ("tick=in_writing", "true"), ("occurred", "2026-02-20")]),
    ("hold-session", &[("choose=chair", "staff-chief"), ("agenda", "逐条协商"), ("occurred", "2026-03-02")]),
    (
        "propose-clause",
        &[
            ("choose=by", "staff"),
            ("choose=topic", "CAR.01"),
            ("text", "产假期间不计入考核周期"),
            ("measure", "每年一月核对"),
            ("occurred", "2026-03-02"),
        ],
    ),
    ("agree-clause", &[("choose=clause", "1"), ("occurred", "2026-03-03")]),
    (
        "agree-draft",
        &[
            ("choose=form", "special-contract"),
            ("title", "专项集体合同"),
            ("term_months", "36"),
            ("occurred", "2026-03-05"),
        ],
    ),
    (
        "convene-congress",
        &[("choose=assembly", "delegates"), ("members", "60"), ("women", "33"), ("occurred", "2026-03-10")],
    ),
    (
        "take-vote",
        &[
            ("members", "60"),
            ("present", "58"),
            ("in_favour", "57"),
            ("against", "1"),
            ("abstained", "0"),
            ("occurred", "2026-03-18"),
        ],
    ),
    ("sign", &[("tick=staff_chief", "true"), ("tick=employer_chief", "true"), ("occurred", "2026-03-20")]),
    (
        "file-contract",
        &[
            ("department", "南京市人社局"),
            ("choose=sent_by", "employer"),
            ("tick=papers", "text"),
            ("occurred", "2026-03-25"),
        ],
    ),
    ("record-receipt", &[("registration", "2026-31"), ("occurred", "2026-03-26")]),
];

/// What makes it effective, by the reviewer.
pub(super) const EFFECT: Step<'_> =
    ("confirm-effect", &[("checked", "电话核实，未出具意见书"), ("occurred", "2026-04-15")]);

/// The end, by the caseworker.
pub(super) const TO_THE_END: &[Step<'_>] = &[
    ("publish", &[("way", "公开栏"), ("occurred", "2026-04-16")]),
    ("close-case", &[("choose=reason", "completed"), ("remark", "履行完毕"), ("occurred", "2026-11-02")]),
];

impl Person<'_> {
    /// Opens the form of a decision of the case, fills it in and sends it; the case's page comes back.
    pub(super) async fn step(&self, case: &str, step: Step<'_>) {
        let (decision, _) = step;
        self.begin(case, step).await;
        self.record().await;
        let (at, text) = (self.address().await, self.text().await);
        assert!(at == case, "{decision} was not recorded:\n{text}");
    }

    /// Opens the form of a decision of the case and fills it in.
    pub(super) async fn begin(&self, case: &str, (decision, fields): Step<'_>) {
        self.go(&format!("{case}/{decision}")).await;
        self.fits_the_phone().await;
        for (name, value) in fields {
            match name.split_once('=') {
                Some(("choose", name)) => self.choose(name, value).await,
                Some(("tick", name)) => self.tick(name, value).await,
                _ => self.fill(name, value).await,
            }
        }
    }
}

/// A caseworker and a reviewer of Jiangsu, and a case in Nanjing that has come through these steps; its address.
pub(super) async fn case_through(app: &TestApp, steps: &[Step<'_>]) -> String {
    app.account("caseworker", Role::Caseworker, "320000").await;
    app.account("reviewer", Role::Reviewer, "320000").await;
    let (caseworker, reviewer) = (Visitor::log_in(app, "caseworker").await, Visitor::log_in(app, "reviewer").await);
    let opening = [
        ("employer_name", "示例生物医药有限公司"),
        ("no_code_reason", "虚构"),
        ("place", "320115"),
        ("staff", "180"),
        ("women", "96"),
        ("staff_as_of", "2026-01-31"),
        ("occurred", "2026-02-01"),
    ];
    let case = sent(&caseworker, "/cases/open-case", &opening).await;
    for (decision, fields) in steps {
        let who = if *decision == EFFECT.0 { &reviewer } else { &caseworker };
        let plain: Vec<_> =
            fields.iter().map(|(name, value)| (name.rsplit('=').next().unwrap_or(name), *value)).collect();
        sent(who, &format!("{case}/{decision}"), &plain).await;
    }
    app.caught_up().await;
    case
}

/// Sends a form, which is recorded; the case's address.
async fn sent(who: &Visitor, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = who.post(path, fields).await;
    let to = answer.headers().get(LOCATION).map(|to| to.to_str().unwrap().to_owned());
    let status = answer.status();
    assert_eq!(status, StatusCode::SEE_OTHER, "{path}: {}", answer.text().await.unwrap());
    to.unwrap().split('#').next().unwrap().to_owned()
}
