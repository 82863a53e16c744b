//! What the store answered to a step of a supervision letter.

use axum::http::StatusCode;
use heyi_core::ids::Version;
use heyi_core::letter::Line;
use heyi_core::letter::decisions::LetterStep;
use heyi_store::letters::LetterError;

use super::{Meanwhile, Problem};

impl Problem {
    /// What the store answered to a step of a letter.
    #[must_use]
    pub fn of_letter(error: LetterError) -> Self {
        match error {
            LetterError::UnknownLetter => Self::not_found(),
            LetterError::Refused { refusal } => Self::refused(*refusal, Vec::new()),
            LetterError::Changed { now, since } => Self::letter_changed(now, &since),
            LetterError::KeyReused => Self::key_reused(),
            LetterError::Store(error) => Self::store(&error),
        }
    }

    /// 409: somebody else recorded something of this letter since the person looked.
    fn letter_changed(now: Version, since: &[Line]) -> Self {
        let meanwhile = since.iter().map(|line| Meanwhile {
            entry: line.recorded.version,
            decision: LetterStep::of(&line.recorded.event).name(),
            title: LetterStep::of(&line.recorded.event).say(),
            recorded_at: line.recorded.recorded_at,
        });
        let (zh, en) = (
            "您打开页面之后，这份函件又有新的记录。请看过下面的新记录，再决定是否提交。",
            "Something was recorded of this letter since you opened the page. Look at it, then decide whether to send again.",
        );
        Self { now: Some(now), meanwhile: meanwhile.collect(), ..Self::new(StatusCode::CONFLICT, "changed", zh, en) }
    }
}
