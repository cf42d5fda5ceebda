//! Putting book and contract together: order of products, then one price after the other.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::terms::Contracted;
use super::{ContractedSource, ProductIx, Tariff, TariffProduct, Unit};
use crate::book::{PriceBook, PriceEntry, Product, ProductKind, SeatModel, TOKEN_PRODUCT, Term};
use crate::contract::{Contract, Subscription};
use crate::feature::FeatureSet;

/// A price with where it comes from, on the way into a product.
struct Prices {
    list: Option<Decimal>,
    list_entry: Option<PriceEntry>,
    list_stands_in: bool,
    contracted: Contracted,
}

/// Everything that a price is made of.
pub(super) struct Builder<'a> {
    book: &'a PriceBook,
    pub(super) contract: &'a Contract,
    pub(super) on: NaiveDate,
    pub(super) in_force: bool,
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
