//! The choices that forms offer, and what each stands for in the events.

use heyi_core::event::congress::Assembly;
use heyi_core::event::coordination::CoordinationBy;
use heyi_core::event::coverage_list::Binding;
use heyi_core::event::dispute::{AllegedBy, Claimant, SettlementWay};
use heyi_core::event::drive::DriveOf;
use heyi_core::event::employer::{CommitteeKind, HeldContract, Ownership, Size, UnionKind};
use heyi_core::event::ending::EndGround;
use heyi_core::event::entries::{ClosingReason, ReferenceKind};
use heyi_core::event::filing::FilingPaper;
use heyi_core::event::letter::{EscalatedTo, LetterKind, LetterOutcome};
use heyi_core::event::offer::{Answer, DeliveryWay, OfferBy};
use heyi_core::event::opening::{EmployersSide, JointScope, Procedure};
use heyi_core::event::outcome::OutcomeForm;
use heyi_core::event::performance::Finding;
use heyi_core::event::representation::{NamingWay, Sex, Side};
use heyi_core::event::talks::Chair;
use heyi_core::rules::SubjectMatter;
use heyi_core::stage::{Stage, Step};
use heyi_core::topic::Tier;

use super::table::table;

table! {
    /// The two sides of the table.
    SIDES: Side {
        Staff = "staff", "职工方", "staff side";
        Employer = "employer", "用人单位方", "employer";
    }
}

table! {
    /// Who makes an offer.
    OFFER_BY: OfferBy {
        Staff = "staff", "职工方（本单位工会）", "staff side (the employer's own union)";
        Employer = "employer", "用人单位", "employer";
        UpperUnion = "upper-union", "上级工会代为提出", "upper union, on behalf of the staff";
    }
}

table! {
    /// How a paper reached the other side.
    DELIVERY_WAYS: DeliveryWay {
        Hand = "hand", "当面递交", "handed over";
        Post = "post", "邮寄（有凭证）", "by post, with proof";
        Electronic = "electronic", "电子方式", "electronically";
        Other = "other", "留置、公告等其他方式", "left, announced, or another way";
    }
}

table! {
    /// What a reply says.
    ANSWERS: Answer {
        Agrees = "agrees", "同意协商", "agrees to negotiate";
        InPart = "in-part", "部分同意", "agrees in part";
        Refuses = "refuses", "不同意", "refuses";
    }
}

table! {
    /// How representatives came about.
    NAMING_WAYS: NamingWay {
        Appointed = "appointed", "工会或单位委派", "appointed by the union or the employer";
        Elected = "elected", "职代会选举", "elected by the congress";
        Recommended = "recommended", "职工推荐（无工会）", "recommended by the staff, where there is no union";
        Unknown = "unknown", "资料未载明", "the source does not say";
    }
}

table! {
    /// Sex, as it bears on the rules about women among the representatives.
    SEXES: Sex {
        Woman = "woman", "女", "woman";
        Man = "man", "男", "man";
    }
}

table! {
    /// Who chaired a session.
    CHAIRS: Chair {
        StaffChief = "staff-chief", "职工方首席代表", "chief of the staff side";
        EmployerChief = "employer-chief", "用人单位方首席代表", "chief of the employer";
        Adviser = "adviser", "指导员或上级工会", "adviser or upper union";
        Unknown = "unknown", "资料未载明", "the source does not say";
    }
}

table! {
    /// The tier of a topic, there and then.
    TIERS: Tier {
        One = "1", "一层：法律明确，落实到位", "tier 1: the law is definite, carry it out";
        Two = "2", "二层：法律原则，细化措施", "tier 2: the law is general, agree measures";
        Three = "3", "三层：法律未定，协商解决", "tier 3: the law is silent, agree a solution";
    }
}

table! {
    /// Every form of an outcome.
    OUTCOME_FORMS: OutcomeForm {
        SpecialContract = "special-contract", "专项集体合同", "special collective contract";
        Chapter = "chapter", "综合集体合同专章", "chapter of a comprehensive contract";
        Annex = "annex", "集体合同附件", "annex to a contract";
        Minutes = "minutes", "会议纪要", "minutes";
        Memorandum = "memorandum", "备忘录", "memorandum";
        Policy = "policy", "制度办法", "policy";
    }
}

table! {
    /// Outcomes that go through vote, signing, filing and review.
    CONTRACT_FORMS: some of OutcomeForm {
        SpecialContract = "special-contract", "专项集体合同", "special collective contract";
        Chapter = "chapter", "综合集体合同专章", "chapter of a comprehensive contract";
        Annex = "annex", "集体合同附件", "annex to a contract";
    }
}

