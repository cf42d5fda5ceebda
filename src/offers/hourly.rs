//! Billed by time on interactions instead of a seat: who may be, who is barred by which role, and when it is cheaper.
//!
//! The license is for agents: whoever has a permission of Genesys' list loses it ([`crate::entitlement::disqualifying`]). Hours
//! are those of one period that is over; a seat is what is enough for the person, not what is held.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};
use seatwise_pricing::{
    book::PriceBook,
    compare::{BillingModel, with_price},
    contract::{Contract, Model},
    delta::{PersonTime, PriceKind, price_delta},
    period::Period,
    rate::BilledBy,
    tariff::{ProductIx, Tariff},
};

use super::{
    ExtraPrice,
    people::{Group, People, PersonOffer},
};
use crate::{
    analysis::{
        Analysis,
        history::{History, Month},
    },
    entitlement::{disqualifying::Disqualifying, roles::Role},
};

/// May a person be billed by time on interactions?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Is billed so already.
    Already,
    /// Nothing speaks against it.
    Eligible,
    /// Has a permission of the list.
    Barred,
    /// Roles or grants are not in the input.
    Unknown,
    /// What is enough for the person has no hours, or the organization is billed by hours logged in.
    NotSold,
}

impl Standing {
    /// The word used in outputs.
    pub fn as_str(self) -> &'static str {
        match self {
            Standing::Already => "already",
            Standing::Eligible => "eligible",
            Standing::Barred => "barred",
            Standing::Unknown => "unknown",
            Standing::NotSold => "not-sold",
        }
    }
}

/// One person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HourlyPerson {
    /// Person number.
    pub user_ix: usize,
    /// May they be billed so?
    pub standing: Standing,
    /// Time on interactions of the period, in milliseconds; `None` = no period is covered.
    pub interacting_ms: Option<u64>,
    /// Contracted price per month of what is enough, by the seat; `None` = unknown.
    pub by_seat: Option<Decimal>,
    /// The same by the hours of the period; `None` = unknown.
    pub by_hour: Option<Decimal>,
    /// Hours a month at which both cost the same, with two decimals, rounded down; `None` = a price is unknown.
    pub break_even_hours: Option<Decimal>,
}

/// A role that bars people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Barrier<'a> {
    /// Role number.
    pub role: u32,
    /// Its permissions that bar, as granted, in order: on the list, or a wildcard that stands for one that is.
    pub permissions: Vec<&'a str>,
    /// People whom it bars.
    pub people: u64,
    /// Of them those whom no other role bars.
    pub alone: u64,
}

/// People for whom the same is enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HourlyRow {
    /// What is enough.
    pub products: Vec<ProductIx>,
    /// Eligible people.
    pub people: u64,
    /// Their time on interactions, in milliseconds; `None` = no period is covered.
    pub interacting_ms: Option<u64>,
    /// Contracted price of one by the seat, exact; `None` = unknown.
    pub by_seat: Option<Decimal>,
    /// Hours a month at which both cost the same; `None` = a price is unknown.
    pub break_even_hours: Option<Decimal>,
    /// If all of them were billed by the hour, it would be cheaper below this price per hour, in whole minor units, rounded
    /// down; `None` = no hours, or no price of the seat.
    pub wins_below: Option<Decimal>,
    /// People for whom it is cheaper; `None` = a price or the hours are unknown.
    pub cheaper_for: Option<u64>,
    /// What these would save a month.
    pub saving: Option<Decimal>,
}

/// The whole organization.
#[derive(Debug, Clone, PartialEq)]
pub struct Hourly<'a> {
    /// The period of the hours; `None` = none is covered.
    pub period: Option<Period>,
    /// By person number: everybody with a base who keeps a license.
    pub people: Vec<HourlyPerson>,
    /// By the most people.
    pub rows: Vec<HourlyRow>,
    /// Roles that bar somebody, by the most people.
    pub barriers: Vec<Barrier<'a>>,
}

