//! People, licenses, roles, groups and queues: every page, every state, equal to the rows.

use std::collections::BTreeSet;

use seatwise_simulator::OversizedPage;
use serde_json::{Value, json};

use crate::client::Client;
use crate::sample;

fn ids(entities: &[Value]) -> BTreeSet<String> {
    entities.iter().map(|entity| entity["id"].as_str().expect("an id").to_owned()).collect()
}

#[tokio::test]
async fn pages_of_users_hold_everybody_of_the_state_once() {
    let running = sample::running(|_| {}).await;
    let client = Client::new(&running).await;
    for (state, count) in [("active", 22), ("inactive", 1), ("deleted", 2), ("any", 23)] {
        let (users, total) = client.pages(&format!("/api/v2/users?state={state}"), 10).await;
        assert_eq!((users.len(), ids(&users).len(), total), (count, count, count as u64), "{state}");
    }
    let (users, _) =
        client.pages("/api/v2/users?expand=employerInfo,dateLastLogin&expand=lasttokenissued,groups", 7).await;
    assert_eq!(users[1]["employerInfo"]["employeeId"], "E1");
    assert_eq!(users[1]["dateLastLogin"], "2026-10-01T01:00:00.000Z");
    assert_eq!(users[1]["lastTokenIssued"]["dateIssued"], "2026-10-01T02:00:00.000Z");
    assert_eq!(users[1]["groups"][0]["id"], "g1");
    assert_eq!(users[1]["manager"]["id"], "u00");
    assert_eq!(running.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn next_uri_leads_to_the_same_listing() {
    let running = sample::running(|_| {}).await;
    let client = Client::new(&running).await;
    let first = client.get("/api/v2/users?pageSize=20&state=active").await.json();
    let next = client.get(first["nextUri"].as_str().expect("a next page")).await.json();
    assert_eq!(next["entities"].as_array().map(Vec::len), Some(2));
    assert_eq!(next["nextUri"], Value::Null);
}

#[tokio::test]
async fn beyond_the_cap_users_are_refused_and_the_cursor_goes_on() {
    let running = sample::running(|settings| settings.users_cap = 20).await;
    let client = Client::new(&running).await;
    assert_eq!(client.get("/api/v2/users?pageSize=10&pageNumber=2").await.status, 200);
    let refused = client.get("/api/v2/users?pageSize=10&pageNumber=3").await;
    assert_eq!((refused.status, refused.json()["code"].as_str()), (400, Some("bad.request")));
    let mut read = Vec::new();
    let mut path = "/api/v2/users/query?pageSize=10".to_owned();
    loop {
        let page = client.get(&path).await.json();
        read.extend(page["entities"].as_array().expect("entities").iter().cloned());
        match page["nextUri"].as_str() {
            Some(next) => path = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(ids(&read).len(), 22);
}

#[tokio::test]
async fn an_oversized_page_is_clamped_or_refused() {
    let running = sample::running(|settings| _ = settings.page_size_max.insert("getLicenseUsers".into(), 8)).await;
    let client = Client::new(&running).await;
    let page = client.get("/api/v2/license/users?pageSize=100").await.json();
    assert_eq!((page["pageSize"].as_u64(), page["pageCount"].as_u64()), (Some(8), Some(3)));
    running.set_settings(seatwise_simulator::Settings { oversized_page: OversizedPage::Refuse, ..running.settings() });
    let refused = client.get("/api/v2/license/users?pageSize=100").await;
    assert_eq!(refused.status, 400);
    assert!(refused.json()["message"].as_str().is_some_and(|message| message.ends_with("than 8")));
}

#[tokio::test]
async fn license_users_hold_what_is_held_now() {
    let running = sample::running(|_| {}).await;
    let client = Client::new(&running).await;
    let (users, total) = client.pages("/api/v2/license/users", 6).await;
    assert_eq!((ids(&users).len(), total), (20, 20));
    assert_eq!(users[3], json!({"id": "u03", "licenses": ["cloudCX2"], "selfUri": "/api/v2/license/users/u03"}));
    running.set_settings(seatwise_simulator::Settings { list_unlicensed: true, ..running.settings() });
    assert_eq!(client.pages("/api/v2/license/users", 6).await.1, 25);
}

#[tokio::test]
async fn grants_are_direct_or_by_group() {
    let running = sample::running(|_| {}).await;
    let client = Client::new(&running).await;
    let (direct, _) = client.pages("/api/v2/authorization/roles/r-agent/subjectgrants", 4).await;
    assert_eq!(direct.len(), 10);
    assert!(direct.iter().all(|subject| subject["type"] == "PC_USER" && subject["divisions"][0]["id"] == "d1"));
    let (by_group, _) = client.pages("/api/v2/authorization/roles/r-super/subjectgrants", 4).await;
    assert_eq!((by_group.len(), &by_group[0]["id"], &by_group[0]["type"]), (1, &json!("g1"), &json!("PC_GROUP")));
    let (members, total) = client.pages("/api/v2/groups/g1/members", 4).await;
    assert_eq!((members.len(), total), (10, 10));
    let subject = client.get("/api/v2/authorization/subjects/u01").await.json();
    assert_eq!(subject["grants"][0]["subjectId"], "g1");
}

#[tokio::test]
async fn a_role_infers_what_its_rows_say_and_several_the_dearest() {
    let running = sample::running(|_| {}).await;
    let client = Client::new(&running).await;
    for (roles, licenses) in [
        (json!(["r-agent"]), json!(["cloudCX1"])),
        (json!(["r-agent", "r-super"]), json!(["cloudCX2"])),
        (json!(["r-none"]), json!([])),
    ] {
        assert_eq!(client.post("/api/v2/license/infer", roles).await.json(), licenses);
    }
    let permissions = json!(["conversation:call:*", "conversation:message:view"]);
    assert_eq!(client.post("/api/v2/license/infer/permissions", permissions).await.json(), json!(["cloudCX2"]));
    running.set_settings(seatwise_simulator::Settings { preview: false, ..running.settings() });
    assert_eq!(client.post("/api/v2/license/infer/permissions", json!([])).await.status, 404);
}
