//! The crate and the oracle agree on a thousand organizations, and what must hold whatever the contract says.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use seatwise_pricing::bill::{Charge, ChargeKind, Costs, PeriodBill};
use seatwise_pricing::money::{Currency, Money};

use crate::dice::Dice;
use crate::generate::{self, Case, Person};
use crate::oracle;
use crate::oracle_people::{self, Counts};
use crate::subject::{Subject, rows};

/// Organizations that are compared.
const CASES: u64 = 1_000;

struct Organization {
    case: Case,
    text: String,
    people: Vec<Person>,
    metered: Vec<(&'static str, u64)>,
    day: NaiveDate,
}

fn organization(seed: u64) -> Organization {
    let mut dice = Dice::new(seed);
    let case = generate::case(&mut dice);
    let text = case.text(&mut dice);
    let length = (case.end - case.start).num_days().unsigned_abs();
    // From ten days before the contract to ten days after it.
    let day = case.start - Days::new(10) + Days::new(dice.roll(0, length + 20));
    Organization { text, people: generate::people(&mut dice), metered: generate::metered(&mut dice), day, case }
}

impl Organization {
    fn counts(&self) -> (Counts, Counts) {
        oracle_people::count(&self.case, &self.people)
    }

    fn subject(&self) -> Subject {
        Subject::new(&self.text, self.day)
    }
}

#[test]
fn the_oracle_agrees_on_a_thousand_contracts_and_histories() {
    let mut met = std::collections::BTreeMap::new();
    for seed in 0..CASES {
        let own = organization(seed);
        let subject = own.subject();
        let (seats, hours) = own.counts();
        let context = || format!("seed {seed}, {}\n{}\n{:#?}", own.day, own.text, own.people);
        assert_eq!(subject.count(&own.case, &own.people), (seats.clone(), hours.clone()), "{}", context());
        let mut expected = oracle::bill(&own.case, own.day, &seats, &hours, &own.metered);
        let bill = subject.bill(own.day, &seats, &hours, &own.metered);
        let mut found = rows(&bill);
        // A pool without use is no charge on either side; order is a law of its own.
        expected.sort_by(|a, b| a.id.cmp(&b.id));
        found.sort_by(|a, b| a.id.cmp(&b.id));
        assert_eq!(found, expected, "{}", context());
        for charge in &bill.charges {
            for adjustment in &charge.adjustments {
                *met.entry(adjustment.kind()).or_insert(0) += 1;
            }
        }
    }
    // The comparison means little for rules that no case meets.
    use seatwise_pricing::bill::AdjustmentKind as Kind;
    for kind in [
        Kind::Exchange,
        Kind::VolumeStep,
        Kind::Discount,
        Kind::FreeUnits,
        Kind::Commitment,
        Kind::Overage,
        Kind::Ramp,
        Kind::Prepay,
        Kind::Minimum,
    ] {
        assert!(met.get(&kind).copied().unwrap_or(0) >= 30, "{kind:?} occurs in few cases: {met:?}");
    }
}

fn sum(bill: &PeriodBill, of: fn(&Costs) -> Option<Decimal>) -> Decimal {
    bill.charges.iter().filter_map(|charge| of(&charge.costs)).sum()
}

#[test]
fn charges_sum_to_totals_and_parts_to_wholes() {
    for seed in 0..CASES {
        let own = organization(seed);
        let (seats, hours) = own.counts();
        let bill = own.subject().bill(own.day, &seats, &hours, &own.metered);
        let totals = bill.totals;
        for (total, of) in [
            (totals.list, (|costs| costs.list) as fn(&Costs) -> Option<Decimal>),
            (totals.contracted, |costs| costs.contracted),
            (totals.billed, |costs| costs.billed),
            (totals.effective, |costs| costs.effective),
        ] {
            assert_eq!(total, Some(sum(&bill, of)), "seed {seed}");
        }
        for charge in &bill.charges {
            parts_make_the_whole(charge, seed);
        }
    }
}

/// Actual = free + within the commitment + overage, and what is within is no more than what is committed.
fn parts_make_the_whole(charge: &Charge, seed: u64) {
    let own = charge.quantities;
    let (Some(free), Some(overage)) = (own.free, own.overage) else { return };
    let [actual, free, overage] = [own.actual, free, overage].map(|units| units.rounded(12));
    let within = actual - free - overage;
    let dust = Decimal::new(3, 12);
    assert!(within >= -dust && within <= Decimal::from(own.committed) + dust, "seed {seed}: {charge:#?}");
    assert!(overage.is_zero() || within >= Decimal::from(own.committed) - dust, "seed {seed}: {charge:#?}");
}

#[test]
fn more_seats_never_cost_less_unless_a_step_explains_it() {
    let mut explained = 0;
    for seed in 0..CASES {
        let own = organization(seed);
        let subject = own.subject();
        let (seats, hours) = own.counts();
        for product in generate::PRODUCTS {
            let mut more = seats.clone();
            *more.entry(product).or_default() += 1;
            let before = subject.bill(own.day, &seats, &hours, &[]);
            let after = subject.bill(own.day, &more, &hours, &[]);
            let cost = |bill: &PeriodBill| {
                let seats = bill.charges.iter().filter(|charge| charge.kind == ChargeKind::Seats(subject.ix(product)));
                seats.filter_map(|charge| charge.costs.effective).sum::<Decimal>()
            };
            let steps = subject.tariff.product(subject.ix(product)).ladder.as_ref().is_some_and(|l| l.has_steps());
            let cheaper = cost(&after) < cost(&before);
            assert!(!cheaper || steps, "seed {seed}: one more {product}\n{}", own.text);
            explained += u32::from(cheaper);
        }
    }
    assert!(explained > 0, "no case with a step that makes more seats cheaper");
}

#[test]
fn no_order_of_the_input_matters() {
    for seed in 0..300 {
        let own = organization(seed);
        let mut dice = Dice::new(seed + 1_000_000);
        let other = Subject::new(&own.case.text(&mut dice), own.day);
        let (seats, hours) = own.counts();
        let (mut people, mut metered) = (own.people.clone(), own.metered.clone());
        dice.shuffle(&mut people);
        dice.shuffle(&mut metered);
        assert_eq!(other.count(&own.case, &people), (seats.clone(), hours.clone()), "seed {seed}");
        let bill = own.subject().bill(own.day, &seats, &hours, &own.metered);
        assert_eq!(rows(&other.bill(own.day, &seats, &hours, &metered)), rows(&bill), "seed {seed}\n{}", own.text);
    }
}

#[test]
fn a_prepaid_term_is_billed_as_much_as_it_costs() {
    let mut seen = 0;
    for seed in 0..CASES {
        let own = organization(seed);
        if own.case.subscription != "annual-prepay" || own.case.rates.len() > 1 {
            continue;
        }
        let (mut billed, mut effective) = (Decimal::ZERO, Decimal::ZERO);
        let mut day = own.case.start;
        while day <= own.case.end {
            let subject = Subject::new(&own.text, last_day(day));
            let bill = subject.bill(last_day(day), &Counts::new(), &Counts::new(), &[]);
            // What is amended may climb on another step than the one at which the year was billed.
            let is_plain = |charge: &Charge| own.case.amendments.iter().all(|amendment| amendment.product != charge.id);
            for charge in bill.charges.iter().filter(|c| is_plain(c) && c.kind != ChargeKind::Minimum) {
                billed += charge.costs.billed.unwrap_or_default();
                effective += charge.costs.effective.unwrap_or_default();
            }
            day = last_day(day) + Days::new(1);
        }
        seen += u32::from(!billed.is_zero());
        assert_eq!(billed, effective, "seed {seed}\n{}", own.text);
    }
    assert!(seen >= 20, "only {seen} prepaid terms");
}

/// The last day of a period that starts on this day, the 28th at the latest.
fn last_day(start: NaiveDate) -> NaiveDate {
    start + chrono::Months::new(1) - Days::new(1)
}

#[test]
fn currencies_never_mix() {
    let euro: Currency = "EUR".parse().unwrap();
    for seed in 0..300 {
        let own = organization(seed);
        let (seats, hours) = own.counts();
        let bill = own.subject().bill(own.day, &seats, &hours, &own.metered);
        assert_eq!(bill.currency, Currency::USD);
        let total = Money::new(bill.totals.billed.unwrap(), bill.currency);
        assert!(total.plus(Money::new(Decimal::ONE, euro)).is_err());
        // The same contract in euros has no dollar price in it: what has none of its own is unknown or a list price in euros.
        let in_euros = own.text.replacen("[contract]\n", "[contract]\ncurrency = \"EUR\"\n", 1);
        let bill = Subject::new(&in_euros, own.day).bill(own.day, &seats, &hours, &own.metered);
        for charge in bill.charges.iter().filter(|charge| ["cx1", "cx2", "cx3", "cx4"].contains(&charge.id.as_str())) {
            assert_eq!((charge.list_price, charge.costs.list), (None, None), "seed {seed}: {}", charge.id);
        }
    }
}
