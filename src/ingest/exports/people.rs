//! Who is who: people from every export, joined by id, else by e-mail, by name only where it is unique.

use std::collections::{BTreeSet, HashMap};

use crate::canonical::rows::{Micros, Row, RowSink, UserRow};

/// What one export says of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Mention {
    pub(super) id: Option<String>,
    pub(super) email: Option<String>,
    pub(super) name: Option<String>,
    pub(super) department: Option<String>,
    pub(super) division: Option<String>,
    pub(super) title: Option<String>,
    pub(super) manager_email: Option<String>,
    pub(super) last_login: Option<Micros>,
}

/// One person.
#[derive(Debug, Clone, Default)]
struct Person {
    known: Mention,
    licenses: BTreeSet<String>,
}

/// Everybody who is mentioned.
#[derive(Debug, Clone, Default)]
pub(super) struct Directory {
    people: Vec<Person>,
    by_id: HashMap<String, usize>,
    by_email: HashMap<String, usize>,
    by_name: HashMap<String, Vec<usize>>,
}

/// How a name was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ByName {
    /// Exactly one person has it.
    One(usize),
    /// Nobody has it.
    Nobody,
    /// Several people have it.
    Several,
}

impl Directory {
    /// Takes what an export says of a person, who has an id or an e-mail; gives the person's number, good until the next
    /// mention, or says in a sentence what contradicts an earlier one.
    pub(super) fn mention(&mut self, mention: Mention) -> Result<usize, String> {
        let email = mention.email.as_ref().map(|email| email.to_lowercase());
        let by_id = mention.id.as_ref().and_then(|id| self.by_id.get(id).copied());
        let by_email = email.as_ref().and_then(|email| self.by_email.get(email).copied());
        let number = match (by_id, by_email) {
            (Some(with_id), Some(with_email)) if with_id != with_email => self.merge(with_id, with_email),
            (Some(number), _) | (None, Some(number)) => number,
            (None, None) => {
                self.people.push(Person::default());
                self.people.len() - 1
            }
        };
        let known = &mut self.people[number].known;
        if let (Some(one), Some(other)) = (&known.id, &mention.id)
            && one != other
        {
            let email = mention.email.unwrap_or_default();
            return Err(format!("the e-mail `{email}` has two ids, `{one}` and `{other}`"));
        }
        if let (Some(one), Some(other)) = (&known.email, &mention.email)
            && one.to_lowercase() != other.to_lowercase()
        {
            let id = mention.id.unwrap_or_default();
            return Err(format!("the id `{id}` has two e-mails, `{one}` and `{other}`"));
        }
        fill(&mut known.id, mention.id);
        fill(&mut known.email, mention.email);
        fill(&mut known.name, mention.name);
        fill(&mut known.department, mention.department);
        fill(&mut known.division, mention.division);
        fill(&mut known.title, mention.title);
        fill(&mut known.manager_email, mention.manager_email);
        known.last_login = known.last_login.max(mention.last_login);
        if let Some(id) = &known.id {
            self.by_id.insert(id.clone(), number);
        }
        if let Some(email) = &known.email {
            self.by_email.insert(email.to_lowercase(), number);
        }
        Ok(number)
    }

    /// One person where the exports read so far had two: one with the id only, one with the e-mail only. Where both are
    /// complete, they stay apart, and the mention contradicts the one with the id.
    fn merge(&mut self, with_id: usize, with_email: usize) -> usize {
        if self.people[with_id].known.email.is_some() || self.people[with_email].known.id.is_some() {
            return with_id;
        }
        // The other number stands for nobody from now on.
        let Person { known: said, licenses } = std::mem::take(&mut self.people[with_id]);
        if let Some(id) = &said.id {
            self.by_id.insert(id.clone(), with_email);
        }
        let person = &mut self.people[with_email];
        person.licenses.extend(licenses);
        let known = &mut person.known;
        fill(&mut known.id, said.id);
        fill(&mut known.name, said.name);
        fill(&mut known.department, said.department);
        fill(&mut known.division, said.division);
        fill(&mut known.title, said.title);
        fill(&mut known.manager_email, said.manager_email);
        known.last_login = known.last_login.max(said.last_login);
        with_email
    }

