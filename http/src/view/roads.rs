//! The side roads of a case for people: procedure, coordination, disputes, change, renewal, end.

use heyi_core::case::dispute::Dispute;
use heyi_core::case::roads::{Coordination, End, Renewal};
use heyi_core::case::{Case, Done};
use heyi_core::ids::CaseId;

use super::Link;
use crate::text::Lang;
use crate::text::facts::{Fact, clause_label};
use crate::text::words::Words as _;

/// One side road that was taken.
#[derive(Clone, Debug)]
pub struct SideRoadView {
    /// What it is.
    pub title: String,
    /// What is known of it.
    pub facts: Vec<Fact>,
    /// Another case it leads to.
    pub links: Vec<Link>,
}

/// Every side road the case has taken, in the order of the procedure.
pub(super) fn roads(case: &Case, l: Lang) -> Vec<SideRoadView> {
    let roads = &case.roads;
    let mut views = Vec::new();
    let mut add = |title: String, facts: Vec<Fact>, links: Vec<Link>| {
        if !facts.is_empty() || !links.is_empty() {
            views.push(SideRoadView { title, facts, links });
        }
    };
    let procedures = roads.procedures.iter().map(|(to, done)| fact(to.words(l), day(done, l))).collect();
    add(l.t("程序变更", "Changes of the procedure").to_owned(), procedures, Vec::new());
    if let Some(coordination) = &roads.coordination {
        add(l.t("协调处理", "Coordination").to_owned(), coordinated(coordination, l), Vec::new());
    }
    for (number, dispute) in &roads.disputes {
        let title = match l {
            Lang::ZH => format!("违约 {number}"),
            _ => format!("Breach {number}"),
        };
        add(title, disputed(dispute, l), Vec::new());
    }
    let change = roads.change.iter().map(|change| fact(l.t("提出", "Requested").into(), day(&change.requested, l)));
    add(l.t("变更", "Change").to_owned(), change.collect(), Vec::new());
    let (facts, links) = renewed(&roads.renewal, l);
    add(l.t("续订", "Renewal").to_owned(), facts, links);
    let cancellation =
        roads.cancellation.iter().map(|done| fact(l.t("提出解除", "Cancellation requested").into(), day(done, l)));
    let mut ended: Vec<Fact> = cancellation.collect();
    ended.extend(roads.end.iter().flat_map(|end| end_of(end, l)));
    ended.extend(roads.ending_filed.iter().map(|done| fact(l.t("报告", "Reported").into(), day(done, l))));
    add(l.t("终止与解除", "End").to_owned(), ended, Vec::new());
    views
}

fn coordinated(coordination: &Coordination, l: Lang) -> Vec<Fact> {
    let steps = [
        (l.t("申请", "Applied for"), Some(&coordination.applied)),
        (l.t("受理", "Accepted"), coordination.accepted.as_ref()),
        (l.t("延长", "Prolonged"), coordination.extended.as_ref()),
    ];
    let mut facts: Vec<Fact> =
        steps.into_iter().filter_map(|(label, done)| Some(fact(label.to_owned(), day(done?, l)))).collect();
    if let Some((done, agreed)) = &coordination.ended {
        let result = if *agreed {
            l.t("达成协议", "with an agreement")
        } else {
            l.t("未达成协议", "without an agreement")
        };
        facts.push(fact(l.t("结束", "Ended").to_owned(), format!("{} · {result}", day(done, l))));
    }
    facts
}

fn disputed(dispute: &Dispute, l: Lang) -> Vec<Fact> {
    let mut facts = vec![
        fact(l.t("主张人", "Alleged by").to_owned(), dispute.by.words(l)),
        fact(l.t("事实", "What happened").to_owned(), dispute.facts.clone()),
        fact(l.t("知道侵害之日", "Known since").to_owned(), l.maybe_date(dispute.known_since)),
    ];
    if !dispute.clauses.is_empty() {
        let clauses: Vec<String> = dispute.clauses.iter().map(|clause| clause_label(*clause, l)).collect();
        facts.push(fact(l.t("所涉条款", "Clauses").to_owned(), clauses.join(l.t("、", ", "))));
    }
    facts.extend(dispute.done.iter().map(|(step, done)| fact(l.say(&step.say()), day(done, l))));
    facts
}

fn renewed(renewal: &Renewal, l: Lang) -> (Vec<Fact>, Vec<Link>) {
    let told = |label: &str, told: &Option<(Done, heyi_core::event::representation::Side)>| {
        let (done, by) = told.as_ref()?;
        Some(fact(label.to_owned(), format!("{} · {}", by.words(l), day(done, l))))
    };
    let facts =
        [told(l.t("提出续订", "Proposed"), &renewal.proposed), told(l.t("不同意续订", "Refused"), &renewal.refused)];
    let link = |label: &str, case: Option<CaseId>| {
        Some(Link { href: format!("/cases/{}", case?), label: label.to_owned(), current: false })
    };
    let links = [
        link(l.t("所续签的案件", "The case it renews"), renewal.renews),
        link(l.t("续签的新案件", "The case that renews it"), renewal.renewed_by),
    ];
    (facts.into_iter().flatten().collect(), links.into_iter().flatten().collect())
}

fn end_of(end: &End, l: Lang) -> [Fact; 2] {
    [
        fact(l.t("原因", "Why").to_owned(), end.ground.words(l)),
        fact(l.t("最后有效日", "Last day").to_owned(), l.maybe_date(end.last_day)),
    ]
}

fn fact(label: String, value: String) -> Fact {
    Fact { label, value }
}

fn day(done: &Done, l: Lang) -> String {
    l.occurred(&done.occurred)
}

#[cfg(test)]
mod tests {
    use heyi_core::event::CaseEvent;
    use heyi_core::event::ending::RenewalLinked;
    use heyi_core::scenario::{Scenario, alleged, day};
    use heyi_core::stage::Step;

    use super::*;

    #[test]
    fn a_case_on_its_main_line_shows_none() {
        assert!(roads(&Scenario::through(Step::Publication).case(), Lang::ZH).is_empty());
    }

    #[test]
    fn a_dispute_and_a_renewal_are_shown_with_their_steps() {
        let linked = CaseEvent::RenewalLinked(RenewalLinked { renews: CaseId(uuid::Uuid::from_u128(9)) });
        let case = Scenario::through(Step::Effect).and(alleged(1), day(200)).and(linked, day(201)).case();
        let shown = roads(&case, Lang::ZH);
        assert_eq!(shown.iter().map(|road| road.title.as_str()).collect::<Vec<_>>(), ["违约 1", "续订"]);
        assert!(shown[0].facts.iter().any(|fact| fact.label == "主张违约"));
        assert!(shown[1].links[0].href.starts_with("/cases/"));
    }
}
