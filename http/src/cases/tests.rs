//! What holds of every form.

use std::collections::BTreeSet;

use heyi_core::decisions::{Command, DecisionKind};
use heyi_core::event::CaseEvent;
use heyi_core::occurred::Occurred;
use heyi_core::scenario::sample_of_each;
use serde_json::json;

use super::{form_of, forms};
use crate::form::opening::keep_number;
use crate::form::{Field, Input, Widget, kit, parse, schema, values_of};

/// The event a command records, with what only deciding can add (numbers, results, rules) taken from `original`.
fn event_of(mut command: Command, original: &CaseEvent) -> CaseEvent {
    keep_number(&mut command, original);
    match (command, original.clone()) {
        (Command::OpenCase(c), _) => CaseEvent::CaseOpened(c.0.into()),
        (Command::TakeOverCase(c), _) => CaseEvent::CaseTakenOver(c.0.into()),
        (Command::JoinDrive(c), _) => CaseEvent::DriveJoined(c.0),
        (Command::SetAims(c), _) => CaseEvent::AimsSet(c.0),
        (Command::AgreeSubjects(c), _) => CaseEvent::SubjectsAgreed(c.0),
        (Command::RecordToldVote(c), _) => CaseEvent::VoteTold(c.0),
        (Command::OpenJointCase(c), _) => CaseEvent::JointCaseOpened(c.0.into()),
        (Command::TakeOverJointCase(c), _) => CaseEvent::JointCaseTakenOver(c.0.into()),
        (Command::ListEmployers(c), _) => CaseEvent::CoverageListed(c.0),
        (Command::RecordEmployerVote(c), CaseEvent::EmployerVoteTaken(mut e)) => {
            (e.employer, e.ballot) = (c.employer, c.ballot);
            CaseEvent::EmployerVoteTaken(e)
        }
        (Command::CollectDemands(c), _) => CaseEvent::DemandsCollected(c.0),
        (Command::IssueOffer(c), _) => CaseEvent::OfferIssued(c.0),
        (Command::DeliverOffer(c), _) => CaseEvent::OfferDelivered(c.0),
        (Command::RecordReply(c), _) => CaseEvent::ReplyReceived(c.0),
        (Command::NameRepresentatives(c), _) => CaseEvent::RepresentativesNamed(c.0),
        (Command::VacateSeat(c), _) => CaseEvent::RepresentativeVacated(c.0),
        (Command::ReplaceRepresentative(c), _) => CaseEvent::RepresentativeReplaced(c.0),
        (Command::GiveNotice(c), _) => CaseEvent::NoticeGiven(c.0),
        (Command::RequestInformation(c), _) => CaseEvent::InformationRequested(c.0),
        (Command::GiveInformation(c), _) => CaseEvent::InformationGiven(c.0),
        (Command::HoldSession(c), _) => CaseEvent::SessionHeld(c.0.into()),
        (Command::Suspend(c), _) => CaseEvent::Suspended(c.0),
        (Command::Resume(c), _) => CaseEvent::Resumed(c.0),
        (Command::ProposeClause(c), CaseEvent::ClauseProposed(mut e)) => {
            (e.by, e.text) = (c.by, c.text);
            CaseEvent::ClauseProposed(e)
        }
        (Command::CounterClause(c), CaseEvent::ClauseCountered(mut e)) => {
            (e.clause, e.by, e.text) = (c.clause, c.by, c.text);
            CaseEvent::ClauseCountered(e)
        }
        (Command::AgreeClause(c), CaseEvent::ClauseAgreed(mut e)) => {
            (e.clause, e.text_version) = (c.clause, c.text_version.unwrap());
            CaseEvent::ClauseAgreed(e)
        }
        (Command::WithdrawClause(c), _) => CaseEvent::ClauseWithdrawn(c.0),
        (Command::RecordOutcome(c), _) => CaseEvent::OutcomeRecorded(c.0),
        (Command::AgreeDraft(c), CaseEvent::DraftAgreed(mut e)) => {
            (e.form, e.title, e.term) = (c.form, c.title, c.term);
            CaseEvent::DraftAgreed(e)
        }
        (Command::ConveneCongress(c), _) => CaseEvent::CongressConvened(c.0),
        (Command::TakeVote(c), CaseEvent::VoteTaken(mut e)) => {
            e.ballot = c.0;
            CaseEvent::VoteTaken(e)
        }
        (Command::Sign(c), _) => CaseEvent::Signed(c.0),
        (Command::FileContract(c), _) => CaseEvent::Filed(c.0),
        (Command::RecordReceipt(c), _) => CaseEvent::FilingReceived(c.0),
        (Command::RequestSupplement(c), _) => CaseEvent::SupplementRequested(c.0),
        (Command::SupplySupplement(c), _) => CaseEvent::SupplementSupplied(c.0),
        (Command::ServeObjection(c), _) => CaseEvent::ObjectionServed(c.0),
        (Command::ClearExpressly(c), _) => CaseEvent::ClearedExpressly(c.0),
        (Command::ConfirmEffect(c), CaseEvent::EffectConfirmed(mut e)) => {
            e.checked = c.checked;
            CaseEvent::EffectConfirmed(e)
        }
        (Command::Publish(c), _) => CaseEvent::Published(c.0),
        (Command::InspectPerformance(c), _) => CaseEvent::PerformanceInspected(c.0),
        (Command::ReportToCongress(c), _) => CaseEvent::ReportedToCongress(c.0),
        (Command::LinkReference(c), _) => CaseEvent::ReferenceLinked(c.0),
        (Command::CorrectEntry(c), CaseEvent::EntryCorrected(mut e)) => {
            e.event = Box::new(event_of(*c.command, &e.event));
            (e.entry, e.occurred, e.reason) = (c.entry, c.occurred, c.reason);
            CaseEvent::EntryCorrected(e)
        }
        (Command::WithdrawEntry(c), CaseEvent::EntryWithdrawn(mut e)) => {
            (e.entry, e.reason) = (c.entry, c.reason);
            CaseEvent::EntryWithdrawn(e)
        }
        (Command::ApproveCorrection(c), _) => CaseEvent::CorrectionApproved(c.0),
        (Command::CloseCase(c), _) => CaseEvent::CaseClosed(c.0),
        (Command::ChangeProcedure(c), _) => CaseEvent::ProcedureChanged(c.0),
        (Command::PublishRepresentatives(c), _) => CaseEvent::RepresentativesPublished(c.0),
        (Command::NoteProtection(c), _) => CaseEvent::ProtectionNoted(c.0),
        (Command::InformUpperUnion(c), _) => CaseEvent::UpperUnionInformed(c.0),
        (Command::GiveGuidance(c), _) => CaseEvent::GuidanceGiven(c.0),
        (Command::NotifyPassage(c), _) => CaseEvent::PassageNotified(c.0),
        (Command::CopyToUpperUnion(c), _) => CaseEvent::CopiedToUpperUnion(c.0),
        (Command::ApplyCoordination(c), _) => CaseEvent::CoordinationApplied(c.0),
        (Command::AcceptCoordination(c), _) => CaseEvent::CoordinationAccepted(c.0),
        (Command::ExtendCoordination(c), _) => CaseEvent::CoordinationExtended(c.0),
        (Command::EndCoordination(c), _) => CaseEvent::CoordinationEnded(c.0),
        (Command::DemandPerformance(c), _) => CaseEvent::PerformanceDemanded(c.0),
        (Command::OrderRectification(c), _) => CaseEvent::RectificationOrdered(c.0),
        (Command::RemedyBreach(c), _) => CaseEvent::BreachRemedied(c.0),
        (Command::SettleDispute(c), _) => CaseEvent::DisputeSettled(c.0),
        (Command::ApplyArbitration(c), _) => CaseEvent::ArbitrationApplied(c.0),
        (Command::AcceptArbitration(c), _) => CaseEvent::ArbitrationAccepted(c.0),
        (Command::RefuseArbitration(c), _) => CaseEvent::ArbitrationRefused(c.0),
        (Command::RecordAward(c), _) => CaseEvent::AwardMade(c.0),
        (Command::ReceiveAward(c), _) => CaseEvent::AwardReceived(c.0),
        (Command::FileLawsuit(c), _) => CaseEvent::LawsuitFiled(c.0),
        (Command::RecordJudgment(c), _) => CaseEvent::JudgmentMade(c.0),
        (Command::RequestChange(c), _) => CaseEvent::ChangeRequested(c.0),
        (Command::DropChange(c), _) => CaseEvent::ChangeDropped(c.0),
        (Command::RequestCancellation(c), _) => CaseEvent::CancellationRequested(c.0),
        (Command::EndAgreement(c), _) => CaseEvent::Ended(c.0),
        (Command::FileEnding(c), _) => CaseEvent::EndingFiled(c.0),
        (Command::ProposeRenewal(c), _) => CaseEvent::RenewalProposed(c.0),
        (Command::RefuseRenewal(c), _) => CaseEvent::RenewalRefused(c.0),
        (Command::LinkRenewal(c), _) => CaseEvent::RenewalLinked(c.0),
        (Command::MarkRenewed(c), _) => CaseEvent::Renewed(c.0),
        (Command::AllegeBreach(c), CaseEvent::BreachAlleged(mut e)) => {
            (e.by, e.clauses, e.facts, e.known_since) = (c.by, c.clauses, c.facts, c.known_since);
            CaseEvent::BreachAlleged(e)
        }
        (command, original) => panic!("{command:?} does not record {original:?}"),
    }
}

