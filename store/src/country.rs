//! A made-up country, from a seed: employers in 341 cities, negotiations of ten years with renewals, area contracts, receipts nobody
//! followed up, entries that came late, corrections, and head counts that change. What figures are measured on, and what a
//! demonstration of them shows.

use std::sync::Arc;

use heyi_core::event::employer::{EmployerRegistered, HeadCountRecorded, Ownership, UnionKind};
use heyi_core::event::opening::HeadCount;
use heyi_core::event::{EmployerEvent, Entry, Event};
use heyi_core::ids::{AccountId, CaseId, EmployerId};
use heyi_core::occurred::Occurred;
use heyi_core::place::{NotAPlace, Place};
use jiff::Span;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use uuid::Uuid;

use crate::append::{Commit, Expect, StreamAppend, StreamId};
use crate::clock::ManualClock;
use crate::codec;
use crate::laws::nobody;
use crate::log::EventLog;
use crate::reading::StoreError;
use crate::streams;

mod negotiation;

/// The first month, unless another is asked for.
pub const BEGIN: Date = date(2017, 1, 1);
/// How many months.
pub const MONTHS: u32 = 120;
/// Instruments for each employer, as in the national series of 2014: 1.4 million for 3 million, as each covers 2.4.
const CASES_PER_EMPLOYER: f64 = 1.4 / 3.0;
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
const INDUSTRIES: [&str; 40] = [
    "01", "05", "13", "14", "15", "17", "18", "21", "22", "24", "26", "27", "29", "30", "33", "34", "35", "36", "38",
    "39", "40", "47", "48", "51", "52", "54", "60", "61", "62", "63", "65", "70", "72", "73", "75", "80", "82", "83",
    "84", "87",
];
const OWNERSHIPS: [Ownership; 4] = [Ownership::State, Ownership::Private, Ownership::Private, Ownership::Foreign];
const UNIONS: [UnionKind; 4] = [UnionKind::Own, UnionKind::Own, UnionKind::Joint, UnionKind::None];

/// What happened, each with its day.
type Happened = Vec<(Event, Occurred)>;

/// A country in the making.
pub struct Country {
    log: Arc<dyn EventLog>,
    clock: Arc<ManualClock>,
    by: AccountId,
    begin: Date,
    random: StdRng,
    employers: u32,
    cases: u32,
    /// What is known of cases, by the month it is written down in.
    to_write: Vec<Vec<(u32, Happened)>>,
    written: Vec<StreamAppend>,
    events: u64,
}

impl Country {
    /// Nothing has happened yet. There is at least one employer.
    #[must_use]
    pub fn new(log: Arc<dyn EventLog>, clock: Arc<ManualClock>, employers: u32, seed: u64) -> Self {
        Self {
            log,
            clock,
            by: nobody(),
            begin: BEGIN,
            random: StdRng::seed_from_u64(seed),
            employers: employers.max(1),
            cases: 0,
            to_write: (0..MONTHS).map(|_| Vec::new()).collect(),
            written: Vec::new(),
            events: 0,
        }
    }

    /// Its ten years begin on that day, the first of a month.
    #[must_use]
    pub fn since(self, begin: Date) -> Self {
        Self { begin, ..self }
    }

    /// Somebody records them.
    #[must_use]
    pub fn recorded_by(self, by: AccountId) -> Self {
        Self { by, ..self }
    }

    /// Records the ten years. How many events that were.
    ///
    /// # Errors
    /// When the log does not take an append.
    pub async fn live(&mut self) -> Result<u64, StoreError> {
        self.turn(self.begin);
        for employer in 0..self.employers {
            let mut happened = Vec::new();
            // Codes made here are six digits.
            happened.extend(self.registered(employer).ok());
            if self.random.random_bool(0.8) {
                happened.push(self.counted(self.begin));
            }
            self.put(streams::employer(employer_id(employer))?, happened).await?;
        }
        let cases = f64::from(self.employers) * CASES_PER_EMPLOYER;
        for month in 0..MONTHS {
            let first = self.begin.saturating_add(Span::new().months(i64::from(month)));
            self.turn(first.last_of_month());
            for _ in 0..self.employers / COUNTED_OF {
                let employer = self.any_employer();
                let counted = self.counted(first);
                self.put(streams::employer(employer)?, vec![counted]).await?;
            }
            let until = cases * f64::from(month + 1) / f64::from(MONTHS);
            while f64::from(self.cases) < until {
                self.negotiate(month, first);
            }
            let due = self.to_write.get_mut(month as usize).map(std::mem::take).unwrap_or_default();
            for (case, happened) in due {
                self.put(streams::case(case_id(case))?, happened).await?;
            }
        }
        self.flush().await?;
        Ok(self.events)
    }

