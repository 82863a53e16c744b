//! Counting: one pass over each table.

use std::collections::BTreeMap;

use heyi_core::ids::Position;
use heyi_core::text::Say;

use super::counts::Figure;
use super::instruments::{FORMS, Sureness};
use super::{Coverage, CoverageQuery, Dimension, Row, day_number, dimension};

/// What is known of each employer, by number, on the day asked.
struct Answer<'a> {
    coverage: &'a Coverage,
    /// The row of what each was then; `None`: it does not count.
    registered: Vec<Option<usize>>,
    women: Vec<Option<u32>>,
}

impl Coverage {
    /// The rows and their total, as known at a position, which ends a commit.
    pub(crate) fn count(&self, query: &CoverageQuery, known: Position) -> (Vec<Row>, Row) {
        let day = day_number(query.on);
        let employers = self.employers.len();
        let answer = Answer {
            coverage: self,
            registered: self.employers.standing(&query.region, day, known),
            women: self.counts.latest(Figure::Women, employers, day, known),
        };
        // The surest instrument of each employer, over all forms and of each.
        let mut surest = vec![Sureness::Not; employers];
        let mut of_form = vec![Vec::new(); if query.by == Some(Dimension::Form) { FORMS.len() } else { 0 }];
        for standing in self.instruments.standing(day, known) {
            let employer = standing.employer as usize;
            raise(&mut surest, employer, standing.sureness);
            if let Some(surest) = of_form.get_mut(usize::from(standing.form)) {
                surest.resize(employers, Sureness::Not);
                raise(surest, employer, standing.sureness);
            }
        }
        let rows = match query.by {
            None => Vec::new(),
            Some(Dimension::Form) => answer.by_form(&mut of_form),
            Some(by) => answer.by(by, &surest),
        };
        (rows, answer.total(&surest))
    }
}

impl Answer<'_> {
    fn total(&self, surest: &[Sureness]) -> Row {
        let mut row = Row::empty("total", Say::new("合计", "total"));
        for (employer, _, sureness) in self.registered(surest) {
            self.add(&mut row, employer, sureness);
        }
        row
    }

    fn by(&self, by: Dimension, surest: &[Sureness]) -> Vec<Row> {
        let employers = &self.coverage.employers;
        let mut by_code: BTreeMap<u32, Row> = BTreeMap::new();
        for (employer, attributes, sureness) in self.registered(surest) {
            let row = by_code.entry(employers.code(by, attributes)).or_insert_with(|| Row::empty("", Say::new("", "")));
            self.add(row, employer, sureness);
        }
        let mut rows: BTreeMap<String, Row> = BTreeMap::new();
        for (code, counted) in by_code {
            let (key, label) = employers.value(by, code);
            rows.entry(key).or_insert_with_key(|key| Row::empty(key.clone(), label)).add(&counted);
        }
        rows.into_values().collect()
    }

    /// Every form has the whole register as its denominator: any employer could have one.
    fn by_form(&self, of_form: &mut [Vec<Sureness>]) -> Vec<Row> {
        let mut rows = Vec::new();
        for (form, surest) in FORMS.into_iter().zip(of_form) {
            surest.resize(self.registered.len(), Sureness::Not);
            let (key, label) = dimension::form(form);
            rows.push(Row { key, label, ..self.total(surest) });
        }
        rows
    }

    fn registered<'s>(&'s self, surest: &'s [Sureness]) -> impl Iterator<Item = (usize, usize, Sureness)> + 's {
        let registered = self.registered.iter().zip(surest).enumerate();
        registered.filter_map(|(employer, (row, sureness))| Some((employer, (*row)?, *sureness)))
    }

    fn add(&self, row: &mut Row, employer: usize, sureness: Sureness) {
        let women = self.women.get(employer).copied().flatten();
        row.employers_total += 1;
        row.women_total += u64::from(women.unwrap_or_default());
        row.women_total_unknown_employers += u64::from(women.is_none());
        match sureness {
            Sureness::Not => return,
            Sureness::Unknown => {
                row.unknown_effect += 1;
                return;
            }
            Sureness::Derived => row.unconfirmed += 1,
            Sureness::Confirmed => {}
        }
        row.employers_covered += 1;
        row.women_covered += u64::from(women.unwrap_or_default());
        row.women_unknown_employers += u64::from(women.is_none());
        row.made_up += u64::from(self.coverage.employers.made_up(employer));
    }
}

fn raise(surest: &mut [Sureness], employer: usize, sureness: Sureness) {
    if let Some(kept) = surest.get_mut(employer) {
        *kept = sureness.max(*kept);
    }
}
