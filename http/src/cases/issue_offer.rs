//! The form of the offer (要约).

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::issue_offer::IssueOffer;
use heyi_core::event::offer::OfferIssued;

use crate::form::choices::OFFER_BY;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::IssueOffer,
    dated: true,
    fields: &[
        Field::required("by", Widget::Choice(OFFER_BY.choices), "要约方", "Made by"),
        Field::optional("in_writing", Widget::Check, "书面提出", "In writing").hint("要约须以书面形式提出。", "An offer must be in writing."),
        Field::optional("topics", Widget::Topics, "协商议题", "Topics").hint("资料未列明的不选。", "None when the source does not name them."),
        Field::required("subject", Widget::Area, "协商事由", "Subject").hint("要协商什么，为什么。", "What is to be negotiated, and why."),
        Field::optional("proposed_day", Widget::Day, "建议协商日期", "Day proposed for the first session")
            .hint("可以是将来的日期。", "May lie ahead."),
        Field::optional("proposed_place", Widget::Line, "建议协商地点", "Place proposed"),
        Field::optional("synchronised", Widget::YesNoUnknown, "是否与综合要约同步", "Made together with the general offer"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<IssueOffer> {
    let by = form.choice("by", &OFFER_BY);
    let in_writing = form.check("in_writing");
    let topics = form.topics("topics");
    let subject = form.text("subject");
    let proposed_day = form.day("proposed_day");
    let proposed_place = form.text("proposed_place");
    let synchronised = form.yes_no("synchronised");
    Some(IssueOffer(OfferIssued { by: by?, in_writing, topics, subject, proposed_day, proposed_place, synchronised }))
}

/// Fills in what was recorded.
pub fn fill(offer: &OfferIssued, form: &mut Filler<'_>) {
    form.choice("by", &OFFER_BY, offer.by);
    form.check("in_writing", offer.in_writing);
    form.topics("topics", &offer.topics);
    form.text("subject", &offer.subject);
    form.day("proposed_day", offer.proposed_day);
    form.text("proposed_place", &offer.proposed_place);
    form.yes_no("synchronised", offer.synchronised);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::offer::OfferBy;
    use jiff::civil::date;

    use crate::form::kit;

    use super::*;


    #[test]
    fn an_offer_is_read_as_typed() {
        let typed = [
            ("by", "upper-union"),
            ("in_writing", "on"),
            ("subject", " 岗位\r\n职称 "),
            ("proposed_day", "2026年3月8日"),
            ("synchronised", "no"),
        ];
        let offer = OfferIssued {
            by: OfferBy::UpperUnion,
            in_writing: true,
            topics: vec![],
            subject: "岗位\n职称".into(),
            proposed_day: Some(date(2026, 3, 8)),
            proposed_place: String::new(),
            synchronised: Some(false),
        };
        assert_eq!(kit::command(DecisionKind::IssueOffer, &typed), IssueOffer(offer).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("by", "union"), ("in_writing", "maybe"), ("proposed_day", "2026-02-30"), ("occurred", "昨天")];
        let wrong = kit::wrong(DecisionKind::IssueOffer, &typed);
        let expected = [
            "by unknown-choice",
            "in_writing not-yes-or-no",
            "subject required",
            "proposed_day no-such-day",
            "occurred not-a-day",
        ];
        assert_eq!(wrong, expected);
    }
}
