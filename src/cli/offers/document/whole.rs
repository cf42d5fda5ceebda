//! The choices of the whole organization in the document.

use rust_decimal::Decimal;
use seatwise_pricing::tokens::TokenBill;
use serde::Serialize;

use super::{super::words::ids, features, moves, text_of};
use crate::{
    analysis::Analysis,
    entitlement::disqualifying::Disqualifying,
    offers::{Duel, Hourly, Included, ModelSide, Models, OfferReport, Side, Standing, TopTier, top::Whole},
};

#[derive(Serialize)]
pub(super) struct Choices<'a> {
    changes: Vec<ChangeDocument>,
    duels: Vec<DuelDocument>,
    top: Option<TopDocument>,
    hourly: HourlyDocument<'a>,
    models: Option<ModelsDocument>,
}

/// What is held, what is enough, for how many.
#[derive(Serialize)]
struct ChangeDocument {
    held: Vec<String>,
    enough: Vec<String>,
    people: u64,
    advised: u64,
    /// What is known of the difference of those to whom it is advised.
    advised_delta_monthly: Option<String>,
    advised_unknown: u64,
}

#[derive(Serialize)]
struct SideDocument {
    products: Vec<String>,
    price_monthly: Option<String>,
    unpriced: Vec<String>,
    by_guide: bool,
    enough_for: u64,
    held_by: u64,
}

#[derive(Serialize)]
struct DuelDocument {
    topic: &'static str,
    people: u64,
    left: SideDocument,
    right: SideDocument,
    /// Left less right.
    difference_monthly: Option<String>,
    total_monthly: Option<String>,
    left_wins_below: Option<String>,
}

#[derive(Serialize)]
struct TopDocument {
    top: SideDocument,
    base: String,
    people: u64,
    tokens_per_seat: String,
    token_price: Option<String>,
    rows: Vec<TopRowDocument>,
    /// The period of the tokens.
    from: Option<String>,
    to: Option<String>,
    all_top: WholeDocument,
    all_bundle: WholeDocument,
    tokens_brought: String,
    tokens_used: Option<String>,
    /// All on top less all on the base below.
    difference_monthly: Option<String>,
}

#[derive(Serialize)]
struct TopRowDocument {
    features: Vec<&'static str>,
    people: u64,
    bundle: SideDocument,
    difference_monthly: Option<String>,
    break_even_tokens: Option<String>,
    top_enough_for: u64,
}

#[derive(Serialize)]
struct WholeDocument {
    seats_monthly: Option<String>,
    tokens: Option<TokensDocument>,
    cost_monthly: Option<String>,
}

#[derive(Serialize)]
struct TokensDocument {
    consumed: String,
    free: String,
    committed: u64,
    billable: String,
    cost: Option<String>,
}

#[derive(Serialize)]
struct HourlyDocument<'a> {
    list: ListDocument<'a>,
    from: Option<String>,
    to: Option<String>,
    eligible: u64,
    barred: u64,
    already: u64,
    unknown: u64,
    not_sold: u64,
    rows: Vec<HourlyRowDocument>,
    barriers: Vec<BarrierDocument<'a>>,
}

#[derive(Serialize)]
struct ListDocument<'a> {
    source: &'a str,
    as_of: String,
    permissions: usize,
}

#[derive(Serialize)]
struct HourlyRowDocument {
    products: Vec<String>,
    people: u64,
    interacting_ms: Option<u64>,
    by_seat_monthly: Option<String>,
    break_even_hours: Option<String>,
    wins_below: Option<String>,
    cheaper_for: Option<u64>,
    saving_monthly: Option<String>,
}

#[derive(Serialize)]
struct BarrierDocument<'a> {
    role_id: &'a str,
    role: &'a str,
    people: u64,
    alone: u64,
    permissions: &'a [&'a str],
}

#[derive(Serialize)]
struct ModelsDocument {
    periods: Vec<PeriodDocument>,
    has_metered: bool,
    named: ModelDocument,
    concurrent: ModelDocument,
    pools: Vec<PoolDocument>,
    left_out: Vec<String>,
}