table! {
    /// Outcomes that end at the signatures.
    OTHER_FORMS: some of OutcomeForm {
        Minutes = "minutes", "会议纪要", "minutes";
        Memorandum = "memorandum", "备忘录", "memorandum";
        Policy = "policy", "制度办法", "policy";
    }
}

table! {
    /// Who votes.
    ASSEMBLIES: Assembly {
        Delegates = "delegates", "职工代表大会（代表）", "delegates";
        AllStaff = "all-staff", "全体职工大会", "all staff";
    }
}

table! {
    /// Papers of a filing set.
    FILING_PAPERS: FilingPaper {
        Text = "text", "双方首席代表签字的合同文本", "the text signed by both chiefs";
        ProcessAccount = "process-account", "协商过程说明", "account of the process";
        WomenAccount = "women-account", "女职工权益保护情况说明", "account of how women workers are protected";
        Resolution = "resolution", "职代会决议（含票数）", "resolution of the congress with its numbers";
        Representatives = "representatives", "协商代表名单及委托书", "list of representatives and mandates";
        Standing = "standing", "单位和工会主体资格证明", "proof that employer and union exist in law";
        SessionRecord = "session-record", "签字的协商会议记录", "signed record of the sessions";
        OfferAndReply = "offer-and-reply", "要约书和答复书", "offer and reply";
    }
}

table! {
    /// What an inspection found of a clause.
    FINDINGS: Finding {
        Kept = "kept", "已履行", "kept";
        Partly = "partly", "部分履行", "kept in part";
        NotKept = "not-kept", "未履行", "not kept";
        NotYetDue = "not-yet-due", "尚未到期", "not yet due";
    }
}

table! {
    /// What kind of thing is linked to a case.
    REFERENCE_KINDS: ReferenceKind {
        Report = "report", "公开报道", "published report";
        IndividualDispute = "individual-dispute", "个别劳动争议", "dispute of one worker";
        ProsecutorAction = "prosecutor-action", "检察公益诉讼或检察建议", "prosecutor's action";
        Other = "other", "其他", "other";
    }
}

table! {
    /// Why a case is closed.
    CLOSING_REASONS: ClosingReason {
        Completed = "completed", "已完成（成果在履行或已期满）", "completed: the outcome is in performance or has run out";
        NoAgreement = "no-agreement", "未达成一致", "ended without agreement";
        EmployerGone = "employer-gone", "用人单位已不存在", "the employer no longer exists";
        OpenedByMistake = "opened-by-mistake", "误立", "opened by mistake";
    }
}

table! {
    /// What is negotiated.
    SUBJECTS: SubjectMatter {
        Women = "women", "女职工权益保护专项", "special protection of women workers' rights";
        General = "general", "综合集体合同", "comprehensive collective contract";
        Wage = "wage", "工资专项", "wages only";
    }
}

table! {
    /// The procedure chosen.
    PROCEDURES: Procedure {
        Ordinary = "ordinary", "普通程序", "ordinary";
        Simple = "simple", "简易程序（不能签订合同）", "simple: cannot end in a contract";
        Emergency = "emergency", "应急程序", "emergency";
    }
}

table! {
    /// Ownership of an employer.
    OWNERSHIPS: Ownership {
        Unknown = "unknown", "不详", "not known";
        State = "state", "国有", "state";
        Collective = "collective", "集体", "collective";
        Private = "private", "私营", "private";
        HkMacaoTaiwan = "hk-macao-taiwan", "港澳台商投资", "invested from Hong Kong, Macao or Taiwan";
        Foreign = "foreign", "外商投资", "foreign-invested";
        PublicInstitution = "public-institution", "事业单位", "public institution";
        SocialOrganisation = "social-organisation", "社会组织", "social organisation";
        Individual = "individual", "个体经济组织", "individual business";
        PublicBody = "public-body", "机关", "public body";
    }
}

table! {
    /// What union an employer has.
    UNIONS: UnionKind {
        Unknown = "unknown", "不详", "not known";
        Own = "own", "独立建会", "a union of its own";
        Joint = "joint", "联合工会", "a joint union";
        None = "none", "未建会", "none";
        Federation = "federation", "区域性或行业性工会联合会覆盖", "covered by a federation of its area or industry";
    }
}

table! {
    /// Size of an employer, as a source tells it.
    SIZES: Size {
        Large = "large", "大型", "large";
        Medium = "medium", "中型", "medium";
        Small = "small", "小型", "small";
        Micro = "micro", "微型", "micro";
    }
}

