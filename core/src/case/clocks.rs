//! The clocks of law that run in a case, and which of its entries came late.

mod late;
mod roads;

use jiff::civil::Date;

use crate::deadline::{Certainty, Deadline, LastDays, derive, last_days, last_days_from};
use crate::ground::Ground;
use crate::occurred::Occurred;
use crate::stage::{Stage, Step};
use crate::text::Say;

use super::{Case, Opening};

pub use late::late;

/// A clock from one step to the next: the rule's suffix, what starts it, what stops it.
struct Clock {
    rule: &'static str,
    from: Step,
    /// What the rules call the event that starts it. A place whose rule counts from another event gets no date from this.
    named: &'static [&'static str],
    until: Step,
    /// Whether every place has this clock. Others run only where the place has a text of its own.
    everywhere: bool,
}

/// The clocks of the main line. Vacancies, suspensions, reviews and renewals have their own shapes below.
const MAIN_LINE: [Clock; 5] = [
    Clock {
        rule: "offer.reply",
        from: Step::Delivery,
        named: &["offer_received"],
        until: Step::Reply,
        everywhere: true,
    },
    Clock {
        rule: "rep.named",
        from: Step::Reply,
        named: &["both_agree_to_negotiate"],
        until: Step::StaffRepresentatives,
        everywhere: false,
    },
    Clock {
        rule: "draft_to_congress",
        from: Step::Draft,
        named: &["draft_agreed"],
        until: Step::Vote,
        everywhere: false,
    },
    Clock {
        rule: "filing",
        from: Step::Signature,
        named: &["signed_both", "contract_concluded"],
        until: Step::Filing,
        everywhere: true,
    },
    Clock {
        rule: "publish",
        from: Step::Effect,
        named: &["effective", "effective_from"],
        until: Step::Publication,
        everywhere: true,
    },
];

/// What a rule calls the written notice of passage, which has a step of its own.
const TOLD_OF_PASSAGE: &str = "employer_told_in_writing_of_passage";
/// The clock of the main line that stands back while the one of the second vote runs.
const GIVES_WAY: &str = "draft_to_congress";
/// At whose end a contract is deemed to be in effect.
const REVIEW: &str = "effect.deemed";

/// A clock that runs, not counted yet.
#[derive(Clone, Debug)]
pub struct Running {
    /// The suffix of its rule.
    pub suffix: &'static str,
    /// What starts it.
    pub start: Occurred,
    /// The deadline, where it is not just what the law makes of the start.
    pub otherwise: Option<Box<Deadline>>,
}

/// Every clock that runs now, with its deadline. A closed case has none.
#[must_use]
pub fn running(case: &Case, ground: &Ground<'_>) -> Vec<Deadline> {
    started(case, ground).into_iter().filter_map(|clock| clock.deadline(case, ground)).collect()
}

/// The same clocks, not counted: what the law makes of most of them need not be put in words to know that they run.
#[must_use]
pub fn started(case: &Case, ground: &Ground<'_>) -> Vec<Running> {
    if case.stage == Stage::Closed {
        return Vec::new();
    }
    let mut clocks: Vec<Running> = MAIN_LINE.iter().filter_map(|clock| clock.runs(case, ground)).collect();
    clocks.extend(vacancies(case));
    clocks.extend(suspension(case, ground));
    if !case.has(Step::Effect) {
        clocks.extend(review_runs(case, ground));
    }
    let beside = roads::started(case, ground);
    if beside.iter().any(|clock| clock.suffix == "vote.retry") {
        clocks.retain(|clock| clock.suffix != GIVES_WAY);
    }
    clocks.extend(beside);
    clocks.extend(renewal(case, ground));
    clocks
}

/// The clocks of one of these rules that run now.
fn started_of(rules: &[&str], case: &Case, ground: &Ground<'_>) -> Vec<Running> {
    let of = |rule: &&str| MAIN_LINE.iter().find(|clock| clock.rule == *rule && clock.rule != GIVES_WAY);
    let main: Option<Vec<&Clock>> = rules.iter().map(of).collect();
    if let Some(main) = main.filter(|_| case.stage != Stage::Closed) {
        return main.into_iter().filter_map(|clock| clock.runs(case, ground)).collect();
    }
    let mut clocks = started(case, ground);
    clocks.retain(|clock| rules.contains(&clock.suffix));
    clocks
}

