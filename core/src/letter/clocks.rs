//! The clocks of a letter: the day it names itself, and the period of the law where the place has one. Both are shown where
//! both exist.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::case::Mark;
use crate::deadline::Deadline;
use crate::event::LetterEvent;
use crate::event::letter::LetterKind;
use crate::ground::Law;
use crate::occurred::Occurred;
use crate::place::Place;
use crate::rules::SubjectMatter;
use crate::text::Say;

use super::{Letter, Line};

/// The name of the clock that the letter sets itself.
pub const OWN_DAY: &str = "letter.reply_by";

/// Every clock that runs: none once the letter was answered or closed, or the matter was taken further after its last day.
#[must_use]
pub fn running(letter: &Letter, law: &Law) -> Vec<Deadline> {
    if letter.closed.is_some() || !letter.answers.is_empty() {
        return Vec::new();
    }
    let mut clocks = set(letter, law);
    clocks.retain(|clock| !letter.escalations.iter().any(|escalated| is_after(&escalated.as_of, clock)));
    clocks
}

/// Every clock the letter set, whether it still runs or not.
#[must_use]
pub fn set(letter: &Letter, law: &Law) -> Vec<Deadline> {
    Basis::of(letter).map(|basis| basis.clocks(law)).unwrap_or_default()
}

/// What the clocks of a letter rest on: enough to count them again under another law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    kind: LetterKind,
    place: Place,
    reply_by: Option<Date>,
    received: Option<Occurred>,
}

impl Basis {
    /// The basis of a letter; `None` when it was not issued.
    #[must_use]
    pub fn of(letter: &Letter) -> Option<Self> {
        let text = letter.text()?;
        let received = letter.received.as_ref().map(|received| received.as_of.clone());
        Some(Self { kind: text.kind, place: text.place.clone(), reply_by: text.reply_by, received })
    }

    /// Every clock the letter set, as the law has it.
    #[must_use]
    pub fn clocks(&self, law: &Law) -> Vec<Deadline> {
        self.own_day().into_iter().chain(self.of_law(law)).collect()
    }

    fn own_day(&self) -> Option<Deadline> {
        let because = Say::new("函件载明的答复日期", "the day the letter itself names");
        Some(Deadline::told(OWN_DAY, Say::new("答复函件", "answer to the letter"), self.reply_by?, because))
    }

    /// A period of law runs only where the place, or the nation, has a text of that name, and only for what was received.
    fn of_law(&self, law: &Law) -> Option<Deadline> {
        let (rule, from) = match self.kind {
            LetterKind::Reminder => return None,
            LetterKind::Opinion => ("supervision.reply", "opinion_letter_received"),
            LetterKind::Proposal => ("supervision.case", "proposal_letter_received"),
        };
        let received = self.received.as_ref()?;
        let day = received.latest.or(received.earliest)?;
        let (rules, subject) = (&law.rulebook, SubjectMatter::Women);
        rules.lookup(&self.place, subject, day, rule).text()?;
        Some(Deadline::reckon(rules, &law.calendar, &self.place, subject, rule, received).counted_from(&[from]))
    }
}

