//! The administrator: an account from its opening to its end, with a token shown once.

use heyi_core::event::account::Role;
use heyi_tests::app::{PASSWORD, TestApp};
use reqwest::{Client, StatusCode};

use super::page::Person;

#[tokio::test(flavor = "multi_thread")]
async fn journey_an_account_is_opened_granted_given_a_token_and_disabled() {
    let app = TestApp::start().await;
    app.account("administrator", Role::Administrator, "320000").await;
    let Some(person) = Person::with_phone(&app).await else { return };
    person.log_in("administrator").await;
    person.go("/accounts").await;
    let typed = [
        ("login", "caseworker-nanjing"),
        ("name", "王某"),
        ("office", "js-nanjing"),
        ("region", "320100"),
        ("password", PASSWORD),
    ];
    for (name, value) in typed {
        person.fill(name, value).await;
    }
    person.choose("role", "caseworker").await;
    person.picture("accounts").await;
    person.press("开立").await;
    person.reads("caseworker-nanjing").await;
    let page = person.address().await;

    person.choose("role", "statistician").await;
    person.fill("region", "320100").await;
    person.press("授予角色").await;
    person.reads("统计员").await;

    person.fill("label", "月报").await;
    person.press("发放令牌").await;
    person.reads("只显示这一次").await;
    person.picture("account-token").await;
    let token = person.browser.window.find(thirtyfour::By::Css(".note code")).await.unwrap().text().await.unwrap();
    person.go(&page).await;
    person.reads("月报").await;
    person.reads_no(&token).await;
    let client = Client::new();
    let ask = || client.get(app.url("/api/v1/coverage?region=320100")).bearer_auth(&token).send();
    assert_eq!(ask().await.unwrap().status(), StatusCode::OK);

    person.fill("reason", "岗位调整").await;
    person.press("停用").await;
    person.reads("已停用").await;
    person.picture("account-disabled").await;
    assert_eq!(ask().await.unwrap().status(), StatusCode::UNAUTHORIZED);
    person.change_to("caseworker-nanjing").await;
    person.reads("登录名或密码不对").await;
    person.picture("login-refused").await;
    person.browser.close().await;
}
