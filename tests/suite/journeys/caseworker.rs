//! The main job: a case from the offer to its publication, on a phone, in the browser.

use heyi_core::event::account::Role;
use heyi_tests::app::TestApp;

use super::page::Person;

/// One step: the decision's name, and its form as filled in.
type Step<'a> = (&'a str, &'a [(&'a str, &'a str)]);

impl Person<'_> {
    /// Opens the form of a decision of the case, fills it in and sends it; the case's page comes back.
    async fn step(&self, case: &str, (decision, fields): Step<'_>) {
        self.go(&format!("{case}/{decision}")).await;
        self.fits_the_phone().await;
        for (name, value) in fields {
            match name.split_once('=') {
                Some(("choose", name)) => self.choose(name, value).await,
                Some(("tick", name)) => self.tick(name, value).await,
                _ => self.fill(name, value).await,
            }
        }
        self.record().await;
        let (at, text) = (self.address().await, self.text().await);
        assert!(at == case, "{decision} was not recorded:\n{text}");
    }
}

const TALKS: &[Step<'_>] = &[
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

const TO_THE_RECEIPT: &[Step<'_>] = &[
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

#[tokio::test(flavor = "multi_thread")]
async fn journey_from_offer_to_publication_on_a_phone() {
    let app = TestApp::start().await;
    app.account("caseworker", Role::Caseworker, "320000").await;
    app.account("reviewer", Role::Reviewer, "320000").await;
    app.account("auditor", Role::Auditor, "100000").await;
    let Some(person) = Person::with_phone(&app).await else { return };

    person.go("/").await;
    person.picture("login").await;
    person.log_in("caseworker").await;
    person.picture("worklist-empty").await;

    // A case for an employer that is not in the register yet.
    person.go("/cases/open-case").await;
    person.picture("open-case").await;
    for (name, value) in [
        ("employer_name", "示例生物医药有限公司"),
        ("no_code_reason", "尚未取得"),
        ("staff", "180"),
        ("women", "96"),
        ("staff_as_of", "2026-01-31"),
        ("occurred", "2026-02-01"),
    ] {
        person.fill(name, value).await;
    }
    person.choose_place("320115").await;
    person.record().await;
    let case = person.address().await;
    assert!(case.starts_with("/cases/"), "the case was not opened: {}", person.text().await);
    person.reads("已立案").await;
    person.picture("case-opened").await;

    for step in TALKS {
        person.step(&case, *step).await;
    }
    // The delivery on 4 February starts the clock of the reply: twenty days, over Spring Festival.
    person.reads("2026年2月24日").await;
    person.picture("case-deadline").await;
    app.caught_up().await;
    person.go("/worklist").await;
    person.reads("示例生物医药有限公司").await;
    person.picture("worklist").await;

    // A step out of order is refused with what is missing, and the article.
    person.go(&format!("{case}/sign")).await;
    for name in ["staff_chief", "employer_chief"] {
        person.tick(name, "true").await;
    }
    person.fill("occurred", "2026-03-01").await;
    person.record().await;
    person.reads("须先记录职代会审议通过").await;
    person.reads("第37条").await;
    person.picture("refused").await;

    for step in TO_THE_RECEIPT {
        person.step(&case, *step).await;
    }
    person.picture("case-under-review").await;

    // The reviewer confirms what nobody reports: the silence of the department.
    person.browser.window.delete_all_cookies().await.unwrap();
    person.log_in("reviewer").await;
    person.step(&case, ("confirm-effect", &[("checked", "电话核实，未出具意见书"), ("occurred", "2026-04-15")])).await;
    person.reads("2026年4月11日").await;

    person.browser.window.delete_all_cookies().await.unwrap();
    person.log_in("caseworker").await;
    person.step(&case, ("publish", &[("way", "公开栏"), ("occurred", "2026-04-16")])).await;
    person.reads("已公布").await;
    person.picture("case-published").await;

    app.caught_up().await;
    person.go("/coverage?on=2026-06-30").await;
    person.reads("96").await;
    person.picture("coverage").await;
    person.go("/employers").await;
    person.picture("employers").await;
    person.follow("示例生物医药有限公司").await;
    person.picture("employer").await;

    person.browser.window.delete_all_cookies().await.unwrap();
    person.log_in("auditor").await;
    person.go(&format!("{case}/audit")).await;
    person.reads("offer-issued").await;
    person.reads("published").await;
    person.picture("audit").await;
    person.browser.close().await;
}

impl Person<'_> {
    /// The place of work: typed or chosen, as the page offers it.
    async fn choose_place(&self, code: &str) {
        self.choose_or_fill("place", code).await;
    }

    async fn choose_or_fill(&self, name: &str, value: &str) {
        if self.is_choice(name).await { self.choose(name, value).await } else { self.fill(name, value).await }
    }

    async fn is_choice(&self, name: &str) -> bool {
        self.browser.window.find(thirtyfour::By::Css(format!("select[name='{name}']"))).await.is_ok()
    }
}
