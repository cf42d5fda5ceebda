//! Every operation that reads, once: its answer is what the OpenAPI document says.

use serde_json::{Value, json};

use crate::client::Client;
use crate::sample::{self, OCTOBER};

/// Paths with ids of the sample in place.
const READS: [&str; 42] = [
    "/api/v2/analytics/dataretention/settings",
    "/api/v2/analytics/reporting/dashboards/users",
    "/api/v2/analytics/users/details/jobs/availability",
    "/api/v2/assistants?expand=copilot",
    "/api/v2/assistants/queues?pageSize=1",
    "/api/v2/audits/query/realtime/servicemapping",
    "/api/v2/audits/query/servicemapping",
    "/api/v2/authorization/divisions",
    "/api/v2/authorization/divisions/home",
    "/api/v2/authorization/permissions",
    "/api/v2/authorization/products",
    "/api/v2/authorization/roles",
    "/api/v2/authorization/roles/r-agent",
    "/api/v2/authorization/roles/r-agent/users",
    "/api/v2/billing/contracts",
    "/api/v2/billing/contracts/invoices",
    "/api/v2/coaching/appointments?userIds=u01",
    "/api/v2/date",
    "/api/v2/flows",
    "/api/v2/groups",
    "/api/v2/learning/assignments",
    "/api/v2/license/definitions",
    "/api/v2/license/definitions/cloudCX1",
    "/api/v2/license/users/u00",
    "/api/v2/oauth/clients",
    "/api/v2/organizations/limits/namespaces",
    "/api/v2/organizations/limits/namespaces/client.credentials",
    "/api/v2/organizations/me",
    "/api/v2/outbound/campaigns",
    "/api/v2/presence/definitions",
    "/api/v2/quality/agents/activity",
    "/api/v2/quality/evaluators/activity?startTime=2026-10-01T00:00:00Z&endTime=2026-10-31T00:00:00Z",
    "/api/v2/routing/queues",
    "/api/v2/scim/v2/users?count=5&startIndex=3",
    "/api/v2/scim/v2/users/u02",
    "/api/v2/tokens/me",
    "/api/v2/users/u00?expand=authorization,groups,dateWelcomeSent",
    "/api/v2/users/u00/directreports",
    "/api/v2/users/u00/queues",
    "/api/v2/users/u00/state",
    "/api/v2/workforcemanagement/businessunits",
    "/api/v2/workforcemanagement/managementunits?pageSize=1",
];

#[tokio::test]
async fn every_answer_is_what_the_document_says() {
    let running = sample::running(|settings| settings.trustee = true).await;
    let client = Client::new(&running).await;
    for path in READS {
        let reply = client.get(path).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.text);
    }
    deeper(&client).await;
    assert_eq!(running.violations(), Vec::<String>::new());
}

/// What needs an id from another answer, or a body.
async fn deeper(client: &Client) {
    let id = |value: &Value| value.as_str().unwrap_or_else(|| panic!("an id: {value}")).to_owned();
    let first = async |path: &str| id(&client.get(path).await.json()["entities"][0]["id"]);
    let queue = first("/api/v2/assistants/queues").await;
    let assistant = first("/api/v2/assistants").await;
    let unit = first("/api/v2/workforcemanagement/managementunits").await;
    let contract = client.get("/api/v2/billing/contracts").await.json()["entities"][0].clone();
    let (period, contract) = (id(&contract["billingPeriods"][12]["id"]), id(&contract["id"]));
    let organization = id(&client.get("/api/v2/organizations/me").await.json()["id"]);
    let oauth = first("/api/v2/oauth/clients").await;
    for path in [
        format!("/api/v2/assistants/{assistant}/queues"),
        format!("/api/v2/routing/queues/{queue}/members"),
        format!("/api/v2/workforcemanagement/managementunits/{unit}/users"),
        format!("/api/v2/billing/contracts/{contract}"),
        format!("/api/v2/billing/contracts/{contract}/billingperiods/{period}"),
        format!("/api/v2/billing/trusteebillingoverview/{organization}?billingPeriodIndex=0"),
        format!("/api/v2/oauth/clients/{oauth}"),
    ] {
        let reply = client.get(&path).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.text);
    }
    let week = json!({"startDate": "2026-10-01T00:00:00Z", "endDate": "2026-10-08T00:00:00Z", "userIds": ["u03"]});
    let recent = json!({"interval": "2026-10-20T00:00:00Z/2026-10-30T00:00:00Z", "serviceName": "Architect"});
    let usage = json!({"interval": OCTOBER, "metrics": ["Requests"], "groupBy": ["UserId"]});
    for (path, body) in [
        (format!("/api/v2/assistants/{assistant}/queues/{queue}/users/query"), json!({"entities": [{"id": "u05"}]})),
        (format!("/api/v2/workforcemanagement/managementunits/{unit}/agentschedules/search"), week),
        ("/api/v2/audits/query/realtime".to_owned(), recent),
        ("/api/v2/license/users".to_owned(), json!(["u00", "u01"])),
        (
            "/api/v2/users/search".to_owned(),
            json!({"query": [{"type": "CONTAINS", "fields": ["name"], "value": "person 1"}]}),
        ),
        ("/api/v2/usage/query".to_owned(), usage),
    ] {
        let reply = client.post(&path, body).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.text);
        if path.ends_with("usage/query") {
            let results = id(&reply.json()["resultsUri"]);
            assert_eq!(client.get(&results).await.json()["queryStatus"], "Running");
            assert_eq!(client.get(&results).await.json()["queryStatus"], "Complete");
        }
    }
}
