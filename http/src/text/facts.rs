//! What an event says, as pairs of label and value for the timeline.

mod joint;
mod roads;

use heyi_core::erasable::Erasable;
use heyi_core::event::CaseEvent;
use heyi_core::event::clauses::ClauseText;
use heyi_core::event::congress::{Ballot, VoteTaken};
use heyi_core::event::entries::EntryCorrected;
use heyi_core::event::opening::{CaseOpened, CaseTakenOver, TakenOverOutcome};
use heyi_core::event::outcome::DraftAgreed;
use heyi_core::event::performance::PerformanceInspected;
use heyi_core::event::representation::{Representative, RepresentativesNamed};
use heyi_core::stage::{Stage, Step};
use heyi_core::topic::{Tier, TopicCode};
use jiff::civil::Date;

use super::Lang;
use super::words::Words;

/// Shows texts of the vault, or that they were erased.
pub trait Reveal {
    /// The text, or 已删除.
    fn reveal(&self, text: &Erasable, l: Lang) -> String;
}

/// One fact: a label and a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// What it says.
    pub value: String,
}

/// What `event` says. Empty texts are left out; an unknown number or choice is shown as unknown.
#[must_use]
pub fn facts(event: &CaseEvent, l: Lang, names: &dyn Reveal) -> Vec<Fact> {
    let mut f = Facts { l, names, list: Vec::new() };
    match event {
        CaseEvent::CaseOpened(opened) => f.opened(opened),
        CaseEvent::CaseTakenOver(taken) => f.taken_over(taken),
        CaseEvent::JointCaseOpened(_)
        | CaseEvent::JointCaseTakenOver(_)
        | CaseEvent::CoverageListed(_)
        | CaseEvent::EmployerVoteTaken(_) => joint::add(event, &mut f),
        CaseEvent::DemandsCollected(e) => {
            f.add("方式", "way", &e.way).add("听取人数", "women heard", &e.heard);
            f.topics(&e.topics).add("内容", "what is asked", &e.text);
        }
        CaseEvent::OfferIssued(e) => {
            f.add("发出方", "by", &e.by).add("书面", "in writing", &e.in_writing).topics(&e.topics);
            f.add("事由", "subject", &e.subject).known("提议首次协商日", "first session proposed for", &e.proposed_day);
            f.add("提议地点", "place proposed", &e.proposed_place);
            f.add("与集体协商总要约同步", "with the general offer", &e.synchronised);
        }
        CaseEvent::OfferDelivered(e) => {
            f.add("送达方式", "way", &e.way).add("签收", "taken by", &e.received_by);
        }
        CaseEvent::ReplyReceived(e) => {
            f.add("答复", "answer", &e.answer).add("书面", "in writing", &e.in_writing);
            f.add("理由或同意部分", "reasons", &e.reasons);
            f.known("另提协商日", "another day proposed", &e.proposed_day);
        }
        CaseEvent::RepresentativesNamed(e) => f.named(e),
        CaseEvent::RepresentativeVacated(e) => {
            f.add("一方", "side", &e.side).add("席位", "seat", &e.seat).add("原因", "why", &e.reason);
        }
        CaseEvent::RepresentativeReplaced(e) => {
            f.add("一方", "side", &e.side).add("席位", "seat", &e.seat).person(&e.successor);
        }
        CaseEvent::AimsSet(e) => {
            f.add("一方", "side", &e.by).topics(&e.topics);
            f.add("底线目标", "at least", &e.least).add("最优目标", "at best", &e.best);
        }
        CaseEvent::SubjectsAgreed(e) => {
            f.topics(&e.topics).add("议题说明", "in words", &e.text);
        }
        CaseEvent::NoticeGiven(e) => {
            f.add("发出方", "by", &e.by).known("拟定日期", "day planned", &e.planned_day);
            f.add("地点", "place", &e.place).add("议题", "subjects", &e.agenda);
        }
        CaseEvent::InformationRequested(e) => {
            f.add("提出方", "by", &e.by).add("内容", "what", &e.what);
        }
        CaseEvent::InformationGiven(e) => {
            f.add("提供方", "by", &e.by).add("内容", "what", &e.what);
        }
        CaseEvent::SessionHeld(e) => {
            f.add("地点", "place", &e.place).add("主持", "chair", &e.chair).name(
                "记录员",
                "recorder",
                e.recorder.as_ref(),
            );
            f.add("职工方到会", "staff representatives present", &e.staff_present);
            f.add("用人单位方到会", "employer's representatives present", &e.employer_present);
            f.add("议程", "agenda", &e.agenda).add("纪要", "minutes", &e.minutes);
            f.add("双方首席代表签字", "signed by both chiefs", &e.minutes_signed);
        }
        CaseEvent::Suspended(e) => {
            f.add("原因", "why", &e.reason).add("双方同意", "both agreed", &e.agreed_by_both);
            f.known("约定恢复日", "day agreed for going on", &e.resume_day);
        }
        CaseEvent::Resumed(e) => {
            f.add("约定", "terms", &e.terms);
        }
        CaseEvent::ClauseProposed(e) => {
            f.add("条款", "clause", &e.clause).add("提出方", "by", &e.by).clause(&e.text);
        }
        CaseEvent::ClauseCountered(e) => {
            f.add("条款", "clause", &e.clause)
                .add("第几稿", "text", &e.text_version)
                .add("提出方", "by", &e.by)
                .clause(&e.text);
        }
        CaseEvent::ClauseAgreed(e) => {
            f.add("条款", "clause", &e.clause).add("第几稿", "text", &e.text_version);
        }
        CaseEvent::ClauseWithdrawn(e) => {
            f.add("条款", "clause", &e.clause).add("原因", "why", &e.reason);
        }
        CaseEvent::OutcomeRecorded(e) => {
            f.add("形式", "form", &e.form).add("名称", "title", &e.title);
            f.add("双方首席代表签字", "signed by both chiefs", &e.signed_by_both);
            f.known("适用自", "applies from", &e.applies_from).known("适用至", "applies until", &e.applies_to);
        }
        CaseEvent::DraftAgreed(e) => f.draft(e),
        CaseEvent::CongressConvened(e) => {
            f.add("会议", "assembly", &e.assembly).known("拟定日期", "day planned", &e.planned_day);
            f.known("送达材料日", "papers sent", &e.papers_sent).add("应到人数", "members", &e.members);
            f.add("其中女性", "women among them", &e.women);
        }
        CaseEvent::VoteTaken(e) => f.vote(e),
        CaseEvent::VoteTold(e) => {
            f.add("通过", "passed", &e.passed).add("资料原话", "words of the source", &e.words);
        }
        CaseEvent::Signed(e) => {
            f.add("职工方首席代表签字", "staff side's chief signed", &e.staff_chief);
            f.add("用人单位方首席代表签字", "employer's chief signed", &e.employer_chief)
                .add("盖章", "sealed", &e.sealed);
            f.known("文本落款日", "date on the paper", &e.dated);
        }
        CaseEvent::Filed(e) => {
            f.add("受送部门", "department", &e.department)
                .add("报送方", "sent by", &e.sent_by)
                .list("材料", "papers", &e.papers);
        }
        CaseEvent::FilingReceived(e) => {
            f.add("登记编号", "registration", &e.registration);
        }
        CaseEvent::SupplementRequested(e) => {
            f.add("内容", "what", &e.what);
        }
        CaseEvent::SupplementSupplied(e) => {
            f.add("内容", "what", &e.what).add("审查期重新计算", "review counted anew", &e.restarts_review);
        }
        CaseEvent::ObjectionServed(e) => {
            f.add("意见", "opinion", &e.opinion).list("所涉条款", "clauses", &e.clauses);
            f.add("双方均已送达", "served on both", &e.served_on_both);
        }
        CaseEvent::ClearedExpressly(e) => {
            f.add("文号", "reference", &e.reference);
        }
        CaseEvent::EffectConfirmed(e) => {
            f.add("依据", "rests on", &e.basis).add("生效日", "in effect from", &e.effective_on);
            f.add("届满日", "until", &e.expires_on)
                .add("核实方式", "made sure by", &e.checked)
                .add("规则", "rule", &e.rule);
        }
        CaseEvent::Published(e) => {
            f.add("公布方式", "way", &e.way);
        }
        CaseEvent::PerformanceInspected(e) => f.inspected(e),
        CaseEvent::ReportedToCongress(e) => {
            f.add("报告内容", "report", &e.report);
        }
        CaseEvent::DriveJoined(e) => {
            f.add("要约行动", "drive", &e.name);
        }
        CaseEvent::ReferenceLinked(e) => {
            f.add("种类", "kind", &e.kind).add("标题", "title", &e.title).add("来源", "publisher", &e.publisher);
            f.add("阅读情况", "read", &e.read).add("与本案有关的内容", "says", &e.says);
        }
        CaseEvent::EntryCorrected(e) => {
            f.entry(e.entry.0).add("理由", "why", &e.reason).waits(e.awaits_approval);
            f.corrected(e);
        }
        CaseEvent::EntryWithdrawn(e) => {
            f.entry(e.entry.0).add("理由", "why", &e.reason).waits(e.awaits_approval);
        }
        CaseEvent::CorrectionApproved(e) => {
            f.entry(e.entry.0);
        }
        CaseEvent::CaseClosed(e) => {
            f.add("原因", "why", &e.reason).add("说明", "remark", &e.remark);
        }
        CaseEvent::ProcedureChanged(_)
        | CaseEvent::RepresentativesPublished(_)
        | CaseEvent::ProtectionNoted(_)
        | CaseEvent::UpperUnionInformed(_)
        | CaseEvent::GuidanceGiven(_)
        | CaseEvent::PassageNotified(_)
        | CaseEvent::CopiedToUpperUnion(_)
        | CaseEvent::CoordinationApplied(_)
        | CaseEvent::CoordinationAccepted(_)
        | CaseEvent::CoordinationExtended(_)
        | CaseEvent::CoordinationEnded(_)
        | CaseEvent::BreachAlleged(_)
        | CaseEvent::PerformanceDemanded(_)
        | CaseEvent::RectificationOrdered(_)
        | CaseEvent::BreachRemedied(_)
        | CaseEvent::DisputeSettled(_)
        | CaseEvent::ArbitrationApplied(_)
        | CaseEvent::ArbitrationAccepted(_)
        | CaseEvent::ArbitrationRefused(_)
        | CaseEvent::AwardMade(_)
        | CaseEvent::AwardReceived(_)
        | CaseEvent::LawsuitFiled(_)
        | CaseEvent::JudgmentMade(_)
        | CaseEvent::ChangeRequested(_)
        | CaseEvent::ChangeDropped(_)
        | CaseEvent::CancellationRequested(_)
        | CaseEvent::Ended(_)
        | CaseEvent::EndingFiled(_)
        | CaseEvent::RenewalProposed(_)
        | CaseEvent::RenewalRefused(_)
        | CaseEvent::RenewalLinked(_)
        | CaseEvent::Renewed(_) => roads::add(event, &mut f),
    }
    f.list
}

