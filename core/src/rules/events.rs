//! What the rules call an event, as the log records it: each name stands for one kind of event, or there is none and this says why.

/// What stands in the log where the rules name an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// An event of this kind.
    As(&'static str),
    /// No event: why not.
    Not(&'static str),
}

use Recorded::{As, Not};

/// In the order of the names.
const EVENTS: &[(&str, Recorded)] = &[
    ("agenda_and_reps_notified", As("notice-given")),
    ("arbitration_accepted", As("arbitration-accepted")),
    ("arbitration_applied", As("arbitration-applied")),
    ("award_made", As("award-made")),
    ("award_received", As("award-received")),
    ("birth", Not(ENTITLEMENT)),
    ("both_agree_to_negotiate", As("reply-received")),
    ("cancellation_filed", As("ending-filed")),
    ("cancelled", As("ended")),
    ("cancelled_or_ended", As("ended")),
    ("case_opened", Not(AUTHORITY)),
    ("change_requested", As("change-requested")),
    ("child_age_12_months", Not(ENTITLEMENT)),
    ("child_age_36_months", Not(ENTITLEMENT)),
    ("complainant_told", Not(AUTHORITY)),
    ("complaint_rejected", Not(AUTHORITY)),
    ("congress_held", As("vote-taken")),
    ("congress_papers_sent", As("congress-convened")),
    ("contract_concluded", As("signed")),
    ("coordination_accepted", As("coordination-accepted")),
    ("coordination_applied", As("coordination-applied")),
    ("coordination_deadline", Not("it is the last day of the clock that coordination-accepted starts")),
    ("coordination_ended", As("coordination-ended")),
    ("draft_agreed", As("draft-agreed")),
    ("draft_made", As("draft-agreed")),
    ("draft_passed", As("vote-taken")),
    ("draft_voted", As("vote-taken")),
    ("effective", As("effect-confirmed")),
    ("effective_from", As("effect-confirmed")),
    ("employer_told_in_writing_of_passage", As("passage-notified")),
    ("ending_filed", As("ending-filed")),
    ("expires", Not("it is the last day of the term, in draft-agreed and effect-confirmed")),
    ("filed", As("filed")),
    ("filing_defect_told", As("supplement-requested")),
    ("first_session", As("session-held")),
    ("information_given", As("information-given")),
    ("inspection", As("performance-inspected")),
    ("lawsuit_filed", As("lawsuit-filed")),
    ("letter_answered", As("letter-answered")),
    ("letter_unanswered", Not("it is the last day of the clock that letter-received starts")),
    ("negotiation_ended", Not("talks end in draft-agreed, outcome-recorded or case-closed, whichever comes")),
    ("negotiation_period_expired", Not("it is the last day of the clock of the talks")),
    ("negotiation_started", As("session-held")),
    ("offer_issued", As("offer-issued")),
    ("offer_received", As("offer-delivered")),
    ("opinion_letter_received", As("letter-received")),
    ("opinion_served", As("objection-served")),
    ("outcome_chosen", Not("the form stands in draft-agreed or outcome-recorded, whichever comes")),
    ("party_renamed", Not("an event of the register, which changes no contract (no clock runs from it)")),
    ("performance_dispute", As("breach-alleged")),
    (
        "procedure_chosen",
        Not("chosen in the entry that opens the case, of which there are several kinds; later procedure-changed"),
    ),
    ("procedure_started", As("offer-issued")),
    ("proposal_letter_received", As("letter-received")),
    ("published_to_staff", As("published")),
    ("rectification_ordered", As("rectification-ordered")),
    ("rectified", As("breach-remedied")),
    ("redraft_agreed", As("draft-agreed")),
    ("refiled", As("filed")),
    ("refused", As("reply-received")),
    ("renewal_window_opens", Not("it is the first day of the window before the term ends")),
    ("rep_named", As("representatives-named")),
    ("rep_replaced", As("representative-replaced")),
    ("rep_vacancy", As("representative-vacated")),
    ("reply_agreeing", As("reply-received")),
    ("reported_to_congress", As("reported-to-congress")),
    ("reps_named", As("representatives-named")),
    ("reps_published", As("representatives-published")),
    ("resumed", As("resumed")),
    ("right_known_infringed", As("breach-alleged")),
    ("scope_set", Not("the employers covered stand in the entry that opens the case, and in coverage-listed")),
    ("session_opened", As("session-held")),
    ("signed_both", As("signed")),
    ("supplemented", As("supplement-supplied")),
    ("suspended", As("suspended")),
    ("text_received_by_department", As("filing-received")),
    ("upper_union_told", As("upper-union-informed")),
    ("written_reply_received", As("reply-received")),
];

const ENTITLEMENT: &str =
    "an entitlement of an individual woman: heyi tracks negotiations and records nobody's births and children";
const AUTHORITY: &str = "what a labour inspectorate does with a complaint is its own case, which heyi does not keep";

/// What the log records of an event the rules name; `None` for a name that an operator's file brings.
#[must_use]
pub fn recorded(event: &str) -> Option<Recorded> {
    let index = EVENTS.binary_search_by(|(name, _)| (*name).cmp(event)).ok()?;
    EVENTS.get(index).map(|(_, recorded)| *recorded)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::event::{CaseEvent, EmployerEvent, LetterEvent};
    use crate::rules::Rulebook;

    #[test]
    fn every_event_the_rules_name_is_one_kind_or_has_a_reason() {
        assert!(EVENTS.is_sorted_by(|a, b| a.0 < b.0));
        let rules = Rulebook::shipped().iter();
        let used: BTreeSet<&str> =
            rules.flat_map(|rule| [&rule.from_event, &rule.to_event]).flatten().map(String::as_str).collect();
        let mapped: BTreeSet<&str> = EVENTS.iter().map(|(name, _)| *name).collect();
        assert_eq!(used, mapped, "each name of the rules stands here, and no other");
        assert_eq!(recorded("moon_full"), None);
        assert!(matches!(recorded("signed_both"), Some(As("signed"))));
    }

    #[test]
    fn every_kind_named_exists() {
        let families = [CaseEvent::KINDS, EmployerEvent::KINDS, LetterEvent::KINDS];
        let kinds: BTreeSet<&str> = families.concat().into_iter().collect();
        let named = EVENTS.iter().filter_map(|(_, recorded)| match recorded {
            As(kind) => Some(*kind),
            Not(why) => {
                assert!(!why.is_empty());
                None
            }
        });
        let missing: BTreeSet<&str> = named.filter(|kind| !kinds.contains(kind)).collect();
        assert_eq!(missing, BTreeSet::new());
    }
}
