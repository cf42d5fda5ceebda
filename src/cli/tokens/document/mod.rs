//! The report as JSON, schema `seatwise.tokens/1`: counts are numbers, tokens and money decimal strings, unknown is null.

mod build;

use chrono::NaiveDate;
use serde::Serialize;

pub(super) use build::render;

#[derive(Serialize)]
struct Document {
    schema: &'static str,
    as_of: String,
    snapshot: String,
    organization: Option<String>,
    currency: &'static str,
    period: Dates,
    /// The same as the block `tokens` of the analysis.
    tokens: Bill,
    ahead: Option<AheadDocument>,
    ledger: Vec<Day>,
    history: Vec<Past>,
    commitment: CommitmentDocument,
    copilot: CopilotDocument,
}

#[derive(Serialize)]
struct Dates {
    from: NaiveDate,
    to: NaiveDate,
}

#[derive(Serialize)]
struct Bill {
    consumed: String,
    free: Option<String>,
    committed: String,
    billable: Option<String>,
    cost: Option<String>,
    overage_cost: Option<String>,
    unit_price: Option<String>,
    overage_price: Option<String>,
    by_feature: Vec<Feature>,
    unmatched: Vec<Unmatched>,
}

#[derive(Serialize)]
struct Feature {
    resource: String,
    unit: String,
    units: String,
    tokens: String,
}

#[derive(Serialize)]
struct Unmatched {
    resource: String,
    units: String,
}

#[derive(Serialize)]
struct AheadDocument {
    forecast_from: NaiveDate,
    forecast_days: usize,
    expected: OutlookDocument,
    /// 10th percentile of what past windows make of it; null = fewer than ten of them.
    low: Option<OutlookDocument>,
    /// 90th percentile.
    high: Option<OutlookDocument>,
    windows: usize,
    windows_above_allowance: Option<usize>,
    allowance_passed_on: Option<NaiveDate>,
    copilot_users_to_come: String,
    running: Vec<RunningDocument>,
}

#[derive(Serialize)]
struct OutlookDocument {
    consumed: String,
    billable: Option<String>,
    overage_cost: Option<String>,
    cost: Option<String>,
}

#[derive(Serialize)]
struct RunningDocument {
    date: NaiveDate,
    tokens_to_date: String,
    forecast: bool,
}

#[derive(Serialize)]
struct Day {
    date: NaiveDate,
    tokens: Vec<Feature>,
    tokens_to_date: String,
}

#[derive(Serialize)]
struct Past {
    period: Dates,
    complete: bool,
    consumed: String,
    /// Beyond the free tokens of today; null = these are not known.
    beyond_free: Option<String>,
    by_feature: Vec<Feature>,
}

#[derive(Serialize)]
struct CommitmentDocument {
    /// Why there is no answer; null = there is one.
    unknown_because: Option<String>,
    periods: Vec<String>,
    best: Option<CostDocument>,
    today: Option<CostDocument>,
    why: Vec<String>,
    /// What a lower price of a committed token would be worth.
    offers: Vec<OfferDocument>,
    price_without_commitment: Option<String>,
    /// Unit price from which on no commitment pays; null = not known, or none.
    walk_away_price: Option<String>,
}

#[derive(Serialize)]
struct OfferDocument {
    discount_percent: u32,
    best: CostDocument,
}

#[derive(Serialize)]
struct CostDocument {
    tokens: u64,
    unit_price: String,
    overage_price: String,
    cost_per_month: String,
    /// Share of the periods that go beyond.
    overage_probability: String,
}

#[derive(Serialize)]
struct CopilotDocument {
    tokens_per_seat: Option<String>,
    value_per_seat: Option<String>,
    seats_held: u64,
    seats_used: u64,
    seats_unknown: u64,
    seats_unused: Vec<SeatDocument>,
    /// Queues with members without a seat; null = no memberships in the input.
    queues: Option<Vec<QueueDocument>>,
}

#[derive(Serialize)]
struct SeatDocument {
    user_id: String,
    email: Option<String>,
    last_used: Option<String>,
    queue: Option<String>,
    billed: bool,
}

#[derive(Serialize)]
struct QueueDocument {
    queue: String,
    members: u64,
    without_seat: Vec<Person>,
    without_seat_joined: Option<u64>,
}

#[derive(Serialize)]
struct Person {
    user_id: String,
    email: Option<String>,
}