table! {
    /// What women workers' organisation there is.
    COMMITTEES: CommitteeKind {
        Committee = "committee", "女职工委员会", "women workers' committee";
        Member = "member", "女职工委员", "a women's member of the union committee";
        Joint = "joint", "联合或区域女职工委员会", "committee of a joint union or an area";
        None = "none", "没有", "none";
    }
}

table! {
    /// Contracts besides the special one.
    HELD_CONTRACTS: HeldContract {
        General = "general", "综合集体合同", "general collective contract";
        Wage = "wage", "工资专项集体合同", "wage contract";
    }
}

table! {
    /// Stages at which a case can be taken over.
    TAKEN_OVER_STAGES: some of Stage {
        Opened = "opened", "已立案，准备中", "opened, preparing";
        Offered = "offered", "已发出要约", "offer issued";
        Delivered = "delivered", "要约已送达", "offer delivered";
        Refused = "refused", "对方拒绝", "refused";
        Accepted = "accepted", "已同意协商", "agreed to negotiate";
        InSession = "in-session", "协商中", "in session";
        OutcomeRecorded = "outcome-recorded", "已形成非合同成果", "ended in an outcome other than a contract";
        DraftAgreed = "draft-agreed", "草案已商定", "draft agreed";
        BeforeCongress = "before-congress", "待职代会审议", "before the congress";
        VoteFailed = "vote-failed", "审议未通过", "vote not passed";
        VotePassed = "vote-passed", "审议已通过", "vote passed";
        Signed = "signed", "已签字盖章", "signed";
        Filed = "filed", "已报送", "filed";
        UnderReview = "under-review", "已受理，审查期内", "received, under review";
        SupplementAsked = "supplement-asked", "待补正材料", "supplements asked for";
        Objected = "objected", "审查有异议，重新协商", "objected to, talks go on";
        Effective = "effective", "已生效", "in effect";
        InPerformance = "in-performance", "已公布，履行中", "published, in performance";
    }
}

table! {
    /// Steps of which an old ledger may know nothing.
    STEPS: Step {
        Offer = "offer", "要约", "the offer";
        Delivery = "delivery", "要约送达", "delivery of the offer";
        Reply = "reply", "同意协商的答复", "a reply that agrees to negotiate";
        StaffRepresentatives = "staff-representatives", "职工方协商代表", "representatives of the staff side";
        EmployerRepresentatives = "employer-representatives", "用人单位方协商代表", "representatives of the employer";
        UpperUnion = "upper-union", "告知上级工会", "word to the upper union";
        Session = "session", "协商会议", "a session";
        Draft = "draft", "商定的草案", "an agreed draft";
        Congress = "congress", "召开职代会的通知", "the call of the congress";
        Vote = "vote", "职代会审议通过", "a passed vote of the congress";
        Passage = "passage", "书面告知草案通过", "the written notice of the passage";
        Signature = "signature", "签字盖章", "the signatures";
        Filing = "filing", "报送", "the filing";
        Receipt = "receipt", "受理回执", "the department's receipt";
        Clearance = "clearance", "无异议的审查意见", "an express clearance";
        Effect = "effect", "生效确认", "the confirmed effect";
        Publication = "publication", "公布", "the publication";
        Copy = "copy", "抄送上级工会", "the copy to the upper union";
        Outcome = "outcome", "会议纪要、备忘录或制度", "minutes, a memorandum or a policy";
    }
}

table! {
    /// What the employers of a joint case share.
    JOINT_SCOPES: JointScope {
        Area = "area", "区域", "an area";
        Industry = "industry", "行业", "an industry";
        AreaIndustry = "area-industry", "区域内的行业", "an industry within an area";
    }
}

table! {
    /// Who speaks for the employers of a joint case.
    EMPLOYERS_SIDES: EmployersSide {
        Organisation = "organisation", "企业联合组织、行业协会", "an organisation of employers";
        Elected = "elected", "各单位推选或授权的代表", "representatives they elected or mandated";
        Unknown = "unknown", "资料未载明", "the source does not say";
    }
}

table! {
    /// How an employer on a coverage list is bound.
    BINDINGS: Binding {
        Mandate = "mandate", "授权", "mandate";
        Recognition = "recognition", "认可", "recognition";
        Seal = "seal", "盖章", "seal";
        None = "none", "无", "none";
    }
}

table! {
    /// What a drive issues.
    DRIVES_OF: DriveOf {
        Offers = "offers", "要约", "offers";
        Letters = "letters", "提示函", "reminder letters";
    }
}

table! {
    /// Who set a coordination going.
    COORDINATION_BY: CoordinationBy {
        Staff = "staff", "职工方申请", "the staff side applied";
        Employer = "employer", "用人单位方申请", "the employer applied";
        Department = "department", "人社部门主动", "the department, of its own motion";
    }
}

