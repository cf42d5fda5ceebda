//! From a [`Contract`] back to the text of `contract.toml`, with comments: what is read back is the same contract.
//!
//! Keys at their default are left out. What is replaced by an amendment is written as lines with days, so that only the names
//! of such amendments become comments; units that an amendment adds stay an amendment.

use std::fmt::Write as _;

use rust_decimal::Decimal;
use toml::Value;

use super::entry::{Line, Price, PriceTerms, Span, StepChange};
use super::read::{COUNTINGS, MODELS, RAMPS, READINGS, STEPS};
use super::{Contract, Subscription};
use crate::money::Currency;

/// Comments beside what a contract says, each a text of one or several lines; where nothing is to be said, nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContractComments {
    /// At the top.
    pub head: String,
    /// Above each of [`Contract::lines`], in their order.
    pub lines: Vec<String>,
    /// Above each of [`Contract::prices`], in their order.
    pub prices: Vec<String>,
    /// At the end.
    pub tail: String,
}

impl Contract {
    /// The text of a `contract.toml` that [`Contract::parse`] reads back to this contract. An uplift that was applied at a
    /// renewal is not in it: prices are raised already.
    ///
    /// `None` = an amendment added units that end on another day than the line that they were added to, because a later
    /// amendment replaced them: such units have no entry of their own in a contract.
    pub fn to_toml(&self, comments: &ContractComments) -> Option<String> {
        if self.lines.iter().any(|line| line.added && !self.ends_with_its_line(line)) {
            return None;
        }
        let mut text = String::new();
        comment(&mut text, &comments.head);
        head(&mut text, self);
        let beside = |of: &[String], place: usize| of.get(place).cloned().unwrap_or_default();
        for (place, own) in self.lines.iter().enumerate() {
            text.push('\n');
            comment(&mut text, &beside(&comments.lines, place));
            line(&mut text, own);
        }
        for (place, own) in self.prices.iter().enumerate() {
            text.push('\n');
            comment(&mut text, &beside(&comments.prices, place));
            price(&mut text, own);
        }
        for rate in &self.fair_use {
            text.push_str("\n[[fair_use]]\n");
            key(&mut text, "resource", string(&rate.resource));
            key(&mut text, "unit_price", amount(rate.unit_price));
        }
        for rate in self.exchange_rates.as_slice() {
            text.push_str("\n[[exchange_rate]]\n");
            key(&mut text, "from", string(rate.from.code()));
            key(&mut text, "to", string(rate.to.code()));
            key(&mut text, "rate", amount(rate.rate));
            key(&mut text, "since", string(&rate.since.to_string()));
        }
        if !comments.tail.is_empty() {
            text.push('\n');
            comment(&mut text, &comments.tail);
        }
        Some(text)
    }

    /// Do added units end when the line that they are added to does? Without such a line they last as long as the contract.
    fn ends_with_its_line(&self, added: &Line) -> bool {
        let Some(from) = added.span.from else { return false };
        let of_product = self.lines.iter().filter(|line| line.product == added.product && !line.added);
        let own = of_product.filter(|line| line.span.contains(from)).map(|line| line.span.to).next();
        own.flatten() == added.span.to
    }
}

