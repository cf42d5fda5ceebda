//! What the builder takes for a person, as plain values.

/// A person, as a row of the canonical table `users` has them. Times are microseconds since 1970, UTC.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserRecord {
    /// Genesys' id of the person.
    pub user_id: String,
    /// E-mail, which is the user name too.
    pub email: Option<String>,
    /// Display name.
    pub name: Option<String>,
    /// `active`, `inactive` or `deleted`.
    pub state: String,
    /// Department.
    pub department: Option<String>,
    /// Job title.
    pub title: Option<String>,
    /// Name of the division.
    pub division: Option<String>,
    /// E-mail of the manager, who is served by id.
    pub manager_email: Option<String>,
    /// Employee number.
    pub employee_id: Option<String>,
    /// Served as `dateWelcomeSent`, the nearest field of the API.
    pub created_at: Option<i64>,
    /// Served as `dateLastLogin`.
    pub last_login_at: Option<i64>,
    /// Served as `lastTokenIssued.dateIssued`.
    pub last_token_at: Option<i64>,
    /// Id in the identity provider, served by SCIM only.
    pub external_id: Option<String>,
}
