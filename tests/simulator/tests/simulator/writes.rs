//! Changes: what they do to people, roles and licenses.

use seatwise_simulator::Settings;
use serde_json::{Value, json};

use crate::client::Client;
use crate::sample;

async fn licenses(client: &Client, id: &str) -> Vec<Value> {
    let user = client.get(&format!("/api/v2/license/users/{id}")).await.json();
    user["licenses"].as_array().expect("licenses").iter().map(|license| license["id"].clone()).collect()
}

#[tokio::test]
async fn a_removed_role_takes_its_license_along() {
    let running = sample::running(|_| {}).await;
    let client = Client::new(&running).await;
    assert_eq!(licenses(&client, "u00").await, ["cloudCX1"]);
    let grants = json!({"grants": [{"roleId": "r-agent", "divisionId": "d1"}]});
    let subject = "/api/v2/authorization/subjects/u00";
    assert_eq!(client.post(&format!("{subject}/bulkremove"), grants.clone()).await.status, 204);
    assert_eq!(licenses(&client, "u00").await, [""; 0]);
    assert_eq!(client.post(&format!("{subject}/bulkadd"), grants).await.status, 204);
    assert_eq!(licenses(&client, "u00").await, ["cloudCX1"]);
    let one = format!("{subject}/divisions/d1/roles/r-agent");
    assert_eq!(client.send("DELETE", &one, Value::Null).await.status, 200);
    assert_eq!(client.get(subject).await.json()["grants"], json!([]));
    assert_eq!(running.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_role_by_group_goes_with_the_membership_only() {
    let running = sample::running(|_| {}).await;
    let client = Client::new(&running).await;
    let grants = json!({"grants": [{"roleId": "r-super", "divisionId": "d1"}]});
    assert_eq!(client.post("/api/v2/authorization/subjects/u01/bulkremove", grants).await.status, 204);
    assert_eq!(licenses(&client, "u01").await, ["cloudCX2"]);
    assert_eq!(client.send("DELETE", "/api/v2/groups/g1/members?ids=u01,u03", Value::Null).await.status, 202);
    assert_eq!(licenses(&client, "u01").await, [""; 0]);
    assert_eq!(client.get("/api/v2/groups/g1/members").await.json()["total"], 8);
    let put = |state: &str| client.send("PUT", "/api/v2/users/u05/state", json!({"state": state}));
    put("inactive").await;
    assert_eq!(licenses(&client, "u05").await, [""; 0]);
    put("active").await;
    assert_eq!(licenses(&client, "u05").await, ["cloudCX2"], "roles by group are back");
}

#[tokio::test]
async fn an_inactive_person_loses_roles_and_does_not_get_them_back() {
    let running = sample::running(|_| {}).await;
    let client = Client::new(&running).await;
    let put = |body: Value| client.send("PUT", "/api/v2/users/u02/state", body);
    assert_eq!(put(json!({"state": "inactive", "version": 7})).await.status, 409);
    let gone = put(json!({"state": "inactive", "version": 1, "stateChangeReason": "Leave"})).await.json();
    assert_eq!(
        (&gone["state"], &gone["version"], &gone["stateChangeReason"]),
        (&json!("inactive"), &json!(2), &json!("Leave"))
    );
    assert_eq!(client.get("/api/v2/users/u02/roles").await.json()["roles"], json!([]));
    put(json!({"state": "active", "version": 2})).await;
    assert_eq!(client.get("/api/v2/users/u02/roles").await.json()["roles"], json!([]));
    running.set_settings(Settings { roles_return: true, ..running.settings() });
    put(json!({"state": "inactive"})).await;
    put(json!({"state": "active"})).await;
    assert_eq!(client.get("/api/v2/users/u02/roles").await.json()["roles"], json!([]), "none were left to come back");
    client.send("PUT", "/api/v2/users/u04/state", json!({"state": "inactive"})).await;
    client.send("PUT", "/api/v2/users/u04/state", json!({"state": "active"})).await;
    assert_eq!(client.get("/api/v2/users/u04/roles").await.json()["roles"][0]["id"], "r-agent");
    assert_eq!(running.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_change_needs_the_version_and_state_comes_alone() {
    let running = sample::running(|_| {}).await;
    let client = Client::new(&running).await;
    let patch = |body: Value| client.send("PATCH", "/api/v2/users/u05", body);
    let conflict = patch(json!({"version": 9, "title": "Lead"})).await;
    assert_eq!((conflict.status, conflict.json()["code"].as_str()), (409, Some("general.conflict")));
    let changed = patch(json!({"version": 1, "title": "Lead", "manager": "u02"})).await.json();
    assert_eq!(
        (&changed["title"], &changed["version"], &changed["manager"]["id"]),
        (&json!("Lead"), &json!(2), &json!("u02"))
    );
    assert_eq!(patch(json!({"version": 2, "title": "X", "state": "inactive"})).await.status, 400);
    assert_eq!(client.send("DELETE", "/api/v2/users/u05", Value::Null).await.status, 200);
    assert_eq!(client.get("/api/v2/users/u05").await.status, 404);
    assert_eq!(client.get("/api/v2/users/u05?state=deleted").await.status, 200);
}

#[tokio::test]
async fn queues_lose_members_and_licenses_are_assigned_by_hand() {
    let running = sample::running(|_| {}).await;
    let client = Client::new(&running).await;
    let queues = client.get("/api/v2/routing/queues").await.json();
    let queue = format!("/api/v2/routing/queues/{}", queues["entities"][1]["id"].as_str().expect("a queue"));
    let before = client.get(&queue).await.json()["memberCount"].as_u64().expect("a count");
    assert_eq!(client.post(&format!("{queue}/members?delete=true"), json!([{"id": "u00"}])).await.status, 200);
    assert_eq!(client.send("DELETE", &format!("{queue}/members/u02"), Value::Null).await.status, 204);
    assert_eq!(client.send("DELETE", &format!("{queue}/members/u02"), Value::Null).await.status, 404);
    assert_eq!(client.get(&queue).await.json()["memberCount"], before - 2);
    let assign = json!({"assignments": [{"licenseId": "cloudCX2", "userIdsAdd": ["u21"], "userIdsRemove": ["u01"]}]});
    let results = client.post("/api/v2/license/organization", assign).await.json();
    assert_eq!(results[0], json!({"userId": "u21", "licenseId": "cloudCX2", "result": "Success"}));
    assert_eq!((licenses(&client, "u21").await, licenses(&client, "u01").await), (vec![json!("cloudCX2")], vec![]));
    assert_eq!(client.send("DELETE", "/api/v2/tokens/u00", Value::Null).await.status, 204);
    assert_eq!(running.violations(), Vec::<String>::new());
}