fn head(text: &mut String, contract: &Contract) {
    let default = Contract::none();
    text.push_str("[contract]\n");
    maybe(text, "organization", contract.organization.as_deref().map(string));
    maybe(text, "number", contract.number.as_deref().map(string));
    maybe(text, "signed", contract.signed.map(|day| string(&day.to_string())));
    key(text, "currency", string(contract.currency.code()));
    key(text, "model", word(&MODELS, contract.model));
    key(text, "subscription", string(contract.subscription.as_str()));
    maybe(text, "start", contract.start.map(|day| string(&day.to_string())));
    maybe(text, "end", contract.end.map(|day| string(&day.to_string())));
    key(text, "period_anchor_day", contract.period_anchor_day.get().to_string());
    key(text, "seat_counting", word(&COUNTINGS, contract.seat_counting));
    key(text, "concurrency_reading", word(&READINGS, contract.concurrency_reading));
    maybe(text, "renewal_notice_days", contract.renewal_notice_days.map(|days| days.to_string()));
    maybe(text, "uplift_cap_percent", contract.uplift_cap_percent.map(amount));
    maybe(text, "uplift_percent", contract.uplift_percent.map(amount));
    maybe(text, "ramp_until", contract.ramp_until.map(|day| string(&day.to_string())));
    if contract.ramp_billing != default.ramp_billing {
        key(text, "ramp_billing", word(&RAMPS, contract.ramp_billing));
    }
    if contract.volume_steps != default.volume_steps {
        key(text, "volume_steps", word(&STEPS, contract.volume_steps));
    }
    maybe(text, "discount_percent", contract.discount_percent.map(amount));
    maybe(text, "minimum_monthly_amount", contract.minimum_monthly_amount.map(amount));
}

fn line(text: &mut String, line: &Line) {
    if let (true, Some(effective)) = (line.added, line.span.from) {
        text.push_str("[[amendment]]\n");
        key(text, "effective", string(&effective.to_string()));
        maybe(text, "name", line.amendment.as_deref().map(string));
        text.push_str("[[amendment.line]]\n");
        key(text, "product", string(&line.product));
        key(text, "add", line.quantity.to_string());
        maybe(text, "unit_price", line.terms.unit_price.map(amount));
        maybe(text, "overage_price", line.overage_price.map(amount));
        return;
    }
    if let Some(name) = &line.amendment {
        comment(text, name);
    }
    text.push_str("[[line]]\n");
    key(text, "product", string(&line.product));
    key(text, "quantity", line.quantity.to_string());
    maybe(text, "overage_price", line.overage_price.map(amount));
    terms(text, &line.terms, line.span, "line");
}

fn price(text: &mut String, price: &Price) {
    text.push_str("[[price]]\n");
    key(text, "product", string(&price.product));
    terms(text, &price.terms, price.span, "price");
}

fn terms(text: &mut String, terms: &PriceTerms, span: Span, table: &str) {
    maybe(text, "unit_price", terms.unit_price.map(amount));
    maybe(text, "discount_percent", terms.discount_percent.map(amount));
    maybe(text, "hourly_price", terms.hourly_price.map(amount));
    maybe(text, "currency", terms.currency.map(|currency: Currency| string(currency.code())));
    maybe(text, "from", span.from.map(|day| string(&day.to_string())));
    maybe(text, "to", span.to.map(|day| string(&day.to_string())));
    for step in &terms.steps {
        let _ = writeln!(text, "[[{table}.step]]");
        key(text, "from_units", step.from_units.to_string());
        match step.change {
            StepChange::UnitPrice(price) => key(text, "unit_price", amount(price)),
            StepChange::DiscountPercent(percent) => key(text, "discount_percent", amount(percent)),
        }
    }
}

/// Writing to a string can't fail.
fn key(text: &mut String, key: &str, value: String) {
    let _ = writeln!(text, "{key} = {value}");
}

fn maybe(text: &mut String, name: &str, value: Option<String>) {
    if let Some(value) = value {
        key(text, name, value);
    }
}

/// Every line with `# ` before it; control characters, which no TOML comment may have, are left out.
fn comment(text: &mut String, comment: &str) {
    for line in comment.lines() {
        let line: String = line.chars().filter(|letter| !letter.is_control()).collect();
        let _ = writeln!(text, "{}", format!("# {line}").trim_end());
    }
}

fn string(value: &str) -> String {
    Value::String(value.to_owned()).to_string()
}

fn amount(value: Decimal) -> String {
    string(&value.to_string())
}

fn word<T: PartialEq>(words: &[(&'static str, T)], value: T) -> String {
    // Invariant: the tables that the reader uses have every value.
    let word = words.iter().find(|(_, own)| *own == value).map_or("", |(word, _)| *word);
    string(word)
}

impl Subscription {
    /// Does it commit to anything?
    pub fn commits(self) -> bool {
        self != Subscription::MonthToMonth
    }
}