#[test]
fn a_form_filled_with_what_was_recorded_and_sent_again_records_the_same() {
    let samples = sample_of_each();
    let kinds: BTreeSet<DecisionKind> = samples.iter().map(DecisionKind::of).collect();
    assert_eq!(kinds.len(), DecisionKind::ALL.len(), "a sample of each");
    for event in samples {
        assert_eq!(event_of(kit::again(&event), &event), event);
    }
}

#[test]
fn each_form_stands_in_the_place_of_its_decision() {
    assert!(DecisionKind::ALL.iter().all(|kind| form_of(*kind).spec.kind == *kind));
}

/// A `?` before the last field was read would hide the errors that come after it.
#[test]
fn an_empty_form_is_told_every_required_field_at_once() {
    for form in forms() {
        let required = form.spec.all_fields().filter(|field| field.required);
        let mut required: BTreeSet<&str> = required.map(|field| field.name).collect();
        if form.spec.fields.iter().any(|field| field.name == "credit_code") {
            required.insert("credit_code");
        }
        let empty = Input::default();
        let told = match parse(form.spec.kind, &empty, &mut kit::Texts::default()) {
            Ok(_) => Vec::new(),
            Err(errors) => errors,
        };
        let told: BTreeSet<&str> =
            told.iter().filter(|error| error.code == "required").map(|error| error.field.as_str()).collect();
        let told: BTreeSet<&str> = told.into_iter().filter(|field| !field.contains('.')).collect();
        assert_eq!(told, required, "{:?}", form.spec.kind);
    }
}

