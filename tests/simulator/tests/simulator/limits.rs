//! Rate limit, result limit, life of tokens.

use std::time::Duration;

use seatwise_simulator::Settings;
use serde_json::json;

use crate::client::Client;
use crate::sample::{self, OCTOBER};

#[tokio::test]
async fn requests_over_the_limit_are_refused_until_the_window_ends() {
    let running = sample::running(|settings| {
        settings.rate.requests = Some(3);
        settings.rate.window = Duration::from_millis(400);
        settings.rate.second = Duration::from_millis(20);
    })
    .await;
    let client = Client::new(&running).await;
    let first = client.get("/api/v2/date").await;
    assert_eq!(
        (first.headers["inin-ratelimit-count"].as_str(), first.headers["inin-ratelimit-allowed"].as_str()),
        ("1", "3")
    );
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(client.get("/api/v2/date").await);
    }
    assert_eq!(statuses.iter().map(|reply| reply.status).collect::<Vec<_>>(), [200, 200, 429]);
    let refused = &statuses[2];
    let wait: u64 = refused.headers["retry-after"].parse().expect("seconds");
    assert!((1..=20).contains(&wait), "{wait}");
    assert_eq!(refused.json()["code"], "too.many.requests.retry.after");
    assert_eq!(refused.json()["contextId"], json!(refused.headers["inin-correlation-id"]));
    tokio::time::sleep(Duration::from_millis(420)).await;
    assert_eq!(client.get("/api/v2/date").await.status, 200);
    let mut settings = running.settings();
    (settings.rate.retry_after, settings.rate.headers, settings.rate.requests) = (false, false, Some(0));
    running.set_settings(settings);
    let bare = client.get("/api/v2/date").await;
    assert_eq!(
        (bare.status, bare.headers.get("retry-after"), bare.headers.get("inin-ratelimit-reset")),
        (429, None, None)
    );
}

#[tokio::test]
async fn too_many_cells_are_refused_at_once_but_not_by_job() {
    let running = sample::running(|settings| settings.result_limit = 199).await;
    let client = Client::new(&running).await;
    let query = json!({"interval": OCTOBER, "granularity": "P1D", "groupBy": ["userId"], "metrics": ["nConnected"]});
    let refused = client.post("/api/v2/analytics/conversations/aggregates/query", query.clone()).await;
    assert_eq!(refused.status, 400);
    assert!(refused.text.contains("limit of 199 results"), "{}", refused.text);
    assert_eq!(client.post("/api/v2/analytics/conversations/aggregates/jobs", query.clone()).await.status, 200);
    running.set_settings(Settings { result_limit: 200, ..running.settings() });
    assert_eq!(client.post("/api/v2/analytics/conversations/aggregates/query", query).await.status, 200);
}

#[tokio::test]
async fn a_token_ends_after_its_requests() {
    let running = sample::running(|settings| settings.token.requests = Some(2)).await;
    let client = Client::new(&running).await;
    for status in [200, 200, 401] {
        assert_eq!(client.get("/api/v2/date").await.status, status);
    }
    let again = Client::new(&running).await;
    assert_eq!(again.get("/api/v2/date").await.status, 200);
}

#[tokio::test]
async fn intervals_are_limited() {
    let running = sample::running(|_| {}).await;
    let client = Client::new(&running).await;
    let query = json!({"interval": "2026-09-01T00:00:00.000Z/2026-10-31T00:00:00.000Z", "metrics": ["nConnected"]});
    assert_eq!(client.post("/api/v2/analytics/conversations/aggregates/query", query).await.status, 400);
}
