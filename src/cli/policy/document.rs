//! The rules as JSON, schema `seatwise.policy/1`, and as CSV: counts are numbers, amounts decimal strings.

use seatwise_reports::csv::guarded;
use serde::Serialize;

use super::Checked;
use crate::{
    cli::document::head::Head,
    error::Failure,
    overview::words::money,
    policy::{PoolUse, Rule},
};

#[derive(Serialize)]
struct Document {
    #[serde(flatten)]
    head: Head,
    /// Rules and pools that somebody has to look at.
    findings: usize,
    rules: Vec<RuleDocument>,
    pools: Vec<PoolDocument>,
}

#[derive(Serialize)]
struct RuleDocument {
    kind: &'static str,
    says: String,
    standing: &'static str,
    people: u64,
    changed: u64,
    /// Contracted price of seats a month.
    held_back_monthly: String,
    /// People whose amount is unknown, because a price is.
    held_back_unknown: u64,
}

#[derive(Serialize)]
struct PoolDocument {
    division: Option<String>,
    department: Option<String>,
    product: String,
    people: u64,
    limit: u64,
    held: u64,
    needed: u64,
    exceeded: bool,
}

/// The document, with a newline at its end.
pub(super) fn render(checked: &Checked<'_>) -> Result<String, Failure> {
    let (analysis, policy) = (checked.analysis, checked.policy);
    let document = Document {
        head: Head::of("seatwise.policy/1", analysis),
        findings: policy.findings(),
        rules: policy.rules.iter().map(|own| rule(checked, own)).collect(),
        pools: policy.pools.iter().map(pool).collect(),
    };
    let json = serde_json::to_string_pretty(&document).map_err(|error| Failure::internal(error.to_string()))?;
    Ok(json + "\n")
}

fn rule(checked: &Checked<'_>, own: &Rule) -> RuleDocument {
    RuleDocument {
        kind: own.kind.as_str(),
        says: own.says.clone(),
        standing: own.standing.as_str(),
        people: own.people,
        changed: own.changed,
        held_back_monthly: money(own.held_back.amount, checked.analysis.tariff.currency()),
        held_back_unknown: own.held_back.unknown,
    }
}

fn pool(own: &PoolUse) -> PoolDocument {
    PoolDocument {
        division: own.pool.division.clone(),
        department: own.pool.department.clone(),
        product: own.pool.product.clone(),
        people: own.people,
        limit: own.pool.limit,
        held: own.held,
        needed: own.needed,
        exceeded: own.is_exceeded(),
    }
}

/// A row per rule, then one per pool: `held back` and `changed` are empty there, `limit`, `held` and `needed` in rules.
pub(super) fn csv(checked: &Checked<'_>) -> Result<Vec<u8>, Failure> {
    let internal = |error: csv::Error| Failure::internal(error.to_string());
    let mut rows = csv::Writer::from_writer(Vec::new());
    let head = [
        "kind",
        "says",
        "standing",
        "people",
        "changed",
        "held_back_monthly",
        "held_back_unknown",
        "product",
        "limit",
        "held",
        "needed",
    ];
    rows.write_record(head).map_err(internal)?;
    for own in &checked.policy.rules {
        let shown = rule(checked, own);
        let (people, changed, unknown) =
            (shown.people.to_string(), shown.changed.to_string(), shown.held_back_unknown.to_string());
        let says = guarded(&shown.says);
        let cells =
            [shown.kind, &says, shown.standing, &people, &changed, &shown.held_back_monthly, &unknown, "", "", "", ""];
        rows.write_record(cells).map_err(internal)?;
    }
    for own in &checked.policy.pools {
        let standing = if own.is_exceeded() { "exceeded" } else { "holds" };
        let numbers = [own.people, own.pool.limit, own.held, own.needed].map(|number| number.to_string());
        let says = guarded(&own.pool.label());
        let cells = [
            "pool",
            &says,
            standing,
            &numbers[0],
            "",
            "",
            "",
            &own.pool.product,
            &numbers[1],
            &numbers[2],
            &numbers[3],
        ];
        rows.write_record(cells).map_err(internal)?;
    }
    rows.into_inner().map_err(|error| Failure::internal(error.to_string()))
}
