//! The negotiations of a made-up country.

use std::collections::BTreeMap;

use heyi_core::event::coverage_list::{Binding, CoverageListed, EmployerJoined};
use heyi_core::event::ending::RenewalLinked;
use heyi_core::event::entries::EntryCorrected;
use heyi_core::event::opening::{CaseOpened, JointCaseOpened};
use heyi_core::event::{CaseEvent, Event};
use heyi_core::ids::Version;
use heyi_core::occurred::Occurred;
use heyi_core::scenario::{date_of, joint, main_line};
use heyi_core::stage::Step;
use heyi_core::topic::TopicCode;
use jiff::civil::Date;
use jiff::{Span, ToSpan as _};
use rand::RngExt as _;

use super::{CASES_PER_EMPLOYER, Country, Happened, MONTHS, case_id, name_of};

/// Of a hundred cases those of an area or industry, and how many employers each of them covers.
const JOINT_OF_100: u32 = 5;
const JOINT_EMPLOYERS: u32 = 29;
const TOPICS: [&str; 8] = ["CAR.01", "CAR.02", "CAR.03", "HLT.02", "CHD.01", "NUR.01", "EQ.01", "PRD.PRE.01"];

impl Country {
    /// One negotiation that begins in a month; each step is written down in its month, one of twenty late.
    pub(super) fn negotiate(&mut self, month: u32, first: Date) {
        let number = self.cases;
        self.cases += 1;
        let days = (first - date_of(0)).get_days() + self.random.random_range(0..28);
        let through = match self.random.random_range(0..20) {
            0 | 1 => Step::Receipt,
            2 => Step::Signature,
            _ => Step::Effect,
        };
        let mut line = main_line(through);
        for (event, at) in &mut line {
            let day = at.latest.unwrap_or(first).saturating_add(i64::from(days).days());
            *at = Occurred::on(day);
            self.vary(event, days);
        }
        let is_joint = self.random.random_range(0..100) < JOINT_OF_100;
        let Ok(place) = self.place() else { return };
        let number_of_case = format!("虚构〔{}〕{number}", first.year());
        let mut happened = Happened::new();
        for (event, at) in line.into_iter().filter(|(event, _)| !is_left_out(event)) {
            let CaseEvent::CaseOpened(opened) = event else {
                happened.push((Event::Case(event), at));
                continue;
            };
            let (place, number_of_case) = (place.clone(), number_of_case.clone());
            if is_joint {
                let opened = JointCaseOpened { place, number: number_of_case, made_up: true, ..joint() };
                happened.push((Event::Case(CaseEvent::JointCaseOpened(opened.into())), at.clone()));
                happened.push((Event::Case(CaseEvent::CoverageListed(self.listed())), at.clone()));
            } else {
                let employer = self.any_employer();
                let (employer_name, number) = (name_of(employer), number_of_case);
                let opened = CaseOpened { place, number, employer, employer_name, made_up: true, ..*opened };
                happened.push((Event::Case(CaseEvent::CaseOpened(opened.into())), at.clone()));
            }
            happened.extend(self.renewed(number).map(|renewed| (Event::Case(renewed), at)));
        }
        if through == Step::Effect && self.random.random_bool(0.02) {
            happened.extend(corrected(&happened));
        }
        self.note(month, number, happened);
    }

    /// What was agreed three years ago is renewed, when there is that much of a past.
    fn renewed(&mut self, number: u32) -> Option<CaseEvent> {
        let older = (f64::from(self.employers) * CASES_PER_EMPLOYER * 36.0 / f64::from(MONTHS)) as u32;
        let renews = number.checked_sub(older).filter(|_| self.random.random_bool(0.6))?;
        Some(CaseEvent::RenewalLinked(RenewalLinked { renews: case_id(renews) }))
    }

    /// Puts what is known of a case where it is written down.
    fn note(&mut self, month: u32, case: u32, happened: Happened) {
        let mut month = month;
        let mut due: BTreeMap<u32, Happened> = BTreeMap::new();
        for (event, occurred) in happened {
            let late = if self.random.random_range(0..20) == 0 { 3 } else { 0 };
            // Nothing is written down before what stands before it.
            month = month.max(occurred.latest.map_or(0, |day| self.month_of(day)) + late);
            due.entry(month).or_default().push((event, occurred));
        }
        for (month, happened) in due {
            if let Some(of_month) = self.to_write.get_mut(month as usize) {
                of_month.push((case, happened));
            }
        }
    }

    /// The month of a day, counted from the first.
    fn month_of(&self, day: Date) -> u32 {
        let months = (i32::from(day.year()) - i32::from(self.begin.year())) * 12 + i32::from(day.month());
        u32::try_from(months - i32::from(self.begin.month())).unwrap_or_default()
    }

    /// Days and topics of this case instead of the sample's, and no names: nobody took part in what is made up.
    fn vary(&mut self, event: &mut CaseEvent, days: i32) {
        match event {
            CaseEvent::RepresentativesNamed(named) => {
                named.people.iter_mut().for_each(|representative| representative.person = None);
            }
            CaseEvent::SessionHeld(session) => session.recorder = None,
            CaseEvent::ClauseProposed(proposed) => {
                proposed.text.topic = TopicCode(self.one_of(&TOPICS, "CAR.01").to_owned());
                if self.random.random_bool(0.3) {
                    proposed.text.measure.clear();
                }
            }
            CaseEvent::EffectConfirmed(effect) => {
                effect.effective_on = effect.effective_on.saturating_add(i64::from(days).days());
                let months = self.one_of(&[12, 24, 36], 36);
                effect.expires_on = Some(effect.effective_on.saturating_add(Span::new().months(months)));
            }
            _ => {}
        }
    }

    fn listed(&mut self) -> CoverageListed {
        let joined = (0..JOINT_EMPLOYERS).map(|_| {
            let employer = self.any_employer();
            EmployerJoined {
                employer,
                name: name_of(employer),
                from: None,
                binding: Binding::Recognition,
                staff: None,
                women: None,
            }
        });
        CoverageListed { joined: joined.collect(), left: Vec::new() }
    }
}

/// A step that says nothing to figures, and that no other rests on.
fn is_left_out(event: &CaseEvent) -> bool {
    matches!(event, CaseEvent::CongressConvened(_))
}

/// The effect was on another day.
fn corrected(happened: &[(Event, Occurred)]) -> Option<(Event, Occurred)> {
    let is_effect = |(event, _): &(Event, Occurred)| matches!(event, Event::Case(CaseEvent::EffectConfirmed(_)));
    let index = happened.iter().position(is_effect)?;
    let (Event::Case(CaseEvent::EffectConfirmed(effect)), occurred) = happened.get(index)? else { return None };
    let mut right = effect.clone();
    right.effective_on = right.effective_on.saturating_add(3.days());
    let correction = EntryCorrected {
        entry: Version(index as u64 + 1),
        event: Box::new(CaseEvent::EffectConfirmed(right)),
        occurred: occurred.clone(),
        reason: "录入错误".into(),
        awaits_approval: false,
    };
    Some((Event::Case(CaseEvent::EntryCorrected(correction)), Occurred::unknown("")))
}
