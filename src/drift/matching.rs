//! Which account is whose: by the id of the provider, the e-mail, the employee number, a name that nobody else has.
//!
//! Step by step over everybody, so that a weaker key never takes an account that a stronger one gives to somebody else: an
//! e-mail that was given to a newcomer does not make the newcomer of the one who had it. What fits several, or what one
//! key says and another denies, is told and matched to nobody. Each list is matched for itself.

use std::collections::{BTreeMap, BTreeSet};

use super::Identity;
use crate::{findings::persons::comparable, usage::people::People};

/// What two sides were found to have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// The id of the provider.
    ExternalId,
    /// The e-mail, without regard to case.
    Email,
    /// An e-mail that the provider had before.
    EarlierEmail,
    /// The employee number.
    EmployeeId,
    /// A name that nobody else has, on either side.
    Name,
}

impl Key {
    /// All, the strongest first.
    pub const ALL: [Key; 5] = [Key::ExternalId, Key::Email, Key::EarlierEmail, Key::EmployeeId, Key::Name];

    /// The word used in outputs.
    pub fn as_str(self) -> &'static str {
        match self {
            Key::ExternalId => "external-id",
            Key::Email => "email",
            Key::EarlierEmail => "earlier-email",
            Key::EmployeeId => "employee-id",
            Key::Name => "name",
        }
    }
}

/// What was found for a person of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// No account.
    Nobody,
    /// This account.
    One(usize, Key),
    /// Several could be meant.
    Ambiguous,
}

/// People and accounts of which nobody can tell which belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ambiguity {
    /// The key that points to all of them.
    pub key: Key,
    /// Numbers of the people.
    pub identities: Vec<usize>,
    /// Numbers of the accounts.
    pub accounts: Vec<usize>,
    /// The key that denies what the first says; `None` = the first fits several.
    pub denied_by: Option<Key>,
}

/// Which account is whose.
#[derive(Debug, Clone, Default)]
pub struct Matching {
    /// By number of the identity.
    pub of_identity: Vec<Found>,
    /// By number of the account: the people of each list, with what told.
    pub of_account: Vec<Vec<(usize, Key)>>,
    /// What is told and not guessed.
    pub ambiguous: Vec<Ambiguity>,
    /// By number of the account: is it in one of them?
    pub in_doubt: Vec<bool>,
}

impl Matching {
    pub(super) fn new(people: &People, identities: &[Identity]) -> Matching {
        let mut matching = Matching {
            of_identity: vec![Found::Nobody; identities.len()],
            of_account: vec![Vec::new(); people.len()],
            ambiguous: Vec::new(),
            in_doubt: vec![false; people.len()],
        };
        let mut lists: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
        for (number, identity) in identities.iter().enumerate() {
            lists.entry(identity.source.as_deref()).or_default().push(number);
        }
        for members in lists.into_values() {
            List::new(people, identities, members, &mut matching).run();
        }
        matching
    }
}

/// One list while it is matched.
struct List<'a> {
    people: &'a People,
    identities: &'a [Identity],
    members: Vec<usize>,
    matching: &'a mut Matching,
    /// Accounts that somebody of the list has, or that are in doubt.
    taken: BTreeSet<usize>,
    /// Some id of the list is one that Genesys keeps: ids that differ are two people then, and not two ways to count.
    has_common_ids: bool,
    /// Accounts and people by employee number.
    by_number: BTreeMap<String, (BTreeSet<usize>, BTreeSet<usize>)>,
}

/// Numbers of identities and of accounts that share a value.
type Sides = (Vec<usize>, Vec<usize>);

