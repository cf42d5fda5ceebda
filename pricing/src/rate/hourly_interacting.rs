//! Hourly by interaction: people billed for the time on interactions, beside the seats of everybody else.
//!
//! The person has the permission `billing:user:hourlyInteracting` and none of the disqualifying ones; whether that holds is
//! decided elsewhere. Hours count against each qualifying product that the person is billed for; products that do not
//! qualify stay seats. See <https://help.mypurecloud.com/articles/genesys-cloud-user-hour-pricing>.

use super::Tally;
use super::named::billed_products;
use crate::tariff::{ProductIx, Tariff};

/// How one person is billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BilledBy {
    /// A seat, named or concurrent.
    Seat,
    /// Hours of interaction.
    Hour,
}

/// One person who is billed by the hour in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HourlyPerson<'a> {
    /// Products held at any time in the period.
    pub held: &'a [ProductIx],
    /// Time on interactions in the period, in milliseconds.
    pub interacting_ms: u64,
}

/// What people who are billed by the hour add to a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HourlyTally {
    /// Milliseconds of interaction by qualifying product.
    pub interacting_ms: Tally,
    /// Seats of products that do not qualify for hours.
    pub seats: Tally,
    /// Milliseconds of interaction of all people, each once.
    pub people_ms: u64,
}

/// How a person is billed in the whole period: by the model held last before its end, whenever the change was made. Changes
/// are (instant, new model) in any order; those at or after `end` do not count. `before` holds without a change.
/// See <https://jp-help.inintca.com/?p=362655>.
pub fn billed_by(before: BilledBy, changes: &[(i64, BilledBy)], end: i64) -> BilledBy {
    // Of two changes at one instant the seat wins: it is the one that never promises too much.
    let in_time = changes.iter().filter(|(at, _)| *at < end);
    in_time.max_by_key(|(at, by)| (*at, *by == BilledBy::Seat)).map_or(before, |(_, by)| *by)
}

/// Time by product of everybody who is billed by the hour, and the seats that remain.
pub fn hourly_time<'a>(tariff: &Tariff, people: impl IntoIterator<Item = HourlyPerson<'a>>) -> HourlyTally {
    let mut tally = HourlyTally { interacting_ms: Tally::new(tariff), seats: Tally::new(tariff), people_ms: 0 };
    for person in people {
        tally.people_ms = tally.people_ms.saturating_add(person.interacting_ms);
        for product in billed_products(tariff, person.held) {
            if tariff.product(product).bills_hours {
                tally.interacting_ms.add(product, person.interacting_ms);
            } else {
                tally.seats.add(product, 1);
            }
        }
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rate::tests::{ixs, tariff};

    /// <https://jp-help.inintca.com/?p=362655>: usage counts on "the most recent license type during the billing period,
    /// whenever the change was made".
    #[test]
    fn the_model_held_last_in_the_period_wins() {
        use BilledBy::{Hour, Seat};
        assert_eq!(billed_by(Seat, &[], 100), Seat);
        assert_eq!(billed_by(Seat, &[(99, Hour)], 100), Hour, "on the last day, for the whole period");
        assert_eq!(billed_by(Seat, &[(100, Hour)], 100), Seat, "the next period");
        assert_eq!(billed_by(Hour, &[(50, Seat), (10, Hour)], 100), Seat, "the order of the rows does not matter");
        assert_eq!(billed_by(Hour, &[(50, Seat), (50, Hour)], 100), Seat);
    }

    #[test]
    fn hours_count_against_each_qualifying_product() {
        let tariff = tariff("");
        let hour = 3_600_000;
        let held = [
            ixs(&tariff, &["cx1", "cx1-wem-addon", "journey"]),
            ixs(&tariff, &["cx1", "cx1-digital-addon"]),
            ixs(&tariff, &["communicate", "wallboard"]),
        ];
        let people = held.iter().map(|held| HourlyPerson { held, interacting_ms: 10 * hour });
        let tally = hourly_time(&tariff, people);
        let shown = |tally: &Tally, per: u64| {
            tally.iter().map(|(ix, n)| format!("{} {}", tariff.product(ix).id, n / per)).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(shown(&tally.interacting_ms, hour), "cx1 20, cx1-digital-addon 10, cx1-wem-addon 10");
        assert_eq!(shown(&tally.seats, 1), "communicate 1, journey 1, wallboard 1");
        assert_eq!(tally.people_ms, 30 * hour);
    }

    /// The list of <https://help.mypurecloud.com/articles/genesys-cloud-user-hour-pricing>.
    #[test]
    fn the_qualifying_products_are_those_that_are_published() {
        let tariff = tariff("");
        let qualifying: Vec<&str> =
            tariff.products().iter().filter(|product| product.bills_hours).map(|product| product.id.as_str()).collect();
        assert_eq!(
            qualifying.join(" "),
            "cx1 cx2-digital cx2 cx3-digital cx3 cx4 cx1-digital-addon cx1-wem-addon cx2-wem-addon work-automation"
        );
    }
}
