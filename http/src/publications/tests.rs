use heyi_core::place::Place;

use super::*;

const TABLE: &str = "women-covered.1~on.2026-06-30~known.9~in.320000~by.city~0123456789abcdef";

fn read(kind: PublicationStep, pairs: &[(&str, &str)]) -> Result<PublicationCommand, Vec<String>> {
    let mut input =
        Input::from_pairs(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))).unwrap();
    input.or("occurred", "2026-11-02");
    let wrong =
        |errors: Vec<FieldError>| errors.iter().map(|error| format!("{} {}", error.field, error.code)).collect();
    parse(kind, &input).map(|request| request.command).map_err(wrong)
}

#[test]
fn a_proposal_is_read_as_typed_with_the_usual_threshold() {
    let tables = format!("{TABLE}\n\n");
    let typed = [("title", "半年报"), ("tables", tables.as_str()), ("place", "320000")];
    let PublicationCommand::ProposeFigures(propose) = read(PublicationStep::ProposeFigures, &typed).unwrap() else {
        panic!("another command")
    };
    assert_eq!((propose.0.tables, propose.0.threshold), (vec![TABLE.to_owned()], 5));
    let again = proposal::values_of(&heyi_core::event::publication::FiguresProposed {
        tables: vec![TABLE.to_owned()],
        threshold: 7,
        ..match read(PublicationStep::AmendProposal, &typed).unwrap() {
            PublicationCommand::AmendProposal(amend) => amend.0.into(),
            _ => panic!("another command"),
        }
    });
    assert_eq!((again.first("threshold"), again.first("tables")), ("7", TABLE));
}

#[test]
fn everything_wrong_is_told_at_once() {
    let typed = [("tables", "women"), ("threshold", "few"), ("replaces", "last")];
    let wrong = read(PublicationStep::ProposeFigures, &typed).unwrap_err();
    assert_eq!(wrong[..2], ["title required".to_owned(), "tables no-such-table".to_owned()]);
    assert!(wrong.iter().any(|it| it.starts_with("threshold")), "{wrong:?}");
    assert!(wrong.contains(&"replaces not-a-publication".to_owned()), "{wrong:?}");
    for kind in [PublicationStep::DeclineProposal, PublicationStep::WithdrawPublication] {
        assert_eq!(read(kind, &[]).unwrap_err(), ["reason required"]);
    }
    assert!(read(PublicationStep::PublishFigures, &[]).is_ok());
}

#[test]
fn a_publication_lies_where_all_its_tables_lie() {
    let place = |codes: &[&str]| {
        let places: Vec<Place> = codes.iter().map(|code| code.parse().unwrap()).collect();
        proposal::place_of(&places).code().to_owned()
    };
    assert_eq!(place(&["320106"]), "320106");
    assert_eq!(place(&["320106", "320100"]), "320100");
    assert_eq!(place(&["320106", "320500"]), "320000");
    assert_eq!(place(&["320106", "110000"]), "100000");
    assert_eq!(place(&["100000", "110000"]), "100000");
}
