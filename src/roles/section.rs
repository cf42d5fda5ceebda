//! The roles that cost, for reports: what each role alone keeps people at, as a chart and as a table with the proposals in
//! words. The figures are those of `seatwise roles`; nothing is computed here but sums of them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use seatwise_reports::{
    report::{Chart, Column, Drawing, Kind, ParetoPart, Sentence, Table, Totals, Value},
    says,
};

use super::{
    Amount, Kept, Proposal, RoleChange, RoleImpact, RoleReport,
    words::{arrow, obstacle, sentence},
};

/// Share of all cost that the few roles of the chart's title cause at least: 80 %.
const MOST_OF_IT: Decimal = Decimal::from_parts(8, 0, 0, false, 1);

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

/// Which few roles cause most of the cost; `None` = no role keeps anybody at a license whose price is known.
pub(crate) fn chart(report: &RoleReport<'_>, costs: &[RoleCost<'_>]) -> Option<Chart> {
    let priced: Vec<&RoleCost<'_>> = costs.iter().filter(|own| own.contracted.known > Decimal::ZERO).collect();
    let total: Decimal = priced.iter().map(|own| own.contracted.known).sum();
    let mut sum = Decimal::ZERO;
    let few = priced
        .iter()
        .take_while(|own| {
            let is_short = sum < MOST_OF_IT * total;
            sum += if is_short { own.contracted.known } else { Decimal::ZERO };
            is_short
        })
        .count() as u64;
    let share = sum.checked_div(total)?;
    let unpriced: u64 = costs.iter().map(|own| own.contracted.unpriced).sum();
    let mut note = says![
        "Each role by itself: who would hold less without it. Who is kept by several of their roles together is in no bar. Prices of seats that the period bills, one by one, no bill."
    ];
    if unpriced > 0 {
        note = note.and(says![" Seats without a price, in no bar: ", Value::count(unpriced), "."]);
    }
    let open: Decimal = priced.iter().map(|own| own.open.known).sum();
    let mut title = says![
        Value::count(few),
        " of ",
        Value::count(report.roles.len() as u64),
        if few == 1 { " roles causes " } else { " roles cause " },
        Value::Share(Some(share)),
        " of what roles alone keep people at"
    ];
    if let Some(open) = open.checked_div(total).filter(|open| !open.is_zero()) {
        title = title.and(says!["; nobody would miss ", Value::Share(Some(open)), " of it"]);
    }
    Some(Chart {
        id: "roles_that_cost",
        title,
        units: format!(
            "{} a month at contracted prices, of people whom the role alone keeps at a license",
            report.field.analysis.tariff.currency().code()
        ),
        drawing: Drawing::Pareto {
            bars: priced.iter().map(|own| (own.name.clone(), own.contracted.known)).collect(),
            total,
            part: Some(ParetoPart {
                label: "open: nobody would miss it".to_owned(),
                rest: "used, needed, left alone or unknown".to_owned(),
                amounts: priced.iter().map(|own| own.open.known).collect(),
            }),
        },
        note: Some(note),
    })
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
    table.notes.push(says!["`cx3 > cx2`: what is billed now, and what most of them would be billed for without the role; `+`: with add-ons. Used: an event in the window that only the dearer license covers, or a pin or a membership that needs it. Open: nobody would miss it. The rest is protected, new, seasonal, or nothing is known of it."]);
    table
}

fn cells(report: &RoleReport<'_>, own: &RoleCost<'_>, has_unpriced: bool) -> Vec<Value> {
    let mut kept_at: Vec<String> = Vec::new();
    for text in own.row.keeps.iter().map(|keeps| arrow(report, &keeps.products, &keeps.then)) {
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
    let people: std::collections::BTreeSet<u32> =
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
