//! What can be asked. Every answer is of the position the projections have come to; none of them waits for the log but
//! where it says so.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use heyi_core::checklist::Checklist;
use heyi_core::deadline::Deadline;
use heyi_core::digest::Digest;
use heyi_core::ground::Law;
use heyi_core::ids::{CaseId, DriveId, EmployerId, LetterId, Position, PublicationId};
use heyi_core::industry::BiomedicineList;
use heyi_core::place::Place;
use heyi_core::stage::Stage;
use heyi_core::text::Say;
use heyi_store::append::ChainPoint;
use heyi_store::laws::KnownLaw;
use heyi_store::log::EventLog;
use heyi_store::reading::StoreError;
use jiff::civil::Date;
use serde::Serialize;
use tokio::sync::watch;

use crate::case_card::CaseCard;
use crate::coverage::{
    Basis, Cell, CoverageQuery, Known, LAST, Members, Part, Period, Point, QueryError, Table, Trend,
};
use crate::drives::DriveCard;
use crate::instants::position_at;
use crate::law::Preview;
use crate::letters::{LetterCard, LetterItem};
use crate::publications::PublicationCard;
use crate::register::EmployerCard;
use crate::search::Search;
use crate::state::State;
use crate::worklist::WorkItem;

/// How long a question waits for a position that is recorded and not folded yet.
const PATIENCE: Duration = Duration::from_secs(3);

/// The read side. A clone asks the same projections.
#[derive(Clone)]
pub struct ReadSide(Arc<Inner>);

/// Part of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Page<T> {
    /// The items, in the order of the list.
    pub items: Vec<T>,
    /// There are more after the last of them: ask again with its id.
    pub more: bool,
}

impl ReadSide {
    pub(crate) fn of(inner: Arc<Inner>) -> Self {
        Self(inner)
    }

    /// The last position that answers contain.
    #[must_use]
    pub fn position(&self) -> Position {
        self.0.position()
    }

