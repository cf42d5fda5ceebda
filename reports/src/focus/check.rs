//! What must hold of a row: the arithmetic and the pairs of columns that validators of the format leave alone.

use rust_decimal::Decimal;

use super::row::{Category, CostAndUsage, Frequency, Pricing, PricingCategory, Status};

/// Everything that is wrong with a row, one text each; nothing = it is sound.
pub fn problems(row: &CostAndUsage) -> Vec<String> {
    let mut found = Vec::new();
    let mut must = |holds: bool, text: &str| {
        if !holds {
            found.push(format!("{text}: {}", row.description));
        }
    };
    let (charge, billing) = (row.charge_period, row.billing_period);
    must(billing.from < billing.to, "BillingPeriodEnd is not after BillingPeriodStart");
    must(charge.from < charge.to, "ChargePeriodEnd is not after ChargePeriodStart");
    let in_period = charge.from == billing.from && (charge.to == billing.to || row.category == Category::Purchase);
    must(in_period, "only what is paid in advance reaches beyond the billing period");
    let costs = [row.costs.billed, row.costs.effective, row.costs.list, row.costs.contracted];
    must(costs.iter().all(|cost| *cost >= Decimal::ZERO), "a cost is below 0");
    match &row.pricing {
        Some(pricing) => priced(row, pricing, &mut must),
        None => {
            must(row.category == Category::Adjustment, "Usage and Purchase have a price");
            must(row.sku.is_none(), "a charge without units sells nothing");
            must(costs.iter().all(|cost| *cost == row.costs.billed), "the four costs of an Adjustment are the same");
        }
    }
    category(row, &mut must);
    commitment(row, &mut must);
    words(row, &mut must);
    found
}

fn priced(row: &CostAndUsage, pricing: &Pricing, must: &mut impl FnMut(bool, &str)) {
    let quantity = pricing.amount.quantity;
    must(quantity > Decimal::ZERO, "PricingQuantity is not above 0");
    must(pricing.contracted_unit_price >= Decimal::ZERO, "ContractedUnitPrice is below 0");
    let product = |price: Decimal| price.checked_mul(quantity);
    let contracted = product(pricing.contracted_unit_price);
    must(contracted == Some(row.costs.contracted), "ContractedCost is not ContractedUnitPrice × PricingQuantity");
    match pricing.list_unit_price {
        Some(price) => {
            must(price >= Decimal::ZERO, "ListUnitPrice is below 0");
            must(product(price) == Some(row.costs.list), "ListCost is not ListUnitPrice × PricingQuantity");
        }
        None => must(row.costs.list == row.costs.contracted, "without a list price ListCost is ContractedCost"),
    }
    // An amount is rounded to the minor unit and shared out to one more; a year in advance has twelve such amounts.
    let minor_units = if row.category == Category::Purchase { 12 } else { 2 };
    let near = |cost: Decimal| {
        cost.is_zero() || (cost - row.costs.contracted).abs() <= Decimal::new(minor_units, cost.scale())
    };
    must(near(row.costs.effective), "EffectiveCost is neither 0 nor ContractedCost");
    must(near(row.costs.billed), "BilledCost is neither 0 nor ContractedCost");
    let is_committed = row.commitment.as_ref().is_some_and(|own| own.status.is_some());
    must(
        (pricing.category == PricingCategory::Committed) == is_committed,
        "PricingCategory does not fit the commitment",
    );
}

fn category(row: &CostAndUsage, must: &mut impl FnMut(bool, &str)) {
    let is_unused = row.commitment.as_ref().is_some_and(|own| own.status == Some(Status::Unused));
    match row.category {
        Category::Usage => {
            must(
                row.consumed.is_some() != is_unused,
                "ConsumedQuantity stands where something is used, and nowhere else",
            );
            if let (Some(consumed), Some(pricing)) = (&row.consumed, &row.pricing) {
                must(consumed.quantity == pricing.amount.quantity, "ConsumedQuantity is not PricingQuantity");
            }
        }
        Category::Purchase => {
            must(row.costs.effective.is_zero(), "EffectiveCost of a Purchase is not 0");
            must(row.frequency != Frequency::UsageBased, "a Purchase is not Usage-Based");
            must(row.commitment.as_ref().is_some_and(|own| own.status.is_none()), "a Purchase buys a commitment");
            must(row.consumed.is_none(), "a Purchase uses nothing");
        }
        Category::Adjustment => must(row.consumed.is_none(), "an Adjustment uses nothing"),
    }
}

fn commitment(row: &CostAndUsage, must: &mut impl FnMut(bool, &str)) {
    let Some(own) = &row.commitment else { return };
    must(own.status.is_none() || row.costs.billed.is_zero(), "what uses a commitment is billed where it is bought");
    must(own.applied.is_none() || own.status.is_some(), "ContractApplied stands where a commitment is bought");
    let quantity = own.applied.as_ref().map_or(own.amount.quantity, |applied| applied.amount.quantity);
    must(quantity == own.amount.quantity, "ContractCommitmentAppliedQuantity is not CommitmentDiscountQuantity");
    match &row.pricing {
        Some(pricing) => must(own.amount == pricing.amount, "CommitmentDiscountQuantity is not PricingQuantity"),
        None => must(false, "a commitment has a price"),
    }
}

fn words(row: &CostAndUsage, must: &mut impl FnMut(bool, &str)) {
    let iso = row.currency.len() == 3 && row.currency.bytes().all(|letter| letter.is_ascii_uppercase());
    must(iso, "BillingCurrency is no code of ISO 4217");
    let ids = [Some(&row.account.id), row.sub_account.as_ref().map(|own| &own.id), row.sku.as_ref().map(|own| &own.id)];
    let is_text = |id: &String| id.chars().any(|letter| !letter.is_ascii_digit() && !letter.is_whitespace());
    must(ids.into_iter().flatten().all(is_text), "an id is empty or looks like a number");
    let units = row.pricing.iter().map(|own| &own.amount).chain(&row.consumed).map(|amount| &amount.unit);
    must(units.into_iter().all(|unit| is_unit(unit)), "a unit is not a capitalized plural, as Seat-Months");
    let keys = row.sku.iter().flat_map(|own| &own.details);
    must(keys.into_iter().all(|(key, _)| key.starts_with("x_")), "a key of SkuPriceDetails does not begin with x_");
}

/// Words of letters, each capitalized, joined by `-` or a space.
pub(super) fn is_unit(unit: &str) -> bool {
    unit.split(['-', ' ']).all(|word| {
        word.starts_with(|first: char| first.is_ascii_uppercase())
            && word.chars().all(|letter| letter.is_ascii_alphabetic())
    })
}
