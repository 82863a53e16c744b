//! The events and clocks of the rulebook in words.

use crate::rules::Rule;
use crate::text::Say;

/// The events that start and stop clocks, as the rules name them.
const EVENTS: &[(&str, &str, &str)] = &[
    ("agenda_and_reps_notified", "告知议题和代表", "agenda and representatives notified"),
    ("arbitration_accepted", "仲裁受理", "arbitration accepted"),
    ("arbitration_applied", "申请仲裁", "applying for arbitration"),
    ("award_made", "作出裁决", "making the award"),
    ("award_received", "收到裁决", "award received"),
    ("birth", "生育", "birth"),
    ("both_agree_to_negotiate", "双方同意协商", "both sides agree to negotiate"),
    ("cancellation_filed", "报送解除情况", "filing the cancellation"),
    ("cancelled", "解除合同", "contract cancelled"),
    ("cancelled_or_ended", "解除或终止合同", "contract cancelled or ended"),
    ("case_opened", "立案", "opening a case"),
    ("change_requested", "提出变更", "change requested"),
    ("child_age_12_months", "子女满一周岁", "child is one year old"),
    ("child_age_36_months", "子女满三周岁", "child is three years old"),
    ("complainant_told", "告知投诉人", "telling the complainant"),
    ("complaint_rejected", "不予受理投诉", "complaint not accepted"),
    ("congress_held", "召开职工（代表）大会", "holding the congress"),
    ("congress_papers_sent", "送达大会材料", "congress papers sent"),
    ("contract_concluded", "订立合同", "contract concluded"),
    ("coordination_accepted", "受理协调处理申请", "coordination accepted"),
    ("coordination_applied", "申请协调处理", "applying for coordination"),
    ("coordination_deadline", "协调处理期满", "end of the coordination period"),
    ("coordination_ended", "结束协调处理", "ending the coordination"),
    ("draft_agreed", "草案协商一致", "draft agreed"),
    ("draft_made", "形成草案", "making the draft"),
    ("draft_passed", "草案通过", "draft passed"),
    ("draft_voted", "职工（代表）大会审议表决草案", "vote of the congress on the draft"),
    ("effective", "合同生效", "contract takes effect"),
    ("effective_from", "合同生效", "contract takes effect"),
    ("employer_told_in_writing_of_passage", "书面告知用人单位草案通过", "employer told in writing of the passage"),
    ("ending_filed", "报送终止情况", "filing the ending"),
    ("expires", "合同期满", "contract expires"),
    ("filed", "报送劳动行政部门", "filing with the labour department"),
    ("filing_defect_told", "告知材料不齐", "told of missing papers"),
    ("first_session", "首次协商会议", "first session"),
    ("information_given", "提供资料", "information given"),
    ("inspection", "检查", "inspection"),
    ("lawsuit_filed", "提起诉讼", "going to court"),
    ("letter_answered", "书面回复工会", "answering the union's letter"),
    ("letter_unanswered", "工会文书未获答复", "letter not answered"),
    ("negotiation_ended", "结束协商", "ending the negotiation"),
    ("negotiation_period_expired", "协商期满", "negotiation period over"),
    ("negotiation_started", "开始协商", "negotiation started"),
    ("offer_issued", "发出要约", "issuing the offer"),
    ("offer_received", "收到要约", "offer received"),
    ("opinion_letter_received", "收到工会意见书", "union's opinion letter received"),
    ("opinion_served", "送达审查意见书", "serving the review opinion"),
    ("outcome_chosen", "确定成果形式", "choosing the form of outcome"),
    ("party_renamed", "当事人更名", "party renamed"),
    ("performance_dispute", "履行争议", "dispute over performance"),
    ("procedure_chosen", "选定协商程序", "choosing the procedure"),
    ("procedure_started", "启动协商程序", "procedure started"),
    ("proposal_letter_received", "收到工会建议书", "union's proposal letter received"),
    ("published_to_staff", "向职工公布", "publishing to the staff"),
    ("rectification_ordered", "责令改正", "correction ordered"),
    ("rectified", "改正", "correcting"),
    ("redraft_agreed", "修改草案协商一致", "amended draft agreed"),
    ("refiled", "重新报送", "filing again"),
    ("refused", "拒绝协商", "refusal to negotiate"),
    ("renewal_window_opens", "可以提出续订", "renewal may be proposed"),
    ("rep_named", "产生代表", "representative named"),
    ("rep_replaced", "补充代表", "filling the seat"),
    ("rep_vacancy", "代表缺额", "a representative's seat falls vacant"),
    ("reply_agreeing", "答复同意协商", "reply that agrees"),
    ("reported_to_congress", "向职工（代表）大会报告", "reporting to the congress"),
    ("reps_named", "产生协商代表", "naming the representatives"),
    ("reps_published", "公布协商代表", "publishing the representatives"),
    ("resumed", "恢复协商", "resuming the negotiation"),
    ("right_known_infringed", "知道权利受侵害", "knowing of the infringement"),
    ("scope_set", "确定协商范围", "setting the scope"),
    ("session_opened", "召开协商会议", "opening the session"),
    ("signed_both", "双方签字盖章", "signing by both sides"),
    ("supplemented", "补正材料", "supplying the missing papers"),
    ("suspended", "中止协商", "negotiation suspended"),
    ("text_received_by_department", "劳动行政部门收到文本", "text received by the labour department"),
    ("upper_union_told", "报告上级工会", "upper union told"),
    ("written_reply_received", "书面答复要约", "written reply to the offer"),
];

/// An event of the rules in words; the name itself when an operator's file brings a new one.
#[must_use]
pub fn event_words(event: &str) -> Say {
    match EVENTS.binary_search_by(|(name, ..)| (*name).cmp(event)) {
        Ok(index) => EVENTS.get(index).map_or_else(|| Say::new(event, event), |(_, zh, en)| Say::new(*zh, *en)),
        Err(_) => Say::new(event, event),
    }
}

/// What the clock of a rule is for: the event that stops it; for a window, the event that opens it.
#[must_use]
pub fn what(rule: &Rule) -> Say {
    let event = if rule.counts_back() { &rule.from_event } else { &rule.to_event };
    event_words(event.as_deref().unwrap_or_else(|| rule.suffix()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rulebook;

    #[test]
    fn every_event_of_the_shipped_rules_has_words() {
        assert!(EVENTS.is_sorted_by(|a, b| a.0 < b.0));
        let used: Vec<&str> = Rulebook::shipped()
            .iter()
            .flat_map(|rule| [&rule.from_event, &rule.to_event])
            .flatten()
            .map(String::as_str)
            .collect();
        for event in &used {
            assert_ne!(event_words(event).zh, **event, "{event} has no words");
        }
        for (event, ..) in EVENTS {
            assert!(used.contains(event), "{event} is used by no rule");
        }
    }

    #[test]
    fn an_unknown_event_keeps_its_name() {
        assert_eq!(event_words("moon_full"), Say::new("moon_full", "moon_full"));
    }
}
