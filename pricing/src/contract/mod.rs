//! The contract: what an organization agreed to, as its `contract.toml` says.
//!
//! Reading keeps to the text: which price a product has in the end is [`crate::tariff`]'s matter, what a period bills
//! [`crate::bill`]'s. Amounts are exact decimals in quotes; nothing is converted or guessed.

mod amendment;
mod check;
mod commitment;
mod entry;
pub(crate) mod read;
mod read_entry;
pub(crate) mod read_more;
mod renewal;
mod schema;
mod template;
mod variant;
mod write;

use std::fmt;

use chrono::NaiveDate;
use rust_decimal::Decimal;

pub use entry::{FairUseRate, Line, Price, PriceTerms, Span, Step, StepChange};
pub use renewal::NoRenewal;
pub(crate) use schema::contract_properties;
pub use schema::contract_schema;
pub use template::TEMPLATE;
pub use write::ContractComments;

use crate::book::{PriceBook, SeatModel};
use crate::money::{Currency, ExchangeRates};
use crate::period::AnchorDay;
use crate::problem::{Notice, Problems};

/// How seats are counted and priced; the same as the price book's [`SeatModel`].
pub type Model = SeatModel;

/// How the commitment is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subscription {
    /// A year's commitment, paid in advance; counts with its monthly equivalent.
    AnnualPrepay,
    /// A year's commitment, paid monthly.
    AnnualMonthly,
    /// No commitment; everything at overage prices.
    MonthToMonth,
}

/// Which named people count where no billable-usage report says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SeatCounting {
    /// Whoever held a license in the period and is active, or had a sign in it.
    Assigned,
    /// Whoever held a license in the period and had a sign in it.
    LoggedIn,
}

/// How the 30-minute rule of the concurrent peak is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConcurrencyReading {
    /// Time with at least so many present.
    AtOrAbove,
    /// Time with exactly so many present.
    Exactly,
}

/// What a ramp does to charges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RampBilling {
    /// No seat is charged, as Genesys says today (<https://help.mypurecloud.com/faq_categories/pricing-billing/>).
    NotCharged,
    /// What is used is charged, without commitment, as it used to be
    /// (<https://help.mypurecloud.com/articles/billing-faqs/>).
    ActualUse,
}

/// How discount steps by volume apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VolumeSteps {
    /// The price of the step that the volume reaches holds for every unit.
    AllUnits,
    /// Each unit has the price of the step that it is in.
    Graduated,
}

/// What an organization agreed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    /// Name of the organization; `None` = not said.
    pub organization: Option<String>,
    /// Number that the contract has on paper; `None` = not said.
    pub number: Option<String>,
    /// Day on which it was signed, on or before `start`; `None` = not said.
    pub signed: Option<NaiveDate>,
    /// Currency of every amount in the contract and of everything computed from it.
    pub currency: Currency,
    /// How seats are counted and priced.
    pub model: Model,
    /// How the commitment is paid.
    pub subscription: Subscription,
    /// First day, inclusive; `None` = open.
    pub start: Option<NaiveDate>,
    /// Last day, inclusive; `None` = open.
    pub end: Option<NaiveDate>,
    /// Day of the month on which a billing period starts.
    pub period_anchor_day: AnchorDay,
    /// Which named people count.
    pub seat_counting: SeatCounting,
    /// How the 30-minute rule is read.
    pub concurrency_reading: ConcurrencyReading,
    /// Days before `end` by which a change must be announced; `None` = not said.
    pub renewal_notice_days: Option<u32>,
    /// Most that prices rise at renewal, in percent; `None` = not said.
    pub uplift_cap_percent: Option<Decimal>,
    /// Last day of the ramp, inclusive; no seat is charged in a period that ends by then. `None` = no ramp.
    pub ramp_until: Option<NaiveDate>,
    /// What a ramp does to charges.
    pub ramp_billing: RampBilling,
    /// Discount off the list price of whatever has no price here, in percent; `None` = none.
    pub discount_percent: Option<Decimal>,
    /// How discount steps apply.
    pub volume_steps: VolumeSteps,
    /// Least that a period bills in all; `None` = no minimum.
    pub minimum_monthly_amount: Option<Decimal>,
    /// What prices rise by at renewal, in percent; `None` = not agreed.
    pub uplift_percent: Option<Decimal>,
    /// What prices rose by when this contract renewed another, in percent; `None` = it is the first one.
    pub uplift_applied: Option<Decimal>,
    /// What is committed, in the order of the text, amendments after the lines: of one product at most one line at a time
    /// that is not [`Line::added`].
    pub lines: Vec<Line>,
    /// Prices without commitment, at most one per product at a time, in the order of the text.
    pub prices: Vec<Price>,
    /// Prices beyond fair-use pools, at most one per resource, in the order of the text.
    pub fair_use: Vec<FairUseRate>,
    /// Dated exchange rates.
    pub exchange_rates: ExchangeRates,
}