#[derive(Serialize)]
struct PeriodDocument {
    from: String,
    to: String,
}

#[derive(Serialize)]
struct ModelDocument {
    cost: Option<String>,
    unpriced: Vec<String>,
    seats: Vec<SeatsDocument>,
    free_tokens: String,
    seats_with_tokens: Vec<BroughtDocument>,
    /// What its own units may cost a month to win against the contract's model; null for that model itself.
    wins_below_monthly: Option<String>,
    price_factor: Option<String>,
}

#[derive(Serialize)]
struct SeatsDocument {
    product: String,
    seats: u64,
}

#[derive(Serialize)]
struct BroughtDocument {
    product: String,
    tokens_per_seat: String,
    seats: u64,
}

#[derive(Serialize)]
struct PoolDocument {
    resource: String,
    unit: String,
    named: IncludedDocument,
    concurrent: IncludedDocument,
    used: Option<String>,
}

#[derive(Serialize)]
struct IncludedDocument {
    /// What is known of it.
    units: String,
    /// Products of which no source says what they bring.
    unknown: Vec<String>,
}

fn included(own: &Included) -> IncludedDocument {
    IncludedDocument { units: plain(own.units), unknown: own.unknown.clone() }
}

pub(super) fn choices<'a>(report: &'a OfferReport<'_>) -> Choices<'a> {
    let analysis = report.analysis;
    let change = |one: crate::cli::offers::text::Move| ChangeDocument {
        held: ids(analysis, &one.held),
        enough: ids(analysis, &one.enough),
        people: one.people,
        advised: one.advised,
        advised_delta_monthly: text_of(analysis, (one.unknown < one.advised || one.advised == 0).then_some(one.delta)),
        advised_unknown: one.unknown,
    };
    Choices {
        changes: moves(report).into_iter().map(change).collect(),
        duels: report.duels.iter().map(|own| duel(analysis, own)).collect(),
        top: report.top.as_ref().map(|own| top(analysis, own)),
        hourly: hourly(analysis, &report.hourly),
        models: report.models.as_ref().map(|own| models(analysis, own)),
    }
}

fn side(analysis: &Analysis, own: &Side) -> SideDocument {
    SideDocument {
        products: ids(analysis, &own.products),
        price_monthly: text_of(analysis, own.price),
        unpriced: ids(analysis, &own.unpriced),
        by_guide: own.is_by_guide,
        enough_for: own.enough_for,
        held_by: own.held_by,
    }
}

fn duel(analysis: &Analysis, own: &Duel) -> DuelDocument {
    DuelDocument {
        topic: own.topic.as_str(),
        people: own.people,
        left: side(analysis, &own.left),
        right: side(analysis, &own.right),
        difference_monthly: text_of(analysis, own.difference),
        total_monthly: text_of(analysis, own.total),
        left_wins_below: text_of(analysis, own.left_wins_below),
    }
}

fn top(analysis: &Analysis, own: &TopTier) -> TopDocument {
    let row = |row: &crate::offers::TopRow| TopRowDocument {
        features: features(row.features),
        people: row.people,
        bundle: side(analysis, &row.bundle),
        difference_monthly: text_of(analysis, row.difference),
        break_even_tokens: row.break_even_tokens.map(plain),
        top_enough_for: row.top_enough_for,
    };
    TopDocument {
        top: side(analysis, &own.top),
        base: analysis.tariff.product(own.base).id.clone(),
        people: own.people(),
        tokens_per_seat: plain(own.tokens_per_seat),
        token_price: own.token_price.map(plain),
        rows: own.rows.iter().map(row).collect(),
        from: own.period.map(|period| period.from.to_string()),
        to: own.period.map(|period| period.to.to_string()),
        all_top: whole(analysis, &own.all_top),
        all_bundle: whole(analysis, &own.all_bundle),
        tokens_brought: plain(own.tokens_brought()),
        tokens_used: own.tokens_used().map(plain),
        difference_monthly: text_of(analysis, own.difference()),
    }
}

