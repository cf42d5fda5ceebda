//! Who is the same person: accounts that share an employee number, or a name and a manager.

use std::collections::{HashMap, HashSet};

use icu_casemap::CaseMapper;
use icu_normalizer::ComposingNormalizerBorrowed;

use super::context::Context;
use crate::usage::people::Person;

/// Accounts with a sign in the window, by what identifies a person.
#[derive(Debug, Default)]
pub struct Persons {
    by_employee: HashMap<String, usize>,
    by_name: HashMap<(String, String), usize>,
}

impl Persons {
    /// Indexes everybody who has a sign in the window.
    pub fn new(context: &Context<'_>) -> Persons {
        let mut persons = Persons::default();
        let everybody = || context.people.list.iter().zip(context.lives).enumerate();
        // Names are dear to compare: only those under a manager of somebody without a sign are ever looked up.
        let away = everybody().filter(|(_, (_, life))| !life.in_window);
        let managers: HashSet<String> = away.filter_map(|(_, (person, _))| manager(person)).collect();
        for (ix, (person, _)) in everybody().filter(|(_, (_, life))| life.in_window) {
            if let Some(employee) = &person.employee_id {
                persons.by_employee.entry(employee.clone()).or_insert(ix);
            }
            if manager(person).is_some_and(|manager| managers.contains(&manager))
                && let Some(key) = name_and_manager(person)
            {
                persons.by_name.entry(key).or_insert(ix);
            }
        }
        persons
    }

    /// Another account of this person that has a sign in the window; the person has none.
    pub fn living_twin(&self, person: &Person) -> Option<usize> {
        let employee = person.employee_id.as_ref().and_then(|id| self.by_employee.get(id));
        employee.or_else(|| self.by_name.get(&name_and_manager(person)?)).copied()
    }
}

/// Name and manager, comparable; `None` where either is unknown: what is unknown equals nothing.
pub(crate) fn name_and_manager(person: &Person) -> Option<(String, String)> {
    Some((comparable(person.name.as_ref()?), manager(person)?))
}

/// The manager's e-mail, comparable.
fn manager(person: &Person) -> Option<String> {
    person.manager_email.as_ref().map(|email| email.to_lowercase())
}

/// NFKC, case folded, white space collapsed.
pub(crate) fn comparable(name: &str) -> String {
    let folded = CaseMapper::new().fold_string(&ComposingNormalizerBorrowed::new_nfkc().normalize(name)).into_owned();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_compare_without_width_case_and_spacing() {
        assert_eq!(comparable("  Ｊｏｓé   STRASSE "), comparable("josé straße"));
        assert_ne!(comparable("Jose"), comparable("José"));
    }
}
