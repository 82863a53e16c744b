//! The form of collecting demands: what women workers ask for, before an offer.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::collect_demands::CollectDemands;
use heyi_core::event::offer::DemandsCollected;

use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::CollectDemands,
    dated: true,
    fields: &[
        Field::optional("way", Widget::Line, "收集方式", "How").hint("如问卷、座谈、走访；不清楚的留空。", "Such as a survey, a meeting, visits; empty when not known."),
        Field::optional("heard", Widget::Number, "听取女职工人数", "Women heard").hint("不清楚的留空。", "Empty when not known."),
        Field::optional("topics", Widget::Topics, "涉及议题", "Topics asked for"),
        Field::required("text", Widget::Area, "诉求内容", "What is asked").hint("只写诉求，不写人名。", "The demands alone; name nobody."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<CollectDemands> {
    Some(CollectDemands(DemandsCollected {
        way: form.text("way"),
        heard: form.number("heard"),
        topics: form.topics("topics"),
        text: form.text("text"),
    }))
}

/// Fills in what was recorded.
pub fn fill(demands: &DemandsCollected, form: &mut Filler<'_>) {
    form.text("way", &demands.way);
    form.number("heard", demands.heard);
    form.topics("topics", &demands.topics);
    form.text("text", &demands.text);
}

#[cfg(test)]
mod tests {
    use crate::form::kit;

    use super::*;


    #[test]
    fn topics_are_chosen_or_written_in_one_line() {
        let command = kit::command(
            DecisionKind::CollectDemands,
            &[("way", "问卷"), ("heard", "３７"), ("topics", "CAR.01、nur.01"), ("text", "更衣柜")],
        );
        let topics = ["CAR.01", "NUR.01"].map(|code| heyi_core::topic::TopicCode::known(code).unwrap()).to_vec();
        let demands = DemandsCollected { way: "问卷".into(), heard: Some(37), topics, text: "更衣柜".into() };
        assert_eq!(command, CollectDemands(demands).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::CollectDemands, &[("heard", "三十"), ("topics", "CAR.99")]);
        assert_eq!(wrong, ["heard not-a-number", "topics unknown-topic", "text required"]);
    }
}
