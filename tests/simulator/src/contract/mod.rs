//! The OpenAPI document: which operations there are, and what their requests and answers look like.

mod request;
mod schema;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::Value;

pub(crate) use request::{Query, check_body, check_query};
pub(crate) use schema::{Side, check};

/// The whole document, read once.
pub(crate) struct Contract {
    document: Value,
    pub(crate) operations: Vec<Operation>,
}

/// One operation.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: String,
    /// Path with names in braces.
    pub(crate) template: String,
    segments: Vec<String>,
    pub(crate) needs_all: bool,
    pub(crate) permissions: Vec<String>,
    pub(crate) preview: bool,
    pub(crate) parameters: Vec<Value>,
    pub(crate) body: Option<Value>,
    pub(crate) body_required: bool,
    /// Schemas of answers by status.
    pub(crate) answers: BTreeMap<String, Value>,
}

/// The document in this crate.
pub(crate) fn contract() -> &'static Contract {
    static CONTRACT: OnceLock<Contract> = OnceLock::new();
    CONTRACT.get_or_init(|| {
        let document: Value = serde_json::from_str(include_str!("../../contract/openapi.json"))
            .expect("contract/openapi.json is JSON: the tests of this crate read it");
        let operations = operations(&document);
        Contract { document, operations }
    })
}

impl Contract {
    /// The schema of this name.
    pub(crate) fn schema(&self, name: &str) -> &Value {
        &self.document["components"]["schemas"][name]
    }

    /// The operation for a method and path, and the values in its path. Fixed words win over names.
    pub(crate) fn route(&self, method: &str, path: &str) -> Option<(&Operation, BTreeMap<String, String>)> {
        let parts: Vec<&str> = path.split('/').collect();
        self.operations
            .iter()
            .filter(|operation| operation.method == method)
            .filter_map(|operation| Some((operation, operation.matches(&parts)?)))
            .min_by_key(|(_, values)| values.len())
    }
}

impl Operation {
    fn matches(&self, parts: &[&str]) -> Option<BTreeMap<String, String>> {
        if parts.len() != self.segments.len() {
            return None;
        }
        let mut values = BTreeMap::new();
        for (segment, part) in self.segments.iter().zip(parts) {
            match segment.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                Some(name) if !part.is_empty() => {
                    values.insert(name.to_owned(), request::decoded(part));
                }
                _ if segment == part => {}
                _ => return None,
            }
        }
        Some(values)
    }
}

fn operations(document: &Value) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for (method, node) in methods.as_object().into_iter().flatten() {
            operations.push(operation(method, path, node));
        }
    }
    operations
}

fn operation(method: &str, path: &str, node: &Value) -> Operation {
    let needs = &node["x-inin-requires-permissions"];
    let schema = |content: &Value| content["content"]["application/json"].get("schema").cloned();
    let permissions = needs["permissions"].as_array().into_iter().flatten();
    Operation {
        id: node["operationId"].as_str().unwrap_or_default().to_owned(),
        method: method.to_uppercase(),
        template: path.to_owned(),
        segments: path.split('/').map(str::to_owned).collect(),
        needs_all: needs["type"] == "ALL",
        permissions: permissions.filter_map(Value::as_str).map(str::to_owned).collect(),
        preview: node["x-genesys-preview"] == true,
        parameters: node["parameters"].as_array().cloned().unwrap_or_default(),
        body: schema(&node["requestBody"]),
        body_required: node["requestBody"]["required"] == true,
        answers: node["responses"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(status, answer)| (status.clone(), schema(answer).unwrap_or(Value::Null)))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_words_win_over_names() {
        let operation = |path: &str| contract().route("GET", path).map(|(operation, _)| operation.id.as_str());
        assert_eq!(operation("/api/v2/users/query"), Some("getUsersQuery"));
        assert_eq!(operation("/api/v2/users/u%201"), Some("getUser"));
        assert_eq!(
            operation("/api/v2/analytics/users/details/jobs/availability"),
            Some("getAnalyticsUsersDetailsJobsAvailability")
        );
        assert_eq!(operation("/api/v2/users/"), None);
        let (_, values) = contract().route("GET", "/api/v2/users/u%201").expect("an operation");
        assert_eq!(values["userId"], "u 1");
    }

    #[test]
    fn the_document_holds_facts_only() {
        fn prose(node: &Value, names: bool) -> bool {
            match node {
                Value::Object(fields) => fields.iter().any(|(name, value)| {
                    (!names && ["description", "summary", "example"].contains(&name.as_str()))
                        || prose(value, name == "properties" && !names)
                }),
                Value::Array(items) => items.iter().any(|item| prose(item, false)),
                _ => false,
            }
        }
        assert!(!prose(&contract().document["paths"], false));
        assert!(!prose(&contract().document["components"], false));
    }
}
