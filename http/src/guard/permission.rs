//! Who may do what where: a role holds in a region only.

use heyi_core::event::account::Role;
use heyi_core::place::Place;

/// What a row of the table asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Nothing: anybody may.
    Public,
    /// An account that is logged in.
    SignedIn,
    /// One of these roles, there.
    In(&'static [Role], Where),
}

/// Where a role must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// Where the employer of `{case}` has its place of work.
    Case,
    /// Where `{employer}` has its place of work.
    Employer,
    /// The place of `{letter}`.
    Letter,
    /// Where `{drive}` is held.
    Drive,
    /// The place that holds the regions of all tables of `{publication}`.
    Publication,
    /// Everywhere `{account}` has a role: nobody rules over an account that reaches further than they do.
    Account,
    /// At each `place` and `region` the request names, in its address or its form. Names it none, anywhere: what is then
    /// shown is what lies in the regions of the person's roles.
    Region,
    /// In the whole place this installation serves.
    Whole,
    /// Anywhere: what is shown or done does not depend on a place.
    Anywhere,
}

/// The roles of an account.
pub type Grants = [(Role, Place)];

/// The regions in which the account has one of the roles, the widest only: a city inside a granted province is left out.
#[must_use]
pub fn regions(grants: &Grants, roles: &[Role]) -> Vec<Place> {
    let held: Vec<&Place> = grants.iter().filter(|(role, _)| roles.contains(role)).map(|(_, place)| place).collect();
    let mut widest: Vec<Place> = held
        .iter()
        .filter(|place| !held.iter().any(|other| other != *place && place.within(other)))
        .map(|place| (*place).clone())
        .collect();
    widest.sort_unstable();
    widest.dedup();
    widest
}

/// Whether the account has one of the roles at `place`.
#[must_use]
pub fn holds(grants: &Grants, roles: &[Role], place: &Place) -> bool {
    grants.iter().any(|(role, region)| roles.contains(role) && place.within(region))
}

/// Whether the account has one of the roles anywhere.
#[must_use]
pub fn holds_anywhere(grants: &Grants, roles: &[Role]) -> bool {
    grants.iter().any(|(role, _)| roles.contains(role))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(code: &str) -> Place {
        code.parse().unwrap()
    }

    #[test]
    fn a_role_holds_in_its_region_only() {
        let grants = [(Role::Caseworker, place("320100")), (Role::Auditor, place("320000"))];
        assert!(holds(&grants, &[Role::Caseworker], &place("320106")));
        assert!(!holds(&grants, &[Role::Caseworker], &place("320500")));
        assert!(holds(&grants, &[Role::Caseworker, Role::Auditor], &place("320500")));
        assert!(!holds(&grants, &[Role::Auditor], &place("100000")));
        assert!(holds_anywhere(&grants, &[Role::Auditor]) && !holds_anywhere(&grants, &[Role::Reviewer]));
    }

    #[test]
    fn of_nested_regions_the_widest_is_kept() {
        let grants = [
            (Role::Caseworker, place("320106")),
            (Role::Caseworker, place("320100")),
            (Role::Reviewer, place("320100")),
            (Role::Caseworker, place("310000")),
        ];
        let both = [Role::Caseworker, Role::Reviewer];
        assert_eq!(regions(&grants, &both), [place("310000"), place("320100")]);
    }
}
