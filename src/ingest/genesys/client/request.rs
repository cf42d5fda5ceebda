//! One request, before it is sent.

use std::fmt;

use reqwest::Method;
use serde_json::Value;

/// A request: what varies in its path is escaped, and its query is kept apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) query: Vec<(String, String)>,
    pub(super) body: Option<Value>,
}

impl Request {
    /// A `GET`. Segments of `ids` replace the `{}` of the path in order.
    pub fn get(path: &str, ids: &[&str]) -> Request {
        Request { method: Method::GET, path: filled(path, ids), query: Vec::new(), body: None }
    }

    /// A `POST` with a JSON body.
    pub fn post(path: &str, ids: &[&str], body: Value) -> Request {
        Request { method: Method::POST, path: filled(path, ids), query: Vec::new(), body: Some(body) }
    }

    /// The request that a server's own `nextUri` names; `None` = not a path of the API.
    pub fn next(uri: &str) -> Option<Request> {
        let base = reqwest::Url::parse("https://relative.invalid").ok()?;
        let url = base.join(uri).ok()?;
        let query = url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
        let path = url.path().to_owned();
        path.starts_with("/api/v2/").then_some(Request { method: Method::GET, path, query, body: None })
    }

    /// Adds a query parameter, or replaces the one of that name.
    pub fn with(mut self, name: &str, value: impl fmt::Display) -> Request {
        self.query.retain(|(known, _)| known != name);
        self.query.push((name.to_owned(), value.to_string()));
        self
    }

    /// Adds a query parameter once per value.
    pub fn with_all(mut self, name: &str, values: &[&str]) -> Request {
        self.query.extend(values.iter().map(|value| (name.to_owned(), (*value).to_owned())));
        self
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

fn filled(path: &str, ids: &[&str]) -> String {
    let mut ids = ids.iter();
    let mut filled = String::with_capacity(path.len() + 40);
    for (number, piece) in path.split("{}").enumerate() {
        if number > 0 {
            filled.push_str(&escaped(ids.next().copied().unwrap_or_default()));
        }
        filled.push_str(piece);
    }
    filled
}

/// Everything but letters, digits and `-` `.` `_` `~` as `%XX`.
fn escaped(segment: &str) -> String {
    use std::fmt::Write as _;
    let mut escaped = String::with_capacity(segment.len());
    for byte in segment.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_escaped() {
        let request = Request::get("/api/v2/groups/{}/members", &["a/b?c"]);
        assert_eq!(request.to_string(), "GET /api/v2/groups/a%2Fb%3Fc/members");
    }

    #[test]
    fn a_next_uri_keeps_path_and_query_only() {
        let next = Request::next("/api/v2/billing/contracts?after=x%3D1&pageSize=10").expect("a path of the API");
        assert_eq!(next.path, "/api/v2/billing/contracts");
        assert_eq!(next.query, [("after".to_owned(), "x=1".to_owned()), ("pageSize".to_owned(), "10".to_owned())]);
        let elsewhere = Request::next("https://evil.example/api/v2/users").expect("only its path is used");
        assert_eq!(elsewhere.path, "/api/v2/users");
        assert_eq!(Request::next("/other"), None);
    }
}
