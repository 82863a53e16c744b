//! The form of the call of the congress (职工代表大会).

use heyi_core::decisions::DecisionKind;
use heyi_core::decisions::convene_congress::ConveneCongress;
use heyi_core::event::congress::CongressConvened;

use crate::form::choices::ASSEMBLIES;
use crate::form::{Field, Filler, FormSpec, Reader, Widget};

/// What is asked.
pub static FORM: FormSpec = FormSpec {
    kind: DecisionKind::ConveneCongress,
    dated: true,
    fields: &[
        Field::required("assembly", Widget::Choice(ASSEMBLIES.choices), "由谁审议", "Who votes"),
        Field::optional("planned_day", Widget::Day, "拟定会议日期", "Day planned").hint("可以是将来的日期。", "May lie ahead."),
        Field::optional("papers_sent", Widget::Day, "材料送达日期", "Day the papers were sent"),
        Field::optional("members", Widget::Number, "应到人数", "Members entitled to vote"),
        Field::optional("women", Widget::Number, "其中女性人数", "Women among them"),
    ],
};

/// Reads the command.
pub fn parse(form: &mut Reader<'_>) -> Option<ConveneCongress> {
    let assembly = form.choice("assembly", &ASSEMBLIES);
    let planned_day = form.day("planned_day");
    let papers_sent = form.day("papers_sent");
    let members = form.number("members");
    let women = form.number("women");
    Some(ConveneCongress(CongressConvened { assembly: assembly?, planned_day, papers_sent, members, women }))
}

/// Fills in what was recorded.
pub fn fill(call: &CongressConvened, form: &mut Filler<'_>) {
    form.choice("assembly", &ASSEMBLIES, call.assembly);
    form.day("planned_day", call.planned_day);
    form.day("papers_sent", call.papers_sent);
    form.number("members", call.members);
    form.number("women", call.women);
}

#[cfg(test)]
mod tests {
    use heyi_core::event::congress::Assembly;

    use crate::form::kit;

    use super::*;


    #[test]
    fn a_call_is_read_as_typed() {
        let typed = [("assembly", "all-staff"), ("members", "180"), ("women", "0")];
        let call = CongressConvened {
            assembly: Assembly::AllStaff,
            planned_day: None,
            papers_sent: None,
            members: Some(180),
            women: Some(0),
        };
        assert_eq!(kit::command(DecisionKind::ConveneCongress, &typed), ConveneCongress(call).into());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let wrong = kit::wrong(DecisionKind::ConveneCongress, &[("planned_day", "月底"), ("members", "180人")]);
        assert_eq!(wrong, ["assembly required", "planned_day not-a-day", "members not-a-number"]);
    }
}
