//! AI tokens of the period: metered, free, committed, billable.

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};

use super::billing::{as_billed, quantities};
use super::catalog::list_price;
use super::facts::Facts;
use super::org::Resource;
use super::prices::Prices;
use super::time::midnight;

/// The block `tokens` but `by_feature`, and its cost; both `None` = without rows no statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Tokens {
    pub document: Value,
    /// `None` = a price or a quantity is unknown.
    pub cost: Option<Decimal>,
}

/// `None` = the table is absent.
pub fn tokens(facts: &Facts<'_>, prices: &Prices<'_>) -> Option<Tokens> {
    let rows = facts.case.org.resources.as_ref()?;
    let in_period = rows.iter().filter(|row| (facts.period.0..=facts.as_of).contains(&midnight(row.date)));
    let mut consumed = Decimal::ZERO;
    for row in in_period {
        consumed += tokens_of(facts, prices, row).unwrap_or_default();
    }
    let per_org = Decimal::from(if facts.contract.is_concurrent() { 350 } else { 250 });
    let per_agent = Decimal::from(if facts.contract.is_concurrent() { 39 } else { 30 });
    let agents = quantities(facts, &as_billed(facts)).get("cx4").copied().unwrap_or(Some(0));
    // An hour brings no tokens; whether there are any is not known all the same where nobody knows the hours.
    let agents = agents.map(|agents| if facts.contract.is_hourly() { 0 } else { agents });
    let free = agents.map(|agents| per_org + per_agent * Decimal::from(agents));
    let committed = Decimal::from(prices.committed("ai-tokens"));
    let billable = free.map(|free| (consumed - free - committed).max(Decimal::ZERO));
    let cost = billable.and_then(|billable| cost(facts, prices, committed, billable));
    let document = json!({
        "consumed": print(consumed), "free": free.map(print), "committed": print(committed),
        "billable": billable.map(print), "cost": cost.map(|cost| prices.print(cost)),
    });
    Some(Tokens { document, cost })
}

/// Tokens that a row costs; `None` = its resource is no meter of tokens.
pub fn tokens_of(facts: &Facts<'_>, prices: &Prices<'_>, row: &Resource) -> Option<Decimal> {
    let (units, tokens) = rate(&row.resource, facts.contract.is_concurrent())?;
    let is_seat = !prices.is_by_tokens("copilot") && meter_of(&row.resource) == "copilot_users";
    Some(if is_seat { Decimal::ZERO } else { row.quantity * tokens / units })
}

/// Committed tokens at their price and billable ones at the overage price, rounded as two lines.
fn cost(facts: &Facts<'_>, prices: &Prices<'_>, committed: Decimal, billable: Decimal) -> Option<Decimal> {
    let list = list_price("ai-tokens", &facts.contract);
    let unit = prices.contracted("ai-tokens").or(list)?;
    let beyond = prices.overage("ai-tokens").or(list)?;
    Some(prices.round(committed * unit) + prices.round(billable * beyond))
}

/// Units and the tokens that they cost; `None` = no meter of tokens.
fn rate(resource: &str, concurrent: bool) -> Option<(Decimal, Decimal)> {
    let whole = |units: i64| Some((Decimal::from(units), Decimal::ONE));
    match meter_of(resource) {
        "bot_voice_minutes" => whole(17),
        "bot_digital_sessions" => whole(51),
        "virtual_agent_interactions" => Some((Decimal::ONE, Decimal::new(5, 1))),
        "agentic_virtual_agent_interactions" => Some((Decimal::ONE, Decimal::new(12, 1))),
        "ai_scoring_evaluations" => whole(20),
        "ai_translate_translations" => whole(2),
        "ai_summaries" => whole(50),
        "copilot_users" => Some((Decimal::ONE, Decimal::from(if concurrent { 60 } else { 40 }))),
        "ai_tokens" => whole(1),
        messages if messages.starts_with("messages_") => whole(400),
        _ => None,
    }
}

/// The meter of a name in billing data.
fn meter_of(resource: &str) -> &str {
    match resource {
        "AI Summary" => "ai_summaries",
        "Genesys Cloud Virtual Agent" => "virtual_agent_interactions",
        "AI Experience Tokens" => "ai_tokens",
        other => other,
    }
}

/// At most ten digits after the point, none of them a trailing zero.
pub fn print(tokens: Decimal) -> String {
    tokens.round_dp_with_strategy(10, RoundingStrategy::MidpointAwayFromZero).normalize().to_string()
}