/// A number without trailing zeros.
fn plain(number: Decimal) -> String {
    number.normalize().to_string()
}

fn whole(analysis: &Analysis, own: &Whole) -> WholeDocument {
    let tokens = |bill: &TokenBill| TokensDocument {
        consumed: bill.consumed.to_string(),
        free: bill.free.to_string(),
        committed: bill.committed,
        billable: bill.billable.to_string(),
        cost: text_of(analysis, bill.cost),
    };
    WholeDocument {
        seats_monthly: text_of(analysis, own.seats),
        tokens: own.tokens.as_ref().map(tokens),
        cost_monthly: text_of(analysis, own.cost()),
    }
}

fn hourly<'a>(analysis: &'a Analysis, own: &'a Hourly<'a>) -> HourlyDocument<'a> {
    let list = Disqualifying::embedded();
    let row = |row: &crate::offers::hourly::HourlyRow| HourlyRowDocument {
        products: ids(analysis, &row.products),
        people: row.people,
        interacting_ms: row.interacting_ms,
        by_seat_monthly: text_of(analysis, row.by_seat),
        break_even_hours: row.break_even_hours.map(plain),
        wins_below: text_of(analysis, row.wins_below),
        cheaper_for: row.cheaper_for,
        saving_monthly: text_of(analysis, row.saving),
    };
    let barrier = |barrier: &'a crate::offers::Barrier<'a>| {
        let role = &analysis.roles.list[barrier.role as usize];
        BarrierDocument {
            role_id: &role.role_id,
            role: &role.name,
            people: barrier.people,
            alone: barrier.alone,
            permissions: &barrier.permissions,
        }
    };
    HourlyDocument {
        list: ListDocument { source: &list.source, as_of: list.as_of.to_string(), permissions: list.len() },
        from: own.period.map(|period| period.from.to_string()),
        to: own.period.map(|period| period.to.to_string()),
        eligible: own.count(Standing::Eligible),
        barred: own.count(Standing::Barred),
        already: own.count(Standing::Already),
        unknown: own.count(Standing::Unknown),
        not_sold: own.count(Standing::NotSold),
        rows: own.rows.iter().map(row).collect(),
        barriers: own.barriers.iter().map(barrier).collect(),
    }
}

fn models(analysis: &Analysis, own: &Models) -> ModelsDocument {
    let periods = Decimal::from(own.periods.len().max(1));
    let side = |side: &ModelSide| ModelDocument {
        cost: text_of(analysis, side.cost),
        unpriced: side.unpriced.clone(),
        seats: side.seats.iter().map(|(id, seats)| SeatsDocument { product: id.clone(), seats: *seats }).collect(),
        free_tokens: plain(side.free_tokens),
        seats_with_tokens: side
            .tokens_per_seat
            .iter()
            .map(|(id, each, seats)| BroughtDocument {
                product: id.clone(),
                tokens_per_seat: plain(*each),
                seats: *seats,
            })
            .collect(),
        wins_below_monthly: text_of(analysis, side.budget.map(|budget| budget.left / periods)),
        price_factor: side.budget.and_then(|budget| budget.price_factor).map(plain),
    };
    ModelsDocument {
        periods: own
            .periods
            .iter()
            .map(|period| PeriodDocument { from: period.from.to_string(), to: period.to.to_string() })
            .collect(),
        has_metered: own.has_metered,
        named: side(&own.named),
        concurrent: side(&own.concurrent),
        pools: own
            .pools
            .iter()
            .map(|pool| PoolDocument {
                resource: pool.resource.clone(),
                unit: pool.unit.clone(),
                named: included(&pool.named),
                concurrent: included(&pool.concurrent),
                used: pool.used.map(plain),
            })
            .collect(),
        left_out: own.left_out.clone(),
    }
}
