//! What one unit of a product costs under the contract, and what is committed of it.

use rust_decimal::{Decimal, RoundingStrategy};

use super::catalog::{is_pooled, list_price};
use super::org::{Contract, Line};
use super::time::{DAY, MINUTE, Micros, midnight};

/// The contract as it stands at one instant.
#[derive(Debug, Clone, Copy)]
pub struct Prices<'a> {
    contract: &'a Contract,
    /// Does the contract run at that instant?
    pub in_term: bool,
}

impl<'a> Prices<'a> {
    pub fn new(contract: &'a Contract, as_of: Micros) -> Prices<'a> {
        let started = contract.start.is_none_or(|day| midnight(day) <= as_of);
        let ended = contract.end.is_some_and(|day| midnight(day) + DAY <= as_of);
        Prices { contract, in_term: started && !ended }
    }

    /// Units paid whether used or not.
    pub fn committed(&self, product: &str) -> i64 {
        if self.in_term { self.line(product).map_or(0, |line| line.quantity) } else { 0 }
    }

    /// List price of a unit, as the seat bill has it: Copilot by tokens costs no seat money.
    pub fn list(&self, product: &str) -> Option<Decimal> {
        if self.is_by_tokens(product) { Some(Decimal::ZERO) } else { self.offer_list(product) }
    }

    /// Contracted price of a unit, as the seat bill has it.
    pub fn contracted(&self, product: &str) -> Option<Decimal> {
        if self.is_by_tokens(product) { Some(Decimal::ZERO) } else { self.offer_price(product) }
    }

    /// Price of a unit beyond the commitment.
    pub fn overage(&self, product: &str) -> Option<Decimal> {
        self.line(product).and_then(|line| line.overage_price).or_else(|| self.contracted(product))
    }

    /// List price of a unit where offers are compared.
    pub fn offer_list(&self, product: &str) -> Option<Decimal> {
        let contract = self.contract;
        if product == "copilot" {
            let token = list_price("ai-tokens", contract)?;
            return Some(token * self.copilot_tokens());
        }
        list_price(product, contract)
    }

    /// Contracted price of a unit where offers are compared.
    pub fn offer_price(&self, product: &str) -> Option<Decimal> {
        if self.is_by_tokens(product) {
            return Some(self.offer_price("ai-tokens")? * self.copilot_tokens());
        }
        self.agreed(product).or_else(|| self.offer_list(product))
    }

    /// Is the product metered in tokens and not sold as a seat?
    pub fn is_by_tokens(&self, product: &str) -> bool {
        product == "copilot" && self.agreed(product).is_none()
    }

    /// Products with a line, whatever its quantity.
    pub fn lines(&self) -> impl Iterator<Item = &'a Line> {
        self.contract.lines.iter()
    }

    /// What one person takes of the price of a product: the hours logged in where these are billed, else the whole.
    pub fn for_person(&self, product: &str, price: Decimal, logged_in: Option<Micros>) -> Option<Decimal> {
        if self.contract.is_hourly() && is_pooled(product) && !self.is_by_tokens(product) {
            return Some(price * Decimal::from(logged_in?) / Decimal::from(60 * MINUTE));
        }
        Some(price)
    }

    /// May its price be compared with that of another offer? One per month says nothing about one per hour.
    pub fn is_comparable(&self, product: &str) -> bool {
        let by_hour = is_pooled(product) && !self.is_by_tokens(product);
        !self.contract.is_hourly() || by_hour || self.offer_price(product) == Some(Decimal::ZERO)
    }

    fn agreed(&self, product: &str) -> Option<Decimal> {
        let price = || self.contract.prices.iter().find(|(id, _)| id == product).map(|(_, price)| *price);
        self.line(product).map(|line| line.unit_price).or_else(price)
    }

    fn line(&self, product: &str) -> Option<&'a Line> {
        self.contract.lines.iter().find(|line| line.product == product)
    }

    fn copilot_tokens(&self) -> Decimal {
        Decimal::from(if self.contract.is_concurrent() { 60 } else { 40 })
    }

    /// The amount at the currency's minor unit, half away from zero.
    pub fn round(&self, amount: Decimal) -> Decimal {
        amount.round_dp_with_strategy(self.digits(), RoundingStrategy::MidpointAwayFromZero)
    }

    /// The amount as the document has it.
    pub fn print(&self, amount: Decimal) -> String {
        let rounded = self.round(amount);
        let shown = if rounded.is_zero() { Decimal::ZERO } else { rounded };
        format!("{shown:.*}", self.digits() as usize)
    }

    fn digits(&self) -> u32 {
        if self.contract.currency() == "JPY" { 0 } else { 2 }
    }
}

/// How many of `n` units cost money: the first wallboard is free.
pub fn charged(product: &str, n: i64) -> i64 {
    if product == "wallboard" { (n - 1).max(0) } else { n }
}
