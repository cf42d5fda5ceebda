//! What to commit to as JSON, schema `seatwise.commitment/1`, and the cost curves as CSV: units are numbers, amounts decimal
//! strings, unknown is null or an empty cell.

use seatwise_pricing::commitment::{Cost, Ratio, WalkAway};
use serde::Serialize;

use super::{Decided, text};
use crate::{
    analysis::commitment::{ProductCommitment, Together},
    cli::document::head::Head,
    error::Failure,
    overview::words::money,
};

/// Decimals of a share and of an average number of units.
const DECIMALS: u32 = 6;

#[derive(Serialize)]
struct Document {
    #[serde(flatten)]
    head: Head,
    prices_of: String,
    model: &'static str,
    /// First days of the periods that decide.
    periods: Vec<String>,
    /// Per month; null where today's commitment of a product is not for sale.
    saved_monthly: Option<String>,
    products: Vec<ProductDocument>,
    together: Option<TogetherDocument>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct ProductDocument {
    product: String,
    unit: &'static str,
    /// Units used by period, in the order of `periods`.
    demand: Vec<u64>,
    p10: u64,
    p50: u64,
    p90: u64,
    most: u64,
    committed: u64,
    best: CostDocument,
    /// The best with the buffer of the settings on top; absent where nothing is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    with_buffer: Option<CostDocument>,
    today: Option<CostDocument>,
    proposed: Option<CostDocument>,
    saved_monthly: Option<String>,
    proposal_costs_more_monthly: Option<String>,
    list_price: Option<String>,
    /// Unit price from which on month-to-month at the list price is cheaper, exact; null = none, or not known.
    walk_away_from: Option<String>,
    why: Vec<String>,
    curve: Vec<CostDocument>,
}

#[derive(Serialize)]
struct CostDocument {
    units: u64,
    unit_price: String,
    overage_price: String,
    commitment_monthly: String,
    overage_monthly: String,
    monthly: String,
    monthly_p10: String,
    monthly_p90: String,
    overage_units: String,
    overage_probability: String,
}

#[derive(Serialize)]
struct TogetherDocument {
    minimum: String,
    monthly: Option<String>,
    committed_before_discount: Option<String>,
    products: Vec<ShareDocument>,
    why: Vec<String>,
}

#[derive(Serialize)]
struct ShareDocument {
    product: String,
    cost: CostDocument,
}

/// The document, with a newline at its end.
pub(super) fn render(decided: &Decided<'_>) -> Result<String, Failure> {
    let Decided { analysis, found, .. } = decided;
    let currency = analysis.tariff.currency();
    let document = Document {
        head: Head::of("seatwise.commitment/1", analysis),
        prices_of: analysis.tariff.on().to_string(),
        model: analysis.contract.model.as_str(),
        periods: found.periods.clone(),
        saved_monthly: found.saved_monthly().map(|amount| money(amount, currency)),
        products: found.products.iter().map(product).collect(),
        together: found.together.as_ref().map(together),
        notes: text::notes_of(decided),
    };
    let json = serde_json::to_string_pretty(&document).map_err(|error| Failure::internal(error.to_string()))?;
    Ok(json + "\n")
}

fn product(own: &ProductCommitment) -> ProductDocument {
    let currency = own.best.currency;
    let [p10, p50, p90, most] = own.levels();
    let more = own.proposed.as_ref().and_then(|cost| cost.monthly.less(own.best.monthly));
    let demand = own.commitment.demand.scenarios().iter();
    ProductDocument {
        product: own.id.clone(),
        unit: own.unit.as_str(),
        demand: demand.map(|it| u64::try_from(it.demand.numerator()).unwrap_or(u64::MAX)).collect(),
        p10,
        p50,
        p90,
        most,
        committed: own.committed,
        best: cost(&own.best),
        with_buffer: own.buffered.as_ref().map(cost),
        today: own.today.as_ref().map(cost),
        proposed: own.proposed.as_ref().map(cost),
        saved_monthly: own.saved_monthly().map(|amount| money(amount, currency)),
        proposal_costs_more_monthly: more.map(|more| cents(more, &own.best)),
        list_price: own.list.map(|price| price.to_string()),
        walk_away_from: match own.walk_away {
            Some(WalkAway::From { price, .. }) => Some(price.to_string()),
            _ => None,
        },
        why: own.why.clone(),
        curve: points(own).iter().map(cost).collect(),
    }
}

fn points(own: &ProductCommitment) -> Vec<Cost> {
    let marked: Vec<u64> = own.proposed.iter().map(|cost| cost.units).chain([own.committed]).collect();
    own.commitment.curve(&marked).points
}

fn cents(amount: Ratio, of: &Cost) -> String {
    money(amount.rounded(of.currency.minor_units()), of.currency)
}

fn cost(own: &Cost) -> CostDocument {
    let number = |ratio: Ratio| ratio.rounded(DECIMALS).normalize().to_string();
    CostDocument {
        units: own.units,
        unit_price: own.unit_price.to_string(),
        overage_price: own.overage_price.to_string(),
        commitment_monthly: money(own.commitment, own.currency),
        overage_monthly: cents(own.overage, own),
        monthly: cents(own.monthly, own),
        monthly_p10: cents(own.monthly_p10, own),
        monthly_p90: cents(own.monthly_p90, own),
        overage_units: number(own.overage_units),
        overage_probability: number(own.overage_probability),
    }
}

fn together(own: &Together) -> TogetherDocument {
    let best = own.best.as_ref();
    let share = |(id, own): &(String, Cost)| ShareDocument { product: id.clone(), cost: cost(own) };
    TogetherDocument {
        minimum: own.minimum.to_string(),
        monthly: best.map(|best| money(best.monthly.rounded(best.currency.minor_units()), best.currency)),
        committed_before_discount: best.map(|best| best.committed.normalize().to_string()),
        products: best.into_iter().flat_map(|best| &best.members).map(share).collect(),
        why: own.why.clone(),
    }
}

/// A row per product and point of its curve.
pub(super) fn csv(decided: &Decided<'_>) -> Result<Vec<u8>, Failure> {
    let internal = |error: csv::Error| Failure::internal(error.to_string());
    let mut rows = csv::Writer::from_writer(Vec::new());
    rows.write_record([
        "product",
        "units",
        "unit_price",
        "overage_price",
        "commitment_monthly",
        "overage_monthly",
        "monthly",
        "monthly_p10",
        "monthly_p90",
        "overage_units",
        "overage_probability",
        "mark",
    ])
    .map_err(internal)?;
    for own in &decided.found.products {
        for point in points(own) {
            let is = |other: Option<&Cost>| other.is_some_and(|other| other.units == point.units);
            let marks = [
                ("best", is(Some(&own.best))),
                ("today", point.units == own.committed),
                ("proposed", is(own.proposed.as_ref())),
            ];
            let mark: Vec<&str> = marks.iter().filter(|(_, is)| *is).map(|(name, _)| *name).collect();
            let shown = cost(&point);
            rows.write_record([
                own.id.clone(),
                shown.units.to_string(),
                shown.unit_price,
                shown.overage_price,
                shown.commitment_monthly,
                shown.overage_monthly,
                shown.monthly,
                shown.monthly_p10,
                shown.monthly_p90,
                shown.overage_units,
                shown.overage_probability,
                mark.join(" "),
            ])
            .map_err(internal)?;
        }
    }
    rows.into_inner().map_err(|error| Failure::internal(error.to_string()))
}
