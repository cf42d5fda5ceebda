//! The difference as JSON, schema `seatwise.diff/1`, and people whose products changed as CSV: counts are numbers, amounts
//! decimal strings, unknown is null or an empty cell.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use seatwise_reports::csv::guarded;
use serde::Serialize;

use super::{Compared, text};
use crate::{
    analysis::Analysis,
    diff::{MoveKind, PersonMove, SeatMoves},
    error::Failure,
    overview::words::{money, rfc3339},
};

#[derive(Serialize)]
struct Document {
    schema: &'static str,
    organization: Option<String>,
    currency: &'static str,
    before: Side,
    after: Side,
    /// Billed a month by the other quantity, by other prices and commitments, and by hours of interaction.
    cost: CostDocument,
    products: Vec<ProductDocument>,
    moves: Vec<MoveDocument>,
    deactivated: Vec<PersonDocument>,
    reactivated: Vec<PersonDocument>,
    rehires: Vec<RehireDocument>,
    recommendations: Vec<OutcomeDocument>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct Side {
    snapshot: String,
    as_of: String,
    people: u64,
    billed_monthly: Option<String>,
}

#[derive(Serialize)]
struct CostDocument {
    by_quantity: String,
    by_price: String,
    by_hours: String,
}

#[derive(Serialize)]
struct ProductDocument {
    product: String,
    held_before: u64,
    held_after: u64,
    came: BTreeMap<&'static str, u64>,
    went: BTreeMap<&'static str, u64>,
    billed_before: Option<String>,
    billed_after: Option<String>,
    by_quantity: Option<String>,
    by_price: Option<String>,
}

#[derive(Serialize)]
struct MoveDocument {
    kind: &'static str,
    user_id: String,
    label: String,
    from: Vec<String>,
    to: Vec<String>,
    why: Vec<String>,
    /// Did a tier rise without a role given to the person? null = it did not rise, or roles are not known.
    tier_creep: Option<bool>,
}

#[derive(Serialize)]
struct PersonDocument {
    user_id: String,
    label: String,
}

#[derive(Serialize)]
struct RehireDocument {
    user_id: String,
    label: String,
    earlier: String,
    by: &'static str,
    earlier_is_licensed: bool,
}

#[derive(Serialize)]
struct OutcomeDocument {
    id: String,
    code: &'static str,
    user_id: String,
    outcome: &'static str,
    from: Vec<String>,
    to: Vec<String>,
    now: Vec<String>,
    contracted_delta_monthly: Option<String>,
}

/// The document, with a newline at its end.
pub(super) fn render(compared: &Compared<'_>) -> Result<String, Failure> {
    let Compared { before, after, diff, .. } = compared;
    let currency = after.tariff.currency();
    let cents = |amount: Decimal| money(amount, currency);
    let side = |of: &Analysis, place: usize| Side {
        snapshot: of.snapshot.clone(),
        as_of: rfc3339(of.as_of),
        people: diff.people[place],
        billed_monthly: diff.cost.billed[place].map(cents),
    };
    let [by_quantity, by_price, by_hours] = diff.cost.effects().map(cents);
    let people = |list: &[(String, String)]| {
        list.iter().map(|(user_id, label)| PersonDocument { user_id: user_id.clone(), label: label.clone() }).collect()
    };
    let document = Document {
        schema: "seatwise.diff/1",
        organization: after.organization.clone().or(before.organization.clone()),
        currency: currency.code(),
        before: side(before, 0),
        after: side(after, 1),
        cost: CostDocument { by_quantity, by_price, by_hours },
        products: diff.seats.iter().map(|(id, own)| product(compared, id, own)).collect(),
        moves: diff.moves.iter().map(person).collect(),
        deactivated: people(&diff.deactivated),
        reactivated: people(&diff.reactivated),
        rehires: diff
            .rehires
            .iter()
            .map(|own| RehireDocument {
                user_id: own.user_id.clone(),
                label: own.label.clone(),
                earlier: own.earlier.clone(),
                by: own.by,
                earlier_is_licensed: own.earlier_is_licensed,
            })
            .collect(),
        recommendations: diff
            .outcomes
            .iter()
            .map(|own| OutcomeDocument {
                id: own.id.clone(),
                code: own.code.as_str(),
                user_id: own.user_id.clone(),
                outcome: own.outcome.as_str(),
                from: own.from.clone(),
                to: own.to.clone(),
                now: own.now.clone(),
                contracted_delta_monthly: own.contracted_delta.map(cents),
            })
            .collect(),
        notes: text::notes_of(compared),
    };
    let json = serde_json::to_string_pretty(&document).map_err(|error| Failure::internal(error.to_string()))?;
    Ok(json + "\n")
}

fn product(compared: &Compared<'_>, id: &str, own: &SeatMoves) -> ProductDocument {
    let currency = compared.after.tariff.currency();
    let cost = compared.diff.cost.products.get(id);
    let cents = |amount: Option<Decimal>| amount.map(|amount| money(amount, currency));
    let by_kind = |of: &BTreeMap<MoveKind, u64>| of.iter().map(|(kind, number)| (kind.as_str(), *number)).collect();
    ProductDocument {
        product: id.to_owned(),
        held_before: own.before,
        held_after: own.after,
        came: by_kind(&own.came),
        went: by_kind(&own.went),
        billed_before: cents(cost.map(|cost| cost.billed[0])),
        billed_after: cents(cost.map(|cost| cost.billed[1])),
        by_quantity: cents(cost.map(|cost| cost.by_quantity)),
        by_price: cents(cost.map(|cost| cost.by_price)),
    }
}

fn person(own: &PersonMove) -> MoveDocument {
    MoveDocument {
        kind: own.kind.as_str(),
        user_id: own.user_id.clone(),
        label: own.label.clone(),
        from: own.from.clone(),
        to: own.to.clone(),
        why: own.why.iter().map(ToString::to_string).collect(),
        tier_creep: (own.kind == MoveKind::Raised && own.has_roles).then(|| own.is_creep()),
    }
}

/// A row per person whose products changed. A cell that a spreadsheet would take for a formula is made text.
pub(super) fn csv(compared: &Compared<'_>) -> Result<Vec<u8>, Failure> {
    let internal = |error: csv::Error| Failure::internal(error.to_string());
    let mut rows = csv::Writer::from_writer(Vec::new());
    rows.write_record(["kind", "user_id", "label", "from", "to", "tier_creep", "why"]).map_err(internal)?;
    for own in &compared.diff.moves {
        let shown = person(own);
        let creep = shown.tier_creep.map(|creep| if creep { "yes" } else { "no" });
        let cells = [
            shown.kind.to_owned(),
            shown.user_id,
            shown.label,
            shown.from.join("; "),
            shown.to.join("; "),
            creep.unwrap_or_default().to_owned(),
            shown.why.join("; "),
        ];
        rows.write_record(cells.map(|cell| guarded(&cell))).map_err(internal)?;
    }
    rows.into_inner().map_err(|error| Failure::internal(error.to_string()))
}
