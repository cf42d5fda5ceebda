//! `licenses` → what each person held at as-of and at any time in the period.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::*;
use seatwise_pricing::{
    book::{PriceBook, ProductKind},
    tariff::{ProductIx, Tariff},
};

use crate::{
    canonical::{col, rows::Micros},
    usage::{
        people::{People, instants, texts},
        spans::Spans,
    },
};

/// A row of `licenses` whose person is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenseRow {
    /// Person number.
    pub user_ix: usize,
    /// License id as given.
    pub license_id: String,
    /// Held from, inclusive; `None` = in every period that the person existed in.
    pub from: Option<Micros>,
    /// Held to, exclusive; `None` = still.
    pub to: Option<Micros>,
}

/// `licenses`, joined to people.
#[derive(Debug, Clone, Default)]
pub struct LicenseRows {
    /// Rows of known people.
    pub rows: Vec<LicenseRow>,
    /// User ids that nobody has, with their rows.
    pub unmatched: BTreeMap<String, u64>,
}

impl LicenseRows {
    /// Reads the table.
    ///
    /// # Errors
    /// Whatever polars reports while reading the file.
    pub fn read(licenses: LazyFrame, people: &People) -> PolarsResult<LicenseRows> {
        let frame = licenses.collect()?;
        let (user, license) = (texts(&frame, col::USER_ID)?, texts(&frame, col::LICENSE_ID)?);
        let (from, to) = (instants(&frame, col::ASSIGNED_FROM)?, instants(&frame, col::ASSIGNED_TO)?);
        let mut read = LicenseRows::default();
        for (row, (user, license)) in user.into_iter().zip(license).enumerate() {
            let (Some(user), Some(license_id)) = (user, license) else { continue };
            match people.find(&user) {
                Some(user_ix) => read.rows.push(LicenseRow { user_ix, license_id, from: from[row], to: to[row] }),
                None => *read.unmatched.entry(user).or_default() += 1,
            }
        }
        Ok(read)
    }

    /// License ids that no product of the book claims, in order.
    pub fn unknown_ids(&self, book: &PriceBook) -> BTreeSet<String> {
        let unknown = |id: &&str| book.product_of_license(id).is_none();
        self.rows.iter().map(|row| row.license_id.as_str()).filter(unknown).map(str::to_owned).collect()
    }
}

/// Products that one person holds, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holding {
    /// The base of highest rank; `None` = no base at all.
    pub base: Option<ProductIx>,
    /// Bases of lower rank, by id.
    pub lower_bases: Vec<ProductIx>,
    /// Add-ons, by id.
    pub addons: Vec<ProductIx>,
    /// Devices, CRM and licenses that nobody knows, by id: never offered, never dropped.
    pub fixed: Vec<ProductIx>,
}

impl Holding {
    /// Nothing held?
    pub fn is_empty(&self) -> bool {
        self.base.is_none() && self.addons.is_empty() && self.fixed.is_empty()
    }

    /// What an offer replaces: the base, then the add-ons by id.
    pub fn offer(&self) -> Vec<ProductIx> {
        self.base.into_iter().chain(self.addons.iter().copied()).collect()
    }

    /// Everything held: the base first, the rest by id.
    pub fn everything(&self, tariff: &Tariff) -> Vec<ProductIx> {
        let mut rest: Vec<ProductIx> =
            self.lower_bases.iter().chain(&self.addons).chain(&self.fixed).copied().collect();
        rest.sort_unstable_by(|a, b| tariff.product(*a).id.as_str().cmp(tariff.product(*b).id.as_str()));
        self.base.into_iter().chain(rest).collect()
    }

    fn from_products(mut products: Vec<ProductIx>, tariff: &Tariff) -> Holding {
        products.sort_unstable_by(|a, b| tariff.product(*a).id.as_str().cmp(tariff.product(*b).id.as_str()));
        products.dedup();
        let mut holding = Holding::default();
        for ix in products {
            match tariff.product(ix).kind {
                ProductKind::Base => holding.lower_bases.push(ix),
                ProductKind::AddOn => holding.addons.push(ix),
                _ => holding.fixed.push(ix),
            }
        }
        let highest = holding.lower_bases.iter().copied().max_by_key(|ix| tariff.product(*ix).rank);
        holding.lower_bases.retain(|ix| Some(*ix) != highest);
        holding.base = highest;
        holding
    }
}

/// What everybody holds, by person number.
#[derive(Debug, Clone, Default)]
pub struct Held {
    /// Held at as-of: `assigned_from ≤ as-of < assigned_to`.
    pub now: Vec<Holding>,
    /// Held at some time in the period: `assigned_from ≤ as-of` and `assigned_to > period.from`.
    pub in_period: Vec<Holding>,
}

impl Held {
    /// Held the person a contact-center base in the period? These are counted together in the concurrent-usage report.
    pub fn is_cx_in_period(&self, user_ix: usize, tariff: &Tariff) -> bool {
        self.in_period[user_ix].base.is_some_and(|base| tariff.product(base).is_cx)
    }

    /// Sorts rows into the two sets. An empty interval holds nothing, and so does an undated row of whoever did not exist
    /// before the period's end: the one rule of who holds what in a period, for that of as-of as for those of the past.
    pub fn new(rows: &[LicenseRow], people: &People, tariff: &Tariff, spans: &Spans) -> Held {
        let mut now = vec![Vec::new(); people.len()];
        let mut in_period = vec![Vec::new(); people.len()];
        let existed =
            |row: &LicenseRow| people.list[row.user_ix].created_at.is_none_or(|created| created < spans.period.to);
        for row in rows.iter().filter(|row| row.from.is_some() || existed(row)) {
            let from = row.from.unwrap_or(Micros::MIN);
            let to = row.to.unwrap_or(Micros::MAX);
            if from > spans.as_of || from >= to {
                continue;
            }
            let Some(ix) = tariff.ix_of_license(&row.license_id) else { continue };
            if spans.as_of < to {
                now[row.user_ix].push(ix);
            }
            if to > spans.period.from {
                in_period[row.user_ix].push(ix);
            }
        }
        let sort = |products: Vec<Vec<ProductIx>>| {
            products.into_iter().map(|products| Holding::from_products(products, tariff)).collect()
        };
        Held { now: sort(now), in_period: sort(in_period) }
    }
}
