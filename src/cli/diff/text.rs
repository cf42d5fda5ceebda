//! The difference as a page of 80 columns.

use rust_decimal::Decimal;
use seatwise_reports::format::{count, counted};

use super::Compared;
use crate::{
    cli::{
        lines::{WIDTH, filled, line},
        price::words::{money, signed},
    },
    diff::{MoveKind, Outcome, PersonMove},
    overview::words::rfc3339,
};

/// People of each kind that are named without `--rows`.
const NAMED: usize = 5;

pub(super) fn page(compared: &Compared<'_>) -> String {
    let mut page = String::new();
    head(&mut page, compared);
    people(&mut page, compared);
    seats(&mut page, compared);
    cost(&mut page, compared);
    tiers(&mut page, compared);
    outcomes(&mut page, compared);
    notes(&mut page, compared);
    page
}

fn head(page: &mut String, compared: &Compared<'_>) {
    let name = compared.after.organization.as_deref().or(compared.before.organization.as_deref());
    line!(page, "Changes · {}", name.unwrap_or("Organization"));
    for (word, side) in [("before", compared.before), ("after", compared.after)] {
        let shown: String = side.snapshot.chars().take(40).collect();
        line!(page, "  {word:<7} {}  {shown}", rfc3339(side.as_of));
    }
}

fn people(page: &mut String, compared: &Compared<'_>) {
    let diff = compared.diff;
    let [before, after] = diff.people.map(count);
    line!(page, "\nPeople {before} → {after}");
    let of = |kind: MoveKind| diff.moves.iter().filter(|own| own.kind == kind).count() as u64;
    let kinds: Vec<String> = MoveKind::ALL
        .into_iter()
        .map(|kind| (kind, of(kind)))
        .filter(|(_, number)| *number > 0)
        .map(|(kind, number)| format!("{} {}", count(number), kind.as_str()))
        .collect();
    let kinds = if kinds.is_empty() { "nobody's products changed".to_owned() } else { kinds.join(", ") };
    let (off, on) = (diff.deactivated.len() as u64, diff.reactivated.len() as u64);
    let text = format!("with a license: {kinds}; {} deactivated, {} reactivated", count(off), count(on));
    page.push_str(&filled("  ", "  ", &text, WIDTH));
    for own in limited(compared, &diff.rehires) {
        let licensed = if own.earlier_is_licensed { ", which is still licensed" } else { "" };
        let text = format!("{} came back: {} was there before, by {}{licensed}", own.label, own.earlier, own.by);
        page.push_str(&filled("  - ", "    ", &text, WIDTH));
    }
    more(page, compared, diff.rehires.len());
}

fn seats(page: &mut String, compared: &Compared<'_>) {
    let diff = compared.diff;
    if diff.seats.is_empty() {
        return;
    }
    line!(page, "\n{:<22} {:>8} {:>8} {:>8} {:>8}", "Seats held", "before", "came", "went", "after");
    for (id, own) in &diff.seats {
        let (came, went): (u64, u64) = (own.came.values().sum(), own.went.values().sum());
        let signed =
            |sign: char, number: u64| if number == 0 { "0".to_owned() } else { format!("{sign}{}", count(number)) };
        line!(
            page,
            "  {id:<20} {:>8} {:>8} {:>8} {:>8}",
            count(own.before),
            signed('+', came),
            signed('-', went),
            count(own.after)
        );
    }
}

fn cost(page: &mut String, compared: &Compared<'_>) {
    let (cost, currency) = (&compared.diff.cost, compared.after.tariff.currency());
    let [before, after] = cost.billed.map(|amount| money(amount, currency));
    line!(page, "\nSeat bill a month {before} → {after} {currency}");
    let [quantity, price, hours] = cost.effects();
    let mut parts =
        vec![format!("quantity {}", signed(quantity, currency)), format!("price {}", signed(price, currency))];
    if !hours.is_zero() {
        parts.push(format!("hours of interaction {}", signed(hours, currency)));
    }
    line!(page, "  by {}", parts.join(", "));
    line!(page, "  {:<20} {:>13} {:>12} {:>12} {:>12}", "product", "units", "quantity", "price", "together");
    for (id, own) in
        cost.products.iter().filter(|(_, own)| own.units[0] != own.units[1] || own.billed[0] != own.billed[1])
    {
        let units = format!("{} → {}", own.units[0], own.units[1]);
        line!(
            page,
            "  {id:<20} {units:>13} {:>12} {:>12} {:>12}",
            signed(own.by_quantity, currency),
            signed(own.by_price, currency),
            signed(own.billed[1] - own.billed[0], currency)
        );
    }
}

