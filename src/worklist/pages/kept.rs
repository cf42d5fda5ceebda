//! What is kept although less would be enough, why, and what that forgoes.

use seatwise_reports::{
    report::{Block, Column, Kind, Section, Table, Value},
    says,
};

use super::SHOWN;
use crate::{
    findings::guard::{Guard, Kept},
    overview::why,
    worklist::Worklist,
};

pub(super) fn section(worklist: &Worklist<'_>) -> Section {
    Section::new("kept", "Kept, and why", vec![Block::Table(sums(worklist)), Block::Table(people(worklist))])
}

/// What a guard is, in words.
fn meaning(guard: Guard) -> &'static str {
    match guard {
        Guard::Grace => "created too recently to tell",
        Guard::Leave => "an exception of the settings: on leave",
        Guard::TimeOff => "an exception of the settings: planned time off",
        Guard::OnCall => "an exception of the settings: on call",
        Guard::ServiceAccount => "an exception of the settings: no human being",
        Guard::Exception => "an exception of the settings",
        Guard::Protected => "a person or role that the settings protect",
        Guard::AnsweredKeep => "the manager answered `keep`, and the cool-down is not over",
        Guard::Seasonal => "away now and at the same time last year, back right after it",
        Guard::DataGap => "features without data are taken as needed",
    }
}

fn sums(worklist: &Worklist<'_>) -> Table {
    let columns = vec![
        Column::new("guard", "Guard", Kind::Text),
        Column::new("meaning", "What it is", Kind::Text),
        Column::new("people", "People", Kind::Count),
        Column::new("unknown_price", "Without a price", Kind::Count),
        Column::new("forgone_monthly", "Forgone, a month", Kind::Amount),
    ];
    let mut table = Table::new("guards", "What holds advice back", columns);
    for (guard, sum) in worklist.analysis.decisions.guards() {
        table.rows.push(vec![
            Value::text(guard.as_str()),
            Value::text(meaning(guard)),
            Value::count(sum.people),
            Value::count(sum.unknown),
            Value::amount(sum.forgone),
        ]);
    }
    table.notes.push(says!["Contracted prices of the seats, one by one, as far as they are known; an upgrade that is not advised forgoes nothing."]);
    table
}

fn people(worklist: &Worklist<'_>) -> Table {
    let columns = vec![
        Column::new("person", "Person", Kind::Text),
        Column::new("manager", "Manager", Kind::Text),
        Column::new("guard", "Guard", Kind::Text),
        Column::new("why", "Why", Kind::Text),
        Column::new("kind", "Change without it", Kind::Text),
        Column::detail("code", "Code", Kind::Text),
        Column::new("held", "Held", Kind::Text),
        Column::new("enough", "Would be enough", Kind::Text),
        Column::new("forgone_monthly", "Forgone, a month", Kind::Amount),
    ];
    let mut table = Table::new("kept", "Who is kept", columns);
    let decisions = &worklist.analysis.decisions;
    let mut all: Vec<&Kept> = decisions.kept.iter().chain(&decisions.forgone).collect();
    all.sort_by_key(|kept| (kept.guard, kept.user_ix));
    table.rows = all.into_iter().map(|kept| row(worklist, kept)).collect();
    table.shown = Some(SHOWN);
    table
}

fn row(worklist: &Worklist<'_>, kept: &Kept) -> Vec<Value> {
    let analysis = worklist.analysis;
    let manager = worklist.names.manager(kept.user_ix);
    // Reasons are free text, in which people may be named.
    let why = if worklist.names.is_pseudonymous() { meaning(kept.guard) } else { &kept.why };
    let enough = if kept.to.is_empty() { "no license".to_owned() } else { why::names(analysis, &kept.to) };
    vec![
        Value::text(worklist.names.person(kept.user_ix)),
        manager.map_or(Value::Empty, |manager| Value::text(manager.label)),
        Value::text(kept.guard.as_str()),
        Value::text(why),
        Value::text(kept.code.title()),
        Value::text(kept.code.as_str()),
        Value::text(why::names(analysis, &kept.from)),
        Value::text(enough),
        Value::Amount(kept.saving),
    ]
}
