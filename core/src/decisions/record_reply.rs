//! Record the reply (答复) to the offer.

mod no_refusal;

use crate::case::{Case, Mark, clocks};
use crate::case::guard::{Guard, May};
use crate::event::CaseEvent;
use crate::event::offer::{Answer, ReplyReceived};
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::refusal::Refusal;
use crate::stage::Step;
use crate::text::Say;

use super::Decision;

/// Records the reply: agrees, agrees in part, or refuses with reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordReply(pub ReplyReceived);

impl Decision for RecordReply {
    fn may(case: &Case, ground: &Ground<'_>) -> May {
        Guard::open(case, ground)?
            .needs(Step::Offer, Some("offer.reply"))?
            .needs(Step::Delivery, Some("offer.reply"))?
            .not_yet(Step::Reply)?
            .allowed()
    }

    fn decide(self, _: &Occurred, case: &Case, ground: &Ground<'_>) -> Result<CaseEvent, Refusal> {
        let reply = self.0;
        if reply.answer != Answer::Agrees && reply.reasons.trim().is_empty() {
            return Err(Refusal::new(
                "reasons-missing",
                "拒绝或部分同意须写明理由；无正当理由不得拒绝协商。",
                "A refusal, or a reply in part, must give its reasons; an offer may not be refused without a proper one.",
            )
            .at("reasons")
            .citing(ground.cite(case, "offer.reply")));
        }
        Ok(CaseEvent::ReplyReceived(reply))
    }
}

/// A reply by word of mouth stands, with a mark: the law asks for writing. So does a refusal where the place allows none.
pub(super) fn irregular(reply: &ReplyReceived, at: &Occurred, case: &Case, ground: &Ground<'_>) -> Vec<Mark> {
    let mut marks = clocks::late(&CaseEvent::ReplyReceived(reply.clone()), at, case, ground);
    if !reply.in_writing {
        let say = Say::new("答复应当采用书面形式，本次为口头答复。", "A reply is to be in writing; this one was by word of mouth.");
        marks.push(Mark::Irregular(say, ground.cite(case, "offer.reply")));
    }
    if reply.answer == Answer::Refuses {
        marks.extend(no_refusal::mark(ground.day(at), case, ground));
    }
    marks
}

#[cfg(test)]
mod tests {
    use crate::scenario::{Scenario, day, reply};
    use crate::stage::Stage;

    use super::*;

    #[test]
    fn an_agreeing_reply_opens_the_talks() {
        let case = Scenario::through(Step::Delivery).when(RecordReply(reply(Answer::Agrees)), day(30)).recorded();
        assert_eq!(case.stage, Stage::Accepted);
    }

    #[test]
    fn a_refusal_gives_reasons_and_ends_the_offer() {
        let bare = ReplyReceived { reasons: String::new(), ..reply(Answer::Refuses) };
        Scenario::through(Step::Delivery)
            .when(RecordReply(bare), day(30))
            .refused_citing("reasons-missing", "32");
        let case = Scenario::through(Step::Delivery).when(RecordReply(reply(Answer::Refuses)), day(30)).recorded();
        assert_eq!(case.stage, Stage::Refused);
        assert!(!case.has(Step::Offer));
    }

    #[test]
    fn a_refusal_where_the_place_allows_none_stands_with_a_mark() {
        let marks = |place: &str| {
            let mut there = crate::scenario::opened();
            there.place = place.parse().unwrap();
            let delivered = Scenario::through(Step::Delivery).but_first(CaseEvent::CaseOpened(there.into()));
            let case = delivered.when(RecordReply(reply(Answer::Refuses)), day(10)).recorded();
            case.lines.last().unwrap().marks.clone()
        };
        for (place, article) in [("330000", "7"), ("110000", "32"), ("500000", "19"), ("310000", "15")] {
            let found = marks(place);
            let [Mark::Irregular(_, Some(cite))] = found.as_slice() else { panic!("{place}: {found:?}") };
            assert_eq!(cite.article.as_deref(), Some(article));
        }
        assert!(marks("320100").is_empty(), "what Jiangsu's text of 2023 says was not readable");
    }

    #[test]
    fn a_spoken_reply_stands_with_a_mark() {
        let spoken = ReplyReceived { in_writing: false, ..reply(Answer::Agrees) };
        let case = Scenario::through(Step::Delivery).when(RecordReply(spoken), day(20)).recorded();
        assert!(matches!(case.lines.last().unwrap().marks.as_slice(), [Mark::Irregular(..)]));
    }

    #[test]
    fn there_is_no_reply_to_what_did_not_arrive() {
        Scenario::through(Step::Offer).when(RecordReply(reply(Answer::Agrees)), day(30)).refused("needs-delivery");
    }
}
