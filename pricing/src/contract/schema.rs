//! The JSON Schema of `contract.toml`, for editors and for those who write one by machine.
//!
//! Words come from the tables that the reader uses; a test holds the keys of both together. What a schema can't say (dates
//! in order, one line per product) the reader says.

use schemars::{Schema, json_schema};

use super::read::{COUNTINGS, MODELS, QUANTITY_MAX, RAMPS, READINGS, STEPS, SUBSCRIPTIONS};

/// An amount: digits, at most 9 before and 6 after the point.
const AMOUNT: &str = r"^[0-9]{1,9}(\.[0-9]{1,6})?$";
/// A date.
const DATE: &str = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

/// The JSON Schema (draft 2020-12) of `contract.toml`.
pub fn contract_schema() -> Schema {
    json_schema!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "contract.toml",
        "description": "What an organization agreed to with Genesys; amounts are decimals in quotes",
        "type": "object",
        "additionalProperties": false,
        "properties": contract_properties(),
    })
}

/// The sections of a contract, which other documents have as well.
pub(crate) fn contract_properties() -> Schema {
    json_schema!({
        "contract": head(),
        "line": list("What is committed, one entry per product at a time", line()),
        "price": list("Prices without commitment, one entry per product at a time", price()),
        "amendment": list("What changes during the contract", amendment()),
        "fair_use": list("Prices beyond fair-use pools, one entry per resource", fair_use()),
        "exchange_rate": list("Dated rates, one entry per pair and day", exchange_rate()),
    })
}

fn head() -> Schema {
    json_schema!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "organization": { "description": "Name of the organization", "type": "string", "minLength": 1 },
            "number": { "description": "Number that the contract has on paper", "type": "string", "minLength": 1 },
            "signed": date("Day on which it was signed, on or before start"),
            "currency": with_default(currency("ISO 4217 code of every amount that names no other"), "USD"),
            "model": word("How seats are counted and priced", &words(&MODELS), Some("named")),
            "subscription": word(
                "How the commitment is paid; annual-monthly if there is a line, else month-to-month",
                &words(&SUBSCRIPTIONS), None,
            ),
            "start": date("First day, inclusive"),
            "end": date("Last day, inclusive"),
            "period_anchor_day": {
                "description": "Day of the month on which a billing period starts",
                "type": "integer",
                "minimum": 1,
                "maximum": 31,
                "default": 1,
            },
            "seat_counting": word("Which named people count", &words(&COUNTINGS), Some("assigned")),
            "concurrency_reading": word("How the 30-minute rule is read", &words(&READINGS), Some("at-or-above")),
            "renewal_notice_days": {
                "description": "Days before the end by which a change must be announced",
                "type": "integer",
                "minimum": 0,
                "maximum": 3650,
            },
            "uplift_cap_percent": amount("Most that prices rise at renewal, in percent"),
            "ramp_until": date("Last day of the ramp, inclusive"),
            "ramp_billing": word("What a ramp does to charges", &words(&RAMPS), Some("not-charged")),
            "volume_steps": word("How discount steps apply", &words(&STEPS), Some("all-units")),
            "discount_percent": amount("Discount off the list price of whatever has no price here, 0 to 100"),
            "minimum_monthly_amount": amount("Least that a period bills in all"),
            "uplift_percent": amount("What prices rise by at renewal, in percent; at most the cap"),
        },
    })
}

fn line() -> Schema {
    let mut schema = json_schema!({
        "type": "object",
        "additionalProperties": false,
        "required": ["product"],
        "properties": {
            "product": product(),
            "quantity": quantity("Units committed per month; must be there unless month-to-month", 0),
            "overage_price": amount("Price per unit and month beyond the commitment; absent = the contracted price"),
        },
    });
    add_terms(&mut schema, "Price per unit and month; absent = the [[price]] entry, else list");
    schema
}

fn price() -> Schema {
    let mut schema = json_schema!({
        "type": "object",
        "additionalProperties": false,
        "required": ["product"],
        "anyOf": [
            { "required": ["unit_price"] },
            { "required": ["discount_percent"] },
            { "required": ["hourly_price"] },
            { "required": ["step"] },
        ],
        "properties": { "product": product() },
    });
    add_terms(&mut schema, "Price per unit and month");
    schema
}

