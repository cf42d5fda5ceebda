//! Small organizations, held against lists by hand.

mod categories;
mod matching;
mod time;

use seatwise_pricing::book::PriceBook;

use super::{Drift, Found, IdpRow, Key, Origin};
use crate::{
    analysis::{Analysis, small::analyzed_with, small::staged},
    canonical::Table,
    settings::Settings,
};

pub(super) const AS_OF: &str = "2026-10-31T23:59:59Z";

/// An analysis, and the rows of its `idp_users`.
pub(super) fn organization(files: &[(&str, &str)], contract: &str, settings: &str) -> (Analysis, Vec<IdpRow>) {
    let book = PriceBook::embedded();
    let snapshot = staged(files);
    let (settings, _) = Settings::parse(settings, "seatwise.toml", &book).unwrap();
    let analysis = analyzed_with(&snapshot, contract, settings, AS_OF);
    let rows = snapshot.scan(Table::IdpUsers).unwrap().map(IdpRow::read).transpose().unwrap();
    (analysis, rows.unwrap_or_default())
}

pub(super) fn drift(analysis: &Analysis, rows: Vec<IdpRow>) -> Drift<'_> {
    Drift::new(analysis, &PriceBook::embedded(), rows, Origin::Table, Vec::new())
}

/// Who is whose, and what is in doubt.
pub(super) fn matched(users: &str, idp: &str) -> Vec<String> {
    let licenses = "user_id,license_id\n";
    let (analysis, rows) =
        organization(&[("users.csv", users), ("licenses.csv", licenses), ("idp_users.csv", idp)], "", "");
    let drift = drift(&analysis, rows);
    let id = |ix: &usize| analysis.people.list[*ix].user_id.clone();
    let found = drift.identities.iter().zip(&drift.matching.of_identity).map(|(identity, found)| match found {
        Found::One(ix, key) => format!("{} = {} by {}", identity.email, id(ix), key.as_str()),
        Found::Nobody => format!("{} = nobody", identity.email),
        Found::Ambiguous => format!("{} unclear", identity.email),
    });
    let doubts = drift.matching.ambiguous.iter().map(|own| {
        let there: Vec<&str> = own.identities.iter().map(|number| drift.identities[*number].email.as_str()).collect();
        let here: Vec<String> = own.accounts.iter().map(id).collect();
        let denied = own.denied_by.map(Key::as_str).unwrap_or("several");
        format!("{} / {} by {}: {denied}", there.join("+"), here.join("+"), own.key.as_str())
    });
    found.chain(doubts).collect()
}