fn tiers(page: &mut String, compared: &Compared<'_>) {
    let diff = compared.diff;
    for (kind, title) in [(MoveKind::Raised, "Tiers that rose"), (MoveKind::Lowered, "Tiers that fell")] {
        let all: Vec<&PersonMove> = diff.moves.iter().filter(|own| own.kind == kind).collect();
        if all.is_empty() {
            continue;
        }
        line!(page, "\n{title}: {}", counted(all.len() as u64, "person").replace("persons", "people"));
        let creep = diff.creep().count() as u64;
        if kind == MoveKind::Raised && creep > 0 {
            let text = format!("{} of them without a role given to the person: tier creep", count(creep));
            page.push_str(&filled("  ", "  ", &text, WIDTH));
        }
        for own in limited(compared, &all) {
            let why: Vec<String> = own.why.iter().map(ToString::to_string).collect();
            let why = if why.is_empty() { String::new() } else { format!(": {}", why.join("; ")) };
            let text = format!("{} {} → {}{why}", own.label, own.from.join(" + "), own.to.join(" + "));
            page.push_str(&filled("  - ", "    ", &text, WIDTH));
        }
        more(page, compared, all.len());
    }
}

fn outcomes(page: &mut String, compared: &Compared<'_>) {
    let (diff, currency) = (compared.diff, compared.after.tariff.currency());
    if diff.outcomes.is_empty() {
        return;
    }
    let then = diff.outcomes.len() as u64;
    line!(page, "\nRecommendations of then: {}", count(then));
    line!(page, "  {:<12} {:>8} {:>16}  at contracted prices a month", "outcome", "people", "amount");
    for outcome in Outcome::ALL {
        let own = || diff.outcomes.iter().filter(move |own| own.outcome == outcome);
        let sum: Decimal = own().filter_map(|own| own.contracted_delta).sum();
        let unknown = own().filter(|own| own.contracted_delta.is_none()).count() as u64;
        let without = if unknown > 0 { format!("  without {}, price unknown", count(unknown)) } else { String::new() };
        let amount = money(Some(sum), currency);
        line!(page, "  {:<12} {:>8} {amount:>16}{without}", outcome.as_str(), count(own().count() as u64));
    }
}

/// What a reader must know, as in the document.
pub(super) fn notes_of(compared: &Compared<'_>) -> Vec<String> {
    let Compared { before, after, diff, .. } = compared;
    let mut notes = Vec::new();
    if diff.moves.iter().any(|own| !own.has_roles) {
        notes.push("one side has no roles: nothing tells why a tier changed".to_owned());
    }
    let unpriced: Vec<&str> = after.unpriced().map(|row| after.tariff.product(row.ix).id.as_str()).collect();
    if !unpriced.is_empty() {
        notes.push(format!("no amount contains {}: the price is unknown", unpriced.join(", ")));
    }
    if !diff.outcomes.is_empty() {
        let text = "amounts of recommendations are those of seats, one by one: the bill follows the contract, so that a seat \
                    given back within a commitment lowers it at the renewal only";
        notes.push(text.to_owned());
    }
    if before.period != after.period && !after.period_is_over() {
        notes.push(format!("the period of {} is not over: its bill may grow", after.period.from));
    }
    notes
}

fn notes(page: &mut String, compared: &Compared<'_>) {
    let notes = notes_of(compared);
    if !notes.is_empty() {
        line!(page, "\nNotes");
        notes.iter().for_each(|note| page.push_str(&filled("  - ", "    ", note, WIDTH)));
    }
}

fn limited<'a, T>(compared: &Compared<'_>, all: &'a [T]) -> &'a [T] {
    let most = if compared.rows { all.len() } else { NAMED };
    &all[..all.len().min(most)]
}

fn more(page: &mut String, compared: &Compared<'_>, all: usize) {
    if !compared.rows && all > NAMED {
        line!(page, "    and {} more: `--rows` names them", count((all - NAMED) as u64));
    }
}
