//! The page on one role, 80 columns.

use std::collections::BTreeMap;

use super::{
    text::{by_entity, notes, obstacle, proposal, row},
    words::{counted, listed, people_who, products},
};
use crate::{
    cli::lines::{WIDTH, filled, line},
    roles::{Holder, RoleReport, Verdict, holders::holders, impact::Use},
};

/// Names in a list.
const NAMED: usize = 8;

pub(super) fn page(report: &RoleReport<'_>, role: u32) -> String {
    let mut page = String::new();
    let holders = holders(report, role);
    head(&mut page, report, role);
    pins(&mut page, report, role);
    keeps(&mut page, report, role, &holders);
    everybody(&mut page, &holders);
    proposals(&mut page, report, role);
    notes(&mut page, report);
    page
}

fn head(page: &mut String, report: &RoleReport<'_>, role: u32) {
    let (analysis, parts) = (report.field.analysis, &report.field.parts[role as usize]);
    let own = &analysis.roles.list[role as usize];
    line!(page, "Role `{}` · {}", own.name, analysis.organization.as_deref().unwrap_or("Organization"));
    line!(page, "  {}", own.role_id);
    let whose = if own.derived { "derived from the license definitions" } else { "as Genesys infers it" };
    line!(page, "  needs {}, {whose}", products(report, &parts.needs));
    let Some(impact) = report.roles.iter().find(|impact| impact.role == role) else { return };
    let groups: Vec<String> = impact
        .groups
        .iter()
        .map(|(group, count)| format!("`{}` ({count})", analysis.roles.groups[*group as usize].label()))
        .collect();
    let mut text = format!("{} it, {} directly", people_who(impact.holders, "has", "have"), impact.direct);
    if !groups.is_empty() {
        text += &format!(", by {} {}", counted(groups.len() as u64, "group:", "groups:"), listed(&groups, 3));
    }
    page.push_str(&filled("  ", "  ", &text, WIDTH));
    if let Some(trap) = impact.trap {
        page.push_str(&filled("  ", "  ", &format!("a known trap: {} ({})", trap.brings, trap.source), WIDTH));
    }
    if let Some(fixed) = parts.fixed {
        page.push_str(&filled("  ", "  ", &format!("not changed by any proposal: {}", fixed.as_str()), WIDTH));
    }
}

/// What each product is needed for, the dearest first.
fn pins(page: &mut String, report: &RoleReport<'_>, role: u32) {
    let (analysis, parts) = (report.field.analysis, &report.field.parts[role as usize]);
    line!(page, "\nIts permissions, by the license that they need");
    let order = analysis.tariff.row_order().iter().rev();
    for (ix, pinned) in order.filter_map(|ix| Some((ix, parts.pinned.get(ix)?))) {
        let names: Vec<String> =
            pinned.permissions.iter().map(|number| analysis.roles.catalog.get(*number).permission.clone()).collect();
        let untold =
            if pinned.traces.is_untold { "; nothing tells of the use of some: kept for everybody" } else { "" };
        let text = format!(
            "{}: {}, {}{untold}",
            products(report, &[*ix]),
            counted(names.len() as u64, "permission", "permissions"),
            listed(&by_entity(&names), NAMED)
        );
        page.push_str(&filled("  ", "    ", &text, WIDTH));
    }
    let unplaced = &analysis.roles.list[role as usize].unplaced;
    if !unplaced.is_empty() {
        let text = format!("no license definition has: {}", listed(unplaced, NAMED));
        page.push_str(&filled("  ", "    ", &text, WIDTH));
    }
}

fn keeps(page: &mut String, report: &RoleReport<'_>, role: u32, holders: &[Holder]) {
    let Some(impact) = report.roles.iter().find(|impact| impact.role == role) else { return };
    if impact.keeps.is_empty() {
        return;
    }
    line!(page, "\nWhom it alone keeps at a license");
    line!(page, "{:<26} {:<14} {:>6} {:>5} {:>5} {:>9} {:>9}", "", "", "people", "used", "open", "price", "of open");
    for keeps in &impact.keeps {
        row(page, report, "", &keeps.products, &keeps.then, &keeps.kept);
    }
    let open = holders.iter().filter(|holder| holder.use_of_difference == Some(Use::Open));
    let names: Vec<String> =
        open.map(|holder| report.field.analysis.people.list[holder.user_ix as usize].label().to_owned()).collect();
    if !names.is_empty() {
        page.push_str(&filled("", "  ", &format!("open: {}", listed(&names, NAMED)), WIDTH));
    }
}

fn everybody(page: &mut String, holders: &[Holder]) {
    line!(page, "\nWhat it does for everybody who has it");
    let mut counts: BTreeMap<Verdict, u64> = BTreeMap::new();
    for holder in holders {
        *counts.entry(holder.verdict).or_default() += 1;
    }
    for verdict in Verdict::ALL {
        let Some(count) = counts.get(&verdict) else { continue };
        let text = match verdict {
            Verdict::Alone => "it alone keeps their license",
            Verdict::Together => "another of their roles needs what it needs: alone it changes nothing",
            Verdict::NotPinning => {
                "their license comes from elsewhere: another role needs more, or it was assigned by hand"
            }
            Verdict::Ceiling => "their roles need more than they hold: licenses do not follow roles there",
            Verdict::NoLicense => "nothing is billed for them",
        };
        page.push_str(&filled(&format!("{count:>6}  "), "        ", text, WIDTH));
    }
    if holders.is_empty() {
        line!(page, "  nobody has it");
    }
}

fn proposals(page: &mut String, report: &RoleReport<'_>, role: u32) {
    let own = report.plan.proposals.iter().enumerate();
    let own: Vec<_> = own.filter(|(_, it)| it.changes.iter().any(|change| change.role == role)).collect();
    if own.is_empty() {
        let row = report.roles.iter().find(|row| row.role == role);
        let open = row.filter(|row| row.keeps.iter().any(|keeps| keeps.kept.open > 0));
        let why = open.map_or_else(String::new, |row| format!(": {}", obstacle(report, row)));
        page.push_str(&filled("\n", "", &format!("No proposal changes it{why}."), WIDTH));
        return;
    }
    line!(page, "\nWhat to change (numbers as in `seatwise roles`)");
    for (number, own) in own {
        proposal(page, report, number + 1, own);
    }
}
