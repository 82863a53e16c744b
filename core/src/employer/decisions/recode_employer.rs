//! Change the division code of the place of work (变更区划代码): the code set changed, or the employer moved.

use crate::employer::Employer;
use crate::employer::guard::{self, RegisterGround, exists};
use crate::event::EmployerEvent;
use crate::event::employer::EmployerRecoded;
use crate::place::Place;
use crate::refusal::Refusal;

use super::Decision;

/// Gives the place of work another code. The old one is what the register has. Agreements stay valid (Zhejiang art 31).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecodeEmployer {
    /// The new code.
    pub to: Place,
    /// The day of the code set it is taken from.
    pub code_set: jiff::civil::Date,
}

impl Decision for RecodeEmployer {
    fn may(employer: &Employer) -> Result<(), Refusal> {
        exists(employer)
    }

    fn decide(self, employer: &Employer, ground: &RegisterGround<'_>) -> Result<EmployerEvent, Refusal> {
        guard::division(&self.to, "place")?;
        if self.code_set > ground.today {
            return Err(Refusal::new(
                "code-set-in-future",
                "区划代码的版本日期晚于今天，请核对。",
                "The day of the code set lies after today. Check it.",
            )
            .at("code_set"));
        }
        let Some(now) = &employer.facts.place else { return Err(guard::registered(employer).err().unwrap_or_else(same)) };
        if now.value.place == self.to && now.value.code_set == self.code_set {
            return Err(same());
        }
        let from = now.value.place.clone();
        Ok(EmployerEvent::EmployerRecoded(EmployerRecoded { from, to: self.to, code_set: self.code_set }))
    }
}

fn same() -> Refusal {
    Refusal::new("same-code", "名册中已是这个区划代码和版本。", "The register has this code and code set already.")
        .at("place")
}

#[cfg(test)]
mod tests {
    use crate::divisions::FIRST_CODE_SET;
    use crate::employer::scenario::Register;
    use crate::scenario::{date_of, day};

    use super::*;


    fn recode(to: &str, code_set: jiff::civil::Date) -> RecodeEmployer {
        RecodeEmployer { to: to.parse().unwrap(), code_set }
    }

    #[test]
    fn both_codes_are_kept_with_the_day_of_their_code_set() {
        let employer = Register::entered().when(recode("320115", date_of(0)), day(30)).recorded();
        let place = employer.facts.place.unwrap().value;
        assert_eq!((place.place.code(), place.code_set), ("320115", date_of(0)));
        let former = &employer.facts.former_places[0].value;
        assert_eq!((former.place.code(), former.code_set), ("320106", FIRST_CODE_SET));
        let from: Vec<_> = employer.spells.iter().map(|spell| (spell.from, spell.place.code())).collect();
        assert_eq!(from, [(None, "320106"), (Some(date_of(30)), "320115")], "before that day it lay where it lay");
    }

    #[test]
    fn a_code_that_never_existed_is_refused() {
        let refusal = Register::entered().when(recode("329900", date_of(0)), day(30)).refused("unknown-division");
        assert!(refusal.say.en.contains("329900"), "{}", refusal.say.en);
        Register::entered().when(recode("320106", FIRST_CODE_SET), day(30)).refused("same-code");
        Register::entered().when(recode("320115", date_of(400)), day(30)).refused("code-set-in-future");
    }
}
