//! The table of roles and the proposals as a page of 80 columns.

use std::collections::BTreeMap;

use seatwise_pricing::tariff::ProductIx;

use crate::{
    analysis::effect::Effect,
    cli::lines::{WIDTH, filled, line},
    entitlement::roles::wildcard_covers,
    overview::words::{money, rfc3339},
    roles::{
        Form, Keeps, Proposal, RoleChange, RoleImpact, RoleReport, Stay,
        features::only_looks,
        proposals::GroupWay,
        words::{
            amount, arrow, by_entity, counted, listed, obstacle, people, people_who, products, sentence, short_amount,
        },
    },
};

/// Rows of the table; the rest is counted.
const ROLES: usize = 15;
/// Permissions in their table.
const PERMISSIONS: usize = 8;
/// Proposals that are spelled out.
const PROPOSALS: usize = 12;
/// Names in a sentence.
const NAMED: usize = 4;

pub(super) fn page(report: &RoleReport<'_>) -> String {
    let mut page = String::new();
    head(&mut page, report);
    roles(&mut page, report);
    permissions(&mut page, report);
    traps(&mut page, report);
    proposals(&mut page, report);
    notes(&mut page, report);
    page
}

fn head(page: &mut String, report: &RoleReport<'_>) {
    let analysis = report.field.analysis;
    line!(page, "Roles · {}", analysis.organization.as_deref().unwrap_or("Organization"));
    let text = format!(
        "As of {}; evidence of {} days; contracted prices, {} a month",
        rfc3339(analysis.as_of),
        analysis.settings.window_days,
        analysis.tariff.currency()
    );
    page.push_str(&filled("", "", &text, WIDTH));
}

/// Rows of the table: every role with every license that it alone keeps.
fn rows<'r>(report: &'r RoleReport<'_>) -> Vec<(&'r RoleImpact, &'r Keeps)> {
    report.roles.iter().flat_map(|role| role.keeps.iter().map(move |keeps| (role, keeps))).collect()
}

fn roles(page: &mut String, report: &RoleReport<'_>) {
    let rows = rows(report);
    line!(page, "\nWhom a role alone keeps at a license");
    if report.field.analysis.roles.list.is_empty() {
        line!(page, "Unknown: the input has no roles.");
    } else if rows.is_empty() {
        line!(page, "Nobody: without any one of their roles, everybody would hold the same.");
    } else {
        line!(
            page,
            "{:<26} {:<14} {:>6} {:>5} {:>5} {:>9} {:>9}",
            "",
            "",
            "people",
            "used",
            "open",
            "price",
            "of open"
        );
    }
    for (role, keeps) in rows.iter().take(ROLES) {
        let name = &report.field.analysis.roles.list[role.role as usize].name;
        let name = if role.trap.is_some() { format!("{} !", cut(name, 24)) } else { name.clone() };
        row(page, report, &name, &keeps.products, &keeps.then, &keeps.kept);
    }
    if rows.len() > ROLES {
        let rest = &rows[ROLES..];
        let kept: u64 = rest.iter().map(|(_, keeps)| keeps.kept.people()).sum();
        line!(page, "… and {}, {kept} people; `--format csv` lists all", counted(rest.len() as u64, "row", "rows"));
    }
    if !rows.is_empty() {
        let text = "used: had an event in the window that only the license at the left of the arrow covers, or a pin or membership \
                    needs it. open: no use of what only that license covers; the proposals below look closer, at each permission. The rest is protected, new, seasonal, or nothing is known of it. Prices are \
                    of seats that the period bills; + = a price is unknown.";
        page.push_str(&filled("", "", text, WIDTH));
    }
}

fn row(
    page: &mut String,
    report: &RoleReport<'_>,
    name: &str,
    kept_at: &[ProductIx],
    then: &BTreeMap<Vec<ProductIx>, u64>,
    kept: &crate::roles::Kept,
) {
    line!(
        page,
        "{:<26} {:<14} {:>6} {:>5} {:>5} {:>9} {:>9}",
        cut(name, 26),
        cut(&arrow(report, kept_at, then), 14),
        kept.people(),
        kept.used + kept.needed,
        kept.open,
        short_amount(report, kept.contracted),
        short_amount(report, kept.open_contracted)
    );
}