impl Contract {
    /// No contract: no commitment, list prices in USD, named seats, calendar months, month-to-month.
    pub fn none() -> Contract {
        Contract {
            organization: None,
            number: None,
            signed: None,
            currency: Currency::USD,
            model: Model::Named,
            subscription: Subscription::MonthToMonth,
            start: None,
            end: None,
            period_anchor_day: AnchorDay::FIRST,
            seat_counting: SeatCounting::Assigned,
            concurrency_reading: ConcurrencyReading::AtOrAbove,
            renewal_notice_days: None,
            uplift_cap_percent: None,
            ramp_until: None,
            ramp_billing: RampBilling::NotCharged,
            discount_percent: None,
            volume_steps: VolumeSteps::AllUnits,
            minimum_monthly_amount: None,
            uplift_percent: None,
            uplift_applied: None,
            lines: Vec::new(),
            prices: Vec::new(),
            fair_use: Vec::new(),
            exchange_rates: ExchangeRates::default(),
        }
    }

    /// Reads a contract; `file` is its name in messages. A license id instead of a product id is understood.
    ///
    /// Notices: a product that the price book does not know, a price that a line overrules.
    ///
    /// # Errors
    /// Every mistake with line, column and path.
    pub fn parse(text: &str, file: &str, book: &PriceBook) -> Result<(Contract, Vec<Notice>), Problems> {
        read::read(text, file, book)
    }

    /// The line whose terms hold for a product on a day: the one in force, units that were added aside.
    ///
    /// Outside the contract, where nothing is committed, prices go on: those of the line that began last before the day,
    /// else of the first one.
    pub fn line(&self, product: &str, on: NaiveDate) -> Option<&Line> {
        let own = || self.lines.iter().filter(|line| line.product == product);
        let in_force = |line: &&Line| line.span.contains(on);
        own().filter(|line| !line.added).find(in_force).or_else(|| own().find(in_force)).or_else(|| {
            let begun = own().filter(|line| !line.added && line.span.has_begun_by(on));
            let nearest = begun.max_by_key(|line| line.span.from).or_else(|| own().find(|line| !line.added));
            nearest.filter(|_| !self.is_in_force_on(on))
        })
    }

    /// What is committed of a product on a day: the line in force, then the units added to it, in the order of the text.
    /// Nothing outside the contract.
    pub fn commitments<'c>(&'c self, product: &'c str, on: NaiveDate) -> impl Iterator<Item = &'c Line> {
        let in_force = self.is_in_force_on(on);
        let own = move |added: bool| {
            self.lines.iter().filter(move |line| {
                in_force && line.product == product && line.added == added && line.span.contains(on)
            })
        };
        own(false).chain(own(true))
    }

    /// The price without commitment of a product on a day.
    pub fn price(&self, product: &str, on: NaiveDate) -> Option<&Price> {
        self.prices.iter().find(|price| price.product == product && price.span.contains(on))
    }

    /// The price of a unit beyond a fair-use pool, by id of the resource.
    pub fn fair_use_price(&self, resource: &str) -> Option<Decimal> {
        self.fair_use.iter().find(|rate| rate.resource == resource).map(|rate| rate.unit_price)
    }

    /// Is the contract in force on this day, both ends inclusive?
    pub fn is_in_force_on(&self, day: NaiveDate) -> bool {
        self.start.is_none_or(|start| start <= day) && self.end.is_none_or(|end| day <= end)
    }
}

impl Subscription {
    /// As in `contract.toml`: `annual-prepay`, `annual-monthly`, `month-to-month`.
    pub fn as_str(self) -> &'static str {
        match self {
            Subscription::AnnualPrepay => "annual-prepay",
            Subscription::AnnualMonthly => "annual-monthly",
            Subscription::MonthToMonth => "month-to-month",
        }
    }
}

impl fmt::Display for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_terms;
