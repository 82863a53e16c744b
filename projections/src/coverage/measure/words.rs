//! The measures in words, each with the version of its definition. Another meaning takes another version.

use heyi_core::text::Say;

use super::Measure;

/// A sentence in both languages.
#[derive(Clone, Copy)]
pub(super) struct Both {
    zh: &'static str,
    en: &'static str,
}

/// A measure in words.
pub(super) struct Words {
    pub(super) name: &'static str,
    pub(super) version: u32,
    pub(super) title: Both,
    pub(super) counted: Both,
    pub(super) base: Option<Both>,
}

impl Both {
    pub(super) fn say(self) -> Say {
        Say::new(self.zh, self.en)
    }
}

const fn both(zh: &'static str, en: &'static str) -> Both {
    Both { zh, en }
}

const fn words(name: &'static str, title: Both, counted: Both, base: Option<Both>) -> Words {
    Words { name, version: 1, title, counted, base }
}

const REGISTER: Both = both("登记在册且当日存在的用人单位", "employers in the register that exist on the day");
const REGISTER_WOMEN: Both =
    both("登记在册且当日存在的用人单位的女职工", "women of employers in the register that exist on the day");
const UNIONISED: Both = both(
    "其中已建工会（单独、联合或被联合会覆盖）的单位",
    "of these, employers with a union of their own, of several, or a federation's",
);
const UNIONISED_WOMEN: Both = both("已建工会单位的女职工", "women of employers with a union");
const ORGANISED: Both = both(
    "其中有女职工组织并有有效综合集体合同的单位",
    "of these, employers with a women workers' organisation and a general contract in its term",
);
const STATE: Both = both("其中国有单位", "of these, state-owned employers");
const FOCUS: Both =
    both("生物医药单位的女性专业技术和技能人员", "technical and skilled women of biomedicine employers");
const SIGNED: Both = both("期间内签订的合同", "contracts signed in the span");
const OFFERS: Both = both("答复期限在期间内届满的要约", "offers whose period of reply ended in the span");

const COVERED: Both = both(
    "当日受至少一份有效成果（专项合同、专章、附件、会议纪要、备忘录、制度办法）覆盖的单位，每单位只计一次",
    "employers that at least one instrument (special contract, chapter, annex, minutes, memorandum, policy) covers on the day, each once",
);
const COVERED_WOMEN: Both = both(
    "当日受至少一份有效成果覆盖的单位的女职工，人数取不晚于该日的最近一次统计，每单位只计一次",
    "women of the employers that at least one instrument covers on the day, by the latest count not after it, each employer once",
);
const OWN: Both = both(
    "当日自身签订（或在区域、行业合同上盖章）的合同、专章或附件在有效期内的单位",
    "employers whose own contract, chapter or annex, or a joint one they sealed, is in force on the day",
);

