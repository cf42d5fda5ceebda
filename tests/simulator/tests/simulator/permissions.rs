//! Who may ask what, and requests that are not what the document says.

use seatwise_simulator::{Client as OAuthClient, Permissions, Settings};
use serde_json::json;

use crate::client::Client;
use crate::sample;

#[tokio::test]
async fn a_missing_permission_is_named() {
    let running = sample::running(|settings| {
        settings.clients[0].permissions = Permissions::Only(vec!["authorization:license:view".into()]);
    })
    .await;
    let client = Client::new(&running).await;
    assert_eq!(client.get("/api/v2/license/definitions").await.status, 200);
    let any = client.get("/api/v2/authorization/roles").await;
    assert_eq!((any.status, any.json()["code"].as_str()), (403, Some("missing.any.permissions")));
    assert!(any.text.contains("[authorization:role:view]"), "{}", any.text);
    let all = client.get("/api/v2/assistants").await;
    assert_eq!((all.status, all.json()["code"].as_str()), (403, Some("missing.permissions")));
    running.set_settings(Settings {
        clients: vec![OAuthClient {
            permissions: Permissions::AllBut(vec![]),
            ..running.settings().clients[0].clone()
        }],
        ..running.settings()
    });
    assert_eq!(client.get("/api/v2/assistants").await.status, 200);
}

#[tokio::test]
async fn without_a_good_token_nothing_is_answered() {
    let running = sample::running(|_| {}).await;
    let mut client = Client::new(&running).await;
    client.token = "wrong".into();
    let refused = client.get("/api/v2/users").await;
    assert_eq!((refused.status, refused.json()["code"].as_str()), (401, Some("bad.credentials")));
    client.token = String::new();
    assert_eq!(client.get("/api/v2/users").await.json()["code"], "authentication.required");
}

#[tokio::test]
async fn what_the_document_does_not_have_is_refused_and_recorded() {
    let running = sample::running(|_| {}).await;
    let client = Client::new(&running).await;
    for (path, status) in [
        ("/api/v2/nothing", 404),
        ("/api/v2/users?page=1", 400),
        ("/api/v2/users?state=gone", 400),
        ("/api/v2/users?expand=groups,unknown", 400),
        ("/api/v2/users?pageSize=many", 400),
        ("/api/v2/billing/reports/billableusage?startDate=2026-10-01T00:00:00Z", 400),
    ] {
        assert_eq!(client.get(path).await.status, status, "{path}");
    }
    let wrong = json!({"interval": sample::OCTOBER, "metrics": ["nUnknown"], "extra": 1});
    assert_eq!(client.post("/api/v2/analytics/conversations/aggregates/query", wrong).await.status, 400);
    let missing = client.post("/api/v2/analytics/users/details/jobs", json!({})).await;
    assert_eq!(missing.status, 400);
    assert_eq!(running.violations().len(), 8, "{:#?}", running.violations());
}

#[tokio::test]
async fn requests_are_logged_without_secrets() {
    let running = sample::running(|_| {}).await;
    let client = Client::new(&running).await;
    client.get("/api/v2/users/u01?expand=groups").await;
    let requests = running.requests();
    let log = format!("{requests:?}");
    assert!(!log.contains("simulated-secret") && !log.contains(&client.token), "{log}");
    let last = requests.last().expect("a request");
    assert_eq!((last.operation.as_str(), last.status), ("/api/v2/users/{userId}", 200));
    assert_eq!(last.path_and_query, "/api/v2/users/u01?expand=groups");
    assert_eq!(last.client.as_deref(), Some(running.settings().clients[0].id.as_str()));
    assert_eq!(running.counts_by_operation()["GET /api/v2/users/{userId}"], 1);
}
