//! The organization by people and by peaks: what a period costs either way, as `price compare` says it, and what changes for
//! everything that seats include.

use rust_decimal::Decimal;
use seatwise_pricing::{
    book::PriceBook,
    compare::{BillingModel, Budget},
    period::Period,
    rate::{FairUse, PoolSeats, fair_use},
    tariff::{ProductIx, Tariff},
};

use crate::analysis::{
    compare::{Column, Comparison},
    history::{History, Month},
};

/// One of the two models.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelSide {
    /// The model.
    pub model: BillingModel,
    /// Effective cost of the periods, tokens and fair use in it where all of them are metered; `None` = a price is unknown.
    pub cost: Option<Decimal>,
    /// What has no price.
    pub unpriced: Vec<String>,
    /// Units that are counted the model's way, in the latest period: id, seats.
    pub seats: Vec<(String, u64)>,
    /// Tokens free per organization.
    pub free_tokens: Decimal,
    /// Tokens that seats bring: tokens of one, seats.
    pub tokens_per_seat: Vec<(String, Decimal, u64)>,
    /// What the model's own units may cost, against the contract's model; `None` = it is the contract's, or a cost is
    /// unknown.
    pub budget: Option<Budget>,
}

/// What seats include of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Included {
    /// Units that are known, with at most six decimals.
    pub units: Decimal,
    /// Products that bring some, and no source says how many.
    pub unknown: Vec<String>,
}

/// What a resource has included either way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// Id, as `api_requests`.
    pub resource: String,
    /// What is counted.
    pub unit: String,
    /// Included by people.
    pub named: Included,
    /// Included by peaks.
    pub concurrent: Included,
    /// Units used in the latest period; `None` = not metered.
    pub used: Option<Decimal>,
}

/// Both models.
#[derive(Debug, Clone, PartialEq)]
pub struct Models {
    /// The periods that the costs are of.
    pub periods: Vec<Period>,
    /// Are tokens and fair use in the costs?
    pub has_metered: bool,
    /// By people.
    pub named: ModelSide,
    /// By peaks.
    pub concurrent: ModelSide,
    /// Every resource with an allowance by seats, in the order of the book.
    pub pools: Vec<Pool>,
    /// What nobody has a price of and both count alike: in no cost.
    pub left_out: Vec<String>,
}

impl Models {
    /// `None` where no period tells of both.
    pub fn new(book: &PriceBook, history: &History, comparison: &Comparison) -> Option<Models> {
        let latest = &history.months[*comparison.summed.last()?];
        let named = side(book, comparison, BillingModel::Named, latest)?;
        let concurrent = side(book, comparison, BillingModel::Concurrent, latest)?;
        Some(Models {
            periods: comparison.summed.iter().map(|number| history.months[*number].period).collect(),
            has_metered: comparison.has_metered,
            pools: pools(book, &named, &concurrent, latest),
            named: named.0,
            concurrent: concurrent.0,
            left_out: comparison.left_out.clone(),
        })
    }
}

/// A model with its prices and what it counted.
type Counted<'a> = (ModelSide, &'a Tariff, Vec<(ProductIx, u64)>);

fn side<'a>(book: &PriceBook, comparison: &'a Comparison, model: BillingModel, latest: &Month) -> Option<Counted<'a>> {
    if comparison.never_covered.contains(&model) {
        return None;
    }
    let column: &Column = comparison.columns.iter().find(|column| column.under.model == model)?;
    let tariff = &column.under.tariff;
    let seats = latest.counted.seats(model, tariff)?;
    let is_own =
        |ix: ProductIx| book.product(&tariff.product(ix).id).is_some_and(|product| product.can_be_concurrent());
    let ids = |(ix, seats): &(ProductIx, u64)| (tariff.product(*ix).id.clone(), *seats);
    let brings = |(ix, seats): &(ProductIx, u64)| {
        let product = tariff.product(*ix);
        (!product.brings_tokens.is_zero()).then(|| (product.id.clone(), product.brings_tokens, *seats))
    };
    let side = ModelSide {
        model,
        cost: column.total,
        unpriced: column.unpriced.clone(),
        seats: seats.iter().filter(|(ix, _)| is_own(*ix)).map(ids).collect(),
        free_tokens: book.free_tokens().per_organization.of(model.seat_model()),
        tokens_per_seat: seats.iter().filter_map(brings).collect(),
        budget: column.budget,
    };
    Some((side, tariff, seats))
}

fn pools(book: &PriceBook, named: &Counted<'_>, concurrent: &Counted<'_>, latest: &Month) -> Vec<Pool> {
    let included = |counted: &Counted<'_>| {
        let seats = PoolSeats { billed: &counted.2, interacting_ms: &[] };
        let pools = fair_use(counted.1, book, &[], seats, |_| None).unwrap_or_default();
        pools.into_iter().map(|own| included(counted.1, &own)).collect::<Vec<_>>()
    };
    let used = |resource: &str| -> Option<Decimal> {
        let metered = latest.counted.metered.as_ref()?;
        let own = |name: &str| book.allowance_of_resource(name).is_some_and(|it| it.resource == resource);
        Some(metered.iter().filter(|(name, _)| own(name)).map(|(_, units)| *units).sum())
    };
    let both = included(named).into_iter().zip(included(concurrent));
    let rows = book.allowances().iter().zip(both).map(|(own, (named, concurrent))| Pool {
        resource: own.resource.clone(),
        unit: own.unit.clone(),
        named,
        concurrent,
        used: used(&own.resource),
    });
    rows.filter(|pool| pool.named != pool.concurrent).collect()
}

fn included(tariff: &Tariff, own: &FairUse) -> Included {
    let known = own.parts.iter().filter_map(|part| part.units).map(|units| units.rounded(6)).sum();
    let unknown = own.parts.iter().filter(|part| part.units.is_none()).filter_map(|part| part.product);
    Included { units: known, unknown: unknown.map(|ix| tariff.product(ix).id.clone()).collect() }
}
