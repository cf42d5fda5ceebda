//! The page on one role.

use std::collections::BTreeMap;

use seatwise_pricing::tariff::ProductIx;
use seatwise_reports::page::{Block, Column, Page, Section, Table};

use super::text::{details, effect, lowered};
use crate::{
    overview::words::rfc3339,
    roles::{
        Holder, Keeps, Proposal, RoleReport, Verdict,
        holders::holders,
        impact::Use,
        words::{amount, arrow, by_entity, counted, listed, obstacle, people_who, products, sentence, short_amount},
    },
};

/// Names in a list.
const NAMED: usize = 8;

/// The page; the same words for a terminal and a browser.
pub(in crate::cli) fn page(report: &RoleReport<'_>, role: u32) -> Page {
    let analysis = report.field.analysis;
    let holders = holders(report, role);
    let sections = [
        ("Its permissions, by the license that they need", pins(report, role)),
        ("Whom it alone keeps at a license", keeps(report, role, &holders)),
        ("What it does for everybody who has it", everybody(&holders)),
        ("What to change (numbers as in `seatwise roles`)", proposals(report, role)),
        ("Notes", report.notes.iter().cloned().map(Block::Line).collect()),
    ];
    let filled = sections.into_iter().filter(|(_, blocks)| !blocks.is_empty());
    Page {
        kicker: "Why these seats".to_owned(),
        title: format!("Role `{}`", analysis.roles.list[role as usize].name),
        lead: lead(report, role),
        sections: filled.map(|(title, blocks)| Section::of(title, blocks)).collect(),
        foot: format!(
            "{} · as of {} · snapshot {} · contracted prices in {}, a month",
            analysis.organization.as_deref().unwrap_or("Organization"),
            rfc3339(analysis.as_of),
            analysis.snapshot,
            analysis.tariff.currency()
        ),
    }
}

fn lead(report: &RoleReport<'_>, role: u32) -> Vec<String> {
    let (analysis, parts) = (report.field.analysis, &report.field.parts[role as usize]);
    let own = &analysis.roles.list[role as usize];
    let whose = if own.derived { "derived from the license definitions" } else { "as Genesys infers it" };
    let mut lines = vec![own.role_id.clone(), format!("needs {}, {whose}", products(report, &parts.needs))];
    let Some(impact) = report.roles.iter().find(|impact| impact.role == role) else { return lines };
    let groups: Vec<String> = impact
        .groups
        .iter()
        .map(|(group, count)| format!("`{}` ({count})", analysis.roles.groups[*group as usize].label()))
        .collect();
    let mut text = format!("{} it, {} directly", people_who(impact.holders, "has", "have"), impact.direct);
    if !groups.is_empty() {
        text += &format!(", by {} {}", counted(groups.len() as u64, "group:", "groups:"), listed(&groups, 3));
    }
    lines.push(text);
    lines.extend(impact.trap.map(|trap| format!("a known trap: {} ({})", trap.brings, trap.source)));
    lines.extend(parts.fixed.map(|fixed| format!("not changed by any proposal: {}", fixed.as_str())));
    lines
}

/// What each product is needed for, the dearest first.
fn pins(report: &RoleReport<'_>, role: u32) -> Vec<Block> {
    let (analysis, parts) = (report.field.analysis, &report.field.parts[role as usize]);
    let order = analysis.tariff.row_order().iter().rev();
    let line = |(ix, pinned): (&ProductIx, &crate::roles::parts::Pinned)| {
        let names: Vec<String> =
            pinned.permissions.iter().map(|number| analysis.roles.catalog.get(*number).permission.clone()).collect();
        let untold =
            if pinned.traces.is_untold { "; nothing tells of the use of some: kept for everybody" } else { "" };
        Block::Line(format!(
            "{}: {}, {}{untold}",
            products(report, &[*ix]),
            counted(names.len() as u64, "permission", "permissions"),
            listed(&by_entity(&names), NAMED)
        ))
    };
    let mut blocks: Vec<Block> = order.filter_map(|ix| Some((ix, parts.pinned.get(ix)?))).map(line).collect();
    let unplaced = &analysis.roles.list[role as usize].unplaced;
    if !unplaced.is_empty() {
        blocks.push(Block::Line(format!("no license definition has: {}", listed(unplaced, NAMED))));
    }
    blocks
}

