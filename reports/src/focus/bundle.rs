//! What must hold of the datasets of 1.4 together: periods that run forward, ids that are there and are there once,
//! quantities that fit.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{
    check::is_unit,
    contract::ContractCommitment,
    invoice::InvoiceDetail,
    row::{BillingPeriod, CostAndUsage, Span},
};

/// The datasets that are written beside each other.
#[derive(Debug, Clone, Copy)]
pub struct Bundle<'a> {
    /// Cost and Usage.
    pub rows: &'a [CostAndUsage],
    /// The row of Billing Period.
    pub period: &'a BillingPeriod,
    /// Contract Commitment; empty where it is not written.
    pub commitments: &'a [ContractCommitment],
    /// Invoice Detail; empty where it is not written.
    pub invoice: &'a [InvoiceDetail],
}

/// Everything in which they contradict themselves or each other, one text each; nothing = they are sound.
pub fn contradictions(bundle: Bundle<'_>) -> Vec<String> {
    let mut found = Vec::new();
    if !runs_forward(bundle.period.span) {
        found.push("BillingPeriodEnd is not after BillingPeriodStart".to_owned());
    }
    bundle.commitments.iter().for_each(|own| commitment(own, &mut found));
    twice(bundle.commitments.iter().map(|own| own.id.clone()), "ContractCommitmentId", &mut found);
    applied(bundle, &mut found);
    bundle.invoice.iter().for_each(|line| invoice(line, bundle.period, &mut found));
    twice(bundle.invoice.iter().map(InvoiceDetail::id), "InvoiceDetailId", &mut found);
    found
}

fn runs_forward(span: Span) -> bool {
    span.from < span.to
}

fn twice(ids: impl Iterator<Item = String>, column: &str, found: &mut Vec<String>) {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    ids.for_each(|id| *counts.entry(id).or_default() += 1);
    let several = counts.into_iter().filter(|(_, count)| *count > 1);
    found.extend(several.map(|(id, count)| format!("{column} is there {count} times: {id}")));
}

fn commitment(own: &ContractCommitment, found: &mut Vec<String>) {
    let mut must = |holds: bool, text: &str| {
        if !holds {
            found.push(format!("{text}: {}", own.id));
        }
    };
    let (contract, span) = (own.contract_span, own.span);
    must(runs_forward(contract), "ContractPeriodEnd is not after ContractPeriodStart");
    must(runs_forward(span), "ContractCommitmentPeriodEnd is not after ContractCommitmentPeriodStart");
    must(contract.from <= span.from && span.to <= contract.to, "the commitment's period leaves the contract's");
    must(own.created <= own.updated, "ContractCommitmentLastUpdated is before ContractCommitmentCreated");
    must(own.created <= contract.from, "ContractCommitmentCreated is after ContractPeriodStart");
    must(own.amount.quantity > Decimal::ZERO, "ContractCommitmentQuantity is not above 0");
    must(is_unit(&own.amount.unit), "ContractCommitmentUnit is not a capitalized plural, as Seats");
    let is_share = |share: Decimal| share >= Decimal::ZERO && share <= Decimal::ONE;
    must(own.discount.is_none_or(is_share), "ContractCommitmentDiscountPercentage is not from 0 to 1");
    let texts = [&own.id, &own.contract, &own.sku, &own.kind];
    must(texts.into_iter().all(|text| !text.trim().is_empty()), "an id or a type is empty");
}

/// What rows say of commitments: these are there, hold in the period, are of the same product and unit, and no more of one is
/// used and left over than there is.
fn applied(bundle: Bundle<'_>, found: &mut Vec<String>) {
    let mut sums: BTreeMap<&str, Decimal> = BTreeMap::new();
    for row in bundle.rows {
        let Some(applied) = row.commitment.as_ref().and_then(|own| own.applied.as_ref()) else { continue };
        let mut must = |holds: bool, text: &str| {
            if !holds {
                found.push(format!("{text}: {}", row.description));
            }
        };
        must(applied.amount.quantity > Decimal::ZERO, "ContractCommitmentAppliedQuantity is not above 0");
        *sums.entry(&applied.commitment).or_default() += applied.amount.quantity;
        let Some(own) = bundle.commitments.iter().find(|own| own.id == applied.commitment) else {
            must(false, "ContractApplied names a ContractCommitmentId that is not there");
            continue;
        };
        must(own.contract == applied.contract, "ContractApplied names another ContractId than its commitment");
        must(own.amount.unit == applied.amount.unit, "ContractApplied has another unit than its commitment");
        must(row.sku.as_ref().is_some_and(|sku| sku.id == own.sku), "ContractApplied is of another SkuId");
        let period = row.billing_period;
        must(own.span.from < period.to && period.from < own.span.to, "the commitment does not hold in the period");
    }
    for own in bundle.commitments {
        let sum = sums.get(own.id.as_str()).copied().unwrap_or_default();
        if sum > own.amount.quantity {
            let committed = own.amount.quantity;
            found.push(format!("ContractApplied sums to {sum}, more than the {committed} committed: {}", own.id));
        }
    }
}

fn invoice(line: &InvoiceDetail, period: &BillingPeriod, found: &mut Vec<String>) {
    let mut must = |holds: bool, text: &str| {
        if !holds {
            found.push(format!("{text}: {}", line.id()));
        }
    };
    must(line.billing_period == period.span, "Invoice Detail is of another period than Billing Period");
    must(line.paper.due.is_none_or(|due| line.paper.date <= due), "PaymentDueDate is before InvoiceIssueDate");
    must(!line.paper.number.trim().is_empty(), "InvoiceId is empty");
    must(line.paper.terms.as_ref().is_none_or(|terms| !terms.trim().is_empty()), "PaymentTerms are empty");
}