/// The review of what the department received: at its end the contract takes effect unless an objection was served.
/// Supplements may restart it. Beijing counts from the filing, others from the receipt. `None`: nothing was received.
#[must_use]
pub fn review(case: &Case, ground: &Ground<'_>) -> Option<Deadline> {
    let opening = case.opening.as_ref()?;
    let (start, named) = review_start(opening, case.review_from.as_ref()?, filed(case), ground)?;
    Some(reckon(case, ground, REVIEW, start)?.counted_from(&[named]))
}

fn review_runs(case: &Case, ground: &Ground<'_>) -> Option<Running> {
    let opening = case.opening.as_ref()?;
    let (start, named) = review_start(opening, case.review_from.as_ref()?, filed(case), ground)?;
    Running::from_event(case, ground, REVIEW, start, &[named])
}

/// The last days of the review of one text, whatever round it belongs to: received then (or the day a supplement restarted it), filed
/// then. `None` where the place counts from a filing that is not recorded.
#[must_use]
pub fn review_days(
    opening: &Opening,
    received: &Occurred,
    filed: Option<&Occurred>,
    ground: &Ground<'_>,
) -> Option<LastDays> {
    let (start, named) = review_start(opening, received, filed, ground)?;
    Some(last_days_from(ground.law, &opening.place, opening.subject, REVIEW, start, &[named]))
}

/// The last day of the review and the row that sets it; `None` where [`review`] gives no date. Confirming an effect needs no more,
/// and asks twice: of a receipt known to the day nothing is put in words.
#[must_use]
pub fn review_ends(case: &Case, ground: &Ground<'_>) -> Option<(Date, String)> {
    let opening = case.opening.as_ref()?;
    let (start, named) = review_start(opening, case.review_from.as_ref()?, filed(case), ground)?;
    let Some(day) = start.day() else {
        let review = review(case, ground)?;
        return Some((review.due_latest?, review.rule_id?));
    };
    let found = ground.law.rulebook.lookup(&opening.place, opening.subject, day, REVIEW);
    let rule = found.rule().filter(|rule| rule.from_event.as_deref().is_none_or(|event| event == named))?;
    let counted = derive(day, rule.period()?, &ground.law.calendar, rule.roll_over());
    Some((counted.due, rule.id.clone()))
}

fn filed(case: &Case) -> Option<&Occurred> {
    case.done.get(&Step::Filing).map(|done| &done.occurred)
}

/// Where the review is counted from, and the name of that event in the rules.
fn review_start<'a>(
    opening: &Opening,
    received: &'a Occurred,
    filed: Option<&'a Occurred>,
    ground: &Ground<'_>,
) -> Option<(&'a Occurred, &'static str)> {
    let day = received.latest.or(received.earliest).unwrap_or(ground.today);
    let rule = ground.law.rulebook.lookup(&opening.place, opening.subject, day, REVIEW).rule();
    match rule.is_some_and(|rule| rule.from_event.as_deref() == Some("filed")) {
        true => Some((filed?, "filed")),
        false => Some((received, "text_received_by_department")),
    }
}

impl Clock {
    fn runs(&self, case: &Case, ground: &Ground<'_>) -> Option<Running> {
        if case.has(self.until) {
            return None;
        }
        let start = start_of(case, self.from)?;
        if !self.everywhere && !ruled(case, ground, self.rule, &start) {
            return None;
        }
        if counts_from(case, ground, self.rule, &start) == Some(TOLD_OF_PASSAGE)
            && let Some(told) = case.done.get(&Step::Passage)
        {
            return Running::from_event(case, ground, self.rule, &told.occurred, &[TOLD_OF_PASSAGE]);
        }
        Running::from_event(case, ground, self.rule, &start, self.named)
    }
}

impl Running {
    /// One whose deadline is what the law makes of its start.
    fn plain(suffix: &'static str, start: &Occurred) -> Self {
        Self { suffix, start: start.clone(), otherwise: None }
    }

    /// One whose start is an event of these names: where the rule counts from another, it has no date ([`Deadline::counted_from`]).
    fn from_event(
        case: &Case,
        ground: &Ground<'_>,
        suffix: &'static str,
        start: &Occurred,
        named: &[&str],
    ) -> Option<Self> {
        if counts_from(case, ground, suffix, start).is_none_or(|event| named.contains(&event)) {
            return Some(Self::plain(suffix, start));
        }
        Some(Self::otherwise(suffix, reckon(case, ground, suffix, start)?.counted_from(named)))
    }

    /// One with this deadline.
    fn otherwise(suffix: &'static str, deadline: Deadline) -> Self {
        Self { suffix, start: deadline.start.clone(), otherwise: Some(Box::new(deadline)) }
    }

