//! The only requests that leave this program: all of them read.
//!
//! Some reads are POSTs (analytics, audits, inference), so the list is by method and path, not by method.
//! Invariant: no operation that changes anything stands here.

use reqwest::Method;

/// An operation of the API: `{…}` stands for one segment of the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Operation {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Path with `{…}` for what varies.
    pub path: &'static str,
}

/// The operation that a request is, if it is allowed.
pub fn operation(method: &Method, path: &str) -> Option<Operation> {
    ALLOWED.into_iter().find(|allowed| allowed.method == method.as_str() && fits(allowed.path, path))
}

/// Segment by segment: a parameter takes one that is not empty, not `.` or `..`, and holds no escaped separator.
fn fits(template: &str, path: &str) -> bool {
    if path.contains(['?', '#', '\\']) {
        return false;
    }
    let (mut expected, mut actual) = (template.split('/'), path.split('/'));
    loop {
        match (expected.next(), actual.next()) {
            (None, None) => return true,
            (Some(expected), Some(actual)) if expected.starts_with('{') && is_plain(actual) => {}
            (Some(expected), Some(actual)) if expected == actual => {}
            _ => return false,
        }
    }
}

fn is_plain(segment: &str) -> bool {
    let lower = segment.to_ascii_lowercase();
    let separator = ["%2f", "%5c", "%2e"].iter().any(|escaped| lower.contains(escaped));
    !segment.is_empty() && segment != "." && segment != ".." && !separator
}

const fn get(path: &'static str) -> Operation {
    Operation { method: "GET", path }
}

const fn post(path: &'static str) -> Operation {
    Operation { method: "POST", path }
}

/// Everything that is allowed.
pub const ALLOWED: [Operation; 48] = [
    get("/api/v2/date"),
    get("/api/v2/tokens/me"),
    get("/api/v2/organizations/me"),
    get("/api/v2/users"),
    get("/api/v2/users/query"),
    get("/api/v2/scim/v2/users"),
    get("/api/v2/groups"),
    get("/api/v2/groups/{groupId}/members"),
    get("/api/v2/license/users"),
    get("/api/v2/license/definitions"),
    get("/api/v2/license/definitions/{licenseId}"),
    post("/api/v2/license/infer"),
    get("/api/v2/authorization/roles"),
    get("/api/v2/authorization/roles/{roleId}/subjectgrants"),
    get("/api/v2/routing/queues"),
    get("/api/v2/routing/queues/{queueId}/members"),
    get("/api/v2/assistants"),
    get("/api/v2/assistants/{assistantId}/queues"),
    post("/api/v2/assistants/{assistantId}/queues/{queueId}/users/query"),
    get("/api/v2/workforcemanagement/businessunits"),
    get("/api/v2/workforcemanagement/managementunits"),
    get("/api/v2/workforcemanagement/managementunits/{managementUnitId}/users"),
    post("/api/v2/workforcemanagement/businessunits/{businessUnitId}/agentschedules/search"),
    get("/api/v2/oauth/clients"),
    get("/api/v2/flows"),
    get("/api/v2/analytics/reporting/dashboards/users"),
    get("/api/v2/billing/reports/billableusage"),
    get("/api/v2/billing/contracts"),
    get("/api/v2/billing/contracts/{contractId}"),
    get("/api/v2/billing/contracts/{contractId}/billingperiods/{billingPeriodId}"),
    get("/api/v2/billing/trusteebillingoverview/{trustorOrgId}"),
    post("/api/v2/analytics/conversations/aggregates/query"),
    post("/api/v2/analytics/conversations/aggregates/jobs"),
    get("/api/v2/analytics/conversations/aggregates/jobs/{jobId}"),
    get("/api/v2/analytics/conversations/aggregates/jobs/{jobId}/results"),
    post("/api/v2/analytics/evaluations/aggregates/query"),
    post("/api/v2/analytics/transcripts/aggregates/query"),
    post("/api/v2/analytics/agentcopilots/aggregates/query"),
    post("/api/v2/analytics/taskmanagement/aggregates/query"),
    post("/api/v2/analytics/users/details/query"),
    post("/api/v2/analytics/users/details/jobs"),
    get("/api/v2/analytics/users/details/jobs/availability"),
    get("/api/v2/analytics/users/details/jobs/{jobId}"),
    get("/api/v2/analytics/users/details/jobs/{jobId}/results"),
    get("/api/v2/audits/query/servicemapping"),
    post("/api/v2/audits/query"),
    get("/api/v2/audits/query/{transactionId}"),
    get("/api/v2/audits/query/{transactionId}/results"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn is_allowed(method: &str, path: &str) -> bool {
        operation(&Method::from_bytes(method.as_bytes()).expect("a method"), path).is_some()
    }

    #[test]
    fn reads_are_allowed_and_named() {
        assert!(is_allowed("GET", "/api/v2/users"));
        assert!(is_allowed("POST", "/api/v2/license/infer"));
        let results = "/api/v2/analytics/users/details/jobs/abc/results";
        assert_eq!(
            operation(&Method::GET, results).map(|operation| operation.path),
            Some("/api/v2/analytics/users/details/jobs/{jobId}/results")
        );
    }

    #[test]
    fn what_changes_anything_is_refused() {
        for (method, path) in [
            ("PATCH", "/api/v2/users/u1"),
            ("DELETE", "/api/v2/users/u1"),
            ("POST", "/api/v2/users"),
            ("POST", "/api/v2/license/organization"),
            ("POST", "/api/v2/license/users"),
            ("POST", "/api/v2/routing/queues/q1/members"),
            ("DELETE", "/api/v2/analytics/users/details/jobs/j1"),
            ("PUT", "/api/v2/users/u1/state"),
        ] {
            assert!(!is_allowed(method, path), "{method} {path}");
        }
    }

    #[test]
    fn a_parameter_is_one_plain_segment() {
        for id in ["", ".", "..", "a/b", "a%2Fb", "a%2e%2e", "a?x=1", "a\\b"] {
            assert!(!is_allowed("GET", &format!("/api/v2/groups/{id}/members")), "{id}");
        }
        assert!(!is_allowed("GET", "/api/v2/users/"));
        assert!(!is_allowed("GET", "//evil.example/api/v2/users"));
    }

    #[test]
    fn every_post_is_a_known_read() {
        let posts = ALLOWED.iter().filter(|operation| operation.method == "POST").map(|operation| operation.path);
        let reads = ["/query", "/jobs", "/search", "/infer"];
        for path in posts {
            assert!(reads.iter().any(|read| path.ends_with(read)), "{path}");
        }
        assert!(ALLOWED.iter().all(|operation| ["GET", "POST"].contains(&operation.method)));
    }
}
