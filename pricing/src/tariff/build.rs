//! Putting book and contract together: order of products, then one price after the other.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::price::{self, Commitment, Ladder, PriceChange, PriceContext};
use super::{ContractedSource, ProductIx, Tariff, TariffProduct, Unit};
use crate::book::{PriceBook, PriceEntry, Product, ProductKind, SeatModel, TOKEN_PRODUCT, Term};
use crate::contract::{Contract, PriceTerms, Subscription};
use crate::feature::FeatureSet;

/// The product whose price is that of an hour of interaction, whatever base the person holds.
const HOURLY_PRODUCT: &str = "hourly-interacting";

/// A price with where it comes from, on the way into a product.
struct Prices {
    list: Option<Decimal>,
    list_entry: Option<PriceEntry>,
    list_stands_in: bool,
    contracted: Contracted,
}

/// What the contract makes of a product's price.
struct Contracted {
    ladder: Option<Ladder>,
    /// Price at what is committed; `None` = unknown.
    price: Option<Decimal>,
    source: ContractedSource,
    changes: Vec<PriceChange>,
}

impl Contracted {
    fn flat(price: Option<Decimal>, source: ContractedSource) -> Contracted {
        Contracted { ladder: price.map(Ladder::flat), price, source, changes: Vec::new() }
    }
}

struct Builder<'a> {
    book: &'a PriceBook,
    contract: &'a Contract,
    on: NaiveDate,
    in_force: bool,
    by_id: HashMap<String, ProductIx>,
}

pub(super) fn build<'a>(
    book: &PriceBook,
    contract: &Contract,
    on: NaiveDate,
    extra_products: impl Iterator<Item = &'a str>,
) -> Tariff {
    let known = known_in_row_order(book);
    let unknown = unknown_ids(book, contract, extra_products);
    let ids = known.iter().map(|product| product.id.as_str()).chain(unknown.iter().map(String::as_str));
    let by_id: HashMap<String, ProductIx> = ids.enumerate().map(|(place, id)| (id.to_owned(), ix_at(place))).collect();

    let builder = Builder { book, contract, on, in_force: contract.is_in_force_on(on), by_id };
    let mut products: Vec<TariffProduct> = known.iter().map(|product| builder.known(product)).collect();
    products.extend(unknown.iter().map(|id| builder.unknown(id)));
    let rows = products.iter().filter(|product| product.kind != ProductKind::Usage).map(|product| product.ix).collect();
    Tariff {
        currency: contract.currency,
        model: contract.model,
        on,
        outside_contract: !builder.in_force,
        ramp_until: contract.ramp_until,
        by_license: by_license(book, &builder.by_id),
        products,
        rows,
        by_id: builder.by_id,
    }
}

fn ix_at(place: usize) -> ProductIx {
    ProductIx(u16::try_from(place).expect("an organization has fewer than 65,536 products"))
}

/// Bases by rank, everything else by id.
fn known_in_row_order(book: &PriceBook) -> Vec<&Product> {
    let mut products: Vec<&Product> = book.products().iter().collect();
    products.sort_by(|a, b| (a.rank.is_none(), a.rank, &a.id).cmp(&(b.rank.is_none(), b.rank, &b.id)));
    products
}

fn unknown_ids<'a>(
    book: &PriceBook,
    contract: &Contract,
    extra_products: impl Iterator<Item = &'a str>,
) -> BTreeSet<String> {
    let of_contract = contract.lines.iter().map(|line| line.product.as_str());
    let of_contract = of_contract.chain(contract.prices.iter().map(|price| price.product.as_str()));
    let mut ids: BTreeSet<String> = of_contract.map(str::to_owned).collect();
    ids.extend(extra_products.map(str::to_owned));
    ids.retain(|id| book.product_of_license(id).is_none());
    ids
}

fn by_license(book: &PriceBook, by_id: &HashMap<String, ProductIx>) -> HashMap<String, ProductIx> {
    let mut licenses = by_id.clone();
    for product in book.products() {
        licenses.extend(product.license_ids.iter().map(|license| (license.clone(), by_id[&product.id])));
    }
    licenses
}

