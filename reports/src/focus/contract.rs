//! Contract Commitment: what a contract commits to, a row per line of it.

use std::borrow::Cow;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{
    column::{Column, Kind, PROVIDER, Value, columns, midnight, number, only, quoted, text},
    csv::plain,
    row::{Amount, Span},
};

/// One row of Contract Commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractCommitment {
    /// Its id, the same in every period.
    pub id: String,
    /// In words.
    pub description: String,
    /// What sort of agreement, as `Annual commitment, paid monthly`.
    pub kind: String,
    /// Number of the contract.
    pub contract: String,
    /// Days of the contract.
    pub contract_span: Span,
    /// Days of the commitment, within those.
    pub span: Span,
    /// Day on which it was agreed.
    pub created: NaiveDate,
    /// Day of its last change.
    pub updated: NaiveDate,
    /// Where it is in its life.
    pub status: Lifecycle,
    /// Id of what is sold.
    pub sku: String,
    /// Units per month, used or not.
    pub amount: Amount,
    /// Share that it takes off the list price, 0 to 1; `None` = a price is unknown, or above the list.
    pub discount: Option<Decimal>,
    /// How it is paid.
    pub payment: Payment,
    /// Currency of the contract, as `USD`.
    pub currency: String,
}

/// Where a commitment is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifecycle {
    /// Agreed, not begun.
    Pending,
    /// In force.
    Active,
    /// Over.
    Expired,
}

impl Lifecycle {
    /// The word of FOCUS.
    pub fn as_str(self) -> &'static str {
        match self {
            Lifecycle::Pending => "Pending",
            Lifecycle::Active => "Active",
            Lifecycle::Expired => "Expired",
        }
    }
}

/// How a commitment is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payment {
    /// Each year in advance.
    YearlyUpfront,
    /// Month by month.
    Monthly,
}

impl Payment {
    /// Payment model and interval, in the words of FOCUS.
    pub fn words(self) -> [&'static str; 2] {
        match self {
            Payment::YearlyUpfront => ["All Upfront", "Annual"],
            Payment::Monthly => ["No Upfront", "Monthly"],
        }
    }
}

/// How much of a commitment of the contract a row of Cost and Usage is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Number of the contract.
    pub contract: String,
    /// Id of the commitment.
    pub commitment: String,
    /// How much of it, in its unit.
    pub amount: Amount,
}

/// As JSON: one element, a quantity and its unit.
pub(super) fn applied(own: &Applied) -> Value<'static> {
    Value::Text(Cow::Owned(format!(
        "{{\"Elements\": [{{\"ContractId\": {}, \"ContractCommitmentId\": {}, \
         \"ContractCommitmentAppliedQuantity\": {}, \"ContractCommitmentAppliedUnit\": {}}}]}}",
        quoted(&own.contract),
        quoted(&own.commitment),
        plain(own.amount.quantity),
        quoted(&own.amount.unit)
    )))
}

/// What it holds for, as JSON: one SkuId.
fn applicability(sku: &str) -> Value<'static> {
    Value::Text(Cow::Owned(format!(
        "{{\"InclusionOperator\": \"And\", \"Inclusions\": [{{\"Dimension\": \"SkuId\", \"Operator\": \"In\", \"Values\": [{}]}}]}}",
        quoted(sku)
    )))
}

/// Its length, in whole months where it has them: `12 Months`, `45 Days`.
fn duration(span: Span) -> Value<'static> {
    let months = (1..=1_200).find(|months| span.from.checked_add_months(chrono::Months::new(*months)) == Some(span.to));
    let (count, unit) = match months {
        Some(months) => (i64::from(months), "Month"),
        None => ((span.to - span.from).num_days(), "Day"),
    };
    Value::Text(Cow::Owned(format!("{count} {unit}{}", if count == 1 { "" } else { "s" })))
}

columns! {
    /// Every column of Contract Commitment, which 1.4 has beside Cost and Usage.
    CONTRACT_COMMITMENT_COLUMNS of ContractCommitment:
    BillingCurrency: Text, |row| text(&row.currency), "`currency` of the contract";
    ContractCommitmentApplicability: Text, |row| applicability(&row.sku), "the SkuId of the line's product, as JSON";
    ContractCommitmentBenefitCategory: Text, |_| text("Discount"), "always `Discount`: committed units have their own price";
    ContractCommitmentCategory: Text, |_| text("Usage"), "always `Usage`: units are committed, no sum";
    ContractCommitmentCost: Decimal, |_| Value::Null, "null: no sum is committed";
    ContractCommitmentCreated: Instant, |row| Value::Instant(midnight(row.created)),
        "`signed` of the contract, also of what an amendment brought: when that was signed nobody says";
    ContractCommitmentDescription: Text, |row| text(&row.description), "units, product, and the amendment's name";
    ContractCommitmentDiscountPercentage: Decimal, |row| number(row.discount),
        "share off the list price, 0 to 1, to 6 decimals; null where a price is unknown or above the list";
    ContractCommitmentDurationType: Text, |row| duration(row.span), "length of the commitment's period: `12 Months`, else `45 Days`";
    ContractCommitmentFulfillmentInterval: Text, |_| text("Monthly"), "always `Monthly`: units that a month does not use are lost";
    ContractCommitmentId: Text, |row| text(&row.id), "`number` of the contract, product, first day of the line: the same every period";
    ContractCommitmentLastUpdated: Instant, |row| Value::Instant(midnight(row.updated)),
        "first day of the product's latest amendment that holds by as-of, else `signed`";
    ContractCommitmentLifecycleStatus: Text, |row| text(row.status.as_str()), "`Pending`, `Active` or `Expired` at as-of";
    ContractCommitmentModel: Text, |_| text("Continuous"), "always `Continuous`";
    ContractCommitmentOfferCategory: Text, |_| text("Negotiated"), "always `Negotiated`";
    ContractCommitmentPaymentInterval: Text, |row| text(row.payment.words()[1]), "`Annual` where a year is paid in advance, else `Monthly`";
    ContractCommitmentPaymentModel: Text, |row| text(row.payment.words()[0]), "`All Upfront` where a year is paid in advance, else `No Upfront`";
    ContractCommitmentPeriodEnd: Instant, |row| Value::Instant(midnight(row.span.to)), "day after the line's last, else the contract's, midnight UTC";
    ContractCommitmentPeriodStart: Instant, |row| Value::Instant(midnight(row.span.from)), "first day of the line, else of the contract, midnight UTC";
    ContractCommitmentQuantity: Decimal, |row| Value::Decimal(row.amount.quantity), "`quantity` of the line, or what an amendment adds: units per month";
    ContractCommitmentType: Text, |row| text(&row.kind), "`subscription` of the contract, as CommitmentDiscountType";
    ContractCommitmentUnit: Text, |row| text(&row.amount.unit), "as ConsumedUnit";
    ContractId: Text, |row| text(&row.contract), "`number` of the contract";
    ContractPeriodEnd: Instant, |row| Value::Instant(midnight(row.contract_span.to)), "day after `end` of the contract, midnight UTC";
    ContractPeriodStart: Instant, |row| Value::Instant(midnight(row.contract_span.from)), "`start` of the contract, midnight UTC";
    InvoiceIssuerName: Text, |_| text(PROVIDER), "always `Genesys`";
    ServiceProviderName: Text, |_| text(PROVIDER), "always `Genesys`";
}