table! {
    /// Who alleges a breach.
    ALLEGED_BY: AllegedBy {
        Union = "union", "工会", "the union";
        Workers = "workers", "职工", "workers";
        Inspection = "inspection", "履约检查发现", "an inspection found it";
        Authority = "authority", "有关机关", "an authority";
    }
}

table! {
    /// How a dispute was settled.
    SETTLEMENT_WAYS: SettlementWay {
        BetweenSides = "between-sides", "双方自行和解", "between the sides";
        Conciliation = "conciliation", "调解", "by conciliation";
        InArbitration = "in-arbitration", "仲裁中", "in arbitration";
        InCourt = "in-court", "诉讼中", "in court";
    }
}

table! {
    /// Who claims in arbitration.
    CLAIMANTS: Claimant {
        Union = "union", "工会", "the union";
        Workers = "workers", "职工（推举代表）", "workers, by their representatives";
    }
}

table! {
    /// Why an agreement ended.
    END_GROUNDS: EndGround {
        TermOver = "term-over", "期满终止", "its term is over";
        ConditionMet = "condition-met", "约定的终止条件出现", "a condition agreed for its end came about";
        Cancelled = "cancelled", "双方协商解除", "cancelled by both sides";
        EmployerDissolved = "employer-dissolved", "单位解散或破产", "the employer was dissolved or went bankrupt";
        RenewalRefused = "renewal-refused", "期满不续订", "its term is over and renewal was refused";
    }
}

table! {
    /// Kinds of supervision letters.
    LETTER_KINDS: LetterKind {
        Reminder = "reminder", "提示函（预防、轻微问题、新法提醒）", "reminder: prevention, small faults, changed law";
        Opinion = "opinion", "意见书（查明违法，发给用人单位）", "opinion: a breach found, to the employer";
        Proposal = "proposal", "建议书（发给主管部门）", "proposal: to an authority";
    }
}

table! {
    /// Where the matter of a letter is taken.
    ESCALATIONS: EscalatedTo {
        Opinion = "opinion", "发出意见书", "an opinion letter";
        Proposal = "proposal", "向主管部门发出建议书", "a proposal letter to an authority";
        Interview = "interview", "联合约谈", "a joint interview";
        LabourInspection = "labour-inspection", "移送劳动保障监察", "the labour inspection";
        Procuratorate = "procuratorate", "移送检察机关", "the procuratorate";
        CreditRecord = "credit-record", "公共信用记录", "the public credit record";
    }
}

table! {
    /// How a letter ended.
    LETTER_OUTCOMES: LetterOutcome {
        Remedied = "remedied", "已整改", "mended";
        Answered = "answered", "已答复，无须整改", "answered, nothing to mend";
        NotRemedied = "not-remedied", "未整改，转其他途径", "not mended; it goes on elsewhere";
        Withdrawn = "withdrawn", "发函方撤回", "withdrawn by its issuer";
    }
}

#[cfg(test)]
mod tests {
    use heyi_core::text::Say;

    use super::*;
    use crate::form::Choice;

    fn said(choice: &Choice) -> Say {
        Say::new(choice.label.zh, choice.label.en)
    }

    /// Labels are written twice, because a form is a constant and core's sentences are made when asked: they must agree.
    #[test]
    fn choices_say_what_core_says() {
        assert!(STEPS.choices.iter().zip(STEPS.values).all(|(choice, step)| choice.value == step.code()));
        assert!(STEPS.choices.iter().zip(STEPS.values).all(|(choice, step)| said(choice) == step.say()));
        let mut stages = TAKEN_OVER_STAGES.choices.iter().zip(TAKEN_OVER_STAGES.values);
        assert!(stages.all(|(choice, stage)| said(choice) == stage.say()));
        assert!(TIERS.choices.iter().zip(TIERS.values).all(|(choice, tier)| said(choice) == tier.say()));
    }

    #[test]
    fn contracts_and_other_outcomes_are_all_outcomes() {
        assert!(CONTRACT_FORMS.values.iter().all(|form| form.is_contract()));
        assert!(!OTHER_FORMS.values.iter().any(|form| form.is_contract()));
        assert_eq!([CONTRACT_FORMS.choices, OTHER_FORMS.choices].concat(), OUTCOME_FORMS.choices);
    }

    #[test]
    fn a_value_stands_for_one_thing_and_back() {
        assert_eq!(SIDES.get("staff"), Some(Side::Staff));
        assert_eq!(SIDES.get("Staff"), None);
        assert_eq!(SIDES.choice(Side::Employer).unwrap().value, "employer");
        assert_eq!(TAKEN_OVER_STAGES.choice(Stage::Closed), None);
    }
}