impl<'a> Hourly<'a> {
    /// Looks at everybody.
    pub fn new(people: &People<'a>, book: &PriceBook, history: &History, prices: &[ExtraPrice]) -> Hourly<'a> {
        let analysis = people.analysis;
        let bars: Vec<Vec<&str>> = analysis.roles.list.iter().map(barring).collect();
        let month = history.months.iter().rev().find(|month| month.is_covered(BillingModel::HourlyInteracting));
        let prices = Prices::new(analysis, book, prices);
        let mut own = Hourly {
            period: month.map(|month| month.period),
            people: Vec::new(),
            rows: Vec::new(),
            barriers: Vec::new(),
        };
        let amounts: Vec<(Option<Decimal>, Option<Decimal>)> =
            people.groups.iter().map(|group| prices.by_seat(enough(group))).collect();
        for person in people.list.iter().filter(|person| !person.outcome.is_reclaim()) {
            own.people.push(prices.person(people, person, &bars, month, amounts[person.group]));
        }
        own.rows = rows(people, &own.people, &prices);
        own.barriers = barriers(analysis, &own.people, bars);
        own
    }

    /// How many have a standing.
    pub fn count(&self, standing: Standing) -> u64 {
        self.people.iter().filter(|own| own.standing == standing).count() as u64
    }

    /// One person; `None` = no base, or reclaimed.
    pub fn find(&self, user_ix: usize) -> Option<&HourlyPerson> {
        self.people.binary_search_by_key(&user_ix, |own| own.user_ix).ok().map(|at| &self.people[at])
    }
}

/// What a seat would be: what is enough, else what is held.
fn enough(group: &Group) -> &[ProductIx] {
    group.enough.as_deref().unwrap_or(&group.held)
}

/// The roles that bar a person, with their permissions that do, as granted.
pub fn barred_by(analysis: &Analysis, user_ix: usize) -> Vec<(&str, Vec<&str>)> {
    let own = analysis.roles.of(user_ix).map(|role| (role.name.as_str(), barring(role)));
    own.filter(|(_, permissions)| !permissions.is_empty()).collect()
}

/// The permissions of a role, as granted, that are on the list or stand for one that is.
fn barring(role: &Role) -> Vec<&str> {
    let list = Disqualifying::embedded();
    let bars = |granted: &&String| !list.among(std::slice::from_ref(*granted)).is_empty();
    role.permissions.iter().filter(bars).map(String::as_str).collect()
}

/// Prices per hour, with those that the contract does not have.
struct Prices<'a> {
    tariff: &'a Tariff,
    hourly: Vec<Option<Decimal>>,
}

impl<'a> Prices<'a> {
    fn new(analysis: &'a Analysis, book: &PriceBook, extra: &[ExtraPrice]) -> Prices<'a> {
        let tariff = &analysis.tariff;
        let own = extra.iter().filter(|price| price.0 == BillingModel::HourlyInteracting);
        let contract = own.fold(analysis.contract.clone(), |contract: Contract, (model, product, price)| {
            with_price(&contract, product, *price, *model)
        });
        let priced = Tariff::new(book, &contract, tariff.on(), std::iter::empty());
        let hourly = |ix: &ProductIx| priced.ix(&tariff.product(*ix).id).and_then(|ix| priced.product(ix).hourly);
        Prices { tariff, hourly: tariff.products().iter().map(|own| hourly(&own.ix)).collect() }
    }

    fn person(
        &self,
        people: &People<'_>,
        person: &PersonOffer<'_>,
        bars: &[Vec<&str>],
        month: Option<&Month>,
        (by_seat, break_even_hours): (Option<Decimal>, Option<Decimal>),
    ) -> HourlyPerson {
        let (analysis, user_ix) = (people.analysis, person.user_ix);
        let products = enough(people.group(person));
        let ms = month.and_then(|month| month.interacting_ms.as_ref()).map(|all| all[user_ix]);
        HourlyPerson {
            user_ix,
            standing: self.standing(analysis, user_ix, products, bars),
            interacting_ms: ms,
            by_seat,
            by_hour: ms.and_then(|ms| self.by_hour(products, ms)),
            break_even_hours,
        }
    }

    /// The price by the seat, and the hours that cost as much.
    fn by_seat(&self, products: &[ProductIx]) -> (Option<Decimal>, Option<Decimal>) {
        let seat = price_delta(self.tariff, products, &[], PriceKind::Contracted, PersonTime::default());
        (seat, self.break_even(products))
    }

    fn standing(&self, analysis: &Analysis, user_ix: usize, products: &[ProductIx], bars: &[Vec<&str>]) -> Standing {
        let has_hours = products.iter().any(|ix| self.tariff.product(*ix).bills_hours);
        let roles = &analysis.roles.of_person[user_ix];
        if self.tariff.model() == Model::HourlyLoggedIn || !has_hours {
            Standing::NotSold
        } else if analysis.billed_by[user_ix] == BilledBy::Hour {
            Standing::Already
        } else if roles.iter().any(|role| !bars[*role as usize].is_empty()) {
            Standing::Barred
        } else if roles.is_empty() {
            Standing::Unknown
        } else {
            Standing::Eligible
        }
    }

    /// What is billed by the hour at these hours, the rest by the seat; rounded once.
    fn by_hour(&self, products: &[ProductIx], ms: u64) -> Option<Decimal> {
        const MS_PER_HOUR: u64 = 3_600_000;
        let mut sum = (Decimal::ZERO, Decimal::ZERO);
        for ix in products {
            let product = self.tariff.product(*ix);
            if product.bills_hours {
                sum.1 += self.hourly[ix.index()]? * Decimal::from(ms);
            } else {
                sum.0 += product.offer_price?;
            }
        }
        Some(self.tariff.currency().round(sum.0 + sum.1 / Decimal::from(MS_PER_HOUR)))
    }

    /// Seat prices of what has hours ÷ their prices per hour; the rest cancels.
    fn break_even(&self, products: &[ProductIx]) -> Option<Decimal> {
        let own = || products.iter().filter(|ix| self.tariff.product(**ix).bills_hours);
        let seats: Option<Decimal> = own().map(|ix| self.tariff.product(*ix).offer_price).sum();
        let hours: Option<Decimal> = own().map(|ix| self.hourly[ix.index()]).sum();
        let (seats, hours) = seats.zip(hours)?;
        seats.checked_div(hours).map(|hours| hours.round_dp_with_strategy(2, RoundingStrategy::ToZero))
    }
}

fn rows(people: &People<'_>, all: &[HourlyPerson], prices: &Prices<'_>) -> Vec<HourlyRow> {
    let mut rows: BTreeMap<Vec<ProductIx>, Vec<&HourlyPerson>> = BTreeMap::new();
    for own in all.iter().filter(|own| own.standing == Standing::Eligible) {
        let Some(person) = people.find(own.user_ix) else { continue };
        rows.entry(enough(people.group(person)).to_vec()).or_default().push(own);
    }
    let mut rows: Vec<HourlyRow> = rows.into_iter().map(|(products, own)| row(products, &own, prices)).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.people));
    rows
}

