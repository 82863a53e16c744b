//! Issue a supervision letter (发出监督函), of a case or outside any.

use crate::employer::guard as register;
use crate::event::LetterEvent;
use crate::event::letter::{Addressee, LetterIssued, LetterKind};
use crate::letter::Letter;
use crate::letter::guard::LetterGround;
use crate::refusal::Refusal;

use super::Decision;

/// Issues a letter. Its number is given by the store; the employer's name is the one it has now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueLetter(pub LetterIssued);

impl Decision for IssueLetter {
    fn may(letter: &Letter) -> Result<(), Refusal> {
        if letter.issued.is_some() {
            return Err(Refusal::new("already-issued", "这份函件已经发出。", "This letter was issued already."));
        }
        Ok(())
    }

    fn decide(self, _: &Letter, ground: &LetterGround<'_>) -> Result<LetterEvent, Refusal> {
        let mut issued = self.0;
        Refusal::unless_filled("issuer", &issued.issuer)?;
        Refusal::unless_filled("facts", &issued.facts)?;
        Refusal::unless_filled("request", &issued.request)?;
        if issued.kind == LetterKind::Opinion {
            Refusal::unless_filled("law", &issued.law)?;
        }
        register::division(&issued.place, "place")?;
        addressed(issued.kind, &issued.addressee)?;
        issued.addressee = named(issued.addressee, ground)?;
        if issued.case.is_some() && !ground.case_exists {
            return Err(Refusal::new("unknown-case", "没有这个案件。", "There is no such case.").at("case"));
        }
        if issued.follows.is_some() && !ground.followed_exists {
            return Err(Refusal::new("unknown-letter", "没有所依据的那份函件。", "There is no such letter to follow.")
                .at("follows"));
        }
        Ok(LetterEvent::LetterIssued(issued))
    }
}

/// A reminder goes to employers, an opinion to one employer, a proposal to an authority.
fn addressed(kind: LetterKind, to: &Addressee) -> Result<(), Refusal> {
    let (zh, en) = match (kind, to) {
        (LetterKind::Reminder, Addressee::Employer(..) | Addressee::Employers(_))
        | (LetterKind::Opinion, Addressee::Employer(..))
        | (LetterKind::Proposal, Addressee::Authority(_)) => return Ok(()),
        (LetterKind::Reminder, _) => {
            ("提示函发给用人单位，不发给主管部门。", "A reminder goes to employers, not to an authority.")
        }
        (LetterKind::Opinion, _) => (
            "意见书发给一家用人单位：请从名册中选择。",
            "An opinion goes to one employer: choose it from the register.",
        ),
        (LetterKind::Proposal, _) => (
            "建议书发给主管部门：请填写部门名称。",
            "A proposal goes to an authority: give its name.",
        ),
    };
    Err(Refusal::new("wrong-addressee", zh, en).at("employer"))
}

/// The addressee with its name: an employer's is taken from the register.
fn named(to: Addressee, ground: &LetterGround<'_>) -> Result<Addressee, Refusal> {
    match to {
        Addressee::Employer(id, _) => {
            let employer = ground.employer.filter(|employer| employer.id == id && employer.is_registered());
            let employer = employer.ok_or_else(|| {
                Refusal::new(
                    "unknown-employer",
                    "名册中没有这个单位，请先登记。",
                    "There is no such employer in the register. Enter it first.",
                )
                .at("employer")
            })?;
            Ok(Addressee::Employer(id, employer.name().to_owned()))
        }
        Addressee::Authority(name) => {
            Refusal::unless_filled("authority", &name)?;
            Ok(Addressee::Authority(name))
        }
        Addressee::Employers(name) => {
            Refusal::unless_filled("employers", &name)?;
            Ok(Addressee::Employers(name))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{CaseId, LetterId};
    use crate::letter::scenario::{Desk, opinion, proposal, reminder};
    use crate::scenario::{date_of, day};

    fn issue(change: impl FnOnce(&mut LetterIssued), mut letter: LetterIssued) -> IssueLetter {
        change(&mut letter);
        IssueLetter(letter)
    }

    #[test]
    fn each_kind_is_issued_once_to_whom_it_goes() {
        for letter in [reminder(), opinion(), proposal()] {
            Desk::empty().when(IssueLetter(letter.clone()), day(1)).then(LetterEvent::LetterIssued(letter.clone()));
            Desk::issued(letter.clone()).when(IssueLetter(letter), day(1)).refused("already-issued");
        }
        let authority = || Addressee::Authority("县人社局".into());
        for letter in [reminder(), opinion()] {
            let wrong = issue(|letter| letter.addressee = authority(), letter);
            Desk::empty().when(wrong, day(1)).refused("wrong-addressee");
        }
        let many = issue(|letter| letter.addressee = Addressee::Employers("各企业".into()), reminder());
        Desk::empty().when(many, day(1)).recorded();
        let wrong = issue(|letter| letter.addressee = opinion().addressee, proposal());
        Desk::empty().when(wrong, day(1)).refused("wrong-addressee");
    }

    #[test]
    fn the_name_of_the_employer_is_that_of_the_register() {
        let typed = issue(
            |letter| {
                if let Addressee::Employer(_, name) = &mut letter.addressee {
                    name.clear();
                }
            },
            opinion(),
        );
        let letter = Desk::empty().when(typed, day(1)).recorded();
        assert_eq!(letter.text().unwrap().addressee, opinion().addressee);
        Desk::empty().alone().when(IssueLetter(opinion()), day(1)).refused("unknown-employer");
    }

    #[test]
    fn what_it_says_is_filled_in_and_exists() {
        for change in [
            (|letter: &mut LetterIssued| letter.facts.clear()) as fn(&mut LetterIssued),
            |letter| letter.request = " ".into(),
            |letter| letter.issuer.clear(),
            |letter| letter.law.clear(),
        ] {
            Desk::empty().when(issue(change, opinion()), day(1)).refused("required");
        }
        Desk::empty().when(issue(|letter| letter.law.clear(), reminder()), day(1)).recorded();
        let nowhere = issue(|letter| letter.place = "320199".parse().unwrap(), opinion());
        Desk::empty().when(nowhere, day(1)).refused("unknown-division");
        let early = issue(|letter| letter.reply_by = Some(date_of(0)), opinion());
        Desk::empty().when(early, day(1)).refused("reply-before-issue");
        let of_case = issue(|letter| letter.case = Some(CaseId(uuid::Uuid::nil())), opinion());
        Desk::empty().when(of_case, day(1)).refused("unknown-case");
        let after = issue(|letter| letter.follows = Some(LetterId(uuid::Uuid::nil())), proposal());
        Desk::empty().when(after.clone(), day(1)).refused("unknown-letter");
        Desk::empty().after_another().when(after, day(1)).recorded();
        Desk::empty().when(IssueLetter(opinion()), day(400)).refused("occurred-in-future");
    }
}
