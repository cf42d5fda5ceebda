//! What to change: a row per proposal, all of them together, and what a reader must know.

use std::collections::BTreeSet;

use seatwise_reports::{
    report::{Column, Kind, Sentence, Table, Value},
    says,
};

use super::amount;
use crate::roles::{Amount, RoleChange, RoleReport, words::sentence};

/// The proposals, in the order in which they save the most; each counts what it adds to those before it.
pub(crate) fn proposals(report: &RoleReport<'_>, shown: usize) -> Table {
    let columns = vec![
        Column::new("proposal", "Proposal", Kind::Text),
        Column::new("change", "What to change", Kind::Text),
        Column::new("people", "People who hold less", Kind::Count),
        Column::new("steps", "Steps by hand", Kind::Count),
        Column::new("list_monthly", "List, a month", Kind::Amount),
        Column::new("contracted_monthly", "Contracted, a month", Kind::Amount),
        Column::new("now_monthly", "Now, a month", Kind::Amount),
        Column::new("at_renewal_monthly", "At renewal, a month", Kind::Amount),
    ];
    let mut table =
        Table::new("role_proposals", "Which roles to change, in the order in which it saves the most", columns);
    for own in &report.plan.proposals {
        let changes: Vec<String> = own.changes.iter().map(|change| sentence(report, change)).collect();
        let steps: usize = own.changes.iter().map(RoleChange::steps).sum();
        let [now, at_renewal] = match own.effect {
            Some(effect) => [effect.now, effect.at_renewal].map(Value::amount),
            None => [Value::Empty, Value::Empty],
        };
        table.rows.push(vec![
            Value::text(&own.id),
            Value::text(changes.join(" ")),
            Value::count(own.lowered.len() as u64),
            Value::count(steps as u64),
            amount(own.list),
            amount(own.contracted),
            now,
            at_renewal,
        ]);
    }
    table.shown = Some(shown);
    table.notes.push(says!["Ways to carry out what is recommended for people, not savings on top of it. Amounts are what each adds to those before it. `seatwise roles` has permissions, groups and people of each."]);
    table
}

/// All proposals together; `None` = there are none.
pub(crate) fn together(report: &RoleReport<'_>) -> Option<Sentence> {
    let proposals = &report.plan.proposals;
    let people: BTreeSet<u32> =
        proposals.iter().flat_map(|proposal| proposal.lowered.iter().map(|one| one.user_ix)).collect();
    let contracted: Amount = proposals.iter().map(|proposal| proposal.contracted).sum();
    if proposals.is_empty() {
        return None;
    }
    let people = match people.len() {
        1 => says!["one person holds less, "],
        several => says![Value::count(several as u64), " people hold less, "],
    };
    let mut text = says!["All proposals together (", Value::count(proposals.len() as u64), "): "].and(people);
    text = text.and(says![amount(contracted), " a month by contracted prices"]);
    if let Some(effect) = report.plan.effect {
        let (now, at_renewal) = (Value::amount(effect.now), Value::amount(effect.at_renewal));
        text = text.and(says!["; of the bill ", now, " now, ", at_renewal, " at renewal"]);
    }
    Some(text.and(says!["."]))
}

/// What a reader must know of the roles.
pub(crate) fn notes(report: &RoleReport<'_>) -> Vec<Sentence> {
    let sentence = |note: &String| {
        let mut letters = note.chars();
        let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
        Sentence::from(format!("{first}{}.", letters.as_str()))
    };
    report.notes.iter().map(sentence).collect()
}
