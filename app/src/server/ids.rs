//! Ids of many people in one field.

use domain::AccountId;

use crate::error::AppError;

/// The ids in `people`, which are separated by commas.
pub(crate) fn ids(people: &str) -> Result<Vec<AccountId>, AppError> {
    let ids = people.split(',').map(str::trim).filter(|id| !id.is_empty());
    ids.map(|id| id.parse().map_err(|_| AppError::Malformed)).collect()
}

/// The same from an address, where what is no id is passed over.
pub(crate) fn ids_in_address(people: &str) -> Vec<AccountId> {
    let mut ids: Vec<AccountId> = Vec::new();
    for id in people.split(',').filter_map(|id| id.trim().parse().ok()) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}
