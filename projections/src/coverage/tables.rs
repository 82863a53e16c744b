//! The tables.

use std::collections::HashMap;

use heyi_core::ids::Position;

use super::bitemporal::{BLOCK, Bitemporal};
use super::clause_sets::ClauseSets;
use super::facts::case::Rows;
use super::facts::employer::EmployerFacts;
use super::lists::List;
use super::records::{Case, Count, Covering, Finding, Holding, Letter, NOBODY, Offer, Signing, Spell, Text};
use super::stays::Stays;
use crate::columns::{Damaged, Reader, Writer};

/// Declares the tables, each with its rows and its name.
macro_rules! tables {
    ($($(#[$about:meta])* $field:ident: $row:ty = $name:literal,)*) => {
        /// What figures need of employers, cases and letters.
        #[derive(Debug, Default)]
        pub(crate) struct Tables {
            $($(#[$about])* pub(super) $field: Bitemporal<$row>,)*
            /// The sets of clauses that texts have.
            pub(super) clause_sets: ClauseSets,
            /// How cases cover employers.
            pub(super) stays: Stays,
            /// Whom the cases of many cover.
            lists: HashMap<u32, List>,
        }

        impl Tables {
            pub(super) fn write<'a>(&self, writer: Writer<'a>) -> Writer<'a> {
                let writer = writer.values("block", &[BLOCK as u64]);
                $(let writer = self.$field.write($name, writer);)*
                self.stays.write(self.clause_sets.write(writer))
            }

            pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Damaged> {
                if reader.values::<u64>("block")? != [BLOCK as u64] {
                    return Err(Damaged("block"));
                }
                let mut tables = Self {
                    $($field: Bitemporal::read($name, reader)?,)*
                    clause_sets: ClauseSets::read(reader)?,
                    stays: Stays::read(reader)?,
                    lists: HashMap::new(),
                };
                tables.lists = tables.lists();
                Ok(tables)
            }

            /// Name, number of rows and bytes of each table.
            pub(super) fn sizes(&self) -> Vec<(&'static str, usize, usize)> {
                let mut sizes = Vec::new();
                $(
                    let (rows, bytes) = self.$field.size();
                    sizes.push(($name, rows, bytes));
                )*
                sizes.push(("clause sets", self.clause_sets.iter().count(), self.clause_sets.bytes()));
                let (stays, bytes) = self.stays.size();
                sizes.push(("stays", stays, bytes));
                let (rows, bytes) = self.lists.values().map(List::size).fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
                let own = self.lists.capacity() * size_of::<(u32, List)>();
                sizes.push(("coverage lists", rows, own + bytes));
                sizes
            }
        }
    };
}

tables! {
    /// What employers were.
    spells: Spell = "spells",
    /// Their women.
    women: Count = "women",
    /// Their technical and skilled women.
    skilled: Count = "skilled",
    /// Their women workers' organisations.
    committees: Holding = "committees",
    /// Their general contracts.
    contracts: Holding = "contracts",
    /// The cases whose instruments cover them.
    coverings: Covering = "coverings",
    /// Cases.
    cases: Case = "cases",
    /// The texts of their instruments.
    texts: Text = "texts",
    /// Their offers.
    offers: Offer = "offers",
    /// Their signatures.
    signings: Signing = "signings",
    /// What inspections found.
    findings: Finding = "findings",
    /// Letters.
    letters: Letter = "letters",
}

impl Tables {
    /// An employer, as known from this position on.
    pub(super) fn set_employer(&mut self, number: u32, facts: &EmployerFacts, at: Position) {
        self.spells.set(number, &facts.spells, at);
        self.women.set(number, &facts.women, at);
        self.skilled.set(number, &facts.skilled, at);
        self.committees.set(number, &facts.committees, at);
        self.contracts.set(number, &facts.contracts, at);
    }

    /// A case, likewise.
    pub(super) fn set_case(&mut self, rows: Rows, at: Position) {
        let number = rows.number;
        let before = self.covered_by(number);
        self.cases.set(number, rows.case.as_slice(), at);
        self.texts.set(number, &rows.texts, at);
        self.offers.set(number, &rows.offers, at);
        self.signings.set(number, &rows.signings, at);
        self.findings.set(number, &rows.findings, at);
        let now = List::of(rows.coverings);
        // Only employers of which something changed are touched.
        for (employer, covering) in before.without(&now) {
            self.coverings.close(employer, covering, at);
        }
        for (employer, covering) in now.without(&before) {
            self.coverings.open(employer, *covering, at);
        }
        if rows.case.is_some_and(|case| case.employer == NOBODY) && !now.is_empty() {
            self.lists.insert(number, now);
        }
    }

    /// Takes out whom a case covers, as known last.
    fn covered_by(&mut self, case: u32) -> List {
        if let Some(list) = self.lists.remove(&case) {
            return list;
        }
        let employer = self.cases.still(case).next().map(|case| case.employer).filter(|employer| *employer != NOBODY);
        let of = |employer| self.coverings.still(employer).map(move |covering| (employer, covering));
        List::of(employer.into_iter().flat_map(of).filter(|(_, covering)| covering.case == case).collect())
    }

    /// The lists of the cases of many, gathered from the rows that are known still.
    fn lists(&self) -> HashMap<u32, List> {
        let of_many = self.cases.known_still().filter(|(_, case)| case.employer == NOBODY);
        let mut lists: HashMap<u32, Vec<(u32, Covering)>> = of_many.map(|(case, _)| (case, Vec::new())).collect();
        for (employer, covering) in self.coverings.known_still() {
            if let Some(list) = lists.get_mut(&covering.case) {
                list.push((employer, covering));
            }
        }
        let lists = lists.into_iter().filter(|(_, list)| !list.is_empty());
        lists.map(|(case, list)| (case, List::of(list))).collect()
    }
}
