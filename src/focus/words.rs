//! Words of the rows: units, ids made of names, sorts of agreement.

use seatwise_pricing::contract::Subscription;

/// What sort of agreement a commitment is.
pub(super) fn kind(subscription: Subscription) -> &'static str {
    match subscription {
        Subscription::AnnualPrepay => "Annual commitment, paid in advance",
        Subscription::AnnualMonthly => "Annual commitment, paid monthly",
        Subscription::MonthToMonth => "Monthly commitment",
    }
}

/// The unit of a count: `Seats`.
pub(super) fn consumed_unit(unit: &str) -> String {
    unit.split([' ', '_']).map(capitalized).collect::<Vec<_>>().join(" ") + "s"
}

/// The unit of a price: a seat costs so much a month.
pub(super) fn pricing_unit(unit: &str) -> String {
    match unit {
        "seat" | "device" => format!("{}-Months", capitalized(unit)),
        other => consumed_unit(other),
    }
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A name as part of an id: lower case, letters and digits joined by dashes; never empty, never a number alone.
pub(super) fn slug(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let joined = words.map(str::to_lowercase).collect::<Vec<_>>().join("-");
    if joined.chars().any(char::is_alphabetic) { joined } else { format!("organization-{joined}") }
}
