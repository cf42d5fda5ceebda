//! The JSON Schema of a quote: that of a contract, with the offer's own terms.

use schemars::{Schema, json_schema};

use super::TERM_MONTHS_MAX;
use super::read_offer::KINDS;
use crate::contract::contract_properties;

/// The JSON Schema (draft 2020-12) of a quote file.
pub fn quote_schema() -> Schema {
    let mut properties = contract_properties();
    properties.insert("quote".to_owned(), offer().into());
    properties.insert("one_off".to_owned(), one_offs().into());
    json_schema!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "quote.toml",
        "description": "What a vendor offers: a contract with the terms of the offer; amounts are decimals in quotes",
        "type": "object",
        "additionalProperties": false,
        "required": ["quote", "contract"],
        "properties": properties,
    })
}

fn offer() -> Schema {
    json_schema!({
        "type": "object",
        "additionalProperties": false,
        "required": ["vendor"],
        "properties": {
            "vendor": { "description": "Who offers", "type": "string", "minLength": 1 },
            "name": {
                "description": "What tells it from the vendor's other offers", "type": "string", "minLength": 1,
            },
            "valid_until": {
                "description": "Last day on which it can be accepted, inclusive",
                "type": "string",
                "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            },
            "term_months": {
                "description": "Length of the term from contract.start, a ramp included; absent = up to contract.end",
                "type": "integer",
                "minimum": 1,
                "maximum": TERM_MONTHS_MAX,
            },
            "uplift_percent_per_year": amount("What prices named here rise by after every 12 months, 0 to 100"),
        },
    })
}

fn one_offs() -> Schema {
    let kinds: Vec<&str> = KINDS.iter().map(|(word, _)| *word).collect();
    json_schema!({
        "description": "Amounts that are paid or credited once",
        "type": "array",
        "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["name", "kind", "amount"],
            "properties": {
                "name": { "description": "What it is for", "type": "string", "minLength": 1 },
                "kind": { "description": "Does it cost or save?", "type": "string", "enum": kinds },
                "amount": amount("The amount, above 0"),
                "month": {
                    "description": "Month of the term in which it falls due",
                    "type": "integer",
                    "minimum": 1,
                    "maximum": TERM_MONTHS_MAX,
                    "default": 1,
                },
            },
        },
    })
}

fn amount(description: &str) -> Schema {
    json_schema!({ "description": description, "type": "string", "pattern": r"^[0-9]{1,9}(\.[0-9]{1,6})?$" })
}
