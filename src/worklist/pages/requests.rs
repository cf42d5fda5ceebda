//! What goes to others: the request to the account team, and what the console's import takes.

use rust_decimal::Decimal;
use seatwise_reports::{
    report::{Block, Column, Formula, Kind, Section, Sentence, Table, Value},
    says,
};

use crate::worklist::{Worklist, files::roles_to_give, request::Request};

pub(super) fn section(worklist: &Worklist<'_>) -> Section {
    let request = Request::new(worklist.analysis, &worklist.whole);
    let mut blocks = Vec::new();
    if request.is_empty() && !request.is_partial {
        blocks.push(Block::Paragraph(says!["The account team has nothing to do: every change can be made by an administrator, and no commitment differs from what is needed."]));
    } else if !request.is_empty() {
        blocks.push(Block::Paragraph(says!["Roles, groups, licenses of people and accounts are changed by an administrator. Commitments, and products that the subscription does not have, are not: the file `…-change-request.txt` asks the account team for them."]));
    }
    if request.is_partial {
        blocks.push(Block::Paragraph(says![
            "No change of commitments is asked for yet: the period is not over, the data cover no earlier one, and a part of a period has billed only who was there so far. The request of a run on or after ",
            Value::Day(Some(worklist.whole.period.to)),
            " has them."
        ]));
    }
    if !request.additions.is_empty() {
        blocks.push(Block::Table(additions(worklist, &request)));
    }
    if !request.changes.is_empty() {
        blocks.push(Block::Table(commitments(worklist, &request)));
    }
    blocks.push(Block::List(console(worklist)));
    Section::new("requests", "For the account team and the console", blocks)
}

fn additions(worklist: &Worklist<'_>, request: &Request) -> Table {
    let columns = vec![Column::new("product", "Product", Kind::Text), Column::new("people", "People", Kind::Count)];
    let mut table = Table::new("additions", "To be added to the subscription", columns);
    let name = |ix| worklist.analysis.tariff.product(ix).name.as_str();
    table.rows =
        request.additions.iter().map(|own| vec![Value::text(name(own.product)), Value::count(own.people)]).collect();
    table.notes.push(says!["Add-ons that nobody holds and that the contract does not name: Genesys shows an organization only those that it has bought."]);
    table
}

fn commitments(worklist: &Worklist<'_>, request: &Request) -> Table {
    let columns = vec![
        Column::new("product", "Product", Kind::Text),
        Column::new("committed", "Committed", Kind::Count),
        Column::new("billed", "Billed in the period", Kind::Count),
        Column::new("needed", "Billed after the worklist", Kind::Count),
        Column::computed("difference", "Difference", Kind::Quantity, Formula::Difference("needed", "committed")),
        Column::new("from", "From", Kind::Day),
    ];
    let mut table = Table::new("commitments", "Commitments to be changed", columns);
    for change in &request.changes {
        let difference = Decimal::try_from_i128_with_scale(change.difference(), 0).ok();
        table.rows.push(vec![
            Value::text(&worklist.analysis.tariff.product(change.product).name),
            Value::count(change.committed),
            Value::Count(change.billed),
            Value::count(change.needed),
            Value::Quantity(difference),
            Value::Day(request.renewal),
        ]);
    }
    let mut note = says![
        "Quantities of one period, ",
        Value::Day(Some(worklist.whole.period.from)),
        " to ",
        Value::Day(Some(worklist.whole.period.last_day())),
        ": what it bills after the worklist. `seatwise report renewal` finds the cheapest commitment by the whole history: its right-size is the number to negotiate with, and it is lower where overage costs less than seats that are empty in most months."
    ];
    if let Some(notice) = request.notice {
        let (before, after) = if request.is_late {
            (" The day for notice was ", ": it is over.")
        } else {
            (" Notice has to be given by ", ".")
        };
        note = note.and(says![before, Value::Day(Some(notice)), after]);
    }
    table.notes.push(note);
    table.notes.extend(open(worklist, request));
    table
}

/// What is paid as used, and stays so.
fn open(worklist: &Worklist<'_>, request: &Request) -> Option<Sentence> {
    let mut names = says![];
    for own in &request.open {
        let before = if names.0.is_empty() { "" } else { ", " };
        let name = &worklist.analysis.tariff.product(own.product).name;
        names = names.and(says![before, name.clone(), " (", Value::count(own.needed), ")"]);
    }
    let text = says!["Paid as used without a commitment, which only a lower price would be a reason for: "];
    (!request.open.is_empty()).then(|| text.and(names).and(says!["."]))
}

/// What the console's people import takes, and what it does not.
fn console(worklist: &Worklist<'_>) -> Vec<Sentence> {
    let rows = roles_to_give(worklist).len() as u64;
    let mut list = vec![says![
        "The console's people import adds roles, queues and skills to people. It takes no role, group, license or account away, so that no change of this list can be made by it alone."
    ]];
    if worklist.names.is_pseudonymous() {
        return list;
    }
    list.push(match rows {
        0 => says!["Nobody has to be given a role first, so that there is no file for it."],
        rows => says![
            "Roles that have to be given before others are taken are in the file `…-people-import.csv`, for ",
            Value::count(rows),
            if rows == 1 { " person" } else { " people" },
            ". Fill in `phone_work` and `extension` first: an empty cell clears what the console has. Roles stand without divisions, which the import's documentation does not describe: look at the first person before you import the others."
        ],
    });
    list
}
