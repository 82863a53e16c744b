//! Supervision letters: issued to employers and authorities, of a case or not, served, answered in time or late, taken further, closed,
//! and put right.

use heyi_core::event::letter::{
    Addressee, EscalatedTo, LetterAnswered, LetterClosed, LetterEscalated, LetterIssued, LetterKind, LetterOutcome,
    LetterReceived,
};
use heyi_core::event::offer::DeliveryWay;
use heyi_core::ids::LetterId;
use heyi_core::letter::Letter;
use heyi_core::letter::decisions::answer_letter::AnswerLetter;
use heyi_core::letter::decisions::close_letter::CloseLetter;
use heyi_core::letter::decisions::correct_letter_entry::CorrectLetterEntry;
use heyi_core::letter::decisions::escalate_letter::EscalateLetter;
use heyi_core::letter::decisions::issue_letter::IssueLetter;
use heyi_core::letter::decisions::receive_letter::ReceiveLetter;
use heyi_core::letter::decisions::withdraw_letter_entry::WithdrawLetterEntry;
use heyi_core::letter::decisions::{LetterCommand, LetterRequest, LetterStep};
use heyi_core::letter::scenario;
use heyi_core::occurred::Occurred;
use heyi_core::place::Place;
use jiff::ToSpan as _;
use rand::RngExt as _;
use uuid::Uuid;

use super::super::{World, asked};

/// Where a law sets a period for the answer, and where none does.
const PLACES: [&str; 6] = ["330100", "330100", "320106", "320576", "310115", "110105"];

/// What is recorded of a letter, the more often the earlier it comes.
const STEPS: [LetterStep; 11] = [
    LetterStep::ReceiveLetter,
    LetterStep::ReceiveLetter,
    LetterStep::ReceiveLetter,
    LetterStep::AnswerLetter,
    LetterStep::AnswerLetter,
    LetterStep::AnswerLetter,
    LetterStep::EscalateLetter,
    LetterStep::CloseLetter,
    LetterStep::CorrectLetterEntry,
    LetterStep::CorrectLetterEntry,
    LetterStep::WithdrawLetterEntry,
];

impl World {
    /// A letter is issued, or something is recorded of one.
    pub(super) async fn write(&mut self) {
        if self.letters.is_empty() || self.chance(0.5) {
            let letter = LetterId(Uuid::from_u128(self.random.random()));
            let (command, occurred) = (IssueLetter(self.issued()).into(), self.occurred());
            if self.hand_in(letter, command, occurred).await {
                self.letters.push(letter);
            }
        }
        for _ in 0..self.random.random_range(0..4) {
            let Some(id) = (!self.letters.is_empty()).then(|| self.pick(&self.letters.clone())) else { return };
            let letter = self.store.letters.load(id).await.unwrap().unwrap();
            let kind = self.pick(&STEPS);
            if let Some(command) = self.letter_command(kind, &letter) {
                let occurred = self.day_of_letter(&letter);
                self.hand_in(id, command, occurred).await;
            }
        }
    }

    async fn hand_in(&mut self, letter: LetterId, command: LetterCommand, occurred: Occurred) -> bool {
        self.store.letters.execute(letter, &LetterRequest { command, occurred }, &asked(1)).await.is_ok()
    }

    fn issued(&mut self) -> LetterIssued {
        let kind = self.pick(&[LetterKind::Reminder, LetterKind::Opinion, LetterKind::Opinion, LetterKind::Proposal]);
        let employer = (!self.employers.is_empty()).then(|| self.pick(&self.employers.clone()));
        let addressee = match (kind, employer) {
            (LetterKind::Reminder, _) if self.chance(0.3) => Addressee::Employers("示例园区各单位".into()),
            (LetterKind::Reminder | LetterKind::Opinion, Some(id)) => Addressee::Employer(id, String::new()),
            _ => Addressee::Authority("市人社局".into()),
        };
        let place: Place = self.pick(&PLACES).parse().unwrap();
        LetterIssued {
            kind,
            addressee,
            place,
            case: (!self.cases.is_empty() && self.chance(0.4)).then(|| self.pick(&self.cases.clone())),
            follows: (!self.letters.is_empty() && self.chance(0.2)).then(|| self.pick(&self.letters.clone())),
            topics: if self.chance(0.5) { vec![self.topic()] } else { Vec::new() },
            reply_by: self.chance(0.6).then(|| self.around(0, 40)),
            made_up: self.chance(0.3),
            ..scenario::opinion()
        }
    }

    fn letter_command(&mut self, kind: LetterStep, letter: &Letter) -> Option<LetterCommand> {
        Some(match kind {
            LetterStep::IssueLetter => IssueLetter(self.issued()).into(),
            LetterStep::ReceiveLetter => {
                let way = self.pick(&[DeliveryWay::Hand, DeliveryWay::Post, DeliveryWay::Electronic]);
                ReceiveLetter(LetterReceived { way, received_by: "人事部门".into() }).into()
            }
            LetterStep::AnswerLetter => {
                let remedied = self.pick(&[None, Some(true), Some(false)]);
                AnswerLetter(LetterAnswered { answer: "已收悉".into(), remedied }).into()
            }
            LetterStep::EscalateLetter => {
                let to = self.pick(&[EscalatedTo::Proposal, EscalatedTo::Interview, EscalatedTo::LabourInspection]);
                EscalateLetter(LetterEscalated { to, what: "移送".into() }).into()
            }
            LetterStep::CloseLetter => {
                let outcomes = [LetterOutcome::Remedied, LetterOutcome::Answered, LetterOutcome::Withdrawn];
                CloseLetter(LetterClosed { outcome: self.pick(&outcomes), remark: String::new() }).into()
            }
            LetterStep::CorrectLetterEntry => {
                let line = &letter.lines[self.random.random_range(0..letter.lines.len())];
                let (entry, kind) = (line.recorded.version, LetterStep::of(line.event()));
                if kind.is_about_entries() {
                    return None;
                }
                let (command, occurred) = (Box::new(self.letter_command(kind, letter)?), self.day_of_letter(letter));
                CorrectLetterEntry { entry, command, occurred, reason: "录错".into() }.into()
            }
            LetterStep::WithdrawLetterEntry => {
                let line = &letter.lines[self.random.random_range(0..letter.lines.len())];
                WithdrawLetterEntry { entry: line.recorded.version, reason: "记错函件".into() }.into()
            }
        })
    }

    /// Mostly between its issue and today.
    fn day_of_letter(&mut self, letter: &Letter) -> Occurred {
        let issued = letter.issued.as_ref().and_then(|issued| issued.as_of.earliest);
        match issued.filter(|_| self.random.random_bool(0.8)) {
            Some(day) => {
                let days = (self.today() - day).get_days().clamp(0, 60);
                Occurred::on(day + i64::from(self.random.random_range(0..=days)).days())
            }
            None => self.occurred(),
        }
    }
}
