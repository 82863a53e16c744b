//! What the events of a case of many employers say.

use heyi_core::event::CaseEvent;
use heyi_core::event::coverage_list::{CoverageListed, EmployerJoined};
use heyi_core::event::opening::{HeadCount, JointCaseOpened};

use super::{Fact, Facts};
use crate::text::Lang;
use crate::text::words::{Employers, Words as _};

/// The most employers an entry names on the timeline; the coverage list shows them all.
const SHOWN: usize = 20;

/// Adds what such an event says; nothing for others.
pub(super) fn add(event: &CaseEvent, f: &mut Facts<'_>) {
    match event {
        CaseEvent::JointCaseOpened(e) => opened(e, f),
        CaseEvent::JointCaseTakenOver(e) => {
            opened(&e.opening, f);
            f.ledger(e.stage, e.as_of, &e.unknown, &e.source, e.outcome.as_ref());
        }
        CaseEvent::CoverageListed(e) => listed(e, f),
        CaseEvent::EmployerVoteTaken(e) => {
            f.add("用人单位", "employer", &e.employer.to_string());
            f.add("结果", "result", &e.result).ballot(&e.ballot);
        }
        _ => {}
    }
}

fn opened(e: &JointCaseOpened, f: &mut Facts<'_>) {
    f.add("案号", "number", &e.number).add("范围", "scope", &e.scope).add("名称", "name", &e.name);
    f.add("地点", "place", &f.l.place(&e.place)).known("行业", "industry", &e.industry);
    f.add("工会", "union", &e.union).add("用人单位方", "employers' side", &e.employers_side);
    f.add("用人单位方组织", "their organisation", &e.organisation).add("程序", "procedure", &e.procedure);
    f.add("单位数", "employers", &e.employers.as_ref().map(Employers)).add("职工总数", "staff", &e.staff).add(
        "女职工",
        "women",
        &e.women,
    );
}

fn listed(e: &CoverageListed, f: &mut Facts<'_>) {
    let l = f.l;
    if !e.joined.is_empty() {
        f.add("加入或更新（家）", "joined or entered anew", &e.joined.len().to_string());
    }
    for joined in e.joined.iter().take(SHOWN) {
        f.list.push(Fact { label: joined.name.clone(), value: says(joined, l) });
    }
    if !e.left.is_empty() {
        f.add("退出（家）", "left", &e.left.len().to_string());
    }
    for left in e.left.iter().take(SHOWN) {
        let until = left.until.map(|day| l.date(day)).unwrap_or_default();
        let parts = [until, left.reason.clone()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        f.list.push(Fact { label: left.employer.to_string(), value: parts.join(l.t("，", ", ")) });
    }
}

fn says(joined: &EmployerJoined, l: Lang) -> String {
    let people =
        |label: &str, count: &Option<HeadCount>| count.as_ref().map(|count| format!("{label} {}", count.people));
    let parts = [
        joined.from.map(|day| l.date(day)),
        Some(joined.binding.words(l)),
        people(l.t("职工", "staff"), &joined.staff),
        people(l.t("女职工", "women"), &joined.women),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(l.t("，", ", "))
}
