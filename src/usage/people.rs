//! People, as the rest of the pipeline knows them: by their row number in `users`, which is sorted by user id.

use std::collections::HashMap;

use polars::prelude::*;

use crate::canonical::{col, rows::Micros};

/// State of a person in Genesys Cloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Can log in.
    Active,
    /// Deactivated.
    Inactive,
    /// Deleted; can be restored.
    Deleted,
}

impl State {
    /// The word of the `state` column.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Active => "active",
            State::Inactive => "inactive",
            State::Deleted => "deleted",
        }
    }
}

/// One person. Their number (`ix`) is their place in [`People::list`].
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the columns are described in `canonical::TABLES`")]
pub struct Person {
    pub user_id: String,
    pub email: Option<String>,
    pub name: Option<String>,
    pub state: State,
    pub department: Option<String>,
    pub title: Option<String>,
    pub division: Option<String>,
    pub cost_center: Option<String>,
    pub manager_email: Option<String>,
    pub employee_id: Option<String>,
    pub created_at: Option<Micros>,
    pub last_login_at: Option<Micros>,
    pub last_token_at: Option<Micros>,
    pub external_id: Option<String>,
}

impl Person {
    /// What to call the person in a message: e-mail, else name, else id.
    pub fn label(&self) -> &str {
        self.email.as_deref().or(self.name.as_deref()).unwrap_or(&self.user_id)
    }

    /// Id and label; once, where exports name people by their e-mail and both are the same.
    pub fn id_and_label(&self) -> String {
        let label = self.label();
        if label == self.user_id { label.to_owned() } else { format!("{} ({label})", self.user_id) }
    }
}

/// Everybody, ordered by user id.
#[derive(Debug, Clone, Default)]
pub struct People {
    /// By number.
    pub list: Vec<Person>,
    /// Numbers by e-mail in lower case.
    by_email: HashMap<String, Vec<usize>>,
}

impl People {
    /// Takes people ordered by user id.
    pub fn new(list: Vec<Person>) -> People {
        let mut by_email: HashMap<String, Vec<usize>> = HashMap::with_capacity(list.len());
        for (ix, person) in list.iter().enumerate() {
            if let Some(email) = &person.email {
                by_email.entry(email.to_lowercase()).or_default().push(ix);
            }
        }
        People { list, by_email }
    }

    /// Reads `users` of a snapshot.
    pub fn read(users: LazyFrame) -> PolarsResult<People> {
        let frame = users.sort([col::USER_ID], SortMultipleOptions::default()).collect()?;
        let text = |name: &str| -> PolarsResult<Vec<Option<String>>> { texts(&frame, name) };
        let time = |name: &str| -> PolarsResult<Vec<Option<Micros>>> { instants(&frame, name) };
        let user_id = text(col::USER_ID)?;
        let mut email = text(col::EMAIL)?;
        let mut name = text(col::NAME)?;
        let state = text(col::STATE)?;
        let mut department = text(col::DEPARTMENT)?;
        let mut title = text(col::TITLE)?;
        let mut division = text(col::DIVISION)?;
        let mut cost_center = text(col::COST_CENTER)?;
        let mut manager_email = text(col::MANAGER_EMAIL)?;
        let mut employee_id = text(col::EMPLOYEE_ID)?;
        let mut external_id = text(col::EXTERNAL_ID)?;
        let created_at = time(col::CREATED_AT)?;
        let last_login_at = time(col::LAST_LOGIN_AT)?;
        let last_token_at = time(col::LAST_TOKEN_AT)?;
        let list = user_id
            .into_iter()
            .enumerate()
            .map(|(ix, user_id)| Person {
                user_id: user_id.unwrap_or_default(),
                email: email[ix].take(),
                name: name[ix].take(),
                state: match state[ix].as_deref() {
                    Some("active") => State::Active,
                    Some("deleted") => State::Deleted,
                    _ => State::Inactive,
                },
                department: department[ix].take(),
                title: title[ix].take(),
                division: division[ix].take(),
                cost_center: cost_center[ix].take(),
                manager_email: manager_email[ix].take(),
                employee_id: employee_id[ix].take(),
                created_at: created_at[ix],
                last_login_at: last_login_at[ix],
                last_token_at: last_token_at[ix],
                external_id: external_id[ix].take(),
            })
            .collect();
        Ok(People::new(list))
    }

    /// Everybody with this e-mail, without regard to case.
    pub fn with_email(&self, email: &str) -> &[usize] {
        self.by_email.get(&email.to_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// Does somebody else have this person's e-mail? Rows by e-mail can't say then whom they mean.
    pub fn shares_email(&self, user_ix: usize) -> bool {
        self.list[user_ix].email.as_ref().is_some_and(|email| self.with_email(email).len() > 1)
    }

    /// Everybody whom a setting names: by id, or by e-mail without regard to case.
    pub fn named(&self, user: &str) -> Vec<usize> {
        let mut found = self.with_email(user).to_vec();
        found.extend(self.find(user).filter(|ix| !self.with_email(user).contains(ix)));
        found
    }

    /// E-mails, in lower case, that several people have.
    pub fn shared_emails(&self) -> impl Iterator<Item = (&str, &[usize])> {
        self.by_email.iter().filter(|(_, people)| people.len() > 1).map(|(email, people)| (email.as_str(), &people[..]))
    }

    /// The number of the person with this id.
    pub fn find(&self, user_id: &str) -> Option<usize> {
        self.list.binary_search_by(|person| person.user_id.as_str().cmp(user_id)).ok()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Nobody at all?
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

/// A text column as values; an absent column is all null.
pub fn texts(frame: &DataFrame, name: &str) -> PolarsResult<Vec<Option<String>>> {
    match frame.column(name) {
        Ok(column) => Ok(column.str()?.iter().map(|cell| cell.map(str::to_owned)).collect()),
        Err(_) => Ok(vec![None; frame.height()]),
    }
}

/// A timestamp column as microseconds; an absent column is all null.
pub fn instants(frame: &DataFrame, name: &str) -> PolarsResult<Vec<Option<Micros>>> {
    match frame.column(name) {
        Ok(column) => {
            let micros = column.cast(&DataType::Datetime(TimeUnit::Microseconds, None))?;
            Ok(micros.datetime()?.physical().iter().collect())
        }
        Err(_) => Ok(vec![None; frame.height()]),
    }
}