fn row(products: Vec<ProductIx>, all: &[&HourlyPerson], prices: &Prices<'_>) -> HourlyRow {
    const MS_PER_HOUR: u64 = 3_600_000;
    let tariff = prices.tariff;
    let people = all.len() as u64;
    let interacting_ms: Option<u64> = all.iter().map(|own| own.interacting_ms).sum();
    let hourly = || products.iter().map(|ix| tariff.product(*ix)).filter(|own| own.bills_hours);
    let seats: Option<Decimal> = hourly().map(|own| own.offer_price).sum();
    let wins_below = seats.zip(interacting_ms.filter(|ms| *ms > 0)).map(|(seat, ms)| {
        let per_hour = seat * Decimal::from(people) * Decimal::from(MS_PER_HOUR) / Decimal::from(ms);
        per_hour.round_dp_with_strategy(tariff.currency().minor_units(), RoundingStrategy::ToZero)
    });
    let savings: Option<Vec<Decimal>> = all.iter().map(|own| Some(own.by_seat? - own.by_hour?)).collect();
    let cheaper = savings.map(|all| all.into_iter().filter(|saving| *saving > Decimal::ZERO).collect::<Vec<_>>());
    HourlyRow {
        by_seat: products.iter().map(|ix| tariff.product(*ix).offer_price).sum(),
        break_even_hours: prices.break_even(&products),
        products,
        people,
        interacting_ms,
        wins_below,
        cheaper_for: cheaper.as_ref().map(|all| all.len() as u64),
        saving: cheaper.map(|all| all.into_iter().sum()),
    }
}

fn barriers<'a>(analysis: &Analysis, all: &[HourlyPerson], bars: Vec<Vec<&'a str>>) -> Vec<Barrier<'a>> {
    let mut counts = vec![(0_u64, 0_u64); bars.len()];
    for own in all.iter().filter(|own| own.standing == Standing::Barred) {
        let barring = || analysis.roles.of_person[own.user_ix].iter().filter(|role| !bars[**role as usize].is_empty());
        for role in barring() {
            counts[*role as usize].0 += 1;
            counts[*role as usize].1 += u64::from(barring().count() == 1);
        }
    }
    let numbered = bars.into_iter().zip(counts).zip(0..);
    let mut barriers: Vec<Barrier<'_>> = numbered
        .filter(|((_, (people, _)), _)| *people > 0)
        .map(|((permissions, (people, alone)), role)| Barrier { role, permissions, people, alone })
        .collect();
    barriers.sort_by_key(|own| (std::cmp::Reverse(own.people), std::cmp::Reverse(own.alone), own.role));
    barriers
}