impl Builder<'_> {
    fn known(&self, product: &Product) -> TariffProduct {
        let model = if product.can_be_concurrent() { self.contract.model } else { SeatModel::Named };
        let seat_tokens = product.seat_tokens.map(|tokens| tokens.of(self.contract.model));
        let prices = self.prices(product, model, seat_tokens);
        let Contracted { ladder, price: contracted, source, changes } = prices.contracted;
        let in_tokens = source == ContractedSource::Tokens;
        let (offer_price, offer_list) = match seat_tokens.filter(|_| in_tokens) {
            Some(tokens) => {
                (self.token_contracted().map(|p| p * tokens), self.token_list().map(|e| e.unit_price * tokens))
            }
            None => (contracted, prices.list),
        };
        let brings = product.brings_tokens.map_or(Decimal::ZERO, |tokens| tokens.of(self.contract.model));
        let ixs = |ids: &[String]| ids.iter().filter_map(|id| self.by_id.get(id).copied()).collect();
        TariffProduct {
            ix: self.by_id[&product.id],
            id: product.id.clone(),
            name: product.name.clone(),
            kind: product.kind,
            rank: product.rank,
            is_cx: product.is_cx,
            covers: product.covers,
            stands_on: ixs(&product.stands_on),
            hidden_by: ixs(&product.hidden_by),
            model,
            unit: unit_of(product.kind, model),
            free_units: product.free_units,
            bills_hours: product.bills_hours,
            seat_tokens: seat_tokens.filter(|_| in_tokens),
            brings_tokens: brings,
            overage: self.overage(&product.id, contracted),
            overage_is_agreed: self.agreed_overage(&product.id).is_some(),
            committed: self.committed(&product.id),
            commitments: self.commitments(&product.id, ladder.as_ref()),
            hourly: self.hourly(product),
            list: prices.list,
            list_entry: prices.list_entry,
            list_stands_in: prices.list_stands_in,
            contracted,
            ladder,
            price_changes: changes,
            contracted_source: source,
            offer_price,
            offer_list,
        }
    }

    fn unknown(&self, id: &str) -> TariffProduct {
        let Contracted { ladder, price: contracted, source, changes } = self.contracted(id, None);
        TariffProduct {
            ix: self.by_id[id],
            id: id.to_owned(),
            name: id.to_owned(),
            kind: ProductKind::Unknown,
            rank: None,
            is_cx: false,
            covers: FeatureSet::EMPTY,
            stands_on: Vec::new(),
            hidden_by: Vec::new(),
            model: SeatModel::Named,
            unit: Unit::Seat,
            free_units: 0,
            bills_hours: false,
            seat_tokens: None,
            brings_tokens: Decimal::ZERO,
            list: None,
            list_entry: None,
            list_stands_in: false,
            overage: self.overage(id, contracted),
            overage_is_agreed: self.agreed_overage(id).is_some(),
            committed: self.committed(id),
            commitments: self.commitments(id, ladder.as_ref()),
            hourly: None,
            contracted,
            ladder,
            price_changes: changes,
            contracted_source: source,
            offer_price: contracted,
            offer_list: None,
        }
    }

    /// A product that is sold in tokens has no money of its own, unless the contract prices it as a seat: then its list
    /// price is what its tokens cost at list.
    fn prices(&self, product: &Product, model: SeatModel, seat_tokens: Option<Decimal>) -> Prices {
        let Some(tokens) = seat_tokens else {
            let (list_entry, list_stands_in) = self.list_entry(&product.id, model);
            let list = list_entry.as_ref().map(|entry| entry.unit_price);
            let contracted = self.contracted(&product.id, list);
            return Prices { list, list_entry, list_stands_in, contracted };
        };
        if self.contract.line(&product.id, self.on).is_none() && self.contract.price(&product.id, self.on).is_none() {
            let zero = Some(Decimal::ZERO);
            let contracted = Contracted::flat(zero, ContractedSource::Tokens);
            return Prices { list: zero, list_entry: None, list_stands_in: false, contracted };
        }
        let (list_entry, list_stands_in) = self.list_entry(TOKEN_PRODUCT, self.token_model());
        let list = list_entry.as_ref().map(|entry| entry.unit_price * tokens);
        let contracted = self.contracted(&product.id, list);
        Prices { list, list_entry, list_stands_in, contracted }
    }

    fn token_list(&self) -> Option<PriceEntry> {
        self.list_entry(TOKEN_PRODUCT, self.token_model()).0
    }

    fn token_contracted(&self) -> Option<Decimal> {
        self.contracted(TOKEN_PRODUCT, self.token_list().map(|entry| entry.unit_price)).price
    }

    /// Tokens are no seats: their price is the same whatever the seats are.
    fn token_model(&self) -> SeatModel {
        SeatModel::Named
    }

    /// The list price, and whether an annual one stands in for month-to-month. A free product is free either way.
    fn list_entry(&self, id: &str, model: SeatModel) -> (Option<PriceEntry>, bool) {
        let find = |term| self.book.price(id, model, term, self.contract.currency, self.on).cloned();
        if self.contract.subscription != Subscription::MonthToMonth {
            return (find(Term::Annual), false);
        }
        match find(Term::MonthToMonth) {
            Some(entry) => (Some(entry), false),
            None => {
                let annual = find(Term::Annual);
                let stands_in = annual.as_ref().is_some_and(|entry| !entry.unit_price.is_zero());
                (annual, stands_in)
            }
        }
    }

    /// The line's price, else the price entry's, else the list price; discounts of the one that says something.
    fn contracted(&self, id: &str, list: Option<Decimal>) -> Contracted {
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

    fn agreed_overage(&self, id: &str) -> Option<Decimal> {
        let line = self.contract.line(id, self.on)?;
        self.context().exchanged(line.overage_price?, line.terms.currency)
    }

    /// Without a contracted price nothing of the product is known well enough to be billed, so no part of it is.
    fn overage(&self, id: &str, contracted: Option<Decimal>) -> Option<Decimal> {
        let contracted = contracted?;
        Some(self.agreed_overage(id).unwrap_or(contracted))
    }

    fn committed(&self, id: &str) -> u64 {
        self.contract.commitments(id, self.on).map(|line| line.quantity).fold(0, u64::saturating_add)
    }

    /// Each part at its price: the line's, else, for units that were added without a price, the next ones on its ladder.
    fn commitments(&self, id: &str, ladder: Option<&Ladder>) -> Vec<Commitment> {
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
    fn hourly(&self, product: &Product) -> Option<Decimal> {
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

fn unit_of(kind: ProductKind, model: SeatModel) -> Unit {
    match kind {
        ProductKind::Device => Unit::Device,
        ProductKind::Model => Unit::Millisecond,
        ProductKind::Usage => Unit::Token,
        _ if model == SeatModel::HourlyLoggedIn => Unit::Hour,
        _ => Unit::Seat,
    }
}
