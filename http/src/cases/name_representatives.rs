//! The form of naming the representatives (协商代表) of a side.

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::name_representatives::NameRepresentatives;
use heyi_core::event::representation::RepresentativesNamed;

use crate::form::choices::{NAMING_WAYS, SIDES};
use crate::form::{Field, Filler, FormSpec, Reader, Widget};
use crate::form::representative;

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::NameRepresentatives,
    dated: true,
    fields: &[
        Field::required("side", Widget::Choice(SIDES.choices), "哪一方", "Side"),
        Field::required("way", Widget::Choice(NAMING_WAYS.choices), "产生方式", "How they came about"),
        Field::optional("number", Widget::Number, "代表总数", "How many in all")
            .hint("含下面未列出的；资料未载明的留空。", "With those not listed below; empty when the source does not say."),
        Field::required("people", Widget::Rows(representative::FIELDS), "代表名单", "Representatives")
            .hint("先列首席代表；只填资料载明的。", "The chief first; only those that are known."),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<NameRepresentatives> {
    let side = form.choice("side", &SIDES);
    let way = form.choice("way", &NAMING_WAYS);
    let number = form.number("number");
    let people = form.rows("people", representative::read);
    Some(NameRepresentatives(RepresentativesNamed { side: side?, way: way?, people, number }))
}

/// Fills in what was recorded.
pub fn fill(named: &RepresentativesNamed, form: &mut Filler<'_>) {
    form.choice("side", &SIDES, named.side);
    form.choice("way", &NAMING_WAYS, named.way);
    form.number("number", named.number);
    form.rows("people", &named.people, representative::fill);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::representation::{NamingWay, Representative, Sex, Side};

    use crate::form::kit;

    use super::*;


    #[test]
    fn rows_become_representatives_and_blank_rows_are_left_out() {
        let typed = [
            ("side", "staff"),
            ("way", "elected"),
            ("people[0].name", "王某"),
            ("people[0].post", "工会主席"),
            ("people[0].chief", "on"),
            ("people[1].post", ""),
            ("people[3].post", "女职工委员"),
            ("people[3].sex", "woman"),
        ];
        let chief = Representative {
            person: Some(kit::named("王某")),
            post: "工会主席".into(),
            sex: None,
            external: false,
            chief: true,
        };
        let woman = Representative {
            person: None,
            post: "女职工委员".into(),
            sex: Some(Sex::Woman),
            external: false,
            chief: false,
        };
        let named = RepresentativesNamed {
            side: Side::Staff,
            way: NamingWay::Elected,
            people: vec![chief, woman],
            number: None,
        };
        assert_eq!(kit::command(DecisionKind::NameRepresentatives, &typed), NameRepresentatives(named).into());
    }

    #[test]
    fn what_is_wrong_in_a_row_names_the_row() {
        let typed = [("side", "staff"), ("people[2].sex", "x"), ("people[5].post", "a\nb"), ("number", "-1")];
        let wrong = kit::wrong(DecisionKind::NameRepresentatives, &typed);
        let expected = [
            "way required",
            "number not-a-number",
            "people[2].sex unknown-choice",
            "people[5].post not-plain-text",
        ];
        assert_eq!(wrong, expected);
    }

    #[test]
    fn rows_have_a_limit() {
        let names: Vec<String> = (0..61).map(|row| format!("people[{row}].post")).collect();
        let mut typed: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "委员")).collect();
        typed.extend([("side", "staff"), ("way", "elected")]);
        assert_eq!(kit::wrong(DecisionKind::NameRepresentatives, &typed), ["people too-many-rows"]);
    }
}