    /// A receiver of that position that wakes whenever it moves.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<Position> {
        self.0.reached.subscribe()
    }

    /// How many recorded events answers do not contain yet.
    #[must_use]
    pub fn lag(&self) -> u64 {
        self.0.log.head().0.saturating_sub(self.position().0)
    }

    /// Why the projections stand still, in one English sentence for the operator; `None` while they do not.
    #[must_use]
    pub fn failure(&self) -> Option<String> {
        self.0.failure.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until answers contain a position; `false` when that took longer than `at_most`.
    pub async fn caught_up_to(&self, position: Position, at_most: Duration) -> bool {
        let mut reached = self.0.reached.subscribe();
        let waiting = reached.wait_for(|reached| *reached >= position);
        matches!(tokio::time::timeout(at_most, waiting).await, Ok(Ok(_)))
    }

    /// What is to be done in a region on a day, the most urgent first, unknown dates last.
    #[must_use]
    pub fn worklist(&self, region: &Place, today: Date) -> Vec<WorkItem> {
        let law = self.0.law();
        let state = self.0.read();
        state.worklist.projection.items(region, today, law.at(state.worklist.position))
    }

    /// Cases of a region by part of their number or employer's name, the newest first; after one of them if it is given.
    #[must_use]
    pub fn cases(&self, region: &Place, search: &str, after: Option<CaseId>, limit: usize) -> Page<CaseCard> {
        let (state, search) = (self.0.read(), Search::of(search));
        let cards = state.worklist.projection.newest_first(after);
        page(cards.filter(|card| card.place.within(region) && card.is_named(&search)), limit)
    }

    /// The row of a case; `None`: there is no such case.
    #[must_use]
    pub fn case_card(&self, case: CaseId) -> Option<CaseCard> {
        self.0.read().worklist.projection.card(case)
    }

    /// Where a case is; `None`: there is no such case.
    #[must_use]
    pub fn place_of_case(&self, case: CaseId) -> Option<Place> {
        self.0.read().worklist.projection.card(case).map(|card| card.place)
    }

    /// Where an employer is; `None`: it is not in the register.
    #[must_use]
    pub fn place_of_employer(&self, id: EmployerId) -> Option<Place> {
        self.0.read().register.projection.place(id)
    }

    /// Where a letter is kept; `None`: there is no such letter.
    #[must_use]
    pub fn place_of_letter(&self, id: LetterId) -> Option<Place> {
        self.0.read().letters.projection.card(id).map(|card| card.place.clone())
    }

    /// A letter; `None`: there is no such letter.
    #[must_use]
    pub fn letter(&self, id: LetterId) -> Option<LetterCard> {
        self.0.read().letters.projection.card(id).cloned()
    }

    /// The answers that letters of a region wait for on a day, the most urgent first, unknown dates last.
    #[must_use]
    pub fn letters_waiting(&self, region: &Place, today: Date) -> Vec<LetterItem> {
        let law = self.0.law();
        let state = self.0.read();
        state.letters.projection.items(region, today, law.at(state.letters.position))
    }

    /// Letters of a region by part of their number, addressee or issuer: those that are open first, the newest first; after one of
    /// them if it is given.
    #[must_use]
    pub fn letters(&self, region: &Place, search: &str, after: Option<LetterId>, limit: usize) -> Page<LetterCard> {
        let state = self.0.read();
        page(state.letters.projection.found(region, search, after).into_iter().cloned(), limit)
    }

    /// The letters of a case, the newest first.
    #[must_use]
    pub fn letters_of_case(&self, case: CaseId) -> Vec<LetterCard> {
        self.0.read().letters.projection.newest_first().filter(|card| card.case == Some(case)).cloned().collect()
    }

    /// The letters a drive issued, the newest first.
    #[must_use]
    pub fn letters_of_drive(&self, drive: DriveId) -> Vec<LetterCard> {
        self.0.read().letters.projection.newest_first().filter(|card| card.drive == Some(drive)).cloned().collect()
    }

    /// The letters to an employer, the newest first.
    #[must_use]
    pub fn letters_to(&self, employer: EmployerId) -> Vec<LetterCard> {
        let state = self.0.read();
        let to = |card: &&LetterCard| card.addressee.employer() == Some(employer);
        state.letters.projection.newest_first().filter(to).cloned().collect()
    }

    /// An employer's cases, the newest first.
    #[must_use]
    pub fn cases_of(&self, employer: EmployerId) -> Vec<CaseCard> {
        let rows = self.0.read().worklist.projection.of_employer(employer);
        rows.into_iter().map(|row| Arc::unwrap_or_clone(row.card)).collect()
    }

    /// Drives held in a region, the newest first.
    #[must_use]
    pub fn drives(&self, region: &Place) -> Vec<DriveCard> {
        let state = self.0.read();
        state.drives.projection.newest_first().filter(|card| card.place.within(region)).cloned().collect()
    }

    /// A drive; `None`: there is none.
    #[must_use]
    pub fn drive(&self, id: DriveId) -> Option<DriveCard> {
        self.0.read().drives.projection.row(id).cloned()
    }

    /// Publications of figures of a region, the newest first.
    #[must_use]
    pub fn publications(&self, region: &Place) -> Vec<PublicationCard> {
        let state = self.0.read();
        state.publications.projection.newest_first().filter(|card| card.place.within(region)).cloned().collect()
    }

    /// A publication; `None`: there is none.
    #[must_use]
    pub fn publication(&self, id: PublicationId) -> Option<PublicationCard> {
        self.0.read().publications.projection.row(id).cloned()
    }

    /// The cases of a drive, the oldest first, each with the deadline of its reply while that clock runs.
    #[must_use]
    pub fn cases_of_drive(&self, id: DriveId) -> Vec<(Arc<CaseCard>, Option<Arc<Deadline>>)> {
        let law = self.0.law();
        let state = self.0.read();
        let law = law.at(state.worklist.position);
        let rows = state.worklist.projection.of_drive(id);
        rows.map(|row| (Arc::clone(&row.card), row.clock("offer.reply", law))).collect()
    }

    /// Employers of a region by part of their name, a former one, or credit code, the newest first; after one of them if it is given.
    #[must_use]
    pub fn employers(
        &self,
        region: &Place,
        search: &str,
        after: Option<EmployerId>,
        limit: usize,
    ) -> Page<EmployerCard> {
        let (state, search) = (self.0.read(), Search::of(search));
        let found = state.register.projection.found(region, &search, after);
        page(found.filter_map(|id| state.employer(id)), limit)
    }

    /// An employer; `None`: it is not in the register.
    #[must_use]
    pub fn employer(&self, id: EmployerId) -> Option<EmployerCard> {
        self.0.read().employer(id)
    }

    /// The list of biomedicine in use.
    #[must_use]
    pub fn biomedicine_list(&self) -> BiomedicineList {
        let state = self.0.read();
        state.register.projection.biomedicine_list(state.register.position)
    }

    /// The versions of every list there was, the one shipped first.
    #[must_use]
    pub fn biomedicine_versions(&self) -> Vec<String> {
        self.0.read().register.projection.biomedicine_versions()
    }

    /// A measure as known at a position, with its basis. A position within a commit stands for the commit before it: commits become
    /// known whole.
    ///
    /// # Errors
    /// [`QueryError::Wrong`] for a question that cannot be asked, [`QueryError::Beyond`] for a position after the head,
    /// [`QueryError::Behind`] for one that is not folded within a few seconds, [`QueryError::Read`] when the log cannot be read.
    pub async fn coverage(&self, query: &CoverageQuery) -> Result<Table, QueryError> {
        let point = self.known(query).await?;
        let ((rows, total), list) = {
            let state = self.0.read();
            let list = state.register.projection.biomedicine_list(point.position);
            (state.coverage.projection.answer(query, point.position, &list)?, list)
        };
        let (definition, basis) = (query.measure.definition(), self.basis(query, &point, &list));
        let overlapping = query.by.iter().any(|dimension| query.measure.overlaps_by(*dimension));
        Ok(Table { id: basis.id(query), question: query.clone(), rows, total, overlapping, definition, basis })
    }

    /// A measure period by period from the first day of the question to its day, each as known at the same position.
    ///
    /// # Errors
    /// As [`ReadSide::coverage`], and [`QueryError::Wrong`] for no period or too many.
    pub async fn trend(&self, query: &CoverageQuery, period: Period) -> Result<Trend, QueryError> {
        let point = self.known(query).await?;
        let periods = period.cut(query.first_day(), query.on)?;
        let state = self.0.read();
        let list = state.register.projection.biomedicine_list(point.position);
        let basis = self.basis(query, &point, &list);
        let of =
            |(from, on): &(Date, Date)| CoverageQuery { from: Some(*from), on: *on, by: Vec::new(), ..query.clone() };
        let asked: Vec<CoverageQuery> = periods.iter().map(of).collect();
        let cells = state.coverage.projection.totals(&asked, point.position, &list);
        let of = |(asked, cell): (&CoverageQuery, Cell)| Point {
            from: asked.first_day(),
            on: asked.on,
            cell,
            id: basis.id(asked),
        };
        let points = asked.iter().zip(cells).map(of).collect();
        let question = CoverageQuery { by: Vec::new(), ..query.clone() };
        Ok(Trend { question, period, points, definition: query.measure.definition(), basis })
    }

    fn basis(&self, query: &CoverageQuery, point: &ChainPoint, list: &BiomedicineList) -> Basis {
        let known = self.0.law();
        let law = known.at(point.position);
        Basis {
            position: point.position,
            chain: point.chain,
            rulebook: law.rulebook.version(),
            calendar: law.calendar.version(),
            definition: query.measure.definition().id,
            biomedicine_list: list.version().to_owned(),
            checklist: Checklist::shipped().version().to_owned(),
        }
    }

    /// The units of a part of the total that answers a question: a page of so many after so many.
    ///
    /// # Errors
    /// As [`ReadSide::coverage`].
    pub async fn members(
        &self,
        query: &CoverageQuery,
        part: Part,
        page: (usize, usize),
    ) -> Result<Members, QueryError> {
        let point = self.known(query).await?;
        let state = self.0.read();
        let list = state.register.projection.biomedicine_list(point.position);
        Ok(state.coverage.projection.members(query, point.position, &list, part, page))
    }

    /// The end of the commit up to which a question is to be answered, once answers contain it.
    async fn known(&self, query: &CoverageQuery) -> Result<ChainPoint, QueryError> {
        query.check()?;
        let log = &*self.0.log;
        let asked = match query.known {
            None => self.position(),
            Some(Known::Position(position)) => position,
            Some(Known::Instant(instant)) => position_at(log, instant).await?,
        };
        let head = log.head();
        if asked > head {
            return Err(QueryError::Beyond { asked, head });
        }
        if asked > LAST {
            let zh = format!("统计最多算到日志位置 {LAST}；请查询该位置或以前。");
            let en = format!("Figures are counted up to log position {LAST} at most. Ask as known there or earlier.");
            return Err(QueryError::Wrong("known", Say::new(zh, en)));
        }
        let point = log.chain_at(asked).await?;
        if self.caught_up_to(point.position, PATIENCE).await {
            Ok(point)
        } else {
            Err(QueryError::Behind { asked, reached: self.position() })
        }
    }

    /// What would move on `today` if another law took the place of the one that holds `now`: each open case is read and folded
    /// under both, where the change can touch it at all.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn preview(&self, now: &Law, then: &Law, today: Date) -> Result<Preview, StoreError> {
        let cards =
            self.0.read().worklist.projection.newest_first(None).filter(|card| card.stage != Stage::Closed).collect();
        Preview::of(&*self.0.log, cards, (now, then), today).await
    }

    /// Name, number of rows and bytes of each table that figures are counted from, of the register and of the worklist.
    #[must_use]
    pub fn sizes(&self) -> Vec<(&'static str, usize, usize)> {
        self.0.read().sizes()
    }

    /// Name and hash of the whole contents of each projection: what a rebuild is compared by.
    #[must_use]
    pub fn hashes(&self) -> Vec<(&'static str, Digest)> {
        self.0.read().hashes()
    }
}

