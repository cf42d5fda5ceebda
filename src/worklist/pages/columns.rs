//! Every column of the worklist, once: the report's tables are choices of them, `worklist.csv` has them all.

use rust_decimal::Decimal;
use seatwise_pricing::money::Currency;
use seatwise_reports::{
    csv::guarded,
    report::{Column, Kind, Table, Value},
};

use crate::{overview::words::money, worklist::item::Item};

/// A column.
pub(in crate::worklist) struct Known {
    pub(in crate::worklist) id: &'static str,
    label: &'static str,
    kind: Kind,
    pub(in crate::worklist) cell: fn(&Item) -> Value,
}

const fn known(id: &'static str, label: &'static str, kind: Kind, cell: fn(&Item) -> Value) -> Known {
    Known { id, label, kind, cell }
}

fn some(text: &Option<String>) -> Value {
    Value::text_or_empty(text.as_deref())
}

fn day(day: Option<chrono::NaiveDate>) -> Value {
    day.map_or(Value::Empty, |day| Value::Day(Some(day)))
}

/// All of them, in the order of `worklist.csv`.
pub(in crate::worklist) const COLUMNS: &[Known] = &[
    known("manager", "Manager", Kind::Text, |item| some(&item.manager)),
    known("manager_email", "Manager's e-mail", Kind::Text, |item| some(&item.manager_email)),
    known("division", "Division", Kind::Text, |item| some(&item.division)),
    known("department", "Department", Kind::Text, |item| some(&item.department)),
    known("person", "Person", Kind::Text, |item| Value::text(&item.person)),
    known("email", "E-mail", Kind::Text, |item| some(&item.email)),
    known("user_id", "User id", Kind::Text, |item| some(&item.user_id)),
    known("code", "Code", Kind::Text, |item| Value::text(item.code.as_str())),
    known("kind", "Change", Kind::Text, |item| Value::text(item.code.title())),
    known("held", "Held", Kind::Text, |item| Value::text(&item.held)),
    known("enough", "Enough", Kind::Text, |item| Value::text(&item.enough)),
    known("reason", "Because", Kind::Text, |item| Value::text(&item.reason)),
    known("tier", "Why this tier: license, role › permission", Kind::Text, |item| Value::text(&item.tier)),
    known("proof", "Features given up, and their use", Kind::Text, |item| match item.proof.text.as_str() {
        "" => Value::text("none"),
        text => Value::text(text),
    }),
    known("events", "Events in the window", Kind::Count, |item| Value::count(item.proof.events)),
    known("last_use", "Last use", Kind::Day, |item| day(item.proof.last_use)),
    known("covered_days", "Days with data, least", Kind::Count, |item| {
        item.proof.covered_days.map_or(Value::Empty, Value::count)
    }),
    known("last_sign", "Last sign", Kind::Day, |item| day(item.last_sign)),
    known("way", "Made by", Kind::Text, |item| Value::text(item.way.by.as_str())),
    known("change", "Smallest safe change", Kind::Text, |item| Value::text(&item.way.text)),
    known("ask", "Who to ask", Kind::Text, |item| Value::text(&item.ask)),
    known("breaks", "What would break", Kind::Text, |item| Value::text(&item.breaks)),
    known("way_back", "Roles today, for the way back", Kind::Text, |item| Value::text(&item.way_back)),
    known("contracted_monthly", "Contracted, a month", Kind::Amount, |item| Value::Amount(item.contracted)),
    known("list_monthly", "List, a month", Kind::Amount, |item| Value::Amount(item.list)),
    known("confidence", "Confidence", Kind::Text, |item| Value::text(item.confidence.as_str())),
    known("score", "Score", Kind::Share, |item| item.score.map_or(Value::Empty, |score| Value::Share(Some(score)))),
    known("money", "Becomes money", Kind::Text, |item| Value::text(item.money.as_str())),
    known("effective_on", "Earliest", Kind::Day, |item| item.money.day().map_or(Value::Empty, Value::Day)),
    known("who", "Who does it", Kind::Text, |item| {
        Value::text(if item.self_service { "administrator" } else { "account team" })
    }),
    known("agreed_on", "Agreed in the report of", Kind::Day, |item| day(item.agreed_on)),
    known("recommendation", "Recommendation", Kind::Text, |item| Value::text(&item.id)),
];

/// A table of some columns, with all rows. No page shows `details`, which others say for people; data files have them.
pub(in crate::worklist) fn table(
    id: &'static str,
    title: &str,
    columns: &[&str],
    details: &[&str],
    items: &[Item],
) -> Table {
    let own: Vec<&Known> = columns.iter().filter_map(|id| COLUMNS.iter().find(|column| column.id == *id)).collect();
    let head = |column: &&Known| Column {
        is_detail: details.contains(&column.id),
        ..Column::new(column.id, column.label, column.kind)
    };
    let heads = own.iter().map(head).collect();
    let mut table = Table::new(id, title, heads);
    table.rows = items.iter().map(|item| own.iter().map(|column| (column.cell)(item)).collect()).collect();
    table
}

/// A value for programs: plain numbers, ISO days, nothing where it is unknown or there is none.
pub(in crate::worklist) fn plain(value: &Value, currency: Currency) -> String {
    match value {
        Value::Text(text) => guarded(text),
        Value::Amount(Some(amount)) => money(*amount, currency),
        Value::Day(Some(day)) => day.to_string(),
        value => value.number().map(|number: Decimal| number.normalize().to_string()).unwrap_or_default(),
    }
}
