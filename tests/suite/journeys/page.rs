//! What a person does on a page: fill in, choose, tick, press, read.

use std::path::Path;
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
    /// With a small phone held upright.
    pub(super) async fn with_phone(app: &'a TestApp) -> Option<Self> {
        Some(Self { app, browser: Browser::open(360, 740).await? })
    }

    /// With a window of an office's screen.
    pub(super) async fn with_screen(app: &'a TestApp) -> Option<Self> {
        Some(Self { app, browser: Browser::open(1_280, 800).await? })
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

    /// Leaves the session behind.
    pub(super) async fn log_out(&self) {
        self.browser.window.delete_all_cookies().await.unwrap();
    }

    /// From now on as this person.
    pub(super) async fn change_to(&self, login: &str) {
        self.log_out().await;
        self.log_in(login).await;
    }

    async fn one(&self, css: &str) -> WebElement {
        match self.browser.window.find(By::Css(css)).await {
            Ok(element) => element,
            Err(_) => panic!("no {css} on {}:\n{}", self.address().await, self.text().await),
        }
    }

    /// Puts text, a number or a day into a field; a day is written as the browser's own widget takes it.
    pub(super) async fn fill(&self, name: &str, value: &str) {
        let field = self.one(&format!("[name='{name}']:not([type=hidden])")).await;
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
        let field = self.one(&format!("[name='{name}']:not([type=hidden])")).await;
        if field.tag_name().await.unwrap() == "select" {
            SelectElement::new(&field).await.unwrap().select_by_value(value).await.unwrap();
        } else {
            self.tick(name, value).await;
        }
    }

    /// Chooses where there is a list, else types.
    pub(super) async fn choose_or_fill(&self, name: &str, value: &str) {
        let list = self.browser.window.find(By::Css(format!("select[name='{name}']"))).await;
        if list.is_ok() { self.choose(name, value).await } else { self.fill(name, value).await }
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
        self.press_in("//main", label).await;
    }

    /// Presses the button with that label in the part of the page at an XPath.
    pub(super) async fn press_in(&self, part: &str, label: &str) {
        let path = format!("{part}//button[normalize-space()='{label}']");
        match self.browser.window.find(By::XPath(&path)).await {
            Ok(button) => {
                self.leave_by(&button).await;
            }
            Err(_) => panic!("no button {label} on {}:\n{}", self.address().await, self.text().await),
        }
    }

    /// Clicks what leads to another page, and waits until this one is gone and the other is there.
    pub(super) async fn leave_by(&self, element: &WebElement) {
        element.scroll_into_view().await.unwrap();
        element.click().await.unwrap();
        self.wait_until_gone(element).await;
    }

    pub(super) async fn wait_until_gone(&self, element: &WebElement) {
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

    /// Sends the form of a decision with two presses, faster than any answer.
    pub(super) async fn record_twice(&self) {
        let button = self.one("form.decision .actions button").await;
        let script = "const b = arguments[0]; b.click(); setTimeout(() => b.click(), 20);";
        self.browser.window.execute(script, vec![button.to_json().unwrap()]).await.unwrap();
        self.wait_until_gone(&button).await;
    }

    /// Chooses a file.
    pub(super) async fn attach(&self, name: &str, file: &Path) {
        self.one(&format!("input[type=file][name='{name}']"))
            .await
            .send_keys(file.display().to_string())
            .await
            .unwrap();
    }

    /// The names of the fields marked as wrong.
    pub(super) async fn wrong(&self) -> Vec<String> {
        let script = "return [...document.querySelectorAll('.field.wrong [name]')].map(e => e.name);";
        self.browser.window.execute(script, vec![]).await.unwrap().convert().unwrap()
    }

    /// Opens everything that is folded.
    pub(super) async fn unfold(&self) {
        let script = "document.querySelectorAll('details').forEach(e => e.open = true);";
        self.browser.window.execute(script, vec![]).await.unwrap();
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

    /// What a field holds.
    pub(super) async fn value(&self, name: &str) -> String {
        self.one(&format!("[name='{name}']:not([type=hidden])")).await.prop("value").await.unwrap().unwrap_or_default()
    }

    /// The page does not say this.
    pub(super) async fn reads_no(&self, unexpected: &str) {
        let text = self.text().await;
        assert!(!text.contains(unexpected), "{} says “{unexpected}”:\n{text}", self.address().await);
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
