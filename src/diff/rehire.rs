//! People who came back under another account: new ones who share an employee number, or name and manager, with somebody
//! who was there before and is gone or can't log in any more.

use std::collections::HashMap;

use crate::{
    analysis::Analysis,
    findings::persons::name_and_manager,
    usage::people::{Person, State},
};

/// A new account of a person who had one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rehire {
    /// Id of the new account.
    pub user_id: String,
    /// What to call it.
    pub label: String,
    /// Id of the old account.
    pub earlier: String,
    /// What both share: `employee id` or `name and manager`.
    pub by: &'static str,
    /// Does the old account still hold a license?
    pub earlier_is_licensed: bool,
}

pub(super) fn find(before: &Analysis, after: &Analysis) -> Vec<Rehire> {
    let is_away = |person: &Person| match after.people.find(&person.user_id) {
        Some(ix) => after.people.list[ix].state != State::Active,
        None => true,
    };
    let (mut by_employee, mut by_name) = (HashMap::new(), HashMap::new());
    for person in before.people.list.iter().filter(|person| is_away(person)) {
        if let Some(employee) = &person.employee_id {
            by_employee.entry(employee.clone()).or_insert(person);
        }
        if let Some(key) = name_and_manager(person) {
            by_name.entry(key).or_insert(person);
        }
    }
    let is_new = |person: &&Person| before.people.find(&person.user_id).is_none() && person.state == State::Active;
    let twin = |person: &Person| {
        let employee = person.employee_id.as_ref().and_then(|id| by_employee.get(id)).map(|old| (*old, "employee id"));
        employee.or_else(|| by_name.get(&name_and_manager(person)?).map(|old| (*old, "name and manager")))
    };
    let rehire = |person: &Person| {
        let (old, by) = twin(person)?;
        let earlier_is_licensed = after.people.find(&old.user_id).is_some_and(|ix| !after.held.now[ix].is_empty());
        let (user_id, label) = (person.user_id.clone(), person.label().to_owned());
        Some(Rehire { user_id, label, earlier: old.user_id.clone(), by, earlier_is_licensed })
    };
    after.people.list.iter().filter(is_new).filter_map(rehire).collect()
}