/// The words of a measure.
pub(super) const fn of(measure: Measure) -> Words {
    match measure {
        Measure::ContractsInForce => words(
            "contracts-in-force",
            both("有效合同份数", "contracts in force"),
            both(
                "当日有效的专项合同、专章或附件，每案只计一份",
                "special contracts, chapters and annexes in force on the day, one a case",
            ),
            None,
        ),
        Measure::InstrumentsInForce => words(
            "instruments-in-force",
            both("有效成果份数", "outcomes in force"),
            both("当日有效的各种形式的成果，每案只计一份", "outcomes of every form in force on the day, one a case"),
            None,
        ),
        Measure::EmployersCovered => {
            words("employers-covered", both("覆盖单位", "employers covered"), COVERED, Some(REGISTER))
        }
        Measure::WomenCovered => {
            words("women-covered", both("覆盖女职工", "women covered"), COVERED_WOMEN, Some(REGISTER_WOMEN))
        }
        Measure::EmployersCoveredUnionised => words(
            "employers-covered-unionised",
            both("覆盖率（建会单位）", "coverage rate, of employers with a union"),
            COVERED,
            Some(UNIONISED),
        ),
        Measure::WomenCoveredUnionised => words(
            "women-covered-unionised",
            both("女职工覆盖率（建会单位）", "coverage rate of women, of employers with a union"),
            COVERED_WOMEN,
            Some(UNIONISED_WOMEN),
        ),
        Measure::SigningOrganised => words(
            "signing-organised",
            both(
                "签订率（有女职工组织和集体合同的单位）",
                "signing rate, of employers with a women's organisation and a general contract",
            ),
            OWN,
            Some(ORGANISED),
        ),
        Measure::SigningUnionised => words(
            "signing-unionised",
            both("签订率（建会单位）", "signing rate, of employers with a union"),
            OWN,
            Some(UNIONISED),
        ),
        Measure::SigningState => words(
            "signing-state",
            both("签订率（国有单位）", "signing rate, of state-owned employers"),
            OWN,
            Some(STATE),
        ),
        Measure::Establishment => words(
            "establishment",
            both("建制率", "establishment rate"),
            both(
                "当日自身协商（或在区域、行业合同上盖章）形成的成果有效的单位，不论成果形式",
                "employers whose own negotiation, or a joint one they sealed, has an outcome of any form in force on the day",
            ),
            Some(UNIONISED),
        ),
        Measure::TopicWomen => words(
            "topic-women",
            both("议题覆盖女职工", "women covered by topic"),
            both(
                "当日受至少一条有效议题条款覆盖的单位的女职工",
                "women of employers covered by at least one clause on a topic in force on the day",
            ),
            Some(REGISTER_WOMEN),
        ),
        Measure::FocusCareer => words(
            "focus-career",
            both("生育不影响考核、职称、岗位", "assessment, title and post after childbirth"),
            both(
                "其中所在单位有关于考核评价、职称评定或岗位聘用的有效条款者",
                "those whose employer is covered by a clause on assessment, professional title or post",
            ),
            Some(FOCUS),
        ),
        Measure::FocusPeriods => words(
            "focus-periods",
            both("孕期、哺乳期条款", "pregnancy and nursing"),
            both(
                "其中所在单位有关于孕期保护或哺乳的有效条款者",
                "those whose employer is covered by a clause on protection in pregnancy or on nursing",
            ),
            Some(FOCUS),
        ),
        Measure::ContractsSigned => {
            words("contracts-signed", both("新签合同份数", "contracts newly signed"), SIGNED, None)
        }
        Measure::ContractsExpiring => words(
            "contracts-expiring",
            both("到期合同份数", "contracts that expire"),
            both("最后有效日在期间内的合同", "contracts whose last day lies in the span"),
            None,
        ),
        Measure::Synchronised => words(
            "synchronised",
            both("同步签订率", "synchronised rate"),
            both(
                "期间内也签订了本单位女职工专项合同者",
                "those that in the span also signed a women workers' contract of their own",
            ),
            Some(both("综合集体合同起始日在期间内的单位", "employers whose general contract begins in the span")),
        ),
        Measure::Review => words(
            "review",
            both("审查率", "review rate"),
            both(
                "至当日人社部门已受理并审查完毕者（出具意见、提出异议或审查期满）",
                "those the labour department had received and reviewed by the day: cleared, objected to, or the period over",
            ),
            Some(SIGNED),
        ),
        Measure::Standard => words(
            "standard",
            both("规范率", "standard rate"),
            both("至当日核对清单各项均已完成者", "those of which every item of the checklist was done by the day"),
            Some(SIGNED),
        ),
        Measure::PerformanceClauses => words(
            "performance-clauses",
            both("履约率（条款）", "performance rate, by clauses"),
            both("期间内最近一次检查认定已履行的条款", "clauses found kept at their last inspection in the span"),
            Some(both("期间内检查过且已到期的条款", "clauses inspected in the span and due")),
        ),
        Measure::PerformanceContracts => words(
            "performance-contracts",
            both("履约率（合同）", "performance rate, by contracts"),
            both("其中检查过的条款全部履行的合同", "contracts of which every clause inspected was kept"),
            Some(both("期间内有条款经检查且已到期的合同", "contracts with a clause inspected in the span and due")),
        ),
        Measure::Renewal => words(
            "renewal",
            both("续签率", "renewal rate"),
            both("到期后三个月内续签者", "those renewed within three months"),
            Some(both("期间内期满的合同", "contracts whose term was over in the span")),
        ),
        Measure::OfferResponse => words(
            "offer-response",
            both("应约率", "offer response rate"),
            both("至当日已答复者", "those answered by the day"),
            Some(OFFERS),
        ),
        Measure::OfferOnTime => words(
            "offer-on-time",
            both("按期答复率", "rate of replies on time"),
            both("期限内答复者", "those answered within the period"),
            Some(OFFERS),
        ),
        Measure::LettersAnswered => words(
            "letters-answered",
            both("函件回复率", "letters answered"),
            both("至当日已回复者", "those answered by the day"),
            Some(both("回复期限在期间内届满的提示函、意见书、建议书", "letters whose answer was due in the span")),
        ),
        Measure::OfferToEffect => words(
            "offer-to-effect",
            both("要约至生效天数", "days from offer to effect"),
            both(
                "自要约（变更的，自提出变更）至生效日的天数",
                "days from the offer, of a change from its request, to the first day of effect",
            ),
            Some(both("生效日在期间内的合同", "contracts whose first day of effect lies in the span")),
        ),
    }
}