impl<'a> List<'a> {
    fn new(
        people: &'a People,
        identities: &'a [Identity],
        members: Vec<usize>,
        matching: &'a mut Matching,
    ) -> List<'a> {
        let mut by_number: BTreeMap<String, (BTreeSet<usize>, BTreeSet<usize>)> = BTreeMap::new();
        for number in &members {
            if let Some(employee) = &identities[*number].employee_id {
                by_number.entry(employee.clone()).or_default().0.insert(*number);
            }
        }
        for (ix, person) in people.list.iter().enumerate() {
            if let Some(employee) = &person.employee_id {
                by_number.entry(employee.clone()).or_default().1.insert(ix);
            }
        }
        List { people, identities, members, matching, taken: BTreeSet::new(), has_common_ids: false, by_number }
    }

    fn run(mut self) {
        for key in Key::ALL {
            for (identities, accounts) in self.sides(key).into_values() {
                if !identities.is_empty() && !accounts.is_empty() {
                    self.decide(key, identities, accounts);
                }
            }
            self.has_common_ids |= key == Key::ExternalId && !self.taken.is_empty();
        }
    }

    /// Who is left, by the value of a key; of names everybody, so that one that somebody has already is not unique.
    fn sides(&self, key: Key) -> BTreeMap<String, Sides> {
        let mut sides: BTreeMap<String, Sides> = BTreeMap::new();
        let is_left = |number: usize| self.matching.of_identity[number] == Found::Nobody;
        for number in self.members.iter().copied().filter(|number| key == Key::Name || is_left(*number)) {
            for value in values_there(&self.identities[number], key) {
                sides.entry(value).or_default().0.push(number);
            }
        }
        for (ix, person) in self.people.list.iter().enumerate() {
            let value = match key {
                _ if key != Key::Name && self.taken.contains(&ix) => None,
                Key::ExternalId => person.external_id.clone(),
                Key::Email | Key::EarlierEmail => person.email.as_ref().map(|email| email.to_lowercase()),
                Key::EmployeeId => person.employee_id.clone(),
                Key::Name => person.name.as_deref().map(comparable).filter(|name| !name.is_empty()),
            };
            if let Some(sides) = value.and_then(|value| sides.get_mut(&value)) {
                sides.1.push(ix);
            }
        }
        sides
    }

    fn decide(&mut self, key: Key, mut identities: Vec<usize>, mut accounts: Vec<usize>) {
        // Many people have one name: that says nothing, and there is nothing to tell.
        if key == Key::Name && (identities.len() > 1 || accounts.len() > 1) {
            return;
        }
        // The same step may have given some of them to others already, by another e-mail.
        identities.retain(|number| self.matching.of_identity[*number] == Found::Nobody);
        accounts.retain(|ix| !self.taken.contains(ix));
        let (number, ix) = match (identities.as_slice(), accounts.as_slice()) {
            ([number], [ix]) => (*number, *ix),
            ([], _) | (_, []) => return,
            _ => return self.doubt(Ambiguity { key, identities, accounts, denied_by: None }),
        };
        match self.denied(key, number, ix) {
            None => {
                self.taken.insert(ix);
                self.matching.of_identity[number] = Found::One(ix, key);
                self.matching.of_account[ix].push((number, key));
            }
            // A name is too weak to contradict anything.
            Some(_) if key == Key::Name => {}
            denied_by => self.doubt(Ambiguity { key, identities, accounts, denied_by }),
        }
    }

    /// The key that says that the two are not one person.
    fn denied(&self, key: Key, number: usize, ix: usize) -> Option<Key> {
        let (there, here) = (&self.identities[number], &self.people.list[ix]);
        if key == Key::ExternalId {
            return None;
        }
        if let (true, Some(one), Some(other)) = (self.has_common_ids, &there.external_id, &here.external_id)
            && one != other
        {
            return Some(Key::ExternalId);
        }
        let (Some(one), Some(other)) = (&there.employee_id, &here.employee_id) else { return None };
        if one == other || key == Key::EmployeeId {
            return None;
        }
        // Two numbers may be two ways to count, unless either is somebody else's on the other side.
        let of_another_here = self.by_number.get(one).is_some_and(|(_, accounts)| !accounts.is_empty());
        let of_another_there = self.by_number.get(other).is_some_and(|(identities, _)| !identities.is_empty());
        (key == Key::Name || of_another_here || of_another_there).then_some(Key::EmployeeId)
    }

    fn doubt(&mut self, ambiguity: Ambiguity) {
        for number in &ambiguity.identities {
            self.matching.of_identity[*number] = Found::Ambiguous;
        }
        for ix in &ambiguity.accounts {
            self.taken.insert(*ix);
            self.matching.in_doubt[*ix] = true;
        }
        self.matching.ambiguous.push(ambiguity);
    }
}

fn values_there(identity: &Identity, key: Key) -> Vec<String> {
    match key {
        Key::ExternalId => identity.external_id.iter().cloned().collect(),
        Key::Email => vec![identity.email.to_lowercase()],
        Key::EarlierEmail => identity.earlier_emails.iter().cloned().collect(),
        Key::EmployeeId => identity.employee_id.iter().cloned().collect(),
        Key::Name => identity.name.as_deref().map(comparable).filter(|name| !name.is_empty()).into_iter().collect(),
    }
}
