//! The values of events in words.

use heyi_core::case::ClauseState;
use heyi_core::deadline::{Certainty, Status};
use heyi_core::event::congress::{Assembly, VoteResult};
use heyi_core::event::coordination::CoordinationBy;
use heyi_core::event::coverage_list::Binding;
use heyi_core::event::dispute::{AllegedBy, Claimant, SettlementWay};
use heyi_core::event::drive::DriveOf;
use heyi_core::event::employer::{CommitteeKind, HeldContract, Ownership, Size, UnionKind};
use heyi_core::event::ending::EndGround;
use heyi_core::event::entries::{ClosingReason, ReferenceKind};
use heyi_core::event::filing::{EffectBasis, FilingPaper};
use heyi_core::event::letter::{EscalatedTo, LetterKind, LetterOutcome};
use heyi_core::event::offer::{Answer, DeliveryWay, OfferBy};
use heyi_core::event::opening::{EmployersSide, HeadCount, JointScope, Procedure};
use heyi_core::event::outcome::OutcomeForm;
use heyi_core::event::performance::Finding;
use heyi_core::event::representation::{NamingWay, Sex, Side};
use heyi_core::event::talks::Chair;
use heyi_core::letter::LetterState;
use heyi_core::topic::Tier;

use super::Lang;

/// Something with a name in both languages.
pub trait Words {
    /// Its name.
    fn words(&self, l: Lang) -> String;
}

macro_rules! words {
    ($($type:ty { $($variant:ident => $zh:literal, $en:literal;)+ })+) => {$(
        impl Words for $type {
            fn words(&self, l: Lang) -> String {
                match self { $(Self::$variant => l.t($zh, $en).to_owned(),)+ }
            }
        }
    )+};
}

