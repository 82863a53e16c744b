//! From an instant to a position: the last event recorded at or before it.

use heyi_core::ids::Position;
use heyi_store::append::ReadError;
use heyi_store::log::EventLog;
use jiff::Timestamp;

/// The last position recorded at or before `instant`; 0 when there is none. Instants never decrease with the position, so
/// about 25 reads find it among tens of millions.
pub(crate) async fn position_at(log: &dyn EventLog, instant: Timestamp) -> Result<Position, ReadError> {
    let (mut before, mut after) = (0, log.head().0.saturating_add(1));
    while after - before > 1 {
        let middle = before + (after - before) / 2;
        let event = log.read_all(Position(middle - 1), 1).await?;
        let by_then = event.first().is_some_and(|event| event.recorded_at <= instant);
        if by_then { before = middle } else { after = middle }
    }
    Ok(Position(before))
}
