//! The JSON Schema of `contract.toml`, for editors and for those who write one by machine.
//!
//! Words come from the tables that the reader uses; a test holds the keys of both together. What a schema can't say (dates
//! in order, one line per product) the reader says.

use schemars::{Schema, json_schema};

use super::read::{COUNTINGS, MODELS, QUANTITY_MAX, READINGS, SUBSCRIPTIONS};

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
        "properties": {
            "contract": head(),
            "line": { "description": "What is committed, one entry per product", "type": "array", "items": line() },
            "price": {
                "description": "Prices without commitment, one entry per product",
                "type": "array",
                "items": price(),
            },
        },
    })
}

fn head() -> Schema {
    json_schema!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "organization": { "description": "Name of the organization", "type": "string", "minLength": 1 },
            "currency": {
                "description": "ISO 4217 code of every amount",
                "type": "string",
                "pattern": "^[A-Z]{3}$",
                "default": "USD",
            },
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
        },
    })
}

fn line() -> Schema {
    json_schema!({
        "type": "object",
        "additionalProperties": false,
        "required": ["product"],
        "properties": {
            "product": { "description": "Product id or license id", "type": "string", "minLength": 1 },
            "quantity": {
                "description": "Units committed per month; must be there unless month-to-month",
                "type": "integer",
                "minimum": 0,
                "maximum": QUANTITY_MAX,
            },
            "unit_price": amount("Price per unit and month; absent = the [[price]] entry, else list"),
            "overage_price": amount("Price per unit and month beyond the commitment; absent = the contracted price"),
        },
    })
}

fn price() -> Schema {
    json_schema!({
        "type": "object",
        "additionalProperties": false,
        "required": ["product", "unit_price"],
        "properties": {
            "product": { "description": "Product id or license id", "type": "string", "minLength": 1 },
            "unit_price": amount("Price per unit and month"),
        },
    })
}

fn word(description: &str, words: &[&str], default: Option<&str>) -> Schema {
    let mut schema = json_schema!({ "description": description, "type": "string", "enum": words });
    if let Some(default) = default {
        schema.insert("default".to_owned(), default.into());
    }
    schema
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