words! {
    Side { Staff => "职工方", "staff side"; Employer => "用人单位方", "employer"; }
    Sex { Woman => "女", "woman"; Man => "男", "man"; }
    OfferBy {
        Staff => "职工方（单位工会）", "staff side (the employer's union)";
        Employer => "用人单位", "employer";
        UpperUnion => "上级工会代职工方", "upper union, on behalf of the staff side";
    }
    DeliveryWay {
        Hand => "当面送交", "handed over"; Post => "邮寄", "by post"; Electronic => "电子送达", "electronically";
        Other => "留置或公告", "left at the seat or published";
    }
    Answer {
        Agrees => "同意协商", "agrees to negotiate"; InPart => "部分同意", "agrees in part"; Refuses => "拒绝协商", "refuses";
    }
    NamingWay {
        Appointed => "委派或指派", "appointed"; Elected => "选举", "elected"; Recommended => "职工推荐", "recommended by the staff";
        Unknown => "来源未说明", "the source does not say";
    }
    Chair {
        StaffChief => "职工方首席代表", "staff side's chief representative";
        EmployerChief => "用人单位方首席代表", "employer's chief representative";
        Adviser => "指导员或上级工会", "an adviser or the upper union";
        Unknown => "来源未说明", "the source does not say";
    }
    OutcomeForm {
        SpecialContract => "专项集体合同", "special collective contract"; Chapter => "综合合同专章", "chapter of a comprehensive contract";
        Annex => "合同附件", "annex of a contract"; Minutes => "会议纪要", "minutes"; Memorandum => "备忘录", "memorandum";
        Policy => "制度办法", "policy";
    }
    Assembly { Delegates => "职工代表大会", "congress of delegates"; AllStaff => "职工大会", "assembly of all staff"; }
    VoteResult {
        Passed => "通过", "passed"; Failed => "未通过", "not passed"; NoQuorum => "出席人数不足，表决无效", "no quorum";
    }
    FilingPaper {
        Text => "双方首席代表签字的文本", "text signed by both chiefs"; ProcessAccount => "协商过程说明", "account of the process";
        WomenAccount => "女职工权益保护情况说明", "account of how women workers are protected";
        Resolution => "职代会决议", "the congress's resolution"; Representatives => "协商代表名单和委托书", "list of representatives and mandates";
        Standing => "单位和工会主体资格证明", "proof of standing"; SessionRecord => "协商会议记录", "record of the sessions";
        OfferAndReply => "要约书和答复书", "offer and reply";
    }
    EffectBasis {
        Deemed => "审查期满无异议，即行生效", "the period of review ended without an objection";
        Express => "审查无异议", "cleared by the department"; TakenOver => "旧台账记载", "the old ledger says so";
    }
    JointScope { Area => "区域", "an area"; Industry => "行业", "an industry"; AreaIndustry => "区域内的行业", "an industry within an area"; }
    EmployersSide {
        Organisation => "企业联合组织、行业协会", "an organisation of employers";
        Elected => "各单位推选或授权的代表", "representatives they elected or mandated"; Unknown => "来源未说明", "the source does not say";
    }
    Binding { Mandate => "授权", "by mandate"; Recognition => "认可", "by recognition"; Seal => "盖章", "by seal"; None => "无", "none"; }
    DriveOf { Offers => "要约", "offers"; Letters => "提示函", "reminder letters"; }
    CoordinationBy {
        Staff => "职工方申请", "the staff side applied"; Employer => "用人单位方申请", "the employer applied";
        Department => "人社部门主动", "the department, of its own motion";
    }
    AllegedBy {
        Union => "工会", "the union"; Workers => "职工", "workers"; Inspection => "履约检查发现", "an inspection found it";
        Authority => "有关机关", "an authority";
    }
    SettlementWay {
        BetweenSides => "双方自行和解", "between the sides"; Conciliation => "调解", "by conciliation";
        InArbitration => "仲裁中", "in arbitration"; InCourt => "诉讼中", "in court";
    }
    Claimant { Union => "工会", "the union"; Workers => "职工（推举代表）", "workers, by their representatives"; }
    EndGround {
        TermOver => "期满终止", "its term is over"; ConditionMet => "约定的终止条件出现", "a condition agreed for its end came about";
        Cancelled => "双方协商解除", "cancelled by both sides";
        EmployerDissolved => "单位解散或破产", "the employer was dissolved or went bankrupt";
        RenewalRefused => "期满不续订", "its term is over and renewal was refused";
    }
    Finding {
        Kept => "已履行", "kept"; Partly => "部分履行", "kept in part"; NotKept => "未履行", "not kept"; NotYetDue => "未到期", "not yet due";
    }
    ReferenceKind {
        Report => "公开报道", "published report"; IndividualDispute => "个别劳动争议", "dispute of one worker";
        ProsecutorAction => "检察公益诉讼", "prosecutor's action"; Other => "其他", "other";
    }
    ClosingReason {
        Completed => "已完成", "completed"; NoAgreement => "未达成一致", "no agreement";
        EmployerGone => "单位已不存在", "the employer no longer exists"; OpenedByMistake => "误立", "opened by mistake";
    }
    LetterKind { Reminder => "提示函", "reminder"; Opinion => "意见书", "opinion"; Proposal => "建议书", "proposal"; }
    EscalatedTo {
        Opinion => "发出意见书", "an opinion letter"; Proposal => "向主管部门发出建议书", "a proposal letter to an authority";
        Interview => "联合约谈", "a joint interview"; LabourInspection => "移送劳动保障监察", "the labour inspection";
        Procuratorate => "移送检察机关", "the procuratorate"; CreditRecord => "公共信用记录", "the public credit record";
    }
    LetterOutcome {
        Remedied => "已整改", "mended"; Answered => "已答复，无须整改", "answered, nothing to mend";
        NotRemedied => "未整改，转其他途径", "not mended; it goes on elsewhere"; Withdrawn => "发函方撤回", "withdrawn by its issuer";
    }
    LetterState {
        Issued => "已发出，待送达", "issued, not served yet"; Received => "已送达，待答复", "served, waiting for the answer";
        Answered => "已答复", "answered"; Escalated => "已移送或升级", "taken further"; Closed => "已办结", "closed";
    }
    Procedure { Ordinary => "普通程序", "ordinary procedure"; Simple => "简易程序", "simple procedure"; Emergency => "应急程序", "emergency procedure"; }
    Ownership {
        Unknown => "未知", "not known"; State => "国有", "state"; Collective => "集体", "collective"; Private => "私营", "private";
        HkMacaoTaiwan => "港澳台商投资", "Hong Kong, Macao, Taiwan"; Foreign => "外商投资", "foreign";
        PublicInstitution => "事业单位", "public institution"; SocialOrganisation => "社会组织", "social organisation";
        Individual => "个体经济组织", "individual business"; PublicBody => "机关", "public body";
    }
    UnionKind { Unknown => "未知", "not known"; Own => "单位工会", "own union"; Joint => "联合工会", "joint union"; None => "无工会", "none"; Federation => "区域或行业工会联合会", "federation of its area or industry"; }
    Size { Large => "大型", "large"; Medium => "中型", "medium"; Small => "小型", "small"; Micro => "微型", "micro"; }
    CommitteeKind {
        Committee => "女职工委员会", "women workers' committee"; Member => "女职工委员", "women's member of the union committee";
        Joint => "联合或区域女职工委员会", "committee of a joint union or an area"; None => "没有", "none";
    }
    HeldContract { General => "综合集体合同", "general collective contract"; Wage => "工资专项集体合同", "wage contract"; }
}

