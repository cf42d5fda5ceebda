//! Who somebody is: names, e-mails and ids, or pseudonyms that are the same as long as the key is. For every report that
//! names people.

use std::{collections::HashSet, fmt};

use ring::hmac;

use crate::usage::people::People;

/// Bytes of a key at least: shorter ones can be guessed, and with them everybody's name.
pub const KEY_BYTES_MIN: usize = 16;
/// Bytes of a pseudonym: as of a recommendation's id.
const PSEUDONYM_BYTES: usize = 8;

/// Makes pseudonyms from a key: HMAC-SHA256, shortened.
pub struct Pseudonyms(hmac::Key);

/// A key that is too short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the key for pseudonyms has {0} bytes, and at least {KEY_BYTES_MIN} are needed")]
pub struct ShortKey(pub usize);

impl fmt::Debug for Pseudonyms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pseudonyms(…)")
    }
}

impl Pseudonyms {
    /// Takes a key; white space around it does not count.
    ///
    /// # Errors
    /// A key that is too short.
    pub fn new(key: &[u8]) -> Result<Pseudonyms, ShortKey> {
        let key = key.trim_ascii();
        if key.len() < KEY_BYTES_MIN {
            return Err(ShortKey(key.len()));
        }
        Ok(Pseudonyms(hmac::Key::new(hmac::HMAC_SHA256, key)))
    }

    /// The pseudonym of a text; `what` keeps texts of different kinds apart.
    fn of(&self, what: &str, text: &str) -> String {
        let mut context = hmac::Context::with_key(&self.0);
        for part in [what.as_bytes(), &[0], text.as_bytes()] {
            context.update(part);
        }
        context.sign().as_ref().iter().take(PSEUDONYM_BYTES).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Names of people, as the report writes them.
#[derive(Debug, Clone)]
pub struct Names<'a> {
    people: &'a People,
    /// `None` = everybody is named.
    pseudonyms: Option<&'a Pseudonyms>,
    /// Names that several people have.
    shared: HashSet<&'a str>,
}

impl<'a> Names<'a> {
    /// Names of these people; with `pseudonyms` nobody's.
    pub fn new(people: &'a People, pseudonyms: Option<&'a Pseudonyms>) -> Names<'a> {
        let (mut seen, mut shared) = (HashSet::new(), HashSet::new());
        for name in people.list.iter().filter_map(|person| person.name.as_deref()) {
            if !seen.insert(name) {
                shared.insert(name);
            }
        }
        Names { people, pseudonyms, shared }
    }

    /// Is nobody named?
    pub fn is_pseudonymous(&self) -> bool {
        self.pseudonyms.is_some()
    }

    /// What to call a person: name, with e-mail or id where several have it; else e-mail, else id; or the pseudonym.
    pub fn person(&self, user_ix: usize) -> String {
        let person = &self.people.list[user_ix];
        match (self.pseudonyms, &person.name) {
            (Some(key), _) => format!("person {}", key.of("user", &person.user_id)),
            (None, Some(name)) if self.shared.contains(name.as_str()) => {
                format!("{name} ({})", person.email.as_ref().unwrap_or(&person.user_id))
            }
            (None, Some(name)) => name.clone(),
            (None, None) => person.label().to_owned(),
        }
    }

    /// The display name as it is, or the pseudonym; `None` = there is none.
    pub fn own(&self, user_ix: usize) -> Option<String> {
        if self.is_pseudonymous() { Some(self.person(user_ix)) } else { self.people.list[user_ix].name.clone() }
    }

    /// E-mail; `None` = unknown, or not to be told.
    pub fn email(&self, user_ix: usize) -> Option<&str> {
        self.people.list[user_ix].email.as_deref().filter(|_| !self.is_pseudonymous())
    }

    /// User id; `None` = not to be told.
    pub fn user_id(&self, user_ix: usize) -> Option<&str> {
        Some(self.people.list[user_ix].user_id.as_str()).filter(|_| !self.is_pseudonymous())
    }

    /// The manager of a person, known or not in the organization; `None` = no manager is known.
    pub fn manager(&self, user_ix: usize) -> Option<Manager> {
        let email = self.people.list[user_ix].manager_email.as_deref().filter(|email| !email.is_empty())?;
        let user_ix = match self.people.with_email(email) {
            [user_ix] => Some(*user_ix),
            _ => None,
        };
        let label = match (user_ix, self.pseudonyms) {
            (Some(user_ix), _) => self.person(user_ix),
            (None, Some(key)) => format!("person {}", key.of("email", &email.to_lowercase())),
            (None, None) => email.to_owned(),
        };
        let email = Some(email.to_owned()).filter(|_| !self.is_pseudonymous());
        Some(Manager { label, email, user_ix })
    }

    /// The id of a recommendation; under pseudonyms keyed too, since whoever has a list of user ids could find a plain one out.
    pub fn recommendation(&self, id: String) -> String {
        self.pseudonyms.map_or(id.clone(), |key| key.of("recommendation", &id))
    }
}

/// Somebody's manager.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manager {
    /// What to call them.
    pub label: String,
    /// E-mail; `None` = not to be told.
    pub email: Option<String>,
    /// Person number; `None` = the organization does not know the e-mail, or several have it.
    pub user_ix: Option<usize>,
}
