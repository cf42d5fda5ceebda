//! Requests against the document: parameters of the query, and the body.

use serde_json::Value;

use super::{Operation, Side, check};

/// The parameters of a query in the order in which they came, decoded.
#[derive(Debug, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads what stands after `?`.
    pub(crate) fn read(text: &str) -> Query {
        let pairs = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(&name.replace('+', " ")), decoded(&value.replace('+', " ")))
        });
        Query(pairs.collect())
    }

    /// The first value of this name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// All parameters as they came.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// All values of an array, in the repeated or the comma form.
    pub(crate) fn list(&self, name: &str) -> Vec<&str> {
        let values = self.0.iter().filter(|(own, _)| own == name);
        values.flat_map(|(_, value)| value.split(',')).filter(|value| !value.is_empty()).collect()
    }
}

/// Text with its percent escapes undone.
pub(crate) fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        match escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// What is wrong with the query.
pub(crate) fn check_query(operation: &Operation, query: &Query) -> Vec<String> {
    let mut found = Vec::new();
    let known = || operation.parameters.iter().filter(|parameter| parameter["in"] == "query");
    for (name, value) in &query.0 {
        match known().find(|parameter| parameter["name"] == name.as_str()) {
            None => found.push(format!("?{name}: unknown parameter")),
            Some(parameter) => values(&parameter["schema"], name, value, &mut found),
        }
    }
    for parameter in known().filter(|parameter| parameter["required"] == true) {
        if parameter["name"].as_str().is_some_and(|name| query.get(name).is_none()) {
            found.push(format!("?{}: missing", parameter["name"]));
        }
    }
    found
}

fn values(schema: &Value, name: &str, text: &str, found: &mut Vec<String>) {
    if schema["type"] == "array" {
        return text.split(',').for_each(|one| values(&schema["items"], name, one, found));
    }
    let value = match schema["type"].as_str() {
        Some("integer" | "number" | "boolean") => serde_json::from_str(text).unwrap_or(Value::String(text.to_owned())),
        _ => Value::String(text.to_owned()),
    };
    found.extend(
        check(Side::Request, schema, &value).into_iter().map(|wrong| wrong.replacen('$', &format!("?{name}"), 1)),
    );
}

/// What is wrong with the body.
pub(crate) fn check_body(operation: &Operation, body: Option<&Value>) -> Vec<String> {
    match (&operation.body, body) {
        (Some(schema), Some(body)) => check(Side::Request, schema, body),
        (Some(_), None) if operation.body_required => vec!["body: missing".to_owned()],
        (None, Some(_)) => vec!["body: the operation takes none".to_owned()],
        _ => Vec::new(),
    }
}
