//! The form: file a lawsuit (提起诉讼).

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::file_lawsuit::FileLawsuit;
use heyi_core::event::dispute::LawsuitFiled;

use crate::form::choices::SIDES;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::FileLawsuit,
    dated: true,
    fields: &[
        Field::required("breach", Widget::Breach, "哪一项违约", "Which breach"),
        Field::required("by", Widget::Choice(SIDES.choices), "起诉方", "Filed by"),
        Field::required("court", Widget::Line, "受诉法院", "Court"),
        Field::optional("claim", Widget::Area, "诉讼请求", "What is asked"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<FileLawsuit> {
    let breach = form.number("breach");
    let by = form.choice("by", &SIDES);
    let court = form.text("court");
    let claim = form.text("claim");
    Some(FileLawsuit(LawsuitFiled { breach: breach?, by: by?, court, claim }))
}

/// Fills in what was recorded.
pub fn fill(recorded: &LawsuitFiled, form: &mut Filler<'_>) {
    form.number("breach", recorded.breach);
    form.choice("by", &SIDES, recorded.by);
    form.text("court", &recorded.court);
    form.text("claim", &recorded.claim);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::representation::Side;

    use crate::form::kit;

    use super::*;

    #[test]
    fn it_is_read_as_typed() {
        let typed = [("breach", "2"), ("by", "staff"), ("court", "依实际情况"), ("claim", "依实际情况")];
        let expected = FileLawsuit(LawsuitFiled { breach: 2, by: Side::Staff, court: "依实际情况".into(), claim: "依实际情况".into() });
        assert_eq!(kit::command(DecisionKind::FileLawsuit, &typed), expected.into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = [("breach", "二"), ("by", "其他")];
        let wrong = kit::wrong(DecisionKind::FileLawsuit, &typed);
        assert_eq!(wrong, ["breach not-a-number", "by unknown-choice", "court required"]);
    }
}
