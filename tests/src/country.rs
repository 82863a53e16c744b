//! A made-up country, from a seed: employers in 341 cities, negotiations of ten years with renewals, area contracts, receipts nobody
//! followed up, entries that came late, corrections, and head counts that change. What figures are measured on.

use std::collections::BTreeMap;
use std::sync::Arc;

use heyi_core::event::coverage_list::{Binding, CoverageListed, EmployerJoined};
use heyi_core::event::employer::{EmployerRegistered, HeadCountRecorded, Ownership, UnionKind};
use heyi_core::event::ending::RenewalLinked;
use heyi_core::event::entries::EntryCorrected;
use heyi_core::event::opening::{CaseOpened, HeadCount, JointCaseOpened};
use heyi_core::event::{CaseEvent, EmployerEvent, Entry, Event};
use heyi_core::ids::{AccountId, CaseId, EmployerId, Version};
use heyi_core::occurred::Occurred;
use heyi_core::scenario::{date_of, joint, main_line};
use heyi_core::stage::Step;
use heyi_core::topic::TopicCode;
use heyi_store::append::{Commit, Expect, StreamAppend, StreamId};
use heyi_store::clock::ManualClock;
use heyi_store::codec;
use heyi_store::log::EventLog;
use heyi_store::streams;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan as _};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use uuid::Uuid;

/// The first month.
pub const BEGIN: Date = date(2017, 1, 1);
/// How many months.
pub const MONTHS: u32 = 120;
/// Instruments for each employer, as in the national series of 2014: 1.4 million for 3 million, as each covers 2.4.
const CASES_PER_EMPLOYER: f64 = 1.4 / 3.0;
/// Of a hundred cases those of an area or industry, and how many employers each of them covers.
const JOINT_OF_100: u32 = 5;
const JOINT_EMPLOYERS: u32 = 29;
/// Of so many employers one is counted anew in a month.
const COUNTED_OF: u32 = 480;
/// Events of one commit, about: a country's offices record side by side.
const COMMIT: usize = 500;
/// The first two digits of the provinces.
const PROVINCES: [u32; 31] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63,
    64, 65,
];
const CITIES_OF_A_PROVINCE: u32 = 11;
const TOPICS: [&str; 8] = ["CAR.01", "CAR.02", "CAR.03", "HLT.02", "CHD.01", "NUR.01", "EQ.01", "PRD.PRE.01"];
const INDUSTRIES: [&str; 40] = [
    "01", "05", "13", "14", "15", "17", "18", "21", "22", "24", "26", "27", "29", "30", "33", "34", "35", "36", "38",
    "39", "40", "47", "48", "51", "52", "54", "60", "61", "62", "63", "65", "70", "72", "73", "75", "80", "82", "83",
    "84", "87",
];

/// What is known of a case, and written down in a month to come.
type Noted = (u32, Vec<(Event, Occurred)>);

/// A country in the making.
pub struct Country {
    log: Arc<dyn EventLog>,
    clock: Arc<ManualClock>,
    random: StdRng,
    employers: u32,
    cases: u32,
    /// By month.
    to_write: Vec<Vec<Noted>>,
    written: Vec<StreamAppend>,
    events: u64,
}

impl Country {
    /// Nothing has happened yet.
    #[must_use]
    pub fn new(log: Arc<dyn EventLog>, clock: Arc<ManualClock>, employers: u32, seed: u64) -> Self {
        let random = StdRng::seed_from_u64(seed);
        let to_write = (0..MONTHS).map(|_| Vec::new()).collect();
        Self { log, clock, random, employers, cases: 0, to_write, written: Vec::new(), events: 0 }
    }

