//! The cases about women, as known: where each belongs, and its values in the dimensions.

use super::Asked;
use super::register::Register;
use super::surest::Surest;
use super::tally::{Base, Keys, Unit};
use crate::coverage::bitemporal::{At, BLOCK, Bitemporal};
use crate::coverage::dimension::Of;
use crate::coverage::dimension::value::{Code, MANY_CODE, code, of_place, section};
use crate::coverage::records::{Case, NOBODY};
use crate::coverage::{Dimension, Sureness};

/// The cases.
pub(super) struct Cases<'a> {
    rows: &'a Bitemporal<Case>,
    known: At,
    register: &'a Register<'a>,
    /// Filters ask for what only cases have.
    filtered: bool,
}

impl<'a> Cases<'a> {
    pub(super) fn of(asked: &Asked<'a>, register: &'a Register<'a>) -> Self {
        let filtered = asked.filters.keys().any(|dimension| dimension.of() == Of::Case);
        Self { rows: &asked.coverage.tables.cases, known: asked.known, register, filtered }
    }

    /// A case; `None`: it is not about women, or was not known.
    pub(super) fn get(&self, number: u32) -> Option<Case> {
        self.rows.of(number, self.known).last()
    }

    /// Every case with its number.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, Case)> + '_ {
        self.rows.known(self.known)
    }

    /// A case of the region that passes the filters it can pass by itself.
    pub(super) fn standing(&self, asked: &Asked<'_>, number: u32) -> Option<Case> {
        self.get(number).filter(|case| self.stands(asked, case))
    }

    /// Those of a block that do.
    pub(super) fn of_block<'s>(&'s self, asked: &'s Asked<'_>, block: usize) -> impl Iterator<Item = (u32, Case)> + 's {
        let first = u32::try_from(block * BLOCK).unwrap_or(u32::MAX);
        let known = self.rows.block(block).into_iter().flat_map(|rows| rows.known_rows(self.known));
        let standing = known.filter(|(_, case)| self.stands(asked, case));
        standing.map(move |(owner, case)| (first + u32::from(owner), case))
    }

    fn stands(&self, asked: &Asked<'_>, case: &Case) -> bool {
        asked.lies_in_region(case.place) && asked.all_pass(is_of_a_case, |dimension| self.code(dimension, case))
    }

    /// Whether a case passes the filters of what only cases have.
    pub(super) fn passes_as_a_case(&self, asked: &Asked<'_>, number: u32) -> bool {
        let of_case = |dimension: Dimension| dimension.of() == Of::Case;
        let passes = |case: Case| asked.all_pass(of_case, |dimension| self.code(dimension, &case));
        !self.filtered || self.get(number).is_some_and(passes)
    }

    /// Those of a block that do not are not in force; by the number of its first.
    pub(super) fn leave_out(&self, asked: &Asked<'_>, first: u32, surest: &mut Surest) {
        if self.filtered {
            for (number, sureness) in (first..).zip(&mut surest.0).filter(|(_, sureness)| **sureness != Sureness::Not) {
                if !self.passes_as_a_case(asked, number) {
                    *sureness = Sureness::Not;
                }
            }
        }
    }

    /// The value of a case in a dimension of places, employers or cases.
    pub(super) fn code(&self, dimension: Dimension, case: &Case) -> Code {
        match dimension {
            Dimension::Scope => code(case.scope),
            Dimension::Procedure => code(case.procedure),
            _ if dimension.of() == Of::Place => of_place(dimension, case.place),
            _ if case.employer != NOBODY => self.register.code_of(dimension, case.employer),
            Dimension::Section => section(case.division),
            Dimension::Division => code(case.division),
            _ => MANY_CODE,
        }
    }

    /// The row of a case, with form and order where it has them.
    pub(super) fn keys(&self, asked: &Asked<'_>, case: &Case, text: Option<(u8, u8)>) -> Keys {
        let mut keys = [0; 2];
        for (key, dimension) in keys.iter_mut().zip(&asked.query.by) {
            *key = match (dimension, text) {
                (Dimension::Form, Some((form, _))) => code(form),
                (Dimension::Order, Some((_, order))) => code(order),
                _ => self.code(*dimension, case),
            };
        }
        keys
    }
}

/// A case has a value in it by itself.
pub(super) fn is_of_a_case(dimension: Dimension) -> bool {
    matches!(dimension.of(), Of::Place | Of::Employer | Of::Case)
}

/// Whether a text or signing passes the filters of form and order.
pub(super) fn passes(asked: &Asked<'_>, form: u8, order: u8) -> bool {
    asked.passes(Dimension::Form, || code(form)) && asked.passes(Dimension::Order, || code(order))
}

/// A unit of a case.
pub(super) fn unit(number: u32, case: &Case, base: Base, sureness: Sureness) -> Unit {
    Unit { subject: number, base, sureness, made_up: case.made_up == 1, people: None, days: None }
}
