//! How a case began, whether for one employer or for many.

use serde::Serialize;

use crate::event::opening::{CaseOpened, EmployersSide, HeadCount, JointCaseOpened, JointScope, Procedure};
use crate::ids::{EmployerId, OfficeId};
use crate::place::Place;
use crate::rules::SubjectMatter;

/// What is known of a case since it was opened or taken over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Opening {
    /// The office's number, such as `〔2026〕12`.
    pub number: String,
    /// The office that keeps the case.
    pub office: OfficeId,
    /// The employer, or the many.
    #[serde(flatten)]
    pub party: Party,
    /// The place of work, which decides whose rules apply.
    pub place: Place,
    /// What is negotiated.
    pub subject: SubjectMatter,
    /// The procedure chosen.
    pub procedure: Procedure,
    /// All staff, when told.
    pub staff: Option<HeadCount>,
    /// Women among them, when told.
    pub women: Option<HeadCount>,
    /// A made-up example for demonstration.
    pub made_up: bool,
}

/// The employers' side of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Party {
    /// One employer.
    One {
        /// Which.
        employer: EmployerId,
        /// Its name when the case was opened.
        employer_name: String,
    },
    /// The many employers of an area or industry; which they are is on the coverage list.
    Joint {
        /// What they share.
        scope: JointScope,
        /// The area or industry by name.
        name: String,
        /// Division of GB/T 4754-2017; `None`: several, or not known.
        industry: Option<String>,
        /// The union of the area or industry.
        union: String,
        /// Who speaks for the employers.
        employers_side: EmployersSide,
        /// Their organisation by name.
        organisation: String,
        /// How many employers the source tells of.
        employers: Option<HeadCount>,
    },
}

impl Opening {
    /// The employer's name when the case was opened, or that of the area or industry: what people call the case.
    #[must_use]
    pub fn title(&self) -> &str {
        match &self.party {
            Party::One { employer_name, .. } => employer_name,
            Party::Joint { name, .. } => name,
        }
    }

    /// The employer; `None` for a case of many.
    #[must_use]
    pub fn employer(&self) -> Option<EmployerId> {
        match self.party {
            Party::One { employer, .. } => Some(employer),
            Party::Joint { .. } => None,
        }
    }
}

impl From<&CaseOpened> for Opening {
    fn from(opened: &CaseOpened) -> Self {
        let CaseOpened { number, office, employer, employer_name, place, subject, procedure, staff, women, made_up } =
            opened.clone();
        let party = Party::One { employer, employer_name };
        Self { number, office, party, place, subject, procedure, staff, women, made_up }
    }
}

impl From<&JointCaseOpened> for Opening {
    fn from(opened: &JointCaseOpened) -> Self {
        let JointCaseOpened {
            number,
            office,
            scope,
            name,
            place,
            industry,
            union,
            employers_side,
            organisation,
            subject,
            procedure,
            employers,
            staff,
            women,
            made_up,
        } = opened.clone();
        let party = Party::Joint { scope, name, industry, union, employers_side, organisation, employers };
        Self { number, office, party, place, subject, procedure, staff, women, made_up }
    }
}
