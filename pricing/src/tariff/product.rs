//! One product of a tariff: its prices, and the amounts that follow for a quantity.

use rust_decimal::Decimal;

use super::price::{Commitment, Ladder, PriceChange};
use crate::book::{PriceEntry, ProductKind, SeatModel};
use crate::feature::FeatureSet;
use crate::money::Currency;
use crate::rate::Fraction;

/// Dense index of a product in one tariff, in row order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProductIx(pub u16);

impl ProductIx {
    /// As an index into an array with one place per product.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// What a quantity of a product counts, and what its unit price is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Seats; price per seat and month.
    Seat,
    /// Devices; price per device and month.
    Device,
    /// Whole hours logged in of the organization, rounded up once per period; price per hour.
    Hour,
    /// Milliseconds of interaction time; price and commitment per hour.
    Millisecond,
    /// AI tokens; price per token.
    Token,
}

impl Unit {
    /// So many counted units cost one unit price.
    pub fn per_price(self) -> u64 {
        match self {
            Unit::Millisecond => 3_600_000,
            Unit::Seat | Unit::Device | Unit::Hour | Unit::Token => 1,
        }
    }

    /// The unit that is counted, as `seats`.
    pub fn as_str(self) -> &'static str {
        match self {
            Unit::Seat => "seats",
            Unit::Device => "devices",
            Unit::Hour => "hours",
            Unit::Millisecond => "ms of interaction",
            Unit::Token => "tokens",
        }
    }

    /// The unit that a price is for, as `seat`.
    pub fn priced_by(self) -> &'static str {
        match self {
            Unit::Seat => "seat",
            Unit::Device => "device",
            Unit::Hour | Unit::Millisecond => "hour",
            Unit::Token => "token",
        }
    }
}

/// Where a contracted price comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContractedSource {
    /// `[[line]]` of the contract.
    Line,
    /// `[[price]]` of the contract.
    Price,
    /// The list price.
    List,
    /// The list price less the contract's discount.
    Discount,
    /// No money: billed in AI tokens.
    Tokens,
    /// Nobody says.
    Unknown,
}

/// One product with its prices, all per unit and month, in the tariff's currency. `None` = unknown, never 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TariffProduct {
    /// Its index.
    pub ix: ProductIx,
    /// Id in the price book, else the license id.
    pub id: String,
    /// Name as Genesys has it, else the license id.
    pub name: String,
    /// What sort of thing it is.
    pub kind: ProductKind,
    /// Rank among the bases, higher = more; `None` for everything that is no base.
    pub rank: Option<u32>,
    /// A base for the contact center?
    pub is_cx: bool,
    /// Features that it covers.
    pub covers: FeatureSet,
    /// Bases that it can stand on. Empty = billed on its own.
    pub stands_on: Vec<ProductIx>,
    /// Add-ons that hide it where they are billed.
    pub hidden_by: Vec<ProductIx>,
    /// How it is counted in this organization.
    pub model: SeatModel,
    /// What its quantities count.
    pub unit: Unit,
    /// Units per period that are not charged.
    pub free_units: u64,
    /// Do the hours of people who are billed by interaction time count against it?
    pub bills_hours: bool,
    /// AI tokens that one seat costs per month instead of money; `None` where it has a price.
    pub seat_tokens: Option<Decimal>,
    /// AI tokens that one billed seat brings per month; 0 for most.
    pub brings_tokens: Decimal,
    /// List price.
    pub list: Option<Decimal>,
    /// The entry of the price book behind `list`: source, status and date. `None` where there is no list price, or no money.
    pub list_entry: Option<PriceEntry>,
    /// Does an annual list price stand in for a month-to-month one that is not published?
    pub list_stands_in: bool,
    /// Contracted price: of the line, else of the price entry, else list; of discount steps the one of what is committed.
    pub contracted: Option<Decimal>,
    /// The contracted price by volume.
    pub ladder: Option<Ladder>,
    /// What led from the first price to the contracted one, in order.
    pub price_changes: Vec<PriceChange>,
    /// Where `contracted` comes from.
    pub contracted_source: ContractedSource,
    /// Price beyond the commitment: the line's, else the contracted price; `None` where the contracted price is unknown.
    pub overage: Option<Decimal>,
    /// Does the line name a price beyond the commitment? Else what goes beyond climbs the ladder.
    pub overage_is_agreed: bool,
    /// Units committed per month on the tariff's date; 0 outside the contract.
    pub committed: u64,
    /// What is committed, one part per line and amendment.
    pub commitments: Vec<Commitment>,
    /// Price per hour of interaction of people who are billed by the hour; `None` = not agreed.
    pub hourly: Option<Decimal>,
    /// What one unit costs in an offer, exact: contracted; tokens × token price where it is billed in tokens.
    pub offer_price: Option<Decimal>,
    /// The same at list prices.
    pub offer_list: Option<Decimal>,
}