/// What the read side and the runner share.
pub(crate) struct Inner {
    log: Arc<dyn EventLog>,
    state: RwLock<State>,
    law: RwLock<Arc<KnownLaw>>,
    reached: watch::Sender<Position>,
    failure: RwLock<Option<String>>,
}

impl Inner {
    pub(crate) fn new(log: Arc<dyn EventLog>, state: State, law: KnownLaw) -> Self {
        let reached = watch::Sender::new(state.position());
        Self { log, state: RwLock::new(state), law: RwLock::new(Arc::new(law)), reached, failure: RwLock::new(None) }
    }

    pub(crate) fn position(&self) -> Position {
        *self.reached.borrow()
    }

    // Folding does not panic; should it, the fold is as far as `position` says, and answering goes on.
    pub(crate) fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn learn(&self, law: Arc<KnownLaw>) {
        *self.law.write().unwrap_or_else(PoisonError::into_inner) = law;
    }

    pub(crate) fn failed(&self, why: Option<String>) {
        *self.failure.write().unwrap_or_else(PoisonError::into_inner) = why;
    }

    /// Everything up to a position is folded: says so to those who wait.
    pub(crate) fn reached(&self, position: Position) {
        let mut state = self.write();
        state.reached(position);
        let all = state.position();
        drop(state);
        self.reached.send_replace(all);
    }

    fn law(&self) -> Arc<KnownLaw> {
        Arc::clone(&self.law.read().unwrap_or_else(PoisonError::into_inner))
    }
}

fn page<T>(mut items: impl Iterator<Item = T>, limit: usize) -> Page<T> {
    let taken = items.by_ref().take(limit).collect();
    Page { items: taken, more: items.next().is_some() }
}