    /// Records the ten years. How many events that were.
    ///
    /// # Panics
    /// When the log refuses.
    pub async fn live(&mut self) -> u64 {
        self.turn(BEGIN);
        for employer in 0..self.employers {
            let mut events = vec![(self.registered(employer), Occurred::on(BEGIN))];
            if self.random.random_bool(0.8) {
                events.push((self.counted(BEGIN), Occurred::on(BEGIN)));
            }
            self.put(stream_of(employer), events).await;
        }
        let cases = f64::from(self.employers) * CASES_PER_EMPLOYER;
        for month in 0..MONTHS {
            let first = BEGIN.saturating_add(Span::new().months(i64::from(month)));
            self.turn(first.last_of_month());
            for _ in 0..self.employers / COUNTED_OF {
                let employer = self.random.random_range(0..self.employers);
                let counted = self.counted(first);
                self.put(stream_of(employer), vec![(counted, Occurred::on(first))]).await;
            }
            let until = cases * f64::from(month + 1) / f64::from(MONTHS);
            while f64::from(self.cases) < until {
                self.negotiate(month, first);
            }
            let due = self.to_write.get_mut(month as usize).map(std::mem::take).unwrap_or_default();
            for (case, events) in due {
                self.put(streams::case(case_id(case)).expect("a stream"), events).await;
            }
        }
        self.flush().await;
        self.events
    }

    /// It is the last moment of that day.
    fn turn(&self, day: Date) {
        let end = day.at(15, 0, 0, 0).to_zoned(TimeZone::UTC).expect("a day of the calendar");
        self.clock.set(end.timestamp());
    }

    fn registered(&mut self, employer: u32) -> Event {
        let place = self.place();
        Event::Employer(EmployerEvent::EmployerRegistered(EmployerRegistered {
            name: format!("第{employer}厂"),
            credit_code: None,
            no_code_reason: "虚构".into(),
            place: place.parse().expect("a place"),
            industry: self.random.random_bool(0.95).then(|| self.one_of(&INDUSTRIES).to_owned()),
            biomedicine: None,
            ownership: self.one_of(&[Ownership::State, Ownership::Private, Ownership::Private, Ownership::Foreign]),
            union: self.one_of(&[UnionKind::Own, UnionKind::Own, UnionKind::Joint, UnionKind::None]),
            made_up: true,
        }))
    }

    fn counted(&mut self, day: Date) -> Event {
        let women = self.random.random_range(0..200);
        let count = |people| Some(HeadCount { people, about: false, as_of: Occurred::on(day) });
        let known = self.random.random_bool(0.9);
        Event::Employer(EmployerEvent::HeadCountRecorded(HeadCountRecorded {
            staff: count(women * 2),
            women: count(women).filter(|_| known),
            skilled_women: count(women / 3),
        }))
    }

