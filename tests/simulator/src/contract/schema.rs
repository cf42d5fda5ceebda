//! Is a JSON value what a schema says? As much of JSON Schema as the document uses.

use chrono::{DateTime, NaiveDate};
use serde_json::Value;

use super::contract;

/// Who sends the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// A client: required fields must be there.
    Request,
    /// The server: every field is optional, but none is unknown.
    Answer,
}

/// What is wrong with the value, with the place in it.
pub(crate) fn check(side: Side, schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk(side, schema, value, "$", &mut found);
    found
}

fn walk(side: Side, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        return walk(side, contract().schema(name), value, at, found);
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        walk(side, part, value, at, found);
    }
    if let Some(allowed) = schema["enum"].as_array()
        && !allowed.contains(value)
    {
        found.push(format!("{at}: {value} is none of the allowed values"));
    }
    match schema["type"].as_str() {
        Some("object") => object(side, schema, value, at, found),
        Some("array") => match value.as_array() {
            Some(items) => {
                for (index, item) in items.iter().enumerate() {
                    walk(side, &schema["items"], item, &format!("{at}[{index}]"), found);
                }
            }
            None => found.push(format!("{at}: not an array")),
        },
        Some(kind) if !scalar(kind, schema["format"].as_str(), value) => {
            found.push(format!("{at}: {value} is not {kind} {}", schema["format"].as_str().unwrap_or_default()));
        }
        _ => {}
    }
}

fn object(side: Side, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let Some(fields) = value.as_object() else {
        return found.push(format!("{at}: not an object"));
    };
    for (name, field) in fields {
        match (schema["properties"].get(name), schema.get("additionalProperties")) {
            (Some(own), _) => walk(side, own, field, &format!("{at}.{name}"), found),
            (None, Some(any)) => walk(side, any, field, &format!("{at}.{name}"), found),
            (None, None) if schema.get("properties").is_some() => found.push(format!("{at}.{name}: unknown field")),
            (None, None) => {}
        }
    }
    if side == Side::Request {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !fields.contains_key(name) {
                found.push(format!("{at}.{name}: missing"));
            }
        }
    }
}

fn scalar(kind: &str, format: Option<&str>, value: &Value) -> bool {
    match (kind, format) {
        ("string", Some("date-time")) => value.as_str().is_some_and(|text| DateTime::parse_from_rfc3339(text).is_ok()),
        ("string", Some("date")) => value.as_str().is_some_and(|text| text.parse::<NaiveDate>().is_ok()),
        ("string", _) => value.is_string(),
        ("integer", _) => value.is_i64() || value.is_u64(),
        ("number", _) => value.is_number(),
        ("boolean", _) => value.is_boolean(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn wrong(side: Side, name: &str, value: Value) -> Vec<String> {
        check(side, contract().schema(name), &value)
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let listing = json!({"entities": [{"id": 5, "state": "gone", "version": 1, "extra": {}}], "total": "3"});
        assert_eq!(
            wrong(Side::Answer, "UserEntityListing", listing),
            [
                "$.entities[0].extra: unknown field",
                "$.entities[0].id: 5 is not string ",
                "$.entities[0].state: \"gone\" is none of the allowed values",
                "$.total: \"3\" is not integer int64",
            ]
        );
        let user = json!({"dateLastLogin": "yesterday"});
        assert_eq!(wrong(Side::Answer, "User", user), ["$.dateLastLogin: \"yesterday\" is not string date-time"]);
    }

    #[test]
    fn only_requests_must_hold_what_is_required() {
        assert_eq!(wrong(Side::Request, "AsyncUserDetailsQuery", json!({})), ["$.interval: missing"]);
        assert_eq!(wrong(Side::Answer, "AsyncUserDetailsQuery", json!({})), [""; 0]);
        assert_eq!(wrong(Side::Request, "RoleDivisionGrants", json!([])), ["$: not an object"]);
    }
}
