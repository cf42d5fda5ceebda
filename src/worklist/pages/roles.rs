//! Roles that cost: which few of them cause most of it, whom each alone keeps at a license, what to change.

use seatwise_reports::{
    report::{Block, Section},
    says,
};

use super::SHOWN;
use crate::{roles::section, worklist::Worklist};

pub(super) fn section(worklist: &Worklist<'_>) -> Section {
    let report = &worklist.roles;
    let costs = section::costs(report);
    let mut blocks: Vec<Block> = section::chart(report, &costs).map(Block::Chart).into_iter().collect();
    let mut list: Vec<_> = section::together(report).into_iter().collect();
    if costs.is_empty() && report.roles.iter().any(|row| row.holders > 0) {
        list.push(says![
            "No role alone keeps anybody at a license: without any one of their roles, everybody would hold the same."
        ]);
    }
    list.extend(section::notes(report));
    if !list.is_empty() {
        blocks.push(Block::List(list));
    }
    if !costs.is_empty() {
        blocks.push(Block::Table(section::table(report, &costs, SHOWN)));
    }
    if !report.plan.proposals.is_empty() {
        blocks.push(Block::Table(section::proposals(report, SHOWN)));
    }
    Section::new("roles", "Roles that cost", blocks)
}