#[test]
fn what_a_form_is_filled_with_is_what_it_asks() {
    for event in sample_of_each() {
        let kind = DecisionKind::of(&event);
        if kind == DecisionKind::CorrectEntry {
            continue;
        }
        let properties = schema::schema(form_of(kind).spec);
        let filled = values_of(&event, &|_| "姓名".into());
        for name in filled.names() {
            let top = name.split(['[', '.']).next().unwrap();
            assert!(properties["properties"].get(top).is_some(), "{kind:?} {name}");
        }
    }
}

#[test]
fn names_are_plain_and_used_once_in_a_form() {
    fn check(fields: &[&'static Field]) {
        let names: BTreeSet<&str> = fields.iter().map(|field| field.name).collect();
        assert_eq!(names.len(), fields.len(), "{names:?}");
        for field in fields {
            assert!(field.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{}", field.name);
            assert!(!field.label.zh.is_ascii() && !field.label.en.is_empty(), "{}", field.name);
            if let Widget::Group(inner) | Widget::Rows(inner) = field.widget {
                check(&inner.iter().collect::<Vec<_>>());
            }
        }
    }
    for form in forms() {
        check(&form.spec.all_fields().collect::<Vec<_>>());
        let kind = form.spec.kind;
        if kind != DecisionKind::CorrectEntry && form.spec.dated {
            check(&super::correct_entry::fields_for(kind).collect::<Vec<_>>());
        }
    }
}

#[test]
fn a_day_a_span_or_the_words_of_the_source_say_when() {
    let occurred = |pairs: &[(&str, &str)]| {
        parse(DecisionKind::Resume, &kit::typed(pairs), &mut kit::Texts::default()).map(|request| request.occurred)
    };
    let date = |text: &str| crate::form::day::parse(text).unwrap();
    let day = date("2026-02-10");
    assert_eq!(occurred(&[("occurred", "2026年2月10日")]), Ok(Occurred::on(day)));
    let span = Occurred::between(None, Some(day), "二月上旬前").unwrap();
    assert_eq!(occurred(&[("occurred_latest", "2026-02-10"), ("occurred_words", "二月上旬前")]), Ok(span));
    assert_eq!(occurred(&[("occurred_words", "不详")]), Ok(Occurred::unknown("不详")));
    let code = |pairs| occurred(pairs).unwrap_err().into_iter().map(|e| format!("{} {}", e.field, e.code)).collect();
    let told: Vec<String> = code(&[]);
    assert_eq!(told, ["occurred required"]);
    let told: Vec<String> = code(&[("occurred", "2026-02-10"), ("occurred_latest", "2026-02-11")]);
    assert_eq!(told, ["occurred day-and-span"]);
    let told: Vec<String> = code(&[("occurred_earliest", "2026-02-10"), ("occurred_latest", "2026-02-09")]);
    assert_eq!(told, ["occurred_latest ends-before-it-begins"]);
}

#[test]
fn a_note_goes_to_the_vault() {
    let request = kit::read(DecisionKind::Resume, &[("note", "王某来电\n已核实")]).unwrap();
    assert_eq!(request.note, Some(kit::named("王某来电\n已核实")));
    assert_eq!(kit::read(DecisionKind::Resume, &[]).unwrap().note, None);
}

#[test]
fn the_api_reads_like_the_page_and_tells_a_slip_in_a_name() {
    let body = json!({
        "side": "staff", "way": "elected", "number": 3, "occurred": "2026-02-10", "evidence": [],
        "people": [{ "post": "工会主席", "chief": true, "sex": null, "external": false }, { "post": "" }],
    });
    let sent = Input::from_json(&body).unwrap();
    let request = parse(DecisionKind::NameRepresentatives, &sent, &mut kit::Texts::default()).unwrap();
    let typed = [
        ("side", "staff"),
        ("way", "elected"),
        ("number", "3"),
        ("people[0].post", "工会主席"),
        ("people[0].chief", "on"),
    ];
    assert_eq!(request.command, kit::command(DecisionKind::NameRepresentatives, &typed));

    let slip = Input::from_json(&json!({ "tems": "x", "occurred": "2026-02-10" })).unwrap();
    let errors = parse(DecisionKind::Resume, &slip, &mut kit::Texts::default()).unwrap_err();
    assert_eq!(errors.iter().map(|e| (e.field.as_str(), e.code)).collect::<Vec<_>>(), [("tems", "unknown-field")]);
}

/// Whatever is typed, a form answers with a command or with sentences.
#[test]
fn nonsense_in_every_field_is_told_and_never_a_panic() {
    fn fill_all(fields: &[Field], under: &str, value: &str, input: &mut Input) {
        for field in fields {
            let name = format!("{under}{}", field.name);
            match field.widget {
                Widget::Rows(inner) => fill_all(inner, &format!("{name}[7]."), value, input),
                Widget::Group(inner) => fill_all(inner, &format!("{name}."), value, input),
                _ => input.add(name, value),
            }
        }
    }
    let long = "长".repeat(20_000);
    let nonsense = [
        "-1",
        "٣",
        "NaN",
        "4294967296",
        "９９９９９９９９９９９",
        "二月三十日",
        "0000-00-00",
        "年月日",
        "、，；",
        "\0",
        "e\u{301}",
        "👩🏽",
        &long,
    ];
    for form in forms() {
        for value in nonsense {
            let mut input = Input::default();
            fill_all(form.spec.fields, "", value, &mut input);
            for name in ["occurred", "occurred_earliest", "occurred_words", "note"] {
                input.add(name, value);
            }
            if let Err(errors) = parse(form.spec.kind, &input, &mut kit::Texts::default()) {
                assert!(!errors.is_empty(), "{:?} {value}", form.spec.kind);
                assert!(
                    errors.iter().all(|error| error.say.zh.len() < 2_000),
                    "a sentence does not repeat what is long"
                );
            }
        }
    }
}
