//! Entries put right: the same step with other details or of another day, an opening of another place, employer or subject.

use heyi_core::case::Case;
use heyi_core::decisions::correct_entry::CorrectEntry;
use heyi_core::decisions::open_case::OpenCase;
use heyi_core::decisions::open_joint_case::OpenJointCase;
use heyi_core::decisions::take_over_case::TakeOverCase;
use heyi_core::decisions::take_over_joint_case::TakeOverJointCase;
use heyi_core::decisions::{Command, DecisionKind};
use heyi_core::event::CaseEvent;
use heyi_core::event::opening::CaseOpened;
use heyi_core::occurred::Occurred;
use heyi_core::rules::SubjectMatter;
use jiff::ToSpan as _;
use jiff::civil::Date;
use rand::RngExt as _;

use super::super::World;

impl World {
    pub(super) async fn mend(&mut self) {
        let Some(case) = self.some_case().await else { return };
        let line = &case.lines[self.random.random_range(0..case.lines.len())];
        let (entry, day) = (line.recorded.version, line.occurred().latest);
        let Some(command) = self.rightly(line.event(), &case) else { return };
        let near = day.filter(|_| self.random.random_bool(0.6)).map(|day| self.near(day));
        let occurred = near.unwrap_or_else(|| self.occurred());
        let correct = CorrectEntry { entry, command: Box::new(command), occurred, reason: "录入错误".into() };
        self.attempt(case.id, correct.into(), 1).await;
    }

    /// The day, or one up to ten days before or after it.
    fn near(&mut self, day: Date) -> Occurred {
        let days = if self.chance(0.6) { 0 } else { self.random.random_range(-10..=10) };
        let moved = day + i64::from(days).days();
        Occurred::on(moved.min(self.today()))
    }

    fn rightly(&mut self, event: &CaseEvent, case: &Case) -> Option<Command> {
        Some(match event {
            CaseEvent::CaseOpened(opened) => OpenCase(self.opened_rightly(opened)).into(),
            CaseEvent::CaseTakenOver(taken) => {
                let mut taken = taken.clone();
                taken.opening = self.opened_rightly(&taken.opening);
                if self.chance(0.5) {
                    taken.outcome = self.ledger(None).outcome;
                }
                TakeOverCase(*taken).into()
            }
            CaseEvent::JointCaseOpened(opened) => {
                let mut opened = opened.clone();
                opened.place = self.place_of_many();
                OpenJointCase(*opened).into()
            }
            CaseEvent::JointCaseTakenOver(taken) => {
                let mut taken = taken.clone();
                taken.opening.place = self.place_of_many();
                taken.outcome = self.ledger(None).outcome;
                TakeOverJointCase(*taken).into()
            }
            event => self.details(DecisionKind::of(event), case)?,
        })
    }

    fn opened_rightly(&mut self, opened: &CaseOpened) -> CaseOpened {
        let mut opened = opened.clone();
        match self.random.random_range(0..3) {
            0 => opened.place = self.some_place(),
            1 => opened.employer = self.pick(&self.employers.clone()),
            _ => opened.subject = self.pick(&[SubjectMatter::Women, SubjectMatter::General]),
        }
        opened
    }
}