    /// The last days of its deadline.
    fn last_days(&self, case: &Case, ground: &Ground<'_>) -> LastDays {
        match (&self.otherwise, &case.opening) {
            (Some(deadline), _) => (deadline.due_earliest, deadline.due_latest),
            (None, Some(of)) => last_days(ground.law, &of.place, of.subject, self.suffix, &self.start),
            (None, None) => (None, None),
        }
    }

    /// Its deadline.
    fn deadline(self, case: &Case, ground: &Ground<'_>) -> Option<Deadline> {
        match self.otherwise {
            Some(deadline) => Some(*deadline),
            None => reckon(case, ground, self.suffix, &self.start),
        }
    }
}

/// The event that the rule counts from, in the words of the rules, for a start on that day.
fn counts_from<'a>(case: &Case, ground: &Ground<'a>, suffix: &str, start: &Occurred) -> Option<&'a str> {
    let opening = case.opening.as_ref()?;
    crate::deadline::counts_from(&ground.law.rulebook, &opening.place, opening.subject, suffix, start)
}

fn start_of(case: &Case, step: Step) -> Option<Occurred> {
    // The clock of publication runs from the day of effect, not from the day somebody confirmed it.
    if step == Step::Effect {
        let effect = case.effect.as_ref().filter(|_| case.has(Step::Effect))?;
        return Some(Occurred::on(effect.effective_on));
    }
    case.done.get(&step).map(|done| done.occurred.clone())
}

/// Whether the place, or the nation, has a text of this name for the subject matter on that day, known or not.
fn ruled(case: &Case, ground: &Ground<'_>, rule: &str, start: &Occurred) -> bool {
    let Some(opening) = case.opening.as_ref() else { return false };
    let day = start.latest.or(start.earliest).unwrap_or(ground.today);
    ground.law.rulebook.lookup(&opening.place, opening.subject, day, rule).text().is_some()
}

fn reckon(case: &Case, ground: &Ground<'_>, rule: &str, start: &Occurred) -> Option<Deadline> {
    let opening = case.opening.as_ref()?;
    let (rules, calendar) = (&ground.law.rulebook, &ground.law.calendar);
    Some(Deadline::reckon(rules, calendar, &opening.place, opening.subject, rule, start))
}

fn vacancies(case: &Case) -> impl Iterator<Item = Running> {
    let vacant = case.sides.values().flatten().filter_map(|seat| seat.vacant.as_ref());
    vacant.map(|since| Running::plain("rep.vacancy", &since.occurred))
}

/// The nation sets no length for a suspension: the day both sides agreed on is the one to keep.
fn suspension(case: &Case, ground: &Ground<'_>) -> Option<Running> {
    let (suspension, rule) = (case.suspension.as_ref()?, "suspend.max");
    let Some(day) = suspension.resume_day else { return Some(Running::plain(rule, &suspension.since.occurred)) };
    let mut deadline = reckon(case, ground, rule, &suspension.since.occurred)?;
    if deadline.due_latest.is_none() {
        deadline.due_earliest = Some(day);
        deadline.due_latest = Some(day);
        deadline.certainty = Certainty::Firm;
        deadline.caveats = vec![Say::new("双方约定的恢复日期", "the day both sides agreed on")];
    }
    Some(Running::otherwise(rule, deadline))
}

/// The window before the end of the term, once it has opened or will; the last day of the term ends it, and so do a refusal, a
/// renewal and an earlier end.
fn renewal(case: &Case, ground: &Ground<'_>) -> Option<Running> {
    let renewal = &case.roads.renewal;
    if case.roads.end.is_some() || renewal.renewed_by.is_some() || renewal.refused.is_some() {
        return None;
    }
    let expires = expires_on(case)?;
    (expires >= ground.today).then(|| Running::plain("renewal.window", &Occurred::on(expires)))
}

/// The last day of the term of what is in effect; `None`: there is none, or it is not known.
#[must_use]
pub fn expires_on(case: &Case) -> Option<Date> {
    case.effect
        .as_ref()
        .and_then(|effect| effect.expires_on)
        .or_else(|| case.taken_over.as_ref()?.outcome.as_ref()?.expires_on)
}

/// The first day on which renewal may be proposed; `None`: no date is known.
#[must_use]
pub fn window_opens(case: &Case, ground: &Ground<'_>) -> Option<Date> {
    reckon(case, ground, "renewal.window", &Occurred::on(expires_on(case)?))?.due()
}

#[cfg(test)]
mod tests;
