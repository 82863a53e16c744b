//! What holds, since when, and that no program changes it by being started.

use heyi_core::calendar::Calendar;
use heyi_core::rules::Rulebook;

use super::*;
use crate::clock::SystemClock;
use crate::memory::MemoryLog;

const YEAR: &str = "[[year]]\nyear = 2027\noff = [2027-01-01]\nwork = []\n";

fn log() -> Arc<dyn EventLog> {
    Arc::new(MemoryLog::new(Arc::new(SystemClock)))
}

async fn open(log: &Arc<dyn EventLog>) -> Laws {
    Laws::open(Arc::clone(log), Law::shipped()).await.unwrap()
}

/// Another program: twelve days in Zhejiang, and a year more.
fn another() -> Law {
    let text = Rulebook::shipped()
        .text()
        .replace("\nvalue = 10\nunit = \"working_day\"", "\nvalue = 12\nunit = \"working_day\"");
    let law = Law {
        rulebook: Arc::new(Rulebook::parse(&[&text]).unwrap()),
        calendar: Arc::new(Calendar::shipped().with(YEAR).unwrap()),
    };
    assert!(law.versions().rulebook != Law::shipped().versions().rulebook);
    law
}

#[tokio::test]
async fn a_fresh_log_adopts_what_is_shipped_once() {
    let log = log();
    let laws = open(&log).await;
    assert_eq!(laws.current().versions(), Law::shipped().versions());
    let head = log.head();
    open(&log).await;
    assert_eq!(log.head(), head);
}

#[tokio::test]
async fn another_program_answers_by_the_law_the_log_adopted_at_every_position() {
    let log = log();
    open(&log).await;
    let other = Laws::open(Arc::clone(&log), another()).await.unwrap();
    assert!(other.ships_another());
    assert_eq!(log.head(), Position(2), "starting it adopts nothing");
    for known in 0..=2 {
        assert_eq!(other.at(Position(known)).versions(), Law::shipped().versions(), "{known}");
    }
    assert_eq!(other.current().versions(), Law::shipped().versions());
}

#[tokio::test]
async fn what_is_adopted_holds_from_its_commit_on_and_says_who() {
    let log = log();
    open(&log).await;
    let laws = Laws::open(Arc::clone(&log), another()).await.unwrap();
    let (before, by) = (laws.current(), AccountId(uuid::Uuid::from_u128(7)));
    let adopted = laws.adopt(&Proposal::Shipped, before.versions(), by).await.unwrap();
    assert_eq!(adopted, Some(Position(4)), "rulebook and calendar in one commit");
    assert_eq!(laws.current().versions(), another().versions());
    assert_eq!(laws.at(Position(3)).versions(), before.versions(), "a commit becomes known whole");
    assert!(!laws.ships_another());
    let told: Vec<_> = laws.adoptions().iter().map(|one| (one.part, one.position.0, one.by)).collect();
    assert_eq!(
        told,
        [
            (Part::Rulebook, 1, nobody()),
            (Part::Calendar, 2, nobody()),
            (Part::Rulebook, 3, by),
            (Part::Calendar, 4, by),
        ]
    );
    // The older program reads the same, and a year it does not know is not taken away by adopting what it ships.
    let older = open(&log).await;
    assert_eq!(older.current().versions(), another().versions());
    let back = older.adopt(&Proposal::Shipped, another().versions(), by).await.unwrap();
    assert_eq!(back, Some(Position(5)));
    assert_eq!(older.current().rulebook.version(), Law::shipped().rulebook.version());
    assert!(older.current().calendar.published().any(|year| year == 2027));
}

#[tokio::test]
async fn what_holds_already_records_nothing_and_wrong_rows_change_nothing() {
    let log = log();
    let laws = open(&log).await;
    let now = laws.current().versions();
    let same = Rulebook::shipped().text().split("[[rule]]").nth(1).unwrap().replace(" = ", "   =   ");
    for proposal in [Proposal::Shipped, Proposal::Rules(format!("[[rule]]{same}"))] {
        assert_eq!(laws.adopt(&proposal, now, nobody()).await.unwrap(), None, "{proposal:?}");
    }
    let overlap = Rulebook::shipped().text().replace("\"zj.offer.reply\"", "\"zz.offer.reply\"");
    for wrong in [overlap.as_str(), "no toml", "", "[[rule]]\nid = \"x.y\"\n"] {
        let refused = laws.adopt(&Proposal::Rules(wrong.to_owned()), now, nobody()).await;
        assert!(matches!(refused, Err(AdoptError::Wrong(rows)) if !rows.is_empty()), "{wrong:.20}");
    }
    assert_eq!((log.head(), laws.current().versions()), (Position(2), now));
}

#[tokio::test]
async fn a_law_adopted_meanwhile_is_told() {
    let log = log();
    let (laws, other) = (open(&log).await, open(&log).await);
    let seen = laws.current().versions();
    let year = Proposal::Calendar(YEAR.to_owned());
    assert_eq!(other.adopt(&year, seen, nobody()).await.unwrap(), Some(Position(3)));
    // This one does not know of it yet, and finds out when it records.
    let late = laws.adopt(&Proposal::Calendar(YEAR.replace("01-01", "01-04")), seen, nobody()).await;
    assert!(matches!(late, Err(AdoptError::Changed)), "{late:?}");
    assert_eq!(log.head(), Position(3));
}
