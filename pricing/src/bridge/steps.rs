//! The difference of one charge by step.

use rust_decimal::Decimal;

use super::paid::{Paid, Units};
use super::{BridgeLine, Moves, Step};
use crate::money::Currency;

/// A charge before and after; at least one of them is there.
pub(super) type Pair = (Option<Paid>, Option<Paid>);

/// Paid units of base products, before and after: what volume is measured by. What is free in one of the periods is no
/// paid unit: a hundred free seats more are no volume.
#[derive(Default)]
pub(super) struct Volume {
    before: Decimal,
    after: Decimal,
}

impl Volume {
    pub(super) fn of(pairs: &[Pair]) -> Volume {
        let mut volume = Volume::default();
        for (before, after) in pairs.iter().map(|pair| (pair.0.as_ref(), pair.1.as_ref())) {
            if after.or(before).is_none_or(|paid| !paid.is_base) {
                continue;
            }
            for slot in 0..2 {
                let (then, now) = (units(before, slot), units(after, slot));
                if ![then, now].iter().any(|own| own.units > 0 && own.amount.is_zero()) {
                    volume.before += Decimal::from(then.units);
                    volume.after += Decimal::from(now.units);
                }
            }
        }
        volume
    }
}

/// Committed or beyond; none where the charge is not there.
fn units(paid: Option<&Paid>, slot: usize) -> Units {
    paid.and_then(|paid| paid.units).map_or(Units::default(), |it| it[slot])
}

pub(super) fn line(pair: &Pair, base: &Volume, currency: Currency) -> Option<BridgeLine> {
    let (before, after) = (pair.0.as_ref(), pair.1.as_ref());
    let own = after.or(before)?;
    let cost = |paid: Option<&Paid>| paid.and_then(|paid| paid.cost).unwrap_or_default();
    let difference = cost(after) - cost(before);
    let mut exact: Moves = Moves::default();
    match own.units {
        None => exact[usage_or_one_off(own) as usize] = difference,
        Some(_) => {
            for slot in 0..2 {
                let moved =
                    moves(units(before, slot), units(after, slot), own.is_base.then_some(base), rates(before, after));
                exact.iter_mut().zip(moved).for_each(|(sum, own)| *sum += own);
            }
            let rest = |paid: Option<&Paid>| paid.map(Paid::rest).unwrap_or_default();
            exact[Step::OneOff as usize] += rest(after) - rest(before);
        }
    }
    let paid =
        |paid: Option<&Paid>| own.units.map(|_| paid.and_then(|it| it.units).iter().flatten().map(|it| it.units).sum());
    Some(BridgeLine {
        kind: own.kind,
        id: own.id.clone(),
        name: own.name.clone(),
        units_before: paid(before),
        units_after: paid(after),
        before: cost(before),
        after: cost(after),
        moves: rounded(exact, difference, currency),
    })
}

fn usage_or_one_off(paid: &Paid) -> Step {
    if paid.kind == crate::bill::ChargeKind::Minimum { Step::OneOff } else { Step::Usage }
}

/// Exchange rates before and after, where the price is converted from the same currency in both.
fn rates(before: Option<&Paid>, after: Option<&Paid>) -> Option<(Decimal, Decimal)> {
    let (then, now) = before?.exchange.zip(after?.exchange)?;
    (then.0 == now.0 && !now.1.is_zero()).then_some((then.1, now.1))
}

/// The exact moves of units before and after. `base` = volume is shared with all other base products, what differs from
/// it is mix; without it all units are volume.
fn moves(before: Units, after: Units, base: Option<&Volume>, rates: Option<(Decimal, Decimal)>) -> Moves {
    let mut moves = Moves::default();
    let (units_before, units_after) = (Decimal::from(before.units), Decimal::from(after.units));
    // This period's units at the price of the period before; a price that nobody had then is that of today.
    let at_old_price = match () {
        () if after.units == 0 => Decimal::ZERO,
        () if before.units > 0 => before.amount * (units_after / units_before),
        () => before.price.map_or(after.amount, |price| price * units_after),
    };
    let volume = match base {
        Some(base) if !base.before.is_zero() => before.amount * ((base.after - base.before) / base.before),
        _ => at_old_price - before.amount,
    };
    let currency = rates.map_or(Decimal::ZERO, |(then, now)| after.amount * ((now - then) / now));
    moves[Step::Volume as usize] = volume;
    moves[Step::Mix as usize] = at_old_price - before.amount - volume;
    moves[Step::Price as usize] = after.amount - at_old_price - currency;
    moves[Step::Currency as usize] = currency;
    moves
}

/// Moves in whole minor units that sum to `whole`: each is rounded down, what is left goes to the largest remainders, of
/// equal ones to the earlier step.
fn rounded(exact: Moves, whole: Decimal, currency: Currency) -> Moves {
    let unit = Decimal::new(1, currency.minor_units());
    let digits = currency.minor_units();
    let mut moves: Moves = exact.map(|own| floor(own, digits));
    let mut left = whole - moves.iter().copied().sum::<Decimal>();
    let mut order: Vec<usize> = (0..exact.len()).filter(|at| exact[*at] != moves[*at]).collect();
    order.sort_by(|a, b| (exact[*b] - moves[*b]).cmp(&(exact[*a] - moves[*a])).then(a.cmp(b)));
    for at in order {
        if left < unit {
            break;
        }
        moves[at] += unit;
        left -= unit;
    }
    // Divisions leave less than a minor unit, which a step that has no remainder of its own may have to take.
    moves[Step::Price as usize] += left;
    moves
}

fn floor(amount: Decimal, digits: u32) -> Decimal {
    // A division that is off by its last digit is no cent less.
    let mut floor =
        amount.round_dp(digits + 8).round_dp_with_strategy(digits, rust_decimal::RoundingStrategy::ToNegativeInfinity);
    floor.rescale(digits);
    floor
}