    /// One negotiation that begins in a month; each step is written down in its month, one of twenty late.
    fn negotiate(&mut self, month: u32, first: Date) {
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
            *at = Occurred::on(at.latest.expect("a sample day").saturating_add(i64::from(days).days()));
            self.vary(event, days);
        }
        let joint_case = self.random.random_range(0..100) < JOINT_OF_100;
        let (opening, at) = line.first().cloned().expect("an opening");
        let place: String = self.place();
        let opened = match (joint_case, opening) {
            (true, _) => CaseEvent::JointCaseOpened(Box::new(JointCaseOpened {
                place: place.parse().expect("a place"),
                number: format!("〔{}〕{number}", first.year()),
                ..joint()
            })),
            (false, CaseEvent::CaseOpened(opened)) => CaseEvent::CaseOpened(Box::new(CaseOpened {
                place: place.parse().expect("a place"),
                number: format!("〔{}〕{number}", first.year()),
                employer: employer_id(self.random.random_range(0..self.employers)),
                ..*opened
            })),
            (false, other) => other,
        };
        let mut events = vec![(Event::Case(opened), at.clone())];
        if joint_case {
            events.push((Event::Case(CaseEvent::CoverageListed(self.listed())), at.clone()));
        }
        // What was agreed three years ago is renewed, when there is that much of a past.
        let older = (self.employers as f64 * CASES_PER_EMPLOYER * 36.0 / f64::from(MONTHS)) as u32;
        if let Some(renews) = number.checked_sub(older).filter(|_| self.random.random_bool(0.6)) {
            events.push((Event::Case(CaseEvent::RenewalLinked(RenewalLinked { renews: case_id(renews) })), at));
        }
        let steps = line.into_iter().skip(1).filter(|(event, _)| !is_left_out(event));
        events.extend(steps.map(|(event, at)| (Event::Case(event), at)));
        if through == Step::Effect && self.random.random_bool(0.02) {
            events.extend(corrected(&events));
        }
        self.note(month, number, events);
    }

    /// Puts what is known of a case where it is written down.
    fn note(&mut self, month: u32, case: u32, events: Vec<(Event, Occurred)>) {
        let mut month = month;
        let mut due: BTreeMap<u32, Vec<(Event, Occurred)>> = BTreeMap::new();
        for (event, occurred) in events {
            let late = if self.random.random_range(0..20) == 0 { 3 } else { 0 };
            // Nothing is written down before what stands before it.
            month = month.max(occurred.latest.map_or(0, month_of) + late);
            due.entry(month).or_default().push((event, occurred));
        }
        for (month, events) in due {
            if let Some(of_month) = self.to_write.get_mut(month as usize) {
                of_month.push((case, events));
            }
        }
    }

    /// Days and topics of this case instead of the sample's.
    fn vary(&mut self, event: &mut CaseEvent, days: i32) {
        match event {
            CaseEvent::ClauseProposed(proposed) => {
                proposed.text.topic = TopicCode(self.one_of(&TOPICS).to_owned());
                if self.random.random_bool(0.3) {
                    proposed.text.measure.clear();
                }
            }
            CaseEvent::EffectConfirmed(effect) => {
                effect.effective_on = effect.effective_on.saturating_add(i64::from(days).days());
                let months = self.one_of(&[12, 24, 36]);
                effect.expires_on = Some(effect.effective_on.saturating_add(Span::new().months(months)));
            }
            _ => {}
        }
    }

    fn listed(&mut self) -> CoverageListed {
        let joined = (0..JOINT_EMPLOYERS).map(|_| {
            let employer = self.random.random_range(0..self.employers);
            EmployerJoined {
                employer: employer_id(employer),
                name: format!("第{employer}厂"),
                from: None,
                binding: Binding::Recognition,
                staff: None,
                women: None,
            }
        });
        CoverageListed { joined: joined.collect(), left: Vec::new() }
    }

    fn place(&mut self) -> String {
        let (province, city) = (self.one_of(&PROVINCES), self.random.random_range(1..=CITIES_OF_A_PROVINCE));
        format!("{province}{city:02}01")
    }

    fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.random.random_range(0..of.len())]
    }

    async fn put(&mut self, stream: StreamId, events: Vec<(Event, Occurred)>) {
        // One commit holds a stream once.
        if self.written.iter().any(|append| append.stream == stream) {
            self.flush().await;
        }
        let encoded = events.into_iter().map(|(event, occurred)| {
            codec::encode(&Entry { occurred, event, note: None, evidence: Vec::new() }).expect("encoded")
        });
        let append = StreamAppend { stream, expect: Expect::Any, events: encoded.collect() };
        self.events += append.events.len() as u64;
        self.written.push(append);
        if self.written.iter().map(|append| append.events.len()).sum::<usize>() >= COMMIT {
            self.flush().await;
        }
    }

    async fn flush(&mut self) {
        let appends = std::mem::take(&mut self.written);
        if !appends.is_empty() {
            let commit = Commit { appends, by: AccountId(Uuid::from_u128(1)), key: None };
            self.log.append(commit).await.expect("appended");
        }
    }
}

/// The month of a day.
fn month_of(day: Date) -> u32 {
    let months = (i32::from(day.year()) - i32::from(BEGIN.year())) * 12 + i32::from(day.month()) - 1;
    u32::try_from(months).unwrap_or_default()
}

/// Steps that say nothing to figures are left out: 14 events a case are enough.
fn is_left_out(event: &CaseEvent) -> bool {
    matches!(event, CaseEvent::SessionHeld(_) | CaseEvent::CongressConvened(_))
}

/// The effect was on another day.
fn corrected(events: &[(Event, Occurred)]) -> Option<(Event, Occurred)> {
    let index = events.iter().position(|(event, _)| matches!(event, Event::Case(CaseEvent::EffectConfirmed(_))))?;
    let (Event::Case(CaseEvent::EffectConfirmed(effect)), occurred) = events.get(index)? else { return None };
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

fn employer_id(number: u32) -> EmployerId {
    EmployerId(Uuid::from_u64_pair(1, u64::from(number)))
}

fn case_id(number: u32) -> CaseId {
    CaseId(Uuid::from_u64_pair(2, u64::from(number)))
}

fn stream_of(employer: u32) -> StreamId {
    streams::employer(employer_id(employer)).expect("a stream")
}
