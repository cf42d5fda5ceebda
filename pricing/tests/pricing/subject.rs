//! The crate's answer in the oracle's form.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use seatwise_pricing::bill::{ChargeKind, PeriodBill, PeriodUse, period_bill};
use seatwise_pricing::book::PriceBook;
use seatwise_pricing::contract::Contract;
use seatwise_pricing::period::Period;
use seatwise_pricing::rate::{
    ConcurrentPerson, HourlyPerson, NamedPerson, Stay, concurrent_seats, hourly_time, named_seats,
};
use seatwise_pricing::tariff::{ProductIx, Tariff};

use crate::generate::{Case, PRODUCTS, Person};
use crate::oracle::Row;
use crate::oracle_people::Counts;

pub(crate) struct Subject {
    pub(crate) book: PriceBook,
    pub(crate) contract: Contract,
    pub(crate) tariff: Tariff,
}

impl Subject {
    pub(crate) fn new(text: &str, day: NaiveDate) -> Subject {
        let book = PriceBook::embedded();
        let contract = Contract::parse(text, "contract.toml", &book).unwrap_or_else(|p| panic!("{p}\n{text}")).0;
        let tariff = Tariff::new(&book, &contract, day, std::iter::empty());
        Subject { book, contract, tariff }
    }

    pub(crate) fn ix(&self, id: &str) -> ProductIx {
        self.tariff.ix(id).unwrap()
    }

    /// Seats and milliseconds of interaction by product.
    pub(crate) fn count(&self, case: &Case, people: &[Person]) -> (Counts, Counts) {
        let held: Vec<Vec<ProductIx>> =
            people.iter().map(|person| person.held.iter().map(|id| self.ix(id)).collect()).collect();
        let stays: Vec<Vec<Stay>> = people
            .iter()
            .map(|person| {
                person.stays.iter().map(|(from, to)| Stay { from: from * 60_000_000, to: to * 60_000_000 }).collect()
            })
            .collect();
        let by_hour = people.iter().zip(&held);
        let by_hour = by_hour.filter_map(|(p, held)| Some(HourlyPerson { held, interacting_ms: p.hourly_ms? }));
        let hourly = hourly_time(&self.tariff, by_hour);
        let by_seat: Vec<ConcurrentPerson<'_>> = people
            .iter()
            .zip(&held)
            .zip(&stays)
            .filter(|((person, _), _)| person.hourly_ms.is_none())
            .map(|((person, held), stays)| ConcurrentPerson {
                person: NamedPerson {
                    held,
                    is_active: person.is_active,
                    has_sign: person.stays.iter().any(|(from, to)| from < to),
                },
                stays,
            })
            .collect();
        let counting = self.contract.seat_counting;
        let mut seats = if case.concurrent {
            concurrent_seats(&self.tariff, &by_seat, counting, self.contract.concurrency_reading)
        } else {
            named_seats(&self.tariff, by_seat.iter().map(|person| person.person), counting)
        };
        for (product, units) in hourly.seats.iter() {
            seats.add(product, units);
        }
        let counts = |tally: &seatwise_pricing::rate::Tally| -> Counts {
            PRODUCTS.iter().map(|id| (*id, tally.of(self.ix(id)))).filter(|(_, units)| *units > 0).collect()
        };
        (counts(&seats), counts(&hourly.interacting_ms))
    }

    pub(crate) fn bill(
        &self,
        day: NaiveDate,
        seats: &Counts,
        hours: &Counts,
        metered: &[(&'static str, u64)],
    ) -> PeriodBill {
        let list = |counts: &Counts| -> Vec<(ProductIx, u64)> {
            counts.iter().map(|(id, units)| (self.ix(id), *units)).collect()
        };
        let metered: Vec<(&str, Decimal)> = metered.iter().map(|(id, units)| (*id, Decimal::from(*units))).collect();
        let (seats, interacting_ms) = (list(seats), list(hours));
        let used =
            PeriodUse { seats: &seats, interacting_ms: &interacting_ms, metered: Some(&metered), uncounted: &[] };
        let period = Period::containing(day, self.contract.period_anchor_day);
        period_bill(&self.book, &self.contract, &self.tariff, period, used).unwrap()
    }
}

/// The charges in cents, as the oracle names them.
pub(crate) fn rows(bill: &PeriodBill) -> Vec<Row> {
    let cents = |amount: Option<Decimal>| amount.map(|amount| (amount * Decimal::ONE_HUNDRED).to_i128().unwrap());
    bill.charges
        .iter()
        .map(|charge| Row {
            id: match charge.kind {
                ChargeKind::Hours(_) => format!("{} by the hour", charge.id),
                ChargeKind::Minimum => "minimum".to_owned(),
                _ => charge.id.clone(),
            },
            list: cents(charge.costs.list),
            contracted: cents(charge.costs.contracted),
            billed: cents(charge.costs.billed),
            effective: cents(charge.costs.effective),
        })
        .collect()
}
