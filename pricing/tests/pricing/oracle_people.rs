//! Who counts for what, by loops over people and minutes, from the rules of `docs/PRICING.md` alone.

use std::collections::BTreeMap;

use crate::generate::{Case, Person};

pub(crate) type Counts = BTreeMap<&'static str, u64>;

/// Seats by product, and milliseconds of interaction by product.
pub(crate) fn count(case: &Case, people: &[Person]) -> (Counts, Counts) {
    let (mut seats, mut hours) = (Counts::new(), Counts::new());
    let by_seat: Vec<&Person> = people.iter().filter(|person| person.hourly_ms.is_none()).collect();
    for person in people {
        for product in billed(&person.held) {
            match person.hourly_ms {
                Some(ms) if bills_hours(product) => *hours.entry(product).or_default() += ms,
                Some(_) => *seats.entry(product).or_default() += 1,
                None if case.concurrent && is_concurrent(product) => {}
                None => *seats.entry(product).or_default() += u64::from(counts(case, person)),
            }
        }
    }
    if case.concurrent {
        for product in crate::generate::PRODUCTS.into_iter().filter(|product| is_concurrent(product)) {
            let pool: Vec<&Person> = by_seat.iter().copied().filter(|p| billed(&p.held).contains(&product)).collect();
            *seats.entry(product).or_default() += peak(&pool, case.exactly);
        }
    }
    seats.retain(|_, seats| *seats > 0);
    hours.retain(|_, ms| *ms > 0);
    (seats, hours)
}

fn counts(case: &Case, person: &Person) -> bool {
    let was_there = person.stays.iter().any(|(from, to)| from < to);
    was_there || (!case.logged_in && person.is_active)
}

/// Minute by minute: how long were how many there?
fn peak(pool: &[&Person], exactly: bool) -> u64 {
    let there = |person: &Person, minute: i64| person.stays.iter().any(|(from, to)| *from <= minute && minute < *to);
    let by_minute: Vec<usize> = (0..300).map(|minute| pool.iter().filter(|p| there(p, minute)).count()).collect();
    let long_enough = |count: &usize| {
        let minutes = by_minute.iter().filter(|n| if exactly { **n == *count } else { **n >= *count }).count();
        minutes >= 30
    };
    (1..=pool.len()).rev().find(long_enough).unwrap_or(0) as u64
}

fn rank(product: &str) -> Option<u32> {
    ["communicate", "cx1", "cx2", "cx3", "cx4"].iter().position(|base| *base == product).map(|place| place as u32)
}

fn is_concurrent(product: &str) -> bool {
    !["communicate", "crm-salesforce", "wallboard"].contains(&product)
}

fn bills_hours(product: &str) -> bool {
    ["cx1", "cx2", "cx3", "cx4", "cx1-wem-addon"].contains(&product)
}

fn billed(held: &[&'static str]) -> Vec<&'static str> {
    let base = held.iter().copied().filter(|product| rank(product).is_some()).max_by_key(|product| rank(product));
    let mut billed: Vec<&'static str> = Vec::new();
    for product in held.iter().copied() {
        let is_billed = match product {
            "crm-salesforce" | "wallboard" => true,
            "cx1-wem-addon" => base == Some("cx1"),
            "sta-addon" => base == Some("cx2") || (base == Some("cx1") && !held.contains(&"cx1-wem-addon")),
            "journey" | "copilot" => base.is_some_and(|base| base != "communicate"),
            other => Some(other) == base,
        };
        if is_billed && !billed.contains(&product) {
            billed.push(product);
        }
    }
    billed
}
