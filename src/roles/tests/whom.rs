//! Whom a role or a permission alone keeps, computed by hand.

use seatwise_pricing::book::PriceBook;

use super::{Org, small};
use crate::roles::{RoleReport, Verdict, holders::holders, report};

/// `role keeps → then: used/needed/unknown/spared/open list contracted open` of every row.
fn table(report: &RoleReport<'_>) -> Vec<String> {
    let tariff = &report.field.analysis.tariff;
    let ids = |products: &[seatwise_pricing::tariff::ProductIx]| {
        products.iter().map(|ix| tariff.product(*ix).id.clone()).collect::<Vec<_>>().join("+")
    };
    let rows = report.roles.iter().flat_map(|row| row.keeps.iter().map(move |keeps| (row, keeps)));
    let text = |(row, keeps): (&crate::roles::RoleImpact, &crate::roles::Keeps)| {
        let then: Vec<String> = keeps.then.iter().map(|(to, count)| format!("{count} {}", ids(to))).collect();
        let kept = &keeps.kept;
        format!(
            "{}: {} → {}: {}/{}/{}/{}/{} {} {} {}",
            report.field.analysis.roles.list[row.role as usize].name,
            ids(&keeps.products),
            then.join(", "),
            kept.used,
            kept.needed,
            kept.unknown,
            kept.spared,
            kept.open,
            kept.list.known,
            kept.contracted.known,
            kept.open_contracted.known
        )
    };
    rows.map(text).collect()
}

fn tables(org: &Org) -> Vec<String> {
    let analysis = org.analyze();
    table(&report(&analysis, &PriceBook::embedded()))
}

#[test]
fn every_role_with_whom_it_alone_keeps() {
    // Agent: fay and gus without it hold Copilot without a base, which nothing carries: 75 + 40 each; hal's license follows
    // no role. Reader: ann (155 − 75); bob is kept by Quality Admin too, cem by Planner. Quality Admin: dee to CX 2, eva to
    // CX 1, where evaluations are not covered; bob is kept by Reader too. Planner: cem is kept by Reader.
    assert_eq!(
        tables(&small()),
        [
            "Reader: cx3 → 1 cx1: 0/0/0/0/1 80.00 80.00 80.00",
            "Quality Admin: cx3 → 1 cx1, 1 cx2: 1/0/0/0/1 120.00 120.00 40.00",
            "Copilot: copilot → 2 cx1: 1/0/0/0/1 80.00 80.00 40.00",
            "Agent: cx1+copilot → 2 : 2/0/0/0/0 230.00 230.00 0",
        ]
    );
}

#[test]
fn contracted_prices_pins_memberships_and_what_is_unknown_or_spared() {
    let mut org = small();
    org.contract = "[[price]]\nproduct = \"cx3\"\nunit_price = \"148.00\"".to_owned();
    org.new = vec!["ann".to_owned()];
    org.memberships = super::pairs("fay,copilot");
    org.uncovered = vec!["quality_evaluator".to_owned()];
    org.used.retain(|(user, _)| user != "eva");
    // ann is new, and nothing is known of evaluations, which CX 3 covers and CX 1 does not: the first reason counts.
    assert_eq!(
        tables(&org),
        [
            // Without evidence of evaluations dee (to CX 2, which covers them) is open, eva (to CX 1) is not known.
            "Quality Admin: cx3 → 1 cx1, 1 cx2: 0/0/1/0/1 120.00 106.00 33.00",
            "Agent: cx1+copilot → 2 : 2/0/0/0/0 230.00 230.00 0",
            "Copilot: copilot → 2 cx1: 1/1/0/0/0 80.00 80.00 0",
            "Reader: cx3 → 1 cx1: 0/0/1/0/0 80.00 73.00 0",
        ]
    );
    org.uncovered.clear();
    let reader = tables(&org).into_iter().find(|row| row.starts_with("Reader"));
    assert_eq!(reader.as_deref(), Some("Reader: cx3 → 1 cx1: 0/0/0/1/0 80.00 73.00 0"));
}

#[test]
fn a_permission_alone_keeps_whoever_has_no_other_that_needs_as_much() {
    let analysis = small().analyze();
    let report = report(&analysis, &PriceBook::embedded());
    let tariff = &analysis.tariff;
    let row = |row: &crate::roles::PermissionImpact| {
        format!(
            "{} {}: {} people, {} open, {}",
            row.permission,
            tariff.product(row.product).id,
            row.kept.people(),
            row.kept.open,
            row.kept.open_contracted.known
        )
    };
    // ann by the schedule; cem has a second one; dee and eva by quality:*:*, without which dee needs CX 2 by mail; bob has
    // both. Nobody is kept at CX 1 by the call alone: the queue needs it too.
    assert_eq!(
        report.permissions.iter().map(row).collect::<Vec<_>>(),
        [
            "wfm:schedule:view cx3: 1 people, 1 open, 80.00",
            "quality:*:* cx3: 2 people, 1 open, 40.00",
            "assistants:copilot:view copilot: 2 people, 1 open, 40.00",
        ]
    );
}

#[test]
fn everybody_with_a_role_has_a_verdict() {
    let analysis = small().analyze();
    let report = report(&analysis, &PriceBook::embedded());
    let number = |name: &str| (0..).zip(&analysis.roles.list).find(|(_, role)| role.name == name).expect("a role").0;
    let verdicts = |name: &str| -> Vec<(String, Verdict, bool)> {
        let holders = holders(&report, number(name));
        holders
            .iter()
            .map(|it| (analysis.people.list[it.user_ix as usize].user_id.clone(), it.verdict, it.is_direct))
            .collect()
    };
    let own = |name: &str, verdict, is_direct| (name.to_owned(), verdict, is_direct);
    assert_eq!(
        verdicts("Quality Admin"),
        [own("bob", Verdict::Together, false), own("dee", Verdict::Alone, false), own("eva", Verdict::Alone, false)]
    );
    assert_eq!(verdicts("Planner"), [own("cem", Verdict::Together, true), own("hal", Verdict::Ceiling, true)]);
    assert!(verdicts("Agent").contains(&own("ann", Verdict::NotPinning, true)));
}