struct Facts<'a> {
    l: Lang,
    names: &'a dyn Reveal,
    list: Vec<Fact>,
}

impl Facts<'_> {
    fn add(&mut self, zh: &str, en: &str, value: &dyn Words) -> &mut Self {
        let value = value.words(self.l);
        if !value.trim().is_empty() {
            self.list.push(Fact { label: self.l.t(zh, en).to_owned(), value });
        }
        self
    }

    /// Left out when there is none: an optional day that nobody must state.
    fn known<T: Words>(&mut self, zh: &str, en: &str, value: &Option<T>) -> &mut Self {
        if let Some(value) = value {
            self.add(zh, en, value);
        }
        self
    }

    fn list<T: Words>(&mut self, zh: &str, en: &str, values: &[T]) -> &mut Self {
        let values: Vec<String> = values.iter().map(|value| value.words(self.l)).collect();
        self.add(zh, en, &values.join(self.l.t("、", ", ")))
    }

    fn topics(&mut self, topics: &[TopicCode]) -> &mut Self {
        let names: Vec<String> = topics.iter().map(|topic| topic_name(topic, self.l)).collect();
        self.list("议题", "topics", &names)
    }

    fn entry(&mut self, entry: u64) -> &mut Self {
        self.add("针对记录", "entry", &format!("#{entry}"))
    }

    /// What the entry is to say: whoever approves it must see it.
    fn corrected(&mut self, e: &EntryCorrected) {
        let to = |label: &str| format!("{}{label}", self.l.t("改为：", "to: "));
        let mut says = vec![Fact { label: to(self.l.t("发生", "happened")), value: self.l.occurred(&e.occurred) }];
        says.extend(
            facts(&e.event, self.l, self.names).into_iter().map(|fact| Fact { label: to(&fact.label), ..fact }),
        );
        self.list.extend(says);
    }

    fn waits(&mut self, waits: bool) -> &mut Self {
        if waits {
            let why = self.l.t("本案已结案，须由他人批准后生效", "the case is closed: another person must approve it");
            self.add("批准", "approval", &why.to_owned());
        }
        self
    }

    fn name(&mut self, zh: &str, en: &str, name: Option<&Erasable>) -> &mut Self {
        match name {
            Some(name) => {
                let name = self.names.reveal(name, self.l);
                self.add(zh, en, &name)
            }
            None => self.add(zh, en, &self.l.t("未载明", "not named").to_owned()),
        }
    }

    fn person(&mut self, person: &Representative) -> &mut Self {
        let line = representative(person, self.l, self.names);
        let (zh, en) =
            if person.chief { ("首席代表", "chief representative") } else { ("代表", "representative") };
        self.add(zh, en, &line)
    }

    fn opened(&mut self, e: &CaseOpened) {
        self.add("案号", "number", &e.number).add("用人单位", "employer", &e.employer_name);
        self.add("用工地", "place of work", &self.l.place(&e.place)).add("程序", "procedure", &e.procedure);
        self.add("职工总数", "staff", &e.staff).add("女职工", "women", &e.women);
    }

    fn taken_over(&mut self, e: &CaseTakenOver) {
        self.opened(&e.opening);
        self.ledger(e.stage, e.as_of, &e.unknown, &e.source, e.outcome.as_ref());
    }

    /// What a ledger says of a case that is taken over, for one employer or many.
    fn ledger(
        &mut self,
        stage: Stage,
        as_of: Date,
        unknown: &[Step],
        source: &str,
        outcome: Option<&TakenOverOutcome>,
    ) {
        self.add("接管时阶段", "stage", &self.l.say(&stage.say())).add("截至", "as of", &as_of);
        let unknown: Vec<String> = unknown.iter().map(|step| self.l.say(&step.say())).collect();
        self.list("不详的步骤", "steps not known", &unknown).add("来源", "source", &source.to_owned());
        if let Some(outcome) = outcome {
            self.add("成果形式", "outcome", &outcome.form).add("名称", "title", &outcome.title);
            self.add("生效日", "in effect from", &outcome.effective_on).add("届满日", "until", &outcome.expires_on);
        }
    }

    fn named(&mut self, e: &RepresentativesNamed) {
        self.add("一方", "side", &e.side).add("产生方式", "way", &e.way).add("总人数", "number", &e.number);
        for person in &e.people {
            self.person(person);
        }
    }

    fn clause(&mut self, text: &ClauseText) {
        self.add("议题", "topic", &topic_name(&text.topic, self.l)).add("文本", "text", &text.text);
        self.add("层级", "tier", &text.tier).add("措施", "measure", &text.measure);
        self.add("受益人群", "beneficiaries", &text.beneficiaries).add("受益人数", "how many", &text.beneficiary_count);
    }

    fn draft(&mut self, e: &DraftAgreed) {
        self.add("形式", "form", &e.form).add("名称", "title", &e.title).known(
            "期限（月）",
            "term in months",
            &e.term.months,
        );
        self.known("届满日", "last day", &e.term.last_day);
        let clauses: Vec<String> = e.clauses.iter().map(|(clause, text)| clause_ref(*clause, *text, self.l)).collect();
        self.list("条款", "clauses", &clauses);
    }

    fn vote(&mut self, e: &VoteTaken) {
        self.add("结果", "result", &e.result).ballot(&e.ballot);
        self.add("法定人数规则", "rule of the quorum", &e.quorum_rule).add("通过规则", "rule of passing", &e.pass_rule);
    }

    fn ballot(&mut self, b: &Ballot) -> &mut Self {
        self.add("应到", "members", &b.members).add("实到", "present", &b.present);
        self.add("到会女性", "women present", &b.women_present).add("赞成", "in favour", &b.in_favour);
        self.add("反对", "against", &b.against).add("弃权", "abstained", &b.abstained);
        self.add("无记名", "secret ballot", &b.secret)
    }

    fn inspected(&mut self, e: &PerformanceInspected) {
        self.add("检查人", "inspected by", &e.by).add("检查人数", "inspectors", &e.inspectors);
        for finding in &e.findings {
            let reached = match finding.women_reached {
                Some(women) => format!("{} {women}", self.l.t("惠及女职工", "women reached:")),
                None => String::new(),
            };
            let found = finding.finding.words(self.l);
            let line = [found, finding.basis.clone(), reached].into_iter().filter(|part| !part.is_empty());
            let label = clause_label(finding.clause, self.l);
            let value = line.collect::<Vec<_>>().join(self.l.t("；", "; "));
            self.list.push(Fact { label, value });
        }
        self.add("整改要求", "to be mended", &e.repair).known("整改期限", "by", &e.repair_due);
    }
}

