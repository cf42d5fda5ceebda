//! Lists of identity providers (Okta, Entra, SCIM): what a row says of a person.

use csv::ByteRecord;

use super::{
    cells::{cell, idp_status, truth},
    layout::Matched,
    pass::Fault,
};
use crate::canonical::rows::{IdpUserRow, Micros};

/// Their layouts, and the `source` that their rows have.
const LAYOUTS: [(&str, &str); 3] = [("okta-users", "okta"), ("entra-users", "entra"), ("scim-users", "scim")];

/// Columns of theirs that hold an instant. Okta's `Login` is a name, not the login of the console's exports.
pub(super) const DATES: [&str; 2] = ["changed_at", "deleted_at"];

/// What the rows of a layout are said to come from; `None` = it is no list of an identity provider.
pub(super) fn source(layout: &str) -> Option<&'static str> {
    LAYOUTS.iter().find(|(name, _)| *name == layout).map(|(_, source)| *source)
}

/// Cells without which a row says nothing.
pub(super) fn needed(layout: &str) -> &'static [&'static str] {
    match layout {
        "okta-users" => &["email", "status"],
        "entra-users" => &["email", "enabled"],
        _ => &["user_name", "active"],
    }
}

/// What is wrong with the cells of a row, by column.
pub(super) fn faults(matched: &Matched, record: &ByteRecord) -> Vec<(&'static str, Fault)> {
    const NO_LIST: &str = "if this is no list of an identity provider, leave the file out";
    let text = |column: &str| cell(matched, record, column);
    let is_word = |column: &str| text(column).is_none_or(|text| truth(text).is_some());
    let mut faults = Vec::new();
    if let Some(text) = text("status").filter(|text| matched.layout == "okta-users" && idp_status(text).is_none()) {
        let expected = "ACTIVE, SUSPENDED, DEPROVISIONED or one of their kin";
        faults.push(("status", (format!("`{text}` is no status"), expected, NO_LIST)));
    }
    let words = [("enabled", "entra-users"), ("active", "scim-users"), ("assigned", matched.layout.as_str())];
    for (column, layout) in words {
        if let Some(text) = text(column).filter(|_| layout == matched.layout && !is_word(column)) {
            let remedy = if column == "assigned" { "write TRUE or FALSE, or leave the cell empty" } else { NO_LIST };
            faults.push((column, (format!("`{text}` is neither yes nor no"), "TRUE or FALSE", remedy)));
        }
    }
    if matched.layout == "scim-users"
        && let Some(text) = email(matched, record).filter(|text| !text.contains('@'))
    {
        let what = format!("`{text}` is no e-mail, and the row has no other");
        let remedy = "export the column `email`, or the attribute `emails`, beside it";
        faults.push(("user_name", (what, "an e-mail by which Genesys Cloud knows the person", remedy)));
    }
    faults
}

/// The row; `at` reads the instant of a column.
pub(super) fn row<'r>(
    matched: &Matched,
    record: &'r ByteRecord,
    name: &'r mut String,
    at: impl Fn(&str) -> Option<Micros>,
) -> Option<IdpUserRow<'r>> {
    let text = |column: &str| cell(matched, record, column);
    name.clear();
    if let (Some(first), Some(last)) = (text("first_name"), text("last_name")) {
        name.extend([first, " ", last]);
    }
    let joined = Some(name.as_str()).filter(|name| !name.is_empty());
    Some(IdpUserRow {
        email: email(matched, record)?,
        status: status(matched, record)?,
        changed_at: at("deleted_at").or_else(|| at("changed_at")),
        name: text("display_name").or_else(|| text("name")).or(joined),
        employee_id: text("employee_id"),
        // In a list of SCIM `id` is the service's own; the client's is what Genesys Cloud has been given.
        external_id: text("external_id").or_else(|| text("idp_id")),
        assigned: text("assigned").and_then(truth),
        source: source(&matched.layout),
    })
}

fn email<'r>(matched: &Matched, record: &'r ByteRecord) -> Option<&'r str> {
    let user_name = || cell(matched, record, "user_name").filter(|_| matched.layout == "scim-users");
    cell(matched, record, "email").or_else(user_name)
}

/// A disabled account can be enabled again, so it is suspended; only what is deleted is gone.
fn status(matched: &Matched, record: &ByteRecord) -> Option<&'static str> {
    let text = |column: &str| cell(matched, record, column);
    let of_truth = |active: bool| if active { "active" } else { "suspended" };
    match matched.layout.as_str() {
        "okta-users" => text("status").and_then(idp_status),
        "entra-users" if text("deleted_at").is_some() => Some("deprovisioned"),
        "entra-users" => text("enabled").and_then(truth).map(of_truth),
        _ => text("active").and_then(truth).map(of_truth),
    }
}