fn keeps(report: &RoleReport<'_>, role: u32, holders: &[Holder]) -> Vec<Block> {
    let Some(impact) = report.roles.iter().find(|impact| impact.role == role) else { return Vec::new() };
    if impact.keeps.is_empty() {
        return Vec::new();
    }
    let figures = ["people", "used", "open", "price", "of open"].map(Column::figures);
    let row = |keeps: &Keeps| {
        vec![
            arrow(report, &keeps.products, &keeps.then),
            keeps.kept.people().to_string(),
            (keeps.kept.used + keeps.kept.needed).to_string(),
            keeps.kept.open.to_string(),
            short_amount(report, keeps.kept.contracted),
            short_amount(report, keeps.kept.open_contracted),
        ]
    };
    let mut blocks = vec![Block::Table(Table {
        columns: std::iter::once(Column::words("license")).chain(figures).collect(),
        rows: impact.keeps.iter().map(row).collect(),
    })];
    let open = holders.iter().filter(|holder| holder.use_of_difference == Some(Use::Open));
    let names: Vec<String> =
        open.map(|holder| report.field.analysis.people.list[holder.user_ix as usize].label().to_owned()).collect();
    if !names.is_empty() {
        blocks.push(Block::Line(format!("open: {}", listed(&names, NAMED))));
    }
    blocks
}

fn everybody(holders: &[Holder]) -> Vec<Block> {
    let mut counts: BTreeMap<Verdict, u64> = BTreeMap::new();
    for holder in holders {
        *counts.entry(holder.verdict).or_default() += 1;
    }
    if holders.is_empty() {
        return vec![Block::Line("nobody has it".to_owned())];
    }
    let text = |verdict: Verdict| match verdict {
        Verdict::Alone => "it alone keeps their license",
        Verdict::Together => "another of their roles needs what it needs: alone it changes nothing",
        Verdict::NotPinning => {
            "their license comes from elsewhere: another role needs more, or it was assigned by hand"
        }
        Verdict::Ceiling => "their roles need more than they hold: licenses do not follow roles there",
        Verdict::NoLicense => "nothing is billed for them",
    };
    let row = |verdict: Verdict| Some(vec![counts.get(&verdict)?.to_string(), text(verdict).to_owned()]);
    let columns = vec![Column::figures("people"), Column::words("what it does")];
    vec![Block::Table(Table { columns, rows: Verdict::ALL.into_iter().filter_map(row).collect() })]
}

fn proposals(report: &RoleReport<'_>, role: u32) -> Vec<Block> {
    let own = report.plan.proposals.iter().enumerate();
    let own: Vec<_> = own.filter(|(_, it)| it.changes.iter().any(|change| change.role == role)).collect();
    if own.is_empty() {
        let row = report.roles.iter().find(|row| row.role == role);
        let open = row.filter(|row| row.keeps.iter().any(|keeps| keeps.kept.open > 0));
        let why = open.map_or_else(String::new, |row| format!(": {}", obstacle(report, row)));
        return vec![Block::Line(format!("No proposal changes it{why}."))];
    }
    own.into_iter().flat_map(|(number, own)| proposal(report, number + 1, own)).collect()
}

fn proposal(report: &RoleReport<'_>, number: usize, proposal: &Proposal) -> Vec<Block> {
    let mut blocks = vec![Block::Line(format!(
        "{number}. {}: {} a month{}",
        proposal.id,
        amount(report, proposal.contracted),
        effect(report, proposal.effect)
    ))];
    for change in &proposal.changes {
        blocks.push(Block::Detail(sentence(report, change)));
        blocks.extend(details(report, change).into_iter().map(Block::Detail));
    }
    blocks.push(Block::Detail(lowered(report, proposal)));
    blocks
}
