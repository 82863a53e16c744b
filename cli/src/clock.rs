//! What the program's log says of the clock at a start: the times of the record are only as good as it is.

use std::path::Path;

use heyi_core::ids::Position;
use heyi_store::log::EventLog;
use heyi_store::store::Store;
use jiff::{SignedDuration, Timestamp};

/// Made by the system's time service once it has set the clock by the network.
const SYNCHRONISED: &str = "/run/systemd/timesync/synchronized";

/// Says what the clock is, and how far it stands behind or before the last event.
pub(crate) async fn tell(store: &Store) -> anyhow::Result<()> {
    let now = store.clock.now();
    let last = last_recorded(&*store.log).await?;
    let since = since(now, last);
    tracing::info!(
        source = "the system's clock",
        %now,
        offset = "+08:00 (Asia/Shanghai)",
        synchronised = synchronised(Path::new(SYNCHRONISED)),
        since_last_event = since.as_deref().unwrap_or("no event yet"),
        "the clock"
    );
    if last.is_some_and(|last| now < last) {
        tracing::warn!(
            %now,
            last = last.map(tracing::field::display),
            "the clock stands before the last event: until it has caught up events are recorded at that instant and flagged"
        );
    }
    Ok(())
}

async fn last_recorded(log: &dyn EventLog) -> anyhow::Result<Option<Timestamp>> {
    let before = Position(log.head().0.saturating_sub(1));
    let last = log.read_all(before, 1).await?;
    Ok(last.first().map(|event| event.recorded_at))
}

/// Seconds since the last event; negative while the clock stands before it.
fn since(now: Timestamp, last: Option<Timestamp>) -> Option<String> {
    let passed: SignedDuration = now.duration_since(last?);
    Some(format!("{} s", passed.as_secs()))
}

fn synchronised(mark: &Path) -> &'static str {
    if mark.exists() { "yes, by systemd-timesyncd" } else { "not known" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_has_a_sign_and_what_is_not_known_is_said() {
        let now: Timestamp = "2026-03-10T02:00:00Z".parse().unwrap();
        let at = |text: &str| Some(text.parse().unwrap());
        assert_eq!(since(now, at("2026-03-10T01:59:00Z")).as_deref(), Some("60 s"));
        assert_eq!(since(now, at("2026-03-10T02:01:00.5Z")).as_deref(), Some("-60 s"));
        assert_eq!(since(now, None), None);
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(synchronised(&dir.path().join("synchronized")), "not known");
        assert!(synchronised(dir.path()).starts_with("yes"));
    }
}
