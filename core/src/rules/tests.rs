//! The shipped rules: what they contain, and whom they answer.

use std::collections::BTreeMap;

use jiff::civil::date;

use super::*;
use crate::share::Op;

fn place(code: &str) -> Place {
    code.parse().unwrap()
}

fn women(code: &str, day: Date, suffix: &str) -> Found<'static> {
    Rulebook::shipped().lookup(&place(code), SubjectMatter::Women, day, suffix)
}

fn id(found: Found<'static>) -> Option<&'static str> {
    found.rule().map(|rule| rule.id.as_str())
}

const TODAY: Date = date(2026, 11, 22);

#[test]
fn all_227_rows_are_there_under_the_prefixes_known() {
    let mut prefixes = BTreeMap::<(String, &str), usize>::new();
    for rule in Rulebook::shipped().iter() {
        let prefix = rule.id.strip_suffix(".old").unwrap_or(&rule.id).strip_suffix(rule.suffix()).unwrap();
        *prefixes.entry((prefix.to_owned(), rule.jurisdiction.code())).or_default() += 1;
    }
    let table: Vec<_> = prefixes.iter().map(|((prefix, place), rows)| (prefix.as_str(), *place, *rows)).collect();
    assert_eq!(
        table,
        [
            ("bj.", "CN-BJ", 16),
            ("cn.", "CN", 56),
            ("cq.", "CN-CQ", 18),
            ("fj.", "CN-FJ", 2),
            ("gd.", "CN-GD", 1),
            ("ha.", "CN-HA", 8),
            ("ha.wage.", "CN-HA", 6),
            ("hz.", "CN-ZJ-HZ", 4),
            ("js.", "CN-JS", 3),
            ("js2004.", "CN-JS", 15),
            ("js2018.", "CN-JS", 1),
            ("js2020.", "CN-JS", 3),
            ("js2023.", "CN-JS", 21),
            ("js2023plan.", "CN-JS", 1),
            ("js2024.", "CN-JS", 1),
            ("nb.", "CN-ZJ-NB", 3),
            ("sd.", "CN-SD", 12),
            ("sh.", "CN-SH", 24),
            ("unk1.", "UNKNOWN-1", 1),
            ("unk2.", "UNKNOWN-2", 2),
            ("zj.", "CN-ZJ", 29),
        ]
    );
    assert_eq!(table.iter().map(|(.., rows)| rows).sum::<usize>(), 227);
}

#[test]
fn a_row_for_wages_alone_says_so_and_only_such_a_row_has_the_word_in_its_id() {
    for rule in Rulebook::shipped().iter().filter(|rule| rule.id.contains(".wage.")) {
        assert_eq!(rule.applies_to, [SubjectMatter::Wage], "{}", rule.id);
    }
}

#[test]
fn the_rulebook_reads_back_from_its_own_text() {
    let book = Rulebook::shipped();
    let again = Rulebook::parse(&[book.text()]).unwrap();
    assert_eq!(&again, book);
    assert_eq!(again.version(), book.version());
    assert!(!book.text().contains("http") && !book.text().contains("github"), "web addresses stay in the data files");
}

#[test]
fn a_rulebook_is_read_as_it_was_adopted_and_says_what_differs() {
    // As another program would have written the same rows.
    let content = Rulebook::shipped().text().replace("\n", "\n\n");
    let adopted = Rulebook::adopted(&content).unwrap();
    assert_eq!((adopted.text(), adopted.version()), (content.as_str(), Digest::of(&[content.as_bytes()])));
    assert!(adopted.changes_since(Rulebook::shipped()).is_empty(), "the rows are the same");

    let text = Rulebook::shipped().text();
    let one = text.split("[[rule]]\n").find(|row| row.contains("\"zj.offer.reply\"")).unwrap();
    let longer = format!("[[rule]]\n{}", one.replace("value = 10\n", "value = 12\n"));
    let added = format!("[[rule]]\n{}", one.replace("zj.offer.reply", "zj.offer.remark"));
    let changed = Rulebook::shipped().with(&format!("{longer}{added}")).unwrap();
    let changes = changed.changes_since(Rulebook::shipped());
    assert_eq!((changes.added, changes.changed), (vec!["zj.offer.remark".into()], vec!["zj.offer.reply".into()]));
    assert_eq!(Rulebook::shipped().changes_since(&changed).removed, ["zj.offer.remark"]);
}

#[test]
fn the_reply_period_is_that_of_the_place() {
    let periods =
        ["330000", "310000", "110000", "500000", "410000"].map(|place| id(women(place, TODAY, "offer.reply")));
    assert_eq!(
        periods,
        [
            Some("zj.offer.reply"),
            Some("sh.offer.reply"),
            Some("bj.offer.reply"),
            Some("cq.offer.reply"),
            Some("ha.offer.reply")
        ]
    );
    assert_eq!(id(women("330106", TODAY, "offer.reply")), Some("zj.offer.reply"), "a district of Hangzhou");
}

#[test]
fn a_wage_only_row_never_answers_for_women() {
    let found = women("370000", TODAY, "offer.reply");
    assert_eq!(found.rule().unwrap().number(), Some(20));
    assert_eq!(found.caveat().unwrap().en, "national default, provincial value unverified");
    let Found::NationalDefault { unverified: true, local: Some(local), .. } = found else { panic!("{found:?}") };
    assert_eq!(local.id, "sd.offer.reply");

    let wage =
        |place_code, suffix| id(Rulebook::shipped().lookup(&place(place_code), SubjectMatter::Wage, TODAY, suffix));
    assert_eq!(wage("370000", "offer.reply"), Some("sd.offer.reply"));
    assert_eq!(wage("410000", "offer.reply"), Some("ha.wage.offer.reply"), "the wage text before the general one");
    assert_eq!(wage("330106", "offer.reply"), Some("hz.offer.reply"), "the city before the province");
    assert_eq!(wage("330200", "offer.reply"), Some("zj.offer.reply"), "the province where the city has no row");
}

#[test]
fn an_incomplete_row_is_not_filled_and_the_nation_answers_with_a_caveat() {
    let found = women("320100", TODAY, "offer.reply");
    assert_eq!(id(found), Some("cn.offer.reply"));
    assert!(
        matches!(found, Found::NationalDefault { unverified: true, local: Some(rule), .. } if rule.id == "js2023.offer.reply")
    );
    assert!(matches!(women("320100", date(2022, 1, 1), "offer.reply"),
        Found::NationalDefault { local: Some(rule), .. } if rule.id == "js2004.offer.reply"));
    assert_eq!(
        id(women("350000", TODAY, "offer.reply")),
        Some("cn.offer.reply"),
        "Fujian's row has no article and no start"
    );
}

#[test]
fn where_nobody_answers_the_period_is_not_known() {
    let found = women("320000", TODAY, "publish");
    assert_eq!(found, Found::NotKnown { rule: Rulebook::shipped().get("js2023.publish") });
    assert_eq!(found.caveat().unwrap().en, "period not known; see the text");
    let found = women("370000", TODAY, "publish");
    assert_eq!(found.cite().unwrap().article.as_deref(), Some("48"), "not the wage-only row of Shandong");
    assert!(found.caveat().unwrap().zh.contains("及时"));
    assert!(women("100000", TODAY, "suspend.max").caveat().unwrap().zh.contains("由双方商定"));
    assert_eq!(women("320000", TODAY, "no.such.rule"), Found::NotKnown { rule: None });
    assert_eq!(women("320000", date(2003, 1, 1), "offer.reply").rule(), None, "before any rule");
}

#[test]
fn each_day_has_the_text_of_its_time() {
    assert_eq!(id(women("100000", date(2007, 12, 31), "effect.deemed")), Some("cn.effect.deemed.old"));
    assert_eq!(id(women("100000", date(2008, 1, 1), "effect.deemed")), Some("cn.effect.deemed"));
    assert_eq!(
        id(women("330000", date(2010, 12, 31), "offer.reply")),
        Some("cn.offer.reply"),
        "the older text is not held"
    );
    assert_eq!(id(women("330000", date(2011, 1, 1), "offer.reply")), Some("zj.offer.reply"));
}

#[test]
fn the_nation_itself_and_what_only_the_nation_may_rule_carry_no_caveat() {
    assert_eq!(women("100000", TODAY, "offer.reply").caveat(), None);
    assert_eq!(women("320000", TODAY, "arb.limit").caveat(), None);
    assert!(women("320000", TODAY, "filing").caveat().is_some());
}

#[test]
fn thresholds_keep_their_operators() {
    let vote = |place_code| women(place_code, TODAY, "vote.pass").rule().unwrap();
    assert_eq!(vote("100000").op, Some(Op::AtLeast));
    assert_eq!(vote("330000").op, Some(Op::MoreThan));
    let passes = |rule: &Rule, votes| rule.op.unwrap().share(votes, 180, rule.share().unwrap());
    assert!(passes(vote("100000"), 90) && !passes(vote("100000"), 89));
    assert!(passes(vote("330000"), 91) && !passes(vote("330000"), 90));
    let quorum = women("330000", TODAY, "vote.quorum").rule().unwrap();
    assert!(passes(quorum, 120) && !passes(quorum, 119));
}

#[test]
fn what_is_counted_back_is_pinned() {
    let back: Vec<&str> =
        Rulebook::shipped().iter().filter(|rule| rule.counts_back()).map(|rule| rule.id.as_str()).collect();
    assert_eq!(
        back,
        [
            "bj.renewal.window",
            "cn.renewal.window",
            "cq.info",
            "cq.renewal.window",
            "fj.renewal.window",
            "ha.renewal.window",
            "js2023.info",
            "js2023.renewal.window",
            "js2023plan.drive",
            "sd.info",
            "sd.upper_union_notice",
            "sh.congress.papers",
            "zj.notice",
            "zj.renewal.window",
        ]
    );
}

/// May only shrink: a row leaves the list when its article, start and value were read.
#[test]
fn the_incomplete_rows_are_pinned() {
    let rules = Rulebook::shipped();
    let incomplete: Vec<&str> = rules.incomplete().map(|rule| rule.id.as_str()).collect();
    assert_eq!(incomplete, include_str!("data/incomplete.txt").lines().collect::<Vec<_>>());
}

#[test]
fn rows_that_would_answer_the_same_question_are_refused_by_name() {
    let row = |id: &str, from: &str, applies: &str| {
        format!(
            "[[rule]]\nid = \"{id}\"\njurisdiction = \"CN-JS\"\nkind = \"deadline\"\napplies_to = [{applies}]\nvalue = 10\n\
             unit = \"day\"\nlaw = \"某条例\"\narticle = \"1\"\n{from}\nconfidence = \"text\"\n"
        )
    };
    let refused = |rows: &[String]| -> Vec<String> {
        let errors = Rulebook::parse(&rows.iter().map(String::as_str).collect::<Vec<_>>()).unwrap_err();
        errors.iter().map(|error| error.sentence().en).collect()
    };
    let old = row("a.filing", "in_force_from = 2000-01-01\nin_force_to = 2020-01-01", "\"women\"");
    let new = row("b.filing", "in_force_from = 2020-01-01", "\"women\"");
    assert_eq!(
        refused(&[old.clone(), new]),
        ["a.filing: it overlaps with b.filing: same jurisdiction, subject matter and days in force"]
    );
    assert_eq!(refused(&[old.clone(), old.clone()]), ["a.filing: this id is given twice"]);
    let next_day = row("b.filing", "in_force_from = 2020-01-02", "\"women\"");
    assert!(Rulebook::parse(&[&old, &next_day]).is_ok());
    let special = row("b.wage.filing", "in_force_from = 2000-01-01", "\"wage\"");
    assert!(Rulebook::parse(&[&old, &special]).is_ok(), "another subject matter");
    let both = row("b.filing", "in_force_from = 2000-01-01", "\"women\", \"wage\"");
    assert!(Rulebook::parse(&[&old, &both]).is_ok(), "the row for fewer subject matters goes first");
}

#[test]
fn an_operators_rows_replace_those_of_the_same_id() {
    let text = "[[rule]]\nid = \"js2023.offer.reply\"\njurisdiction = \"CN-JS\"\nkind = \"deadline\"\n\
        applies_to = [\"women\", \"general\", \"wage\"]\nvalue = 15\nunit = \"day\"\nlaw = \"江苏省集体协商条例（2023）\"\n\
        article = \"99\"\nin_force_from = 2023-05-01\nconfidence = \"text\"\n";
    let book = Rulebook::shipped().with(text).unwrap();
    let found = book.lookup(&place("320100"), SubjectMatter::Women, TODAY, "offer.reply");
    assert!(matches!(found, Found::Local { rule } if rule.number() == Some(15)));
    assert_ne!(book.version(), Rulebook::shipped().version());
    assert_eq!(book.iter().count(), 227);
}
