//! Folders of canonical tables: what is read, and what a wrong file is called.

use std::path::PathBuf;

use seatwise_simulator::{Settings, Simulator, tables};

use crate::client::Client;

/// A folder of its own with these files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).expect("a folder");
    for (file, text) in files {
        std::fs::write(folder.join(file), text).expect("a file");
    }
    folder
}

#[tokio::test]
async fn absent_tables_and_columns_are_empty() {
    let files = [
        ("users.csv", "user_id,email,name,state\nu1,,Ann,active\n"),
        ("licenses.csv", "user_id,license_id\nu1,cloudCX1\n"),
    ];
    let rows = tables::read("Small", &folder("small", &files)).expect("good tables");
    let as_of = tables::micros("2026-10-31T23:59:59.999999Z").expect("a time");
    let running = Simulator::start(rows.build(as_of), Settings::default()).await.expect("a free port");
    let client = Client::new(&running).await;
    let user = client.get("/api/v2/users/u1").await.json();
    assert_eq!((user["name"].as_str(), user.get("email")), (Some("Ann"), None));
    assert_eq!(client.get("/api/v2/license/users").await.json()["entities"][0]["licenses"][0], "cloudCX1");
    assert_eq!(client.get("/api/v2/date").await.json()["currentDate"], "2026-10-31T23:59:59.999Z");
    running.stop().await;
}

#[test]
fn a_wrong_cell_is_named_with_its_file() {
    let files = [("presence.csv", "user_id,start_at,end_at\nu1,yesterday,\n")];
    let error = tables::read("Wrong", &folder("wrong-time", &files)).map(|_| ()).expect_err("no time").to_string();
    assert!(
        error.ends_with("presence.csv: `yesterday` is no time; expected RFC 3339, as 2026-10-31T08:00:00Z"),
        "{error}"
    );
    let files = [("users.csv", "user_id,name\nu1,Ann\n")];
    let error = tables::read("Wrong", &folder("no-column", &files)).map(|_| ()).expect_err("no state").to_string();
    assert!(error.contains("users.csv") && error.contains("missing field `state`"), "{error}");
}
