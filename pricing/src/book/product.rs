//! A product: what it covers, where it can stand, under which names it appears.

use rust_decimal::Decimal;

use super::price::SeatModel;
use crate::feature::FeatureSet;

/// What sort of thing a product is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProductKind {
    /// A base license; one per person is billed, the highest held.
    Base,
    /// Stands on a base.
    AddOn,
    /// A device, as a wallboard.
    Device,
    /// An integration into a CRM; billed on its own.
    Crm,
    /// Another way to bill a person instead of a seat, by time.
    Model,
    /// Metered; no seat, no row of its own in a seat bill.
    Usage,
    /// A license that no price book knows; occurs in tariffs only.
    Unknown,
}

/// A value that differs between named and concurrent organizations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PerModel<T> {
    /// For a named seat.
    pub named: T,
    /// For a concurrent seat.
    pub concurrent: T,
}

impl<T> PerModel<T> {
    /// The value for a seat model, borrowed; hourly seats count as named.
    pub fn of_ref(&self, model: SeatModel) -> &T {
        match model {
            SeatModel::Concurrent => &self.concurrent,
            SeatModel::Named | SeatModel::HourlyLoggedIn => &self.named,
        }
    }
}

impl<T: Copy> PerModel<T> {
    /// The value for a seat model; hourly seats count as named, as nothing else is published for them.
    pub fn of(&self, model: SeatModel) -> T {
        *self.of_ref(model)
    }
}

/// Something for sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// Id in the price book, as `cx3`.
    pub id: String,
    /// Name as Genesys has it, as `Genesys Cloud CX 3`.
    pub name: String,
    /// What sort of thing it is.
    pub kind: ProductKind,
    /// Rank among the bases, higher = more; `None` for everything that is no base.
    pub rank: Option<u32>,
    /// A base for the contact center? False for communicate and collaborate, and for everything that is no base.
    pub is_cx: bool,
    /// Features that it covers.
    pub covers: FeatureSet,
    /// Ids of the bases that it can stand on. Empty for bases, and for what is billed on its own.
    pub stands_on: Vec<String>,
    /// Ids of the add-ons that hide it: where one of them is billed, this one is assigned but not billed.
    pub hidden_by: Vec<String>,
    /// License ids that stand for it, case-sensitive; its own id always does and is not listed.
    pub license_ids: Vec<String>,
    /// Names of its charges in billing data; its own name always is one and is not listed.
    pub charge_names: Vec<String>,
    /// Units per organization and period that are not charged: 1 wallboard.
    pub free_units: u64,
    /// AI tokens that one seat costs per month instead of money: 40 named, 60 concurrent for Copilot. `None` = has a price.
    pub seat_tokens: Option<PerModel<Decimal>>,
    /// AI tokens that one billed seat brings per month: 30 named, 39 concurrent for CX 4. `None` = none.
    pub brings_tokens: Option<PerModel<Decimal>>,
    /// Do the hours of people who are billed by interaction time count against it?
    pub bills_hours: bool,
    /// What is to be known about its price, as a published range that is no price. `None` = nothing.
    pub note: Option<String>,
    /// Where the facts come from: an address, or `guide`.
    pub source: String,
}

impl Product {
    /// Is it counted concurrently in a concurrent organization? Contact-center bases and add-ons are; everything else
    /// stays named.
    pub fn can_be_concurrent(&self) -> bool {
        self.is_cx || self.kind == ProductKind::AddOn
    }
}
