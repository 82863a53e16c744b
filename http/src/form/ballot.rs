//! The numbers of a vote: shared by the vote of a congress and that of one employer's staff.

use heyi_core::event::congress::Ballot;

use super::{Field, Filler, Reader, Widget};

/// The fields.
pub const FIELDS: &[Field] = &[
    Field::required("members", Widget::Number, "应到人数", "Members entitled to vote")
        .hint("全体代表或全体职工，不是到会人数。", "All of them, not those present."),
    Field::required("present", Widget::Number, "实到人数", "Present"),
    Field::optional("women_present", Widget::Number, "实到女性人数", "Women present")
        .hint("不清楚的留空。", "Empty when not known."),
    Field::required("in_favour", Widget::Number, "赞成", "In favour"),
    Field::required("against", Widget::Number, "反对", "Against"),
    Field::required("abstained", Widget::Number, "弃权", "Abstained")
        .hint("没有的填 0。三项之和等于实到人数。", "0 for none. The three add up to those present."),
    Field::optional("secret", Widget::YesNoUnknown, "无记名投票", "Secret ballot"),
];

/// Reads the numbers.
pub fn read(form: &mut Reader<'_>) -> Option<Ballot> {
    let members = form.number("members");
    let present = form.number("present");
    let women_present = form.number("women_present");
    let in_favour = form.number("in_favour");
    let against = form.number("against");
    let abstained = form.number("abstained");
    let secret = form.yes_no("secret");
    Some(Ballot {
        members: members?,
        present: present?,
        women_present,
        in_favour: in_favour?,
        against: against?,
        abstained: abstained?,
        secret,
    })
}

/// Fills in what was recorded.
pub fn fill(ballot: &Ballot, form: &mut Filler<'_>) {
    form.number("members", ballot.members);
    form.number("present", ballot.present);
    form.number("women_present", ballot.women_present);
    form.number("in_favour", ballot.in_favour);
    form.number("against", ballot.against);
    form.number("abstained", ballot.abstained);
    form.yes_no("secret", ballot.secret);
}
