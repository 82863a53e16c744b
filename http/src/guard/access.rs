//! Permission of one request, as the table asks for it.

use std::collections::BTreeMap;

use heyi_core::event::account::Role;
use heyi_core::ids::{AccountId, CaseId, DriveId, EmployerId, LetterId, PublicationId};
use heyi_core::place::Place;
use heyi_store::employers;

use crate::app::App;
use crate::ask::Who;
use crate::problem::Problem;

use super::permission::{Permission, Where, holds, holds_anywhere};
use super::sent::{Pairs, Sent};

/// Judges what can be judged before the body is read: everything but the places a form names.
///
/// # Errors
/// 401 without an account, 403 without the role there, 404 for something that does not exist.
pub async fn before_body(
    app: &App,
    permission: Permission,
    who: Option<&Who>,
    params: &BTreeMap<String, String>,
    query: &Pairs,
) -> Result<(), Problem> {
    let (roles, place) = match permission {
        Permission::Public => return Ok(()),
        Permission::SignedIn => return who.map(|_| ()).ok_or_else(Problem::log_in),
        Permission::In(roles, place) => (roles, place),
    };
    let who = who.ok_or_else(Problem::log_in)?;
    let grants = &who.account.grants;
    if !holds_anywhere(grants, roles) {
        return Err(Problem::not_permitted());
    }
    let places = match place {
        Where::Anywhere => Vec::new(),
        Where::Region => named(query),
        Where::Whole => vec![app.settings.place.clone()],
        Where::Case => vec![place_of_case(app, params).await?],
        Where::Employer => vec![place_of_employer(app, params).await?],
        Where::Letter => vec![place_of_letter(app, params).await?],
        Where::Drive => vec![place_of_drive(app, params).await?],
        Where::Publication => vec![place_of_publication(app, params).await?],
        Where::Account => places_of_account(app, params)?,
    };
    everywhere(who, roles, &places)
}

/// Judges the places a form names.
///
/// # Errors
/// 403 without the role there.
pub fn after_body(permission: Permission, who: Option<&Who>, sent: &Sent) -> Result<(), Problem> {
    match (permission, who) {
        (Permission::In(roles, Where::Region | Where::Account), Some(who)) => {
            let mut places = named(&sent.pairs);
            places.extend(sent.json.iter().flat_map(named_in_json));
            everywhere(who, roles, &places)
        }
        _ => Ok(()),
    }
}

fn everywhere(who: &Who, roles: &[Role], places: &[Place]) -> Result<(), Problem> {
    let inside = places.iter().all(|place| holds(&who.account.grants, roles, place));
    if inside { Ok(()) } else { Err(Problem::outside_region()) }
}

/// The places that pairs name; what is no place is left to the form, which refuses it.
fn named(pairs: &Pairs) -> Vec<Place> {
    pairs.iter().filter(|(name, _)| names_a_place(name)).filter_map(|(_, value)| value.trim().parse().ok()).collect()
}

fn named_in_json(json: &serde_json::Value) -> Vec<Place> {
    match json {
        serde_json::Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| match value {
                serde_json::Value::String(text) if names_a_place(name) => text.trim().parse().into_iter().collect(),
                other => named_in_json(other),
            })
            .collect(),
        serde_json::Value::Array(values) => values.iter().flat_map(named_in_json).collect(),
        _ => Vec::new(),
    }
}

fn names_a_place(field: &str) -> bool {
    matches!(field.rsplit('.').next(), Some("place" | "region"))
}

async fn place_of_case(app: &App, params: &BTreeMap<String, String>) -> Result<Place, Problem> {
    let case: CaseId = id(params, "case")?;
    let loaded = app.store.cases.load(case, None).await.map_err(|error| Problem::store(&error))?;
    loaded.and_then(|case| Some(case.opening?.place)).ok_or_else(Problem::not_found)
}

async fn place_of_employer(app: &App, params: &BTreeMap<String, String>) -> Result<Place, Problem> {
    let employer: EmployerId = id(params, "employer")?;
    let loaded = employers::load(&*app.store.log, employer).await.map_err(|error| Problem::store(&error))?;
    loaded.and_then(|employer| employer.place().cloned()).ok_or_else(Problem::not_found)
}

async fn place_of_letter(app: &App, params: &BTreeMap<String, String>) -> Result<Place, Problem> {
    let letter: LetterId = id(params, "letter")?;
    let loaded = app.store.letters.load(letter).await.map_err(|error| Problem::store(&error))?;
    loaded.and_then(|letter| letter.place().cloned()).ok_or_else(Problem::not_found)
}

async fn place_of_drive(app: &App, params: &BTreeMap<String, String>) -> Result<Place, Problem> {
    let drive: DriveId = id(params, "drive")?;
    let loaded = app.store.drives.load(drive).await.map_err(|error| Problem::store(&error))?;
    loaded.and_then(|drive| Some(drive.opened?.place)).ok_or_else(Problem::not_found)
}

async fn place_of_publication(app: &App, params: &BTreeMap<String, String>) -> Result<Place, Problem> {
    let publication: PublicationId = id(params, "publication")?;
    let loaded = app.store.publications.load(publication).await.map_err(|error| Problem::store(&error))?;
    loaded.and_then(|publication| Some(publication.proposal?.place)).ok_or_else(Problem::not_found)
}

fn places_of_account(app: &App, params: &BTreeMap<String, String>) -> Result<Vec<Place>, Problem> {
    let account: AccountId = id(params, "account")?;
    let account = app.store.accounts.by_id(account).ok_or_else(Problem::not_found)?;
    Ok(account.grants.into_iter().map(|(_, place)| place).collect())
}

fn id<T: std::str::FromStr>(params: &BTreeMap<String, String>, name: &str) -> Result<T, Problem> {
    params.get(name).and_then(|text| text.parse().ok()).ok_or_else(Problem::not_found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_wherever_a_form_names_them() {
        let pairs = vec![
            ("place".to_owned(), " 320100 ".to_owned()),
            ("proposed_place".to_owned(), "320200".to_owned()),
            ("opening.place".to_owned(), "310000".to_owned()),
            ("region".to_owned(), "x".to_owned()),
        ];
        let codes = |places: Vec<Place>| places.iter().map(|place| place.code().to_owned()).collect::<Vec<_>>();
        assert_eq!(codes(named(&pairs)), ["320100", "310000"]);
        let json = serde_json::json!({"a": [{"place": "320100"}], "region": "310000", "b": "320200"});
        assert_eq!(codes(named_in_json(&json)), ["320100", "310000"]);
    }
}
