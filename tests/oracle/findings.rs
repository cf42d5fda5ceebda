//! The findings whose subject the rules fix.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::billing::held;
use super::catalog::{Kind, kind};
use super::facts::Facts;
use super::prices::Prices;

/// Codes that are compared.
pub const FIXED: [&str; 4] = ["ambiguous-person", "outside-contract", "protected-kept", "unknown-license"];

/// Code and subject of each, in the order of their text. `kept`: ids of protected people who are kept.
pub fn findings(facts: &Facts<'_>, prices: &Prices<'_>, kept: &BTreeSet<String>) -> Vec<Value> {
    let mut found: BTreeSet<(&str, String)> = BTreeSet::new();
    if !prices.in_term {
        found.insert(("outside-contract", "contract".to_owned()));
    }
    for user in &facts.case.org.users {
        if kept.contains(&user.user_id) {
            let name = user.email.clone().or_else(|| user.name.clone());
            found.insert(("protected-kept", name.unwrap_or_else(|| user.user_id.clone())));
        }
        if let Some(email) = &user.email
            && facts.unique_email(user).is_none()
        {
            found.insert(("ambiguous-person", email.to_lowercase()));
        }
        let unknown = held(facts, &user.user_id).into_iter().filter(|id| kind(id) == Kind::Unknown);
        found.extend(unknown.map(|id| ("unknown-license", id)));
    }
    let mut rows: Vec<Value> = found.iter().map(|(code, subject)| json!({"code": code, "subject": subject})).collect();
    rows.sort_by_key(Value::to_string);
    rows
}
