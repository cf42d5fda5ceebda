//! The files beside the report: the whole worklist in one table, the sheet for managers, the request to the account team, roles
//! to give for the console's people import.

use std::fmt::Write as _;

use seatwise_reports::{csv::guarded, format::counted};

use super::{
    Worklist,
    item::Item,
    pages::columns::{COLUMNS, plain},
    request::Request,
};
use crate::{
    overview::words::money,
    roles::{Form, proposals::GroupWay},
    usage::spans::instant,
};

/// Columns of a sheet for managers; `ingest::answers` reads them back.
const SHEET: [&str; 18] = [
    "recommendation",
    "manager",
    "manager_email",
    "person",
    "email",
    "user_id",
    "department",
    "change",
    "held",
    "proposed",
    "why",
    "contracted_monthly",
    "currency",
    "confidence",
    "proposed_on",
    "answer",
    "reason",
    "until",
];

/// The console's people import, verbatim (<https://help.mypurecloud.com/?p=124194>).
const IMPORT: [&str; 12] = [
    "name",
    "email",
    "phone_work",
    "extension",
    "title",
    "department",
    "email_manager",
    "location_work",
    "roles_divisions",
    "queues",
    "division",
    "skills",
];

/// Name and content. Under pseudonyms there is no sheet and no import: nobody could tell whom they are about.
pub(super) fn files(worklist: &Worklist<'_>, stem: &str) -> Result<Vec<(String, Vec<u8>)>, csv::Error> {
    let mut files = vec![
        (format!("{stem}-worklist.csv"), whole(worklist)?),
        (format!("{stem}-change-request.txt"), request(worklist).into_bytes()),
    ];
    if !worklist.names.is_pseudonymous() {
        files.push((format!("{stem}-answers.csv"), sheet(worklist)?));
        let rows = roles_to_give(worklist);
        if !rows.is_empty() {
            files.push((format!("{stem}-people-import.csv"), table(&IMPORT, rows)?));
        }
    }
    Ok(files)
}

fn table<R: AsRef<[String]>>(head: &[&str], rows: impl IntoIterator<Item = R>) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(head)?;
    for row in rows {
        writer.write_record(row.as_ref())?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// Every column of every table, one row per recommendation.
fn whole(worklist: &Worklist<'_>) -> Result<Vec<u8>, csv::Error> {
    let head: Vec<&str> = COLUMNS.iter().map(|column| column.id).chain(["currency"]).collect();
    let currency = worklist.analysis.tariff.currency();
    let row = |item: &Item| -> Vec<String> {
        let cells = COLUMNS.iter().map(|column| plain(&(column.cell)(item), currency));
        cells.chain([currency.code().to_owned()]).collect()
    };
    table(&head, worklist.items.iter().map(row))
}

/// What managers fill in: those who have agreed, or need not be asked, are not in it.
fn sheet(worklist: &Worklist<'_>) -> Result<Vec<u8>, csv::Error> {
    let currency = worklist.analysis.tariff.currency();
    let day = instant(worklist.analysis.as_of).date_naive().to_string();
    let text = |text: &Option<String>| guarded(text.as_deref().unwrap_or_default());
    let row = |item: &Item| {
        vec![
            item.id.clone(),
            text(&item.manager),
            text(&item.manager_email),
            guarded(&item.person),
            text(&item.email),
            text(&item.user_id),
            text(&item.department),
            item.code.title().to_owned(),
            guarded(&item.held),
            guarded(&item.enough),
            guarded(&item.reason),
            item.contracted.map(|amount| money(amount, currency)).unwrap_or_default(),
            currency.code().to_owned(),
            item.confidence.as_str().to_owned(),
            day.clone(),
            String::new(),
            String::new(),
            String::new(),
        ]
    };
    let asked = worklist.items.iter().filter(|item| item.asked != super::ask::Asked::Nobody);
    table(&SHEET, asked.map(row))
}

/// People who get a role that is there before another one is taken from them. The console's import adds roles and takes none.
pub(super) fn roles_to_give(worklist: &Worklist<'_>) -> Vec<[String; 12]> {
    let analysis = worklist.analysis;
    let mut given: std::collections::BTreeMap<u32, Vec<&str>> = std::collections::BTreeMap::new();
    for change in worklist.roles.plan.proposals.iter().flat_map(|proposal| &proposal.changes) {
        let Form::Move(other) = change.form else { continue };
        let leave = change.groups.iter().filter_map(|group| match &group.way {
            GroupWay::Leave(leave) => Some(leave),
            GroupWay::Grant(_) => None,
        });
        for user_ix in change.direct.iter().chain(leave.flatten()) {
            given.entry(*user_ix).or_default().push(&analysis.roles.list[other as usize].name);
        }
    }
    let row = |(user_ix, roles): (u32, Vec<&str>)| {
        let person = &analysis.people.list[user_ix as usize];
        let mut row: [String; 12] = Default::default();
        // Empty cells of these two would clear what the console has: whoever has none here is given the role by hand.
        (row[0], row[1]) = (person.name.clone()?, person.email.clone()?);
        (row[4], row[5]) = (person.title.clone()?, person.department.clone()?);
        row[8] = roles.join(",");
        Some(row)
    };
    given.into_iter().filter_map(row).collect()
}

/// The text for the account team; nobody is named in it.
fn request(worklist: &Worklist<'_>) -> String {
    let analysis = worklist.analysis;
    let request = Request::new(analysis, &worklist.whole);
    let mut text = String::new();
    let organization = analysis.organization.as_deref().unwrap_or("our organization");
    let day = instant(analysis.as_of).date_naive();
    let _ = writeln!(text, "Change request for the Genesys account team\n\nOrganization: {organization}");
    let _ = writeln!(text, "Based on data up to: {day}\n");
    if request.is_empty() {
        let _ = writeln!(text, "Nothing: every change can be made by our administrators.");
        return text;
    }
    let name = |ix| &analysis.tariff.product(ix).name;
    if !request.additions.is_empty() {
        let _ = writeln!(text, "Please add to our subscription, which does not have them:\n");
        for addition in &request.additions {
            let _ = writeln!(text, "  - {}: {}", name(addition.product), counted(addition.people, "seat"));
        }
        let _ = writeln!(text, "\nPlease quote the price per seat first.\n");
    }
    if !request.changes.is_empty() {
        let from = request.renewal.map_or_else(|| "the renewal".to_owned(), |day| day.to_string());
        let _ = writeln!(text, "Please change our commitments from {from} on:\n");
        for change in &request.changes {
            let word = if change.difference() < 0 { "fewer" } else { "more" };
            let units = change.difference().unsigned_abs();
            let _ = writeln!(
                text,
                "  - {}: from {} to {} ({units} {word})",
                name(change.product),
                change.committed,
                counted(change.needed, "seat")
            );
        }
        match request.notice {
            Some(notice) if request.is_late => {
                let _ = writeln!(
                    text,
                    "\nThe day for notice by the contract was {notice}: please say whether you accept this change all the same."
                );
            }
            Some(notice) => {
                _ = writeln!(
                    text,
                    "\nThe contract asks for notice by {notice}. This request is none: notice is given apart."
                )
            }
            None => {}
        }
        if !request.open.is_empty() {
            let _ = writeln!(text, "\nWithout a commitment, and to stay so unless you offer a price for it:\n");
            for own in &request.open {
                let _ = writeln!(text, "  - {}: {}", name(own.product), counted(own.needed, "seat"));
            }
        }
        let _ =
            writeln!(text, "\nPlease confirm in writing the quantities, the prices and the day from which they hold.");
    }
    text
}