    /// A license that the person holds.
    pub(super) fn license(&mut self, number: usize, license: &str) {
        self.people[number].licenses.insert(license.to_owned());
    }

    /// Joins people of whom one export gives the id and the other the e-mail, where the name is unique on both sides.
    /// To be called once, when every export was read.
    pub(super) fn join_by_name(&mut self) {
        let mut sides: HashMap<String, (Vec<usize>, Vec<usize>)> = HashMap::new();
        for (number, person) in self.people.iter().enumerate() {
            let Some(name) = &person.known.name else { continue };
            let sides = sides.entry(folded(name)).or_default();
            match (&person.known.id, &person.known.email) {
                (Some(_), None) => sides.0.push(number),
                (None, Some(_)) => sides.1.push(number),
                // A third account of this name: which of them is meant can't be told.
                _ => sides.0.extend([number, number]),
            }
        }
        let mut pairs: Vec<(usize, usize)> = sides
            .into_values()
            .filter_map(|(ids, emails)| match (ids.as_slice(), emails.as_slice()) {
                ([id], [email]) => Some((*id, *email)),
                _ => None,
            })
            .collect();
        pairs.sort_unstable();
        for (with_id, with_email) in pairs {
            self.merge(with_id, with_email);
        }
        self.by_name.clear();
        for (number, person) in self.people.iter().enumerate() {
            if let Some(name) = &person.known.name {
                self.by_name.entry(folded(name)).or_default().push(number);
            }
        }
    }

    /// The person whom an export names by id, else by e-mail.
    pub(super) fn find(&self, id: Option<&str>, email: Option<&str>) -> Option<usize> {
        let by_id = id.and_then(|id| self.by_id.get(id).copied());
        by_id.or_else(|| email.and_then(|email| self.by_email.get(&email.to_lowercase()).copied()))
    }

    /// The person with this display name, if unique.
    pub(super) fn named(&self, name: &str) -> ByName {
        match self.by_name.get(&folded(name)).map(Vec::as_slice) {
            Some([one]) => ByName::One(*one),
            None | Some([]) => ByName::Nobody,
            Some(_) => ByName::Several,
        }
    }

    /// The user id: Genesys' own where an export has it, else the e-mail in lower case.
    pub(super) fn user_id(&self, number: usize) -> String {
        let known = &self.people[number].known;
        known.id.clone().or_else(|| known.email.as_ref().map(|email| email.to_lowercase())).unwrap_or_default()
    }

    /// Gives everybody and their licenses to a sink; says how many people and licenses.
    pub(super) fn push(&self, sink: &mut dyn RowSink) -> anyhow::Result<(u64, u64)> {
        let mut counts = (0, 0);
        for (number, person) in self.people.iter().enumerate() {
            let user_id = self.user_id(number);
            if user_id.is_empty() {
                continue;
            }
            let known = &person.known;
            sink.push(Row::User(UserRow {
                user_id: user_id.clone(),
                email: known.email.clone(),
                name: known.name.clone(),
                // Console exports list people who can be found; only the API tells deactivated ones.
                state: "active".to_owned(),
                department: known.department.clone(),
                title: known.title.clone(),
                division: known.division.clone(),
                manager_email: known.manager_email.clone(),
                last_login_at: known.last_login,
                ..UserRow::default()
            }))?;
            counts.0 += 1;
            for license_id in &person.licenses {
                sink.push(Row::License { user_id: &user_id, license_id, assigned_from: None, assigned_to: None })?;
                counts.1 += 1;
            }
        }
        Ok(counts)
    }
}

fn fill(known: &mut Option<String>, said: Option<String>) {
    if known.is_none() {
        *known = said;
    }
}

fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