fn permissions(page: &mut String, report: &RoleReport<'_>) {
    if report.permissions.is_empty() {
        return;
    }
    line!(page, "\nWhom a permission alone keeps, over all their roles");
    for row in report.permissions.iter().take(PERMISSIONS) {
        self::row(page, report, &row.permission, &[row.product], &row.then, &row.kept);
    }
    if report.permissions.len() > PERMISSIONS {
        line!(page, "… and {} more; `--format json` lists all", report.permissions.len() - PERMISSIONS);
    }
}

fn traps(page: &mut String, report: &RoleReport<'_>) {
    let trapped: Vec<&RoleImpact> =
        report.roles.iter().filter(|role| role.trap.is_some() && role.holders > 0).collect();
    if trapped.is_empty() {
        return;
    }
    line!(page, "\nRoles known to bring a license by surprise (!)");
    let mut by_trap: BTreeMap<&str, (Vec<String>, u64, &str)> = BTreeMap::new();
    for role in trapped {
        let Some(trap) = role.trap else { continue };
        let entry = by_trap.entry(trap.brings).or_insert((Vec::new(), 0, trap.source));
        entry.0.push(format!("`{}`", report.field.analysis.roles.list[role.role as usize].name));
        entry.1 += role.holders;
    }
    for (brings, (names, holders, source)) in by_trap {
        let text = format!("{brings}: {} ({holders} holders in all)", listed(&names, NAMED));
        page.push_str(&filled("  ", "    ", &text, WIDTH));
        line!(page, "    {source}");
    }
}

fn proposals(page: &mut String, report: &RoleReport<'_>) {
    let plan = &report.plan;
    line!(page, "\nWhat to change, in the order in which it saves the most");
    if plan.proposals.is_empty() {
        let text =
            "Nothing: every permission that keeps somebody at a license may be in use, or the roles can't be changed.";
        page.push_str(&filled("", "", text, WIDTH));
        return;
    }
    let text = "Ways to carry out what `analyze` recommends, not savings on top of it. Amounts are what each adds to those before it.";
    page.push_str(&filled("", "", text, WIDTH));
    for (number, proposal) in plan.proposals.iter().take(PROPOSALS).enumerate() {
        self::proposal(page, report, number + 1, proposal);
    }
    if plan.proposals.len() > PROPOSALS {
        line!(page, "\n… and {} more; `--format json` spells them out", plan.proposals.len() - PROPOSALS);
    }
    total(page, report);
    left_alone(page, report);
}

/// Roles with something to win that no proposal changes, and why.
fn left_alone(page: &mut String, report: &RoleReport<'_>) {
    let is_changed = |role: u32| {
        report.plan.proposals.iter().any(|proposal| proposal.changes.iter().any(|change| change.role == role))
    };
    let has_open = |row: &&RoleImpact| row.keeps.iter().any(|keeps| keeps.kept.open > 0);
    let rows: Vec<&RoleImpact> = report.roles.iter().filter(has_open).filter(|row| !is_changed(row.role)).collect();
    if rows.is_empty() {
        return;
    }
    line!(page, "\nOpen, but not proposed");
    for row in rows.iter().take(PROPOSALS) {
        let name = &report.field.analysis.roles.list[row.role as usize].name;
        let open: u64 = row.keeps.iter().map(|keeps| keeps.kept.open).sum();
        let text = format!("{name} ({open} open): {}", obstacle(report, row));
        page.push_str(&filled("  ", "    ", &text, WIDTH));
    }
    if rows.len() > PROPOSALS {
        line!(page, "  … and {} more", rows.len() - PROPOSALS);
    }
}

