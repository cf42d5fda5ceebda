//! What the contract makes of a product: its price, what is committed, prices beyond the commitment and by the hour.

use rust_decimal::Decimal;

use super::ContractedSource;
use super::build::Builder;
use super::price::{self, Commitment, Ladder, PriceChange, PriceContext};
use crate::book::Product;
use crate::contract::PriceTerms;

/// The product whose price is that of an hour of interaction, whatever base the person holds.
const HOURLY_PRODUCT: &str = "hourly-interacting";

/// What the contract makes of a product's price.
pub(super) struct Contracted {
    pub(super) ladder: Option<Ladder>,
    /// Price at what is committed; `None` = unknown.
    pub(super) price: Option<Decimal>,
    pub(super) source: ContractedSource,
    pub(super) changes: Vec<PriceChange>,
}

impl Contracted {
    pub(super) fn flat(price: Option<Decimal>, source: ContractedSource) -> Contracted {
        Contracted { ladder: price.map(Ladder::flat), price, source, changes: Vec::new() }
    }
}

impl Builder<'_> {
    /// The line's price, else the price entry's, else the list price; discounts of the one that says something.
    pub(super) fn contracted(&self, id: &str, list: Option<Decimal>) -> Contracted {
        let line = self.contract.line(id, self.on).map(|line| &line.terms);
        let price = self.contract.price(id, self.on).map(|price| &price.terms);
        let own = [(line, ContractedSource::Line), (price, ContractedSource::Price)];
        let says = own.into_iter().find_map(|(terms, source)| Some((terms.filter(|t| t.says_something())?, source)));
        match says {
            Some((terms, source)) => {
                // A discount without a price is off the price entry's, else off the list.
                let from = terms.unit_price.or_else(|| self.exchanged_price(price)).or(list);
                match from.and_then(|first| price::contracted(terms, first, self.committed(id).max(1), &self.context()))
                {
                    Some((ladder, changes)) => {
                        let price = Some(ladder.at(self.committed(id).max(1)));
                        Contracted { ladder: Some(ladder), price, source, changes }
                    }
                    None => Contracted::flat(None, ContractedSource::Unknown),
                }
            }
            None => self.listed(list),
        }
    }

    fn exchanged_price(&self, price: Option<&PriceTerms>) -> Option<Decimal> {
        let terms = price?;
        self.context().exchanged(terms.unit_price?, terms.currency)
    }

    /// The list price, less the contract's discount; what is free stays as it is.
    fn listed(&self, list: Option<Decimal>) -> Contracted {
        let discount = self.contract.discount_percent.filter(|percent| !percent.is_zero());
        match (list, discount.filter(|_| self.in_force)) {
            (Some(list), Some(percent)) if !list.is_zero() => Contracted {
                changes: vec![PriceChange::Discount { percent }],
                ..Contracted::flat(Some(price::less(list, percent)), ContractedSource::Discount)
            },
            (Some(list), _) => Contracted::flat(Some(list), ContractedSource::List),
            (None, _) => Contracted::flat(None, ContractedSource::Unknown),
        }
    }

    fn context(&self) -> PriceContext<'_> {
        PriceContext {
            currency: self.contract.currency,
            rates: &self.contract.exchange_rates,
            on: self.on,
            volume_steps: self.contract.volume_steps,
            uplift: self.contract.uplift_applied,
        }
    }

    pub(super) fn agreed_overage(&self, id: &str) -> Option<Decimal> {
        let line = self.contract.line(id, self.on)?;
        self.context().exchanged(line.overage_price?, line.terms.currency)
    }

    /// Without a contracted price nothing of the product is known well enough to be billed, so no part of it is.
    pub(super) fn overage(&self, id: &str, contracted: Option<Decimal>) -> Option<Decimal> {
        let contracted = contracted?;
        Some(self.agreed_overage(id).unwrap_or(contracted))
    }

    pub(super) fn committed(&self, id: &str) -> u64 {
        self.contract.commitments(id, self.on).map(|line| line.quantity).fold(0, u64::saturating_add)
    }

    /// Each part at its price: the line's, else, for units that were added without a price, the next ones on its ladder.
    pub(super) fn commitments(&self, id: &str, ladder: Option<&Ladder>) -> Vec<Commitment> {
        let total = self.committed(id);
        let mut climbed = 0_u64;
        let mut parts = Vec::new();
        for line in self.contract.commitments(id, self.on).filter(|line| line.quantity > 0) {
            let units = Decimal::from(line.quantity);
            let (unit_price, cost) = match line.terms.unit_price.filter(|_| line.added) {
                Some(own) => {
                    let price = self.context().exchanged(own, line.terms.currency);
                    (price, price.map(|price| price * units))
                }
                None => {
                    let to = climbed.saturating_add(line.quantity);
                    let cost = ladder.map(|ladder| ladder.cost(climbed, to, total, 1));
                    climbed = to;
                    let flat = ladder.filter(|ladder| !ladder.has_steps()).map(|ladder| ladder.at(total));
                    (flat.or_else(|| cost.map(|cost| cost / units)), cost)
                }
            };
            let place = self.contract.lines.iter().position(|other| std::ptr::eq(other, line)).unwrap_or(0);
            let amendment = line.amendment.clone();
            parts.push(Commitment { line: place, units: line.quantity, unit_price, cost, amendment });
        }
        parts
    }

    /// The price per hour: of the line, else of the price entry; a base without one has that of `hourly-interacting`.
    pub(super) fn hourly(&self, product: &Product) -> Option<Decimal> {
        if !product.bills_hours {
            return None;
        }
        let line = self.contract.line(&product.id, self.on).map(|line| &line.terms);
        let price = self.contract.price(&product.id, self.on).map(|price| &price.terms);
        let own = |terms: &PriceTerms| self.context().exchanged(terms.hourly_price?, terms.currency);
        let agreed = line.and_then(own).or_else(|| price.and_then(own));
        agreed.or_else(|| self.contracted(HOURLY_PRODUCT, None).price.filter(|_| product.is_cx))
    }
}