/// What is to be said about an entry: an answer after its last day, a matter taken further before it.
#[must_use]
pub fn marks(letter: &Letter, line: &Line, law: &Law) -> Vec<Mark> {
    if !line.counts() {
        return Vec::new();
    }
    let before = letter.before_line(line.recorded.version);
    match line.event() {
        LetterEvent::LetterAnswered(_) if before.answers.is_empty() => late(&set(&before, law), line.occurred()),
        LetterEvent::LetterEscalated(_) => {
            too_early(&before, &set(&before, law), line.occurred()).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn is_after(occurred: &Occurred, clock: &Deadline) -> bool {
    matches!((occurred.earliest, clock.due_latest), (Some(day), Some(due)) if day > due)
}

fn late(clocks: &[Deadline], at: &Occurred) -> Vec<Mark> {
    let passed = clocks.iter().filter(|clock| is_after(at, clock)).filter_map(|clock| {
        let (day, due) = (at.earliest?, clock.due_latest?);
        let (zh, en) = match clock.suffix.as_str() {
            OWN_DAY => ("函件要求的答复日期", "the day the letter names"),
            _ => ("法定答复期限", "the last day of the law"),
        };
        let say = Say::new(format!("{day} 答复，晚于{zh} {due}。"), format!("Answered on {day}, after {en}, {due}."));
        Some(Mark::Irregular(say, clock.cite.clone()))
    });
    passed.collect()
}

/// A matter is taken further when the last day has passed without an answer, or the answer does not mend it.
fn too_early(before: &Letter, clocks: &[Deadline], at: &Occurred) -> Option<Mark> {
    let say = match before.answers.last() {
        Some(answer) if answer.value.remedied == Some(false) => return None,
        Some(_) => Say::new(
            "对方已经答复，且没有记录到拒绝或未整改。",
            "The letter was answered, and no refusal or failure to mend is recorded.",
        ),
        None if clocks.iter().any(|clock| is_after(at, clock)) => return None,
        None => match clocks.iter().filter_map(|clock| clock.due_latest).min() {
            Some(due) => Say::new(
                format!("答复期限（{due}）尚未届满，也没有记录到拒绝。"),
                format!("The day of the reply ({due}) had not passed, and no refusal is recorded."),
            ),
            None => Say::new(
                "没有可以核对的答复期限，也没有记录到拒绝。",
                "There is no day of the reply to check against, and no refusal is recorded.",
            ),
        },
    };
    Some(Mark::Irregular(say, None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::scenario::{Desk, answered, escalated, opinion, received, reminder};
    use crate::scenario::{date_of, day};

    fn suffixes(clocks: &[Deadline]) -> Vec<&str> {
        clocks.iter().map(|clock| clock.suffix.as_str()).collect()
    }

    #[test]
    fn an_opinion_in_zhejiang_has_fifteen_working_days_beside_its_own_day() {
        let clocks = running(&Desk::received(0).letter(), &Law::shipped());
        assert_eq!(suffixes(&clocks), [OWN_DAY, "supervision.reply"]);
        let [own, of_law] = clocks.as_slice() else { panic!() };
        assert_eq!(own.due(), Some(date_of(30)));
        assert_eq!(of_law.cite.as_ref().and_then(|cite| cite.article.clone()).as_deref(), Some("22"));
        assert!(of_law.due() > Some(date_of(14)), "working days: {:?}", of_law.due());
    }

    #[test]
    fn nothing_is_made_up_where_no_text_sets_a_period() {
        let mut elsewhere = opinion();
        elsewhere.place = "320106".parse().unwrap();
        elsewhere.reply_by = None;
        let desk = Desk::issued(elsewhere).and(LetterEvent::LetterReceived(received()), day(3));
        assert!(running(&desk.letter(), &Law::shipped()).is_empty());
        assert_eq!(suffixes(&running(&Desk::issued(reminder()).letter(), &Law::shipped())), [OWN_DAY]);
    }

    #[test]
    fn an_answer_stops_the_clocks_and_is_marked_when_late() {
        let desk = Desk::received(0).and(answered(None), day(40));
        let letter = desk.letter();
        assert!(running(&letter, &Law::shipped()).is_empty());
        let said = marks(&letter, letter.lines.last().unwrap(), &Law::shipped());
        assert_eq!(said.len(), 2, "after its own day and that of the law: {said:?}");
        let timely = Desk::received(0).and(answered(None), day(10)).letter();
        assert!(marks(&timely, timely.lines.last().unwrap(), &Law::shipped()).is_empty());
    }

    #[test]
    fn taken_further_before_its_day_it_stands_with_a_mark() {
        let marked = |desk: Desk| {
            let letter = desk.letter();
            !marks(&letter, letter.lines.last().unwrap(), &Law::shipped()).is_empty()
        };
        assert!(marked(Desk::received(0).and(escalated(), day(10))));
        assert!(!marked(Desk::received(0).and(escalated(), day(40))), "its day had passed");
        assert!(!marked(Desk::received(0).and(answered(Some(false)), day(9)).and(escalated(), day(10))), "not mended");
        assert!(marked(Desk::received(0).and(answered(Some(true)), day(9)).and(escalated(), day(10))), "mended");
        let over = Desk::received(0).and(escalated(), day(40)).letter();
        assert!(running(&over, &Law::shipped()).is_empty(), "what was taken further after its day waits no more");
    }
}