fn total(page: &mut String, report: &RoleReport<'_>) {
    let plan = &report.plan;
    let sum = plan.proposals.iter().map(|proposal| proposal.contracted).sum();
    let mut lowered: Vec<u32> =
        plan.proposals.iter().flat_map(|proposal| proposal.lowered.iter().map(|one| one.user_ix)).collect();
    lowered.sort_unstable();
    lowered.dedup();
    let steps: usize = plan.proposals.iter().flat_map(|proposal| &proposal.changes).map(RoleChange::steps).sum();
    let text = format!(
        "All proposals, {}: {} less, {} a month by contracted prices{}; {} by hand. {}",
        plan.proposals.len(),
        people_who(lowered.len() as u64, "holds", "hold"),
        amount(report, sum),
        effect(report, plan.effect),
        counted(steps as u64, "step", "steps"),
        tried(plan.tried)
    );
    line!(page);
    page.push_str(&filled("", "", &text, WIDTH));
}

/// How the choice was made.
pub(super) fn tried((exact, greedy): (usize, usize)) -> String {
    let exact_text = "every way was tried, so no smaller set of changes saves as much and none saves more";
    let greedy_text = "improved step by step (greedy) until no single change was better; a better set may exist";
    match (exact, greedy) {
        (_, 0) => format!("Chosen among {exact} roles: {exact_text}."),
        (0, _) => format!("Chosen among {greedy} roles: {greedy_text}."),
        (exact, greedy) => {
            format!("Chosen among {} roles: for {exact} {exact_text}; for {greedy} {greedy_text}.", exact + greedy)
        }
    }
}

/// `: now 0.00, at renewal 40.00`.
pub(super) fn effect(report: &RoleReport<'_>, effect: Option<Effect>) -> String {
    let currency = report.field.analysis.tariff.currency();
    effect.map_or_else(String::new, |effect| {
        format!(" (now {}, at renewal {})", money(effect.now, currency), money(effect.at_renewal, currency))
    })
}

/// One proposal, with a line per role.
fn proposal(page: &mut String, report: &RoleReport<'_>, number: usize, proposal: &Proposal) {
    line!(page);
    let text = format!(
        "{number}. {}: {} a month{}",
        proposal.id,
        amount(report, proposal.contracted),
        effect(report, proposal.effect)
    );
    page.push_str(&filled("", "   ", &text, WIDTH));
    for change in &proposal.changes {
        page.push_str(&filled("   - ", "     ", &sentence(report, change), WIDTH));
        for text in details(report, change) {
            page.push_str(&filled("     ", "     ", &text, WIDTH));
        }
    }
    page.push_str(&filled("   ", "   ", &lowered(report, proposal), WIDTH));
}

pub(super) fn lowered(report: &RoleReport<'_>, proposal: &Proposal) -> String {
    let mut ways: BTreeMap<(Vec<ProductIx>, Vec<ProductIx>), u64> = BTreeMap::new();
    for one in &proposal.lowered {
        *ways.entry((one.from.clone(), one.to.clone())).or_default() += 1;
    }
    let way = |((from, to), count): (&(Vec<ProductIx>, Vec<ProductIx>), &u64)| {
        format!("{} from {} to {}", people(*count), products(report, from), products(report, to))
    };
    let names: Vec<String> = proposal
        .lowered
        .iter()
        .map(|one| report.field.analysis.people.list[one.user_ix as usize].label().to_owned())
        .collect();
    format!("License: {} ({}).", ways.iter().map(way).collect::<Vec<_>>().join("; "), listed(&names, NAMED))
}

