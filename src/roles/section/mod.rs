//! The roles that cost, for reports: what each role alone keeps people at, as a chart and as a table with the proposals in
//! words. The figures are those of `seatwise roles`; nothing is computed here but sums of them.

mod chart;
mod proposals;

use std::collections::BTreeMap;

use seatwise_reports::{
    report::{Column, Kind, Table, Totals, Value},
    says,
};

use super::{
    Amount, Kept, Proposal, RoleImpact, RoleReport,
    words::{named_arrow, obstacle, sentence},
};

pub(crate) use chart::chart;
pub(crate) use proposals::{notes, proposals, together};

/// A role with all that it alone keeps people at.
pub(crate) struct RoleCost<'r> {
    row: &'r RoleImpact,
    /// Its name, with its id where several have it.
    name: String,
    /// List price of the difference per month.
    list: Amount,
    /// The same at contracted prices.
    contracted: Amount,
    /// Of it, that of people who would not miss the license.
    open: Amount,
}

/// Roles that alone keep somebody at a license, the dearest by contracted prices first.
pub(crate) fn costs<'r>(report: &'r RoleReport<'_>) -> Vec<RoleCost<'r>> {
    let list = &report.field.analysis.roles.list;
    let mut named: BTreeMap<&str, u32> = BTreeMap::new();
    list.iter().for_each(|role| *named.entry(&role.name).or_default() += 1);
    let cost = |row: &'r RoleImpact| {
        let role = &list[row.role as usize];
        let is_alone = named.get(role.name.as_str()) == Some(&1);
        let sum = |of: fn(&Kept) -> Amount| row.keeps.iter().map(|keeps| of(&keeps.kept)).sum();
        RoleCost {
            row,
            name: if is_alone { role.name.clone() } else { format!("{} ({})", role.name, role.role_id) },
            list: sum(|kept| kept.list),
            contracted: sum(|kept| kept.contracted),
            open: sum(|kept| kept.open_contracted),
        }
    };
    let mut costs: Vec<RoleCost<'r>> = report.roles.iter().filter(|row| !row.keeps.is_empty()).map(cost).collect();
    // Of equal ones those come first that `seatwise roles` has first.
    costs.sort_by_key(|own| std::cmp::Reverse((own.contracted.known, own.contracted.unpriced, own.people())));
    costs
}

impl RoleCost<'_> {
    fn count(&self, of: impl Fn(&Kept) -> u64) -> u64 {
        self.row.keeps.iter().map(|keeps| of(&keeps.kept)).sum()
    }

    fn people(&self) -> u64 {
        self.count(Kept::people)
    }
}

/// A sum; unknown where nothing of it has a price.
fn amount(amount: Amount) -> Value {
    let is_unknown = amount.known.is_zero() && amount.unpriced > 0;
    Value::Amount((!is_unknown).then_some(amount.known))
}

/// Those of whom somebody would not miss the license, the dearest of that first.
pub(crate) fn open_first(mut costs: Vec<RoleCost<'_>>) -> Vec<RoleCost<'_>> {
    costs.retain(|own| own.count(|kept| kept.open) > 0);
    costs.sort_by_key(|own| std::cmp::Reverse((own.open.known, own.open.unpriced, own.contracted.known)));
    costs
}

/// Every role that alone keeps somebody, with what to change about it. A page shows `shown` rows.
pub(crate) fn table(report: &RoleReport<'_>, costs: &[RoleCost<'_>], shown: usize) -> Table {
    let sum = |of: fn(&RoleCost<'_>) -> Amount| -> Amount { costs.iter().map(of).sum() };
    let (list, contracted, open) = (sum(|own| own.list), sum(|own| own.contracted), sum(|own| own.open));
    // A column of zeros would take the room of the words.
    let has_unpriced = contracted.unpriced > 0;
    let mut columns = vec![
        Column::new("role", "Role", Kind::Text),
        Column::new("kept_at", "Keeps at", Kind::Text),
        Column::new("people", "People kept by it alone", Kind::Count),
        Column::new("used", "Used or needed", Kind::Count),
        Column::new("open", "Open", Kind::Count),
        Column::new("list_monthly", "List, a month", Kind::Amount),
        Column::new("contracted_monthly", "Contracted, a month", Kind::Amount),
        Column::new("open_contracted_monthly", "Of it open", Kind::Amount),
    ];
    columns.extend(has_unpriced.then(|| Column::new("unpriced", "Seats without a price", Kind::Count)));
    columns.push(Column::new("proposal", "Proposal", Kind::Text));
    let mut table = Table::new("roles", "What each role alone keeps people at", columns);
    table.rows = costs.iter().map(|own| cells(report, own, has_unpriced)).collect();
    let mut totals = vec![Value::text("All roles, each by itself")];
    totals.extend([Value::Empty, Value::Empty, Value::Empty, Value::Empty]);
    totals.extend([list, contracted, open].map(amount));
    totals.extend(has_unpriced.then(|| Value::count(contracted.unpriced)));
    totals.push(Value::Empty);
    table.totals = (costs.len() > 1).then_some(Totals { cells: totals });
    table.shown = Some(shown);
    if list.unpriced > 0 {
        table.notes.push(says!["List: as far as published, which may be less than what is contracted."]);
    }
    table.notes.push(says!["Keeps at: what is billed now → what most of them would be billed for without the role. Used: an event in the window that only the dearer license covers, or a pin or a membership that needs it. Open: nobody would miss it; amounts are those of seats that the period bills. The rest is protected, new, seasonal, or nothing is known of it."]);
    table
}

fn cells(report: &RoleReport<'_>, own: &RoleCost<'_>, has_unpriced: bool) -> Vec<Value> {
    let mut kept_at: Vec<String> = Vec::new();
    for text in own.row.keeps.iter().map(|keeps| named_arrow(report, &keeps.products, &keeps.then)) {
        if !kept_at.contains(&text) {
            kept_at.push(text);
        }
    }
    let mut cells = vec![Value::text(&own.name), Value::text(kept_at.join("; "))];
    cells.extend(
        [own.people(), own.count(|kept| kept.used + kept.needed), own.count(|kept| kept.open)].map(Value::count),
    );
    cells.extend([own.list, own.contracted, own.open].map(amount));
    cells.extend(has_unpriced.then(|| Value::count(own.contracted.unpriced)));
    cells.push(Value::text(proposed(report, own)));
    cells
}

/// What to change about a role, in the words of `seatwise roles`; why nothing, where somebody would not miss the license.
fn proposed(report: &RoleReport<'_>, own: &RoleCost<'_>) -> String {
    let of = |proposal: &'_ Proposal| proposal.changes.iter().position(|change| change.role == own.row.role);
    let found = report.plan.proposals.iter().find_map(|proposal| Some((proposal, of(proposal)?)));
    match found {
        Some((proposal, at)) => {
            let beside = if proposal.changes.len() > 1 { ", together with other roles" } else { "" };
            format!("{} ({}{beside})", sentence(report, &proposal.changes[at]), proposal.id)
        }
        None if own.count(|kept| kept.open) > 0 => format!("None: {}.", obstacle(report, own.row)),
        None => "None: nobody is known to do without.".to_owned(),
    }
}
