//! The columns of Cost and Usage and of Billing Period, in the order of the file, each with where it comes from.

use super::{
    column::{Column, HOST, Kind, PROVIDER, Value, Version, columns, maybe, midnight, number, object, only, text},
    contract::applied,
    row::{BillingPeriod, CostAndUsage, Sku, Status},
};

/// What is sold, where it has a list price.
fn listed(row: &CostAndUsage) -> Option<&Sku> {
    row.sku.as_ref().filter(|_| row.pricing.as_ref().is_some_and(|own| own.list_unit_price.is_some()))
}

const NULL: for<'a> fn(&'a CostAndUsage) -> Value<'a> = |_| Value::Null;

columns! {
    /// Every column of Cost and Usage, by name, then ours.
    COLUMNS of CostAndUsage:
    AvailabilityZone: Text, NULL, "null: seats have no place";
    BilledCost: Decimal, |row| Value::Decimal(row.costs.billed),
        "`billed` of the bill: commitments stand in the row that buys them, overage in the row that uses it";
    BillingAccountId: Text, |row| text(&row.account.id), "`--billing-account`, else made from the organization's name";
    BillingAccountName: Text, |row| text(&row.account.name), "`organization` of the contract, else of the snapshot";
    BillingAccountType: Text, |_| text("Genesys Cloud Organization"), "always `Genesys Cloud Organization`";
    BillingCurrency: Text, |row| text(&row.currency), "`currency` of the contract";
    BillingPeriodEnd: Instant, |row| Value::Instant(midnight(row.billing_period.to)), "day after the period's last, midnight UTC";
    BillingPeriodStart: Instant, |row| Value::Instant(midnight(row.billing_period.from)), "anchor day of the contract, midnight UTC";
    CapacityReservationId: Text, NULL, "null: there is no such thing";
    CapacityReservationStatus: Text, NULL, "null";
    ChargeCategory: Text, |row| text(row.category.as_str()),
        "`Purchase` buys a commitment, `Usage` uses it, leaves it unused or goes beyond it, `Adjustment` raises the bill to its minimum";
    ChargeClass: Text, NULL, "null: a bill that is expected corrects none before";
    ChargeDescription: Text, |row| text(&row.description), "Genesys' name of the product, and which part of the line";
    ChargeFrequency: Text, |row| text(row.frequency.as_str()),
        "`Recurring` what is paid used or not, `Usage-Based` what goes beyond or is free, `One-Time` a year in advance";
    ChargePeriodEnd: Instant, |row| Value::Instant(midnight(row.charge_period.to)), "end of the period, or of the time paid in advance";
    ChargePeriodStart: Instant, |row| Value::Instant(midnight(row.charge_period.from)), "start of the period";
    CommitmentDiscountCategory: Text, |row| maybe(row.commitment.as_ref().map(|_| "Usage")), "`Usage`: units are committed, no sum";
    CommitmentDiscountId: Text, |row| maybe(row.commitment.as_ref().map(|own| own.id.as_str())),
        "account, product and amendment: the same every period";
    CommitmentDiscountName: Text, |row| maybe(row.commitment.as_ref().map(|own| own.name.as_str())), "product, and the contract or its amendment";
    CommitmentDiscountQuantity: Decimal, |row| number(row.commitment.as_ref().map(|own| own.amount.quantity)),
        "units bought (times the periods that are paid for), used, or not used";
    CommitmentDiscountStatus: Text, |row| maybe(row.commitment.as_ref().and_then(|own| own.status).map(Status::as_str)),
        "`Used`, `Unused`; null where it is bought";
    CommitmentDiscountType: Text, |row| maybe(row.commitment.as_ref().map(|own| own.kind.as_str())), "`subscription` of the contract";
    CommitmentDiscountUnit: Text, |row| maybe(row.commitment.as_ref().map(|own| own.amount.unit.as_str())), "as PricingUnit";
    ConsumedQuantity: Decimal, |row| number(row.consumed.as_ref().map(|own| own.quantity)),
        "what was counted in the period, to 6 decimals; null where nothing was used";
    ConsumedUnit: Text, |row| maybe(row.consumed.as_ref().map(|own| own.unit.as_str())), "`Seats`, `Devices`, `Hours`, `Tokens`, or the pool's unit";
    ContractApplied(V1_4): Text, |row| row.commitment.as_ref().and_then(|own| own.applied.as_ref()).map_or(Value::Null, applied),
        "which commitment a row uses or leaves unused, and how much of it, as JSON; with Contract Commitment only";
    ContractedCost: Decimal, |row| Value::Decimal(row.costs.contracted), "ContractedUnitPrice × PricingQuantity, not rounded";
    ContractedUnitPrice: Decimal, |row| number(row.pricing.as_ref().map(|own| own.contracted_unit_price)),
        "price of the commitment, or beyond it; of graduated steps the average";
    EffectiveCost: Decimal, |row| Value::Decimal(row.costs.effective), "`effective` of the bill: with whoever uses it, 0 where it is bought";
    HostProviderName(V1_4): Text, |_| text(HOST), "always `AWS`, where Genesys Cloud runs";
    InvoiceDetailId(V1_4): Text, NULL, "null: which of these rows an invoice's line pays is told by `seatwise reconcile`; with Invoice Detail only";
    InvoiceId: Text, NULL, "null: the bill is expected, whatever was invoiced";
    InvoiceIssuerName: Text, |_| text(PROVIDER), "always `Genesys`";
    ListCost: Decimal, |row| Value::Decimal(row.costs.list), "ListUnitPrice × PricingQuantity, not rounded; without a list price as ContractedCost";
    ListUnitPrice: Decimal, |row| number(row.pricing.as_ref().and_then(|own| own.list_unit_price)),
        "price book; null where Genesys publishes none; 0 for what is free or billed in tokens";
    PricingCategory: Text, |row| maybe(row.pricing.as_ref().map(|own| own.category.as_str())), "`Committed` where a commitment is used or not, else `Standard`";
    PricingCurrency: Text, |row| text(&row.currency), "as BillingCurrency";
    PricingCurrencyContractedUnitPrice: Decimal, |row| number(row.pricing.as_ref().map(|own| own.contracted_unit_price)), "as ContractedUnitPrice";
    PricingCurrencyEffectiveCost: Decimal, |row| Value::Decimal(row.costs.effective), "as EffectiveCost";
    PricingCurrencyListUnitPrice: Decimal, |row| number(row.pricing.as_ref().and_then(|own| own.list_unit_price)), "as ListUnitPrice";
    PricingQuantity: Decimal, |row| number(row.pricing.as_ref().map(|own| own.amount.quantity)), "units of the row, to 6 decimals";
    PricingUnit: Text, |row| maybe(row.pricing.as_ref().map(|own| own.amount.unit.as_str())),
        "`Seat-Months`, `Device-Months`, `Hours`, `Tokens`, or the pool's unit";
    ProviderName(V1_2): Text, |_| text(PROVIDER), "always `Genesys`";
    PublisherName(V1_2): Text, |_| text(PROVIDER), "always `Genesys`";
    RegionId: Text, NULL, "null: a snapshot does not say which region it is of";
    RegionName: Text, NULL, "null";
    ResourceId: Text, NULL, "null: a seat has no id of its own, and people are nobody's resource";
    ResourceName: Text, NULL, "null";
    ResourceType: Text, NULL, "null";
    ServiceCategory: Text, |row| text(row.service.words()[1]), "`Business Applications`; AI tokens `AI and Machine Learning`";
    ServiceName: Text, |row| text(row.service.words()[0]), "`Genesys Cloud CX`; AI tokens `Genesys Cloud AI Experience`";
    ServiceProviderName(V1_4): Text, |_| text(PROVIDER), "always `Genesys`";
    ServiceSubcategory: Text, |row| text(row.service.words()[2]), "`Other` of the category";
    SkuId: Text, |row| maybe(row.sku.as_ref().map(|own| own.id.as_str())), "id of the product or resource in the price book";
    SkuMeter: Text, |row| maybe(row.sku.as_ref().map(|own| own.meter.as_str())), "what is counted: `Named seats`, `Concurrent seats`, …";
    SkuPriceDetails(V1_2): Text, |row| row.sku.as_ref().map_or(Value::Null, |own| object(&own.details)),
        "billing model and status of the list price, as JSON";
    SkuPriceDetails(V1_4): Text, |row| listed(row).map_or(Value::Null, |own| object(&own.details)), "the same, null with SkuPriceId";
    SkuPriceId(V1_2): Text, |row| maybe(row.sku.as_ref().map(|own| own.price_id.as_str())), "SkuId, billing model, and which of its prices";
    SkuPriceId(V1_4): Text, |row| maybe(listed(row).map(|own| own.price_id.as_str())), "the same, null without a list price";
    SubAccountId: Text, |row| maybe(row.sub_account.as_ref().map(|own| own.id.as_str())),
        "with `--by`: kind and name of the part of the organization; null for nobody's";
    SubAccountName: Text, |row| maybe(row.sub_account.as_ref().map(|own| own.name.as_str())), "its name";
    SubAccountType: Text, |row| maybe(row.sub_account.as_ref().map(|own| own.kind.as_str())), "`Department`, `Division`, `Cost Center`";
    Tags: Text, |row| object(&row.tags), "with `--by`: the same as a tag, as JSON";
    x_ChargeKind: Text, |row| text(&row.own.charge_kind), "`kind` of the bill's line";
    x_PeriodIsOver: Text, |row| text(if row.own.period_is_over { "yes" } else { "no" }), "`no`: more can come";
    x_PriceSince: Instant, |row| row.own.price_since.map_or(Value::Null, |day| Value::Instant(midnight(day))), "first day of the contract's price, else the day on which the list price was read";
    x_PriceSource: Text, |row| text(&row.own.price_source), "`line`, `price`, `discount`, `list`, `tokens`: where the contracted price comes from";
}

columns! {
    /// Every column of Billing Period, which 1.4 has beside Cost and Usage.
    BILLING_PERIOD_COLUMNS of BillingPeriod:
    BillingPeriodCreated: Instant, |row| Value::Instant(midnight(row.span.from)), "start of the period";
    BillingPeriodEnd: Instant, |row| Value::Instant(midnight(row.span.to)), "day after the period's last, midnight UTC";
    BillingPeriodLastUpdated: Instant, |row| Value::Instant(row.seen_from), "the instant that the bill is seen from";
    BillingPeriodStart: Instant, |row| Value::Instant(midnight(row.span.from)), "anchor day of the contract, midnight UTC";
    BillingPeriodStatus: Text, |row| text(if row.is_over { "Closed" } else { "Open" }), "`Closed` where nothing more can come";
    InvoiceIssuerName: Text, |_| text(PROVIDER), "always `Genesys`";
}