/// 二层.
#[must_use]
pub fn tier_in_short(tier: Tier, l: Lang) -> String {
    match l {
        Lang::ZH => {
            format!("{}层", ["一", "二", "三"].get(usize::from(tier.number()) - 1).copied().unwrap_or_default())
        }
        _ => format!("tier {}", tier.number()),
    }
}

/// One representative in a line: name, post, sex, from outside.
#[must_use]
pub fn representative(person: &Representative, l: Lang, names: &dyn Reveal) -> String {
    let name =
        person.person.as_ref().map_or_else(|| l.t("未载明姓名", "not named").to_owned(), |name| names.reveal(name, l));
    let sex = person.sex.map_or_else(|| l.t("性别未知", "sex not known").to_owned(), |sex| sex.words(l));
    let outside = if person.external { l.t("外聘", "from outside") } else { "" };
    let parts = [name, person.post.clone(), sex, outside.to_owned()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(l.t("，", ", "))
}

/// 第 3 条.
#[must_use]
pub fn clause_label(clause: u32, l: Lang) -> String {
    match l {
        Lang::ZH => format!("第 {clause} 条"),
        _ => format!("clause {clause}"),
    }
}

fn clause_ref(clause: u32, text: u32, l: Lang) -> String {
    match l {
        Lang::ZH => format!("第 {clause} 条（第 {text} 稿）"),
        _ => format!("clause {clause} (text {text})"),
    }
}

/// A topic by name and code.
#[must_use]
pub fn topic_name(topic: &TopicCode, l: Lang) -> String {
    let name = l.say(&topic.name());
    if name == topic.as_str() { name } else { format!("{name}（{}）", topic.as_str()) }
}

#[cfg(test)]
pub(crate) mod tests {
    use heyi_core::scenario::sample_of_each;

    use super::*;

    pub(crate) struct Zhang;

    impl Reveal for Zhang {
        fn reveal(&self, _: &Erasable, _: Lang) -> String {
            "张三".to_owned()
        }
    }

    #[test]
    fn every_kind_of_event_says_something_in_both_languages() {
        for event in sample_of_each() {
            for l in [Lang::ZH, Lang::EN] {
                let said = facts(&event, l, &Zhang);
                assert!(!said.is_empty() || matches!(event, CaseEvent::Resumed(_)), "{}", event.kind());
                assert!(said.iter().all(|fact| !fact.label.is_empty() && !fact.value.is_empty()), "{}", event.kind());
            }
        }
    }
}
