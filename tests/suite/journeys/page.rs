//! What a person does on a page: fill in, choose, tick, press, read.

use std::time::Duration;

use heyi_tests::app::{PASSWORD, TestApp};
use heyi_tests::browser::Browser;
use thirtyfour::components::SelectElement;
use thirtyfour::{By, WebElement};

/// A person at a browser.
pub(super) struct Person<'a> {
    pub(super) app: &'a TestApp,
    pub(super) browser: Browser,
}

impl<'a> Person<'a> {
    /// At a window as wide as a phone.
    pub(super) async fn with_phone(app: &'a TestApp) -> Option<Self> {
        Some(Self { app, browser: Browser::open(390, 844).await? })
    }

    pub(super) async fn go(&self, path: &str) {
        self.browser.window.goto(&self.app.url(path)).await.unwrap();
    }

    pub(super) async fn log_in(&self, login: &str) {
        self.go("/login").await;
        self.fill("login", login).await;
        self.fill("password", PASSWORD).await;
        self.press("登录").await;
    }

    async fn one(&self, css: &str) -> WebElement {
        match self.browser.window.find(By::Css(css)).await {
            Ok(element) => element,
            Err(_) => panic!("no {css} on {}:\n{}", self.address().await, self.text().await),
        }
    }

    /// Puts text, a number or a day into a field; a day is written as the browser's own widget takes it.
    pub(super) async fn fill(&self, name: &str, value: &str) {
        let field = self.one(&format!("[name='{name}']")).await;
        let kind = field.attr("type").await.unwrap().unwrap_or_default();
        if kind == "date" {
            let script = "arguments[0].value = arguments[1];";
            self.browser.window.execute(script, vec![field.to_json().unwrap(), value.into()]).await.unwrap();
        } else {
            field.clear().await.unwrap();
            field.send_keys(value).await.unwrap();
        }
    }

    /// Chooses from a list or among buttons.
    pub(super) async fn choose(&self, name: &str, value: &str) {
        let field = self.one(&format!("[name='{name}']")).await;
        if field.tag_name().await.unwrap() == "select" {
            SelectElement::new(&field).await.unwrap().select_by_value(value).await.unwrap();
        } else {
            self.tick(name, value).await;
        }
    }

    /// Ticks a box or button, opening what it is folded in.
    pub(super) async fn tick(&self, name: &str, value: &str) {
        let field = self.one(&format!("[name='{name}'][value='{value}']")).await;
        let script = "for (let e = arguments[0]; e; e = e.parentElement) if (e.tagName == 'DETAILS') e.open = true; \
                      if (!arguments[0].checked) arguments[0].click();";
        self.browser.window.execute(script, vec![field.to_json().unwrap()]).await.unwrap();
    }

    /// Presses the button with that label.
    pub(super) async fn press(&self, label: &str) {
        let path = format!("//main//button[normalize-space()='{label}']");
        match self.browser.window.find(By::XPath(&path)).await {
            Ok(button) => {
                self.leave_by(&button).await;
            }
            Err(_) => panic!("no button {label} on {}:\n{}", self.address().await, self.text().await),
        }
    }

    /// Clicks what leads to another page, and waits until this one is gone and the other is there.
    async fn leave_by(&self, element: &WebElement) {
        element.scroll_into_view().await.unwrap();
        element.click().await.unwrap();
        for _ in 0..100 {
            let gone = element.tag_name().await.is_err();
            let there = self.browser.window.execute("return document.readyState;", vec![]).await;
            if gone && there.is_ok_and(|state| state.json().as_str() == Some("complete")) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("still on {} after five seconds", self.address().await);
    }

    /// Sends the form of a decision.
    pub(super) async fn record(&self) {
        let button = self.one("form.decision .actions button").await;
        self.leave_by(&button).await;
    }

    /// Follows the link with that text.
    pub(super) async fn follow(&self, text: &str) {
        match self.browser.window.find(By::PartialLinkText(text)).await {
            Ok(link) => {
                self.leave_by(&link).await;
            }
            Err(_) => panic!("no link {text} on {}:\n{}", self.address().await, self.text().await),
        }
    }

    pub(super) async fn text(&self) -> String {
        self.browser.window.find(By::Css("body")).await.unwrap().text().await.unwrap()
    }

    pub(super) async fn address(&self) -> String {
        self.browser.window.current_url().await.unwrap().path().to_owned()
    }

    /// The page says this.
    pub(super) async fn reads(&self, expected: &str) {
        let text = self.text().await;
        assert!(text.contains(expected), "{} does not say “{expected}”:\n{text}", self.address().await);
    }

    /// The page is no wider than the window: nobody scrolls sideways on a phone.
    pub(super) async fn fits_the_phone(&self) {
        let script = "return document.documentElement.scrollWidth - document.documentElement.clientWidth;";
        let over = self.browser.window.execute(script, vec![]).await.unwrap().json().as_i64().unwrap();
        assert!(over <= 1, "{} is {over} pixels wider than the window", self.address().await);
    }

    pub(super) async fn picture(&self, name: &str) {
        self.fits_the_phone().await;
        self.browser.picture(name).await;
    }
}