/// Which permissions, how by group, who stays and why, what leaves no trace.
pub(super) fn details(report: &RoleReport<'_>, change: &RoleChange) -> Vec<String> {
    let analysis = report.field.analysis;
    let mut details = Vec::new();
    let permission = |number: &u32| analysis.roles.catalog.get(*number).permission.clone();
    let taken: Vec<String> = change.taken.iter().map(permission).collect();
    if matches!(change.form, Form::Trim | Form::Split) {
        let entities = by_entity(&taken);
        details.push(format!("Taken out: {}.", listed(&entities, 2 * NAMED)));
        let granted = &analysis.roles.list[change.role as usize].permissions;
        let is_touched =
            |line: &&String| line.contains('*') && taken.iter().any(|permission| wildcard_covers(line, permission));
        let wildcards: Vec<String> = granted.iter().filter(is_touched).map(|line| format!("`{line}`")).collect();
        if !wildcards.is_empty() {
            let text = format!("Granted as {}: grant what is to stay of it one by one.", listed(&wildcards, NAMED));
            details.push(text);
        }
    }
    if !change.groups.is_empty() {
        details.extend(by_group(report, change));
    }
    if !change.direct.is_empty() && !matches!(change.form, Form::Trim) {
        details.push(format!("{} a grant of their own.", people_who(change.direct.len() as u64, "has", "have")));
    }
    details.extend(stays(change));
    let looks: Vec<&String> = taken.iter().filter(|text| only_looks(text)).collect();
    if !looks.is_empty() {
        let text = format!(
            "{} of {} taken out only to look with, which leaves no trace of its own: ask first.",
            looks.len(),
            taken.len()
        );
        details.push(text);
    }
    details
}

/// What is done to which groups.
fn by_group(report: &RoleReport<'_>, change: &RoleChange) -> Vec<String> {
    let (mut granted, mut left): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for group in &change.groups {
        let name = report.field.analysis.roles.groups[group.group as usize].label();
        match &group.way {
            GroupWay::Grant(keep) if keep.is_empty() => {
                granted.push(format!("`{name}` ({})", people(group.people as u64)));
            }
            GroupWay::Grant(keep) => granted.push(format!(
                "`{name}` ({}; give the role directly to {} of them first)",
                people(group.people as u64),
                keep.len()
            )),
            GroupWay::Leave(leave) => {
                left.push(format!("`{name}` ({} of {})", leave.len(), people(group.people as u64)));
            }
        }
    }
    let mut texts = Vec::new();
    if !granted.is_empty() {
        let groups = counted(granted.len() as u64, "group", "groups");
        texts.push(format!("Change the grant of {groups}: {}.", listed(&granted, NAMED)));
    }
    if !left.is_empty() {
        texts.push(format!("Out of the group, which brings no other role: {}.", listed(&left, NAMED)));
    }
    texts
}

/// Who keeps the role as it is, and why.
fn stays(change: &RoleChange) -> Option<String> {
    if change.stay.is_empty() {
        return None;
    }
    let mut reasons: BTreeMap<Stay, u64> = BTreeMap::new();
    for (_, why) in &change.stay {
        *reasons.entry(*why).or_default() += 1;
    }
    let reason = |(why, count): (&Stay, &u64)| format!("{count} {}", phrase(*why));
    let reasons: Vec<String> = reasons.iter().map(reason).collect();
    Some(format!("{} it as it is: {}.", people_who(change.stay.len() as u64, "keeps", "keep"), reasons.join(", ")))
}

/// As a phrase behind a count of people.
pub(super) fn phrase(why: Stay) -> String {
    match why {
        Stay::Spared(spared) => spared.as_str().to_owned(),
        Stay::Uses(feature) => format!("by use of {feature}"),
        Stay::Needs(feature) => format!("by a pin or membership of {feature}"),
        Stay::Unknown(feature) => format!("because nothing is known of {feature}"),
        Stay::NotEnough => {
            "whose license would not be enough, cost more, or leave an add-on on the wrong base".to_owned()
        }
        Stay::NoChange => "whose license would stay the same".to_owned(),
    }
}

fn notes(page: &mut String, report: &RoleReport<'_>) {
    if !report.notes.is_empty() {
        line!(page);
    }
    for note in &report.notes {
        page.push_str(&filled("", "", &format!("note: {note}"), WIDTH));
    }
}

/// A text cut to a width, with a mark where something is missing.
fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width - 1).chain(['…']).collect()
}