impl Words for Certainty {
    fn words(&self, l: Lang) -> String {
        l.say(&self.say())
    }
}

impl Words for Tier {
    fn words(&self, l: Lang) -> String {
        l.say(&self.say())
    }
}

impl Words for Status {
    fn words(&self, l: Lang) -> String {
        match self {
            Self::Open { days_left } => match l {
                Lang::ZH => format!("还有 {days_left} 天"),
                _ if *days_left == 1 => "1 day left".to_owned(),
                _ => format!("{days_left} days left"),
            },
            Self::DueToday => l.t("今天到期", "due today").to_owned(),
            Self::PossiblyOverdue => l.t("可能已逾期", "possibly overdue").to_owned(),
            Self::Overdue { days } => match l {
                Lang::ZH => format!("已逾期 {days} 天"),
                _ if *days == 1 => "1 day overdue".to_owned(),
                _ => format!("{days} days overdue"),
            },
            Self::OpensIn { days } => match l {
                Lang::ZH => format!("{days} 天后可以提出"),
                _ => format!("opens in {days} day{}", if *days == 1 { "" } else { "s" }),
            },
            Self::WindowOpen { days_left } => match l {
                Lang::ZH => format!("现在可以提出，还有 {days_left} 天"),
                _ => format!("open now, {days_left} day{} left", if *days_left == 1 { "" } else { "s" }),
            },
            Self::WindowClosed => l.t("期间已过", "window closed").to_owned(),
            Self::Unknown => l.t("到期日未知", "no date known").to_owned(),
        }
    }
}

impl Words for HeadCount {
    fn words(&self, l: Lang) -> String {
        counted(self, "人", l)
    }
}

/// A count of employers, which is told and dated as one of people is.
pub struct Employers<'a>(pub &'a HeadCount);

impl Words for Employers<'_> {
    fn words(&self, l: Lang) -> String {
        counted(self.0, "家", l)
    }
}

fn counted(count: &HeadCount, unit: &str, l: Lang) -> String {
    let about = if count.about { l.t("约 ", "about ") } else { "" };
    let as_of = l.occurred(&count.as_of);
    match l {
        Lang::ZH => format!("{about}{} {unit}（{as_of}）", count.people),
        _ => format!("{about}{} ({as_of})", count.people),
    }
}

impl Words for ClauseState {
    fn words(&self, l: Lang) -> String {
        match self {
            Self::Open => l.t("协商中", "on the table").to_owned(),
            Self::Agreed(version) => match l {
                Lang::ZH => format!("已达成一致（第 {version} 稿）"),
                _ => format!("agreed (text {version})"),
            },
            Self::Withdrawn => l.t("已撤回", "withdrawn").to_owned(),
        }
    }
}

impl Words for bool {
    fn words(&self, l: Lang) -> String {
        if *self { l.t("是", "yes").to_owned() } else { l.t("否", "no").to_owned() }
    }
}

impl<T: Words> Words for Box<T> {
    fn words(&self, l: Lang) -> String {
        (**self).words(l)
    }
}

impl<T: Words> Words for Option<T> {
    fn words(&self, l: Lang) -> String {
        self.as_ref().map_or_else(|| l.unknown().to_owned(), |value| value.words(l))
    }
}

impl Words for u32 {
    fn words(&self, _: Lang) -> String {
        self.to_string()
    }
}

impl Words for jiff::civil::Date {
    fn words(&self, l: Lang) -> String {
        l.date(*self)
    }
}

impl Words for String {
    fn words(&self, _: Lang) -> String {
        self.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn due_today_is_not_overdue_and_says_so() {
        assert_eq!(Status::DueToday.words(Lang::ZH), "今天到期");
        assert_eq!(Status::Overdue { days: 1 }.words(Lang::EN), "1 day overdue");
        assert_eq!(None::<bool>.words(Lang::ZH), "未知");
    }
}
