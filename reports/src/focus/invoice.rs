//! Invoice Detail: an invoice that was read, a row per line of it.

use std::borrow::Cow;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{
    column::{Column, Kind, PROVIDER, Value, columns, midnight, object, only, text},
    row::Span,
};

/// One row of Invoice Detail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceDetail {
    /// Id of the billing account, as in Cost and Usage.
    pub account: String,
    /// Currency, as `USD`.
    pub currency: String,
    /// The period that is billed.
    pub billing_period: Span,
    /// Place of the line on the invoice, from 1.
    pub line: usize,
    /// The charge, as the invoice words it.
    pub description: String,
    /// What sort of charge.
    pub category: InvoiceCategory,
    /// Product of the price book that the charge names; `None` = none.
    pub sku: Option<String>,
    /// What the invoice asks for it.
    pub billed: Decimal,
    /// The invoice that it stands on.
    pub paper: Paper,
}

/// What an invoice says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Its number.
    pub number: String,
    /// Its date.
    pub date: NaiveDate,
    /// Day by which it is to be paid; `None` = not said.
    pub due: Option<NaiveDate>,
    /// Terms of payment, as `Net 30`; `None` = not said.
    pub terms: Option<String>,
}

/// Sorts of charge that an invoice of seats has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvoiceCategory {
    /// What was used beyond a commitment, or without any.
    Usage,
    /// A commitment is bought.
    Purchase,
    /// A tax.
    Tax,
    /// Money back.
    Credit,
}

impl InvoiceCategory {
    /// The word of FOCUS.
    pub fn as_str(self) -> &'static str {
        match self {
            InvoiceCategory::Usage => "Usage",
            InvoiceCategory::Purchase => "Purchase",
            InvoiceCategory::Tax => "Tax",
            InvoiceCategory::Credit => "Credit",
        }
    }
}

impl InvoiceDetail {
    /// The invoice's number and the place of the line.
    pub fn id(&self) -> String {
        format!("{}/{}", self.paper.number, self.line)
    }
}

columns! {
    /// Every column of Invoice Detail, which 1.4 has beside Cost and Usage.
    INVOICE_DETAIL_COLUMNS of InvoiceDetail:
    BilledCost: Decimal, |row| Value::Decimal(row.billed), "amount of the line as the invoice has it, else quantity × unit price, rounded";
    BillingAccountId: Text, |row| text(&row.account), "as in Cost and Usage";
    BillingCurrency: Text, |row| text(&row.currency), "`currency` of the contract: an invoice in another one is refused";
    BillingPeriodEnd: Instant, |row| Value::Instant(midnight(row.billing_period.to)), "as in Cost and Usage";
    BillingPeriodStart: Instant, |row| Value::Instant(midnight(row.billing_period.from)), "as in Cost and Usage";
    ChargeCategory: Text, |row| text(row.category.as_str()),
        "`Credit` below 0, `Purchase` of a charge with the suffix `– Prepay`, `Tax` by the words tax, VAT, GST, HST or PST, else `Usage`";
    InvoiceDetailCreated: Instant, |row| Value::Instant(midnight(row.paper.date)), "as InvoiceIssueDate";
    InvoiceDetailDescription: Text, |row| text(&row.description), "the charge as the invoice words it";
    InvoiceDetailGrain: Text, |row| row.sku.as_ref().map_or(Value::Null, |id| object(&[("x_SkuId".to_owned(), id.clone())])),
        "id of the product that the charge names, as JSON; null where it names none";
    InvoiceDetailId: Text, |row| Value::Text(Cow::Owned(row.id())), "InvoiceId and the place of the line";
    InvoiceDetailLastUpdated: Instant, |row| Value::Instant(midnight(row.paper.date)), "as InvoiceIssueDate";
    InvoiceId: Text, |row| text(&row.paper.number), "`--invoice-number`";
    InvoiceIssueDate: Instant, |row| Value::Instant(midnight(row.paper.date)), "`--invoice-date`, midnight UTC";
    InvoiceIssueStatus: Text, |_| text("Issued"), "always `Issued`: it has a number and a date";
    InvoiceIssuerName: Text, |_| text(PROVIDER), "always `Genesys`";
    PaymentDueDate: Instant, |row| row.paper.due.map_or(Value::Null, |day| Value::Instant(midnight(day))), "`--payment-due`, midnight UTC; null where it is not given";
    PaymentTerms: Text, |row| text(row.paper.terms.as_deref().unwrap_or("Not stated")), "`--payment-terms`; `Not stated` where they are not given, since FOCUS has no null for them";
    ReferenceInvoiceId: Text, |row| text(&row.paper.number), "as InvoiceId: the invoice corrects none before";
}