    /// It is the last moment of that day.
    fn turn(&self, day: Date) {
        if let Ok(end) = day.at(15, 0, 0, 0).to_zoned(TimeZone::UTC) {
            self.clock.set(end.timestamp());
        }
    }

    fn registered(&mut self, employer: u32) -> Result<(Event, Occurred), NotAPlace> {
        let registered = EmployerRegistered {
            name: name_of(employer_id(employer)),
            credit_code: None,
            no_code_reason: "虚构".into(),
            place: self.place()?,
            industry: self.random.random_bool(0.95).then(|| self.one_of(&INDUSTRIES, "13").to_owned()),
            biomedicine: None,
            ownership: self.one_of(&OWNERSHIPS, Ownership::Private),
            union: self.one_of(&UNIONS, UnionKind::Own),
            made_up: true,
        };
        let event = Event::Employer(EmployerEvent::EmployerRegistered(registered));
        Ok((event, Occurred::on(self.begin)))
    }

    fn counted(&mut self, day: Date) -> (Event, Occurred) {
        let women = self.random.random_range(0..200);
        let count = |people| Some(HeadCount { people, about: false, as_of: Occurred::on(day) });
        let known = self.random.random_bool(0.9);
        let counted = HeadCountRecorded {
            staff: count(women * 2),
            women: count(women).filter(|_| known),
            skilled_women: count(women / 3),
        };
        (Event::Employer(EmployerEvent::HeadCountRecorded(counted)), Occurred::on(day))
    }

    fn place(&mut self) -> Result<Place, NotAPlace> {
        let (province, city) = (self.one_of(&PROVINCES, 32), self.random.random_range(1..=CITIES_OF_A_PROVINCE));
        format!("{province}{city:02}01").parse()
    }

    fn any_employer(&mut self) -> EmployerId {
        employer_id(self.random.random_range(0..self.employers))
    }

    /// One of several; of none that other.
    fn one_of<T: Copy>(&mut self, of: &[T], other: T) -> T {
        of.choose(&mut self.random).copied().unwrap_or(other)
    }

    async fn put(&mut self, stream: StreamId, happened: Happened) -> Result<(), StoreError> {
        // One commit holds a stream once.
        if self.written.iter().any(|append| append.stream == stream) {
            self.flush().await?;
        }
        let encoded = happened
            .into_iter()
            .map(|(event, occurred)| codec::encode(&Entry { occurred, event, note: None, evidence: Vec::new() }));
        let events = encoded.collect::<Result<Vec<_>, _>>()?;
        self.events += events.len() as u64;
        self.written.push(StreamAppend { stream, expect: Expect::Any, events });
        if self.written.iter().map(|append| append.events.len()).sum::<usize>() >= COMMIT {
            self.flush().await?;
        }
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), StoreError> {
        let appends = std::mem::take(&mut self.written);
        if !appends.is_empty() {
            self.log.append(Commit { appends, by: self.by, key: None }).await?;
        }
        Ok(())
    }
}

fn employer_id(number: u32) -> EmployerId {
    EmployerId(Uuid::from_u64_pair(1, u64::from(number)))
}

fn name_of(employer: EmployerId) -> String {
    format!("第{}厂", employer.0.as_u64_pair().1)
}

fn case_id(number: u32) -> CaseId {
    CaseId(Uuid::from_u64_pair(2, u64::from(number)))
}