/// The keys that a line and a price share.
fn add_terms(schema: &mut Schema, unit_price: &str) {
    let step = json_schema!({
        "type": "object",
        "additionalProperties": false,
        "required": ["from_units"],
        "oneOf": [{ "required": ["unit_price"] }, { "required": ["discount_percent"] }],
        "properties": {
            "from_units": quantity("Units from which on it holds", 1),
            "unit_price": amount("Price per unit and month"),
            "discount_percent": amount("Percent off the price before, 0 to 100"),
        },
    });
    let terms = [
        ("unit_price", amount(unit_price)),
        ("discount_percent", amount("Percent off the price, after steps, 0 to 100")),
        ("hourly_price", amount("Price per hour of interaction of people who are billed by the hour")),
        ("currency", currency("Currency of these prices; absent = the contract's")),
        ("step", list("Discount steps by rising volume", step)),
        ("from", date("First day, inclusive; absent = the contract's")),
        ("to", date("Last day, inclusive; absent = the contract's")),
    ];
    let properties = schema.get_mut("properties").and_then(|properties| properties.as_object_mut());
    if let Some(properties) = properties {
        properties.extend(terms.map(|(key, value)| (key.to_owned(), value.into())));
    }
}

fn amendment() -> Schema {
    let line = json_schema!({
        "type": "object",
        "additionalProperties": false,
        "required": ["product"],
        "oneOf": [{ "required": ["quantity"] }, { "required": ["add"] }],
        "properties": {
            "product": product(),
            "quantity": quantity("Units committed per month from then on, in all", 0),
            "add": quantity("Units per month beside what is committed", 1),
            "unit_price": amount("Price per unit and month; absent = as before"),
            "overage_price": amount("Price per unit and month beyond the commitment; absent = as before"),
        },
    });
    json_schema!({
        "type": "object",
        "additionalProperties": false,
        "required": ["effective", "line"],
        "properties": {
            "effective": date("First day, inclusive"),
            "name": { "description": "Its name", "type": "string", "minLength": 1 },
            "line": { "description": "What it changes", "type": "array", "minItems": 1, "items": line },
        },
    })
}

fn fair_use() -> Schema {
    json_schema!({
        "type": "object",
        "additionalProperties": false,
        "required": ["resource", "unit_price"],
        "properties": {
            "resource": { "description": "Resource with a pool, as api_requests", "type": "string", "minLength": 1 },
            "unit_price": amount("Price per unit beyond the pool"),
        },
    })
}

fn exchange_rate() -> Schema {
    json_schema!({
        "type": "object",
        "additionalProperties": false,
        "required": ["from", "to", "rate", "since"],
        "properties": {
            "from": currency("Currency that is given away"),
            "to": currency("Currency that is received"),
            "rate": amount("Units of `to` for one of `from`, above 0"),
            "since": date("First day, inclusive"),
            "source": { "description": "Who says so", "type": "string", "minLength": 1 },
        },
    })
}

fn list(description: &str, items: Schema) -> Schema {
    json_schema!({ "description": description, "type": "array", "items": items })
}

fn product() -> Schema {
    json_schema!({ "description": "Product id or license id", "type": "string", "minLength": 1 })
}

fn quantity(description: &str, minimum: u64) -> Schema {
    json_schema!({ "description": description, "type": "integer", "minimum": minimum, "maximum": QUANTITY_MAX })
}

fn currency(description: &str) -> Schema {
    json_schema!({ "description": description, "type": "string", "pattern": "^[A-Z]{3}$" })
}

fn with_default(mut schema: Schema, default: &str) -> Schema {
    schema.insert("default".to_owned(), default.into());
    schema
}

fn word(description: &str, words: &[&str], default: Option<&str>) -> Schema {
    let schema = json_schema!({ "description": description, "type": "string", "enum": words });
    match default {
        Some(default) => with_default(schema, default),
        None => schema,
    }
}

fn amount(description: &str) -> Schema {
    json_schema!({ "description": description, "type": "string", "pattern": AMOUNT })
}

fn date(description: &str) -> Schema {
    json_schema!({ "description": description, "type": "string", "pattern": DATE })
}

fn words<T>(table: &[(&'static str, T)]) -> Vec<&'static str> {
    table.iter().map(|(word, _)| *word).collect()
}
