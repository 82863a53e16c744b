//! What templates are given: plain words in one language, nothing to compute.

use heyi_core::event::account::Role;
use heyi_core::place::Place;
use heyi_core::rules::Cite;

use crate::app::VERSION;
use crate::ask::{Ask, Reader};
use crate::guard::permission::{Permission, holds, holds_anywhere};
use crate::routes;
use crate::text::Lang;

pub mod case;
pub mod clauses;
pub mod covered;
pub mod deadline;
pub mod form;
pub mod form_page;
pub mod line;
pub mod parties;
pub mod roads;
pub mod steps;

/// A link with its words.
#[derive(Clone, Debug)]
pub struct Link {
    /// Where to.
    pub href: String,
    /// The words.
    pub label: String,
    /// Whether this is the page shown.
    pub current: bool,
}

/// What stands around every page.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The title.
    pub title: String,
    /// The log-in name of the account; `None`: nobody is logged in.
    pub login: Option<String>,
    /// The session's token for every form; empty without a session.
    pub csrf: String,
    /// The pages this account can open.
    pub menu: Vec<Link>,
    /// This page in the other language.
    pub other_language: Link,
    /// The other language's tag.
    pub other_tag: &'static str,
    /// Today, in words.
    pub today: String,
    /// A line over the page.
    pub banner: Option<String>,
    /// The program's version.
    pub version: &'static str,
}

impl Frame {
    /// The frame of a page for the one who asks.
    #[must_use]
    pub fn of(ask: &Ask, title: impl Into<String>) -> Self {
        let (l, who) = (ask.l(), ask.who.as_ref());
        Self {
            login: who.map(|who| who.account.login.clone()),
            csrf: who.and_then(|who| who.session.as_ref()).map(|session| session.csrf.clone()).unwrap_or_default(),
            menu: who
                .map(|who| menu(l, &who.account.grants, &ask.reader.here, &ask.app.settings.place))
                .unwrap_or_default(),
            today: l.date(ask.today()),
            banner: ask.app.settings.banner.as_ref().map(|banner| l.say(banner)),
            ..Self::bare(&ask.reader, title)
        }
    }

    /// The frame of a page for somebody of whom nothing is known.
    #[must_use]
    pub fn bare(reader: &Reader, title: impl Into<String>) -> Self {
        let (code, name) = reader.l.other();
        let other_language = Link { href: in_language(&reader.here, code), label: name.to_owned(), current: false };
        let other_tag = if reader.l == Lang::ZH { Lang::EN.tag() } else { Lang::ZH.tag() };
        Self {
            title: title.into(),
            login: None,
            csrf: String::new(),
            menu: Vec::new(),
            other_language,
            other_tag,
            today: String::new(),
            banner: None,
            version: VERSION,
        }
    }
}

/// The pages with a place in the menu; those about the whole place for those whose role holds there.
fn menu(l: Lang, grants: &[(Role, Place)], here: &str, whole: &Place) -> Vec<Link> {
    let entries = [
        ("/worklist", l.t("待办期限", "Worklist"), routes::READERS),
        ("/cases", l.t("案件", "Cases"), routes::READERS),
        ("/letters", l.t("监督函", "Letters"), routes::READERS),
        ("/employers", l.t("用人单位", "Employers"), routes::STATISTICS),
        ("/coverage", l.t("覆盖统计", "Coverage"), routes::STATISTICS),
        ("/publications", l.t("数据发布", "Publications"), routes::STATISTICS),
        ("/drives", l.t("要约行动", "Drives"), routes::READERS),
        ("/deadlines", l.t("期限计算", "Deadlines"), routes::READERS),
        ("/topics", l.t("协商议题", "Topics"), routes::READERS),
        ("/audit", l.t("审计", "Audit"), routes::AUDITORS),
        ("/accounts", l.t("账户", "Accounts"), routes::ADMINISTRATORS),
        ("/law", l.t("法规与日历", "Law"), routes::ADMINISTRATORS),
        ("/storage", l.t("存储状态", "Store"), routes::ADMINISTRATORS),
    ];
    let path = here.split('?').next().unwrap_or(here);
    let allowed = entries.into_iter().filter(|(href, _, roles)| match *href {
        "/audit" | "/law" | "/storage" => holds(grants, roles, whole),
        _ => holds_anywhere(grants, roles),
    });
    allowed
        .map(|(href, label, _)| Link {
            href: href.to_owned(),
            label: label.to_owned(),
            current: path == href || path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')),
        })
        .collect()
}

/// The same address in another language.
fn in_language(here: &str, code: &str) -> String {
    let (path, query) = here.split_once('?').unwrap_or((here, ""));
    let kept = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang="));
    let query: Vec<String> = kept.map(str::to_owned).chain([format!("lang={code}")]).collect();
    format!("{path}?{}", query.join("&"))
}

/// A citation in words; empty when there is none.
#[must_use]
pub fn cited(cite: Option<&Cite>, l: Lang) -> String {
    cite.map(|cite| l.say(&cite.say())).unwrap_or_default()
}

/// Whether a permission would let this account do something somewhere; for showing or leaving out a link.
#[must_use]
pub fn could(permission: Permission, grants: &[(Role, Place)]) -> bool {
    match permission {
        Permission::Public | Permission::SignedIn => true,
        Permission::In(roles, _) => holds_anywhere(grants, roles),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_language_keeps_the_rest_of_the_address() {
        assert_eq!(in_language("/cases?q=a&lang=zh&x=1", "en"), "/cases?q=a&x=1&lang=en");
        assert_eq!(in_language("/cases", "en"), "/cases?lang=en");
    }

    #[test]
    fn the_menu_shows_what_the_roles_open() {
        let grants = [(Role::Statistician, "320000".parse().unwrap())];
        let whole = "320000".parse().unwrap();
        let menu = menu(Lang::ZH, &grants, "/employers/1", &whole);
        assert_eq!(
            menu.iter().map(|link| link.href.as_str()).collect::<Vec<_>>(),
            ["/employers", "/coverage", "/publications"]
        );
        assert!(menu[0].current && !menu[1].current);
        for (region, expected) in [("320000", vec!["/audit"]), ("320100", vec![])] {
            let menu = super::menu(Lang::ZH, &[(Role::Auditor, region.parse().unwrap())], "/", &whole);
            let hrefs: Vec<_> = menu.iter().map(|link| link.href.as_str()).filter(|href| *href == "/audit").collect();
            assert_eq!(hrefs, expected, "{region}");
        }
    }
}