/// The amounts of one quantity, each rounded once; `None` = price unknown, at quantity 0 too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Amounts {
    pub(crate) list: Option<Decimal>,
    pub(crate) contracted: Option<Decimal>,
    pub(crate) commitment: Option<Decimal>,
    pub(crate) overage: Option<Decimal>,
}

impl TariffProduct {
    /// Units of a quantity that are charged: all but the free ones.
    pub fn charged(&self, quantity: u64) -> u64 {
        quantity.saturating_sub(self.free_units)
    }

    /// Charged units beyond the commitment.
    pub fn beyond_commitment(&self, quantity: u64) -> u64 {
        self.charged(quantity).saturating_sub(self.committed_in_counted_units())
    }

    /// Is it billed in AI tokens, so that its row has no money?
    pub fn is_billed_in_tokens(&self) -> bool {
        self.contracted_source == ContractedSource::Tokens
    }

    /// Interaction time × price per hour, rounded; `None` = no price per hour is agreed.
    pub(crate) fn hours_amount(&self, interacting_ms: u64, currency: Currency) -> Option<Decimal> {
        let hours = Fraction::ratio(Decimal::from(interacting_ms), Unit::Millisecond.per_price());
        self.hourly.map(|price| hours.priced(price, Decimal::ZERO, currency))
    }

    /// Commitment and overage of a quantity; `None` where a price is unknown.
    pub(crate) fn billed(&self, quantity: u64, currency: Currency) -> Option<Decimal> {
        Some(self.commitment_amount(currency)? + self.overage_amount(quantity, currency)?)
    }

    /// Every amount of a quantity.
    pub(crate) fn amounts(&self, quantity: u64, currency: Currency) -> Amounts {
        let charged = self.charged(quantity);
        Amounts {
            list: self.list.map(|price| self.amount(charged, price, currency)),
            contracted: self.contracted_amount(charged, currency),
            commitment: self.commitment_amount(currency),
            overage: self.overage_amount(quantity, currency),
        }
    }

    /// Each part of the commitment with its amount, rounded; `None` = price unknown.
    pub(crate) fn commitment_parts(&self, currency: Currency) -> impl Iterator<Item = (&Commitment, Option<Decimal>)> {
        self.commitments.iter().map(move |part| (part, part.cost.map(|cost| currency.round(cost))))
    }

    /// Parts are rounded one by one: an invoice has a line for each.
    pub(crate) fn commitment_amount(&self, currency: Currency) -> Option<Decimal> {
        self.contracted?;
        self.commitment_parts(currency)
            .map(|(_, amount)| amount)
            .try_fold(currency.round(Decimal::ZERO), |sum, amount| Some(sum + amount?))
    }

    fn contracted_amount(&self, charged: u64, currency: Currency) -> Option<Decimal> {
        let ladder = self.ladder.as_ref()?;
        let volume = if self.committed > 0 { self.committed_in_counted_units() } else { charged };
        Some(self.rounded(ladder.cost(0, charged, volume, self.unit.per_price()), currency))
    }

    fn overage_amount(&self, quantity: u64, currency: Currency) -> Option<Decimal> {
        let overage = self.overage?;
        let beyond = self.beyond_commitment(quantity);
        match &self.ladder {
            Some(ladder) if !self.overage_is_agreed && ladder.has_steps() => {
                let charged = self.charged(quantity);
                let committed = self.committed_in_counted_units();
                let volume = if committed > 0 { committed } else { charged };
                let cost = ladder.cost(committed, committed.saturating_add(beyond), volume, self.unit.per_price());
                Some(self.rounded(cost, currency))
            }
            _ => Some(self.amount(beyond, overage, currency)),
        }
    }

    fn committed_in_counted_units(&self) -> u64 {
        self.committed.saturating_mul(self.unit.per_price())
    }

    /// Invariant: a price has at most 9 digits before the point and a quantity at most 20, so the product is exact to the
    /// minor unit and below the 7.9 · 10²⁸ that a decimal holds.
    fn amount(&self, units: u64, price: Decimal, currency: Currency) -> Decimal {
        self.rounded(Decimal::from(units) * price, currency)
    }

    /// A cost of counted units, in prices of priced units, rounded.
    fn rounded(&self, whole: Decimal, currency: Currency) -> Decimal {
        match self.unit.per_price() {
            1 => currency.round(whole),
            per_price => currency.round(whole / Decimal::from(per_price)),
        }
    }
}
